//! What the commands need on the machine: found, else installed, else asked for in one sentence that says what to type.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::browsers::{Driver, Machine, System};
use crate::process::{answer, cargo, command, npm_program, progress, quietly, root, succeeds, target_dir};

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

/// A browser that the tests of the page can drive: found, or installed where apt-get can.
pub fn chromium() -> Result<PathBuf> {
    found_or_installed(Machine::chromium, Machine::without_chromium, &CHROMIUM)
}

/// A driver for the wasm tests, and its browser: found, or installed where apt-get can.
pub fn driver() -> Result<Driver> {
    found_or_installed(Machine::driver, Machine::without_driver, &CHROMIUM)
}

/// Firefox, which puppeteer drives: found, or installed where apt-get can.
pub fn firefox() -> Result<PathBuf> {
    found_or_installed(Machine::firefox, Machine::without_firefox, &["firefox-esr"])
}

/// The driver of WebKitGTK and a display for it: found, or installed where apt-get can.
pub fn webkit() -> Result<PathBuf> {
    found_or_installed(Machine::webkit, Machine::without_webkit, &["webkit2gtk-driver", "xvfb", "xauth"])
}

/// A Python of its own with what other libraries need ([`PACKAGES`]), below target/.
pub fn python() -> Result<PathBuf> {
    let place = target_dir()?.join("peers/venv");
    let (bin, python) = if cfg!(windows) { ("Scripts", "python.exe") } else { ("bin", "python") };
    let python = place.join(bin).join(python);
    if !python.is_file() {
        let name = if cfg!(windows) { "python" } else { "python3" };
        progress("A Python of its own", || quietly(command(name).args(["-m", "venv"]).arg(&place)))?;
    }
    progress("Python packages from PyPI", || {
        quietly(command(&python).args(["-m", "pip", "install", "--quiet", "-r", PACKAGES]))
    })?;
    Ok(python)
}

/// The other libraries, and numpy through them.
const PACKAGES: &str = "bench/peers/requirements.txt";

/// Chromium and its driver as Debian calls them.
const CHROMIUM: [&str; 2] = ["chromium", "chromium-driver"];

/// What `find` finds on this machine, if need be after installing these packages; else the sentence `missing`.
fn found_or_installed<T>(
    find: fn(&Machine<'static>) -> Option<T>,
    missing: fn(&Machine<'static>) -> String,
    packages: &[&str],
) -> Result<T> {
    let machine = this_machine();
    if let Some(found) = find(&machine) {
        return Ok(found);
    }
    let missing = missing(&machine);
    let Some(apt) = apt() else { bail!(missing) };
    progress(&format!("{} by apt-get", packages.join(", ")), || {
        quietly(apt().arg("update")).with_context(|| missing.clone())?;
        quietly(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
            .with_context(|| missing.clone())
    })?;
    find(&this_machine()).context(missing)
}

/// What there is here.
fn this_machine() -> Machine<'static> {
    let system = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::Mac
    } else if is_debian() {
        System::Debian
    } else {
        System::Unix
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    Machine {
        system,
        variable: &|name| std::env::var_os(name),
        path: std::env::split_paths(&path).collect(),
        is_file: &|path| path.is_file(),
    }
}

/// Whether apt-get brings programs here.
fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists()
}

/// How to call apt-get here without a question: as root, or through a sudo that asks for no password.
fn apt() -> Option<impl Fn() -> Command> {
    if !is_debian() {
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
