//! Systems with a symmetric positive definite matrix.

use nalgebra::{Cholesky, DMatrix, DMatrixViewMut, Dyn};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, s};

use super::product::product;
use super::scalar::{Scalar, scratch};
use crate::Error;

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
                let mut columns =
                    DMatrixViewMut::from_slice_generic(rows.as_slice_mut().unwrap_or_default(), Dyn(n), Dyn(m));
                factor.solve_mut(&mut columns);
                Ok(())
            }
            State::Inverted(inverse) => scratch(m * n, |copy| {
                copy.copy_from_slice(rows.as_slice().unwrap_or_default());
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

    /// Makes each [`Self::solve_rows`] that follows one product, until [`Self::factor`]: for a matrix that stays. Allocates; does
    /// nothing before that succeeded.
    pub fn invert(&mut self) {
        if let State::Factored(factor) = &self.state {
            self.state = State::Inverted(inverse(factor));
        }
    }
}

/// Size up to which a triangle is inverted at once; larger ones go by products of their parts.
const TRIANGLE: usize = 64;

/// `(L L')^-1`, with `L^-1` by [`invert_lower`].
fn inverse<F: Scalar>(factor: &Cholesky<F, Dyn>) -> Array2<F> {
    let lower = factor.l_dirty();
    let n = lower.nrows();
    if n <= TRIANGLE {
        let inverse = factor.inverse();
        return Array2::from_shape_fn((n, n), |(i, j)| inverse[(i, j)]);
    }
    let mut triangle = Array2::from_shape_fn((n, n), |(i, j)| if j <= i { lower[(i, j)] } else { F::zero() });
    invert_lower(triangle.view_mut());
    let mut out = Array2::zeros((n, n));
    product(F::one(), triangle.t(), triangle.view(), F::zero(), out.view_mut());
    out
}

/// Inverts a lower triangle in its place: `[A 0; B C]` becomes `[A^-1 0; -C^-1 B A^-1 C^-1]`.
fn invert_lower<F: Scalar>(mut triangle: ArrayViewMut2<'_, F>) {
    let n = triangle.nrows();
    if n <= TRIANGLE {
        let mut inverse = DMatrix::identity(n, n);
        DMatrix::from_fn(n, n, |i, j| triangle[(i, j)]).solve_lower_triangular_unchecked_mut(&mut inverse);
        triangle.indexed_iter_mut().for_each(|(place, out)| *out = inverse[place]);
        return;
    }
    let half = n / 2;
    let (mut above, mut below) = triangle.split_at(Axis(0), half);
    invert_lower(above.slice_mut(s![.., ..half]));
    invert_lower(below.slice_mut(s![.., half..]));
    let (mut corner, last) = below.split_at(Axis(1), half);
    let mut work = Array2::zeros((n - half, half));
    product(F::one(), corner.view(), above.slice(s![.., ..half]), F::zero(), work.view_mut());
    product(-F::one(), last.view(), work.view(), F::zero(), corner.view_mut());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn an_inverted_system_is_solved_as_its_factor_solves_it(n in 1_usize..300, seed in any::<u64>()) {
            let mut random = crate::random::generator(seed, crate::random::Stream::Weights);
            let mut any = |rows, columns| Array2::from_shape_fn((rows, columns), |_| crate::random::uniform(&mut random) - 0.5);
            let half = any(n, n + 3);
            let matrix = half.dot(&half.t());
            let mut solver = SpdSolver::new(n);
            solver.factor(matrix.view(), 0.5, "test").expect("positive definite");
            let rows = any(3, n);
            let (mut factored, mut inverted) = (rows.clone(), rows);
            solver.solve_rows(&mut factored).expect("a system");
            solver.invert();
            solver.solve_rows(&mut inverted).expect("a system");
            for (a, b) in factored.iter().zip(&inverted) {
                prop_assert!((a - b).abs() < 1e-9, "{a} {b}");
            }
        }
    }
}
