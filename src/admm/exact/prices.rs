//! The prices of this method in a network that anything may have trained: what it would foretell of each flip.

use ndarray::Array2;

use super::flip_cost::{Message, charge, charges_alone, flip_costs, multipliers, pair_costs};
use super::settings::FlippedReset;
use super::through_time::{cap, from_itself, through_time};
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

/// All that this method computes of a forward pass on the way to its multipliers, `[t][n][neuron]` each.
#[derive(Debug, Clone)]
pub struct Quote<F> {
    last: loss::Message<F>,
    /// Slope of the message to each hidden layer that hears another hidden layer.
    sent: Vec<Option<Series<F>>>,
    /// What the later spikes of each hidden layer that hears itself add to that slope.
    itself: Vec<Option<Series<F>>>,
    /// Flip costs `kappa` of each hidden layer. For target trains those of single flips, before two go together.
    pub kappa: Vec<Series<F>>,
    /// Flip costs that are charged: for target trains those of two together, where that is cheaper.
    pub charged: Vec<Series<F>>,
    /// Multipliers `lambda` of each hidden layer.
    pub lambda: Vec<Series<F>>,
}

impl<F: Scalar> Quote<F> {
    /// What the loss asks of the readout, `lambda_L`, `[n][class]`; none for target trains, which have no readout to train.
    pub const fn wanted(&self) -> Option<&Array2<F>> {
        match &self.last {
            loss::Message::End { multiplier, .. } => Some(multiplier),
            loss::Message::Every { .. } => None,
        }
    }

    /// Slope `g` and curvature `Q` of the message at hidden layer `l` and time index `t` (from 0), entry `i` of the step.
    pub fn message(&self, l: usize, t: usize, i: usize) -> (F, F) {
        let (steps, stride) = (self.kappa[l].steps(), self.kappa[l].stride());
        let (g, q) = to_layer(&self.last, self.sent[l].as_ref()).at(t, i, steps, stride);
        (self.itself[l].as_ref().map_or(g, |own| g + own.values()[t * stride + i]), q)
    }
}

/// Prices, multipliers and messages at the network and the forward pass as they are: message, curvature and reset of an
/// iteration's flip costs.
pub fn quote<F: Scalar>(
    network: &Network<F>,
    activity: &Activity<F>,
    loss: &dyn Loss<F>,
    labels: &[usize],
    reset: FlippedReset,
    margin: F,
) -> Quote<F> {
    let neuron = network.neuron();
    let mut kappa = activity.spikes.clone();
    let (steps, samples) = kappa.first().map_or((0, 0), |a| (a.steps(), a.samples()));
    let mut last = loss::Message::new(loss.hold(), network, steps, samples);
    loss.message(activity, network.readout(), labels, &mut last);
    let mut sent: Vec<Option<Series<F>>> = vec![None; kappa.len()];
    let mut itself = sent.clone();
    let (mut charged, mut lambda) = (kappa.clone(), kappa.clone());
    for l in (0..kappa.len()).rev() {
        let (potential, spikes) = (&activity.potentials[l], &activity.spikes[l]);
        let message = to_layer(&last, sent[l].as_ref());
        let mut work = vec![F::zero(); 2 * spikes.stride()];
        let (layer, theta) = (&*network.layers[l], neuron.theta);
        if layer.hears_itself() {
            let (kappa, lambda) = (&mut kappa[l], &mut lambda[l]);
            through_time(layer, potential, spikes, message, neuron, margin, &mut work, kappa, lambda);
            itself[l] = Some(from_itself(layer, lambda));
        } else {
            flip_costs(potential, spikes, message, reset, neuron.delta, theta, &mut work, &mut kappa[l]);
        }
        charged[l].values_mut().copy_from_slice(kappa[l].values());
        if let Message::Quadratic { curvature, .. } = message {
            pair_costs(spikes, curvature, neuron.delta, &mut work, &mut charged[l]);
        }
        if layer.hears_itself() {
            multipliers(&charged[l], potential, spikes, theta, margin, &mut lambda[l]);
            cap(&mut lambda[l]);
        } else if charges_alone(message, reset) {
            charge(potential, message, neuron, margin, &mut lambda[l]);
        } else {
            multipliers(&charged[l], potential, spikes, theta, margin, &mut lambda[l]);
        }
        let Some(below) = l.checked_sub(1) else { break };
        let mut slope = activity.spikes[below].clone();
        layer.adjoint(-F::one(), lambda[l].flat(), F::zero(), slope.flat_mut());
        sent[below] = Some(slope);
    }
    Quote { last, sent, itself, kappa, charged, lambda }
}

/// [`Quote::kappa`] alone.
pub fn prices<F: Scalar>(
    network: &Network<F>,
    activity: &Activity<F>,
    loss: &dyn Loss<F>,
    labels: &[usize],
    reset: FlippedReset,
    margin: F,
) -> Vec<Series<F>> {
    quote(network, activity, loss, labels, reset, margin).kappa
}
