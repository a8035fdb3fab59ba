//! Normal equations, formed and factored in `f64` whatever the precision of the data.

use ndarray::{Array2, s};

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num, product};
use crate::network::layer::{Heard, Layer, Shape};

/// Samples and steps whose rows are converted to `f64` at a time.
const ROWS: usize = 256;

/// The system `X (c'c + ridge I) = B`.
///
/// Forming `c'c` squares the condition number of `c`, which single precision does not bear; the system is small
/// next to the data, so `f64` costs little. Weights are updated by [`Self::improve`] from the gradient at hand
/// rather than solved for afresh: the rounding of a right-hand side in `f32` then shrinks with the gradient.
#[derive(Debug, Clone)]
pub(super) struct NormalEquations {
    gram: Array2<f64>,
    rows: Array2<f64>,
    right: Array2<f64>,
    solver: SpdSolver<f64>,
    /// The ridge that is in the factor; none when the Gram matrix is newer than the factor.
    ridge: Option<f64>,
}

impl NormalEquations {
    /// Storage for a layer of these sizes.
    pub(super) fn new(shape: Shape) -> Self {
        let Shape { maps, row, .. } = shape;
        Self {
            gram: Array2::zeros((row, row)),
            rows: Array2::zeros((ROWS * shape.positions(), row)),
            right: Array2::zeros((maps, row)),
            solver: SpdSolver::new(row),
            ridge: None,
        }
    }

    /// Forms the Gram matrix `c'c` of the rows of `layer`.
    pub(super) fn form<F: Scalar>(&mut self, layer: &dyn Layer<F>, heard: Heard<'_, F>) {
        let positions = layer.shape().positions();
        self.gram.fill(0.0);
        let mut from = 0;
        while from < heard.rows() {
            let to = (from + ROWS).min(heard.rows());
            let mut rows = self.rows.slice_mut(s![..(to - from) * positions, ..]);
            layer.wide_rows(heard, from..to, rows.view_mut());
            product(1.0, rows.t(), rows.view(), 1.0, self.gram.view_mut());
            from = to;
        }
        self.ridge = None;
    }

    /// Factors `c'c + ridge I`, unless it is factored already.
    ///
    /// # Errors
    /// [`Error::Numerical`] naming `block` when the matrix is not positive definite.
    pub(super) fn factor(&mut self, ridge: f64, block: &str) -> Result<(), Error> {
        if self.ridge != Some(ridge) {
            self.ridge = None;
            self.solver.factor(self.gram.view(), ridge, block)?;
            self.ridge = Some(ridge);
        }
        Ok(())
    }

    /// `weights += descent (c'c + ridge I)^-1`: with `descent` minus the gradient of a quadratic whose Hessian the
    /// factored matrix is, that is its minimiser, from wherever `weights` are.
    ///
    /// # Errors
    /// [`Error::Shape`] when nothing is factored.
    pub(super) fn improve<F: Scalar>(&mut self, descent: &Array2<F>, weights: &mut Array2<F>) -> Result<(), Error> {
        self.right.zip_mut_with(descent, |wide, &narrow| *wide = narrow.f64());
        self.solver.solve_rows(&mut self.right)?;
        weights.zip_mut_with(&self.right, |w, &step| *w = num::<F>(w.f64() + step));
        Ok(())
    }
}
