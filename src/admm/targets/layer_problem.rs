//! The problem that one hidden layer solves for its wanted trains, by scaled ADMM.

use ndarray::Array2;

use super::flips::squared_violation;
use super::normal::NormalEquations;
use crate::Error;
use crate::linalg::{Scalar, num};
use crate::network::Series;
use crate::network::layer::{Heard, Layer, Shape};

/// What a layer problem needs to know besides its data.
#[derive(Debug, Clone, Copy)]
pub struct Constants<F> {
    /// Threshold `theta`.
    pub theta: F,
    /// Margin `m`.
    pub margin: f64,
    /// Weight `mu` of the old weights.
    pub mu: f64,
    /// Over-relaxation `alpha`.
    pub alpha: f64,
    /// Rounds `K`.
    pub rounds: usize,
}

/// The layer problem
///
/// ```text
/// min mu/2 |W - W_old|^2   s.t.   z = W c - theta R(a*),   z on the side of a* by the margin m
/// ```
///
/// and its variables. `c` is the trace of the spikes that reach the layer, `R_t = delta R_{t-1} + a*_{t-1}` the trace
/// of the wanted resets. With `P(q) = max(q, theta + m)` where `a* = 1`, else `min(q, theta - m)`, it starts from
/// `V = W_old c - theta R`, `z = P(V)`, `u = 0`, and each round is
///
/// ```text
/// W = ((z + theta R - u)' c + mu W_old) (c'c + mu I)^-1
/// V = W c - theta R
/// q = alpha V + (1 - alpha) z + u,   z = P(q),   u = q - z
/// ```
#[derive(Debug, Clone)]
pub struct LayerProblem<F> {
    /// `theta R(a*)`, `[t][n][neuron]`.
    reset: Series<F>,
    /// `V`, `[t][n][neuron]`; within a round, `z - u - V`.
    potential: Series<F>,
    /// `z`, `[t][n][neuron]`.
    sided: Series<F>,
    /// The scaled multiplier `u`, `[t][n][neuron]`.
    multiplier: Series<F>,
    /// `W_old`.
    old: Array2<F>,
    descent: Array2<F>,
    normal: NormalEquations,
    /// Whether the Gram matrix of an input that never changes has been formed.
    formed: bool,
}

impl<F: Scalar> LayerProblem<F> {
    /// Storage for `steps`, `samples` and a layer of these sizes.
    pub fn new(steps: usize, samples: usize, shape: Shape) -> Self {
        let storage = Series::zeros(steps, samples, shape.outputs);
        Self {
            reset: storage.clone(),
            potential: storage.clone(),
            sided: storage.clone(),
            multiplier: storage,
            old: Array2::zeros((shape.maps, shape.row)),
            descent: Array2::zeros((shape.maps, shape.row)),
            normal: NormalEquations::new(shape),
            formed: false,
        }
    }

    /// The potentials `z` of the last solution, each on the side of its target.
    pub fn sided(&self) -> &Series<F> {
        &self.sided
    }

    /// The scaled multipliers `u` of the last solution, 0 wherever `z` is beyond its margin.
    pub fn multiplier(&self) -> &Series<F> {
        &self.multiplier
    }

    /// The wanted resets `theta R(a*)`.
    pub fn reset(&self) -> &Series<F> {
        &self.reset
    }

    /// The potentials `V = W c - theta R(a*)` of the last solution, or of [`Self::propose`].
    pub fn potential(&self) -> &Series<F> {
        &self.potential
    }

    /// As [`Self::potential`], for the flips of the layer below.
    pub(super) fn potential_mut(&mut self) -> &mut Series<F> {
        &mut self.potential
    }

    /// The weights before the last solution.
    pub fn old(&self) -> &Array2<F> {
        &self.old
    }

    /// Takes over wanted trains: `theta R_t = delta theta R_{t-1} + theta a*_{t-1}`.
    pub fn want(&mut self, targets: &Series<F>, delta: F, theta: F) {
        let stride = targets.stride();
        self.reset.values_mut()[..stride].fill(F::zero());
        for t in 1..targets.steps() {
            let (past, now) = self.reset.values_mut().split_at_mut(t * stride);
            let spikes = &targets.values()[(t - 1) * stride..t * stride];
            for ((r, &p), &a) in now[..stride].iter_mut().zip(&past[(t - 1) * stride..]).zip(spikes) {
                *r = delta * p + theta * a;
            }
        }
    }

    /// `V = W c - theta R(a*)` for input traces `c`.
    pub fn propose(&mut self, layer: &dyn Layer<F>, input: &Series<F>) {
        self.potential.values_mut().copy_from_slice(self.reset.values());
        layer.apply(F::one(), Heard::all(input), -F::one(), self.potential.flat_mut());
    }

    /// Sum over the entries of the squared violation of the margin by `V`, and how many entries violate it.
    pub fn violation(&self, targets: &Series<F>, theta: F, margin: f64) -> (f64, usize) {
        let mut found = (0.0, 0);
        for (&v, &a) in self.potential.values().iter().zip(targets.values()) {
            let square = squared_violation(v, a, theta, num::<F>(margin));
            if square > F::zero() {
                found = (found.0 + square.f64(), found.1 + 1);
            }
        }
        found
    }

    /// Root mean square of `z - V` after [`Self::solve`]: the residual of the dynamics.
    pub fn residual(&self) -> f64 {
        let pairs = self.sided.values().iter().zip(self.potential.values());
        let sum: f64 = pairs.map(|(z, v)| (z.f64() - v.f64()).powi(2)).sum();
        (sum / self.sided.values().len().max(1) as f64).sqrt()
    }

    /// Solves for the weights of `layer`, given the input traces `c` and the trains `a*` of the last [`Self::want`]. The potential
    /// must be that of [`Self::propose`] with the same weights and input. With `fixed_input`, the Gram matrix of the
    /// first call is kept.
    ///
    /// # Errors
    /// [`Error::Numerical`] naming `block` when the weights stop being finite.
    pub fn solve(
        &mut self,
        layer: &mut dyn Layer<F>,
        input: &Series<F>,
        targets: &Series<F>,
        constants: Constants<F>,
        fixed_input: bool,
        block: &str,
    ) -> Result<(), Error> {
        if !(fixed_input && self.formed) {
            self.normal.form(layer, Heard::all(input));
            self.formed = true;
        }
        self.normal.factor(constants.mu, block)?;
        self.old.assign(layer.parameters());
        let (theta, mu) = (constants.theta, num::<F>(constants.mu));
        let margin: F = num(constants.margin);
        let (upper, lower) = (theta + margin, theta - margin);
        let alpha: F = num(constants.alpha);
        let keep = F::one() - alpha;
        let half: F = num(0.5);
        let side = |q: F, a: F| {
            let high = if q > upper { q } else { upper };
            let low = if q < lower { q } else { lower };
            if a > half { high } else { low }
        };

        let (v, a) = (self.potential.values_mut(), targets.values());
        let (z, u) = (self.sided.values_mut(), self.multiplier.values_mut());
        for (((v, &a), z), u) in v.iter_mut().zip(a).zip(z).zip(u) {
            *z = side(*v, a);
            *u = F::zero();
            *v = *z - *v;
        }
        for round in 1..=constants.rounds {
            // W-step from the W at hand: its descent is (z - u - V)' c + mu (W_old - W).
            self.descent.assign(&self.old);
            self.descent.zip_mut_with(layer.parameters(), |d, &w| *d = mu * (*d - w));
            let heard = Heard::all(input);
            layer.statistics(F::one(), self.potential.flat(), heard, F::one(), self.descent.view_mut());
            self.normal.improve(&self.descent, layer.parameters_mut())?;
            self.propose(layer, input);

            let (v, a) = (self.potential.values_mut(), targets.values());
            let (z, u) = (self.sided.values_mut(), self.multiplier.values_mut());
            let entries = v.iter_mut().zip(a).zip(z).zip(u);
            if round < constants.rounds {
                for (((v, &a), z), u) in entries {
                    let q = alpha * *v + keep * *z + *u;
                    *z = side(q, a);
                    *u = q - *z;
                    *v = *z - *u - *v;
                }
            } else {
                for (((v, &a), z), u) in entries {
                    let q = alpha * *v + keep * *z + *u;
                    *z = side(q, a);
                    *u = q - *z;
                }
            }
        }
        if layer.parameters().iter().all(|w| w.is_finite()) {
            Ok(())
        } else {
            Err(Error::Numerical { block: block.to_owned(), reason: "the weights are not finite" })
        }
    }
}
