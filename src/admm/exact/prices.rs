//! The prices of this method in a network that anything may have trained: what it would foretell of each flip.

use super::flip_cost::{Message, flip_costs, multipliers, pair_costs};
use super::settings::FlippedReset;
use crate::linalg::{Scalar, num, slice};
use crate::loss::{self, Loss};
use crate::network::{Activity, Network, Series};

/// Share of the loss's curvature that the flip costs of target trains take. With all of it a flip's cost is the exact change
/// of the loss; but then every rightly silent step near the threshold is guarded by `Q / (2 (1 - delta^2))`, and the many
/// guards drown the few spikes that are wanted: the outputs fall silent. Measured (agreement after 60 iterations on 40
/// samples): all of the curvature .32, with [`pair_costs`] .41, three tenths .51, with pairs .56, none .50.
const TRAIN_CURVATURE: f64 = 0.3;

/// The message to a hidden layer: from the loss, or, below the last one, the slope that the layer above sent.
pub(super) fn to_layer<'a, F: Scalar>(last: &'a loss::Message<F>, below: Option<&'a Series<F>>) -> Message<'a, F> {
    match (below, last) {
        (Some(slope), _) => Message::Every { slope },
        (None, loss::Message::End { slope, curvature, .. }) => {
            Message::Last { slope: slice(slope), curvature: slice(curvature) }
        }
        (None, loss::Message::Every { slope, curvature }) => {
            Message::Quadratic { slope, curvature: *curvature * num(TRAIN_CURVATURE) }
        }
    }
}

/// Flip costs `kappa` of every spike of each hidden layer, `[t][n][neuron]`, at the network and the forward pass as they
/// are: message, curvature and reset of an iteration's flip costs. For target trains those of single flips, before two go
/// together.
pub fn prices<F: Scalar>(
    network: &Network<F>,
    activity: &Activity<F>,
    loss: &dyn Loss<F>,
    labels: &[usize],
    reset: FlippedReset,
    margin: F,
) -> Vec<Series<F>> {
    let (delta, theta) = (network.delta, network.theta);
    let mut out = activity.spikes.clone();
    let (steps, samples) = out.first().map_or((0, 0), |a| (a.steps(), a.samples()));
    let mut last = loss::Message::new(loss.hold(), network, steps, samples);
    loss.message(activity, network.readout(), labels, &mut last);
    let mut sent: Option<Series<F>> = None;
    for l in (0..out.len()).rev() {
        let (potential, spikes) = (&activity.potentials[l], &activity.spikes[l]);
        let message = to_layer(&last, sent.as_ref());
        let mut work = vec![F::zero(); 2 * spikes.stride()];
        flip_costs(potential, spikes, message, reset, delta, theta, &mut work, &mut out[l]);
        let Some(below) = l.checked_sub(1) else { break };
        let mut kappa = out[l].clone();
        if let Message::Quadratic { curvature, .. } = message {
            pair_costs(spikes, curvature, delta, &mut work, &mut kappa);
        }
        let mut lambda = kappa.clone();
        multipliers(&kappa, potential, spikes, theta, margin, &mut lambda);
        let mut slope = activity.spikes[below].clone();
        network.layers[l].adjoint(-F::one(), lambda.flat(), F::zero(), slope.flat_mut());
        sent = Some(slope);
    }
    out
}
