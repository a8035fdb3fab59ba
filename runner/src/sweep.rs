//! The command `sweep`: trains many links on all cores, one JSON line a result.

use std::io::{Write, stdout};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use heaviside::experiment::{Accuracy, Best, Experiment, Solver, Spec};
use heaviside::method::Status;
use indicatif::{HumanDuration, ProgressBar};
use serde::Serialize;

use crate::Ending;
use crate::data::{Data, wanted};
use crate::links::{Shard, of_file, of_link};
use crate::plateau::{Moment, plateau};
use crate::progress::{bar, computed_seconds, seconds};
use crate::results::{Results, file_of};

/// What `sweep` is given.
#[derive(clap::Args)]
pub struct Options {
    /// A file with a link a line, or a link; links may hold lists and ranges: 'rho0=.1,.3,1&seed=1..20&hidden=50|40,40'
    what: String,
    /// Train only part i of n equal ones, i from 1
    #[arg(long, value_name = "i/n", default_value = "1/1")]
    shard: Shard,
    /// Where the results go; with n shards to results.i-of-n.jsonl
    #[arg(long, value_name = "FILE", default_value = "results.jsonl")]
    out: PathBuf,
    /// Runs at once; the number of cores when left out
    #[arg(long, value_name = "J")]
    jobs: Option<NonZeroUsize>,
    /// Stop a run after so many seconds of wall time; its status is then "stopped"
    #[arg(long, value_name = "SECONDS")]
    limit: Option<f64>,
    /// Print the links of the shard, one a line, and train nothing
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    data: Data,
}

/// A line of the results.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    /// The canonical link: what a result is known by.
    link: String,
    /// Of this program.
    version: &'static str,
    spec: &'a Spec,
    status: &'static str,
    message: Option<String>,
    /// Iterations done.
    iterations: usize,
    /// Seconds of training alone, as one core computes.
    seconds: f64,
    /// Seconds on the clock from start to end, with data, control and evaluation.
    wall_seconds: f64,
    /// Runs at once.
    jobs: usize,
    accuracy: Accuracy,
    best: Option<Best>,
    plateau: Option<Moment>,
    /// Of the best iterate, a hidden layer.
    firing_rates: &'a [f64],
    /// Of the best iterate, a hidden layer.
    silent: &'a [usize],
    weights_hash: String,
    fingerprint: String,
}

/// Trains what is not finished yet.
pub fn run(options: &Options) -> Result<Ending> {
    let specs = match read(&options.what, &options.data)? {
        Ok(specs) => options.shard.of(specs),
        Err(sentences) => {
            for sentence in sentences {
                eprintln!("{sentence}");
            }
            return Ok(Ending::NotUnderstood);
        }
    };
    if options.list {
        let links: String = specs.iter().map(|spec| spec.link() + "\n").collect();
        stdout().lock().write_all(links.as_bytes())?;
        return Ok(Ending::Done);
    }
    let path = file_of(&options.out, options.shard);
    let mut results = Results::open(&path)?;
    let planned = specs.len();
    let specs: Vec<Spec> = specs.into_iter().filter(|spec| !results.has(&spec.link())).collect();
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let jobs = options.jobs.map_or(cores, NonZeroUsize::get).clamp(1, specs.len().max(1));
    let failed = train_all(&specs, jobs, options.limit, &mut results)?;
    let (trained, before) = (specs.len() - failed.len(), planned - specs.len());
    eprintln!("{trained} trained, {before} finished before; the results are in {}.", path.display());
    if !failed.is_empty() {
        bail!("{}", failed.join("\n"));
    }
    Ok(Ending::Done)
}

/// The experiments of a file or a link; the inner error is what was not understood.
fn read(what: &str, data: &Data) -> Result<Result<Vec<Spec>, Vec<String>>> {
    if Path::new(what).is_file() {
        let text = std::fs::read_to_string(what).with_context(|| format!("{what} cannot be read"))?;
        let wanted: Vec<String> = text.lines().flat_map(wanted).collect();
        return Ok(of_file(&text, &data.library(&wanted)?.0));
    }
    if what.contains('=') {
        return Ok(of_link(what, &data.library(&wanted(what))?.0));
    }
    Ok(Err(vec![format!("There is no file {what}, and a link has a key and a value, like task=moons&seed=1..5.")]))
}

/// Trains all, `jobs` at once, each taking the next in order, so that neighbours in the list run at the same time and
/// disturb each other alike. Returns a sentence for each that failed.
fn train_all(specs: &[Spec], jobs: usize, limit: Option<f64>, results: &mut Results) -> Result<Vec<String>> {
    let bar = bar(specs.iter().map(|spec| cost(spec) * spec.iterations as u64).sum(), "{percent} %, ");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().context("No threads could be started")?;
    let next = AtomicUsize::new(0);
    let finished = AtomicUsize::new(0);
    let results = Mutex::new(results);
    let failed = Mutex::new(Vec::new());
    pool.broadcast(|_| {
        while let Some(spec) = specs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = train_one(spec, jobs, limit, &results, &bar) {
                lock(&failed).push(format!("{}: {error:#}", spec.link()));
            }
            let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
            bar.set_message(format!("{finished} of {}", specs.len()));
            if bar.is_hidden() {
                let left = HumanDuration(bar.eta());
                eprintln!("{finished} of {}, about {left} left: {}", specs.len(), spec.link());
            }
        }
    });
    bar.finish_and_clear();
    Ok(failed.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Trains one experiment and writes its line.
fn train_one(
    spec: &Spec,
    jobs: usize,
    limit: Option<f64>,
    results: &Mutex<&mut Results>,
    bar: &ProgressBar,
) -> Result<()> {
    let begun = seconds();
    let mut experiment = Experiment::<f32>::new(spec.clone(), computed_seconds)?;
    let step = cost(spec);
    let mut told = 0;
    // Where the plateau starts is told to an iteration, also where the history has few rows.
    let mut course = Vec::new();
    loop {
        let iteration = experiment.position();
        let validation = experiment.validate()?;
        course.push(Moment { iteration, seconds: experiment.seconds(), validation });
        bar.inc(step * (iteration as u64 - told));
        told = iteration as u64;
        if experiment.status() != Status::Running || limit.is_some_and(|limit| seconds() - begun >= limit) {
            break;
        }
        experiment.step_iteration()?;
    }
    experiment.stop()?;
    let history = experiment.history();
    let done = history.last().map_or(0, |row| row.iteration);
    // The bar has not heard of those that an early end left out.
    bar.inc(step * (spec.iterations as u64).saturating_sub(told));
    let best = experiment.best();
    let row = history.iter().find(|row| best.is_some_and(|best| best.iteration == row.iteration));
    let Some(accuracy) = experiment.accuracy() else { bail!("no iterate was measured") };
    let line = Line {
        link: spec.link(),
        version: env!("CARGO_PKG_VERSION"),
        spec,
        status: experiment.status().name(),
        message: experiment.message(),
        iterations: done,
        seconds: experiment.seconds(),
        wall_seconds: seconds() - begun,
        jobs,
        accuracy,
        best,
        plateau: plateau(&course),
        firing_rates: row.map_or(&[], |row| &row.firing_rates),
        silent: row.map_or(&[], |row| &row.silent),
        weights_hash: experiment.weights_hash(),
        fingerprint: experiment.fingerprint(),
    };
    lock(results).add(&line)
}

/// The guarded value; another thread's panic has not broken it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an iteration costs with its evaluation, in multiplications of weights and traces, roughly: for the time left.
fn cost(spec: &Spec) -> u64 {
    let weights: usize = spec.sizes().windows(2).map(|pair| pair[0] * pair[1]).sum();
    let batch = match spec.setting("batch") {
        batch if batch >= 1.0 => spec.samples.min(batch as usize),
        _ => spec.samples,
    };
    // Measured against the forward pass on spirals.
    let passes = match spec.solver {
        Solver::Exact => 9,
        Solver::Targets => 60,
        Solver::Paper => 30,
        Solver::Surrogate => 3,
        Solver::Control => 1,
    };
    (spec.steps * weights * (passes * batch + 3 * spec.samples)) as u64
}
