//! `cargo xtask fuzz`: the readers of what comes from outside, for minutes, on texts that were whole and then changed.
//!
//! The properties are those of `tests/native/readers.rs`, by proptest with new seeds each time. (cargo-fuzz needs a nightly compiler.)

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process::{self, cargo};

/// The readers, by their test.
const READERS: [&str; 3] = ["points", "trains", "links"];
/// Inputs of one go.
const CASES: u64 = 20_000;

/// Options of `fuzz`.
pub struct Options {
    /// Minutes a reader.
    pub minutes: f64,
    /// One reader alone.
    pub only: Option<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self { minutes: 10.0, only: None }
    }
}

/// The reader of that name.
///
/// # Errors
/// Names those there are.
pub fn reader(name: &str) -> Result<&'static str> {
    let found = READERS.into_iter().find(|reader| *reader == name);
    found.with_context(|| format!("There is no reader `{name}`; there are {}.", READERS.join(", ")))
}

/// Runs every reader until its time is over or an input is found that it does not bear.
///
/// # Errors
/// When a property fails; what is printed has the smallest such input.
pub fn run(options: &Options) -> Result<()> {
    for reader in READERS.into_iter().filter(|reader| options.only.is_none_or(|only| only == *reader)) {
        let end = Instant::now() + Duration::from_secs_f64(60.0 * options.minutes);
        let mut inputs = 0;
        while Instant::now() < end {
            let mut go = cargo();
            go.args(["test", "--quiet", "--test", "native", "--", "--exact", &format!("readers::{reader}")]);
            process::quietly(go.env("PROPTEST_CASES", CASES.to_string()))?;
            inputs += CASES;
        }
        println!("{reader}: {inputs} inputs in {} minutes, each read or refused", options.minutes);
    }
    Ok(())
}
