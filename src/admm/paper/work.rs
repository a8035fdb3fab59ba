//! Storage that the block updates use again and again.

use ndarray::Array2;

use super::Variables;
use super::systems::SpikeSystems;
use crate::linalg::{Scalar, SpdSolver};
use crate::network::Series;

/// Working storage for the block updates of one set of [`Variables`].
#[derive(Debug, Clone)]
pub struct Work<F: Scalar> {
    /// A layer: scratch for increments and residuals, `[t][n][neuron]`; holds nothing between two blocks.
    pub(super) scratch: Vec<Series<F>>,
    /// A layer: `W_l a_{l-1}`, `[t][n][neuron]`.
    pub(super) drive: Vec<Series<F>>,
    /// A hidden layer: `v_{l+1} W_{l+1}` with `v` the shifted increments, `[t][n][neuron]`.
    pub(super) pull: Vec<Series<F>>,
    /// A layer: `n_{l-1} x n_{l-1}`, either `sum a_{l-1}' a_{l-1}` or `W_l' W_l`.
    pub(super) gram: Vec<Array2<F>>,
    /// A layer: `n_l x n_{l-1}`.
    pub(super) cross: Vec<Array2<F>>,
    /// A layer: the regularised system of `W_l`.
    pub(super) weight_system: Vec<SpdSolver<F>>,
    /// A hidden layer: the systems of `a_{l,t}`.
    pub(super) spike_systems: Vec<SpikeSystems<F>>,
    /// A layer: one time step, `[n][neuron]`, of what the past and what the future asks.
    pub(super) past: Vec<Array2<F>>,
    /// See [`Self::past`].
    pub(super) future: Vec<Array2<F>>,
    /// A hidden layer: one time step of solutions for `a_{l,t}`, `[n][neuron]`.
    pub(super) solved: Vec<Array2<F>>,
    /// Pivots of the readout's elimination over time.
    pub(super) pivots: Vec<F>,
}

impl<F: Scalar> Work<F> {
    /// Storage for variables of the shape of `variables`.
    pub fn new(variables: &Variables<F>) -> Self {
        let square = |n: usize| Array2::zeros((n, n));
        let layers = &variables.network.layers;
        let series: Vec<_> = variables.z.iter().map(|z| Series::zeros(z.steps(), z.samples(), z.neurons())).collect();
        let rows: Vec<_> = variables.z.iter().map(|z| Array2::zeros((z.samples(), z.neurons()))).collect();
        Self {
            drive: series.clone(),
            pull: series[..variables.hidden()].to_vec(),
            scratch: series,
            gram: layers.iter().map(|layer| square(layer.shape().row)).collect(),
            cross: variables.network.weights().map(|w| Array2::zeros(w.dim())).collect(),
            weight_system: layers.iter().map(|layer| SpdSolver::new(layer.shape().row)).collect(),
            spike_systems: layers[1..].iter().map(|layer| SpikeSystems::new(&**layer)).collect(),
            future: rows.clone(),
            solved: rows[..variables.hidden()].to_vec(),
            past: rows,
            pivots: vec![F::zero(); variables.z.first().map_or(0, Series::steps)],
        }
    }
}
