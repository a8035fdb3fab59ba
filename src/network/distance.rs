//! Distances of spike trains.

use super::Series;
use crate::linalg::Scalar;

/// Distance of Victor and Purpura (1996, Journal of Neurophysiology 76(2)): the least cost of turning one spike train
/// into the other, where inserting or deleting a spike costs 1 and moving it by one step costs `shift`. The trains are
/// times of spikes in steps, ascending. A metric for `shift > 0`; at most the number of spikes in both.
pub fn victor_purpura(one: &[usize], other: &[usize], shift: f64) -> f64 {
    // Row by row of the edit distance: cost[j] is that of the spikes of `one` so far against the first j of `other`.
    let mut cost: Vec<f64> = (0..=other.len()).map(|j| j as f64).collect();
    for (i, &s) in one.iter().enumerate() {
        let mut diagonal = cost[0];
        cost[0] = (i + 1) as f64;
        for (j, &t) in other.iter().enumerate() {
            let moved = diagonal + shift * s.abs_diff(t) as f64;
            diagonal = cost[j + 1];
            cost[j + 1] = moved.min(diagonal + 1.0).min(cost[j] + 1.0);
        }
    }
    cost[other.len()]
}

/// Squared distance of van Rossum (2001, Neural Computation 13(4)) of two spike trains from their traces `c`, `c*` with
/// leak `delta`: `(1 - delta^2) / 2 sum_t (c_t - c*_t)^2`, the discrete form of
/// `1/tau int (f - g)^2 dt` with exponential kernels of time constant `tau`. One spike more in an endless train counts
/// 1/2, as there.
pub fn van_rossum<F: Scalar>(one: impl Iterator<Item = F>, other: impl Iterator<Item = F>, delta: f64) -> f64 {
    0.5 * (1.0 - delta * delta) * one.zip(other).map(|(c, d)| (c - d).f64().powi(2)).sum::<f64>()
}

impl<F: Scalar> Series<F> {
    /// Times (from 0) at which neuron `i` of sample `n` is above 0, ascending.
    pub fn spike_times(&self, n: usize, i: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.steps()).filter(move |&t| self.at(t)[(n, i)] > F::zero())
    }
}
