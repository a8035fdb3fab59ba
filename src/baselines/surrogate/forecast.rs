//! What surrogate gradients foretell of a flip, to first order.

use ndarray::Array2;

use super::backward::{error_from_readout, error_from_trains, through_spikes};
use crate::linalg::{Scalar, num};
use crate::loss::{Hold, Loss};
use crate::network::{Activity, Network, Series};

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
    // Every entry is written over.
    let mut out = activity.spikes.clone();
    let (Some(last), Some(traces)) = (out.last_mut(), activity.traces.last()) else { return out };
    match loss.hold() {
        Hold::Readout => {
            let mut error = Array2::zeros(activity.output.dim());
            let mut below = Array2::zeros((traces.samples(), traces.neurons()));
            loss.error(&activity.output, labels, &mut error);
            error_from_readout(network, &error, &mut below, last);
        }
        Hold::Trains => error_from_trains(loss, traces, labels, network.delta, last),
    }
    let theta = network.theta;
    let mut above: Option<Series<F>> = None;
    for l in (0..out.len()).rev() {
        if let Some(above) = &above {
            network.layers[l + 1].adjoint(F::one(), above.flat(), F::zero(), out[l].flat_mut());
        }
        let mut in_potential = out[l].clone();
        through_spikes(&activity.potentials[l], network.neuron(), num(slope), &mut in_potential);
        let stride = in_potential.stride();
        let next = in_potential.values().iter().skip(stride).copied().chain(std::iter::repeat(F::zero()));
        for ((e, &a), next) in out[l].values_mut().iter_mut().zip(activity.spikes[l].values()).zip(next) {
            // A spike takes theta off the next potential.
            *e = (F::one() - a - a) * (*e - theta * next);
        }
        above = Some(in_potential);
    }
    out
}
