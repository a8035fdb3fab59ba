//! Initial weights.

use rand::Rng;

use super::{Activity, Dense, Layer, Network, Series};
use crate::Error;
use crate::linalg::Scalar;
use crate::random::gaussian;

/// Share of a hidden layer's spread that the readout starts with, so that training begins from an undecided output.
const READOUT: f64 = 0.1;

/// Gaussian weights, each layer scaled on the data: the standard deviation of the membrane potential without
/// resets, averaged over time, becomes `gain * theta`. The readout is a tenth of that. Drawn in `f64`, row by row, all
/// layers before the first is scaled, so that `f32` and `f64` start alike.
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
    let layers = sizes.windows(2).map(|pair| Box::new(Dense::zeros(pair[0], pair[1])) as Box<dyn Layer<F>>);
    let mut network = Network::new(layers.collect(), delta, theta)?;
    network.initialise(input_trace, gain, rng)?;
    Ok(network)
}

impl<F: Scalar> Network<F> {
    /// Draws and scales the weights of all layers; see [`initialise()`].
    ///
    /// # Errors
    /// [`Error::Shape`] for an input of another width.
    pub fn initialise<R: Rng>(&mut self, input_trace: &Series<F>, gain: f64, rng: &mut R) -> Result<(), Error> {
        Error::check_shape("input", self.layers[0].shape().inputs, input_trace.neurons())?;
        for layer in &mut self.layers {
            layer.draw(&mut || gaussian(rng));
        }
        let (steps, samples) = (input_trace.steps(), input_trace.samples());
        let mut activity = Activity::new(&self.sizes(), steps, samples);
        let (neuron, spread, hidden) = (self.neuron(), gain * self.theta.f64(), self.depth() - 1);
        for (l, layer) in self.layers[..hidden].iter_mut().enumerate() {
            let (fired, below) = activity.layer(l);
            layer.start(below.unwrap_or(input_trace), spread, 1.0, neuron, fired);
        }
        let below = activity.traces.last().unwrap_or(input_trace);
        let mut potential = Series::zeros(steps, samples, self.readout().shape().outputs);
        self.readout_mut().scale_to(below, READOUT * gain * neuron.theta.f64(), READOUT, &mut potential);
        Ok(())
    }
}
