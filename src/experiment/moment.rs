//! Where a run stands.

use std::sync::Arc;

use super::record::{Best, Record};
use super::spec::Spec;
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{Measures, Problem, Run, Status, Trainer};
use crate::network::Network;

/// Accuracy on training and validation data together, then minus the validation loss: greater is better.
pub(super) type Score = (f64, f64);

/// A live change of a setting.
pub(super) struct Change {
    /// Block updates that had been done.
    pub(super) after: usize,
    pub(super) key: String,
    pub(super) value: f64,
}

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
    /// Block updates done.
    pub(super) blocks: usize,
    /// Live changes in effect.
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
            spec: spec.clone(),
            best: None,
            best_score: (f64::NEG_INFINITY, f64::NEG_INFINITY),
            best_network: problem.start.clone(),
            status: Status::Running,
            failure: None,
            seconds: 0.0,
            blocks: 0,
            changed: 0,
        })
    }

    /// The network that stands: the current one in a run, the best one after its end.
    pub(super) fn network(&self) -> &Network<F> {
        if self.status == Status::Running { self.trainer.network() } else { &self.best_network }
    }

    /// Makes the live changes that are due.
    pub(super) fn change(&mut self, changes: &[Change]) -> Result<(), Error> {
        while let Some(change) = changes.get(self.changed).filter(|change| change.after <= self.blocks) {
            self.spec.set_number(&change.key, change.value)?;
            self.trainer.set_live(&change.key, change.value)?;
            self.changed += 1;
        }
        Ok(())
    }

    /// An iteration was completed.
    pub(super) fn completed(&mut self) {
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
