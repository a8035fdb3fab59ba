//! A change of a setting under way, part of an experiment: `&live=40:mu:0.1;80.3:tau:0.05`.
//!
//! Each says where in the run it is made, the setting and its new value. `40` is the end of iteration 40; `80.3` is after three more
//! block updates. A run of the link makes them there again, so that it comes to the same bits as the run in which a hand made them.

use std::fmt;

use super::Solver;
use super::field::{field, fields_of};

/// A change of a setting under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Live {
    /// Iterations that are done.
    pub iteration: usize,
    /// Block updates that are done of the next one.
    pub block: usize,
    /// The setting, by its key in a link.
    pub key: &'static str,
    /// Its value from there on.
    pub value: f64,
}

impl Live {
    /// Where in the run it is made.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.iteration, self.block)
    }
}

/// As a link says it.
impl fmt::Display for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { iteration, block, key, value } = self;
        match block {
            0 => write!(f, "{iteration}:{key}:{value}"),
            _ => write!(f, "{iteration}.{block}:{key}:{value}"),
        }
    }
}

/// Keys of the settings of a solver that can change under way.
pub(super) fn keys(solver: Solver) -> impl Iterator<Item = &'static str> {
    fields_of(solver).filter(|f| f.live).map(|f| f.key)
}

/// Iterations and blocks of a place in a run: `40` or `40.3`.
pub(super) fn read_place(text: &str) -> Option<(usize, usize)> {
    let digits = |part: &str| {
        let whole = !part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b.is_ascii_digit());
        whole.then(|| part.parse().ok()).flatten()
    };
    let (iteration, block) = match text.split_once('.') {
        Some((iteration, block)) => (digits(iteration)?, digits(block)?),
        None => (digits(text)?, 0),
    };
    let most = field("iterations").map_or(0.0, |f| f.max);
    (f64::from(u32::try_from(iteration).ok()?) <= most).then_some((iteration, block))
}
