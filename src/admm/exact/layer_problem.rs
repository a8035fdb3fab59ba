//! The layer problem by scaled ADMM.
//!
//! ```text
//! min_W  sum phi(z) + mu'/2 |W - W_k|^2    s.t.    z = W c - theta R
//! ```
//!
//! `K` rounds of: `q = V + u`; `z = q + s clip(s (theta + m s - q), 0, |lambda|/rho)`; `u = q - z`;
//! `W = W_k + [sum (z - u - V_0) c' / (N T)] (G + mu' I)^-1`; `V = W c - theta R`, with `G = sum c c' / (N T)`,
//! `mu' = mu tr(G) / N`, `rho = rms(lambda) / 0.3`.
//!
//! A single round (`K = 1`) is linearised instead, `W = W_k + [sum lambda c' / N] (G + mu' I)^-1`: it keeps no split
//! variable and no dual, and its size carries no meaning (the caller sets it).

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, larger, num, rms, slice, smaller, sum_of_squares};
use crate::network::Series;
use crate::network::layer::{Heard, Layer, Shape};

/// Ratio of the multipliers' root mean square to the penalty `rho`: how far one round may move a potential.
const REACH: f64 = 0.3;

/// Storage of a layer's problem and what it found.
///
/// A solve ends with the statistics of the last round. What the last round's weights and potentials are follows from them
/// where somebody asks ([`Self::settled`]): no step of a run does.
#[derive(Debug, Clone)]
pub struct LayerProblem<F: Scalar> {
    /// Multiplier `lambda` of every spike, `[t][n][neuron]`.
    pub lambda: Series<F>,
    /// Statistics `sum (z - u - V_0) c' / (N T)` of the last round, `[out][in]`.
    pub statistics: Array2<F>,
    /// Penalty `rho` of the last solve.
    pub rho: f64,
    /// Rounds of the last solve.
    rounds: usize,
    /// Scaled dual variable `u` as the last round began.
    dual: Series<F>,
    /// Change of the weights `W - W_k` as the last round began, `[out][in]`.
    step: Array2<F>,
    /// A number a spike, whatever it is.
    work: Series<F>,
}

/// Where the last round of a solve ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled<F> {
    /// Change of the weights `W - W_k`, `[out][in]`.
    pub step: Array2<F>,
    /// `V - V_0`: what the new weights do to the membrane potential.
    pub shift: Series<F>,
    /// Scaled dual variable `u` of the constraint `z = W c - theta R`.
    pub dual: Series<F>,
    /// Scaled dual variable as the round began.
    pub dual_before: Series<F>,
    /// The primal residual `z - V`; none for a single, linearised round, which has no `z`.
    pub primal: Option<Series<F>>,
    /// Fraction of the charged spikes (those with a multiplier) that would still be on the wrong side; none for a
    /// single round, whose step has a direction but no size.
    pub wrong: Option<f64>,
}

impl<F: Scalar> Settled<F> {
    /// Root mean square of the primal residual.
    pub fn residual(&self) -> Option<f64> {
        self.primal.as_ref().map(|primal| rms(primal.values()))
    }
}

impl<F: Scalar> LayerProblem<F> {
    /// Storage for a layer of these sizes.
    pub fn new(steps: usize, samples: usize, Shape { outputs, maps, row, .. }: Shape) -> Self {
        let series = Series::zeros(steps, samples, outputs);
        Self {
            lambda: series.clone(),
            dual: series.clone(),
            work: series,
            step: Array2::zeros((maps, row)),
            statistics: Array2::zeros((maps, row)),
            rho: 0.0,
            rounds: 0,
        }
    }

    /// Runs `rounds` rounds from the potentials `v0` of the forward pass and what the layer heard; `gram` holds the
    /// factored `G + mu' I`.
    ///
    /// # Errors
    /// [`Error::Shape`] when the arrays do not fit.
    #[allow(clippy::too_many_arguments, reason = "one argument a symbol of the equation")]
    pub fn solve(
        &mut self,
        layer: &dyn Layer<F>,
        v0: &Series<F>,
        heard: Heard<'_, F>,
        gram: &SpdSolver<F>,
        rounds: usize,
        theta: F,
        margin: F,
    ) -> Result<(), Error> {
        Error::check_shape("potential", self.lambda.flat().dim(), v0.flat().dim())?;
        self.rounds = rounds;
        let charged = charged(self.lambda.values());
        let square = sum_of_squares(self.lambda.values());
        if charged == 0 || square == 0.0 {
            self.rho = 0.0;
            self.statistics.fill(F::zero());
            return Ok(());
        }
        self.rho = (square / charged as f64).sqrt() / REACH;
        let reach: F = num(1.0 / self.rho);
        if rounds == 1 {
            let each: F = num(1.0 / heard.samples as f64);
            layer.statistics(each, self.lambda.flat(), heard, F::zero(), self.statistics.view_mut());
            return Ok(());
        }
        let each: F = num(1.0 / (heard.rows() * layer.shape().positions()) as f64);
        // The first round has neither shift nor dual: z = V_0 + d, u = -d, and z - u - V_0 = -2 u.
        let spikes = v0.values().iter().zip(self.lambda.values());
        for (u, (&v0, &lambda)) in self.dual.values_mut().iter_mut().zip(spikes) {
            *u = -prox(v0, lambda, reach, theta, margin);
        }
        let twice = -(each + each);
        layer.statistics(twice, self.dual.flat(), heard, F::zero(), self.statistics.view_mut());
        for round in 2..=rounds {
            self.step.assign(&self.statistics);
            gram.solve_rows(&mut self.step)?;
            layer.apply_with(&self.step, F::one(), heard, F::zero(), self.work.flat_mut());
            let spikes = v0.values().iter().zip(self.lambda.values());
            let moved = self.work.values_mut().iter_mut().zip(self.dual.values_mut());
            // z = q + d and the new u = -d, so z - u - V_0 is the old shift and dual plus 2 d. Only a round that follows
            // needs the new u.
            if round < rounds {
                for ((shift, u), (&v0, &lambda)) in moved.zip(spikes) {
                    let off = *shift + *u;
                    let d = prox(v0 + off, lambda, reach, theta, margin);
                    *shift = off + d + d;
                    *u = -d;
                }
            } else {
                for ((shift, u), (&v0, &lambda)) in moved.zip(spikes) {
                    let off = *shift + *u;
                    let d = prox(v0 + off, lambda, reach, theta, margin);
                    *shift = off + d + d;
                }
            }
            layer.statistics(each, self.work.flat(), heard, F::zero(), self.statistics.view_mut());
        }
        Ok(())
    }

    /// Storage for a number a spike, until [`Self::give_work`].
    pub(super) fn take_work(&mut self) -> Series<F> {
        std::mem::replace(&mut self.work, Series::zeros(0, 0, 0))
    }

    /// Takes back what [`Self::take_work`] gave.
    pub(super) fn give_work(&mut self, work: Series<F>) {
        self.work = work;
    }

    /// The change of the weights that the last round found, `[out][in]`.
    ///
    /// # Errors
    /// [`Error::Shape`] when `gram` does not fit.
    pub fn last_step(&self, gram: &SpdSolver<F>) -> Result<Array2<F>, Error> {
        let mut step = self.statistics.clone();
        gram.solve_rows(&mut step)?;
        Ok(step)
    }

    /// Where the last round of [`Self::solve`] ended, with the same arguments as there. Allocates.
    ///
    /// # Errors
    /// [`Error::Shape`] when the arrays do not fit.
    pub fn settled(
        &self,
        layer: &dyn Layer<F>,
        v0: &Series<F>,
        heard: Heard<'_, F>,
        gram: &SpdSolver<F>,
        theta: F,
        margin: F,
    ) -> Result<Settled<F>, Error> {
        Error::check_shape("potential", self.lambda.flat().dim(), v0.flat().dim())?;
        let none = || Series::zeros(v0.steps(), v0.samples(), v0.neurons());
        let (shift, dual) = (none(), none());
        if !self.charged() {
            let step = Array2::zeros(self.step.dim());
            return Ok(Settled { step, shift, dual_before: dual.clone(), dual, primal: None, wrong: None });
        }
        let step = self.last_step(gram)?;
        if self.rounds == 1 {
            return Ok(Settled { step, shift, dual_before: dual.clone(), dual, primal: None, wrong: None });
        }
        let (mut shift, mut dual, mut primal) = (shift, dual, none());
        layer.apply_with(&self.step, F::one(), heard, F::zero(), primal.flat_mut());
        layer.apply_with(&step, F::one(), heard, F::zero(), shift.flat_mut());
        let reach: F = num(1.0 / self.rho);
        let mut wrong = 0usize;
        let before = self.dual.values().iter().zip(v0.values().iter().zip(self.lambda.values()));
        let after = primal.values_mut().iter_mut().zip(dual.values_mut()).zip(shift.values());
        for (((primal, dual), &shift), (&u, (&v0, &lambda))) in after.zip(before) {
            let off = *primal + u;
            let d = prox(v0 + off, lambda, reach, theta, margin);
            // z - V_0 less the new shift.
            *primal = off + d - shift;
            *dual = -d;
            wrong += usize::from(lambda * (v0 + shift - theta) < F::zero());
        }
        let wrong = wrong as f64 / charged(self.lambda.values()).max(1) as f64;
        Ok(Settled { step, shift, dual, dual_before: self.dual.clone(), primal: Some(primal), wrong: Some(wrong) })
    }

    /// The problem as it was last solved, of some of its samples.
    pub fn select(&self, samples: &[usize]) -> Self {
        let Self { lambda, statistics, rho, rounds, dual, step, work: _ } = self;
        Self {
            lambda: lambda.select(samples),
            dual: dual.select(samples),
            work: Series::zeros(0, 1, 0),
            statistics: statistics.clone(),
            step: step.clone(),
            rho: *rho,
            rounds: *rounds,
        }
    }

    /// Whether any spike had a price in the last solve. Without one there is no problem: its solution is no step.
    pub fn charged(&self) -> bool {
        self.rho > 0.0
    }

    /// Root mean square of the multipliers over the charged spikes, as of the last solve.
    pub fn typical_lambda(&self) -> f64 {
        self.rho * REACH
    }

    /// Root mean square of the primal residual `z - V_0` as a solve of the current multipliers begins: how far the first
    /// proximal step moves `z` from the potentials of the old weights.
    pub fn first_residual(&self, v0: &Series<F>, theta: F, margin: F) -> f64 {
        if !self.charged() {
            return 0.0;
        }
        let reach: F = num(1.0 / self.rho);
        let entries = v0.values().iter().zip(self.lambda.values());
        let square: f64 = entries.map(|(&v, &lambda)| prox(v, lambda, reach, theta, margin).f64().powi(2)).sum();
        (square / v0.values().len().max(1) as f64).sqrt()
    }

    /// Layer objective `sum phi(V) / (N T) + mu'/2 |W - W_k|^2`: at the weights that the last round found, else at the old
    /// ones.
    pub fn objective(&self, v0: &Series<F>, theta: F, margin: F, mu: f64, found: Option<&Settled<F>>) -> f64 {
        let charge = |v: F, lambda: F| {
            let side = if lambda > F::zero() { F::one() } else { -F::one() };
            let short = side * (theta - v) + margin;
            (lambda.abs() * short.max(F::zero())).f64()
        };
        let entries = v0.values().iter().zip(self.lambda.values());
        let charges: f64 = match found {
            Some(Settled { shift, .. }) => {
                entries.zip(shift.values()).map(|((&v0, &lambda), &shift)| charge(v0 + shift, lambda)).sum()
            }
            None => entries.map(|(&v0, &lambda)| charge(v0, lambda)).sum(),
        };
        let moved = found.map_or(0.0, |found| slice(&found.step).iter().map(|w| w.f64() * w.f64()).sum());
        charges / v0.flat().nrows().max(1) as f64 + 0.5 * mu * self.rho * moved
    }
}

/// How many spikes have a multiplier.
fn charged<F: Scalar>(lambda: &[F]) -> usize {
    lambda.iter().filter(|l| **l != F::zero()).count()
}

/// How far the exact proximal step of `phi` moves `q`: `s clip(s (theta + m s - q), 0, |lambda| / rho)`, `s` the sign of
/// `lambda`; `reach` is `1 / rho`.
pub fn prox<F: Scalar>(q: F, lambda: F, reach: F, theta: F, margin: F) -> F {
    // Without a branch on the sign: for lambda > 0 the step is up to theta + m, for lambda < 0 down to theta - m.
    let most = lambda * reach;
    let zero = F::zero();
    let up = smaller(larger(theta + margin - q, zero), larger(most, zero));
    let down = larger(smaller(theta - margin - q, zero), smaller(most, zero));
    up + down
}
