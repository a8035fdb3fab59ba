//! Where a run stands.

use std::sync::Arc;

use super::live::Live;
use super::record::{Best, Record};
use super::spec::Spec;
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{Measures, Problem, Run, Status, Trainer};
use crate::network::Network;

/// Accuracy on training and validation data together, then minus the validation loss: greater is better.
pub(super) type Score = (f64, f64);

/// All of a run that going back to an older iteration changes.
pub(super) struct Moment<F: Scalar> {
    pub(super) trainer: Box<dyn Trainer<F>>,
    pub(super) spec: Spec,
    pub(super) best: Option<Best>,
    best_score: Score,
    best_network: Network<F>,
    pub(super) status: Status,
    pub(super) failure: Option<Error>,
    /// Seconds of training.
    pub(super) seconds: f64,
    /// Block updates done of the iteration under way.
    pub(super) part: usize,
    /// How many of the changes under way have been made.
    pub(super) changed: usize,
    /// What the trainer knew as the last iteration was completed; the next one changes its own.
    pub(super) measures: Measures,
}

impl<F: Scalar> Moment<F> {
    /// The start of a run of `spec`.
    pub(super) fn new(spec: &Spec, problem: &Arc<Problem<F>>) -> Result<Self, Error> {
        let run = Run { settings: &spec.settings, iterations: spec.iterations, seed: spec.seed };
        let trainer = spec.solver.build(problem, run)?;
        Ok(Self {
            measures: trainer.measures().clone(),
            trainer,
            spec: Spec { live: Vec::new(), ..spec.clone() },
            best: None,
            best_score: (f64::NEG_INFINITY, f64::NEG_INFINITY),
            best_network: problem.start.clone(),
            status: Status::Running,
            failure: None,
            seconds: 0.0,
            part: 0,
            changed: 0,
        })
    }

    /// The network that stands: the current one in a run, the best one after its end.
    pub(super) fn network(&self) -> &Network<F> {
        if self.status == Status::Running { self.trainer.network() } else { &self.best_network }
    }

    /// Where the run stands: iterations that are done, and block updates of the next one.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.trainer.iteration(), self.part)
    }

    /// Makes the changes under way that are due.
    pub(super) fn change(&mut self, changes: &[Live]) -> Result<(), Error> {
        while let Some(change) = changes.get(self.changed).filter(|change| change.place() <= self.place()) {
            self.spec.put(change.key, change.value);
            self.trainer.set_live(change.key, change.value)?;
            self.changed += 1;
        }
        Ok(())
    }

    /// Whether a change is due before the iteration under way is completed.
    pub(super) fn is_due_within(&self, changes: &[Live]) -> bool {
        changes.iter().skip(self.changed).any(|change| change.iteration == self.trainer.iteration())
    }

    /// An iteration was completed.
    pub(super) fn completed(&mut self) {
        self.part = 0;
        self.measures.copy(self.trainer.measures());
    }

    /// Takes over the last completed iterate if it is the best so far: `kept`, or the network that the trainer hands over.
    pub(super) fn observe(&mut self, score: Score, row: &Record, kept: Option<&Network<F>>) {
        if score > self.best_score {
            let (train, test) = (row.accuracy.train, row.accuracy.test);
            self.best_score = score;
            self.best = Some(Best { iteration: row.iteration, train, test });
            self.best_network.copy_weights(kept.unwrap_or_else(|| self.trainer.network()));
        }
    }
}
