//! The step `interop`: networks of every method and kind of layer, taken away from the terminal, run in snnTorch by the script that goes
//! with them, and read as NIR and run by that format's own equations (tests/interop/nir_graph.py). Every answer must be the same, and at least 9999 of 10,000 spikes: sums in another order may turn one at the threshold.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::counts::Counts;
use crate::need;
use crate::process::{cargo, command, progress, quietly, root, streamed, target_dir};

/// What is trained and taken away.
const LINKS: [&str; 10] = [
    "#v=1&task=moons&hidden=12,8&n=100&iterations=20",
    "#v=1&task=gap&hidden=20r&n=100&iterations=20",
    "#v=1&task=shifted&hidden=4c5s2,p2,6c3,pg&n=60&iterations=5",
    "#v=1&task=saccade&hidden=4c5s2,8c3s2,10r&n=60&iterations=5",
    "#v=1&task=detect&hidden=4c3,pg&n=60&iterations=10",
    "#v=1&task=trains&hidden=20&n=40&iterations=10",
    "#v=1&task=moons&solver=paper&hidden=12&n=60&iterations=20",
    "#v=1&task=circles&solver=targets&hidden=12&n=60&iterations=5",
    "#v=1&task=xor&solver=surrogate&encoder=current&iterations=40",
    "#v=1&task=circles&solver=control&hidden=12,5r",
];

/// Least share of the spikes that must agree.
const SPIKES: f64 = 0.9999;

/// Trains, takes away, runs and counts.
pub fn run() -> Result<Counts> {
    let python = need::python()?;
    progress("The terminal", || quietly(cargo().args(["build", "--package", "heaviside-runner"])))?;
    let target = target_dir()?;
    let folder = target.join("interop");
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    let program = target.join("debug/heaviside-runner").with_extension(std::env::consts::EXE_EXTENSION);
    let mut counts = Counts::default();
    for (k, link) in LINKS.iter().enumerate() {
        let [script, graph, archive] = ["py", "nir", "npz"].map(|kind| folder.join(format!("network{k}.{kind}")));
        quietly(command(&program).args(["run", link, "--export"]).arg(&script).arg("--export").arg(&graph))?;
        let mut by_nir = command(&python);
        by_nir.arg(root().join("tests/interop/nir_graph.py")).arg(&graph).arg(&archive);
        for (name, mut run) in [("snnTorch", command_of(&python, &script)), ("NIR", by_nir)] {
            if agrees(&mut run).with_context(|| format!("{link} in {name}"))? {
                counts.passed += 1;
            } else {
                println!("{link}: not the same network in {name}");
                counts.failed += 1;
            }
        }
    }
    Ok(counts)
}

fn command_of(python: &Path, script: &Path) -> Command {
    let mut run = command(python);
    run.arg(script);
    run
}

/// Whether a script says that spikes and answers agree.
fn agrees(run: &mut Command) -> Result<bool> {
    let (mut spikes, mut answers) = (None, None);
    let ran = streamed(run, |line| {
        if let Some(rest) = line.strip_prefix("spikes: ") {
            spikes = agreement(rest);
        } else if let Some(rest) = line.strip_prefix("predictions: ") {
            answers = agreement(rest);
        }
    })?;
    let (Some((spikes, all)), Some((same, answers)), true) = (spikes, answers, ran) else {
        bail!("The script did not say what agrees.");
    };
    Ok(same == answers && spikes >= SPIKES * all)
}

/// The numbers of `a of b agree`.
fn agreement(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split_whitespace().filter_map(|word| word.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_agrees_is_read_from_the_script() {
        assert_eq!(agreement("924993 of 950400 agree"), Some((924_993.0, 950_400.0)));
        assert_eq!(agreement("5 of 60 agree, 6 are right"), Some((5.0, 60.0)));
        assert_eq!(agreement("none"), None);
    }
}
