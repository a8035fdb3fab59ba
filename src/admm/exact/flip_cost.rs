//! What each spike is worth: the exact change of the cost above when it is flipped.

use super::FlippedReset;
use crate::linalg::{Scalar, num, smaller};
use crate::network::{Neuron, Series};

/// The message that a hidden layer receives from above: slope `g` and curvature `Q` of the cost in the layer's
/// trace `c`.
#[derive(Debug, Clone, Copy)]
pub enum Message<'a, F> {
    /// From the readout: it sees the trace at the last step only, so `g[t] = Q[t] = 0` for `t < T`.
    Last {
        /// Slope at `T`, `[n][neuron]`.
        slope: &'a [F],
        /// Curvature at `T`, `[n][neuron]`.
        curvature: &'a [F],
    },
    /// From a loss at every step, quadratic in the trace.
    Quadratic {
        /// Slope, `[t][n][neuron]`.
        slope: &'a Series<F>,
        /// Curvature, the same at all steps.
        curvature: F,
    },
    /// From a hidden layer: a slope at every step, no curvature.
    Every {
        /// Slope, `[t][n][neuron]`.
        slope: &'a Series<F>,
    },
}

impl<F: Scalar> Message<'_, F> {
    /// Slope and curvature at time index `t`, entry `i` of the step.
    pub(super) fn at(&self, t: usize, i: usize, steps: usize, stride: usize) -> (F, F) {
        match self {
            Self::Last { slope, curvature } if t + 1 == steps => (slope[i], curvature[i]),
            Self::Last { .. } => (F::zero(), F::zero()),
            Self::Quadratic { slope, curvature } => (slope.values()[t * stride + i], *curvature),
            Self::Every { slope } => (slope.values()[t * stride + i], F::zero()),
        }
    }
}

/// Flip cost of every spike,
///
/// ```text
/// kappa[t] = sum_{t' >= t} D[t'] g[t'] + Q[t'] D[t']^2 / 2,    D = trace(a') - trace(a),
/// ```
///
/// where `a'` is the spike train with spike `t` flipped. With a frozen reset `D[t'] = (1 - 2 a_t) delta^(t'-t)` and
/// two reverse traces suffice: `kappa = (1 - 2a) S + S2 / 2`, `S_t = g_t + delta S_{t+1}`,
/// `S2_t = Q_t + delta^2 S2_{t+1}`. Otherwise the neuron runs on: `z'_t = z_t - theta D_{t-1}`.
///
/// All series are `[t][n][neuron]`; `work` has two entries for each of a step.
#[allow(clippy::too_many_arguments, reason = "one argument a symbol of the equation")]
pub fn flip_costs<F: Scalar>(
    potential: &Series<F>,
    spikes: &Series<F>,
    message: Message<'_, F>,
    reset: FlippedReset,
    delta: F,
    theta: F,
    work: &mut [F],
    kappa: &mut Series<F>,
) {
    let (steps, stride) = (spikes.steps(), spikes.stride());
    let (first, second) = work.split_at_mut(stride);
    match reset {
        FlippedReset::Frozen => frozen(spikes, message, delta, first, &mut second[..stride], kappa),
        FlippedReset::RunOn => {
            for t in 0..steps {
                let difference = &mut *first;
                let cost = &mut kappa.values_mut()[t * stride..(t + 1) * stride];
                let a = &spikes.values()[t * stride..(t + 1) * stride];
                for (d, &a) in difference.iter_mut().zip(a) {
                    *d = F::one() - a - a;
                }
                cost.fill(F::zero());
                for s in t..steps {
                    if s > t {
                        let z = &potential.values()[s * stride..(s + 1) * stride];
                        let a = &spikes.values()[s * stride..(s + 1) * stride];
                        for ((d, &z), &a) in difference.iter_mut().zip(z).zip(a) {
                            *d = delta * *d + F::step(z - theta * *d > theta) - a;
                        }
                    }
                    if matches!(message, Message::Last { .. }) && s + 1 < steps {
                        continue;
                    }
                    for (i, (cost, &d)) in cost.iter_mut().zip(&*difference).enumerate() {
                        let (g, q) = message.at(s, i, steps, stride);
                        *cost += d * g + num::<F>(0.5) * q * d * d;
                    }
                }
            }
        }
    }
}

fn frozen<F: Scalar>(
    spikes: &Series<F>,
    message: Message<'_, F>,
    delta: F,
    slope: &mut [F],
    curvature: &mut [F],
    kappa: &mut Series<F>,
) {
    let (steps, stride) = (spikes.steps(), spikes.stride());
    let half: F = num(0.5);
    let write = |cost: &mut [F], a: &[F], slope: &[F], curvature: &[F]| {
        for (((cost, &a), &s), &q) in cost.iter_mut().zip(a).zip(slope).zip(curvature) {
            *cost = (F::one() - a - a) * s + half * q;
        }
    };
    slope.fill(F::zero());
    curvature.fill(F::zero());
    for t in (0..steps).rev() {
        let now = t * stride..(t + 1) * stride;
        match message {
            Message::Last { slope: g, curvature: q } => {
                if t + 1 == steps {
                    slope.copy_from_slice(g);
                    curvature.copy_from_slice(q);
                } else {
                    slope.iter_mut().for_each(|s| *s *= delta);
                    curvature.iter_mut().for_each(|s| *s *= delta * delta);
                }
            }
            Message::Quadratic { slope: g, curvature: q } => {
                for (s, &g) in slope.iter_mut().zip(&g.values()[now.clone()]) {
                    *s = g + delta * *s;
                }
                curvature.iter_mut().for_each(|s| *s = q + delta * delta * *s);
            }
            Message::Every { slope: g } => {
                for (s, &g) in slope.iter_mut().zip(&g.values()[now.clone()]) {
                    *s = g + delta * *s;
                }
            }
        }
        write(&mut kappa.values_mut()[now.clone()], &spikes.values()[now], slope, curvature);
    }
}

/// Lets two flips go together where that is cheaper: a spike that moves by one step.
///
/// For a loss with curvature `Q` at every step, each flip alone can cost more while both together cost less: a spike one
/// step late is neither dropped nor joined by one at the right time. With frozen resets the cost of the pair is exact,
///
/// ```text
/// kappa[t, t+1] = kappa[t] + kappa[t+1] + (1 - 2 a_t) (1 - 2 a_{t+1}) delta S2_{t+1},
/// ```
///
/// and both take it where it is negative and below their own. `curvature` is `Q`, the same at all steps; the series are
/// `[t][n][neuron]`, `work` has an entry for each of a step.
pub fn pair_costs<F: Scalar>(spikes: &Series<F>, curvature: F, delta: F, work: &mut [F], kappa: &mut Series<F>) {
    let (steps, stride) = (spikes.steps(), spikes.stride());
    let a = spikes.values();
    // S2_{t+1} = Q (1 + delta^2 + ..) to the end, the same for all neurons.
    let mut reach = F::zero();
    // Flip costs of step t + 1 as they came.
    work[..stride].copy_from_slice(&kappa.values()[steps.saturating_sub(1) * stride..]);
    for t in (0..steps.saturating_sub(1)).rev() {
        reach = curvature + delta * delta * reach;
        let (now, next) = kappa.values_mut().split_at_mut((t + 1) * stride);
        let costs = now[t * stride..].iter_mut().zip(next).zip(work.iter_mut());
        let spikes = a[t * stride..].iter().zip(&a[(t + 1) * stride..]);
        for (((k, next), after), (a, b)) in costs.zip(spikes) {
            let single = *k;
            let pair = single + *after - delta * reach;
            if a != b && pair < F::zero() {
                *k = smaller(single, pair);
                *next = smaller(*next, pair);
            }
            *after = single;
        }
    }
}

/// The Heaviside branch of every spike and its multiplier.
///
/// The cheaper side is `s = +1` when spiking at `t` costs less than not spiking, else `-1`. Within the margin of the
/// threshold the wrong side is charged `phi(z) = |kappa| / (2m) [s (theta + m s - z)]_+`, whose slope is the
/// multiplier `lambda = s |kappa| / (2m)`; beyond it `lambda = 0`.
pub fn multipliers<F: Scalar>(
    kappa: &Series<F>,
    potential: &Series<F>,
    spikes: &Series<F>,
    theta: F,
    margin: F,
    lambda: &mut Series<F>,
) {
    let entries = kappa.values().iter().zip(potential.values()).zip(spikes.values());
    for (((&kappa, &z), &a), out) in entries.zip(lambda.values_mut()) {
        *out = multiplier(kappa, z, a, theta, margin);
    }
}

/// The multiplier of one spike.
pub(super) fn multiplier<F: Scalar>(kappa: F, z: F, a: F, theta: F, margin: F) -> F {
    // Flipping changes the side: kappa < 0 means that the other side is the cheaper one, so the
    // multiplier points from the spike that is there, (2a - 1), by the sign of kappa.
    let signed = (a + a - F::one()) * kappa * (F::one() / (margin + margin));
    if (z - theta).abs() < margin { signed } else { F::zero() }
}

/// [`flip_costs`] with frozen resets and [`multipliers`] at once, for a message that is no loss of every step: the costs
/// are not kept.
///
/// `slope` and `curvature` have an entry for each of a step.
pub(super) fn charge<F: Scalar>(
    potential: &Series<F>,
    message: Message<'_, F>,
    neuron: Neuron<F>,
    margin: F,
    work: &mut [F],
    lambda: &mut Series<F>,
) {
    let (steps, stride) = (potential.steps(), potential.stride());
    let Neuron { delta, theta } = neuron;
    let scale = F::one() / (margin + margin);
    let half: F = num(0.5);
    // With a spike (2a - 1) kappa is S2 / 2 - S, without one -S - S2 / 2.
    let multiplier = |z: F, s: F, q: F| {
        let away = z - theta;
        let curved = if away > F::zero() { half * q - s } else { -(s + half * q) };
        if away.abs() < margin { curved * scale } else { F::zero() }
    };
    let values = lambda.values_mut();
    match message {
        Message::Every { slope: g } => {
            let slope = &mut work[..stride];
            slope.fill(F::zero());
            for t in (0..steps).rev() {
                let now = t * stride..(t + 1) * stride;
                let cells = values[now.clone()].iter_mut().zip(&potential.values()[now.clone()]);
                for ((lambda, &z), (s, &g)) in cells.zip(slope.iter_mut().zip(&g.values()[now])) {
                    *s = g + delta * *s;
                    *lambda = multiplier(z, *s, F::zero());
                }
            }
        }
        Message::Last { slope, curvature } => {
            let (slopes, curvatures) = work.split_at_mut(stride);
            slopes.copy_from_slice(slope);
            curvatures[..stride].copy_from_slice(curvature);
            for t in (0..steps).rev() {
                let now = t * stride..(t + 1) * stride;
                let cells = values[now.clone()].iter_mut().zip(&potential.values()[now]);
                for ((lambda, &z), (s, q)) in cells.zip(slopes.iter_mut().zip(curvatures.iter_mut())) {
                    *lambda = multiplier(z, *s, *q);
                    *s *= delta;
                    *q *= delta * delta;
                }
            }
        }
        Message::Quadratic { .. } => {}
    }
}
