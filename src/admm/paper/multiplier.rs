//! The block `lambda`.

use super::variables::{step, step_mut};
use super::{AugmentedLagrangian, Variables, Work};
use crate::linalg::Scalar;
use crate::network::Series;

impl<F: Scalar> AugmentedLagrangian<F> {
    /// The multiplier's step `lambda += rho r_{L,T}`, that is `u_{L,T} += r_{L,T}`, with
    /// `r_{L,T} = z_{L,T} - delta z_{L,T-1} - W_L a_{L-1,T}`. Raises the value by `rho |r_{L,T}|^2`.
    pub fn ascend_multiplier(&self, v: &mut Variables<F>, work: &mut Work<F>) {
        let (l, last) = (v.hidden(), self.steps() - 1);
        self.drive(v, l, work);
        let (delta, z) = (v.network.delta, &v.z[l]);
        let u = v.u[l].get_or_insert_with(|| Series::zeros(z.steps(), z.samples(), z.neurons()));
        let u = step_mut(u, last);
        for ((u, &z), &f) in u.iter_mut().zip(step(z, last)).zip(step(&work.drive[l], last)) {
            *u += z - f;
        }
        if last > 0 {
            u.iter_mut().zip(step(z, last - 1)).for_each(|(u, &z)| *u -= delta * z);
        }
    }
}
