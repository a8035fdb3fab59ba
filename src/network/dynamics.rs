//! Leaky integrate-and-fire with soft reset, and traces.

use super::Series;
use crate::linalg::{Columns, PASS, Scalar, spread};

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
    let steps = potential.steps();
    let of = |values| Columns::of(steps, values);
    let all = (of(potential.values_mut()), of(spikes.values_mut()), of(traces.values_mut()));
    spread(all, PASS.div_ceil(steps.max(1)), &|(mut potential, mut spikes, mut traces)| {
        for t in 0..steps {
            let (z, a) = (potential.row(t), spikes.row(t));
            match t.checked_sub(1) {
                None => fire_first(z, a, traces.row(t), theta),
                Some(before) => {
                    let (past, c) = traces.pair(before);
                    fire_later(z, a, past, c, delta, theta);
                }
            }
        }
    });
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
    let now = t * stride..(t + 1) * stride;
    let z = &mut potential.values_mut()[now.clone()];
    let a = &mut spikes.values_mut()[now];
    let (past, c) = traces.values_mut().split_at_mut(t * stride);
    let c = &mut c[..stride];
    match t.checked_sub(1) {
        None => fire_first(z, a, c, theta),
        Some(before) => fire_later(z, a, &past[before * stride..], c, delta, theta),
    }
}

/// At rest there is nothing to reset.
fn fire_first<F: Scalar>(z: &[F], a: &mut [F], c: &mut [F], theta: F) {
    for ((z, a), c) in z.iter().zip(a).zip(c) {
        *a = if *z > theta { F::one() } else { F::zero() };
        *c = *a;
    }
}

/// `past` is the trace of the step before, the reset trace of this one.
fn fire_later<F: Scalar>(z: &mut [F], a: &mut [F], past: &[F], c: &mut [F], delta: F, theta: F) {
    for (((z, a), c), &p) in z.iter_mut().zip(a).zip(c).zip(past) {
        *z -= theta * p;
        *a = if *z > theta { F::one() } else { F::zero() };
        *c = delta * p + *a;
    }
}
