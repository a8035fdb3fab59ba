//! Prices in a layer that hears itself: backwards in time, through its own later multipliers.

use super::flip_cost::{Message, multiplier};
use crate::linalg::{Scalar, num, sum_of_squares};
use crate::network::{Layer, Neuron, Series};

/// Largest multiplier of such a layer, in root mean squares of those that are not 0. Through time the prices grow or fade by
/// orders of magnitude, and then their sign says more than their size.
const PRICE_CAP: f64 = 0.3;

/// Flip costs and multipliers of a layer that hears itself, from the last step to the first, `lambda_{T+1} = 0`:
///
/// ```text
/// g_t = g_above,t - U' lambda_{t+1},   S_t = g_t + delta S_{t+1},   S2_t = Q_t + delta^2 S2_{t+1},
/// kappa_t = (1 - 2 a_t) S_t + S2_t / 2,   lambda_t as in `multipliers`.
/// ```
///
/// Later spikes, the reset and what the layer heard of itself stay as they are. The multipliers are as the recursion has
/// them, before [`cap`]. All series are `[t][n][neuron]`; `work` has two entries for each of a step.
#[allow(clippy::too_many_arguments, reason = "one argument a symbol of the equation")]
pub(super) fn through_time<F: Scalar>(
    layer: &dyn Layer<F>,
    potential: &Series<F>,
    spikes: &Series<F>,
    message: Message<'_, F>,
    neuron: Neuron<F>,
    margin: F,
    work: &mut [F],
    kappa: &mut Series<F>,
    lambda: &mut Series<F>,
) {
    let (steps, stride) = (spikes.steps(), spikes.stride());
    let (slope, curvature) = work[..2 * stride].split_at_mut(stride);
    slope.fill(F::zero());
    curvature.fill(F::zero());
    let Neuron { delta, theta } = neuron;
    let half: F = num(0.5);
    for t in (0..steps).rev() {
        // The step of kappa holds the slope until its costs are known.
        for (i, ((g, s), q)) in
            kappa.values_mut()[t * stride..][..stride].iter_mut().zip(&*slope).zip(&mut *curvature).enumerate()
        {
            let (above, curved) = message.at(t, i, steps, stride);
            *g = above + delta * *s;
            *q = curved + delta * delta * *q;
        }
        if t + 1 < steps {
            layer.own_adjoint(-F::one(), lambda.at(t + 1), kappa.at_mut(t));
        }
        let now = t * stride..(t + 1) * stride;
        let cells = kappa.values_mut()[now.clone()].iter_mut().zip(lambda.values_mut()[now.clone()].iter_mut());
        let given = potential.values()[now.clone()].iter().zip(&spikes.values()[now]);
        for (((kappa, lambda), (&z, &a)), (s, &q)) in cells.zip(given).zip(slope.iter_mut().zip(&*curvature)) {
            *s = *kappa;
            *kappa = (F::one() - a - a) * *s + half * q;
            *lambda = multiplier(*kappa, z, a, theta, margin);
        }
    }
}

/// `|lambda| <= `[`PRICE_CAP`]` rms(lambda)`, the mean over those that are not 0: what the layer problem and the layer below
/// get. The recursion itself runs on multipliers as they are.
pub(super) fn cap<F: Scalar>(lambda: &mut Series<F>) {
    let values = lambda.values_mut();
    let charged = values.iter().filter(|l| **l != F::zero()).count();
    if charged == 0 {
        return;
    }
    let top: F = num(PRICE_CAP * (sum_of_squares(values) / charged as f64).sqrt());
    values.iter_mut().for_each(|l| *l = l.max(-top).min(top));
}

/// What a layer's own later spikes add to the slope of the message that it gets, `-U' lambda_{t+1}`, `[t][n][neuron]`;
/// `lambda` before [`cap`].
pub(super) fn from_itself<F: Scalar>(layer: &dyn Layer<F>, lambda: &Series<F>) -> Series<F> {
    let mut out = Series::zeros(lambda.steps(), lambda.samples(), lambda.neurons());
    for t in 1..lambda.steps() {
        layer.own_adjoint(-F::one(), lambda.at(t), out.at_mut(t - 1));
    }
    out
}
