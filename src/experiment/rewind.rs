//! The way back to any iteration.
//!
//! *Showing* an older iterate changes the pictures and nothing else: its weights were kept. *Going back* changes the
//! trainer itself: the run is replayed from its start, with every live change at the block where it was made, since
//! the state of a trainer (averages, multipliers, moments) is more than its weights. The newest state is set aside,
//! so the way forward costs nothing, until the run goes on from the older iteration: then the rest of the history
//! is dropped.

use super::moment::Moment;
use super::past::Replay;
use super::record::{Accuracy, Record};
use super::run::Experiment;
use crate::Error;
use crate::linalg::Scalar;
use crate::network::Reading;

impl<F: Scalar> Experiment<F> {
    /// The last iteration that the run has come to.
    pub fn newest(&self) -> usize {
        self.past.newest.as_ref().unwrap_or(&self.moment).trainer.iteration()
    }

    /// The iteration at which the trainer stands; less than [`Self::newest`] after going back.
    pub fn position(&self) -> usize {
        self.moment.trainer.iteration()
    }

    /// Whether the trainer has gone back to an older iteration.
    pub fn is_back(&self) -> bool {
        self.past.newest.is_some()
    }

    /// What is measured of the iterate that the pictures show; of the last row of the history where nobody had a
    /// [`look`](Self::look) at it.
    pub fn shown_row(&self) -> Option<&Record> {
        let shown = self.shown().unwrap_or_else(|| self.position());
        self.measured(shown).or_else(|| self.history_so_far().last())
    }

    /// Accuracies of the network that the pictures show, where it was measured.
    pub fn shown_accuracy(&self) -> Option<Accuracy> {
        match self.shown() {
            Some(_) => self.shown_row().map(|row| row.accuracy),
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
        self.past.shown = asked.and_then(|k| self.past.nearest(k)).filter(|k| *k != here);
        self.refresh()?;
        Ok(self.past.shown.unwrap_or(here))
    }

    /// Begins to replay the run from its start to the end of `iteration`; a replay under way is given up. Nothing
    /// changes until [`Self::advance_replay`] arrives.
    ///
    /// # Errors
    /// [`Error::Memory`] when there is no room for a second trainer; those of its construction.
    pub fn begin_replay(&mut self, iteration: usize) -> Result<(), Error> {
        self.past.origin.check_replay_on(&self.shape())?;
        self.past.replay = None;
        let mut moment = Moment::new(&self.past.origin, &self.data.problem)?;
        self.recall(&mut moment);
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
            moment.change(&self.past.origin.live)?;
            moment.trainer.step(false)?;
            moment.part += 1;
        }
        moment.completed();
        self.recall(moment);
        let left = replay.goal.saturating_sub(moment.trainer.iteration());
        if left > 0 {
            self.past.replay = Some(replay);
            return Ok(left);
        }
        moment.change(&self.past.origin.live)?;
        let newest = std::mem::replace(&mut self.moment, replay.moment);
        // The state between, when the run had gone back already, is of no further use.
        self.past.newest.get_or_insert(newest);
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
        if let Some(newest) = self.past.newest.take() {
            self.moment = newest;
        }
        self.refresh()
    }

    /// Takes from the past what was measured where `moment` stands.
    fn recall(&self, moment: &mut Moment<F>) {
        let iteration = moment.trainer.iteration();
        moment.seconds = self.past.seconds(iteration);
        let rows = self.rows_to(iteration);
        let last = rows.last().filter(|row| row.iteration == iteration);
        if let (Some(row), Some(&score)) = (last, self.past.scores.get(rows.len().saturating_sub(1))) {
            moment.observe(score, row, None);
        }
    }
}
