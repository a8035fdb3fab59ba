//! The systems of the spikes.

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num};
use crate::network::Layer;

/// `(W'W + c I)^-1` for the two values of `c`. `W` is not bounded, so that `W'W + c I` can be too badly conditioned for
/// `f32`, while its inverse is at most `1 / c`: products and factors are `f64` whatever `F` is.
#[derive(Debug, Clone)]
pub(super) struct SpikeSystems<F: Scalar> {
    weights: Array2<f64>,
    gram: Array2<f64>,
    solver: SpdSolver<f64>,
    solution: Array2<f64>,
    /// For `t < T` and for `t = T`, `[neuron][neuron]`.
    pub(super) inverses: [Array2<F>; 2],
}

impl<F: Scalar> SpikeSystems<F> {
    /// Storage for the layer below `above`.
    pub(super) fn new(above: &dyn Layer<F>) -> Self {
        let n = above.shape().inputs;
        Self {
            weights: Array2::zeros(above.parameters().dim()),
            gram: Array2::zeros((n, n)),
            solver: SpdSolver::new(n),
            solution: Array2::zeros((n, n)),
            inverses: [Array2::zeros((n, n)), Array2::zeros((n, n))],
        }
    }

    pub(super) fn invert(&mut self, above: &dyn Layer<F>, inner: F, end: F) -> Result<(), Error> {
        above.wide_normal(&mut self.weights, self.gram.view_mut());
        for (inverse, hold) in self.inverses.iter_mut().zip([inner, end]) {
            self.solver.factor(self.gram.view(), hold.f64(), "a")?;
            self.solution.fill(0.0);
            self.solution.diag_mut().fill(1.0);
            self.solver.solve_rows(&mut self.solution)?;
            inverse.zip_mut_with(&self.solution, |own, &x| *own = num(x));
        }
        Ok(())
    }
}
