//! Matrix products, on all cores natively.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, s};

use super::cores::{spread, total};
use super::scalar::Scalar;

/// `out = alpha a b + beta out`; pass `x.t()` for a transpose.
pub fn product<F: Scalar>(alpha: F, a: ArrayView2<'_, F>, b: ArrayView2<'_, F>, beta: F, out: ArrayViewMut2<'_, F>) {
    let ((rows, columns), deep) = (out.dim(), a.ncols());
    let each = (columns * deep).max(1);
    let mut out = out;
    if rows > deep {
        let grain = (PRODUCT / each).next_multiple_of(ROWS);
        spread((a, out), grain, &|(a, mut out)| general_mat_mul(alpha, &a, &b, beta, &mut out));
    } else if let Some(sum) = out.as_slice_mut() {
        total(deep, (PRODUCT / (rows * columns).max(1)).max(ROWS), sum, &|piece, sum| {
            let keep = if piece.start == 0 { beta } else { F::zero() };
            let (a, b) = (a.slice(s![.., piece.clone()]), b.slice(s![piece, ..]));
            if let Ok(mut sum) = ArrayViewMut2::from_shape((rows, columns), sum) {
                general_mat_mul(alpha, &a, &b, keep, &mut sum);
            }
        });
    } else {
        general_mat_mul(alpha, &a, &b, beta, &mut out);
    }
}

/// Multiplications in a piece of a product, at least.
const PRODUCT: usize = 1 << 19;

/// Rows of a matrix that a piece of a product has, or a multiple of it.
const ROWS: usize = 64;
