//! A run: the data and the network of a [`Spec`], one trainer, and what is measured while it trains.

use std::sync::Arc;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::past::Past;
use super::{Solver, Spec};
use crate::Error;
use crate::admm::{exact, paper, targets};
use crate::baselines::control::Control;
use crate::baselines::surrogate;
use crate::data::Dataset;
use crate::linalg::{Scalar, max_abs, slice};
use crate::loss::classes::predictions;
use crate::loss::{self, Hold, Loss, Pass, Target};
use crate::method::timing;
use crate::method::{Auxiliary, Block, Problem, Report, Status, Trainer};
use crate::network::{Activity, Network, Reading, Series, initialise, trace};
use crate::random::{Stream, generator};
use crate::tasks;

/// A neuron that fires in more than this fraction of all steps counts as saturated.
const SATURATED: f64 = 0.9;

/// Accuracies on real forward passes, except `auxiliary`. Where the target is a spike train, the agreement of the output
/// trains with it stands in their place ([`crate::loss::TrainDistance::agreement`]).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Accuracy {
    /// On the training data.
    pub train: f64,
    /// On the test data.
    pub test: f64,
    /// What the optimiser's own variables claim on the training data.
    pub auxiliary: Option<f64>,
    /// Test accuracy of the control: the same frozen hidden layers with a ridge readout.
    pub control: f64,
}

/// The best iterate so far: the one with the largest sum of training and validation accuracy (both sets weigh the same,
/// however many samples they have), then the one with the smallest validation loss. The test data have no say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Best {
    /// When it was.
    pub iteration: usize,
    /// Its accuracy on the training data.
    pub train: f64,
    /// Its accuracy on the test data.
    pub test: f64,
}

/// Residuals of a layer at the end of an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Residual {
    /// Layer `1..=L`.
    pub layer: usize,
    /// Root mean square of the dynamics' primal residual.
    pub dynamics: Option<f64>,
    /// Residual of the spike constraint (for `exact` and `targets`: fraction of the wanted sides not reached).
    pub spikes: Option<f64>,
}

/// One row of the history: how things stood after an iteration.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Iterations done.
    pub iteration: usize,
    /// Seconds of training alone, without evaluation and drawing.
    pub seconds: f64,
    /// What the method descends on.
    pub objective: Option<f64>,
    /// The method's training loss.
    pub loss: Option<f64>,
    /// Accuracies.
    pub accuracy: Accuracy,
    /// Accuracy on the validation data.
    pub validation: f64,
    /// Residuals of every layer.
    pub residuals: Vec<Residual>,
    /// Spikes a neuron and step, a hidden layer.
    pub firing_rates: Vec<f64>,
    /// Neurons that never fire on the training data, a hidden layer.
    pub silent: Vec<usize>,
    /// Neurons that fire in more than nine of ten steps, a hidden layer.
    pub saturated: Vec<usize>,
    /// Largest absolute membrane potential of the hidden layers.
    pub max_abs_potential: f64,
    /// Share of the spikes whose time differs between the optimiser's model and the real network of its current weights
    /// ([`timing::mismatch`]); none where the method has no model, or none yet.
    pub timing: Option<f64>,
    /// The same a hidden layer; empty where there is none.
    pub timing_layers: Vec<f64>,
}

/// Everything of an experiment at a moment, as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Version of this format.
    pub version: u32,
    /// The experiment.
    pub spec: Spec,
    /// Its canonical link.
    pub link: String,
    /// Name of the next block.
    pub block: String,
    /// Time step of the next block, where it has one.
    pub time: Option<usize>,
    /// How the run stands.
    pub status: &'static str,
    /// The last row of the history; after the end of a run, with the accuracies of the best iterate.
    #[serde(flatten)]
    pub now: Record,
    /// Best iterate so far.
    pub best: Option<Best>,
    /// One row an iteration, from iteration 0.
    pub history: Vec<Record>,
    /// Hash of the weights that the accuracies belong to: 16 hex digits.
    pub weights_hash: String,
    /// Why the run ended, where it has a reason of its own.
    pub message: Option<String>,
}

/// What the network is measured by on one data set.
pub(super) struct Evaluation<F: Scalar> {
    labels: Vec<usize>,
    loss: Box<dyn Loss<F>>,
    pub(super) reading: Reading<F>,
    /// The whole pass, for a loss that looks at more than the readout.
    activity: Option<Activity<F>>,
}

impl<F: Scalar> Evaluation<F> {
    fn new(data: &Dataset<F>, sizes: &[usize], delta: F) -> Self {
        let loss = loss::of(data, delta);
        let whole = loss.hold() == Hold::Trains;
        Self {
            labels: data.labels.clone(),
            reading: Reading::new(sizes, data.len()),
            activity: whole.then(|| Activity::new(sizes, data.input.steps(), data.len())),
            loss,
        }
    }

    /// Runs a network forward on the data set's input trace.
    pub(super) fn run(&mut self, network: &Network<F>, input_trace: &Series<F>) -> Result<(), Error> {
        if let Some(activity) = &mut self.activity {
            network.forward(input_trace, activity)?;
        }
        network.read(input_trace, &mut self.reading)
    }

    fn pass(&self) -> Pass<'_, F> {
        self.activity.as_ref().map_or_else(|| (&self.reading).into(), Pass::from)
    }

    /// Accuracy, or what stands in its place, of the last run.
    fn score(&self) -> f64 {
        self.loss.score(self.pass(), &self.labels)
    }

    /// Loss of the last run.
    fn loss(&self) -> f64 {
        self.loss.value(self.pass(), &self.labels)
    }
}

/// An experiment at work.
pub struct Experiment<F: Scalar> {
    pub(super) spec: Spec,
    pub(super) problem: Arc<Problem<F>>,
    pub(super) trainer: Box<dyn Trainer<F>>,
    test_data: Dataset<F>,
    validation_trace: Series<F>,
    pub(super) test_trace: Series<F>,
    pub(super) train: Evaluation<F>,
    validation: Evaluation<F>,
    pub(super) test: Evaluation<F>,
    control: f64,
    pub(super) history: Vec<Record>,
    pub(super) best: Option<Best>,
    pub(super) best_score: (f64, f64),
    pub(super) best_network: Network<F>,
    pub(super) status: Status,
    pub(super) failure: Option<Error>,
    clock: fn() -> f64,
    pub(super) seconds: f64,
    pub(super) past: Past<F>,
}

impl<F: Scalar> Experiment<F> {
    /// Draws the data and the initial weights from the spec's seed. `clock` gives seconds from any origin; it only
    /// reports, nothing is decided by it.
    ///
    /// # Errors
    /// [`Error::Setting`] for a spec out of range, [`Error::Memory`] for one that is too large.
    pub fn new(spec: Spec, clock: fn() -> f64) -> Result<Self, Error> {
        spec.validate()?;
        spec.check_memory()?;
        let splits = tasks::generate::<F>(spec.task, spec.encoder, spec.samples, spec.steps, spec.noise, spec.seed)?;
        let (delta, theta) = (F::of(spec.delta), F::of(spec.theta));
        let sizes = spec.sizes();
        let input_trace = trace(&splits.train.input, delta);
        // The paper's solver starts from W = 0 and has no gain; its first picture is that of the control.
        let gain = spec.settings.get("gain").copied().unwrap_or_else(|| control_settings(&spec).0);
        let loss = loss::of(&splits.train, delta);
        let start = start(&spec, &input_trace, &*loss, delta, theta, gain)?;
        let problem = Arc::new(Problem { input_trace, data: splits.train, start });
        let mut experiment = Self {
            trainer: trainer(&spec, &problem)?,
            validation_trace: trace(&splits.validation.input, delta),
            test_trace: trace(&splits.test.input, delta),
            train: Evaluation::new(&problem.data, &sizes, delta),
            validation: Evaluation::new(&splits.validation, &sizes, delta),
            test: Evaluation::new(&splits.test, &sizes, delta),
            test_data: splits.test,
            control: 0.0,
            history: Vec::new(),
            best: None,
            best_score: (f64::NEG_INFINITY, f64::NEG_INFINITY),
            best_network: problem.start.clone(),
            past: Past::new(&spec, &problem.start),
            status: Status::Running,
            failure: None,
            clock,
            seconds: 0.0,
            problem,
            spec,
        };
        experiment.control = experiment.measure_control()?;
        experiment.record()?;
        Ok(experiment)
    }

    /// Back to iteration 0 with the same data and the same weights.
    ///
    /// # Errors
    /// Those of the trainer's construction.
    pub fn reset(&mut self) -> Result<(), Error> {
        self.trainer = trainer(&self.spec, &self.problem)?;
        self.past.restart(&self.spec);
        self.history.clear();
        self.best = None;
        self.best_score = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        self.best_network.copy_weights(&self.problem.start);
        self.status = Status::Running;
        self.failure = None;
        self.seconds = 0.0;
        self.record()
    }

    /// The experiment.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Training data, its trace and the initial network.
    pub fn problem(&self) -> &Problem<F> {
        &self.problem
    }

    /// Test data.
    pub fn test_data(&self) -> &Dataset<F> {
        &self.test_data
    }

    /// How the run stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Why the run ended, where it has a reason of its own, as a sentence.
    pub fn message(&self) -> Option<String> {
        self.failure.as_ref().map(ToString::to_string)
    }

    /// Why the run ended, where it has a reason of its own.
    pub fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    /// Seconds of training so far.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// The target trains, for tasks whose target is one.
    pub fn target(&self) -> Option<&Target<F>> {
        self.test.loss.target()
    }

    /// The history, one row an iteration, from iteration 0.
    pub fn history(&self) -> &[Record] {
        &self.history
    }

    /// Best iterate so far.
    pub fn best(&self) -> Option<Best> {
        self.best
    }

    /// The block that comes next.
    pub fn next_block(&self) -> Block {
        self.trainer.next_block()
    }

    /// The blocks of one iteration.
    pub fn blocks(&self) -> Vec<Block> {
        self.trainer.blocks()
    }

    /// The optimiser's own copy of a training sample's variables; none while an older iterate is shown.
    pub fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>> {
        if self.shown().is_some() { None } else { self.trainer.auxiliary(n) }
    }

    /// The network that the numbers belong to: the current one in a run, the best one after its end.
    pub fn network(&self) -> &Network<F> {
        if self.status == Status::Running { self.trainer.network() } else { &self.best_network }
    }

    /// Labels and predictions of the test set by the network shown, `(true, predicted)`.
    pub fn test_predictions(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.test.labels.iter().copied().zip(predictions(&self.test.reading.output))
    }

    /// Updates one block and says what that did. Does nothing after the end.
    ///
    /// # Errors
    /// None of the trainer's: a numerical error ends the run and is its status and message. [`Error::Shape`] would be
    /// a fault of ours.
    pub fn step_block(&mut self) -> Result<Option<Report>, Error> {
        self.advance_block(true)
    }

    /// Updates blocks to the end of the current iteration. Does nothing after the end.
    ///
    /// # Errors
    /// As [`Self::step_block`].
    pub fn step_iteration(&mut self) -> Result<(), Error> {
        let done = self.trainer.iteration();
        while self.status == Status::Running && self.trainer.iteration() == done {
            self.advance_block(false)?;
        }
        Ok(())
    }

    /// Ends the run; the best iterate stands.
    ///
    /// # Errors
    /// As [`Self::step_block`].
    pub fn stop(&mut self) -> Result<(), Error> {
        self.go_on();
        self.end(Status::Stopped, None)
    }

    /// Changes a setting of the solver during the run.
    ///
    /// # Errors
    /// [`Error::Setting`] when the key cannot change in a run or the value is out of range; nothing changes then.
    pub fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        let mut spec = self.spec.clone();
        spec.set_number(key, value)?;
        self.trainer.set_live(key, value)?;
        self.go_on();
        self.past.note_change(key, value);
        self.spec = spec;
        Ok(())
    }

    /// Everything as plain data.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let block = self.trainer.next_block();
        Some(Snapshot {
            version: 1,
            spec: self.spec.clone(),
            link: self.spec.link(),
            block: block.name(),
            time: block.time,
            status: self.status.name(),
            now: Record { accuracy: self.accuracy()?, ..self.history_so_far().last()?.clone() },
            best: self.best,
            history: self.history_so_far().to_vec(),
            weights_hash: self.weights_hash(),
            message: self.message(),
        })
    }

    /// Hash of the weights that the accuracies belong to: 16 hex digits, the same bits in every browser.
    pub fn weights_hash(&self) -> String {
        let mut hash = Xxh3::new();
        hash_weights(&mut hash, self.network());
        format!("{:016x}", hash.digest())
    }

    /// Hash of the weights and of the whole history but its seconds: 16 hex digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Xxh3::new();
        hash_weights(&mut hash, self.network());
        for row in self.history_so_far() {
            let numbers =
                [row.objective, row.loss, Some(row.accuracy.train), Some(row.accuracy.test), Some(row.validation)];
            let residuals = row.residuals.iter().flat_map(|r| [r.dynamics, r.spikes]);
            for number in numbers.into_iter().chain(residuals).chain(row.firing_rates.iter().copied().map(Some)) {
                hash.update(&number.unwrap_or(f64::NEG_INFINITY).to_bits().to_le_bytes());
            }
        }
        format!("{:016x}", hash.digest())
    }

    fn advance_block(&mut self, detail: bool) -> Result<Option<Report>, Error> {
        if self.status != Status::Running {
            return Ok(None);
        }
        self.go_on();
        let before = (self.clock)();
        let done = self.trainer.iteration();
        let outcome = self.trainer.step(detail);
        self.seconds += ((self.clock)() - before).max(0.0);
        let report = match outcome {
            Ok(report) => report,
            Err(error @ Error::Numerical { .. }) => {
                self.end(Status::NumericalError, Some(error))?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        self.past.count_block();
        if self.trainer.iteration() > done {
            self.record()?;
            let status = self.trainer.status();
            if status != Status::Running {
                self.end(status, None)?;
            } else if self.trainer.iteration() >= self.spec.iterations {
                self.end(Status::MaxIterations, None)?;
            }
        }
        Ok(Some(report))
    }

    fn end(&mut self, status: Status, failure: Option<Error>) -> Result<(), Error> {
        if self.status != Status::Running {
            return Ok(());
        }
        self.status = status;
        self.failure = failure;
        // The last row of the history stays what it was; a row for the best iterate would repeat one.
        self.refresh()
    }

    /// Test accuracy of the control on the same data and layer sizes: one number for all solvers.
    fn measure_control(&mut self) -> Result<f64, Error> {
        let (gain, ridge) = control_settings(&self.spec);
        let Network { delta, theta, .. } = self.problem.start;
        let mut network = start(&self.spec, &self.problem.input_trace, &*self.test.loss, delta, theta, gain)?;
        let mut activity = Activity::new(&self.spec.sizes(), self.spec.steps, self.problem.data.len());
        network.forward(&self.problem.input_trace, &mut activity)?;
        let labels = &self.problem.data.labels;
        self.test.loss.fit(&activity, &self.problem.input_trace, labels, ridge, &mut network)?;
        self.test.run(&network, &self.test_trace)?;
        Ok(self.test.score())
    }

    /// Measures the current network on all three sets and adds a row to the history.
    fn record(&mut self) -> Result<(), Error> {
        let network = self.trainer.network();
        self.train.run(network, &self.problem.input_trace)?;
        self.validation.run(network, &self.validation_trace)?;
        self.test.run(network, &self.test_trace)?;
        let iteration = self.trainer.iteration();
        let (train, test, validation) = (self.train.score(), self.test.score(), self.validation.score());
        let score = (train + validation, -self.validation.loss());
        if score > self.best_score {
            self.best_score = score;
            self.best = Some(Best { iteration, train, test });
            self.best_network.copy_weights(network);
        }
        self.past.record(iteration, score, network);
        let hidden = network.depth() - 1;
        let mut record = Record {
            iteration,
            seconds: self.seconds,
            objective: None,
            loss: None,
            accuracy: Accuracy { train, test, auxiliary: None, control: self.control },
            validation,
            residuals: Vec::with_capacity(hidden + 1),
            firing_rates: Vec::with_capacity(hidden),
            silent: Vec::with_capacity(hidden),
            saturated: Vec::with_capacity(hidden),
            max_abs_potential: max_abs(self.train.reading.largest.iter().flatten()).f64(),
            timing: None,
            timing_layers: Vec::new(),
        };
        if let Some(belief) = self.trainer.belief(timing::SAMPLES)? {
            let found = timing::mismatch(&belief, self.trainer.iterate(), &self.problem.input_trace)?;
            record.timing = Some(found.all);
            record.timing_layers = found.layers;
        }
        let measures = self.trainer.measures();
        record.objective = measures.objective;
        record.loss = measures.loss;
        record.accuracy.auxiliary = measures.auxiliary_accuracy;
        for l in 0..=hidden {
            record.residuals.push(Residual {
                layer: l + 1,
                dynamics: measures.dynamics.get(l).copied().flatten(),
                spikes: measures.spikes.get(l).copied().flatten(),
            });
        }
        let cells = (self.spec.steps * self.problem.data.len()) as f64;
        for counts in &self.train.reading.spikes {
            let total: f64 = counts.iter().copied().map(f64::from).sum();
            record.firing_rates.push(total / (cells * counts.len() as f64));
            record.silent.push(counts.iter().filter(|c| **c == 0).count());
            record.saturated.push(counts.iter().filter(|c| f64::from(**c) > SATURATED * cells).count());
        }
        self.history.push(record);
        Ok(())
    }

    /// Accuracies of the network that stands now, see [`Self::network`].
    pub fn accuracy(&self) -> Option<Accuracy> {
        let last = self.history_so_far().last()?.accuracy;
        Some(match (self.status, self.best) {
            (Status::Running, _) | (_, None) => last,
            (_, Some(best)) => Accuracy { train: best.train, test: best.test, ..last },
        })
    }
}

/// Gain and ridge of the control: the experiment's own when it is the control, else the control's defaults.
fn control_settings(spec: &Spec) -> (f64, f64) {
    let defaults;
    let control = if spec.solver == Solver::Control {
        spec
    } else {
        defaults = Spec::defaults(spec.task, Solver::Control);
        &defaults
    };
    (control.setting("gain"), control.setting("kappa"))
}

/// The network that a run starts from, with the readout that its loss asks for.
fn start<F: Scalar>(
    spec: &Spec,
    input_trace: &Series<F>,
    loss: &dyn Loss<F>,
    delta: F,
    theta: F,
    gain: f64,
) -> Result<Network<F>, Error> {
    let mut rng = generator(spec.seed, Stream::Weights);
    let mut network = initialise(&spec.sizes(), input_trace, delta, theta, gain, &mut rng)?;
    loss.fix_readout(network.readout_mut());
    Ok(network)
}

fn hash_weights<F: Scalar>(hash: &mut Xxh3, network: &Network<F>) {
    for weight in network.weights().flat_map(slice) {
        hash.update(&weight.f64().to_bits().to_le_bytes());
    }
}

/// A trainer at the start of a run of `spec`.
pub(super) fn trainer<F: Scalar>(spec: &Spec, problem: &Arc<Problem<F>>) -> Result<Box<dyn Trainer<F>>, Error> {
    let problem = Arc::clone(problem);
    let setting = |key: &str| spec.setting(key);
    let iterations = spec.iterations;
    Ok(match spec.solver {
        Solver::Exact => Box::new(exact::Exact::new(
            problem,
            exact::Settings {
                margin: setting("margin"),
                mu: setting("mu"),
                tau: setting("tau"),
                inner: setting("inner") as usize,
                batch: setting("batch") as usize,
                average: setting("average"),
                iterations,
                seed: spec.seed,
                ..exact::Settings::default()
            },
        )?),
        Solver::Targets => Box::new(targets::Targets::new(
            problem,
            targets::Settings {
                rho0: setting("rho0"),
                rho1: setting("rho1"),
                margin: setting("margin"),
                mu: setting("mu"),
                kappa: setting("kappa"),
                alpha: setting("alpha"),
                inner: setting("inner") as usize,
                iterations,
            },
        )?),
        Solver::Paper => Box::new(paper::Paper::new(
            &problem,
            paper::Settings { rho: setting("rho"), beta: setting("beta"), warmup: setting("warmup"), iterations },
            &mut generator(spec.seed, Stream::Trainer),
        )?),
        Solver::Surrogate => Box::new(surrogate::Surrogate::new(
            problem,
            surrogate::Settings {
                lr: setting("lr"),
                slope: setting("slope"),
                batch: setting("batch") as usize,
                iterations,
                seed: spec.seed,
            },
        )?),
        Solver::Control => Box::new(Control::new(problem, setting("kappa"))?),
    })
}
