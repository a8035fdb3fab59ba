//! The past of a run: iterates that are kept to be looked at, and what a replay needs.

use super::limits::KEPT_LIMIT;
use super::moment::{Moment, Score};
use super::spec::Spec;
use crate::linalg::Scalar;
use crate::network::Network;

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

/// A replay under way.
pub(super) struct Replay<F: Scalar> {
    pub(super) moment: Moment<F>,
    pub(super) goal: usize,
}

/// See the [module](self).
pub(super) struct Past<F: Scalar> {
    /// The experiment as its link says it.
    pub(super) origin: Spec,
    /// Of each row of the history.
    pub(super) scores: Vec<Score>,
    /// Seconds of training after each iteration.
    seconds: Vec<f64>,
    kept: Kept<F>,
    /// The older iteration whose kept iterate the pictures show, if they do.
    pub(super) shown: Option<usize>,
    pub(super) replay: Option<Replay<F>>,
    /// The newest state, while the run has gone back.
    pub(super) newest: Option<Moment<F>>,
}

impl<F: Scalar> Past<F> {
    pub(super) fn new(spec: &Spec, start: &Network<F>) -> Self {
        Self {
            origin: spec.clone(),
            scores: Vec::new(),
            seconds: Vec::new(),
            kept: Kept::new(start, KEPT_LIMIT),
            shown: None,
            replay: None,
            newest: None,
        }
    }

    /// A new run.
    pub(super) fn restart(&mut self) {
        self.scores.clear();
        self.seconds.clear();
        self.kept.clear();
        (self.shown, self.replay, self.newest) = (None, None, None);
    }

    /// An iteration was completed after so many seconds of training.
    pub(super) fn keep(&mut self, iteration: usize, seconds: f64, network: &Network<F>) {
        self.seconds.truncate(iteration);
        self.seconds.push(seconds);
        self.kept.keep(iteration, network);
    }

    /// Weights after an iteration, if they are kept.
    pub(super) fn kept(&self, iteration: usize) -> Option<&Network<F>> {
        self.kept.get(iteration)
    }

    /// Seconds of training after an iteration.
    pub(super) fn seconds(&self, iteration: usize) -> f64 {
        self.seconds.get(iteration).copied().unwrap_or_default()
    }

    /// The kept iterate nearest to `iteration`.
    pub(super) fn nearest(&self, iteration: usize) -> Option<usize> {
        self.kept.nearest(iteration)
    }

    /// The kept iterate that the pictures show, if they do.
    pub(super) fn shown_network(&self) -> Option<&Network<F>> {
        self.shown.and_then(|k| self.kept.get(k))
    }

    /// The run goes on from `moment`: whatever is later is dropped. Returns the iteration there, if it had gone back to one.
    pub(super) fn go_on(&mut self, moment: &Moment<F>) -> Option<usize> {
        (self.shown, self.replay) = (None, None);
        self.newest.take()?;
        let iteration = moment.trainer.iteration();
        self.seconds.truncate(iteration + 1);
        self.kept.truncate(iteration);
        if self.kept.get(iteration).is_none() {
            self.kept.keep(iteration, moment.trainer.network());
        }
        Some(iteration)
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
