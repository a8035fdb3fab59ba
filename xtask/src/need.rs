//! What the commands need on the machine: found, else installed, else asked for in one sentence that says what to type.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::process::{answer, cargo, command, npm_program, progress, quietly, root, succeeds};

/// The target triple of the page's core.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The oldest Node that the page's bundler runs on.
const NODE: (u32, u32) = (20, 19);

/// Rust's standard library for wasm32.
pub fn wasm_target() -> Result<()> {
    let installed = answer(command("rustc").args(["--print", "target-libdir", "--target", WASM]))
        .is_some_and(|dir| Path::new(&dir).is_dir());
    if installed {
        return Ok(());
    }
    progress("Rust target wasm32-unknown-unknown", || {
        quietly(command("rustup").args(["target", "add", WASM])).with_context(|| {
            format!(
                "Rust cannot compile to wasm yet: type `rustup target add {WASM}`, with Rust from https://rustup.rs"
            )
        })
    })
}

/// A cargo subcommand that rustup brings, and the component it is in.
pub fn component(subcommand: &str, component: &str) -> Result<()> {
    if succeeds(cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    progress(&format!("Rust component {component}"), || {
        quietly(command("rustup").args(["component", "add", component]))
            .with_context(|| format!("`cargo {subcommand}` is missing: type `rustup component add {component}`"))
    })
}

/// Node itself, which cannot be installed from here without choosing a package manager for the person.
fn node() -> Result<()> {
    let (major, minor) = NODE;
    let version = answer(command("node").arg("--version"));
    match version.as_deref().map(parse_version) {
        Some(Some(found)) if found >= NODE => Ok(()),
        _ => bail!(
            "Node {major}.{minor} or newer is needed and {}: install it from https://nodejs.org or with your package manager.",
            version.map_or("there is none".to_owned(), |version| format!("this is {version}"))
        ),
    }
}

/// Major and minor of `v20.19.2`.
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim_start_matches('v').split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// The npm packages exactly as locked; installed again only when the lock file is newer than what is there.
pub fn npm_packages() -> Result<()> {
    node()?;
    let root = root();
    if let (Some(installed), Some(locked)) =
        (modified(&root.join("node_modules/.package-lock.json")), modified(&root.join("package-lock.json")))
        && installed >= locked
    {
        return Ok(());
    }
    progress("npm packages", || {
        quietly(npm_program("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
            .context("The npm packages could not be installed: type `npm ci` to try by hand")
    })
}

/// When a file was last written, `None` when there is none.
fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

/// The browser and the driver that steers it in the wasm tests.
#[derive(Clone)]
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Chromium and its driver: from CHROMIUM and CHROMEDRIVER, the search path, or Debian's packages.
pub fn browser() -> Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    let missing = "Chromium and its driver are missing: type `apt-get install chromium chromium-driver` as root, \
                   or name the programs in CHROMIUM and CHROMEDRIVER.";
    let Some(apt) = apt() else { bail!(missing) };
    progress("Chromium and its driver by apt-get", || {
        quietly(apt().arg("update")).context(missing)?;
        quietly(apt().args(["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"]))
            .context(missing)
    })?;
    find_browser().context(missing)
}

/// Both programs, if both are there.
fn find_browser() -> Option<Browser> {
    Some(Browser {
        chromium: find("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?,
        driver: find("CHROMEDRIVER", &["chromedriver"])?,
    })
}

/// The program that a variable names, else the first of these on the search path.
fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file()) {
        return Some(path);
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| {
            folders.iter().map(move |folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        })
        .find(|program| program.is_file())
}

/// How to call apt-get here without a question: as root, or through a sudo that asks for no password.
fn apt() -> Option<impl Fn() -> Command> {
    if !Path::new("/etc/debian_version").exists() {
        return None;
    }
    let root = answer(command("id").arg("-u")).as_deref() == Some("0");
    (root || succeeds(command("sudo").args(["-n", "true"]))).then_some(move || {
        let mut apt = command(if root { "env" } else { "sudo" });
        if !root {
            apt.args(["-n", "env"]);
        }
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
        apt
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_by_major_and_minor() {
        assert_eq!(parse_version("v20.19.2"), Some((20, 19)));
        assert_eq!(parse_version("v22.1.0-nightly"), Some((22, 1)));
        assert!(parse_version("v9.99.0").is_some_and(|version| version < NODE));
        assert_eq!(parse_version("nonsense"), None);
    }
}
