//! The report: docs/results.md, made whole from the data, and docs/results.csv, one line a run.

use std::fmt::Write;

use anyhow::{Context, Result};

use super::stats::{fraction, fractions, mean, seconds, short};
use super::table::{Bar, EXACT, METHODS, REFERENCES, ROWS, Row, SURROGATE};
use super::{Cell, LIMIT, Outcome, Run};
use crate::process::{answer, command};

/// Room for the last bit of a mean.
const ROUNDING: f64 = 1e-9;

/// Facts of the machine that are no paths.
pub struct Machine {
    cores: usize,
    compiler: String,
    system: String,
}

impl Machine {
    /// The machine at work.
    pub fn this() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
            compiler: answer(command("rustc").arg("--version")).unwrap_or_else(|| "an unknown compiler".into()),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}

impl Cell {
    fn all(&self, measure: impl Fn(&Run) -> f64) -> Vec<f64> {
        self.runs.iter().map(measure).collect()
    }

    fn test(&self) -> Vec<f64> {
        self.all(|run| run.accuracy.test)
    }

    /// Seconds to the plateau of the runs that have one (all but those without a measured iterate).
    fn plateaus(&self) -> Vec<f64> {
        self.runs.iter().filter_map(|run| run.plateau.as_ref()).map(|plateau| plateau.seconds).collect()
    }

    /// Whether a run was stopped by the limit.
    fn stopped(&self) -> bool {
        self.runs.iter().any(|run| run.status == "stopped")
    }

    /// The signs of what makes the cell less than a whole run.
    fn signs(&self) -> String {
        format!("{}{}", if self.budget { " †" } else { "" }, if self.stopped() { " ‡" } else { "" })
    }
}

impl Run {
    /// Spikes a neuron and step, mean of the hidden layers.
    fn firing_rate(&self) -> f64 {
        mean(&self.firing_rates).unwrap_or(0.0)
    }
}

impl Outcome {
    fn cell(&self, row: &Row, method: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.row.name == row.name && cell.method.name == method)
    }

    /// Rows of which anything was trained.
    fn rows(&self) -> impl Iterator<Item = &'static Row> {
        ROWS.iter().filter(|row| self.cells.iter().any(|cell| cell.row.name == row.name))
    }

    /// Mean seconds of `exact` to its plateau over the surrogate's, of the runs of this build.
    fn ratio(&self, row: &Row) -> Option<f64> {
        let seconds = |method| mean(&self.cell(row, method)?.plateaus());
        Some(seconds(EXACT)? / seconds(SURROGATE)?).filter(|ratio| ratio.is_finite())
    }
}

/// docs/results.md.
pub fn markdown(outcome: &Outcome, machine: &Machine) -> String {
    let mut text = head(outcome, machine);
    text += &bars(outcome);
    text += &accuracies(outcome);
    text += &details(outcome);
    text += &references();
    if !outcome.unknown.is_empty() {
        text += "\n## Not trained\n\n";
        for (row, sentence) in &outcome.unknown {
            let _ = writeln!(text, "- {}: this build does not know the task. {sentence}", row.name);
        }
    }
    text
}

fn head(outcome: &Outcome, machine: &Machine) -> String {
    let Machine { cores, compiler, system } = machine;
    let mut jobs: Vec<usize> = outcome.cells.iter().flat_map(|cell| &cell.runs).map(|run| run.jobs).collect();
    jobs.sort_unstable();
    jobs.dedup();
    let jobs = jobs.iter().map(usize::to_string).collect::<Vec<_>>().join(" or ");
    let seeds = outcome.cells.iter().map(|cell| cell.runs.len()).max().unwrap_or(0);
    let mut text = String::from("# Results\n\n");
    if outcome.quick {
        text += "**A quick run: one seed and few iterations. It shows that everything works, and no more.**\n\n";
    } else if outcome.partial {
        text += "**A part of the table.**\n\n";
    }
    let _ = write!(
        text,
        "Written by `cargo xtask experiments`, which trains every link natively in single precision and resumes where it was \
         interrupted; a single one is trained by `cargo run --release -- run '<link>'`, and the links of all runs are in \
         results.csv. Seeds 1 to {seeds}; {jobs} runs at once on {cores} cores, {system}, {compiler}.\n\n\
         Accuracies are those of the real forward pass with the weights of the best iterate, which training and validation \
         data choose; the test data have no say. Mean ± standard deviation over the seeds. Seconds are of training alone, \
         without evaluation, counted while its core computes (where the system tells). Runs of one task follow each other method by method and seed by seed, so that what is compared \
         is disturbed alike by what runs beside it.\n\n\
         Seconds to the plateau: the first moment of training from which the running best validation accuracy is within .01 \
         of its final best; it is measured after every iteration, off the clock of training.\n\n\
         † fewer iterations than the method plans for this task, to keep the table affordable: its numbers are a lower bound. \
         ‡ at least one run was stopped after {LIMIT} s of wall time.\n"
    );
    text
}

/// What must be reached, and whether it is.
fn bars(outcome: &Outcome) -> String {
    let mut text = String::from(
        "\n## What must be reached\n\n\
         `exact` with its default K >= 2, against the surrogate baseline of the same build.\n\n\
         | task, hidden | exact | surrogate | at least | reached | seconds to plateau, exact / surrogate | ratio | at most | reached |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for row in &ROWS {
        let Some(bar) = row.bar else { continue };
        let (exact, surrogate) = (outcome.cell(row, EXACT), outcome.cell(row, SURROGATE));
        let (Some(exact), Some(surrogate)) = (exact, surrogate) else {
            let _ = writeln!(text, "| {} | not run | | | | | | {} | |", row.name, short(bar.ratio));
            continue;
        };
        let Verdict { least, accurate, ratio, fast } =
            verdict(bar, &exact.test(), &surrogate.test(), outcome.ratio(row));
        let _ = writeln!(
            text,
            "| {} | {}{} | {}{} | {} | {} | {} / {} | {} | {} | {} |",
            row.name,
            fractions(&exact.test()),
            exact.signs(),
            fractions(&surrogate.test()),
            surrogate.signs(),
            least.map_or("-".into(), fraction),
            accurate,
            seconds(&exact.plateaus()),
            seconds(&surrogate.plateaus()),
            ratio.map_or("-".into(), short),
            short(bar.ratio),
            fast,
        );
    }
    text
}

/// Whether a bar is reached.
#[derive(Debug, PartialEq)]
struct Verdict {
    /// Least mean test accuracy that is asked for.
    least: Option<f64>,
    accurate: &'static str,
    ratio: Option<f64>,
    fast: &'static str,
}

fn verdict(bar: Bar, exact: &[f64], surrogate: &[f64], ratio: Option<f64>) -> Verdict {
    let least = mean(surrogate).map(|mean| (mean - bar.below).max(bar.least.unwrap_or(0.0)));
    let accurate = match (mean(exact), least, mean(surrogate)) {
        (_, _, Some(surrogate)) if bar.least.is_some_and(|least| surrogate < least - ROUNDING) => {
            "no: the baseline is too weak"
        }
        (Some(exact), Some(least), _) if exact >= least - ROUNDING => "yes",
        _ => "no",
    };
    let fast = if ratio.is_some_and(|ratio| ratio <= bar.ratio + ROUNDING) { "yes" } else { "no" };
    Verdict { least, accurate, ratio, fast }
}

/// Test accuracies, all methods side by side.
fn accuracies(outcome: &Outcome) -> String {
    let names = METHODS.map(|method| method.name);
    let mut text = String::from("\n## Test accuracy\n\n| task, hidden |");
    for name in names {
        let _ = write!(text, " {name} |");
    }
    text += " plateau, exact / surrogate |\n|---|---|---|---|---|---|---|---|\n";
    for row in outcome.rows() {
        let _ = write!(text, "| {} |", row.name);
        for name in names {
            let cell = outcome.cell(row, name);
            let shown = cell.map_or("not run".into(), |cell| fractions(&cell.test()) + &cell.signs());
            let _ = write!(text, " {shown} |");
        }
        let _ = writeln!(text, " {} |", outcome.ratio(row).map_or("-".into(), short));
    }
    text
}

/// Everything that was measured, a method a line.
fn details(outcome: &Outcome) -> String {
    let mut text = String::from(
        "\n## Every method\n\n\
         Auxiliary is what the optimiser's own variables claim on the training data. A method below the control has not used \
         its hidden layers. Firing rate: spikes a neuron and step.\n\n\
         | task, hidden | method | train | test | auxiliary | iterations | seconds | seconds to plateau | firing rate |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for cell in &outcome.cells {
        let auxiliary: Vec<f64> = cell.runs.iter().filter_map(|run| run.accuracy.auxiliary).collect();
        let iterations = mean(&cell.all(|run| run.iterations as f64)).unwrap_or(0.0);
        let _ = writeln!(
            text,
            "| {} | {}{} | {} | {} | {} | {iterations:.0} | {} | {} | {} |",
            cell.row.name,
            cell.method.name,
            cell.signs(),
            fractions(&cell.all(|run| run.accuracy.train)),
            fractions(&cell.test()),
            fractions(&auxiliary),
            seconds(&cell.all(|run| run.seconds)),
            seconds(&cell.plateaus()),
            fractions(&cell.all(Run::firing_rate)),
        );
    }
    text
}

fn references() -> String {
    let mut text = String::from(
        "\n## Known from publications\n\nTest accuracy in per cent, as published; none of these is a spiking network.\n\n\
         | what | accuracy | source |\n|---|---|---|\n",
    );
    for reference in &REFERENCES {
        let _ = writeln!(text, "| {} | {} | {} |", reference.what, reference.accuracy, reference.source);
    }
    text
}

/// docs/results.csv: one line a run.
pub fn csv(outcome: &Outcome) -> Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "row",
        "task",
        "hidden",
        "method",
        "seed",
        "status",
        "cut",
        "train",
        "test",
        "auxiliary",
        "control",
        "validation",
        "best_iteration",
        "iterations",
        "planned",
        "seconds",
        "wall_seconds",
        "plateau_iteration",
        "plateau_seconds",
        "firing_rate",
        "jobs",
        "weights_hash",
        "fingerprint",
        "link",
    ])?;
    for cell in &outcome.cells {
        for run in &cell.runs {
            let plateau = run.plateau.as_ref();
            let hidden: Vec<String> = run.spec.hidden.iter().map(|layer| layer.to_string().replace('"', "")).collect();
            csv.write_record([
                cell.row.name.to_owned(),
                run.spec.task.clone(),
                hidden.join("-"),
                cell.method.name.to_owned(),
                run.spec.seed.to_string(),
                run.status.clone(),
                cell.budget.to_string(),
                run.accuracy.train.to_string(),
                run.accuracy.test.to_string(),
                run.accuracy.auxiliary.map_or(String::new(), |v| v.to_string()),
                run.accuracy.control.to_string(),
                plateau.map_or(String::new(), |p| p.validation.to_string()),
                run.best.as_ref().map_or(String::new(), |best| best.iteration.to_string()),
                run.iterations.to_string(),
                run.spec.iterations.to_string(),
                format!("{:.4}", run.seconds),
                format!("{:.4}", run.wall_seconds),
                plateau.map_or(String::new(), |p| p.iteration.to_string()),
                plateau.map_or(String::new(), |p| format!("{:.4}", p.seconds)),
                format!("{:.5}", run.firing_rate()),
                run.jobs.to_string(),
                run.weights_hash.clone(),
                run.fingerprint.clone(),
                run.link.clone(),
            ])?;
        }
    }
    csv.into_inner().context("The table of runs is incomplete")
}

#[cfg(test)]
mod tests {
    use super::super::table::{Method, link};
    use super::super::{Accuracy, Best, Plateau, Spec};
    use super::*;

    fn run(row: &Row, method: &Method, seed: u64, test: f64, seconds: f64) -> Run {
        Run {
            link: link(row, method, false).0.replace("1..5", &seed.to_string()),
            spec: Spec { task: row.name.into(), hidden: vec![40.into(), 40.into()], seed, iterations: 120 },
            status: "max iterations".into(),
            iterations: 120,
            seconds: 2.0 * seconds,
            wall_seconds: 3.0 * seconds,
            jobs: 2,
            accuracy: Accuracy { train: 1.0, test, auxiliary: None, control: 0.8 },
            best: Some(Best { iteration: 100 }),
            plateau: Some(Plateau { iteration: 60, seconds, validation: test }),
            firing_rates: vec![0.1, 0.3],
            weights_hash: "0".into(),
            fingerprint: "1".into(),
        }
    }

    /// The row of moons with two seeds of `exact` and of the surrogate.
    fn moons() -> Outcome {
        let row = ROWS.iter().find(|row| row.name == "moons").expect("a row");
        let cell = |name: &str, tests: [f64; 2], seconds: f64| {
            let method = METHODS.iter().find(|method| method.name == name).expect("a method");
            let runs = [1, 2].map(|seed| run(row, method, seed, tests[seed as usize - 1], seconds)).to_vec();
            Cell { row, method, budget: name == "paper", runs }
        };
        let cells =
            vec![cell(EXACT, [0.98, 1.0], 0.3), cell(SURROGATE, [0.99, 1.0], 0.25), cell("paper", [0.5, 0.6], 1.0)];
        Outcome { cells, unknown: vec![(&ROWS[0], "“task” was xor.".into())], quick: false, partial: false }
    }

    #[test]
    fn bars_are_judged_by_the_data() {
        let bar = Bar { below: 0.01, least: None, ratio: 1.5 };
        let judged = |bar, exact: f64, surrogate: f64, ratio: f64| {
            let verdict = verdict(bar, &[exact], &[surrogate], Some(ratio));
            (verdict.accurate, verdict.fast)
        };
        assert_eq!(judged(bar, 0.98, 0.99, 1.5), ("yes", "yes"), "on the bar");
        assert_eq!(judged(bar, 0.979, 0.99, 1.51), ("no", "no"));
        let published = Bar { below: 0.005, least: Some(0.97), ratio: 1.5 };
        assert_eq!(judged(published, 0.969, 0.972, 1.0).0, "no", "the number itself is asked for too");
        assert_eq!(judged(published, 0.97, 0.96, 1.0).0, "no: the baseline is too weak");
        assert_eq!(verdict(bar, &[], &[0.9], None).fast, "no");
    }

    #[test]
    fn the_report_says_what_was_measured() {
        let machine = Machine { cores: 2, compiler: "rustc 1.95.0".into(), system: "linux x86_64".into() };
        let text = markdown(&moons(), &machine);
        let line =
            |start: &str| text.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("{start}: {text}"));
        assert_eq!(
            line("| moons | .990 ± .014 | .995"),
            "| moons | .990 ± .014 | .995 ± .007 | .985 | yes | 0.300 ± 0.000 / 0.250 ± 0.000 | 1.20 | 1.50 | yes |"
        );
        assert!(
            line("| moons | paper †").contains("| .550 ± .071 | - | 120 | 2.00 ± 0.000 | 1.00 ± 0.000 | .200 ± .000 |")
        );
        assert!(line("| circles").contains("not run"));
        assert!(text.contains("- xor: this build does not know the task. “task” was xor."));
        assert!(text.contains("2 runs at once on 2 cores, linux x86_64, rustc 1.95.0"));
        assert!(text.contains("63.8") && text.contains("85.5") && text.contains("98.7 ± 0.3"));
        assert!(text.lines().all(|l| !l.ends_with(' ')));
    }

    #[test]
    fn the_csv_has_a_line_a_run() {
        let text = String::from_utf8(csv(&moons()).expect("a table")).expect("text");
        let mut lines = text.lines();
        let columns = lines.next().expect("a head").split(',').count();
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.len(), 6);
        assert!(
            lines[0].starts_with("moons,moons,40-40,exact,1,max iterations,false,1,0.98,,0.8,0.98,100,120,120,0.6000")
        );
        assert!(lines[0].ends_with("#v=1&task=moons&solver=exact&seed=1"));
        assert!(lines.iter().all(|line| line.split(',').count() == columns));
    }
}
