//! The command `bench`: criterion natively, then the page's own benchmark in Chromium.

use anyhow::{Result, bail};

use crate::checks::page_environment;
use crate::process::{cargo, npm_program, streamed, target_dir};
use crate::site::{self, Finish};

/// Runs both, the second even if the first fails.
pub fn run() -> Result<()> {
    println!("== native ==");
    let native = streamed(cargo().args(["bench", "--package", "heaviside", "--benches"]), |_| ())?;
    println!("\n== Chromium ==");
    let site = target_dir()?.join("site-test");
    site::build(&site, Finish::Optimised)?;
    let browser =
        streamed(npm_program("npm").args(["run", "--silent", "bench"]).envs(page_environment(&site)?), |_| ())?;
    if native && browser { Ok(()) } else { bail!("A benchmark failed.") }
}
