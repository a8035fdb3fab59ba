//! Initial weights.

use ndarray::Array2;
use rand::Rng;

use super::{Activity, Network, Series, fire};
use crate::Error;
use crate::linalg::{Scalar, num, product, rms};
use crate::random::gaussian;

/// Spread of a potential relative to its size below which it is rounding.
const NEGLIGIBLE: f64 = 1e-6;

/// Gaussian weights, each layer scaled on the data: the standard deviation of the membrane potential without
/// resets, averaged over time, becomes `gain * theta`. The readout is a tenth of that, so that training starts
/// from an undecided output. Drawn in `f64`, row by row, so that `f32` and `f64` start alike.
///
/// # Errors
/// [`Error::Shape`] for fewer than three `sizes` or an input of another width.
pub fn initialise<F: Scalar, R: Rng>(
    sizes: &[usize],
    input_trace: &Series<F>,
    delta: F,
    theta: F,
    gain: f64,
    rng: &mut R,
) -> Result<Network<F>, Error> {
    let weights =
        sizes.windows(2).map(|pair| Array2::from_shape_simple_fn((pair[1], pair[0]), || num(gaussian(rng)))).collect();
    let mut network = Network::new(weights, delta, theta)?;
    Error::check_shape("input", network.weights[0].ncols(), input_trace.neurons())?;
    let steps = input_trace.steps();
    let mut activity = Activity::new(sizes, steps, input_trace.samples());
    let depth = network.depth();
    for l in 0..depth {
        let input = if l == 0 { input_trace } else { &activity.traces[l - 1] };
        let mut potential = Series::zeros(steps, input.samples(), network.weights[l].nrows());
        product(F::one(), input.flat(), network.weights[l].t(), F::zero(), potential.flat_mut());
        let spread: f64 = (0..steps).map(|t| deviation(potential.at(t).iter())).sum::<f64>() / steps.max(1) as f64;
        let readout = if l + 1 == depth { 0.1 } else { 1.0 };
        // A layer below that is silent, or alike for all samples, leaves nothing to scale by but rounding; the weights
        // then stay at unit scale.
        let scale =
            if spread > NEGLIGIBLE * rms(potential.values()) { readout * gain * theta.f64() / spread } else { readout };
        let scale: F = num(scale);
        network.weights[l].mapv_inplace(|w| w * scale);
        if l + 1 < depth {
            potential.values_mut().iter_mut().for_each(|v| *v *= scale);
            fire(&mut potential, &mut activity.spikes[l], &mut activity.traces[l], delta, theta);
        }
    }
    Ok(network)
}

fn deviation<'a, F: Scalar>(values: impl ExactSizeIterator<Item = &'a F> + Clone) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.clone().map(|v| v.f64()).sum::<f64>() / count;
    (values.map(|v| (v.f64() - mean).powi(2)).sum::<f64>() / count).sqrt()
}
