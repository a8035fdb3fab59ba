//! The command `screens`: pictures of the page's main states into docs/screens.

use anyhow::{Result, bail};

use crate::checks::page_environment;
use crate::process::{npm_program, streamed, target_dir};
use crate::site::{self, Finish};

/// Builds the page and takes the pictures in Chromium.
pub fn run() -> Result<()> {
    let site = target_dir()?.join("site-test");
    site::build(&site, Finish::Optimised)?;
    let arguments = ["run", "--silent", "screens"];
    if streamed(npm_program("npm").args(arguments).envs(page_environment(&site)?), |_| ())? {
        Ok(())
    } else {
        bail!("A page had errors while its pictures were taken.")
    }
}
