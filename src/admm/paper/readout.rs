//! The block `z_L`: as in the paper, one time after the other, or all times at once.

use super::variables::step_mut;
use super::{AugmentedLagrangian, Variables, Work};
use crate::linalg::{Scalar, num, slice, slice_mut};

impl<F: Scalar> AugmentedLagrangian<F> {
    /// The paper's update of `z_L`: the exact minimiser over each `z_{L,t}`, for `t` ascending:
    ///
    /// ```text
    /// z_{L,t} = (s_t + delta k_t) / (1 + delta^2)   t < T
    /// z_{L,T} = (rho s_T + 2 y) / (rho + 2)
    /// s_t = W_L a_{L-1,t} - u_t + delta z_{L,t-1},  k_t = z_{L,t+1} - W_L a_{L-1,t+1} + u_{t+1}
    /// ```
    ///
    /// With `u_T = lambda / rho` alone this is the paper's form: `lambda` enters at `T - 1` and `T`. Never raises the
    /// value.
    pub fn sweep_readout(&self, v: &mut Variables<F>, work: &mut Work<F>) {
        let l = v.hidden();
        self.drive(v, l, work);
        let delta = v.network.delta;
        let scale = F::one() / (F::one() + delta * delta);
        let two = num::<F>(2.0);
        for t in 0..self.steps() {
            v.asked_by_past(l, t, &work.drive[l], slice_mut(&mut work.past[l]));
            let past = slice(&work.past[l]);
            if t + 1 < self.steps() {
                v.asked_by_future(l, t, &work.drive[l], slice_mut(&mut work.future[l]));
                let asked = past.iter().zip(slice(&work.future[l]));
                for (z, (&s, &k)) in step_mut(&mut v.z[l], t).iter_mut().zip(asked) {
                    *z = (s + delta * k) * scale;
                }
            } else {
                let asked = past.iter().zip(&self.wanted);
                for (z, (&s, &y)) in step_mut(&mut v.z[l], t).iter_mut().zip(asked) {
                    *z = (self.rho * s + two * y) / (self.rho + two);
                }
            }
        }
    }

    /// Exact minimiser over `z_L` at all times at once. The system is tridiagonal in time and the same for every
    /// sample and class; with `f = W_L a_{L-1} - u`:
    ///
    /// ```text
    /// (1 + delta^2) z_t - delta z_{t-1} - delta z_{t+1} = f_t - delta f_{t+1}   t < T
    /// (1 + 2/rho) z_T - delta z_{T-1} = f_T + 2/rho y
    /// ```
    pub fn minimise_readout(&self, v: &mut Variables<F>, work: &mut Work<F>) {
        let l = v.hidden();
        self.drive(v, l, work);
        let delta = v.network.delta;
        let (last, stride) = (self.steps() - 1, v.z[l].stride());
        let weight = num::<F>(2.0) / self.rho;
        let f = work.drive[l].values_mut();
        if let Some(u) = &v.u[l] {
            f.iter_mut().zip(u.values()).for_each(|(f, &u)| *f -= u);
        }
        let z = v.z[l].values_mut();
        // Elimination downwards in time, then substitution upwards.
        for t in 0..=last {
            let at = t * stride;
            let (done, rest) = z.split_at_mut(at);
            let now = &mut rest[..stride];
            if t < last {
                now.iter_mut().zip(&f[at..]).zip(&f[at + stride..]).for_each(|((z, &f), &g)| *z = f - delta * g);
                work.pivots[t] = F::one() + delta * delta;
            } else {
                now.iter_mut().zip(&f[at..]).zip(&self.wanted).for_each(|((z, &f), &y)| *z = f + weight * y);
                work.pivots[t] = F::one() + weight;
            }
            if t > 0 {
                let factor = delta / work.pivots[t - 1];
                now.iter_mut().zip(&done[at - stride..]).for_each(|(z, &past)| *z += factor * past);
                work.pivots[t] -= delta * factor;
            }
        }
        for t in (0..=last).rev() {
            let pivot = work.pivots[t];
            let (now, later) = z[t * stride..].split_at_mut(stride);
            if t < last {
                now.iter_mut().zip(&*later).for_each(|(z, &next)| *z += delta * next);
            }
            now.iter_mut().for_each(|z| *z /= pivot);
        }
    }
}
