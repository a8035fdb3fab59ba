//! Running other programs from the workspace's root, quietly or streamed, and saying how long each step took.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The folder of the workspace. Cargo names it when it runs us; the compiled-in path serves a direct call.
pub fn root() -> PathBuf {
    let crate_dir = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(crate_dir);
    root.pop();
    root
}

/// Cargo's target folder, wherever it was configured to be: this program lies in one of its profiles.
pub fn target_dir() -> Result<PathBuf> {
    let exe = std::env::current_exe().context("The path of this program is unknown")?;
    let dir =
        exe.ancestors().nth(2).context("This program does not lie in a target folder: run it as `cargo xtask`")?;
    Ok(dir.to_path_buf())
}

/// A command at the workspace's root that never waits for the keyboard.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The cargo that runs us, so that a `+toolchain` holds for everything.
pub fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    if io::stderr().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}

/// Cargo for wasm32. RUSTFLAGS would silently replace the flags of .cargo/config.toml and so switch SIMD off.
pub fn cargo_wasm() -> Command {
    let mut cargo = cargo();
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

/// A program that npm brings (`npm`, `npx`): on Windows these are scripts and need their ending.
pub fn npm_program(name: &str) -> Command {
    if cfg!(windows) { command(format!("{name}.cmd")) } else { command(name) }
}

/// Whether a program can be started and says yes: for questions such as "is it there?".
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What a program prints, trimmed; `None` when it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Does one step under a progress line that closes with its seconds.
pub fn progress<T>(label: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("{label:.<48} ");
    io::stdout().flush().ok();
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    println!("{}{seconds:.1} s", if result.is_ok() { "" } else { "failed after " });
    result
}

/// Runs a program without its output, unless it fails: then all of it is shown.
pub fn quietly(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let output = command.output().with_context(|| format!("`{name}` could not be started"))?;
    if output.status.success() {
        return Ok(());
    }
    let mut text = output.stdout;
    text.extend(output.stderr);
    bail!("`{name}` failed ({}):\n{}", output.status, String::from_utf8_lossy(&text).trim_end());
}

/// Runs a program, shows its output as it comes and hands each line of its standard output to `see`.
/// Returns whether it ended well.
pub fn streamed(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let name = describe(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{name}` could not be started"))?;
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while output.read_until(b'\n', &mut line).with_context(|| format!("The output of `{name}` broke off"))? > 0 {
            let mut out = io::stdout().lock();
            out.write_all(&line).and_then(|()| out.flush()).context("Standard output is closed")?;
            see(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    }
    let status = child.wait().with_context(|| format!("The end of `{name}` is unknown"))?;
    Ok(status.success())
}

/// A command line as a person would type it.
fn describe(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| {
            let path = std::path::Path::new(part);
            let short = if path.is_absolute() { path.file_name().unwrap_or(part) } else { part };
            short.to_string_lossy().into_owned()
        })
        .collect::<Vec<_>>()
        .join(" ")
}
