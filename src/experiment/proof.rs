//! A link as a proof: `&at=40&fp=..` says to what a run of its experiment has come after 40 iterations, to the last bit.
//!
//! `fp` is the [fingerprint](Experiment::fingerprint) of weights and history, 16 hexadecimal digits, and after it a ladder: for some
//! of the rows of the history, seven hashes of one byte each, one for each of the seven things that a row says of the run. The
//! fingerprint alone decides whether two runs are the same; where they are not, the ladder tells from which rows on and in what, and
//! costs nothing to make. The bytes of both are defined in docs/reproducibility.md, so that others can compute them.

use std::fmt;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::problem::{Problem, Reason, shown};
use super::record::Record;
use super::run::Experiment;
use super::spec::Spec;
use crate::error::Allowed;
use crate::linalg::{Scalar, slice};
use crate::method::Status;

/// What a row of the history says of a run, in the order of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Column {
    /// The method's own objective.
    Objective,
    /// The loss on the training data.
    Loss,
    /// Accuracy on the training data.
    Train,
    /// Accuracy on the test data.
    Test,
    /// Accuracy on the validation data.
    Validation,
    /// Residuals, a layer each.
    Residuals,
    /// Firing rates, a layer each.
    FiringRates,
    /// No column: the weights.
    Weights,
    /// No column: the iteration at which the run ends.
    End,
}

impl Column {
    /// Those of a row.
    const OF_ROWS: [Self; 7] =
        [Self::Objective, Self::Loss, Self::Train, Self::Test, Self::Validation, Self::Residuals, Self::FiringRates];

    /// Its name in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Objective => "objective",
            Self::Loss => "training loss",
            Self::Train => "training accuracy",
            Self::Test => "test accuracy",
            Self::Validation => "validation accuracy",
            Self::Residuals => "residuals",
            Self::FiringRates => "firing rates",
            Self::Weights => "weights",
            Self::End => "end of the run",
        }
    }

    /// Its numbers in a row, absent ones as minus infinity.
    fn numbers(self, row: &Record) -> impl Iterator<Item = f64> {
        let one = match self {
            Self::Objective => Some(row.objective),
            Self::Loss => Some(row.loss),
            Self::Train => Some(Some(row.accuracy.train)),
            Self::Test => Some(Some(row.accuracy.test)),
            Self::Validation => Some(Some(row.validation)),
            _ => None,
        };
        let residuals = if self == Self::Residuals { row.residuals.as_slice() } else { &[] };
        let rates = if self == Self::FiringRates { row.firing_rates.as_slice() } else { &[] };
        let many = residuals.iter().flat_map(|r| [r.dynamics, r.spikes]).chain(rates.iter().copied().map(Some));
        one.into_iter().chain(many).map(|number| number.unwrap_or(f64::NEG_INFINITY))
    }
}

/// The bytes of a number, little endian: one NaN and one zero, since their other forms are no other numbers.
fn bytes(number: f64) -> [u8; 8] {
    let one = if number.is_nan() { f64::NAN } else { number + 0.0 };
    one.to_bits().to_le_bytes()
}

/// A rung of the ladder: a byte for each of [`Column::OF_ROWS`].
type Rung = [u8; Column::OF_ROWS.len()];

/// How many rows of a history lie below each rung, the last one of all rows: each of the first eight rows has a rung of its own, then
/// come two for each doubling.
fn rungs(rows: usize) -> impl Iterator<Item = usize> {
    let doublings = (3..).flat_map(|power| [1 << power, 3 << (power - 1)]);
    (1..8).chain(doublings).take_while(move |&end| end < rows).chain((rows > 0).then_some(rows))
}

/// The ladder of a history.
fn ladder(history: &[Record]) -> impl Iterator<Item = Rung> {
    let mut from = 0;
    rungs(history.len()).map(move |to| {
        let rows = &history[from..to];
        from = to;
        Column::OF_ROWS.map(|column| {
            let mut hash = Xxh3::new();
            for number in rows.iter().flat_map(|row| column.numbers(row)) {
                hash.update(&bytes(number));
            }
            hash.digest().to_le_bytes()[0]
        })
    })
}

/// What a link says that a run of its experiment comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Iterations.
    pub at: usize,
    /// The fingerprint there.
    fingerprint: u64,
    /// The ladder; may be empty, where somebody has cut it off.
    ladder: Vec<Rung>,
}

/// Where a run first differs from its proof, as far as the ladder tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Difference {
    /// Iteration of the last row that is the same; none where the first differs.
    pub after: Option<usize>,
    /// Iteration of the row by which it differs.
    pub by: usize,
    /// In what.
    pub column: Column,
}

/// What became of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Whether the run is the same to the last bit.
    pub same: bool,
    /// The iteration to which it was compared.
    pub iteration: usize,
    /// Where it first differs.
    pub first_difference: Option<Difference>,
}

/// As a link says it, without the `&` before.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at={}&fp={:016x}", self.at, self.fingerprint)?;
        self.ladder.iter().flatten().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// As a sentence.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let iteration = self.iteration;
        match self.first_difference {
            None => write!(f, "Reproduced: the same to the last bit after {iteration} iterations."),
            Some(Difference { by, column: Column::End, .. }) => {
                write!(
                    f,
                    "Not reproduced: the run ends at iteration {by}, and its link says that it comes to {iteration}."
                )
            }
            Some(Difference { after: None, by, column }) => {
                write!(f, "Not reproduced: it differs from iteration {by} on, first in the {}.", column.name())
            }
            Some(Difference { after: Some(after), by, column }) => write!(
                f,
                "Not reproduced: the same up to iteration {after}; by iteration {by} it differs, first in the {}.",
                column.name()
            ),
        }
    }
}

impl Proof {
    /// Reads `at` and `fp` of a link. What is no proof is left out, and is a problem.
    #[inline(never)] // no part of what the page fetches first
    pub(super) fn read(
        spec: &Spec,
        at: Option<&str>,
        fingerprint: Option<&str>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let mut refuse = |key: &str, given: Option<&str>, allowed| {
            let (key, given) = (key.to_owned(), given.unwrap_or_default().to_owned());
            problems.push(Problem { reason: Reason::Value, key, given, allowed, used: None });
            None
        };
        let (Some(iteration), Some(hex)) = (at, fingerprint) else {
            let (key, given) = if at.is_some() { ("at", at) } else { ("fp", fingerprint) };
            return refuse(key, given, Allowed::Proof);
        };
        let whole = iteration.bytes().all(|b| b.is_ascii_digit()).then(|| iteration.parse().ok()).flatten();
        let Some(iteration) = whole.filter(|&k: &usize| k <= spec.iterations) else {
            return refuse("at", at, Allowed::Range { whole: true, min: 0.0, max: spec.iterations as f64 });
        };
        let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect();
        let read = digits.and_then(|digits| {
            let (first, rest) = digits.split_at_checked(16)?;
            let rungs = rest.chunks_exact(2 * size_of::<Rung>());
            // No run has more rows than one for each iteration and the start.
            let most = rungs_of(spec.iterations + 1);
            (rungs.remainder().is_empty() && rungs.len() <= most).then(|| Self {
                at: iteration,
                fingerprint: first.iter().fold(0, |sum, &digit| sum << 4 | u64::from(digit)),
                ladder: rungs.map(|rung| std::array::from_fn(|k| rung[2 * k] << 4 | rung[2 * k + 1])).collect(),
            })
        });
        if read.is_none() {
            return refuse("fp", Some(&shown(hex)), Allowed::Proof);
        }
        read
    }

    /// Compares a run that was iterated to [`Self::at`], or to its end, with what is said of it.
    pub fn check<F: Scalar>(&self, run: &Experiment<F>) -> Verdict {
        let verdict = |first_difference: Option<Difference>| Verdict {
            same: first_difference.is_none(),
            iteration: self.at,
            first_difference,
        };
        let rows = run.history_so_far();
        let position = run.position();
        if position == self.at && run.hash() == self.fingerprint {
            return verdict(None);
        }
        let mut before = 0_usize;
        for ((own, said), to) in ladder(rows).zip(&self.ladder).zip(rungs(rows.len())) {
            if let Some(column) = (0..own.len()).find(|&k| own[k] != said[k]) {
                let after = before.checked_sub(1).map(|row| rows[row].iteration);
                return verdict(Some(Difference {
                    after,
                    by: rows[to - 1].iteration,
                    column: Column::OF_ROWS[column],
                }));
            }
            before = to;
        }
        let after = before.checked_sub(1).map(|row| rows[row].iteration);
        let column = if position == self.at { Column::Weights } else { Column::End };
        verdict(Some(Difference { after, by: position, column }))
    }
}

/// How many rungs the ladder of so many rows has.
fn rungs_of(rows: usize) -> usize {
    rungs(rows).count()
}

impl<F: Scalar> Experiment<F> {
    /// What a link can say of the run as it stands; none in the middle of an iteration, after a breakdown and after [`Self::stop`],
    /// to which no number of whole iterations leads.
    pub fn proof(&self) -> Option<Proof> {
        let leads =
            matches!(self.status(), Status::Running | Status::Converged | Status::NoProgress | Status::MaxIterations);
        (leads && self.moment.part == 0).then(|| Proof {
            at: self.position(),
            fingerprint: self.hash(),
            ladder: ladder(self.history_so_far()).collect(),
        })
    }

    /// Hash of the weights and of the history so far but its seconds, the rows of its [`super::Schedule`] and of an end: 16 hex
    /// digits. Looks between them leave no mark.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.hash())
    }

    /// Hash of the weights that the accuracies belong to: 16 hex digits, the same bits in every browser.
    pub fn weights_hash(&self) -> String {
        let mut hash = Xxh3::new();
        self.hash_weights(&mut hash);
        format!("{:016x}", hash.digest())
    }

    /// [`Self::fingerprint`] as a number.
    fn hash(&self) -> u64 {
        let mut hash = Xxh3::new();
        self.hash_weights(&mut hash);
        for row in self.history_so_far() {
            for number in Column::OF_ROWS.into_iter().flat_map(|column| column.numbers(row)) {
                hash.update(&bytes(number));
            }
        }
        hash.digest()
    }

    fn hash_weights(&self, hash: &mut Xxh3) {
        for weight in self.network().weights().flat_map(slice) {
            hash.update(&bytes(weight.f64()));
        }
    }
}
