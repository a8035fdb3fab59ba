//! The loop.

use std::sync::Arc;

use ndarray::Array2;

use super::flips::{Above, Sweep};
use super::{Constants, LayerProblem, Readout, Settings};
use crate::Error;
use crate::linalg::{Scalar, all_finite, slice};
use crate::method::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer};
use crate::network::{Activity, Heard, Network, Series};

/// Iterations without a better loss after which a run ends.
const PATIENCE: usize = 15;

/// Target-train ADMM; see [the module](crate::admm::targets).
///
/// The readout belongs to the hidden weights that the last `forward` saw. [`Trainer::network`] is that pair, so it
/// lags behind [`Trainer::iterate`] while hidden weights are newer than the readout; an iteration's
/// [`Measures::loss`] is the loss of that pair. When the run ends, the newest hidden weights get their readout too,
/// and [`Trainer::network`] is the best network seen from then on.
///
/// Reports measure `loss`, the mean over the samples of `|E|^2` (readout, flips of the last hidden layer), or
/// `violation`, the mean over the samples of the summed squared violation of the margin (flips of a lower layer: in
/// the layer above it; layer problems: in the layer itself). `changed` counts flips out of samples x neurons, or
/// entries on the wrong side of their margin after a layer problem out of all.
#[derive(Debug, Clone)]
pub struct Targets<F: Scalar> {
    settings: Settings,
    problem: Arc<Problem<F>>,
    /// The weights that the blocks update.
    iterate: Network<F>,
    /// The weights of the last readout fit.
    fitted: Network<F>,
    best: Network<F>,
    best_loss: f64,
    activity: Activity<F>,
    /// Wanted trains `a*_l` of the hidden layers.
    targets: Vec<Series<F>>,
    layers: Vec<LayerProblem<F>>,
    readout: Readout<F>,
    sweep: Sweep<F>,
    /// Storage for one weight a neuron of the layer above.
    outgoing: Vec<F>,
    /// Index of the next block in the iteration.
    cursor: usize,
    iteration: usize,
    status: Status,
    /// Iterations since the loss was last the best.
    stale: usize,
    /// Flips taken in this iteration.
    flips: usize,
    /// Hidden layers, from the first, whose layer problem has been solved for the present targets.
    solved: usize,
    /// Whether every hidden layer has a target.
    wanted: bool,
    measures: Measures,
    /// Measures of the iteration at hand.
    pending: Measures,
}

/// A block of the iteration; layers are indices from 0.
#[derive(Debug, Clone, Copy)]
enum Step {
    Forward,
    Readout,
    Flips(usize),
    LayerProblem(usize),
}

impl Step {
    fn block(self) -> Block {
        match self {
            Self::Forward => Block::whole("forward"),
            Self::Readout => Block::whole("readout"),
            Self::Flips(l) => Block::of_layer("flips", l + 1),
            Self::LayerProblem(l) => Block::of_layer("layer_problem", l + 1),
        }
    }
}

impl<F: Scalar> Targets<F> {
    /// Starts from `problem.start`.
    ///
    /// # Errors
    /// [`Error::Setting`] for settings out of bounds; [`Error::Shape`] for data without samples or time steps, or
    /// that does not fit the network; [`Error::Numerical`] when the start's output is not finite.
    pub fn new(problem: Arc<Problem<F>>, settings: Settings) -> Result<Self, Error> {
        settings.validate()?;
        let (start, input) = (&problem.start, &problem.input_trace);
        let (steps, samples) = (input.steps(), input.samples());
        if steps == 0 || samples == 0 {
            return Err(Error::Shape {
                what: "input",
                expected: "at least one time step and one sample".into(),
                found: format!("{steps} and {samples}"),
            });
        }
        Error::check_shape("labels", samples, problem.data.labels.len())?;
        let sizes = start.sizes();
        Error::check_shape("readout", problem.data.classes, sizes[sizes.len() - 1])?;
        let mut activity = Activity::new(&sizes, steps, samples);
        start.forward(input, &mut activity)?;
        let hidden = sizes.len() - 2;
        let mut readout = Readout::new(&problem.data.labels, start.readout().shape())?;
        let output = start.readout();
        readout.measure(Heard::end(&activity.traces[hidden - 1]), output);
        check_finite(readout.error(), Step::Forward.block())?;
        let empty = Measures { dynamics: vec![None; hidden + 1], spikes: vec![None; hidden], ..Measures::default() };
        Ok(Self {
            measures: Measures {
                objective: Some(readout.objective(settings.kappa, output)),
                loss: Some(readout.loss()),
                ..empty.clone()
            },
            pending: empty,
            settings,
            iterate: start.clone(),
            fitted: start.clone(),
            best: start.clone(),
            best_loss: f64::INFINITY,
            targets: activity.spikes.clone(),
            layers: start.hidden().iter().map(|layer| LayerProblem::new(steps, samples, layer.shape())).collect(),
            readout,
            sweep: Sweep::new(steps, samples, start.delta, start.theta),
            outgoing: vec![F::zero(); sizes[1..].iter().copied().max().unwrap_or(0)],
            activity,
            problem,
            cursor: 0,
            iteration: 0,
            status: Status::Running,
            stale: 0,
            flips: 0,
            solved: 0,
            wanted: false,
        })
    }

    /// The settings, as changed by [`Trainer::set_live`].
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The real potentials, spikes and traces: those of the last `forward`, and for layers whose problem has been
    /// solved since then, of their new weights.
    pub fn activity(&self) -> &Activity<F> {
        &self.activity
    }

    /// Errors `E = C W_L' - Y`, `[n][class]`: after `flips` of the last hidden layer, what its wanted trains would
    /// give.
    pub fn error(&self) -> &Array2<F> {
        self.readout.error()
    }

    /// Wanted trains `a*` of the hidden layers, first to last.
    pub fn targets(&self) -> &[Series<F>] {
        &self.targets
    }

    /// The layer problems, first to last.
    pub fn layers(&self) -> &[LayerProblem<F>] {
        &self.layers
    }

    /// Least loss of any readout fit, the mean over the samples of `|E|^2`; infinite before the first.
    pub fn best_loss(&self) -> f64 {
        self.best_loss
    }

    /// `rho` of the iteration at hand.
    pub fn rho(&self) -> f64 {
        self.settings.rho(self.iteration)
    }

    fn hidden(&self) -> usize {
        self.layers.len()
    }

    fn at(&self, cursor: usize) -> Step {
        let hidden = self.hidden();
        match cursor {
            0 => Step::Forward,
            1 => Step::Readout,
            c if c < 2 + hidden => Step::Flips(hidden + 1 - c),
            c => Step::LayerProblem(c - 2 - hidden),
        }
    }

    fn constants(&self) -> Constants<F> {
        let Settings { margin, mu, alpha, inner, .. } = self.settings;
        Constants { theta: self.iterate.theta, margin, mu, alpha, rounds: inner }
    }

    fn forward(&mut self) -> Result<(), Error> {
        self.iterate.forward(&self.problem.input_trace, &mut self.activity)?;
        check_finite(&self.activity.output, Step::Forward.block())
    }

    /// Fits the readout, and keeps the network if it is the best.
    fn fit_readout(&mut self) -> Result<(), Error> {
        let last = &self.activity.traces[self.layers.len() - 1];
        self.readout.fit(Heard::end(last), self.settings.kappa, self.iterate.readout_mut())?;
        check_finite(self.readout.error(), Step::Readout.block())?;
        self.fitted.copy_weights(&self.iterate);
        let loss = self.readout.loss();
        if loss < self.best_loss {
            self.best_loss = loss;
            self.best.copy_weights(&self.iterate);
            self.stale = 0;
        } else {
            self.stale += 1;
        }
        Ok(())
    }

    fn step_readout(&mut self, report: &mut Report, detail: bool) -> Result<(), Error> {
        let hidden = self.hidden();
        let kappa = self.settings.kappa;
        let before = detail.then(|| self.iterate.readout().boxed());
        if let Some(old) = before.as_deref() {
            let last = &self.activity.traces[hidden - 1];
            self.readout.measure(Heard::end(last), old);
            report.quantity = Some("loss");
            report.before = Some(self.readout.loss());
            report.extras.push(("objective_before", self.readout.objective(kappa, old)));
        }
        self.fit_readout()?;
        let readout = self.iterate.readout();
        let objective = self.readout.objective(kappa, readout);
        self.pending.loss = Some(self.readout.loss());
        self.pending.objective = Some(objective);
        if detail {
            report.after = self.pending.loss;
            report.change = before.map(|old| rms_difference(slice(readout.parameters()), slice(old.parameters())));
            report.extras.push(("objective", objective));
        }
        Ok(())
    }

    fn step_flips(&mut self, l: usize, report: &mut Report, detail: bool) {
        let (rho, samples) = (self.rho(), self.problem.data.len());
        let Network { delta, theta, .. } = self.iterate;
        if l + 1 == self.hidden() {
            (self.flips, self.solved) = (0, 0);
        }
        let target = &mut self.targets[l];
        target.values_mut().copy_from_slice(self.activity.spikes[l].values());
        let potentials = &self.activity.potentials[l];
        let swept = if l + 1 == self.layers.len() {
            report.quantity = detail.then_some("loss");
            report.before = detail.then(|| self.readout.loss());
            let (above, outgoing) = (self.iterate.readout(), &mut self.outgoing);
            let swept = self.sweep.last(potentials, target, above, outgoing, self.readout.error_mut(), rho);
            report.after = detail.then(|| self.readout.loss());
            self.pending.auxiliary_accuracy = Some(self.readout.accuracy(&self.problem.data.labels));
            swept
        } else {
            let next = &*self.iterate.layers[l + 1];
            let (lower, upper) = self.targets.split_at_mut(l + 1);
            let layer = &mut self.layers[l + 1];
            let margin = self.settings.margin;
            layer.propose(next, &self.activity.traces[l]);
            report.quantity = detail.then_some("violation");
            report.before = detail.then(|| layer.violation(&upper[0], theta, margin).0 / samples as f64);
            let outgoing = &mut self.outgoing[..next.shape().outputs];
            let mut above = Above::new(layer.potential_mut(), &upper[0], outgoing, theta, margin);
            let swept = self.sweep.lower(potentials, &mut lower[l], next, &mut above, rho);
            report.after = detail.then(|| layer.violation(&upper[0], theta, margin).0 / samples as f64);
            swept
        };
        let target = &self.targets[l];
        self.layers[l].want(target, delta, theta);
        self.flips += swept.flips;
        self.wanted |= l == 0;
        if detail {
            report.changed = Some((swept.flips, samples * target.neurons()));
            report.change = Some(rms_difference(target.values(), self.activity.spikes[l].values()));
            report.extras.push(("rho", rho));
            report.extras.push(("cost", swept.gain / samples as f64));
        }
    }

    fn step_layer_problem(&mut self, l: usize, report: &mut Report, detail: bool) -> Result<(), Error> {
        let constants = self.constants();
        let neuron = self.iterate.neuron();
        let theta = neuron.theta;
        let samples = self.problem.data.len() as f64;
        let input = l.checked_sub(1).map_or(&self.problem.input_trace, |below| &self.activity.traces[below]);
        let (layer, target, own) = (&mut self.layers[l], &self.targets[l], &mut *self.iterate.layers[l]);
        layer.propose(own, input);
        report.before = detail.then(|| layer.violation(target, theta, constants.margin).0 / samples);
        let solved = layer.solve(own, input, target, constants, l == 0, report.block.kind);
        // The name, with its layer, is memory: it is made only when needed.
        solved.map_err(|error| match error {
            Error::Numerical { reason, .. } => Error::Numerical { block: report.block.name(), reason },
            other => other,
        })?;
        let residual = layer.residual();
        self.pending.dynamics[l] = Some(residual);
        if detail {
            let (violation, wrong) = layer.violation(target, theta, constants.margin);
            report.quantity = Some("violation");
            report.after = Some(violation / samples);
            report.changed = Some((wrong, target.values().len()));
            report.change = Some(rms_difference(slice(own.parameters()), slice(layer.old())));
            // At the start z = P(V), so the squared violation is that of the residual z - V.
            let first = report.before.map(|before| (before * samples / target.values().len() as f64).sqrt());
            report.residual = first.map(|first| (first, residual));
            report.extras.extend([("mu", constants.mu), ("rounds", constants.rounds as f64)]);
        }
        // What the layer really fires now is what the next one is given.
        let (fired, below) = self.activity.layer(l);
        own.forward(below.unwrap_or(&self.problem.input_trace), neuron, fired);
        let pairs = self.activity.spikes[l].values().iter().zip(target.values());
        let missed = pairs.filter(|(a, wanted)| a != wanted).count();
        self.pending.spikes[l] = Some(missed as f64 / target.values().len() as f64);
        self.solved = l + 1;
        Ok(())
    }

    fn end_iteration(&mut self) -> Result<(), Error> {
        self.iteration += 1;
        std::mem::swap(&mut self.measures, &mut self.pending);
        self.status = if self.flips == 0 {
            Status::Converged
        } else if self.stale >= PATIENCE {
            Status::NoProgress
        } else if self.iteration >= self.settings.iterations {
            Status::MaxIterations
        } else {
            Status::Running
        };
        if self.status != Status::Running {
            self.forward()?;
            self.fit_readout()?;
        }
        Ok(())
    }

    fn advance(&mut self, step: Step, report: &mut Report, detail: bool) -> Result<(), Error> {
        match step {
            Step::Forward => self.forward()?,
            Step::Readout => self.step_readout(report, detail)?,
            Step::Flips(l) => self.step_flips(l, report, detail),
            Step::LayerProblem(l) => self.step_layer_problem(l, report, detail)?,
        }
        self.cursor += 1;
        if self.cursor == 2 + 2 * self.hidden() {
            self.cursor = 0;
            self.end_iteration()?;
        }
        Ok(())
    }
}

impl<F: Scalar> Trainer<F> for Targets<F> {
    fn next_block(&self) -> Block {
        self.at(self.cursor).block()
    }

    fn blocks(&self) -> Vec<Block> {
        (0..2 + 2 * self.hidden()).map(|cursor| self.at(cursor).block()).collect()
    }

    /// Once the status is no longer [`Status::Running`], nothing is updated any more.
    fn step(&mut self, detail: bool) -> Result<Report, Error> {
        let step = self.at(self.cursor);
        let mut report = Report::plain(step.block());
        if self.status == Status::Running
            && let Err(error) = self.advance(step, &mut report, detail)
        {
            self.status = Status::NumericalError;
            return Err(error);
        }
        Ok(report)
    }

    fn iteration(&self) -> usize {
        self.iteration
    }

    fn mid_iteration(&self) -> bool {
        self.cursor > 0
    }

    fn status(&self) -> Status {
        self.status
    }

    fn iterate(&self) -> &Network<F> {
        &self.iterate
    }

    fn network(&self) -> &Network<F> {
        if self.status == Status::Running { &self.fitted } else { &self.best }
    }

    fn measures(&self) -> &Measures {
        &self.measures
    }

    fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>> {
        if !self.wanted || n >= self.problem.data.len() {
            return None;
        }
        let sample = |series: &Series<F>| series.sample(n).flat().to_owned();
        let sided = self.layers.iter().enumerate().map(|(l, layer)| (l < self.solved).then(|| sample(layer.sided())));
        Some(Auxiliary { spikes: self.targets.iter().map(sample).collect(), potentials: sided.chain([None]).collect() })
    }

    /// The target trains `a*`, which the layer problems have just been solved for.
    fn belief(&self, most: usize) -> Result<Option<Belief<F>>, Error> {
        if !self.wanted {
            return Ok(None);
        }
        let samples: Vec<usize> = (0..self.problem.data.len().min(most)).collect();
        let spikes = self.targets.iter().map(|target| target.select(&samples)).collect();
        Ok(Some(Belief { samples, spikes }))
    }

    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        self.settings = self.settings.changed(key, value)?;
        Ok(())
    }
}

fn check_finite<F: Scalar>(values: &Array2<F>, block: Block) -> Result<(), Error> {
    if all_finite(slice(values)) {
        Ok(())
    } else {
        Err(Error::Numerical { block: block.name(), reason: "a number is not finite" })
    }
}

/// Root mean square of the difference of two arrays of one size.
fn rms_difference<F: Scalar>(one: &[F], other: &[F]) -> f64 {
    let sum: f64 = one.iter().zip(other).map(|(a, b)| (a.f64() - b.f64()).powi(2)).sum();
    (sum / one.len().max(1) as f64).sqrt()
}
