//! Labelled samples, wherever they come from: a task that is drawn from a seed, or a file.

use crate::linalg::Scalar;
use crate::network::Series;

/// Labelled spike trains.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset<F> {
    /// Input spikes (or currents) `a_0`, `[t][n][channel]`; the last channel is the bias, constantly 1.
    pub input: Series<F>,
    /// Class of each sample, `0..classes`.
    pub labels: Vec<usize>,
    /// Number of classes.
    pub classes: usize,
    /// Where the samples lie in the unit square, for tasks that are a plane: `[x, y]`, y upwards.
    pub points: Option<Vec<[f64; 2]>>,
    /// Spike trains that the last spiking layer must fire, 0 or 1, `[t][class][output]`, for tasks whose target is one.
    pub target: Option<Series<F>>,
}

impl<F: Scalar> Dataset<F> {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Neurons of the readout: one a class, or one an output neuron with a target train.
    pub fn outputs(&self) -> usize {
        self.target.as_ref().map_or(self.classes, Series::neurons)
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// Three sets, drawn alike and independently: [`Task::set_sizes`] samples each.
#[derive(Debug, Clone, PartialEq)]
pub struct Splits<F> {
    /// What the trainer sees.
    pub train: Dataset<F>,
    /// What chooses the best iterate.
    pub validation: Dataset<F>,
    /// What measures the result.
    pub test: Dataset<F>,
}
