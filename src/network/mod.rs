//! The spiking network: leaky integrate-and-fire layers with soft reset, a leaky-integrator readout.

mod activity;
mod counterfactual;
mod distance;
mod dynamics;
mod init;
pub mod layer;
mod reading;
mod series;
mod spikes;

pub use activity::Activity;
pub use counterfactual::{Counterfactual, Spike};
pub use distance::{van_rossum, victor_purpura};
pub use dynamics::{fire, fire_step, trace};
pub use init::initialise;
use layer::Picture;
pub use layer::{Dense, Fired, Heard, Layer, Neuron};
pub use reading::Reading;
pub use series::Series;
pub use spikes::Events;

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, all_finite, slice};

/// Layers and constants of a network with `L` layers, the last of which is the readout.
#[derive(Debug, Clone, PartialEq)]
pub struct Network<F: Scalar> {
    /// Leak `delta` of the membrane potential over one time step, in `[0, 1)`.
    pub delta: F,
    /// Threshold `theta > 0`; a spike needs a potential strictly above it and takes `theta` off the next one.
    pub theta: F,
    /// The layers `1..=L`.
    pub layers: Vec<Box<dyn Layer<F>>>,
}

impl<F: Scalar> Network<F> {
    /// A network of the given layers.
    ///
    /// # Errors
    /// [`Error::Shape`] when there are fewer than two layers or adjacent layers do not fit.
    pub fn new(layers: Vec<Box<dyn Layer<F>>>, delta: F, theta: F) -> Result<Self, Error> {
        if layers.len() < 2 {
            return Err(Error::Shape {
                what: "network",
                expected: "at least one hidden layer and a readout".into(),
                found: format!("{} layers", layers.len()),
            });
        }
        for pair in layers.windows(2) {
            Error::check_shape("weight matrix", pair[0].shape().outputs, pair[1].shape().inputs)?;
        }
        Ok(Self { delta, theta, layers })
    }

    /// A network of dense layers with these weights, `[out][in]` each.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn dense(weights: Vec<Array2<F>>, delta: F, theta: F) -> Result<Self, Error> {
        let boxed = |w| Box::new(Dense::new(w)) as Box<dyn Layer<F>>;
        Self::new(weights.into_iter().map(boxed).collect(), delta, theta)
    }

    /// Neurons a layer, inputs first: `[n_0, n_1, ..., n_L]`.
    pub fn sizes(&self) -> Vec<usize> {
        let inputs = self.layers.first().map(|layer| layer.shape().inputs);
        inputs.into_iter().chain(self.layers.iter().map(|layer| layer.shape().outputs)).collect()
    }

    /// Leak and threshold together.
    pub fn neuron(&self) -> Neuron<F> {
        Neuron { delta: self.delta, theta: self.theta }
    }

    /// Number of layers `L`, the readout included.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// The hidden layers, first to last.
    pub fn hidden(&self) -> &[Box<dyn Layer<F>>] {
        &self.layers[..self.layers.len() - 1]
    }

    /// The readout.
    pub fn readout(&self) -> &dyn Layer<F> {
        &*self.layers[self.layers.len() - 1]
    }

    /// As [`Self::readout`], to be changed.
    pub fn readout_mut(&mut self) -> &mut dyn Layer<F> {
        let last = self.layers.len() - 1;
        &mut *self.layers[last]
    }

    /// The parameters of every layer.
    pub fn weights(&self) -> impl ExactSizeIterator<Item = &Array2<F>> {
        self.layers.iter().map(|layer| layer.parameters())
    }

    /// As [`Self::weights`], to be changed.
    pub fn weights_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Array2<F>> {
        self.layers.iter_mut().map(|layer| layer.parameters_mut())
    }

    /// What a picture of the network shows of each layer, the input first: how many units ([`Layer::units`]), and the neuron
    /// that stands for the first of them.
    pub fn columns(&self) -> Vec<(usize, usize)> {
        let input = self.layers.first().map_or(0, |layer| layer.shape().inputs);
        let middle = |picture: Picture| picture.middle() * picture.maps;
        let columns = self.layers.iter().map(|layer| (layer.units(), layer.picture().map_or(0, middle)));
        std::iter::once((input, 0)).chain(columns).collect()
    }

    /// Number of weights.
    pub fn parameters(&self) -> usize {
        self.weights().map(Array2::len).sum()
    }

    /// Whether every weight is finite.
    pub fn is_finite(&self) -> bool {
        self.weights().all(|w| all_finite(slice(w)))
    }

    /// Copies the weights of `other`, which has the same sizes, without allocating.
    pub fn copy_weights(&mut self, other: &Self) {
        for (mine, theirs) in self.weights_mut().zip(other.weights()) {
            mine.assign(theirs);
        }
    }
}
