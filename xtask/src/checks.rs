//! The command `test`: every check and test as a named step, all of them even if one fails, with one line at the end.

use std::cell::Cell;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::bench;
use crate::counts::Counts;
use crate::interop;
use crate::links;
use crate::modules;
use crate::need::{self, WASM};
use crate::process::{cargo, cargo_wasm, npm_program, progress, quietly, root, streamed, target_dir};
use crate::serve;
use crate::site::{self, Finish};

/// Options of `test`.
#[derive(Default)]
pub struct Options {
    /// Only the steps of a developer's inner loop.
    pub quick: bool,
    /// Only these steps; empty for all.
    pub steps: Vec<String>,
}

/// One named step.
struct Step {
    name: &'static str,
    when: When,
    /// A step of tests that runs none has failed: a hole must not look like success.
    tests: bool,
    run: fn(&Run) -> Result<Outcome>,
}

/// Which runs a step belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Every run, a developer's inner loop among them.
    Quick,
    /// A whole run.
    Whole,
    /// A run that names it.
    Named,
}

/// How a step ended.
struct Outcome {
    succeeded: bool,
    counts: Counts,
}

/// The steps in their order: the cheap ones first, those that share compiled code beside each other.
const STEPS: [Step; 16] = [
    Step { name: "fmt", when: When::Quick, tests: false, run: fmt },
    Step { name: "modules", when: When::Quick, tests: false, run: modules },
    Step { name: "clippy", when: When::Quick, tests: false, run: clippy },
    Step { name: "clippy-wasm", when: When::Whole, tests: false, run: clippy_wasm },
    Step { name: "doc", when: When::Whole, tests: false, run: doc },
    Step { name: "doc-wasm", when: When::Whole, tests: false, run: doc_wasm },
    Step { name: "native", when: When::Quick, tests: true, run: native },
    Step { name: "xtask", when: When::Whole, tests: true, run: own },
    Step { name: "web", when: When::Whole, tests: true, run: web },
    Step { name: "page", when: When::Whole, tests: false, run: page },
    Step { name: "links", when: When::Whole, tests: true, run: links },
    Step { name: "engines", when: When::Whole, tests: true, run: engines },
    Step { name: "types", when: When::Quick, tests: false, run: types },
    Step { name: "e2e", when: When::Whole, tests: true, run: e2e },
    Step { name: "bench", when: When::Named, tests: false, run: bench },
    Step { name: "interop", when: When::Named, tests: true, run: interop },
];

/// What the steps of one run share.
#[derive(Default)]
struct Run {
    /// Whether this run built the page, once it has tried.
    page: Cell<Option<bool>>,
}

/// The names of the steps, for the usage.
pub fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Runs the chosen steps; `Ok(false)` when anything failed.
pub fn run(options: &Options) -> Result<bool> {
    if let Some(unknown) = options.steps.iter().find(|name| !names().contains(&name.as_str())) {
        bail!("There is no step `{unknown}`; the steps are {}.", names().join(", "));
    }
    let shared = Run::default();
    let mut summary = Vec::new();
    for step in &STEPS {
        let chosen = if options.steps.is_empty() {
            step.when == When::Quick || (step.when == When::Whole && !options.quick)
        } else {
            options.steps.iter().any(|name| name == step.name)
        };
        if !chosen {
            continue;
        }
        println!("\n== {} ==", step.name);
        let start = Instant::now();
        let counts = match (step.run)(&shared) {
            Ok(outcome) => settle(step.tests, &outcome),
            Err(error) => {
                println!("{error:#}");
                Counts { passed: 0, failed: 1 }
            }
        };
        summary.push((step.name, counts, start.elapsed()));
    }
    println!();
    let mut total = Counts::default();
    for (name, counts, time) in summary {
        let Counts { passed, failed } = counts;
        println!("{name:<12} {passed:>5} passed {failed:>5} failed {:>7.1} s", time.as_secs_f64());
        total += counts;
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0 && total.passed > 0)
}

/// What a step counts for: its tests, or itself as one.
fn settle(tests: bool, outcome: &Outcome) -> Counts {
    let mut counts = if tests { outcome.counts } else { Counts { passed: u64::from(outcome.succeeded), failed: 0 } };
    if outcome.succeeded && counts == Counts::default() {
        println!("This step ran no test, which counts as a failure.");
        counts.failed = 1;
    }
    if !outcome.succeeded && counts.failed == 0 {
        counts.failed = 1;
    }
    counts
}

/// Runs one command as a step and adds up what its output says.
fn stream(command: &mut Command) -> Result<Outcome> {
    let mut counts = Counts::default();
    let succeeded = streamed(command, |line| counts += Counts::of_line(line))?;
    Ok(Outcome { succeeded, counts })
}

fn fmt(_: &Run) -> Result<Outcome> {
    need::component("fmt", "rustfmt")?;
    stream(cargo().args(["fmt", "--all", "--check"]))
}

/// Who calls whom in src/.
fn modules(_: &Run) -> Result<Outcome> {
    Ok(Outcome { succeeded: modules::check()?, counts: Counts::default() })
}

fn clippy(_: &Run) -> Result<Outcome> {
    need::component("clippy", "clippy")?;
    stream(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// The face of the page is compiled for wasm only, so it has a clippy of its own, with its tests.
fn clippy_wasm(_: &Run) -> Result<Outcome> {
    need::component("clippy", "clippy")?;
    need::wasm_target()?;
    let targets = ["--lib", "--test", "web", "--target", WASM];
    stream(
        cargo_wasm()
            .args(["clippy", "--package", "heaviside", "--package", "heaviside-hdf5"])
            .args(targets)
            .args(["--", "-D", "warnings"]),
    )
}

fn doc(_: &Run) -> Result<Outcome> {
    stream(cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// The face of the page again: its documentation is built for wasm only.
fn doc_wasm(_: &Run) -> Result<Outcome> {
    need::wasm_target()?;
    stream(
        cargo_wasm()
            .args([
                "doc",
                "--package",
                "heaviside",
                "--package",
                "heaviside-hdf5",
                "--lib",
                "--no-deps",
                "--target",
                WASM,
            ])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn native(_: &Run) -> Result<Outcome> {
    // The property tests draw the same cases in every run, so a failure belongs to the change; the variable set to another
    // number draws others.
    const SEED: &str = "PROPTEST_RNG_SEED";
    let seed = std::env::var(SEED).unwrap_or_else(|_| "1".to_owned());
    let packages = ["heaviside", "heaviside-hdf5", "heaviside-runner"].map(|name| ["--package", name]);
    stream(cargo().arg("test").args(packages.as_flattened()).arg("--no-fail-fast").env(SEED, seed))
}

/// The tests of this program, in the profile it was built in.
fn own(_: &Run) -> Result<Outcome> {
    stream(cargo().args(["test", "--profile", "tools", "--package", "xtask"]))
}

/// The crate's wasm tests in a headless browser, by the test runner of this workspace.
fn web(_: &Run) -> Result<Outcome> {
    need::wasm_target()?;
    let driver = need::driver()?;
    progress("Test runner for the browser", || {
        quietly(cargo().args(["build", "--profile", "tools", "--package", "xtask-webdriver"]))
    })?;
    let runner = target_dir()?.join("tools").join("xtask-webdriver").with_extension(std::env::consts::EXE_EXTENSION);
    let given = fs::read(root().join("webdriver.json")).context("webdriver.json could not be read")?;
    let given = serde_json::from_slice(&given).context("webdriver.json is not JSON")?;
    let session = target_dir()?.join("webdriver.json");
    fs::write(&session, driver.capabilities(&given).to_string())
        .with_context(|| format!("{} could not be written", session.display()))?;
    let mut tests = cargo_wasm();
    tests
        .args(["test", "--package", "heaviside", "--target", WASM, "--test", "web"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", session)
        // Seconds. The runner's own 5 and 20 are too short on a machine that does something else beside.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    for (variable, program) in driver.environment() {
        match program {
            Some(program) => tests.env(variable, program),
            None => tests.env_remove(variable),
        };
    }
    stream(&mut tests)
}

/// Builds the page as it is published, unless this run has.
fn build_page(run: &Run) -> Result<PathBuf> {
    let out = target_dir()?.join("site-test");
    match run.page.get() {
        Some(true) => Ok(out),
        Some(false) => bail!("The page did not build."),
        None => {
            run.page.set(Some(false));
            site::build(&out, Finish::Optimised)?;
            run.page.set(Some(true));
            Ok(out)
        }
    }
}

fn page(run: &Run) -> Result<Outcome> {
    build_page(run)?;
    Ok(Outcome { succeeded: true, counts: Counts::default() })
}

/// What the links of tests/links come to, and the memory of random ones, on the wasm of the page.
fn links(run: &Run) -> Result<Outcome> {
    build_page(run)?;
    let mut counts = Counts::default();
    let own = links::own_tests(|line| counts += Counts::of_line(line))?;
    let same = links::train(&links::Options::default(), |line| counts += Counts::of_line(line))?;
    let memory = links::memory(|line| counts += Counts::of_line(line))?;
    Ok(Outcome { succeeded: own && same && memory, counts })
}

/// Links with proof in the engines of Chromium, Firefox and WebKitGTK. One of the latter two that is not to be had here is told and
/// left out; what each finds is its own tests.
fn engines(run: &Run) -> Result<Outcome> {
    let page = build_page(run)?;
    let mut tests = npm_program("npm");
    tests.args(["run", "--silent", "engines"]).envs(page_environment(&page)?);
    for (variable, program) in [("FIREFOX", need::firefox()), ("WEBKIT_DRIVER", need::webkit())] {
        match program {
            Ok(program) => {
                tests.env(variable, program);
            }
            Err(missing) => {
                println!("{missing:#}");
                tests.env_remove(variable);
            }
        }
    }
    stream(&mut tests)
}

/// The type check of the page, against the bindings as they are now.
fn types(run: &Run) -> Result<Outcome> {
    need::npm_packages()?;
    if run.page.get() != Some(true) {
        site::types()?;
    }
    stream(npm_program("npm").args(["run", "--silent", "typecheck"]))
}

/// The page in Chromium, as a person uses it.
fn e2e(run: &Run) -> Result<Outcome> {
    let page = build_page(run)?;
    stream(npm_program("npm").args(["run", "--silent", "e2e"]).envs(page_environment(&page)?))
}

/// Whether the benchmark still measures everything, not how fast anything is: some eight minutes, so only by name.
fn bench(run: &Run) -> Result<Outcome> {
    let page = build_page(run)?;
    bench::run_on(&page, &bench::Options { quick: true, ..bench::Options::default() })?;
    Ok(Outcome { succeeded: true, counts: Counts::default() })
}

/// Networks taken away, run by snnTorch: some GB of Python packages, so only by name.
fn interop(_: &Run) -> Result<Outcome> {
    let counts = interop::run()?;
    Ok(Outcome { succeeded: counts.failed == 0, counts })
}

/// Serves a built page on a free port and says where it and the browser are, as the page's own scripts expect it.
pub fn page_environment(site: &std::path::Path) -> Result<[(&'static str, OsString); 2]> {
    let chromium = need::chromium()?;
    Ok([("HEAVISIDE_SITE", serve::in_background(site)?.into()), ("CHROMIUM", chromium.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(tests: bool, succeeded: bool, passed: u64, failed: u64) -> (u64, u64) {
        let counts = settle(tests, &Outcome { succeeded, counts: Counts { passed, failed } });
        (counts.passed, counts.failed)
    }

    #[test]
    fn a_check_counts_as_one() {
        assert_eq!(settled(false, true, 0, 0), (1, 0));
        assert_eq!(settled(false, false, 0, 0), (0, 1));
    }

    #[test]
    fn tests_count_as_they_say_but_never_hide_a_failure() {
        assert_eq!(settled(true, true, 7, 0), (7, 0));
        assert_eq!(settled(true, false, 7, 2), (7, 2));
        assert_eq!(settled(true, false, 7, 0), (7, 1), "the runner itself failed");
        assert_eq!(settled(true, true, 0, 0), (0, 1), "nothing ran");
    }
}
