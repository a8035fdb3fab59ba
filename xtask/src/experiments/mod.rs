//! The command `experiments`: trains the whole table by the runner's `sweep` and writes what came out.

mod report;
mod stats;
mod table;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::process::{cargo, command, progress, quietly, root, target_dir};
use table::{METHODS, Method, ROWS, Row, SEEDS};

/// Wall seconds after which a run is stopped, and marked.
const LIMIT: u32 = 300;

/// Options of `experiments`.
#[derive(Default)]
pub struct Options {
    /// Only the cells whose `row/method` contains this.
    pub only: Option<String>,
    /// One seed and few iterations: to see that it works.
    pub quick: bool,
    /// Runs at once; the number of cores when left out.
    pub jobs: Option<usize>,
}

/// What the runner's line of a result says, as far as the report needs it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    link: String,
    spec: Spec,
    status: String,
    iterations: usize,
    seconds: f64,
    wall_seconds: f64,
    jobs: usize,
    accuracy: Accuracy,
    best: Option<Best>,
    plateau: Option<Plateau>,
    firing_rates: Vec<f64>,
    weights_hash: String,
    fingerprint: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Spec {
    task: String,
    /// Numbers of neurons, or words for layers that are not dense.
    hidden: Vec<serde_json::Value>,
    seed: u64,
    iterations: usize,
}

#[derive(Debug, Clone, Deserialize)]
struct Accuracy {
    train: f64,
    test: f64,
    auxiliary: Option<f64>,
    control: f64,
}

#[derive(Debug, Clone, Deserialize)]
struct Best {
    iteration: usize,
}

#[derive(Debug, Clone, Deserialize)]
struct Plateau {
    iteration: usize,
    seconds: f64,
    validation: f64,
}

/// All runs of a method on a task.
struct Cell {
    row: &'static Row,
    method: &'static Method,
    /// Whether the runs had fewer iterations than the method plans for this task.
    budget: bool,
    runs: Vec<Run>,
}

/// Everything that the report is made of.
struct Outcome {
    cells: Vec<Cell>,
    unknown: Vec<Unknown>,
    quick: bool,
    partial: bool,
}

/// A row that this build does not know, with its sentence.
type Unknown = (&'static Row, String);

/// A cell that is to be trained.
struct Plan {
    row: &'static Row,
    method: &'static Method,
    budget: bool,
    /// One canonical link a seed.
    links: Vec<String>,
}

/// Trains what is missing and writes the report. Only the whole table goes to docs.
pub fn run(options: &Options) -> Result<()> {
    progress("Runner, optimised", || quietly(cargo().args(["build", "--release", "--package", "heaviside-runner"])))?;
    let runner = target_dir()?.join("release").join("heaviside-runner").with_extension(std::env::consts::EXE_EXTENSION);
    let folder = target_dir()?.join("experiments");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let (plans, unknown) = plan(&runner, options)?;
    if plans.is_empty() && unknown.is_empty() {
        bail!("No row matches; the rows are {}.", ROWS.map(|row| row.name).join(", "));
    }
    // Another build is another table: results are kept a program, by its bits.
    let build = xxh3_64(&fs::read(&runner).with_context(|| format!("{} cannot be read", runner.display()))?);
    let results = folder.join(format!("{build:016x}.jsonl"));
    train(&runner, &folder, &results, &plans, options)?;

    let partial = options.quick || options.only.is_some();
    let outcome = Outcome { cells: gather(plans, &results)?, unknown, quick: options.quick, partial };
    let text = report::markdown(&outcome, &report::Machine::this());
    println!("\n{text}");
    let out = if partial { folder } else { root().join("docs") };
    write(&out.join("results.md"), text.as_bytes())?;
    write(&out.join("results.csv"), &report::csv(&outcome)?)?;
    println!("Written to results.md and results.csv in {}.", if partial { "target/experiments" } else { "docs" });
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

/// The chosen cells with their canonical links, and the rows that the runner does not know.
fn plan(runner: &Path, options: &Options) -> Result<(Vec<Plan>, Vec<Unknown>)> {
    let mut plans = Vec::new();
    let mut unknown: Vec<Unknown> = Vec::new();
    for row in &ROWS {
        for method in &METHODS {
            let chosen =
                options.only.as_ref().is_none_or(|only| format!("{}/{}", row.name, method.name).contains(only));
            if !chosen || unknown.iter().any(|(known, _)| known.name == row.name) {
                continue;
            }
            let (link, budget) = table::link(row, method, options.quick);
            let output = command(runner)
                .args(["sweep", "--list", &link])
                .output()
                .with_context(|| format!("{} could not be started", runner.display()))?;
            if output.status.success() {
                let links = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
                plans.push(Plan { row, method, budget, links });
            } else {
                let sentence = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
                println!("Skipped: {} is not known to this build. {sentence}", row.name);
                unknown.push((row, sentence));
            }
        }
    }
    Ok((plans, unknown))
}

/// Trains what has no result yet. Seed by seed all methods follow each other, so that methods that are compared in
/// seconds run at the same time as each other's neighbours and are disturbed alike.
fn train(runner: &Path, folder: &Path, results: &Path, plans: &[Plan], options: &Options) -> Result<()> {
    let mut sweep = String::new();
    for row in &ROWS {
        for seed in 0..SEEDS {
            let links = plans.iter().filter(|plan| plan.row.name == row.name).filter_map(|plan| plan.links.get(seed));
            for link in links {
                sweep += link;
                sweep.push('\n');
            }
        }
    }
    let list: PathBuf = folder.join("sweep.txt");
    write(&list, sweep.as_bytes())?;
    let mut sweep: Command = command(runner);
    sweep.arg("sweep").arg(&list).arg("--out").arg(results).args(["--limit", &LIMIT.to_string()]);
    if let Some(jobs) = options.jobs {
        sweep.args(["--jobs", &jobs.to_string()]);
    }
    let status = sweep.status().with_context(|| format!("{} could not be started", runner.display()))?;
    if !status.success() {
        bail!("The sweep failed ({status}); the same command goes on where it was.");
    }
    Ok(())
}

/// The results of the planned cells.
fn gather(plans: Vec<Plan>, results: &Path) -> Result<Vec<Cell>> {
    let text = fs::read_to_string(results).with_context(|| format!("{} cannot be read", results.display()))?;
    let mut runs: HashMap<String, Run> = HashMap::new();
    for (index, line) in text.lines().enumerate() {
        let run: Run = serde_json::from_str(line).with_context(|| format!("Line {} is no result", index + 1))?;
        runs.insert(run.link.clone(), run);
    }
    let cell = |Plan { row, method, budget, links }: Plan| {
        let runs = links.iter().map(|link| runs.get(link).cloned().with_context(|| format!("No result of {link}")));
        Ok(Cell { row, method, budget, runs: runs.collect::<Result<_>>()? })
    };
    plans.into_iter().map(cell).collect()
}
