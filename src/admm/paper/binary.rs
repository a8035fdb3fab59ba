//! The joint block `(a_{l,t}, z_{l,t})` with true spikes.

use super::lagrangian::just_above;
use super::variables::step_mut;
use super::{AugmentedLagrangian, Variables, Work};
use crate::linalg::{Scalar, num, product, slice, slice_mut};

impl<F: Scalar> AugmentedLagrangian<F> {
    /// Exact minimiser over each pair `(a, z)` of one hidden neuron at one time, under `a = H(z - theta)` with `a`
    /// 0 or 1: times ascending, within a time neurons ascending. Both spikes are tried, each with its best potential:
    ///
    /// ```text
    /// rho/2 [(z - q)^2 + (k + theta a - delta z)^2] + rho/2 |e - a w_i|^2
    /// z = min((q + delta k) / (1 + delta^2), theta)                      a = 0
    /// z = max((q + delta (k + theta)) / (1 + delta^2), theta + 1e-5)     a = 1
    /// ```
    ///
    /// with `e` the residual of layer `l + 1` without the neuron, `w_i` its outgoing weights and no `k` at `t = T`.
    /// From a state with `a = H(z - theta)` it never raises the value; from relaxed spikes it can.
    pub fn sweep_binary(&self, v: &mut Variables<F>, l: usize, work: &mut Work<F>) {
        self.drive(v, l, work);
        self.pull(v, l, work);
        let neurons = v.a[l].neurons();
        let theta = v.network.theta;
        let (above, two) = (just_above(theta), num::<F>(2.0));
        for t in 0..self.steps() {
            v.asked_by_past(l, t, &work.drive[l], slice_mut(&mut work.past[l]));
            v.asked_by_future(l, t, &work.drive[l], slice_mut(&mut work.future[l]));
            let (delta, reset) = if t + 1 < self.steps() { (v.network.delta, theta) } else { (F::zero(), F::zero()) };
            let scale = F::one() / (F::one() + delta * delta);
            // pull: (v - a W') W = the next layer's residual against each neuron's outgoing weights
            let gram = &work.gram[l + 1];
            product(-F::one(), v.a[l].at(t), gram.view(), F::one(), work.pull[l].at_mut(t));
            let asked = slice(&work.past[l]).chunks_exact(neurons).zip(slice(&work.future[l]).chunks_exact(neurons));
            let next = step_mut(&mut work.pull[l], t).chunks_exact_mut(neurons);
            let z = step_mut(&mut v.z[l], t).chunks_exact_mut(neurons);
            let a = step_mut(&mut v.a[l], t).chunks_exact_mut(neurons);
            for (((q, k), next), (z, a)) in asked.zip(next).zip(z.zip(a)) {
                for i in 0..neurons {
                    let row = gram.row(i);
                    let misfit = |z: F, k: F| (z - q[i]) * (z - q[i]) + (k - delta * z) * (k - delta * z);
                    let (k0, k1) = (k[i], k[i] + reset);
                    let z0 = ((q[i] + delta * k0) * scale).min(theta);
                    let z1 = ((q[i] + delta * k1) * scale).max(above);
                    // |e - w|^2 - |e|^2 = |w|^2 - 2 e'w
                    let without = next[i] + a[i] * row[i];
                    let fires = misfit(z1, k1) + row[i] - two * without < misfit(z0, k0);
                    let spike = F::step(fires);
                    let change = spike - a[i];
                    z[i] = if fires { z1 } else { z0 };
                    a[i] = spike;
                    next.iter_mut().zip(row).for_each(|(e, &w)| *e -= change * w);
                }
            }
        }
    }
}
