//! Leaky integrate-and-fire with soft reset, and traces.

use super::Series;
use crate::linalg::Scalar;

/// Trace `c_t = delta c_{t-1} + a_t` of a spike train, from rest.
pub fn trace<F: Scalar>(spikes: &Series<F>, delta: F) -> Series<F> {
    let mut out = spikes.clone();
    let stride = out.stride();
    for t in 1..out.steps() {
        let (past, now) = out.values_mut().split_at_mut(t * stride);
        for (c, &p) in now[..stride].iter_mut().zip(&past[(t - 1) * stride..]) {
            *c += delta * p;
        }
    }
    out.know(spikes, delta);
    out
}

/// Lets a layer of leaky integrate-and-fire neurons fire.
///
/// On entry `potential` holds `V_t = W c_t`, the potential without resets; on return it holds
/// `z_t = V_t - theta R_t`, `spikes` holds `a_t = H(z_t - theta)` and `traces` holds
/// `c_t = delta c_{t-1} + a_t`. The reset trace needs no storage of its own: `R_t = c_{t-1}`.
/// Unrolling `z_t = delta z_{t-1} + W a_t - theta a_{t-1}` gives this form exactly.
pub fn fire<F: Scalar>(potential: &mut Series<F>, spikes: &mut Series<F>, traces: &mut Series<F>, delta: F, theta: F) {
    for t in 0..potential.steps() {
        fire_step(t, potential, spikes, traces, delta, theta);
    }
}

/// The step of time index `t` of [`fire`]; the traces of the step before are there, and do not know their spikes after it.
pub fn fire_step<F: Scalar>(
    t: usize,
    potential: &mut Series<F>,
    spikes: &mut Series<F>,
    traces: &mut Series<F>,
    delta: F,
    theta: F,
) {
    let stride = potential.stride();
    let zero = F::zero();
    let now = t * stride..(t + 1) * stride;
    let z = &mut potential.values_mut()[now.clone()];
    let a = &mut spikes.values_mut()[now];
    let (past, c) = traces.values_mut().split_at_mut(t * stride);
    let c = &mut c[..stride];
    if t == 0 {
        for ((z, a), c) in z.iter().zip(a).zip(c) {
            *a = if *z > theta { F::one() } else { zero };
            *c = *a;
        }
    } else {
        let past = &past[(t - 1) * stride..];
        for (((z, a), c), &p) in z.iter_mut().zip(a).zip(c).zip(past) {
            *z -= theta * p;
            *a = if *z > theta { F::one() } else { zero };
            *c = delta * p + *a;
        }
    }
}
