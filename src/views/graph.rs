//! The network as columns of neurons with the weights as lines between them.

use crate::experiment::Experiment;
use crate::linalg::{Scalar, slice};

/// A unit ([`crate::network::Layer::units`]: a neuron, or a map of a convolution) by its column, 0 for the input, and its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Column `0..=L`.
    pub layer: usize,
    /// Row, from 0.
    pub neuron: usize,
}

/// The lines between a layer and the one below, the strongest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Layer `1..=L` into which they lead.
    pub layer: usize,
    /// Neuron of the layer below that each comes from.
    pub from: Vec<u32>,
    /// Neuron of the layer that each leads to.
    pub to: Vec<u32>,
    /// The weight of each.
    pub weight: Vec<f32>,
    /// Largest absolute weight of the layer.
    pub max_abs: f64,
}

/// What the picture of the network is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Mean over all steps and training samples of the input and of each hidden layer's spikes, a unit.
    pub rates: Vec<Vec<f32>>,
    /// Lines of every layer.
    pub lines: Vec<Lines>,
}

/// The picture of the network shown: of every layer the `most` weights largest in magnitude, and all those of the neuron
/// in `focus`.
pub fn graph<F: Scalar>(experiment: &Experiment<F>, focus: Option<Place>, most: usize) -> Graph {
    let input = &experiment.problem().data.input;
    let cells = (input.steps() * input.samples()).max(1) as f64;
    let mut sums = vec![0.0; input.neurons()];
    for row in input.values().chunks_exact(input.neurons()) {
        for (sum, a) in sums.iter_mut().zip(row) {
            *sum += a.f64();
        }
    }
    let network = experiment.shown_network();
    let units: Vec<usize> = network.columns().into_iter().map(|(units, _)| units).collect();
    let mut rates: Vec<Vec<f32>> = vec![sums.into_iter().map(|sum| (sum / cells) as f32).collect()];
    for (counts, &units) in experiment.train_reading().spikes.iter().zip(&units[1..]) {
        let mut sums = vec![0.0; units];
        counts.iter().enumerate().for_each(|(k, &n)| sums[k % units] += f64::from(n));
        let cells = cells * (counts.len() / units.max(1)) as f64;
        rates.push(sums.into_iter().map(|sum| (sum / cells) as f32).collect());
    }
    let all = network.layers.iter().enumerate().map(|(l, layer)| {
        let weights = layer.between(units[l]);
        lines(l + 1, slice(&weights), units[l], focus, most)
    });
    Graph { rates, lines: all.collect() }
}

fn lines<F: Scalar>(layer: usize, weights: &[F], inputs: usize, focus: Option<Place>, most: usize) -> Lines {
    let size = |k: &usize| weights[*k].f64().abs();
    // Of equals the first, so that the picture does not flicker.
    let order = |a: &usize, b: &usize| size(b).total_cmp(&size(a)).then(a.cmp(b));
    let mut chosen: Vec<usize> = (0..weights.len()).filter(|k| size(k) > 0.0).collect();
    let mut rest = Vec::new();
    if chosen.len() > most {
        chosen.select_nth_unstable_by(most, order);
        rest = chosen.split_off(most);
    }
    let touches = |k: &usize| {
        focus.is_some_and(|at| {
            (at.layer == layer && k / inputs == at.neuron) || (at.layer + 1 == layer && k % inputs == at.neuron)
        })
    };
    chosen.extend(rest.into_iter().filter(touches));
    chosen.sort_unstable_by(order);
    Lines {
        layer,
        from: chosen.iter().map(|k| (k % inputs) as u32).collect(),
        to: chosen.iter().map(|k| (k / inputs) as u32).collect(),
        weight: chosen.iter().map(|k| weights[*k].f64() as f32).collect(),
        max_abs: weights.iter().fold(0.0, |most: f64, w| most.max(w.f64().abs())),
    }
}
