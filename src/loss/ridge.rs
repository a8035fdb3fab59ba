//! Ridge regression on the rows of a layer.

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num, product};
use crate::network::{Heard, Layer};

/// Replaces the parameters of `layer` by `B (X'X + kappa I)^-1`, where `X` are its rows for what it hears and `right` gives
/// `B` from them, of the size of the parameters.
///
/// In `f64` whatever the precision of the data: with more neurons than samples only `kappa` makes the system regular, and
/// single precision loses it beside the Gram matrix.
///
/// # Errors
/// [`Error::Numerical`] when the system has no solution.
pub(super) fn fit<F: Scalar>(
    layer: &mut dyn Layer<F>,
    heard: Heard<'_, F>,
    kappa: f64,
    right: impl FnOnce(&Array2<f64>, &mut Array2<f64>),
) -> Result<(), Error> {
    let shape = layer.shape();
    let mut rows = Array2::zeros((heard.rows() * shape.positions(), shape.row));
    layer.wide_rows(heard, 0..heard.rows(), rows.view_mut());
    let mut gram = Array2::zeros((shape.row, shape.row));
    product(1.0, rows.t(), rows.view(), 0.0, gram.view_mut());
    let mut solver = SpdSolver::new(shape.row);
    solver.factor(gram.view(), kappa, "readout")?;
    let mut solution = Array2::zeros((shape.maps, shape.row));
    right(&rows, &mut solution);
    solver.solve_rows(&mut solution)?;
    layer.parameters_mut().zip_mut_with(&solution, |w, &wide| *w = num(wide));
    Ok(())
}
