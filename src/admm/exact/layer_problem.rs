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
#[derive(Debug, Clone)]
pub struct LayerProblem<F: Scalar> {
    /// Multiplier `lambda` of every spike, `[t][n][neuron]`.
    pub lambda: Series<F>,
    /// Scaled dual variable `u` of the constraint `z = W c - theta R`.
    pub dual: Series<F>,
    /// `V - V_0`: what the new weights do to the membrane potential.
    pub shift: Series<F>,
    /// Change of the weights `W - W_k`, `[out][in]`.
    pub step: Array2<F>,
    /// Statistics `sum (z - u - V_0) c' / (N T)` of the last round, `[out][in]`.
    pub statistics: Array2<F>,
    /// Penalty `rho` of the last solve.
    pub rho: f64,
    target: Series<F>,
}

/// What a solve measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Outcome {
    /// Root mean square of the primal residual `z - V` of the last round; none for a single, linearised round.
    pub primal: Option<f64>,
    /// Fraction of the charged spikes (those with a multiplier) that would still be on the wrong side; none for a
    /// single round, whose step has a direction but no size.
    pub wrong: Option<f64>,
    /// Root mean square of the multipliers over the charged spikes.
    pub lambda: f64,
}

impl<F: Scalar> LayerProblem<F> {
    /// Storage for a layer of these sizes.
    pub fn new(steps: usize, samples: usize, Shape { outputs, maps, row, .. }: Shape) -> Self {
        let series = Series::zeros(steps, samples, outputs);
        Self {
            lambda: series.clone(),
            dual: series.clone(),
            shift: series.clone(),
            target: series,
            step: Array2::zeros((maps, row)),
            statistics: Array2::zeros((maps, row)),
            rho: 0.0,
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
    ) -> Result<Outcome, Error> {
        Error::check_shape("potential", self.lambda.flat().dim(), v0.flat().dim())?;
        let charged = self.lambda.values().iter().filter(|l| **l != F::zero()).count();
        let square = sum_of_squares(self.lambda.values());
        self.step.fill(F::zero());
        self.statistics.fill(F::zero());
        self.shift.values_mut().fill(F::zero());
        self.dual.values_mut().fill(F::zero());
        if charged == 0 || square == 0.0 {
            self.rho = 0.0;
            return Ok(Outcome::default());
        }
        let lambda_rms = (square / charged as f64).sqrt();
        self.rho = lambda_rms / REACH;
        let reach: F = num(1.0 / self.rho);
        if rounds == 1 {
            let each: F = num(1.0 / heard.samples as f64);
            layer.statistics(each, self.lambda.flat(), heard, F::zero(), self.statistics.view_mut());
            self.step.assign(&self.statistics);
            gram.solve_rows(&mut self.step)?;
            return Ok(Outcome { primal: None, wrong: None, lambda: lambda_rms });
        }
        let each: F = num(1.0 / (heard.rows() * layer.shape().positions()) as f64);
        for _ in 0..rounds {
            let moved = self.shift.values().iter().zip(self.dual.values_mut()).zip(self.lambda.values());
            for (((&shift, u), &lambda), (target, &v0)) in
                moved.zip(self.target.values_mut().iter_mut().zip(v0.values()))
            {
                let q = v0 + shift + *u;
                let d = prox(q, lambda, reach, theta, margin);
                // z = q + d and the new u = -d, so z - u - V_0 is the old shift and dual plus 2 d.
                *target = shift + *u + d + d;
                *u = -d;
            }
            layer.statistics(each, self.target.flat(), heard, F::zero(), self.statistics.view_mut());
            self.step.assign(&self.statistics);
            gram.solve_rows(&mut self.step)?;
            layer.apply_with(&self.step, F::one(), heard, F::zero(), self.shift.flat_mut());
        }
        let mut wrong = 0usize;
        let entries = self.target.values_mut().iter_mut().zip(self.dual.values()).zip(self.shift.values());
        for (((residual, &u), &shift), (&lambda, &v0)) in entries.zip(self.lambda.values().iter().zip(v0.values())) {
            // z - V_0 = target + u, so the primal residual z - V is that less the new shift.
            *residual += u - shift;
            wrong += usize::from(lambda * (v0 + shift - theta) < F::zero());
        }
        Ok(Outcome {
            primal: Some(rms(self.target.values())),
            wrong: Some(wrong as f64 / charged as f64),
            lambda: lambda_rms,
        })
    }

    /// Whether any spike had a price in the last solve. Without one there is no problem: its solution is no step.
    pub fn charged(&self) -> bool {
        self.rho > 0.0
    }

    /// The primal residual `z - V` that the last round of a solve with `K >= 2` left.
    pub fn primal(&self) -> &Series<F> {
        &self.target
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

    /// Layer objective `sum phi(V) / (N T) + mu'/2 |W - W_k|^2` at a shift of the potentials: `shifted` takes
    /// the new weights, else the old ones.
    pub fn objective(&self, v0: &Series<F>, theta: F, margin: F, mu: f64, shifted: bool) -> f64 {
        let entries = v0.values().iter().zip(self.shift.values()).zip(self.lambda.values());
        let charge: f64 = entries
            .map(|((&v0, &shift), &lambda)| {
                let v = if shifted { v0 + shift } else { v0 };
                let side = if lambda > F::zero() { F::one() } else { -F::one() };
                let short = side * (theta - v) + margin;
                (lambda.abs() * short.max(F::zero())).f64()
            })
            .sum();
        let moved: f64 = if shifted { slice(&self.step).iter().map(|w| w.f64() * w.f64()).sum() } else { 0.0 };
        charge / v0.flat().nrows().max(1) as f64 + 0.5 * mu * self.rho * moved
    }
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
