//! The command `bench`: everything that is measured, in one run: natively by criterion, in Chromium and Firefox by a wasm of the
//! benchmark's own, and the page as a visitor waits for it. Writes docs/performance.md and docs/performance.json.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::checks::page_environment;
use crate::need;
use crate::process::{cargo, command, root, streamed, target_dir};
use crate::site::{self, Finish};

/// What the command line asks for.
#[derive(Default)]
pub struct Options {
    /// Also what other libraries need for the same task.
    pub peers: bool,
    /// As short as it can be: whether everything is measured, not how fast it is. Writes into target/bench.
    pub quick: bool,
}

/// What the other libraries are installed into, and what they are.
const PEERS: [&str; 2] = ["snntorch", "spyx"];

/// Builds the page, measures everything and writes the report.
pub fn run(options: &Options) -> Result<()> {
    let page = target_dir()?.join("site-test");
    site::build(&page, Finish::Optimised)?;
    run_on(&page, options)
}

/// The same with a page that is built.
pub fn run_on(page: &Path, options: &Options) -> Result<()> {
    let folder = target_dir()?.join("bench");
    fs::create_dir_all(&folder)?;
    let (native, web) = (folder.join("native.json"), folder.join("web.json"));
    println!("== native ==");
    let mut bench = cargo();
    bench.args(["bench", "--package", "heaviside-bench", "--bench", "training"]).env("HEAVISIDE_BENCH", &native);
    bench.env("CRITERION_HOME", folder.join("criterion"));
    if options.quick {
        bench.env("HEAVISIDE_BENCH_QUICK", "1");
    }
    if !streamed(&mut bench, |_| ())? {
        bail!("The native benchmark failed.");
    }
    println!("\n== browsers ==");
    let core = core(&folder)?;
    let mut take = command("node");
    take.arg("bench/www/take.js").arg(&core).arg(&web).envs(page_environment(page)?);
    if options.quick {
        take.arg("--quick");
    }
    if !streamed(&mut take, |_| ())? {
        bail!("The benchmark in the browsers failed.");
    }
    if !options.quick {
        fs::copy(folder.join("growth.svg"), root().join("docs/growth.svg"))?;
    }
    let mut report = command("node");
    report.arg("bench/www/report.js").arg(&folder);
    report.arg(if options.quick { folder.clone() } else { root().join("docs") });
    if options.peers {
        println!("\n== other libraries ==");
        report.arg("--peers").arg(peers(&folder)?);
    }
    if streamed(&mut report, |_| ())? { Ok(()) } else { bail!("The report could not be written.") }
}

/// The benchmark's own wasm with the page that opens it.
fn core(folder: &Path) -> Result<PathBuf> {
    need::wasm_target()?;
    need::npm_packages()?;
    let out = folder.join("core");
    fs::create_dir_all(&out)?;
    site::optimise(&site::library("Benchmark to wasm", "heaviside-bench", "bench", &out)?)?;
    for file in ["index.html", "open.js"] {
        fs::copy(root().join("bench/www").join(file), out.join(file))?;
    }
    Ok(out)
}

/// Installs the other libraries into a folder of their own and lets each train the same task; where their numbers are.
fn peers(folder: &Path) -> Result<PathBuf> {
    let python = need::python()?;
    let mut all = Vec::new();
    for name in PEERS {
        let mut output = String::new();
        let mut train = command(&python);
        train.arg(format!("bench/peers/{name}_yinyang.py")).arg(folder.join("peers"));
        // One thread, as the page has.
        for variable in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
            train.env(variable, "1");
        }
        train.env("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1");
        if !streamed(&mut train, |line| output = line.to_owned())? {
            bail!("{name} did not train.");
        }
        all.push(
            serde_json::from_str::<serde_json::Value>(&output).with_context(|| format!("{name} said no numbers"))?,
        );
    }
    let file = folder.join("peers.json");
    fs::write(&file, serde_json::to_vec(&all)?)?;
    Ok(file)
}
