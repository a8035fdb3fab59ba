//! Linear algebra that the trainers share: matrix products by `ndarray`, factorisations by `nalgebra`.
//!
//! Everything is generic over [`Scalar`] (`f32` in the page, `f64` in the golden tests) and works in
//! storage that the caller keeps, so that an iteration allocates nothing of ours.

mod lanes;

use std::cell::Cell;
use std::thread::LocalKey;

use nalgebra::{Cholesky, DMatrix, DMatrixViewMut, Dyn, SymmetricEigen};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::Error;
pub use lanes::{Lanes, WIDTH};

/// The real numbers of a computation: `f32` or `f64`.
pub trait Scalar: nalgebra::RealField + ndarray::LinalgScalar + Copy {
    /// Four of them side by side.
    type Lanes: Lanes<Self>;
    /// Nearest value to `x`.
    fn of(x: f64) -> Self;
    /// The value as `f64`.
    fn f64(self) -> f64;
    /// 1 where `condition` holds, else 0: the spike of a neuron.
    fn step(condition: bool) -> Self {
        if condition { num(1.0) } else { num(0.0) }
    }
    /// Storage of this thread for [`scratch`].
    fn storage() -> &'static LocalKey<Cell<Vec<Self>>>;
}

/// Shorthand for [`Scalar::of`].
pub fn num<F: Scalar>(x: f64) -> F {
    F::of(x)
}

impl Scalar for f32 {
    type Lanes = wide::f32x4;
    fn of(x: f64) -> Self {
        x as f32
    }
    fn f64(self) -> f64 {
        f64::from(self)
    }
    fn storage() -> &'static LocalKey<Cell<Vec<Self>>> {
        thread_local!(static STORAGE: Cell<Vec<f32>> = const { Cell::new(Vec::new()) });
        &STORAGE
    }
}

impl Scalar for f64 {
    type Lanes = wide::f64x4;
    fn of(x: f64) -> Self {
        x
    }
    fn f64(self) -> f64 {
        self
    }
    fn storage() -> &'static LocalKey<Cell<Vec<Self>>> {
        thread_local!(static STORAGE: Cell<Vec<f64>> = const { Cell::new(Vec::new()) });
        &STORAGE
    }
}

/// Lends `work` so many numbers, whatever they are, in storage of this thread that is used again. Work that lends once more
/// takes new storage.
pub fn scratch<F: Scalar, R>(len: usize, work: impl FnOnce(&mut [F]) -> R) -> R {
    let mut storage = F::storage().take();
    if storage.len() < len {
        storage.resize(len, F::zero());
    }
    let out = work(&mut storage[..len]);
    F::storage().set(storage);
    out
}

/// `out = alpha a b + beta out`; pass `x.t()` for a transpose.
pub fn product<F: Scalar>(alpha: F, a: ArrayView2<'_, F>, b: ArrayView2<'_, F>, beta: F, out: ArrayViewMut2<'_, F>) {
    let mut out = out;
    general_mat_mul(alpha, &a, &b, beta, &mut out);
}

/// The larger of two finite numbers, as one comparison: unlike `max` it becomes a SIMD instruction on wasm32, where
/// `max` is a call a number.
pub fn larger<F: Scalar>(a: F, b: F) -> F {
    if a > b { a } else { b }
}

/// The smaller of two finite numbers; see [`larger`].
pub fn smaller<F: Scalar>(a: F, b: F) -> F {
    if a < b { a } else { b }
}

/// Largest absolute value; 0 for none.
pub fn max_abs<'a, F: Scalar>(values: impl IntoIterator<Item = &'a F>) -> F {
    values.into_iter().fold(F::zero(), |largest, v| larger(v.abs(), largest))
}

/// Partial sums that run side by side: the order of a sum is fixed, and the same on every machine.
const LANES: usize = 8;

/// Entries whose partial sums stay in `F` before they join the total in `f64`.
const BLOCK: usize = 64 * LANES;

/// Sum of the squares of all entries, in a fixed order.
pub fn sum_of_squares<F: Scalar>(values: &[F]) -> f64 {
    let mut total = 0.0;
    for block in values.chunks(BLOCK) {
        let mut lanes = [F::zero(); LANES];
        let mut chunks = block.chunks_exact(LANES);
        for chunk in &mut chunks {
            for (lane, &v) in lanes.iter_mut().zip(chunk) {
                *lane += v * v;
            }
        }
        let rest = chunks.remainder().iter().map(|v| v.f64() * v.f64());
        total += lanes.iter().map(|v| v.f64()).chain(rest).sum::<f64>();
    }
    total
}

/// Root mean square of all entries; 0 for an empty slice.
pub fn rms<F: Scalar>(values: &[F]) -> f64 {
    if values.is_empty() { 0.0 } else { (sum_of_squares(values) / values.len() as f64).sqrt() }
}

/// The entries of an array that is contiguous in row-major order (all of ours are).
pub fn slice<F>(array: &Array2<F>) -> &[F] {
    array.as_slice().unwrap_or_default()
}

/// As [`slice()`], to write to.
pub fn slice_mut<F>(array: &mut Array2<F>) -> &mut [F] {
    array.as_slice_mut().unwrap_or_default()
}

/// Whether every entry is finite.
pub fn all_finite<F: Scalar>(values: &[F]) -> bool {
    // The sum is finite only if every entry is; it overflows also for large finite ones, which the second look settles.
    sum_of_squares(values).is_finite() || values.iter().all(|v| v.is_finite())
}

/// Solves `X (A + ridge I) = B` for symmetric positive definite `A`, in storage that is used again.
#[derive(Debug, Clone)]
pub struct SpdSolver<F: Scalar> {
    size: usize,
    state: State<F>,
}

#[derive(Debug, Clone)]
enum State<F: Scalar> {
    Empty,
    Factored(Cholesky<F, Dyn>),
    /// Row-major; symmetric.
    Inverted(Array2<F>),
}

impl<F: Scalar> SpdSolver<F> {
    /// A solver for `size x size` systems.
    pub fn new(size: usize) -> Self {
        Self { size, state: State::Empty }
    }

    /// Factors `matrix + ridge I`.
    ///
    /// # Errors
    /// [`Error::Shape`] for a matrix of another size, [`Error::Numerical`] (naming `block`) when the sum is
    /// not positive definite.
    pub fn factor(&mut self, matrix: ArrayView2<'_, F>, ridge: F, block: &str) -> Result<(), Error> {
        Error::check_shape("matrix to factor", (self.size, self.size), matrix.dim())?;
        let mut storage = match std::mem::replace(&mut self.state, State::Empty) {
            State::Factored(factor) => factor.unpack_dirty(),
            State::Empty | State::Inverted(_) => DMatrix::zeros(self.size, self.size),
        };
        for (j, row) in matrix.outer_iter().enumerate() {
            for (i, &value) in row.iter().enumerate() {
                storage[(i, j)] = value;
            }
            storage[(j, j)] += ridge;
        }
        let failed = || Error::Numerical { block: block.to_owned(), reason: "a matrix is not positive definite" };
        let factor = Cholesky::new(storage).ok_or_else(failed)?;
        let lower = factor.l_dirty();
        if !(0..self.size).all(|i| lower[(i, i)].is_finite()) {
            return Err(failed());
        }
        self.state = State::Factored(factor);
        Ok(())
    }

    /// Replaces `rows` (`m x size`) by `rows (A + ridge I)^-1`.
    ///
    /// # Errors
    /// [`Error::Shape`] for rows of another length or before [`Self::factor`] succeeded.
    pub fn solve_rows(&self, rows: &mut Array2<F>) -> Result<(), Error> {
        let (m, n) = rows.dim();
        Error::check_shape("rows to solve for", self.size, n)?;
        match &self.state {
            State::Empty => {
                Err(Error::Shape { what: "system", expected: "a factored matrix".into(), found: "none".into() })
            }
            State::Factored(factor) => {
                // Row-major m x n is column-major n x m, and A is symmetric: no copy is needed.
                let mut columns = DMatrixViewMut::from_slice_generic(slice_mut(rows), Dyn(n), Dyn(m));
                factor.solve_mut(&mut columns);
                Ok(())
            }
            State::Inverted(inverse) => scratch(m * n, |copy| {
                copy.copy_from_slice(slice(rows));
                let copy = ArrayView2::from_shape((m, n), &*copy);
                let copy = copy.map_err(|_| Error::Shape {
                    what: "rows to solve for",
                    expected: format!("{m} of {n}"),
                    found: "others".into(),
                })?;
                product(F::one(), copy, inverse.view(), F::zero(), rows.view_mut());
                Ok(())
            }),
        }
    }

    /// Makes each [`Self::solve_rows`] that follows one product, until [`Self::factor`]: for a matrix that stays. Does nothing
    /// before that succeeded.
    pub fn invert(&mut self) {
        if let State::Factored(factor) = &self.state {
            let inverse = factor.inverse();
            self.state = State::Inverted(Array2::from_shape_fn((self.size, self.size), |(i, j)| inverse[(i, j)]));
        }
    }
}

/// Iterations of the QR algorithm that an eigenvalue may take; two or three is what they do take.
const SWEEPS: usize = 100;

/// Eigenvalues and eigenvectors of a symmetric matrix with a row, in at most `iterations` iterations in all (0 is no limit).
fn eigen<F: Scalar>(matrix: DMatrix<F>, iterations: usize) -> Result<SymmetricEigen<F, Dyn>, Error> {
    SymmetricEigen::try_new(matrix, F::default_epsilon(), iterations).ok_or_else(|| Error::Numerical {
        block: "a pseudo-inverse".into(),
        reason: "the eigenvalues of a matrix did not converge",
    })
}

/// Moore-Penrose inverse of a symmetric matrix; singular values below 1e-15 of the largest (numpy's `pinv`) count as zero,
/// widened to the precision of `F`.
///
/// # Errors
/// [`Error::Shape`] unless the matrix is square, [`Error::Numerical`] when it is not finite or its eigenvalues are not found
/// in a hundred iterations each.
pub fn pseudo_inverse<F: Scalar>(matrix: ArrayView2<'_, F>) -> Result<Array2<F>, Error> {
    let n = matrix.nrows();
    Error::check_shape("matrix to invert", (n, n), matrix.dim())?;
    if n == 0 {
        return Ok(Array2::zeros((0, 0)));
    }
    if !matrix.iter().all(|v| v.is_finite()) {
        return Err(Error::Numerical { block: "a pseudo-inverse".into(), reason: "the matrix is not finite" });
    }
    let mut eigen = eigen(DMatrix::from_fn(n, n, |i, j| matrix[(i, j)]), SWEEPS * n)?;
    // In single precision the rotations of a matrix with many directions below rounding can meet 0 / 0.
    if !eigen.eigenvalues.iter().chain(&eigen.eigenvectors).all(|v| v.is_finite()) {
        let wide = self::eigen(DMatrix::from_fn(n, n, |i, j| matrix[(i, j)].f64()), SWEEPS * n)?;
        eigen.eigenvalues = wide.eigenvalues.map(num);
        eigen.eigenvectors = wide.eigenvectors.map(num);
    }
    let largest = eigen.eigenvalues.iter().fold(F::zero(), |m, v| m.max(v.abs()));
    let cut = largest * F::default_epsilon().max(num(1e-15)) * num(n.max(1) as f64);
    let mut out = Array2::zeros((n, n));
    for (k, &value) in eigen.eigenvalues.iter().enumerate() {
        if value.abs() <= cut {
            continue;
        }
        let v = eigen.eigenvectors.column(k);
        for i in 0..n {
            let scaled = v[i] / value;
            for j in 0..n {
                out[(i, j)] += scaled * v[j];
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvalues_that_do_not_converge_are_an_error() {
        // The Hilbert matrix: full, so that one iteration cannot be enough.
        let matrix = || DMatrix::from_fn(8, 8, |i, j| 1.0 / (1 + i + j) as f64);
        let failure = eigen(matrix(), 1).err();
        assert!(
            matches!(&failure, Some(Error::Numerical { reason, .. }) if reason.contains("converge")),
            "{failure:?}"
        );
        assert!(
            eigen(matrix(), SWEEPS * 8).is_ok_and(|found| (found.eigenvalues.sum() - matrix().trace()).abs() < 1e-12)
        );
        assert_eq!(pseudo_inverse(Array2::<f64>::zeros((0, 0)).view()), Ok(Array2::zeros((0, 0))));
    }
}
