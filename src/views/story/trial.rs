//! `targets`: the flip is tried, and taken where it lowers what the method wants low.

use crate::Error;
use crate::admm::targets::{self, flips::squared_violation};
use crate::experiment::Experiment;
use crate::linalg::{Scalar, num};
use crate::network::{Counterfactual, Heard, Network, Series, Spike, trace};
use crate::views::Split;
use crate::views::flip::Bench;

/// A flip as solver `targets` judges it, before any other neuron of the layer has taken one.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Whether it is the layer above whose margins are violated that counts (a lower layer), not the readout's error.
    pub violation: bool,
    /// `|E|^2` of the sample, or the squared violation of the layer above times `rho / 2`.
    pub before: f64,
    /// The same with the spike flipped and the neuron run on.
    pub after: f64,
    /// What the flip itself costs, `rho/2 (z - theta)^2`.
    pub penalty: f64,
    /// The weight `rho` of the iteration at hand.
    pub rho: f64,
    /// Whether it lowers the sum.
    pub lowers: bool,
    /// The step of the neuron's best flip, from 1; none where no flip of it lowers the sum.
    pub best: Option<usize>,
}

struct Judge<'a, F: Scalar> {
    network: &'a Network<F>,
    label: usize,
    rho: f64,
    margin: F,
    /// Wanted trains of the layer above, `[t][neuron]`, for a lower layer.
    above: Option<&'a ndarray::Array2<F>>,
}

impl<F: Scalar> Judge<'_, F> {
    /// What the method wants low, for the spikes as `counterfactual` has them.
    fn value(&self, traces: &Series<F>, l: usize) -> f64 {
        let next = &*self.network.layers[l + 1];
        let Some(wanted) = self.above else {
            let mut output = ndarray::Array2::zeros((1, next.shape().outputs));
            next.apply(F::one(), Heard::end(traces), F::zero(), output.view_mut());
            let error = |(k, o): (usize, &F)| (*o - F::step(k == self.label)).f64().powi(2);
            return output.iter().enumerate().map(error).sum();
        };
        let mut potential = ndarray::Array2::zeros((traces.steps(), next.shape().outputs));
        next.apply(F::one(), Heard::all(traces), F::zero(), potential.view_mut());
        let (delta, theta) = (self.network.delta, self.network.theta);
        let mut reset = vec![F::zero(); wanted.ncols()];
        let mut sum = 0.0;
        for (v, a) in potential.outer_iter().zip(wanted.outer_iter()) {
            for ((&v, &a), reset) in v.iter().zip(a).zip(&mut reset) {
                sum += squared_violation(v - theta * *reset, a, theta, self.margin).f64();
                *reset = delta * *reset + a;
            }
        }
        0.5 * self.rho * sum
    }

    fn trial(&self, world: &mut Counterfactual<F>, at: Spike) -> Result<(f64, f64), Error> {
        world.flip(self.network, at)?;
        let l = at.layer - 1;
        let z = world.real().potentials[l].flat()[(at.time - 1, at.neuron)];
        let penalty = 0.5 * self.rho * (z - self.network.theta).f64().powi(2);
        let after = self.value(&world.flipped().traces[l], l);
        Ok((after, penalty))
    }
}

/// None for a lower layer of a sample for which the method keeps no wanted trains.
pub(super) fn trial<F: Scalar>(
    experiment: &Experiment<F>,
    bench: &mut Bench<'_, F>,
    split: Split,
    sample: usize,
    at: Spike,
) -> Result<Option<Trial>, Error> {
    let settings = targets::Settings { iterations: experiment.spec().iterations, ..targets::Settings::default() }
        .with(&experiment.spec().settings);
    let network = bench.network;
    let lower = at.layer + 1 < network.depth();
    let variables = (lower && split == Split::Train).then(|| experiment.auxiliary(sample)).flatten();
    if lower && variables.is_none() {
        return Ok(None);
    }
    let judge = Judge {
        network,
        label: bench.label[0],
        rho: settings.rho(experiment.position()),
        margin: num(settings.margin),
        above: variables.as_ref().and_then(|v| v.spikes.get(at.layer)),
    };
    let l = at.layer - 1;
    let before = judge.value(&bench.counterfactual.real().traces[l], l);
    let (mut best, mut least) = (None, 0.0);
    let steps = bench.counterfactual.real().spikes[l].steps();
    let mut one = (0.0, 0.0);
    for time in 1..=steps {
        let (after, penalty) = judge.trial(&mut bench.counterfactual, Spike { time, ..at })?;
        if time == at.time {
            one = (after, penalty);
        }
        if after - before + penalty < least {
            (best, least) = (Some(time), after - before + penalty);
        }
    }
    let (after, penalty) = one;
    // The bench again as it was.
    let input = trace(&bench.data.input.sample(sample), network.delta);
    bench.counterfactual.settle(network, &input)?;
    Ok(Some(Trial {
        violation: lower,
        before,
        after,
        penalty,
        rho: judge.rho,
        lowers: after - before + penalty < 0.0,
        best,
    }))
}
