//! Linear algebra that the trainers share: matrix products by `ndarray`, factorisations by `nalgebra`.
//!
//! Everything is generic over [`Scalar`] (`f32` in the page, `f64` in the golden tests) and works in
//! storage that the caller keeps, so that an iteration allocates nothing of ours.

mod cores;
mod lanes;
mod product;
mod scalar;
mod spd;

use nalgebra::{DMatrix, Dyn, SymmetricEigen};
use ndarray::{Array2, ArrayView2};

use crate::Error;
#[cfg(not(target_arch = "wasm32"))]
pub use cores::Cores;
pub use cores::{Columns, Cut, gather, spread, total};
pub use lanes::{Lanes, WIDTH};
pub use product::product;
pub use scalar::{Scalar, num, scratch};
pub use spd::SpdSolver;

/// Numbers that a thread takes at once in a pass over arrays.
pub const PASS: usize = 1 << 14;

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
    let sum = |values: &[F]| {
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
    };
    gather(values, PASS, &sum, &|a, b| a + b)
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
