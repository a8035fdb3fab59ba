//! The command `run`: trains the experiment of one link.

use std::io::{Write, stdout};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use heaviside::Error;
use heaviside::data::table::Carried;
use heaviside::experiment::{Accuracy, Experiment, Parsed, Record, Snapshot, Spec, Verdict};
use heaviside::export::{Kind, export};
use heaviside::linalg::Cores;
use heaviside::method::Status;
use serde::Serialize;

use crate::Ending;
use crate::data::{Data, wanted};
use crate::progress::{bar, seconds};

/// What `run` is given.
#[derive(clap::Args)]
pub struct Options {
    /// The experiment, e.g. '#v=1&task=moons&seed=2' or a whole address of the page
    link: String,
    /// Pause after so many iterations, as `heaviside.run(K)` on the page does; the planned number stays the link's
    #[arg(long, value_name = "K")]
    iterations: Option<usize>,
    /// Threads that work on it together: the numbers are the same with any; all cores when left out
    #[arg(long, value_name = "J")]
    threads: Option<NonZeroUsize>,
    /// Write what was trained into a file: arrays for numpy (.npz), a script for snnTorch (.py, with its .npz beside it), link, proof and
    /// snapshot (.json), the history (.csv)
    #[arg(long, value_name = "FILE")]
    export: Vec<PathBuf>,
    /// Print one JSON object: the page's snapshot, the fingerprint, the problems of the link and what became of its proof
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

/// Why a proof that was made in a browser is none here.
const ELSEWHERE: &str = "A proof made on the page holds in every browser; this processor adds matrix products up in another order, \
                         so its last bits are others. Open the link in a browser to check it.";

/// The snapshot as `heaviside.snapshot()` gives it on the page, and what the page has in other places.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    snapshot: &'a Snapshot,
    fingerprint: String,
    problems: &'a [String],
    /// What became of the proof in the link, where it has one: see [`ELSEWHERE`].
    verdict: Option<Verdict>,
}

/// The link that is given: itself, or what a file `.heaviside.json` has, with its proof and the data that it carries.
fn link_of(given: &str) -> Result<(String, Option<Carried>)> {
    #[derive(serde::Deserialize)]
    struct File {
        format: String,
        version: u32,
        link: String,
        proof: Option<String>,
        data: Option<Carried>,
    }
    if !given.ends_with(".json") {
        return Ok((given.to_owned(), None));
    }
    let file = std::fs::File::open(given).with_context(|| format!("{given} can't be opened"))?;
    let file: File = serde_json::from_reader(std::io::BufReader::new(file))
        .with_context(|| format!("{given} is no experiment of Heaviside"))?;
    match (file.format.as_str(), file.version) {
        ("heaviside", 1) => Ok((file.proof.unwrap_or(file.link), file.data)),
        ("heaviside", version) => bail!("{given} is of version {version} of the format; this program knows version 1"),
        _ => bail!("{given} is no experiment of Heaviside"),
    }
}

/// Opens the nearest valid experiment of a link, as the page does, and says on standard error what it could not take
/// as given. A file of data that the link does not name is meant by it.
///
/// # Errors
/// A sentence for a file that can't be read, or whose data no network can be trained on.
pub fn open(given: &str, data: &Data) -> Result<(Parsed, Vec<String>)> {
    let (mut link, carried) = link_of(given)?;
    let wanted = wanted(&link);
    let (mut library, called) = data.library(&wanted)?;
    if let Some(carried) = carried {
        library.keep_carried(&carried).with_context(|| format!("The data in {given} can't be trained on"))?;
    }
    if let (true, Some(said)) = (wanted.is_empty(), called) {
        link = link + "&task=own&data=" + &said;
        eprintln!("The experiment is {link}");
    }
    let parsed = Spec::parse_with(&link, &library);
    let problems: Vec<String> = parsed.problems.iter().map(ToString::to_string).collect();
    for problem in &problems {
        eprintln!("{problem}");
    }
    Ok((parsed, problems))
}

/// Iterates to the end of the run, or until `go_on` says no after an iteration.
///
/// # Errors
/// Those of [`Experiment::step_iteration`].
pub fn train(experiment: &mut Experiment<f32>, mut go_on: impl FnMut(&Experiment<f32>) -> bool) -> Result<(), Error> {
    while experiment.status() == Status::Running && go_on(experiment) {
        experiment.step_iteration()?;
    }
    Ok(())
}

/// Trains and prints.
pub fn run(options: &Options) -> Result<Ending> {
    let all = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let cores =
        Cores::new(options.threads.map_or_else(all, NonZeroUsize::get)).context("No threads could be started")?;
    cores.run(|| trained(options))
}

fn trained(options: &Options) -> Result<Ending> {
    // What can't be written is said before what takes time.
    for file in &options.export {
        kind_of(file)?;
    }
    let (Parsed { spec, proof, .. }, problems) = open(&options.link, &options.data)?;
    // A proof is of one iteration.
    let wished = options.iterations.or(proof.as_ref().map(|proof| proof.at));
    let planned = wished.unwrap_or(usize::MAX).min(spec.iterations);
    let mut experiment = Experiment::<f32>::new(spec, seconds)?;
    let bar = bar(planned as u64, "iteration {pos} of {len}, ");
    train(&mut experiment, |now| {
        let done = now.position();
        bar.set_position(done as u64);
        if let Some(accuracy) = now.accuracy() {
            bar.set_message(format!("train {:.3}  test {:.3}", accuracy.train, accuracy.test));
        }
        done < planned
    })?;
    bar.finish_and_clear();
    for file in &options.export {
        take_away(&mut experiment, file)?;
    }
    // Of another iteration it says nothing, but where the run can't come to its own.
    let reached =
        |at| experiment.position() == at || experiment.position() < at && experiment.status() != Status::Running;
    let verdict = proof.filter(|proof| reached(proof.at)).map(|proof| proof.check(&experiment));
    let snapshot = experiment.snapshot()?;
    let shown = Shown { snapshot: &snapshot, fingerprint: experiment.fingerprint(), problems: &problems, verdict };
    let mut out = stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string(&shown)?)?;
    } else {
        out.write_all(text(&shown).as_bytes())?;
    }
    Ok(if experiment.status() == Status::NumericalError { Ending::Numerical } else { Ending::Done })
}

/// The kind of file of that name.
fn kind_of(file: &Path) -> Result<Kind> {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match Kind::ALL.into_iter().find(|kind| kind.ending().rsplit('.').next() == Some(ending.as_str())) {
        Some(kind) => Ok(kind),
        None => bail!("{} can't be written: the name of a file ends in .npz, .nir, .py, .json or .csv", file.display()),
    }
}

/// Writes what was trained into a file; a script with the archive that it reads.
fn take_away(experiment: &mut Experiment<f32>, file: &Path) -> Result<()> {
    let kind = kind_of(file)?;
    let archive = (kind == Kind::SnnTorch).then(|| (file.with_extension("npz"), Kind::Npz));
    for (file, kind) in [(file.to_owned(), kind)].into_iter().chain(archive) {
        std::fs::write(&file, export(experiment, kind)?)
            .with_context(|| format!("{} could not be written", file.display()))?;
    }
    Ok(())
}

/// What the page shows, as lines.
fn text(shown: &Shown<'_>) -> String {
    let Snapshot { spec, link, status, now, best, weights_hash, message, .. } = shown.snapshot;
    let Record { iteration, seconds, accuracy, validation, residuals, firing_rates, .. } = now;
    let Accuracy { train, test, auxiliary, control } = accuracy;
    let mut lines =
        vec![("status", format!("{status}, iteration {iteration} of {}, {seconds:.2} s of training", spec.iterations))];
    if let Some(message) = message {
        lines.push(("message", message.clone()));
    }
    lines.push(("train", format!("{train:.3}")));
    lines.push(("test", format!("{test:.3}")));
    lines.push(("auxiliary", auxiliary.map_or("none: this method keeps no copy".into(), |a| format!("{a:.3}"))));
    lines.push(("control", format!("{control:.3}  (test, frozen random hidden layers)")));
    lines.push(("validation", format!("{validation:.3}  (last iterate)")));
    if let Some(best) = best {
        lines.push(("best", format!("iteration {}, train {:.3}, test {:.3}", best.iteration, best.train, best.test)));
    }
    for (name, value) in [("objective", now.objective), ("loss", now.loss)] {
        lines.extend(value.map(|v| (name, format!("{v:.6e}"))));
    }
    let option = |value: Option<f64>| value.map_or("-".into(), |v| format!("{v:.3e}"));
    for residual in residuals.iter().filter(|r| r.dynamics.is_some() || r.spikes.is_some()) {
        let (dynamics, spikes) = (option(residual.dynamics), option(residual.spikes));
        lines.push(("residuals", format!("layer {}: dynamics {dynamics}, spikes {spikes}", residual.layer)));
    }
    for (l, rate) in firing_rates.iter().enumerate() {
        let (silent, saturated) = (now.silent[l], now.saturated[l]);
        let layer = l + 1;
        lines.push((
            "firing",
            format!("layer {layer}: {rate:.3} spikes a neuron and step, {silent} silent, {saturated} saturated"),
        ));
    }
    lines.push(("weights", weights_hash.clone()));
    lines.push(("fingerprint", shown.fingerprint.clone()));
    lines.push(("link", link.clone()));
    if let Some(verdict) = shown.verdict {
        lines.push(("proof", verdict.to_string()));
        lines.extend((!verdict.same).then(|| ("", ELSEWHERE.to_owned())));
    }
    lines.iter().map(|(name, value)| format!("{name:<12} {value}\n")).collect()
}
