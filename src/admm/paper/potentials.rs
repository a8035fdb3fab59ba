//! The block `z_{l,t}` of a hidden layer: both branches of the step function, and the better one.

use super::lagrangian::just_above;
use super::variables::{step, step_mut};
use super::{AugmentedLagrangian, Variables, Work};
use crate::linalg::{Scalar, num, slice, slice_mut};

impl<F: Scalar> AugmentedLagrangian<F> {
    /// Exact minimiser over each `z_{l,t}` of a hidden layer, for `t` ascending. Never raises the value (by more than
    /// what `theta + 1e-5`, the least spiking potential, costs). With `k` counting the reset,
    ///
    /// ```text
    /// z_t minimises rho/2 [(z - q)^2 + (k - delta z)^2] + beta/2 (a_t - H(z - theta))^2
    /// q = W_l a_{l-1,t} - u_t + delta z_{t-1} - theta a_{t-1},  k = z_{t+1} + theta a_t - W_l a_{l-1,t+1} + u_{t+1}
    /// z* = (q + delta k) / (1 + delta^2),  z* = q at t = T
    /// ```
    ///
    /// The candidates are `min(z*, theta)`, without a spike, and `z*` or else `theta + 1e-5`, with one; of equals the
    /// one on the side of `z*`.
    pub fn sweep_potentials(&self, v: &mut Variables<F>, l: usize, work: &mut Work<F>) {
        self.drive(v, l, work);
        (0..self.steps()).for_each(|t| self.update_potentials_at(v, l, t, work));
    }

    /// [`Self::sweep_potentials`] at time index `t` alone, after the drive.
    pub(super) fn update_potentials_at(&self, v: &mut Variables<F>, l: usize, t: usize, work: &mut Work<F>) {
        v.asked_by_past(l, t, &work.drive[l], slice_mut(&mut work.past[l]));
        v.asked_by_future(l, t, &work.drive[l], slice_mut(&mut work.future[l]));
        let (delta, theta) = (v.network.delta, v.network.theta);
        // At t = T there is no future term.
        let (delta, reset) = if t + 1 < self.steps() { (delta, theta) } else { (F::zero(), F::zero()) };
        let branch = Branch::new(self.rho, self.beta, delta, theta);
        let asked = slice(&work.past[l]).iter().zip(slice(&work.future[l]));
        for ((z, &a), (&q, &k)) in step_mut(&mut v.z[l], t).iter_mut().zip(step(&v.a[l], t)).zip(asked) {
            *z = branch.best(q, k + reset * a, a);
        }
    }
}

/// The constants of one potential's problem, and its two branches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branch<F> {
    half_rho: F,
    half_beta: F,
    delta: F,
    theta: F,
    above: F,
    scale: F,
}

impl<F: Scalar> Branch<F> {
    /// With the penalties `rho` and `beta`; `delta` is 0 at the last step, which has no future.
    pub fn new(rho: F, beta: F, delta: F, theta: F) -> Self {
        let half = num::<F>(0.5);
        Self {
            half_rho: half * rho,
            half_beta: half * beta,
            delta,
            theta,
            above: just_above(theta),
            scale: F::one() / (F::one() + delta * delta),
        }
    }

    /// `rho/2 [(z - q)^2 + (k - delta z)^2] + beta/2 (a - s)^2` on the branch `s`: 0 without a spike, 1 with one.
    pub fn cost(&self, q: F, k: F, a: F, z: F, spike: F) -> F {
        let (past, future, misfit) = (z - q, k - self.delta * z, a - spike);
        self.half_rho * (past * past + future * future) + self.half_beta * misfit * misfit
    }

    /// The least of each branch: without a spike, then with one.
    pub fn candidates(&self, q: F, k: F) -> [F; 2] {
        let free = self.free(q, k);
        let fires = free > self.theta;
        [if fires { self.theta } else { free }, if fires { free } else { self.above }]
    }

    /// `z* = (q + delta k) / (1 + delta^2)`: the least without the step.
    pub fn free(&self, q: F, k: F) -> F {
        (q + self.delta * k) * self.scale
    }

    /// The minimiser over `z` of `rho/2 [(z - q)^2 + (k - delta z)^2] + beta/2 (a - H(z - theta))^2`.
    pub fn best(&self, q: F, k: F, a: F) -> F {
        let [silent, firing] = self.candidates(q, k);
        let fires = self.free(q, k) > self.theta;
        let (cost_silent, cost_firing) = (self.cost(q, k, a, silent, F::zero()), self.cost(q, k, a, firing, F::one()));
        if cost_firing < cost_silent || (fires && cost_firing == cost_silent) { firing } else { silent }
    }
}
