//! The Heaviside branch of one spike: what the wrong side is charged, and where the proximal step puts the potential.

use crate::admm::exact::prox;
use crate::linalg::{Scalar, larger};

/// What the proximal step did to a potential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// It was beyond `theta + m s` already.
    Untouched = 0,
    /// It was moved by `|lambda| / rho` and is still charged.
    Moved = 1,
    /// It was stopped at `theta + m s`, where the charge ends.
    Stopped = 2,
}

/// A charged spike: the side that is cheaper is the sign of `lambda`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branch<F> {
    /// Multiplier `lambda = s |kappa| / (2m)`.
    pub lambda: F,
    /// Penalty `rho > 0` of scaled ADMM.
    pub rho: F,
    /// Threshold.
    pub theta: F,
    /// Margin `m > 0`.
    pub margin: F,
}

impl<F: Scalar> Branch<F> {
    /// Side `s` that is cheaper: 1 for a spike, -1 for none.
    pub fn side(&self) -> F {
        if self.lambda > F::zero() { F::one() } else { -F::one() }
    }

    /// Charge `phi(z) = |lambda| [s (theta + m s - z)]_+`.
    pub fn charge(&self, z: F) -> F {
        let s = self.side();
        self.lambda.abs() * larger(s * (self.theta + self.margin * s - z), F::zero())
    }

    /// Where the proximal step `argmin_z phi(z) + rho/2 (z - q)^2` puts `q`, and what that was.
    pub fn step(&self, q: F) -> (F, Outcome) {
        let reach = F::one() / self.rho;
        let moved = prox(q, self.lambda, reach, self.theta, self.margin);
        let outcome = if moved == F::zero() {
            Outcome::Untouched
        } else if moved.abs() < self.lambda.abs() * reach {
            Outcome::Stopped
        } else {
            Outcome::Moved
        };
        (q + moved, outcome)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    const UP: Branch<f64> = Branch { lambda: 0.6, rho: 2.0, theta: 1.0, margin: 0.5 };

    #[test]
    fn a_potential_is_left_moved_or_stopped() {
        let close = |(z, outcome): (f64, Outcome), expected: f64, what| {
            assert!((z - expected).abs() < 1e-12, "{z} {expected}");
            assert_eq!(outcome, what);
        };
        close(UP.step(1.7), 1.7, Outcome::Untouched);
        close(UP.step(0.4), 0.7, Outcome::Moved);
        close(UP.step(1.4), 1.5, Outcome::Stopped);
        let down = Branch { lambda: -0.6, ..UP };
        close(down.step(0.4), 0.4, Outcome::Untouched);
        close(down.step(1.9), 1.6, Outcome::Moved);
        close(down.step(0.6), 0.5, Outcome::Stopped);
    }

    #[test]
    fn no_potential_of_a_grid_is_better_than_the_step() {
        for lambda in [-0.9, -0.2, 0.3, 1.4] {
            let branch = Branch { lambda, ..UP };
            for q in (-20..60).map(|k| f64::from(k) * 0.05) {
                let cost = |z: f64| branch.charge(z) + branch.rho / 2.0 * (z - q) * (z - q);
                let best = cost(branch.step(q).0);
                for z in (-400..1200).map(|k| f64::from(k) * 0.0025) {
                    assert!(best <= cost(z) + 1e-12, "lambda {lambda}, q {q}, z {z}");
                }
            }
        }
    }
}
