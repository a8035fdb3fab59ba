//! The one error type of the library.

/// What can go wrong. Each message is a sentence that a person can act on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting has a value that it cannot have.
    #[error("“{key}” was {given}; it must be {allowed}.")]
    Setting {
        /// The setting, by its key in a link.
        key: String,
        /// What was given, as text.
        given: String,
        /// What is allowed, as text that follows "it must be".
        allowed: String,
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
}
