//! The command `links` and the step of that name: every link of tests/links, trained in Node on the wasm of the page.

use anyhow::Result;

use crate::need;
use crate::process::{command, streamed};
use crate::site::{self, Finish};

/// Options of `links`.
#[derive(Default)]
pub struct Options {
    /// Take what the links come to now, and say what that changes.
    pub accept: bool,
}

/// Builds the core as it is published, then trains and compares, or accepts; `Ok(false)` when a link is not what it was.
pub fn run(options: &Options) -> Result<bool> {
    need::wasm_target()?;
    need::npm_packages()?;
    site::core(Finish::Optimised)?;
    train(options, |_| ())
}

/// Trains on the bindings that are there and hands every line to `see`.
pub fn train(options: &Options, see: impl FnMut(&str)) -> Result<bool> {
    let mut node = command("node");
    node.arg("tests/links/run.js").args(options.accept.then_some("--accept")).arg(site::bindings_dir());
    streamed(&mut node, see)
}

/// The tests of the comparison itself.
pub fn own_tests(see: impl FnMut(&str)) -> Result<bool> {
    streamed(command("node").args(["--test", "tests/links/table.test.js"]), see)
}

/// Memory of random links against its estimate, and the core in its two parts, on the bindings that are there.
pub fn memory(see: impl FnMut(&str)) -> Result<bool> {
    let mut node = command("node");
    node.args(["--test", "tests/links/memory.test.js", "tests/links/parts.test.js"])
        .env("BINDINGS", site::bindings_dir());
    streamed(&mut node, see)
}
