//! `sweep` as a person and as a cluster use it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use heaviside::experiment::{Experiment, Spec};
use serde_json::Value;

/// Twelve small experiments.
const MANY: &str = "task=moons&hidden=8&n=30&T=8&iterations=3&solver=exact,surrogate&seed=1..6";

fn sweep(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_heaviside-runner"))
        .current_dir(folder)
        .arg("sweep")
        .args(args)
        .args(["--jobs", "2"])
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn trained(output: &Output) -> &str {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stderr).lines().last().unwrap()
}

/// The results of a file by link; every line must be one, and no link may come twice.
fn results(path: impl AsRef<Path>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let result: Value = serde_json::from_str(line).unwrap();
        let link = result["link"].as_str().unwrap().to_owned();
        assert!(all.insert(link.clone(), result).is_none(), "{link} twice");
    }
    all
}

#[test]
fn a_result_is_what_the_library_computes() {
    let folder = tempfile::tempdir().unwrap();
    trained(&sweep(folder.path(), &[MANY]));
    let all = results(folder.path().join("results.jsonl"));
    assert_eq!(all.len(), 12);
    for (link, result) in all {
        let mut experiment = Experiment::<f32>::new(Spec::parse(&link).spec, || 0.0).unwrap();
        let mut best = experiment.validate().unwrap();
        for _ in 0..3 {
            experiment.step_iteration().unwrap();
            best = best.max(experiment.validate().unwrap());
        }
        assert_eq!(result["plateau"]["validation"], best);
        assert_eq!(result["fingerprint"], experiment.fingerprint(), "{link}");
        assert_eq!(result["weightsHash"], experiment.weights_hash());
        assert_eq!(result["accuracy"], serde_json::to_value(experiment.accuracy()).unwrap());
        assert_eq!(result["best"], serde_json::to_value(experiment.best()).unwrap());
        assert_eq!((&result["status"], &result["iterations"]), (&"max iterations".into(), &3.into()));
        let best = experiment.best().unwrap().iteration;
        let row = experiment.history().iter().find(|row| row.iteration == best).unwrap();
        assert_eq!(result["firingRates"], serde_json::to_value(&row.firing_rates).unwrap());
    }
}

#[test]
fn what_is_finished_is_skipped_and_a_torn_line_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out/some.jsonl");
    let args = [MANY, "--out", "out/some.jsonl"];
    assert!(trained(&sweep(folder.path(), &args)).starts_with("12 trained, 0 finished before"));
    let whole = fs::read_to_string(&path).unwrap();
    assert!(trained(&sweep(folder.path(), &args)).starts_with("0 trained, 12 finished before"));
    assert_eq!(fs::read_to_string(&path).unwrap(), whole, "nothing is written again");

    fs::write(&path, &whole[..whole.len() - 40]).unwrap();
    assert!(trained(&sweep(folder.path(), &args)).starts_with("1 trained, 11 finished before"));
    assert_eq!(results(&path).len(), 12);
    // A wider sweep trains only what is new.
    let wider = sweep(folder.path(), &[&MANY.replace("1..6", "1..7"), "--out", "out/some.jsonl"]);
    assert!(trained(&wider).starts_with("2 trained, 12 finished before"));
}

#[test]
fn shards_are_disjoint_and_complete() {
    let folder = tempfile::tempdir().unwrap();
    let mut together = BTreeMap::new();
    for shard in 1..=5 {
        trained(&sweep(folder.path(), &[MANY, "--shard", &format!("{shard}/5")]));
        let part = results(folder.path().join(format!("results.{shard}-of-5.jsonl")));
        assert!((2..=3).contains(&part.len()), "equal parts");
        for (link, result) in part {
            assert!(together.insert(link.clone(), result).is_none(), "{link} in two shards");
        }
    }
    let listed = sweep(folder.path(), &[MANY, "--list"]);
    let mut listed: Vec<&str> = text(&listed.stdout).lines().collect();
    listed.sort_unstable();
    assert_eq!(together.keys().collect::<Vec<_>>(), listed);
    assert_eq!(listed.len(), 12);
}

#[test]
fn a_file_of_links_is_a_sweep() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("links.txt"),
        "# Two tasks\n#v=1&task=moons&hidden=8|6,6&n=30&T=8&iterations=2\n\ntask=xor&n=30&T=8&iterations=2\n",
    )
    .unwrap();
    assert!(trained(&sweep(folder.path(), &["links.txt"])).starts_with("3 trained"));
    let links: Vec<String> = results(folder.path().join("results.jsonl")).into_keys().collect();
    assert!(links.contains(&"#v=1&task=moons&hidden=6,6&n=30&T=8&iterations=2".to_owned()), "{links:?}");
}

#[test]
fn what_is_not_understood_is_a_sentence_and_nothing_is_trained() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |args: &[&str], code: i32, words: &str| {
        let output = sweep(folder.path(), args);
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
        assert!(!folder.path().join("results.jsonl").exists(), "{args:?}");
    };
    refused(&["task=moons&n=1,30"], 2, "“n” was 1; it must be a whole number from 4 to 5000.");
    refused(&["missing.txt"], 2, "There is no file missing.txt");
    refused(&[MANY, "--shard", "3/2"], 2, "like 1/8");
    fs::write(folder.path().join("links.txt"), "task=moons\n#todo\n").unwrap();
    refused(&["links.txt"], 2, "Line 2: “todo”");
}

#[test]
fn a_limit_stops_a_run_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    trained(&sweep(folder.path(), &["task=moons&hidden=8&n=30&T=8", "--limit", "0"]));
    let all = results(folder.path().join("results.jsonl"));
    let (_, result) = all.first_key_value().unwrap();
    assert_eq!((&result["status"], &result["iterations"]), (&"stopped".into(), &0.into()));
    assert_eq!(result["best"]["iteration"], 0, "the best iterate stands");
}
