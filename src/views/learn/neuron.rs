//! One leaky integrate-and-fire neuron with soft reset.

use ndarray::Array2;

use crate::Error;
use crate::linalg::Scalar;
use crate::network::{Series, fire, trace};

/// What a neuron makes of its input.
#[derive(Debug, Clone, PartialEq)]
pub struct NeuronTrain<F> {
    /// Membrane potential `z_t`, a number a step.
    pub potential: Vec<F>,
    /// Spikes `a_t`, 0 or 1.
    pub spikes: Vec<F>,
}

/// Potential and spikes of one neuron with one input: `z_t = delta z_{t-1} + weight x_t - theta a_{t-1}`,
/// `a_t = H(z_t - theta)`, by [`fire`]. `input` holds `x_t`, 0 or 1, a number a step.
///
/// # Errors
/// [`Error::Shape`] would be a fault of ours.
pub fn neuron<F: Scalar>(input: &[F], weight: F, delta: F, theta: F) -> Result<NeuronTrain<F>, Error> {
    let flat = Array2::from_shape_fn((input.len(), 1), |(t, _)| input[t]);
    let mut potential = trace(&Series::from_flat(1, flat)?, delta);
    potential.values_mut().iter_mut().for_each(|v| *v *= weight);
    let mut spikes = Series::zeros(input.len(), 1, 1);
    let mut traces = spikes.clone();
    fire(&mut potential, &mut spikes, &mut traces, delta, theta);
    Ok(NeuronTrain { potential: potential.values().to_vec(), spikes: spikes.values().to_vec() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn it_leaks_fires_above_the_threshold_and_is_reset_by_theta() {
        let train = neuron(&[1.0, 1.0, 0.0, 0.0], 0.8, 0.5, 1.0).unwrap();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        // .8; .4 + .8 = 1.2 fires; .6 - 1; half of that.
        for (z, expected) in train.potential.iter().zip([0.8, 1.2, -0.4, -0.2]) {
            close(*z, expected);
        }
        assert_eq!(train.spikes, [0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn a_potential_on_the_threshold_is_no_spike() {
        assert_eq!(neuron(&[1.0], 1.0, 0.9, 1.0).unwrap().spikes, [0.0]);
        assert_eq!(neuron(&[1.0], 1.0 + 1e-12, 0.9, 1.0).unwrap().spikes, [1.0]);
    }

    #[test]
    fn no_input_is_no_steps() {
        assert_eq!(neuron::<f32>(&[], 1.0, 0.9, 1.0).unwrap(), NeuronTrain { potential: vec![], spikes: vec![] });
    }
}
