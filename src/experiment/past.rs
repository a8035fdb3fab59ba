//! The past of a run: iterates that are kept to be looked at, and the way back to any iteration.
//!
//! *Showing* an older iterate changes the pictures and nothing else: its weights were kept. *Going back* changes the
//! trainer itself: the run is replayed from its start, with every live change at the block where it was made, since
//! the state of a trainer (averages, multipliers, moments) is more than its weights. The newest state is set aside,
//! so the way forward costs nothing, until the run goes on from the older iteration: then the rest of the history
//! is dropped.

use super::run::{Best, Experiment, Record, trainer};
use super::{Accuracy, Spec};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{Status, Trainer};
use crate::network::{Network, Reading};

/// Most memory that kept iterates take, in bytes.
pub const KEPT_LIMIT: usize = 64 << 20;

/// Accuracy on training and validation data together, then minus the validation loss: greater is better.
pub(super) type Score = (f64, f64);

/// Weights of past iterations within a budget: the newest all, the older ones ever more thinly.
struct Kept<F: Scalar> {
    /// Most iterates.
    limit: usize,
    /// By iteration, ascending; the first is iteration 0.
    iterates: Vec<(usize, Network<F>)>,
    /// Storage of iterates that were dropped.
    spare: Vec<Network<F>>,
}

impl<F: Scalar> Kept<F> {
    fn new(network: &Network<F>, bytes: usize) -> Self {
        let each = network.parameters() * size_of::<F>();
        Self { limit: (bytes / each.max(1)).max(4), iterates: Vec::new(), spare: Vec::new() }
    }

    fn keep(&mut self, iteration: usize, network: &Network<F>) {
        if self.iterates.len() >= self.limit {
            self.thin();
        }
        let stored = match self.spare.pop() {
            Some(mut spare) => {
                spare.copy_weights(network);
                spare
            }
            None => network.clone(),
        };
        self.iterates.push((iteration, stored));
    }

    /// Drops every second iterate of the older half, but never the first.
    fn thin(&mut self) {
        let half = self.iterates.len().div_ceil(2);
        let mut place = 0;
        let dropped = self.iterates.extract_if(.., |_| {
            place += 1;
            place <= half && place % 2 == 0
        });
        self.spare.extend(dropped.map(|(_, network)| network));
    }

    /// Drops what is later than `iteration`.
    fn truncate(&mut self, iteration: usize) {
        let keep = self.iterates.partition_point(|(k, _)| *k <= iteration);
        self.spare.extend(self.iterates.drain(keep..).map(|(_, network)| network));
    }

    fn clear(&mut self) {
        self.spare.extend(self.iterates.drain(..).map(|(_, network)| network));
    }

    fn get(&self, iteration: usize) -> Option<&Network<F>> {
        let place = self.iterates.binary_search_by_key(&iteration, |(k, _)| *k).ok()?;
        Some(&self.iterates[place].1)
    }

    /// The kept iteration nearest to `iteration`, the earlier of two.
    fn nearest(&self, iteration: usize) -> Option<usize> {
        self.iterates.iter().map(|(k, _)| *k).min_by_key(|k| k.abs_diff(iteration))
    }
}

/// A live change of a setting.
struct Change {
    /// Block updates that had been done.
    after: usize,
    key: String,
    value: f64,
}

/// Where a run stands: all that going back changes.
struct Moment<F: Scalar> {
    trainer: Box<dyn Trainer<F>>,
    spec: Spec,
    best: Option<Best>,
    best_score: Score,
    best_network: Network<F>,
    status: Status,
    failure: Option<Error>,
    seconds: f64,
    /// Block updates done.
    blocks: usize,
    /// Live changes in effect.
    changed: usize,
}

/// A replay under way.
struct Replay<F: Scalar> {
    moment: Moment<F>,
    goal: usize,
}

/// See the [module](self).
pub(super) struct Past<F: Scalar> {
    /// The experiment as the run began.
    origin: Spec,
    blocks: usize,
    changed: usize,
    changes: Vec<Change>,
    /// Of each row of the history.
    scores: Vec<Score>,
    kept: Kept<F>,
    shown: Option<usize>,
    replay: Option<Replay<F>>,
    /// The newest state, while the run has gone back.
    newest: Option<Moment<F>>,
}

impl<F: Scalar> Past<F> {
    pub(super) fn new(spec: &Spec, start: &Network<F>) -> Self {
        Self {
            origin: spec.clone(),
            blocks: 0,
            changed: 0,
            changes: Vec::new(),
            scores: Vec::new(),
            kept: Kept::new(start, KEPT_LIMIT),
            shown: None,
            replay: None,
            newest: None,
        }
    }

    /// A new run of `spec`.
    pub(super) fn restart(&mut self, spec: &Spec) {
        self.origin.clone_from(spec);
        (self.blocks, self.changed) = (0, 0);
        self.changes.clear();
        self.scores.clear();
        self.kept.clear();
        (self.shown, self.replay, self.newest) = (None, None, None);
    }

    /// A row was added to the history.
    pub(super) fn record(&mut self, iteration: usize, score: Score, network: &Network<F>) {
        self.scores.push(score);
        self.kept.keep(iteration, network);
    }

    /// A block was updated.
    pub(super) fn count_block(&mut self) {
        self.blocks += 1;
    }

    /// A setting was changed.
    pub(super) fn note_change(&mut self, key: &str, value: f64) {
        self.changes.push(Change { after: self.blocks, key: key.to_owned(), value });
        self.changed = self.changes.len();
    }
}

impl<F: Scalar> Moment<F> {
    /// Makes the live changes that are due.
    fn change(&mut self, changes: &[Change]) -> Result<(), Error> {
        while let Some(change) = changes.get(self.changed).filter(|change| change.after <= self.blocks) {
            self.spec.set_number(&change.key, change.value)?;
            self.trainer.set_live(&change.key, change.value)?;
            self.changed += 1;
        }
        Ok(())
    }

    /// Takes over the iterate that stands now if it was the best so far.
    fn observe(&mut self, scores: &[Score], history: &[Record]) {
        let iteration = self.trainer.iteration();
        let (Some(&score), Some(row)) = (scores.get(iteration), history.get(iteration)) else { return };
        self.seconds = row.seconds;
        if score > self.best_score {
            self.best_score = score;
            self.best = Some(Best { iteration, train: row.accuracy.train, test: row.accuracy.test });
            self.best_network.copy_weights(self.trainer.network());
        }
    }
}

impl<F: Scalar> Experiment<F> {
    /// The last iteration of the history.
    pub fn newest(&self) -> usize {
        self.history.len().saturating_sub(1)
    }

    /// The iteration at which the trainer stands; less than [`Self::newest`] after going back.
    pub fn position(&self) -> usize {
        self.trainer.iteration().min(self.newest())
    }

    /// Whether the trainer has gone back to an older iteration.
    pub fn is_back(&self) -> bool {
        self.past.newest.is_some()
    }

    /// The older iteration whose kept iterate the pictures show, if they do.
    pub fn shown(&self) -> Option<usize> {
        self.past.shown
    }

    /// The history up to where the trainer stands.
    pub fn history_so_far(&self) -> &[Record] {
        &self.history[..self.history.len().min(self.trainer.iteration() + 1)]
    }

    /// The row of the history that the pictures belong to.
    pub fn shown_row(&self) -> Option<&Record> {
        self.history.get(self.past.shown.unwrap_or_else(|| self.position()))
    }

    /// The network that the pictures show: a kept iterate, or [`Self::network`].
    pub fn shown_network(&self) -> &Network<F> {
        self.past.shown.and_then(|k| self.past.kept.get(k)).unwrap_or_else(|| self.network())
    }

    /// Accuracies of the network that the pictures show.
    pub fn shown_accuracy(&self) -> Option<Accuracy> {
        match self.past.shown {
            Some(iteration) => self.history.get(iteration).map(|row| row.accuracy),
            None => self.accuracy(),
        }
    }

    /// What the network shown does on the training data.
    pub fn train_reading(&self) -> &Reading<F> {
        &self.train.reading
    }

    /// Shows the kept iterate nearest to `iteration` (`None`: where the trainer stands); returns the one shown. The
    /// trainer is left alone.
    ///
    /// # Errors
    /// [`Error::Shape`] would be a fault of ours.
    pub fn show(&mut self, iteration: Option<usize>) -> Result<usize, Error> {
        let here = self.position();
        // At the end of a run its best iterate stands for the newest one.
        let asked = iteration.map(|k| k.min(self.newest())).filter(|k| *k != here);
        self.past.shown = asked.and_then(|k| self.past.kept.nearest(k)).filter(|k| *k != here);
        self.refresh()?;
        Ok(self.past.shown.unwrap_or(here))
    }

    /// Begins to replay the run from its start to the end of `iteration`; a replay under way is given up. Nothing
    /// changes until [`Self::advance_replay`] arrives. The state set aside needs as much memory as the trainer.
    ///
    /// # Errors
    /// Those of the trainer's construction.
    pub fn begin_replay(&mut self, iteration: usize) -> Result<(), Error> {
        let mut moment = Moment {
            trainer: trainer(&self.past.origin, &self.problem)?,
            spec: self.past.origin.clone(),
            best: None,
            best_score: (f64::NEG_INFINITY, f64::NEG_INFINITY),
            best_network: self.problem.start.clone(),
            status: Status::Running,
            failure: None,
            seconds: 0.0,
            blocks: 0,
            changed: 0,
        };
        moment.observe(&self.past.scores, &self.history);
        self.past.replay = Some(Replay { moment, goal: iteration.min(self.newest()) });
        Ok(())
    }

    /// Replays one iteration, without measuring it again. Returns the iterations left; at 0 the trainer stands where
    /// the replay was to go, with the settings in which the next iteration began.
    ///
    /// # Errors
    /// As [`Self::step_block`]; a numerical error cannot come up where the run had none.
    pub fn advance_replay(&mut self) -> Result<usize, Error> {
        let Some(mut replay) = self.past.replay.take() else { return Ok(0) };
        let moment = &mut replay.moment;
        let done = moment.trainer.iteration();
        while moment.trainer.iteration() == done && done < replay.goal {
            moment.change(&self.past.changes)?;
            moment.trainer.step(false)?;
            moment.blocks += 1;
        }
        moment.observe(&self.past.scores, &self.history);
        let left = replay.goal.saturating_sub(moment.trainer.iteration());
        if left > 0 {
            self.past.replay = Some(replay);
            return Ok(left);
        }
        moment.change(&self.past.changes)?;
        let mut moment = replay.moment;
        self.swap(&mut moment);
        // The state between, when the run had gone back already, is of no further use.
        self.past.newest.get_or_insert(moment);
        self.past.shown = None;
        self.refresh()?;
        Ok(0)
    }

    /// Gives up a replay under way.
    pub fn cancel_replay(&mut self) {
        self.past.replay = None;
    }

    /// Back to the newest iteration, in the trainer and in the pictures.
    ///
    /// # Errors
    /// As [`Self::show`].
    pub fn show_newest(&mut self) -> Result<(), Error> {
        (self.past.shown, self.past.replay) = (None, None);
        if let Some(mut newest) = self.past.newest.take() {
            self.swap(&mut newest);
        }
        self.refresh()
    }

    /// The run goes on from where the trainer stands: whatever is later is dropped.
    pub(super) fn go_on(&mut self) {
        (self.past.shown, self.past.replay) = (None, None);
        if self.past.newest.take().is_some() {
            let iteration = self.trainer.iteration();
            self.history.truncate(iteration + 1);
            self.past.scores.truncate(iteration + 1);
            self.past.kept.truncate(iteration);
            self.past.changes.truncate(self.past.changed);
        }
    }

    /// Runs training and test data through the network shown.
    pub(super) fn refresh(&mut self) -> Result<(), Error> {
        let standing = if self.status == Status::Running { self.trainer.network() } else { &self.best_network };
        let network = self.past.shown.and_then(|k| self.past.kept.get(k)).unwrap_or(standing);
        self.train.run(network, &self.problem.input_trace)?;
        self.test.run(network, &self.test_trace)
    }

    fn swap(&mut self, moment: &mut Moment<F>) {
        use std::mem::swap;
        swap(&mut self.trainer, &mut moment.trainer);
        swap(&mut self.spec, &mut moment.spec);
        swap(&mut self.best, &mut moment.best);
        swap(&mut self.best_score, &mut moment.best_score);
        swap(&mut self.best_network, &mut moment.best_network);
        swap(&mut self.status, &mut moment.status);
        swap(&mut self.failure, &mut moment.failure);
        swap(&mut self.seconds, &mut moment.seconds);
        swap(&mut self.past.blocks, &mut moment.blocks);
        swap(&mut self.past.changed, &mut moment.changed);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use ndarray::Array2;

    use super::*;

    fn network(mark: f32) -> Network<f32> {
        Network::dense(vec![Array2::from_elem((2, 3), mark), Array2::from_elem((2, 2), mark)], 0.9, 1.0).unwrap()
    }

    #[test]
    fn kept_iterates_are_thinned_from_the_old_end_and_stay_true() {
        let mut kept = Kept::new(&network(0.0), 10 * 4 * 32);
        assert_eq!(kept.limit, 32);
        for k in 0..500 {
            kept.keep(k, &network(k as f32));
            assert!(kept.iterates.len() <= 32);
            assert_eq!(kept.iterates[0].0, 0, "the start stays");
            for recent in k.saturating_sub(14)..=k {
                assert!(kept.get(recent).is_some(), "{recent} of {k}");
            }
        }
        for (k, network) in &kept.iterates {
            assert_eq!(network.layers[0].parameters()[[0, 0]], *k as f32);
        }
        let gaps: Vec<_> = kept.iterates.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        assert!(gaps[0] > gaps[gaps.len() - 1], "{gaps:?}");
        assert!(kept.iterates.len() + kept.spare.len() <= 32, "storage is used again");
        assert_eq!((kept.nearest(499), kept.nearest(0), kept.nearest(9999)), (Some(499), Some(0), Some(499)));
        kept.truncate(495);
        assert_eq!((kept.get(496), kept.nearest(499)), (None, Some(495)));
        kept.clear();
        assert_eq!(kept.nearest(3), None);
    }

    #[test]
    fn a_few_iterates_of_the_largest_network_are_kept() {
        let kept = Kept::new(&network(0.0), 1);
        assert_eq!(kept.limit, 4);
    }
}
