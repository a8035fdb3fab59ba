//! The spiking network: leaky integrate-and-fire layers with soft reset, a leaky-integrator readout.

mod activity;
mod distance;
mod init;
mod reading;
mod series;

pub use activity::{Activity, accuracy, cross_entropy, fire, predictions, softmax, trace};
pub use distance::{van_rossum, victor_purpura};
pub use init::initialise;
pub use reading::Reading;
pub use series::Series;

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, all_finite, slice};

/// Weights and constants of a network with `L` layers, the last of which is the readout.
#[derive(Debug, Clone, PartialEq)]
pub struct Network<F> {
    /// Leak `delta` of the membrane potential over one time step, in `[0, 1)`.
    pub delta: F,
    /// Threshold `theta > 0`; a spike needs a potential strictly above it and takes `theta` off the next one.
    pub theta: F,
    /// `W_l`, one a layer, `[out][in]`.
    pub weights: Vec<Array2<F>>,
}

impl<F: Scalar> Network<F> {
    /// A network with the given weights.
    ///
    /// # Errors
    /// [`Error::Shape`] when there are fewer than two layers or adjacent layers do not fit.
    pub fn new(weights: Vec<Array2<F>>, delta: F, theta: F) -> Result<Self, Error> {
        if weights.len() < 2 {
            return Err(Error::Shape {
                what: "network",
                expected: "at least one hidden layer and a readout".into(),
                found: format!("{} layers", weights.len()),
            });
        }
        for pair in weights.windows(2) {
            Error::check_shape("weight matrix", pair[0].nrows(), pair[1].ncols())?;
        }
        Ok(Self { delta, theta, weights })
    }

    /// Neurons a layer, inputs first: `[n_0, n_1, ..., n_L]`.
    pub fn sizes(&self) -> Vec<usize> {
        let inputs = self.weights.first().map(Array2::ncols);
        inputs.into_iter().chain(self.weights.iter().map(Array2::nrows)).collect()
    }

    /// Number of layers `L`, the readout included.
    pub fn depth(&self) -> usize {
        self.weights.len()
    }

    /// Number of weights.
    pub fn parameters(&self) -> usize {
        self.weights.iter().map(Array2::len).sum()
    }

    /// Whether every weight is finite.
    pub fn is_finite(&self) -> bool {
        self.weights.iter().all(|w| all_finite(slice(w)))
    }

    /// Copies the weights of `other`, which has the same sizes, without allocating.
    pub fn copy_weights(&mut self, other: &Self) {
        for (mine, theirs) in self.weights.iter_mut().zip(&other.weights) {
            mine.assign(theirs);
        }
    }
}
