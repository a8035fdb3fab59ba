//! What is measured of a run, and when: the rows of its history as its [`Schedule`](super::Schedule) says, and a look at any other
//! iterate when somebody asks. A look is never part of the history.

use super::data::Data;
use super::moment::Score;
use super::record::{Accuracy, Record, Residual};
use super::run::Experiment;
use crate::Error;
use crate::linalg::{Scalar, max_abs};
use crate::method::{Measures, Status, timing};

/// A neuron that fires in more than this fraction of all steps counts as saturated.
const SATURATED: f64 = 0.9;

impl<F: Scalar> Experiment<F> {
    /// The row of the history that was measured of an iteration, or the look at it.
    pub(super) fn measured(&self, iteration: usize) -> Option<&Record> {
        let row = self.history.binary_search_by_key(&iteration, |row| row.iteration).ok();
        row.map(|row| &self.history[row]).or_else(|| self.look.as_ref().filter(|look| look.iteration == iteration))
    }

    /// The rows of the history up to an iteration that are there whenever the run comes by: without the row of an end before
    /// its time.
    pub(super) fn rows_to(&self, iteration: usize) -> &[Record] {
        let rows = &self.history[..self.history.partition_point(|row| row.iteration <= iteration)];
        match rows.split_last() {
            Some((last, before)) if !self.schedule.has(last.iteration) => before,
            _ => rows,
        }
    }

    /// The history up to where the trainer stands.
    pub fn history_so_far(&self) -> &[Record] {
        if self.moment.status == Status::Running { self.rows_to(self.position()) } else { &self.history }
    }

    /// Measures the network that the pictures show, unless that was done: between two rows of the history the numbers are
    /// those of the last row, until somebody looks. Neither the history nor what comes of the run changes by it.
    ///
    /// # Errors
    /// [`Error::Shape`] would be a fault of ours.
    pub fn look(&mut self) -> Result<(), Error> {
        if self.stale { self.refresh() } else { Ok(()) }
    }

    /// Accuracy of the last iterate on the validation data alone, also where the history has no row of it. Neither the history
    /// nor what comes of the run changes by it.
    ///
    /// # Errors
    /// [`Error::Shape`] would be a fault of ours.
    pub fn validate(&mut self) -> Result<f64, Error> {
        self.validation.run(self.moment.trainer.network(), &self.data.validation_trace)?;
        Ok(self.validation.score())
    }

    /// What is measured of the network that stands, see [`Self::network`].
    pub(super) fn look_at_position(&mut self) -> Result<Record, Error> {
        if self.measured(self.position()).is_none() {
            self.refresh()?;
        }
        let row = self.measured(self.position()).or_else(|| self.history.last());
        let (Some(row), Some(accuracy)) = (row, self.accuracy()) else {
            return Err(Error::Shape { what: "history", expected: "a row of the start".into(), found: "none".into() });
        };
        Ok(Record { accuracy, ..row.clone() })
    }

    /// Runs the data through the network that the pictures show, and measures it where the history has no row of it.
    pub(super) fn refresh(&mut self) -> Result<(), Error> {
        let iteration = self.shown().unwrap_or_else(|| self.position());
        self.measure()?;
        let ended = self.moment.status != Status::Running && self.shown().is_none();
        // In the middle of an iteration some layers have moved on already.
        let whole = self.past.kept(iteration).filter(|_| !ended);
        let network = whole.unwrap_or_else(|| self.moment.network());
        self.train.run(network, &self.data.problem.input_trace)?;
        self.test.run(network, &self.data.test_trace)?;
        self.stale = false;
        if !ended && self.measured(iteration).is_none() {
            self.validation.run(network, &self.data.validation_trace)?;
            self.look = Some(self.found(iteration)?);
        }
        Ok(())
    }

    /// Measures the last completed iterate on all three sets and adds a row to the history.
    pub(super) fn record(&mut self) -> Result<(), Error> {
        let Data { problem, validation_trace, test_trace, .. } = &self.data;
        let iteration = self.position();
        // An iteration that broke off has moved some layers already.
        let kept = self.past.kept(iteration).filter(|_| self.moment.trainer.mid_iteration());
        let network = kept.unwrap_or_else(|| self.moment.trainer.network());
        self.validation.run(network, validation_trace)?;
        self.train.run(network, &problem.input_trace)?;
        self.test.run(network, test_trace)?;
        self.stale = false;
        self.measure()?;
        let mut row = self.found(iteration)?;
        if self.moment.trainer.mid_iteration() {
            // What they would be measured from has moved on, and was measured only if somebody happened to look.
            for residual in &mut row.residuals {
                (residual.dynamics, residual.spikes) = (None, None);
            }
        }
        let score: Score = (row.accuracy.train + row.validation, -self.validation.loss());
        let kept = self.past.kept(iteration).filter(|_| self.moment.trainer.mid_iteration());
        self.moment.observe(score, &row, kept);
        self.past.scores.push(score);
        self.history.push(row);
        Ok(())
    }

    /// What the trainer measures only where somebody asks: of the iterate that stands, before the next iteration begins.
    pub(super) fn measure(&mut self) -> Result<(), Error> {
        let moment = &mut self.moment;
        if moment.status == Status::Running && !moment.trainer.mid_iteration() {
            moment.trainer.measure()?;
            moment.completed();
        }
        Ok(())
    }

    /// What the last evaluation found of the iterate after so many iterations. What only the trainer knows is absent where it
    /// stands elsewhere.
    fn found(&self, iteration: usize) -> Result<Record, Error> {
        let trainer = &self.moment.trainer;
        let problem = &self.data.problem;
        let absent = Measures::default();
        let here = iteration == trainer.iteration() && self.past.shown.is_none();
        let measures = if here { &self.moment.measures } else { &absent };
        let reading = &self.train.reading;
        let hidden = reading.spikes.len();
        let (train, test) = (self.train.score(), self.test.score());
        let mut record = Record {
            iteration,
            seconds: self.past.seconds(iteration),
            objective: measures.objective,
            loss: measures.loss,
            accuracy: Accuracy { train, test, auxiliary: measures.auxiliary_accuracy, control: self.control },
            validation: self.validation.score(),
            residuals: Vec::with_capacity(hidden + 1),
            firing_rates: Vec::with_capacity(hidden),
            silent: Vec::with_capacity(hidden),
            saturated: Vec::with_capacity(hidden),
            max_abs_potential: max_abs(reading.largest.iter().flatten()).f64(),
            timing: None,
            timing_layers: Vec::new(),
        };
        for l in 0..=hidden {
            record.residuals.push(Residual {
                layer: l + 1,
                dynamics: measures.dynamics.get(l).copied().flatten(),
                spikes: measures.spikes.get(l).copied().flatten(),
            });
        }
        // What the optimiser believes in the middle of an iteration is about no iterate.
        let belief = if here && !trainer.mid_iteration() { trainer.belief(timing::SAMPLES)? } else { None };
        if let Some(belief) = belief {
            let found = timing::mismatch(&belief, trainer.iterate(), &problem.input_trace)?;
            record.timing = Some(found.all);
            record.timing_layers = found.layers;
        }
        let cells = (problem.input_trace.steps() * problem.data.len()) as f64;
        for counts in &reading.spikes {
            let total: f64 = counts.iter().copied().map(f64::from).sum();
            record.firing_rates.push(total / (cells * counts.len() as f64));
            record.silent.push(counts.iter().filter(|c| **c == 0).count());
            record.saturated.push(counts.iter().filter(|c| f64::from(**c) > SATURATED * cells).count());
        }
        Ok(record)
    }
}
