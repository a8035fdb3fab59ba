//! The block `a_{l,t}`: clipped as in the paper, or exact in the box by coordinates.

use super::variables::{step, step_mut};
use super::{AugmentedLagrangian, Variables, Work};
use crate::Error;
use crate::linalg::{Scalar, all_finite, product, slice, slice_mut};

impl<F: Scalar> AugmentedLagrangian<F> {
    /// The paper's update of `a_{l,t}` for every `t`: the minimiser over all reals, clipped to `[0, 1]`:
    ///
    /// ```text
    /// a_t = (W'W + (theta^2 + beta/rho) I)^-1 [W' v_t - theta w_{t+1} + beta/rho H(z_t - theta)],  W = W_{l+1}
    /// v_t = z_{l+1,t} - delta z_{l+1,t-1} + theta a_{l+1,t-1} + u_{l+1,t}  (no reset for the readout)
    /// w_{t+1} = z_{l,t+1} - delta z_{l,t} - W_l a_{l-1,t+1} + u_{l,t+1}
    /// ```
    ///
    /// without the terms of `theta` at `t = T`. Clipping is not the minimiser in the box: this can raise the value.
    ///
    /// # Errors
    /// [`Error::Numerical`] when a number is not finite or a system has no solution.
    pub fn clip_spikes(&self, v: &mut Variables<F>, l: usize, work: &mut Work<F>) -> Result<(), Error> {
        self.drive(v, l, work);
        self.pull(v, l, work);
        self.factor_spikes(v, l, work)?;
        (0..self.steps()).try_for_each(|t| self.clip_spikes_at(v, l, t, work))
    }

    /// Exact minimisation of `a_{l,t}` in the box `[0, 1]`, one neuron after the other (ascending), for all `t`
    /// and samples; one sweep. Never raises the value.
    pub fn sweep_spikes(&self, v: &mut Variables<F>, l: usize, work: &mut Work<F>) {
        self.drive(v, l, work);
        self.pull(v, l, work);
        let neurons = v.a[l].neurons();
        for t in 0..self.steps() {
            self.wanted_spikes(v, l, t, work);
            // past: b - (W'W) a, the gradient without the diagonal term c a
            let hold = self.spike_hold(v, t);
            let gram = &work.gram[l + 1];
            product(-F::one(), v.a[l].at(t), gram.view(), F::one(), work.past[l].view_mut());
            let rows = slice_mut(&mut work.past[l]).chunks_exact_mut(neurons);
            for (gradient, a) in rows.zip(step_mut(&mut v.a[l], t).chunks_exact_mut(neurons)) {
                for i in 0..neurons {
                    let row = gram.row(i);
                    let change = clip(a[i] + (gradient[i] - hold * a[i]) / (row[i] + hold)) - a[i];
                    a[i] += change;
                    gradient.iter_mut().zip(row).for_each(|(g, &w)| *g -= change * w);
                }
            }
        }
    }

    /// Computes what layer `l + 1` asks of `a_l`: `v_{l+1} W_{l+1}` for all `t`, and `W_{l+1}' W_{l+1}`.
    pub(super) fn pull(&self, v: &Variables<F>, l: usize, work: &mut Work<F>) {
        let layer = &v.network.layers[l + 1];
        v.shifted_increments(l + 1, &mut work.scratch[l + 1]);
        layer.adjoint(F::one(), work.scratch[l + 1].flat(), F::zero(), work.pull[l].flat_mut());
        layer.normal(work.gram[l + 1].view_mut());
    }

    /// Inverts the two systems of [`Self::clip_spikes`].
    pub(super) fn factor_spikes(&self, v: &Variables<F>, l: usize, work: &mut Work<F>) -> Result<(), Error> {
        let last = self.steps() - 1;
        let (inner, end) = (self.spike_hold(v, 0), self.spike_hold(v, last));
        work.spike_systems[l].invert(&*v.network.layers[l + 1], inner, end)
    }

    /// [`Self::clip_spikes`] at time index `t` alone, after the drive, [`Self::pull`] and [`Self::factor_spikes`].
    pub(super) fn clip_spikes_at(
        &self,
        v: &mut Variables<F>,
        l: usize,
        t: usize,
        work: &mut Work<F>,
    ) -> Result<(), Error> {
        self.wanted_spikes(v, l, t, work);
        let [inner, end] = &work.spike_systems[l].inverses;
        let inverse = if t + 1 < self.steps() { inner } else { end };
        let solved = &mut work.solved[l];
        product(F::one(), work.past[l].view(), inverse.view(), F::zero(), solved.view_mut());
        if !all_finite(slice(solved)) {
            return Err(Error::Numerical { block: "a".into(), reason: "a spike is not finite" });
        }
        step_mut(&mut v.a[l], t).iter_mut().zip(slice(solved)).for_each(|(a, &x)| *a = clip(x));
        Ok(())
    }

    /// `c = theta^2 + beta/rho`, and `beta/rho` at the last step, which resets nothing.
    fn spike_hold(&self, v: &Variables<F>, t: usize) -> F {
        let theta = v.network.theta;
        let reset = if t + 1 < self.steps() { theta * theta } else { F::zero() };
        reset + self.beta / self.rho
    }

    /// `b = W_{l+1}' v_{l+1,t} - theta w_{t+1} + beta/rho H(z_{l,t} - theta)` into `work.past`.
    fn wanted_spikes(&self, v: &Variables<F>, l: usize, t: usize, work: &mut Work<F>) {
        let (delta, theta) = (v.network.delta, v.network.theta);
        let share = self.beta / self.rho;
        let (z, b) = (step(&v.z[l], t), slice_mut(&mut work.past[l]));
        b.copy_from_slice(step(&work.pull[l], t));
        b.iter_mut().zip(z).for_each(|(b, &z)| *b += share * F::step(z > theta));
        if t + 1 < self.steps() {
            // w_{t+1} = k_t - delta z_t
            let k = slice_mut(&mut work.future[l]);
            v.asked_by_future(l, t, &work.drive[l], k);
            b.iter_mut().zip(z).zip(k).for_each(|((b, &z), &mut k)| *b -= theta * (k - delta * z));
        }
    }
}

/// The nearest value in `[0, 1]`.
fn clip<F: Scalar>(x: F) -> F {
    if x < F::zero() {
        F::zero()
    } else if x > F::one() {
        F::one()
    } else {
        x
    }
}
