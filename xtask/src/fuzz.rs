//! `cargo xtask fuzz`: the readers of what comes from outside, for minutes, on texts that were whole and then changed.
//!
//! The properties are those of `tests/native/readers.rs` and `tables.rs`, by proptest with new seeds each time. (cargo-fuzz needs a
//! nightly compiler.)

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process::{self, cargo};

/// The readers, and the test of each.
const READERS: [(&str, &str); 5] = [
    ("points", "readers::points"),
    ("trains", "readers::trains"),
    ("links", "readers::links"),
    ("tables", "tables::tables"),
    ("bytes", "tables::any_bytes_are_a_table_or_a_fault"),
];
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
    let names = READERS.map(|(reader, _)| reader);
    let found = names.into_iter().find(|reader| *reader == name);
    found.with_context(|| format!("There is no reader `{name}`; there are {}.", names.join(", ")))
}

/// Runs every reader until its time is over or an input is found that it does not bear.
///
/// # Errors
/// When a property fails; what is printed has the smallest such input.
pub fn run(options: &Options) -> Result<()> {
    for (reader, test) in READERS.into_iter().filter(|(reader, _)| options.only.is_none_or(|only| only == *reader)) {
        let end = Instant::now() + Duration::from_secs_f64(60.0 * options.minutes);
        let mut inputs = 0;
        while Instant::now() < end {
            let mut go = cargo();
            go.args(["test", "--quiet", "--test", "native", "--", "--exact", test]);
            process::quietly(go.env("PROPTEST_CASES", CASES.to_string()))?;
            inputs += CASES;
        }
        println!("{reader}: {inputs} inputs in {} minutes, each read or refused", options.minutes);
    }
    Ok(())
}
