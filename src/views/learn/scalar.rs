//! The layer problem of one neuron with one input and one step: every variable of scaled ADMM is one number.

use super::Branch;
use crate::linalg::Scalar;

/// A problem `min_w phi(z) + mu'/2 (w - w_0)^2` subject to `z = V(w)`, `V = V_0 + (w - w_0) c`, `mu' = mu c^2`: that of
/// [`LayerProblem`](crate::admm::exact::LayerProblem) for one sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaled<F> {
    /// What the wrong side is charged, with the penalty `rho`.
    pub branch: Branch<F>,
    /// Potential `V_0` of the old weight.
    pub start: F,
    /// Trace `c` of the input.
    pub trace: F,
    /// Inertia `mu > 0`.
    pub mu: F,
}

/// All variables after an update of one of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment<F> {
    /// Potential that the weight gives, `V`.
    pub given: F,
    /// Potential as a variable of its own, `z`.
    pub own: F,
    /// Scaled multiplier `u` of the constraint `z = V`: the sum of the residuals `V - z` so far.
    pub dual: F,
    /// Change of the weight, `w - w_0`.
    pub weight: F,
}

/// The course of `rounds` rounds: the start, then three moments a round, after `z`, after `u`, and after `w` with its `V`.
pub fn scaled_admm<F: Scalar>(problem: &Scaled<F>, rounds: usize) -> Vec<Moment<F>> {
    let mut now = Moment { given: problem.start, own: problem.start, dual: F::zero(), weight: F::zero() };
    let mut course = Vec::with_capacity(1 + 3 * rounds);
    course.push(now);
    for _ in 0..rounds {
        let q = now.given + now.dual;
        now.own = problem.branch.step(q).0;
        course.push(now);
        now.dual = q - now.own;
        course.push(now);
        // (z - u - V_0) c / (c^2 + mu'), mu' = mu c^2.
        let c = problem.trace;
        now.weight = (now.own - now.dual - problem.start) * c / (c * c + problem.mu * c * c);
        now.given = problem.start + now.weight * c;
        course.push(now);
    }
    course
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use ndarray::arr2;

    use super::*;
    use crate::admm::exact::LayerProblem;
    use crate::linalg::SpdSolver;
    use crate::network::{Dense, Heard, Layer, Series};

    const PROBLEM: Scaled<f64> =
        Scaled { branch: Branch { lambda: 0.3, rho: 1.0, theta: 1.0, margin: 0.3 }, start: 0.4, trace: 1.2, mu: 0.2 };

    #[test]
    fn the_rounds_are_those_of_the_layer_problem() {
        let one = |value: f64| Series::from_flat(1, arr2(&[[value]])).unwrap();
        let dense = Dense::new(arr2(&[[0.0]]));
        let mut layer = LayerProblem::new(1, 1, dense.shape());
        layer.lambda = one(PROBLEM.branch.lambda);
        let (v0, c) = (one(PROBLEM.start), one(PROBLEM.trace));
        let mut gram = SpdSolver::new(1);
        let square = PROBLEM.trace * PROBLEM.trace;
        gram.factor(arr2(&[[square]]).view(), PROBLEM.mu * square, "test").unwrap();
        // The layer's penalty is |lambda| / .3 when there is one multiplier.
        for rounds in 2..12 {
            let Branch { theta, margin, .. } = PROBLEM.branch;
            layer.solve(&dense, &v0, Heard::all(&c), &gram, rounds, theta, margin).unwrap();
            let found = layer.settled(&dense, &v0, Heard::all(&c), &gram, theta, margin).unwrap();
            let last = *scaled_admm(&PROBLEM, rounds).last().unwrap();
            for (ours, theirs) in [
                (last.dual, found.dual.values()[0]),
                (last.given - PROBLEM.start, found.shift.values()[0]),
                (last.weight, found.step[[0, 0]]),
            ] {
                assert!((ours - theirs).abs() < 1e-12, "{rounds} rounds: {ours} {theirs}");
            }
        }
    }

    #[test]
    fn the_residual_vanishes_and_the_dual_balances_the_inertia() {
        let last = *scaled_admm(&PROBLEM, 200).last().unwrap();
        assert!((last.own - last.given).abs() < 1e-9);
        assert!((last.given - 1.3).abs() < 1e-9, "{last:?}");
        assert!((last.dual + PROBLEM.mu * (last.given - PROBLEM.start)).abs() < 1e-9, "{last:?}");
    }
}
