//! What surrogate gradients foretell of a flip, to first order.

use ndarray::Array2;

use super::backward::{error_from_readout, error_from_trains, through_spikes};
use crate::linalg::{Scalar, num};
use crate::loss::{Hold, Loss};
use crate::network::{Activity, Network, Series};

/// Derivatives of the mean loss through a hidden layer, `[t][n][neuron]` each.
#[derive(Debug, Clone)]
pub struct Derivatives<F> {
    /// In its spikes, through the layers above.
    pub in_spikes: Series<F>,
    /// In its potentials, through its own leak and reset and the layers above.
    pub in_potential: Series<F>,
}

/// [`Derivatives`] of each hidden layer, with the fast sigmoid of this `slope` in place of the step function.
pub fn derivatives<F: Scalar>(
    network: &Network<F>,
    activity: &Activity<F>,
    loss: &dyn Loss<F>,
    labels: &[usize],
    slope: f64,
) -> Vec<Derivatives<F>> {
    // Every entry is written over.
    let both = |a: &Series<F>| Derivatives { in_spikes: a.clone(), in_potential: a.clone() };
    let mut out: Vec<_> = activity.spikes.iter().map(both).collect();
    let (Some(last), Some(traces)) = (out.last_mut(), activity.traces.last()) else { return out };
    match loss.hold() {
        Hold::Readout => {
            let mut error = Array2::zeros(activity.output.dim());
            let mut below = Array2::zeros((traces.samples(), traces.neurons()));
            loss.error(&activity.output, labels, &mut error);
            error_from_readout(network, &error, &mut below, &mut last.in_spikes);
        }
        Hold::Trains => error_from_trains(loss, traces, labels, network.delta, &mut last.in_spikes),
    }
    for l in (0..out.len()).rev() {
        let (lower, above) = out.split_at_mut(l + 1);
        let Derivatives { in_spikes, in_potential } = &mut lower[l];
        if let Some(above) = above.first() {
            network.layers[l + 1].adjoint(F::one(), above.in_potential.flat(), F::zero(), in_spikes.flat_mut());
        }
        in_potential.values_mut().copy_from_slice(in_spikes.values());
        let neuron = network.neuron();
        through_spikes(&*network.layers[l], &activity.potentials[l], neuron, neuron.theta, num(slope), in_potential);
    }
    out
}

/// First-order change of the mean loss for a flip of every spike of each hidden layer, `[t][n][neuron]`:
/// `(1 - 2 a_t) dloss/da_t`, where the derivative runs on through the neuron's own reset and through the layers above, with
/// the fast sigmoid of this `slope` in place of the step function.
pub fn forecast<F: Scalar>(
    network: &Network<F>,
    activity: &Activity<F>,
    loss: &dyn Loss<F>,
    labels: &[usize],
    slope: f64,
) -> Vec<Series<F>> {
    let theta = network.theta;
    let found = derivatives(network, activity, loss, labels, slope).into_iter().zip(&activity.spikes);
    found
        .zip(network.hidden())
        .map(|((Derivatives { mut in_spikes, in_potential }, spikes), layer)| {
            let stride = in_potential.stride();
            // What the layer hears of itself one step later.
            if layer.hears_itself() {
                for t in 1..in_potential.steps() {
                    layer.own_adjoint(F::one(), in_potential.at(t), in_spikes.at_mut(t - 1));
                }
            }
            let next = in_potential.values().iter().skip(stride).copied().chain(std::iter::repeat(F::zero()));
            for ((e, &a), next) in in_spikes.values_mut().iter_mut().zip(spikes.values()).zip(next) {
                // A spike takes theta off the next potential.
                *e = (F::one() - a - a) * (*e - theta * next);
            }
            in_spikes
        })
        .collect()
}
