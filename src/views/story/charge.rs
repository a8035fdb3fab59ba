//! `exact`: the Heaviside branch of a spike and its part in the layer problem.

use super::axis::axis;
use crate::Error;
use crate::admm::exact::{self, Averages, Place, part, quote};
use crate::data::Dataset;
use crate::experiment::Experiment;
use crate::linalg::{Scalar, num};
use crate::loss;
use crate::network::{Activity, Heard, Series, Spike, trace};
use crate::views::Split;
use crate::views::learn::{Branch, Outcome};

/// A round of the layer problem as the spike sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its number, from 1.
    pub number: usize,
    /// Potential `V` that the weights give.
    pub given: f64,
    /// Scaled multiplier `u` as the round begins; 0 in the first.
    pub dual: f64,
    /// `q = V + u`.
    pub start: f64,
    /// Where the proximal step puts `z`.
    pub own: f64,
    /// What it did.
    pub outcome: Outcome,
    /// What the spike then adds to its neuron's row of weights, before the averages and the scaling of the step.
    pub weights: Vec<f64>,
}

/// What solver `exact` does with a spike. The layer problem is that of a batch of training samples of the method's size in
/// which this sample stands first; the Gram matrix of the first layer is that of all training samples, as in the method.
#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    /// Cheaper side `s`: 1 for a spike, -1 for none.
    pub side: i8,
    /// The price that is charged: `kappa`, or for target trains that of two flips together where it is less.
    pub kappa: f64,
    /// Multiplier `lambda = s |kappa| / (2m)`, 0 beyond the margin.
    pub lambda: f64,
    /// Penalty `rho` of the layer's problem; 0 where nothing of the layer is charged.
    pub rho: f64,
    /// Margin `m`.
    pub margin: f64,
    /// Rounds `K`.
    pub rounds: usize,
    /// The first round and the last.
    pub stages: Vec<Stage>,
    /// The step of the neuron's row that all spikes of the batch make together.
    pub row: Vec<f64>,
    /// Samples of the batch.
    pub batch: usize,
    /// Least and largest potential to draw.
    pub axis: [f64; 2],
    /// The charge `phi` at both ends of the axis.
    pub ends: [f64; 2],
}

/// What is the same in every story of the first hidden layer: the Gram matrix of the inputs, factored, with its `mu`.
#[derive(Debug, Clone)]
pub(super) struct Inputs<F: Scalar> {
    gram: Option<(f64, Averages<F>)>,
}

impl<F: Scalar> Default for Inputs<F> {
    fn default() -> Self {
        Self { gram: None }
    }
}

impl<F: Scalar> Inputs<F> {
    pub(super) fn charge(
        &mut self,
        experiment: &Experiment<F>,
        split: Split,
        sample: usize,
        at: Spike,
    ) -> Result<Charge, Error> {
        let settings = exact::Settings::default().with(&experiment.spec().settings);
        let (network, problem) = (experiment.shown_network(), experiment.problem());
        let (input, labels) = batch(experiment, split, sample, settings.batch);
        let mut activity = Activity::new(&network.sizes(), input.steps(), input.samples());
        network.forward(&input, &mut activity)?;
        let (l, theta, margin) = (at.layer - 1, network.theta, num(settings.margin));
        let loss = loss::of(&problem.data, network.delta);
        let told = quote(network, &activity, &*loss, &labels, settings.reset, margin);
        let below = l.checked_sub(1).map_or(&input, |below| &activity.traces[below]);
        let (layer, heard) = (&*network.layers[l], Heard::with_own(below, &activity.traces[l]));
        let place = Place { sample: 0, neuron: at.neuron, time: at.time - 1 };
        let fresh = |heard| {
            let mut averages = Averages::new(layer.shape(), problem.data.len());
            averages.observe(layer, heard, 1.0, settings.mu, "layer_problem").map(|()| averages)
        };
        let v0 = &activity.potentials[l];
        let own;
        // What a layer hears of itself is no input: that matrix is not the same in all stories.
        let averages = if l > 0 || layer.hears_itself() {
            own = fresh(heard)?;
            &own
        } else {
            let kept = match self.gram.take() {
                Some((mu, kept)) if mu == settings.mu => kept,
                _ => fresh(Heard::all(&problem.input_trace))?,
            };
            &self.gram.insert((settings.mu, kept)).1
        };
        let found = part(layer, &told.lambda[l], v0, heard, averages.solver(), &settings, theta, place)?;
        let cell = |series: &Series<F>| series.at(place.time)[(0, at.neuron)];
        let (kappa, fires) = (cell(&told.charged[l]).f64(), cell(&activity.spikes[l]) > F::zero());
        let branch = Branch { lambda: cell(&told.lambda[l]), rho: num(found.rho), theta, margin };
        let wide = |v: &Vec<F>| v.iter().map(|v| v.f64()).collect();
        let stages = found.rounds.iter().zip(&found.weights).map(|(round, weights)| {
            let outcome = if found.rho > 0.0 { branch.step(num(round.start())).1 } else { Outcome::Untouched };
            Stage {
                number: round.number,
                given: round.given,
                dual: round.dual,
                start: round.start(),
                own: round.own,
                outcome,
                weights: wide(weights),
            }
        });
        let stages: Vec<_> = stages.collect();
        let drawn: Vec<f64> = stages.iter().flat_map(|s| [s.given, s.start, s.own]).collect();
        let axis = axis(theta.f64(), settings.margin, &drawn);
        Ok(Charge {
            side: if (kappa < 0.0) == fires { -1 } else { 1 },
            kappa,
            lambda: found.lambda,
            rho: found.rho,
            margin: settings.margin,
            rounds: settings.inner,
            row: wide(&found.row),
            batch: labels.len(),
            ends: axis.map(|z| branch.charge(num(z)).f64()),
            axis,
            stages,
        })
    }
}

/// Input traces and labels of at most `most` samples (0: all): the one that is told about, then training samples in order.
fn batch<F: Scalar>(experiment: &Experiment<F>, split: Split, sample: usize, most: usize) -> (Series<F>, Vec<usize>) {
    let train = experiment.problem();
    let count = if most == 0 { train.data.len() } else { most.min(train.data.len()) };
    let others = (0..train.data.len()).filter(|n| split == Split::Test || *n != sample).take(count.saturating_sub(1));
    let few: Vec<usize> = std::iter::once(if split == Split::Train { sample } else { 0 }).chain(others).collect();
    let mut labels: Vec<usize> = few.iter().map(|&n| train.data.labels[n]).collect();
    if split == Split::Train {
        return (train.input_trace.select(&few), labels);
    }
    let test: &Dataset<F> = experiment.test_data();
    let (own, mut input) = (test.input.sample(sample), train.data.input.select(&few));
    for t in 0..own.steps() {
        input.at_mut(t).row_mut(0).assign(&own.at(t).row(0));
    }
    labels[0] = test.labels[sample];
    (trace(&input, experiment.shown_network().delta), labels)
}
