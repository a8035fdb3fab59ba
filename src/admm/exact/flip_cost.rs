//! What each spike is worth: the exact change of the cost above when it is flipped.

use super::FlippedReset;
use crate::linalg::{Columns, Scalar, num, smaller, spread};
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

/// Whether [`charge`] finds the multipliers of this message without the costs.
pub(super) fn charges_alone<F>(message: Message<'_, F>, reset: FlippedReset) -> bool {
    reset == FlippedReset::Frozen && !matches!(message, Message::Quadratic { .. })
}

/// Entries of a step that [`charge`] takes through all steps together: their sums stay in the processor's nearest cache.
const BLOCK: usize = 1024;

/// [`flip_costs`] with frozen resets and [`multipliers`] at once, where [`charges_alone`]: the costs are not kept.
pub(super) fn charge<F: Scalar>(
    potential: &Series<F>,
    message: Message<'_, F>,
    neuron: Neuron<F>,
    margin: F,
    lambda: &mut Series<F>,
) {
    let (steps, stride) = (potential.steps(), potential.stride());
    let Neuron { delta, theta } = neuron;
    let scale = F::one() / (margin + margin);
    let potential = potential.values();
    spread((0..stride, Columns::of(steps, lambda.values_mut())), BLOCK, &|(cells, mut lambda)| {
        let (mut slopes, mut curvatures) = ([F::zero(); BLOCK], [F::zero(); BLOCK]);
        for first in cells.clone().step_by(BLOCK) {
            let block = first..cells.end.min(first + BLOCK);
            let own = block.start - cells.start..block.end - cells.start;
            let (s, q) = (&mut slopes[..block.len()], &mut curvatures[..block.len()]);
            s.fill(F::zero());
            // What the message adds at the last step, and what it adds at each.
            let every = match message {
                Message::Every { slope } => Some(slope.values()),
                Message::Last { slope, curvature } => {
                    s.iter_mut().zip(&slope[block.clone()]).for_each(|(s, &g)| *s = scale * g);
                    let half = num::<F>(0.5) * scale;
                    q.iter_mut().zip(&curvature[block.clone()]).for_each(|(q, &c)| *q = half * c);
                    None
                }
                Message::Quadratic { .. } => return,
            };
            for t in (0..steps).rev() {
                let now = t * stride + block.start..t * stride + block.end;
                let cells = lambda.row(t)[own.clone()].iter_mut().zip(&potential[now.clone()]).zip(s.iter_mut());
                if let Some(slope) = every {
                    for (((lambda, &z), s), &g) in cells.zip(&slope[now]) {
                        *s = scale * g + delta * *s;
                        *lambda = if (z - theta).abs() < margin { -*s } else { F::zero() };
                    }
                } else {
                    for (((lambda, &z), s), q) in cells.zip(q.iter_mut()) {
                        // With a spike (2a - 1) kappa is S2 / 2 - S, without one -S2 / 2 - S.
                        let away = z - theta;
                        let curved = if away > F::zero() { *q } else { -*q };
                        *lambda = if away.abs() < margin { curved - *s } else { F::zero() };
                        *s *= delta;
                        *q *= delta * delta;
                    }
                }
            }
        }
    });
}
