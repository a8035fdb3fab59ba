//! Toy tasks and the encoders that turn their samples into spikes.

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
}

impl<F: Scalar> Dataset<F> {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}
