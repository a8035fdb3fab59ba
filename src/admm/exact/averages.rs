//! What a layer remembers of past iterations: the inputs' Gram matrix and the statistics of its problem.

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num, product, slice, slice_mut, sum_of_squares};
use crate::network::layer::{Heard, Layer, Shape};

/// Share of a difference below which its rounding would be felt.
const LEAST: f64 = 0.1;

/// Running averages of a layer's Gram matrix and statistics, over batches and iterations, and the step that they give.
///
/// Both are means with the weights `beta^(k - j)` of iteration `j` at iteration `k`, the weights divided by their sum.
#[derive(Debug, Clone)]
pub struct Averages<F: Scalar> {
    pub(super) gram: Array2<F>,
    pub(super) statistics: Array2<F>,
    pub(super) solver: SpdSolver<F>,
    /// `mu' = mu tr(G) / N`.
    pub(super) mu: f64,
    pub(super) step: Array2<F>,
    /// Factor with which the step was last taken.
    pub(super) scale: f64,
    batch_gram: Array2<F>,
    work: Array2<F>,
    /// Training samples `N`.
    samples: usize,
    /// The Gram matrix never changes (first layer) and is factored.
    settled: bool,
}

impl<F: Scalar> Averages<F> {
    /// Without a past, for a layer of these sizes and so many training samples.
    pub fn new(Shape { row, maps, .. }: Shape, samples: usize) -> Self {
        let (square, weights) = (Array2::zeros((row, row)), Array2::zeros((maps, row)));
        Self {
            gram: square.clone(),
            statistics: weights.clone(),
            solver: SpdSolver::new(row),
            mu: 0.0,
            step: weights.clone(),
            scale: 0.0,
            batch_gram: square,
            work: weights,
            samples,
            settled: false,
        }
    }

    /// The running Gram matrix `G`.
    pub fn gram(&self) -> &Array2<F> {
        &self.gram
    }

    /// The running mean of the statistics.
    pub fn statistics(&self) -> &Array2<F> {
        &self.statistics
    }

    /// `mu'` of the last [`Self::observe`].
    pub fn mu(&self) -> f64 {
        self.mu
    }

    /// `G + mu' I`, factored by the last [`Self::observe`].
    pub fn solver(&self) -> &SpdSolver<F> {
        &self.solver
    }

    /// The direction of the last [`Self::solve`], before it is scaled.
    pub fn step(&self) -> &Array2<F> {
        &self.step
    }

    /// Takes what the layer hears into `G` and factors `G + mu' I`.
    ///
    /// # Errors
    /// [`Error::Numerical`] naming `block` when the sum is not positive definite.
    pub fn observe(
        &mut self,
        layer: &dyn Layer<F>,
        heard: Heard<'_, F>,
        weight: f64,
        mu: f64,
        block: &str,
    ) -> Result<(), Error> {
        if self.settled {
            return Ok(());
        }
        let rows = heard.rows() * layer.shape().positions();
        layer.gram(num(1.0 / rows as f64), heard, self.batch_gram.view_mut());
        blend(&mut self.gram, &self.batch_gram, weight);
        let trace: f64 = self.gram.diag().iter().map(|v| v.f64()).sum();
        // Silent inputs give an empty Gram matrix; any positive ridge then gives the right answer, no step.
        self.mu = if trace > 0.0 { mu * trace / self.samples as f64 } else { 1.0 };
        self.solver.factor(self.gram.view(), num(self.mu), block)
    }

    /// What the layer hears is always the same: `G` need not be taken again, until [`Self::unsettle`].
    pub(super) fn settle(&mut self) {
        self.settled = true;
        self.solver.invert();
    }

    /// The factor holds an old `mu`.
    pub(super) fn unsettle(&mut self) {
        self.settled = false;
    }

    /// Averages the statistics and solves for the step `statistics (G + mu' I)^-1`; returns the root mean square change of
    /// the potential that it makes on inputs with the running Gram matrix, `sqrt(tr(dW G dW') / n_out)`.
    ///
    /// # Errors
    /// [`Error::Shape`] before [`Self::observe`].
    pub fn solve(&mut self, statistics: &Array2<F>, weight: f64) -> Result<f64, Error> {
        blend(&mut self.statistics, statistics, weight);
        self.step.assign(&self.statistics);
        self.solver.solve_rows(&mut self.step)?;
        Ok((self.square().max(0.0) / self.step.nrows() as f64).sqrt())
    }

    /// `tr(dW G dW')`, with `dW (G + mu' I) = S` as `tr(dW S') - mu' |dW|^2`; by its own definition where little is left of
    /// that difference.
    fn square(&mut self) -> f64 {
        let (step, statistics) = (slice(&self.step), slice(&self.statistics));
        let all = inner(step, statistics);
        let left = all - self.mu * sum_of_squares(step);
        if left > LEAST * all {
            return left;
        }
        product(F::one(), self.step.view(), self.gram.view(), F::zero(), self.work.view_mut());
        inner(slice(&self.work), slice(&self.step))
    }
}

/// Sum of the products of entries, each in `f64`.
fn inner<F: Scalar>(a: &[F], b: &[F]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a.f64() * b.f64()).sum()
}

/// `mean += weight (value - mean)`.
fn blend<F: Scalar>(mean: &mut Array2<F>, value: &Array2<F>, weight: f64) {
    let weight: F = num(weight);
    for (m, &v) in slice_mut(mean).iter_mut().zip(slice(value)) {
        *m += weight * (v - *m);
    }
}
