//! The one error type of the library.

mod fault;

pub use fault::Fault;

use std::fmt;

use serde::Serialize;

/// What a setting can be. Its `Display` is English text that follows "it must be"; serialised, it is the parts that a
/// translation puts together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Allowed {
    /// A number.
    Range {
        /// Whether it must be whole.
        whole: bool,
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// Some whole numbers with commas between them.
    Layers {
        /// The most numbers there can be.
        most: usize,
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// Layers that fit one upon the other.
    #[serde(rename_all = "camelCase")]
    Fitting {
        /// The layer that does not, as a link says it.
        token: String,
        /// Why not.
        misfit: &'static str,
        /// The pictures that it stands upon, `[maps, width, height]`, where there are any.
        below: Option<[u32; 3]>,
        /// The neurons or channels that it stands upon.
        neurons: usize,
    },
    /// Dense layers alone, for a solver that can train no others.
    DenseFor {
        /// The solver.
        solver: &'static str,
    },
    /// One of some words.
    OneOf {
        /// The words.
        names: Vec<&'static str>,
        /// The task that allows only these, where the task decides.
        task: Option<&'static str>,
    },
    /// Nothing: the key belongs to other solvers.
    OtherSolver {
        /// The solver that has no such setting.
        solver: &'static str,
        /// The solvers that have it; none when no solver has.
        owners: Vec<&'static str>,
    },
    /// The keys there are, where the key is none of them.
    Keys {
        /// The keys.
        names: Vec<&'static str>,
    },
    /// One value only.
    Once,
    /// Settings in which a second run differs.
    Differences,
    /// Changes of settings under way.
    Changes,
    /// A visitor's own data.
    Drawn {
        /// Which, by their key in a link: `points`, `trains` or `data`.
        data: &'static str,
        /// Why what was given is none.
        wrong: &'static str,
    },
    /// An iteration and the fingerprint there.
    Proof,
    /// A setting and some values of it.
    Sweep {
        /// The most values.
        most: usize,
    },
    /// Another value beyond the most.
    AtMost {
        /// The most values.
        most: usize,
    },
    /// Anything that this sentence says.
    Text {
        /// Text that follows "it must be".
        text: String,
    },
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { whole: true, min, max } => write!(f, "a whole number from {min} to {max}"),
            Self::Range { whole: false, min, max } => write!(f, "a number from {min} to {max}"),
            Self::Layers { most, min, max } => {
                write!(
                    f,
                    "1 to {most} layers with commas between them, of {min} to {max} neurons: 50, 40,40, 40r, or on pictures 8c5s2,p2,pg"
                )
            }
            Self::Fitting { token, misfit, below, neurons } => {
                let below = below.map_or_else(
                    || format!("{neurons} neurons without a picture"),
                    |[maps, width, height]| format!("{maps} pictures of {width} x {height}"),
                );
                let why = match *misfit {
                    "noPicture" => "needs a picture",
                    "evenKernel" => "has a kernel without a middle",
                    "kernel" => "has a kernel larger than the picture",
                    "pool" => "would leave less than a pixel",
                    "neurons" => "would have too many neurons",
                    _ => "has nothing that fires after it",
                };
                write!(f, "layers that fit: {token} stands upon {below} and {why}")
            }
            Self::DenseFor { solver } => {
                write!(f, "whole numbers, like 50 or 40,40: the solver {solver} trains dense layers alone")
            }
            Self::OneOf { names, task } => {
                f.write_str(&one_of(names))?;
                task.map_or(Ok(()), |task| write!(f, " for the task {task}"))
            }
            Self::OtherSolver { solver, owners } if owners.is_empty() => {
                write!(f, "left out: {solver} has no such setting")
            }
            Self::OtherSolver { solver, owners } => {
                write!(f, "left out for the solver {solver}: it belongs to {}", owners.join(" and "))
            }
            Self::Keys { names } => f.write_str(&names.join(", ")),
            Self::Once => f.write_str("given once"),
            Self::Differences => {
                f.write_str("settings that differ from the experiment's, like solver:surrogate or mu:0.03;inner:1")
            }
            Self::Changes => f.write_str(
                "changes under way, like 40:mu:0.1;80:tau:0.05: an iteration, a setting and its value",
            ),
            Self::Drawn { data, wrong } => {
                let why = match *wrong {
                    "task" => return f.write_str("left out: it belongs to the task own, which has one kind of data"),
                    "text" => "base64url without padding",
                    "name" => return f.write_str("iris, digits, or a file's name, hash and size, like wine~0123456789abcdef~178x13"),
                    "absent" => return f.write_str("data that are here: the link has their name and hash alone, and the file is with whoever made it"),
                    "version" => "of version 1",
                    "end" => "whole, not cut off",
                    "classes" => "of 2 to 5 classes",
                    "few" => "at least 4 a class",
                    "samples" => "2 to 8 samples",
                    "size" => "of 1 to 32 channels and 2 to 60 steps",
                    _ => "at most 400",
                };
                let data = if *data == "points" { "points" } else { "spike trains" };
                write!(f, "{data} as the page writes them: {why}")
            }
            Self::Proof => f.write_str(
                "an iteration and the whole fingerprint of the run there, as “Share” writes them: at=40&fp=0123456789abcdef",
            ),
            Self::Sweep { most } => write!(f, "a setting and 2 to {most} values of it, like mu:0.001,0.01,0.1"),
            Self::AtMost { most } => write!(f, "one of at most {most} values"),
            Self::Text { text } => f.write_str(text),
        }
    }
}

impl<T: Into<String>> From<T> for Allowed {
    fn from(text: T) -> Self {
        Self::Text { text: text.into() }
    }
}

fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// What can go wrong. Each message is a sentence that a person can act on; serialised, an error is its code and the
/// values that the sentence holds.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Error {
    /// A table can't be trained on. (The page gets the [`Fault`] itself, and its words come when they are asked for.)
    #[cfg(not(target_arch = "wasm32"))]
    #[error("{fault}")]
    Table {
        /// Why.
        #[from]
        #[serde(flatten)]
        fault: Fault,
    },
    /// A setting has a value that it cannot have.
    #[error("“{key}” was {given}; it must be {allowed}.")]
    Setting {
        /// The setting, by its key in a link.
        key: String,
        /// What was given, as text.
        given: String,
        /// What is allowed.
        allowed: Allowed,
    },
    /// Two arrays do not fit together.
    #[error("{what} has the wrong size: {found} where {expected} was expected.")]
    Shape {
        /// The array that does not fit.
        what: &'static str,
        /// The size that would fit.
        expected: String,
        /// The size that was found.
        found: String,
    },
    /// A block update produced a number that is not finite, or a system that has no solution.
    #[error("The numbers stopped making sense in {block}: {reason}. The last good iterate was kept.")]
    Numerical {
        /// The block that failed.
        block: String,
        /// What was seen there.
        reason: &'static str,
    },
    /// A file could not be written.
    #[error("The file could not be written: {reason}.")]
    File {
        /// What was in the way.
        reason: String,
    },
    /// The experiment would need more memory than a page may take.
    #[error(
        "This experiment would need about {needed_mib} MiB, and the limit is {limit_mib} MiB: take fewer samples, time steps or neurons."
    )]
    Memory {
        /// Estimated need in MiB.
        needed_mib: u64,
        /// The limit in MiB.
        limit_mib: u64,
    },
}

impl Error {
    /// A [`Error::File`] of a library's own error.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn file(error: impl fmt::Display) -> Self {
        Self::File { reason: error.to_string() }
    }

    /// A [`Error::Shape`] when `found != expected`, else `Ok`.
    ///
    /// # Errors
    /// [`Error::Shape`] naming `what`.
    pub fn check_shape<S: PartialEq + std::fmt::Debug>(what: &'static str, expected: S, found: S) -> Result<(), Self> {
        if found == expected {
            Ok(())
        } else {
            Err(Self::Shape { what, expected: format!("{expected:?}"), found: format!("{found:?}") })
        }
    }

    /// A [`Error::Setting`] when the whole number `given` as `key` is not from `min` to `max`, else `Ok`.
    ///
    /// # Errors
    /// [`Error::Setting`] naming `key`.
    pub fn check_range(key: &str, given: usize, min: usize, max: usize) -> Result<(), Self> {
        if (min..=max).contains(&given) {
            return Ok(());
        }
        let allowed = Allowed::Range { whole: true, min: min as f64, max: max as f64 };
        Err(Self::Setting { key: key.into(), given: given.to_string(), allowed })
    }
}
