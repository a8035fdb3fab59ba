//! An experiment at work: its data, the moment at which its run stands, and what is measured while it trains.

use super::data::Data;
use super::evaluation::Evaluation;
use super::field::field;
use super::limits::MAX_LIVE;
use super::live::Live;
use super::moment::Moment;
use super::past::Past;
use super::record::{Accuracy, Best, Record, Snapshot};
use super::schedule::Schedule;
use super::spec::Spec;
use super::{Shape, Solver};
use crate::Error;
use crate::data::{Dataset, Splits, View};
use crate::error::Allowed;
use crate::linalg::Scalar;
use crate::loss::Target;
use crate::loss::classes::predictions;
use crate::method::{Auxiliary, Block, Problem, Report, Status, Trainer, not_live};
use crate::network::Network;

/// An experiment at work.
pub struct Experiment<F: Scalar> {
    pub(super) data: Data<F>,
    pub(super) train: Evaluation<F>,
    pub(super) validation: Evaluation<F>,
    pub(super) test: Evaluation<F>,
    /// Test accuracy of the control.
    pub(super) control: f64,
    pub(super) moment: Moment<F>,
    pub(super) schedule: Schedule,
    pub(super) history: Vec<Record>,
    /// What was measured of an iterate that the history has no row of.
    pub(super) look: Option<Record>,
    /// Whether the last evaluation was of another network than the one shown.
    pub(super) stale: bool,
    pub(super) past: Past<F>,
    clock: fn() -> f64,
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
        let splits =
            spec.task.generate_over::<F>(spec.gap, spec.encoder, spec.samples, spec.steps, spec.noise, spec.seed)?;
        Self::with_data(spec, splits, clock)
    }

    /// Trains on data that come from anywhere: inputs, steps, samples and the answer are read off them, and what `spec` says
    /// of its task's data (`task`, `n`, `T`, `noise`, `encoder`) is left aside.
    ///
    /// # Errors
    /// [`Error::Setting`] for a spec out of range or a solver that cannot train such an answer, [`Error::Memory`] for an
    /// experiment that is too large, [`Error::Shape`] for sets that do not fit each other.
    pub fn with_data(spec: Spec, splits: Splits<F>, clock: fn() -> f64) -> Result<Self, Error> {
        spec.validate()?;
        let shape = Shape::of(&splits.train, &splits.validation, &splits.test, splits.view);
        spec.check_memory_on(&shape)?;
        if shape.answer.is_trains() && !spec.solver.trains() {
            let names = Solver::ALL.into_iter().filter(|solver| solver.trains()).map(Solver::name).collect();
            let (key, given) = ("solver".into(), spec.solver.name().into());
            return Err(Error::Setting { key, given, allowed: Allowed::OneOf { names, task: None } });
        }
        let data = Data::new(&spec, splits)?;
        let (sizes, delta) = (data.problem.start.sizes(), data.problem.start.delta);
        let mut test = Evaluation::new(&data.test, &sizes, delta);
        // Before there is a trainer: the two need not be in memory together.
        test.run(&data.control(&spec)?, &data.test_trace)?;
        let mut experiment = Self {
            train: Evaluation::new(&data.problem.data, &sizes, delta),
            validation: Evaluation::new(&data.validation, &sizes, delta),
            control: test.score(),
            test,
            moment: Moment::new(&spec, &data.problem)?,
            schedule: Schedule::of(&spec, &shape),
            history: Vec::new(),
            look: None,
            stale: false,
            past: Past::new(&spec, &data.problem.start),
            clock,
            data,
        };
        experiment.begin()?;
        Ok(experiment)
    }

    /// Back to iteration 0 with the same data and the same weights; what was changed under way will be changed there again.
    ///
    /// # Errors
    /// Those of the trainer's construction.
    pub fn reset(&mut self) -> Result<(), Error> {
        self.past.restart();
        self.moment = Moment::new(&self.past.origin, &self.data.problem)?;
        self.schedule = Schedule::of(&self.past.origin, &self.shape());
        self.history.clear();
        self.look = None;
        self.begin()
    }

    /// Keeps and measures the start.
    fn begin(&mut self) -> Result<(), Error> {
        self.past.keep(0, 0.0, self.moment.trainer.network());
        self.record()
    }

    /// The experiment with its settings as they are now.
    pub fn spec(&self) -> &Spec {
        &self.moment.spec
    }

    /// The experiment as its link says it: its settings at the start, and all that is changed under way.
    pub fn origin(&self) -> &Spec {
        &self.past.origin
    }

    /// How many of the changes under way have been made.
    pub fn changes_made(&self) -> usize {
        self.moment.changed
    }

    /// Training data, its trace and the initial network.
    pub fn problem(&self) -> &Problem<F> {
        &self.data.problem
    }

    /// Test data.
    pub fn test_data(&self) -> &Dataset<F> {
        &self.data.test
    }

    /// How a sample of the data can be seen.
    pub fn view(&self) -> View {
        self.data.view
    }

    /// A short name of each input channel, in mathematical signs only; empty where they have no meaning of their own.
    pub fn input_names(&self) -> &[String] {
        &self.data.names
    }

    /// What the data are, without them.
    pub fn shape(&self) -> Shape {
        self.data.shape()
    }

    /// How the run stands.
    pub fn status(&self) -> Status {
        self.moment.status
    }

    /// Why the run ended, where it has a reason of its own, as a sentence.
    pub fn message(&self) -> Option<String> {
        self.failure().map(ToString::to_string)
    }

    /// Why the run ended, where it has a reason of its own.
    pub fn failure(&self) -> Option<&Error> {
        self.moment.failure.as_ref()
    }

    /// Seconds of training so far.
    pub fn seconds(&self) -> f64 {
        self.moment.seconds
    }

    /// The target trains, for data whose target is one.
    pub fn target(&self) -> Option<&Target<F>> {
        self.test.loss.target()
    }

    /// The history, a row of each iteration that was measured ([`Schedule`]), from iteration 0.
    pub fn history(&self) -> &[Record] {
        &self.history
    }

    /// Best iterate so far.
    pub fn best(&self) -> Option<Best> {
        self.moment.best
    }

    /// The block that comes next.
    pub fn next_block(&self) -> Block {
        self.moment.trainer.next_block()
    }

    /// The blocks of one iteration.
    pub fn blocks(&self) -> Vec<Block> {
        self.moment.trainer.blocks()
    }

    /// The optimiser's own copy of a training sample's variables; none while an older iterate is shown.
    pub fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>> {
        if self.shown().is_some() { None } else { self.moment.trainer.auxiliary(n) }
    }

    /// The network that the numbers belong to: the current one in a run, the best one after its end.
    pub fn network(&self) -> &Network<F> {
        self.moment.network()
    }

    /// The network whose weights the trainer updates, which [`Self::auxiliary`] belongs to.
    pub fn iterate(&self) -> &Network<F> {
        self.moment.trainer.iterate()
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
        self.measure()?;
        self.advance_block(true)
    }

    /// Updates the next block and, of a sweep over time, all that is left of it, with one report. Does nothing after the end.
    ///
    /// # Errors
    /// As [`Self::step_block`].
    pub fn step_sweep(&mut self) -> Result<Option<Report>, Error> {
        self.measure()?;
        // A change that is due within a sweep is made at its block.
        if self.moment.is_due_within(&self.past.origin.live) {
            return self.advance_block(true);
        }
        self.advance(|trainer| trainer.sweep())
    }

    /// Updates blocks to the end of the current iteration. Does nothing after the end.
    ///
    /// # Errors
    /// As [`Self::step_block`].
    pub fn step_iteration(&mut self) -> Result<(), Error> {
        let done = self.moment.trainer.iteration();
        while self.moment.status == Status::Running && self.moment.trainer.iteration() == done {
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

    /// Changes a setting of the solver during the run, which becomes part of the experiment ([`Spec::live`]).
    ///
    /// # Errors
    /// [`Error::Setting`] when the key cannot change in a run, the value is out of range, the run is over or was changed too often;
    /// nothing changes then.
    pub fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        let (iteration, block) = self.moment.place();
        self.set_live_at(iteration, block, key, value)
    }

    /// [`Self::set_live`] at a place that the run comes to later, or stands at: the end of an iteration or so many block updates
    /// after it.
    ///
    /// # Errors
    /// As [`Self::set_live`], and [`Error::Setting`] for a place that the run has left behind.
    pub fn set_live_at(&mut self, iteration: usize, block: usize, key: &str, value: f64) -> Result<(), Error> {
        let refuse = |allowed: Allowed| Err(Error::Setting { key: key.to_owned(), given: value.to_string(), allowed });
        self.moment.spec.clone().set_number(key, value)?;
        let Some(field) = field(key).filter(|f| f.live) else { return Err(not_live(key, value)) };
        if self.moment.status != Status::Running {
            return refuse("left as it is: the run is over".into());
        }
        let change = Live { iteration, block, key: field.key, value };
        let now = self.moment.place();
        if change.place() < now {
            return refuse("changed earlier: the run has left that place behind".into());
        }
        let mut origin = self.past.origin.clone();
        origin.change(change);
        origin.forget_repeated(change);
        if origin.live.len() > MAX_LIVE {
            return refuse(format!("left as it is: a run holds {MAX_LIVE} changes").into());
        }
        if change.place() == now {
            self.moment.trainer.set_live(key, value)?;
        }
        self.go_on();
        self.past.origin = origin;
        if change.place() == (0, 0) {
            // The run starts with it, in all that depends on it.
            return self.reset();
        }
        if change.place() == now {
            self.moment.spec.put(field.key, value);
            self.moment.changed = self.past.origin.live.partition_point(|c| c.place() <= now);
        }
        Ok(())
    }

    /// Everything as plain data, after a [`look`](Self::look) at the network that stands.
    ///
    /// # Errors
    /// As [`Self::look`].
    pub fn snapshot(&mut self) -> Result<Snapshot, Error> {
        // Pictures may show another iterate, which is not meant.
        let (shown, known) = (self.past.shown.take(), self.measured(self.position()).is_some());
        let now = self.look_at_position();
        self.past.shown = shown;
        self.stale |= shown.is_some() && !known;
        let now = now?;
        let block = self.next_block();
        Ok(Snapshot {
            version: 1,
            spec: self.spec().clone(),
            link: self.origin().link(),
            block: block.name(),
            time: block.time,
            status: self.status().name(),
            now,
            best: self.best(),
            history: self.history_so_far().to_vec(),
            weights_hash: self.weights_hash(),
            message: self.message(),
        })
    }

    /// Accuracies of the network that stands now, see [`Self::network`]; those of the last row of the history where nobody
    /// had a [`look`](Self::look) at it.
    pub fn accuracy(&self) -> Option<Accuracy> {
        let last = self.measured(self.position()).or_else(|| self.history_so_far().last())?.accuracy;
        Some(match (self.moment.status, self.moment.best) {
            (Status::Running, _) | (_, None) => last,
            (_, Some(best)) => Accuracy { train: best.train, test: best.test, ..last },
        })
    }

    /// The older iteration whose kept iterate the pictures show, if they do.
    pub fn shown(&self) -> Option<usize> {
        self.past.shown
    }

    /// The network that the pictures show: a kept iterate, or [`Self::network`].
    pub fn shown_network(&self) -> &Network<F> {
        self.past.shown_network().unwrap_or_else(|| self.network())
    }

    /// The run goes on from where the trainer stands: whatever is later is dropped.
    fn go_on(&mut self) {
        if let Some(iteration) = self.past.go_on(&self.moment) {
            let rows = self.rows_to(iteration).len();
            self.history.truncate(rows);
            self.past.scores.truncate(rows);
            self.look = None;
        }
    }

    fn advance_block(&mut self, detail: bool) -> Result<Option<Report>, Error> {
        self.advance(|trainer| Ok((trainer.step(detail)?, 1)))
    }

    /// Does some blocks, of one iteration at most; the work says how many.
    fn advance<W>(&mut self, work: W) -> Result<Option<Report>, Error>
    where
        W: FnOnce(&mut dyn Trainer<F>) -> Result<(Report, usize), Error>,
    {
        if self.moment.status != Status::Running {
            return Ok(None);
        }
        self.go_on();
        let moment = &mut self.moment;
        let before = (self.clock)();
        let done = moment.trainer.iteration();
        let outcome = work(moment.trainer.as_mut());
        moment.seconds += ((self.clock)() - before).max(0.0);
        let (report, blocks) = match outcome {
            Ok(done) => done,
            Err(error @ Error::Numerical { .. }) => {
                self.end(Status::NumericalError, Some(error))?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        moment.part += blocks;
        let iteration = moment.trainer.iteration();
        if iteration > done {
            moment.completed();
            self.past.keep(iteration, moment.seconds, moment.trainer.network());
            self.look = None;
            self.stale = true;
            if self.schedule.has(iteration) {
                self.record()?;
            }
            let status = self.moment.trainer.status();
            if status != Status::Running {
                self.end(status, None)?;
            } else if iteration >= self.moment.spec.iterations {
                self.end(Status::MaxIterations, None)?;
            }
        }
        if self.moment.status == Status::Running {
            self.moment.change(&self.past.origin.live)?;
        }
        Ok(Some(report))
    }

    fn end(&mut self, status: Status, failure: Option<Error>) -> Result<(), Error> {
        if self.moment.status != Status::Running {
            return Ok(());
        }
        // The last iterate always has a row, and so a chance to be the best.
        if self.history.last().is_none_or(|row| row.iteration < self.position()) {
            self.record()?;
        }
        self.moment.status = status;
        self.moment.failure = failure;
        self.look = None;
        // The last row of the history stays what it was; a row for the best iterate would repeat one.
        self.refresh()
    }
}
