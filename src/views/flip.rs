//! What a flipped spike was foretold to do, and what it really does.

use super::Split;
use crate::Error;
use crate::admm::exact::{self, inputs_of, prices, quote};
use crate::baselines::surrogate::{self, forecast};
use crate::data::Dataset;
use crate::experiment::{Experiment, Solver};
use crate::linalg::{Scalar, num};
use crate::loss::{self, Loss};
use crate::network::{Counterfactual, Heard, Network, Series, Spike, trace};
use crate::random::{Stream, generator, uniform};

/// What is foretold of a flip, as changes of its sample's loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foretold {
    /// The price `kappa` of solver `exact`.
    pub exact: f64,
    /// The first-order estimate of surrogate gradients.
    pub surrogate: f64,
}

/// One flip, foretold and done.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// What was foretold of it.
    pub foretold: Foretold,
    /// Loss of the sample as it is.
    pub before: f64,
    /// Its loss when the network has run on from the flip.
    pub after: f64,
    /// Every spike that changed, the flipped one first.
    pub changed: Vec<Spike>,
}

impl Flip {
    /// What it really did to the loss.
    pub fn real(&self) -> f64 {
        self.after - self.before
    }
}

/// Flips of one layer at random places, a number each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flips {
    /// The price `kappa` of solver `exact`.
    pub exact: Vec<f64>,
    /// The estimate of surrogate gradients.
    pub surrogate: Vec<f64>,
    /// What the flip really did to its sample's loss.
    pub real: Vec<f64>,
}

impl Flips {
    /// Correlation of what a method foretold with what happened; none where either is the same for all flips.
    pub fn correlation(&self, foretold: &[f64]) -> Option<f64> {
        correlation(foretold, &self.real)
    }

    /// Mean real change by the flips that a method recommends, those of which it foretells a fall; none without any.
    pub fn recommended(&self, foretold: &[f64]) -> Option<f64> {
        let chosen = foretold.iter().zip(&self.real).filter(|(foretold, _)| **foretold < 0.0);
        let (sum, count) = chosen.fold((0.0, 0), |(sum, count), (_, real)| (sum + real, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    }
}

/// Correlation after Pearson; none where either is constant.
pub fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let count = x.len().max(1) as f64;
    let mean = |v: &[f64]| v.iter().sum::<f64>() / count;
    let (mx, my) = (mean(x), mean(y));
    let (xx, yy, xy) = x.iter().zip(y).fold((0.0, 0.0, 0.0), |(xx, yy, xy), (x, y)| {
        let (x, y) = (x - mx, y - my);
        (xx + x * x, yy + y * y, xy + x * y)
    });
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

/// One sample of a data set under the network shown, ready to be flipped in.
pub(super) struct Bench<'a, F: Scalar> {
    pub(super) network: &'a Network<F>,
    pub(super) data: &'a Dataset<F>,
    pub(super) loss: Box<dyn Loss<F>>,
    /// Margin of `exact`.
    pub(super) margin: F,
    /// Slope of the surrogate.
    pub(super) slope: f64,
    pub(super) counterfactual: Counterfactual<F>,
    pub(super) label: [usize; 1],
    pub(super) sample: usize,
    before: f64,
}

impl<'a, F: Scalar> Bench<'a, F> {
    pub(super) fn new(experiment: &'a Experiment<F>, split: Split) -> Self {
        let network = experiment.shown_network();
        let data = match split {
            Split::Train => &experiment.problem().data,
            Split::Test => experiment.test_data(),
        };
        // A method that is not the trainer foretells by its own defaults.
        let spec = experiment.spec();
        let own = |solver, key: &str| spec.settings.get(key).copied().filter(|_| spec.solver == solver);
        Self {
            network,
            data,
            loss: loss::of(data, network.delta),
            margin: num(own(Solver::Exact, "margin").unwrap_or(exact::Settings::default().margin)),
            slope: own(Solver::Surrogate, "slope").unwrap_or(surrogate::Settings::default().slope),
            counterfactual: Counterfactual::new(&network.sizes(), data.input.steps()),
            label: [0],
            sample: 0,
            before: 0.0,
        }
    }

    pub(super) fn settle(&mut self, sample: usize) -> Result<(), Error> {
        Error::check_range("sample", sample, 0, self.data.len().saturating_sub(1))?;
        let input = trace(&self.data.input.sample(sample), self.network.delta);
        self.counterfactual.settle(self.network, &input)?;
        self.label = [self.data.labels[sample]];
        self.sample = sample;
        self.before = self.loss.value(self.counterfactual.real().into(), &self.label);
        Ok(())
    }

    /// What the two methods foretell of every spike of the sample, a hidden layer each.
    pub(super) fn foretold(&self) -> (Vec<Series<F>>, Vec<Series<F>>) {
        let (network, real, loss) = (self.network, self.counterfactual.real(), &*self.loss);
        let reset = exact::Settings::default().reset;
        (
            prices(network, real, loss, &self.label, reset, self.margin),
            forecast(network, real, loss, &self.label, self.slope),
        )
    }

    fn after(&mut self, at: Spike) -> Result<f64, Error> {
        self.counterfactual.flip(self.network, at)?;
        Ok(self.loss.value(self.counterfactual.flipped().into(), &self.label))
    }
}

fn cell<F: Scalar>(series: &[Series<F>], at: Spike) -> f64 {
    series[at.layer - 1].flat()[(at.time - 1, at.neuron)].f64()
}

/// Flips one spike of a sample in the network shown.
///
/// # Errors
/// [`Error::Setting`] for a sample or a place that does not exist.
pub fn flip<F: Scalar>(experiment: &Experiment<F>, split: Split, sample: usize, at: Spike) -> Result<Flip, Error> {
    let mut bench = Bench::new(experiment, split);
    bench.settle(sample)?;
    let after = bench.after(at)?;
    let (exact, surrogate) = bench.foretold();
    Ok(Flip {
        foretold: Foretold { exact: cell(&exact, at), surrogate: cell(&surrogate, at) },
        before: bench.before,
        after,
        changed: bench.counterfactual.changed().collect(),
    })
}

/// What is each spike of a sample worth? What is foretold of every cell, without a flip being made: `exact`'s prices, `[t][neuron]`, a hidden layer
/// each.
///
/// # Errors
/// [`Error::Setting`] for a sample that does not exist.
pub fn foretold<F: Scalar>(experiment: &Experiment<F>, split: Split, sample: usize) -> Result<Vec<Vec<f64>>, Error> {
    let mut bench = Bench::new(experiment, split);
    bench.settle(sample)?;
    Ok(bench.foretold().0.iter().map(|kappa| kappa.values().iter().map(|v| v.f64()).collect()).collect())
}

/// The spike of a sample that is most in dispute: the one with the largest `|kappa|` of those that teach something, which
/// are charged (`lambda` is not 0: within the margin of the threshold) and whose neuron has heard a spike. A price is traced
/// back over all later steps, so that without this the first step of the lowest layer would often win, which has heard
/// nothing yet but the bias. Where none teaches, as with weights of 0, the one with the largest price of all; of equals the
/// one nearest to the threshold.
///
/// # Errors
/// [`Error::Setting`] for a sample that does not exist.
pub fn most_disputed<F: Scalar>(experiment: &Experiment<F>, split: Split, sample: usize) -> Result<Spike, Error> {
    let mut bench = Bench::new(experiment, split);
    bench.settle(sample)?;
    let (network, real) = (bench.network, bench.counterfactual.real());
    let told = quote(network, real, &*bench.loss, &bench.label, exact::Settings::default().reset, bench.margin);
    let mut input = trace(&bench.data.input.sample(sample), network.delta);
    // The bias, the last channel, is heard in every step of every sample.
    if let Some(bias) = input.neurons().checked_sub(1) {
        input.flat_mut().column_mut(bias).fill(F::zero());
    }
    let mut cells = Vec::new();
    for (l, kappa) in told.kappa.iter().enumerate() {
        let neurons = kappa.neurons();
        for ((k, kappa), potential) in kappa.values().iter().enumerate().zip(real.potentials[l].values()) {
            let at = Spike { layer: l + 1, neuron: k % neurons, time: k / neurons + 1 };
            cells.push((kappa.f64().abs(), (*potential - network.theta).f64().abs(), at));
        }
    }
    cells.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let teaches = |at: Spike| {
        let (l, t) = (at.layer - 1, at.time - 1);
        let below = l.checked_sub(1).map_or(&input, |below| &real.traces[below]);
        told.lambda[l].at(t)[(0, at.neuron)] != F::zero()
            && inputs_of(&*network.layers[l], Heard::with_own(below, &real.traces[l]), t, at.neuron)
                .iter()
                .any(|heard| *heard != F::zero())
    };
    let chosen = cells.iter().find(|cell| cell.0 > 0.0 && teaches(cell.2)).or(cells.first());
    Ok(chosen.map_or(Spike { layer: 1, neuron: 0, time: 1 }, |cell| cell.2))
}

/// Most flips that [`flips`] makes: some seconds on the largest networks.
pub const MOST_FLIPS: usize = 2000;

/// Flips of a hidden layer (from 1) at `count` places, drawn evenly over training samples, neurons and steps by the
/// experiment's seed.
///
/// # Errors
/// [`Error::Setting`] for a layer that does not exist and for a `count` above [`MOST_FLIPS`] or of 0.
pub fn flips<F: Scalar>(experiment: &Experiment<F>, layer: usize, count: usize) -> Result<Flips, Error> {
    flips_from(experiment, layer, 0, count)
}

/// As [`flips`], of the same draw without its first `skip` places: a draw can be made a piece at a time.
///
/// # Errors
/// As [`flips`], with `skip` and `count` together.
pub fn flips_from<F: Scalar>(
    experiment: &Experiment<F>,
    layer: usize,
    skip: usize,
    count: usize,
) -> Result<Flips, Error> {
    let mut bench = Bench::new(experiment, Split::Train);
    Error::check_range("layer", layer, 1, bench.network.depth() - 1)?;
    Error::check_range("count", skip.saturating_add(count), 1, MOST_FLIPS)?;
    let (neurons, steps) = (bench.network.sizes()[layer], bench.data.input.steps());
    let mut rng = generator(experiment.spec().seed, Stream::Flips);
    let mut out = Flips::default();
    for k in 0..skip + count {
        let [sample, neuron, time] =
            [bench.data.len(), neurons, steps].map(|many| ((uniform(&mut rng) * many as f64) as usize).min(many - 1));
        if k < skip {
            continue;
        }
        let at = Spike { layer, neuron, time: time + 1 };
        bench.settle(sample)?;
        let (exact, surrogate) = bench.foretold();
        out.exact.push(cell(&exact, at));
        out.surrogate.push(cell(&surrogate, at));
        let after = bench.after(at)?;
        out.real.push(after - bench.before);
    }
    Ok(out)
}
