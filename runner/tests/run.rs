//! `run` and `info` as a person types them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::process::{Command, Output};

use heaviside::experiment::{Experiment, Spec};
use serde_json::Value;

fn heaviside(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_heaviside-runner")).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The library's own snapshot after so many iterations, its seconds taken out, and its fingerprint.
fn expected(link: &str, iterations: usize) -> (Value, String) {
    let mut experiment = Experiment::<f32>::new(Spec::parse(link).spec, || 0.0).unwrap();
    for _ in 0..iterations {
        experiment.step_iteration().unwrap();
    }
    (serde_json::to_value(experiment.snapshot().unwrap()).unwrap(), experiment.fingerprint())
}

/// Seconds of training are all that may differ.
fn without_seconds(mut snapshot: Value) -> Value {
    snapshot["seconds"] = 0.0.into();
    for row in snapshot["history"].as_array_mut().unwrap() {
        row["seconds"] = 0.0.into();
    }
    snapshot
}

#[test]
fn run_prints_the_numbers_of_the_library() {
    for solver in ["exact", "targets", "paper", "surrogate", "control"] {
        let link = format!("#v=1&task=moons&solver={solver}&hidden=8,6&n=30&T=8&iterations=4");
        let output = heaviside(&["run", &link, "--json"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "", "a link without fault");
        let mut given: Value = serde_json::from_str(text(&output.stdout)).unwrap();
        assert_eq!(given["problems"], Value::Array(Vec::new()));
        let (snapshot, fingerprint) = expected(&link, 4);
        assert_eq!(given["fingerprint"], Value::String(fingerprint), "{solver}");
        // What is not of the snapshot has been taken out.
        given.as_object_mut().unwrap().retain(|key, _| !matches!(key.as_str(), "problems" | "fingerprint" | "verdict"));
        assert_eq!(without_seconds(given), without_seconds(snapshot), "{solver}");
    }
}

#[test]
fn run_pauses_where_it_is_told_and_says_what_the_page_says() {
    let link = "task=moons&hidden=8&n=30&T=8&iterations=20";
    let output = heaviside(&["run", link, "--iterations", "3"]);
    let shown = text(&output.stdout);
    let (snapshot, fingerprint) = expected(link, 3);
    assert!(shown.contains("running, iteration 3 of 20"), "{shown}");
    assert!(shown.contains(&fingerprint) && shown.contains(snapshot["weightsHash"].as_str().unwrap()), "{shown}");
    assert!(shown.contains("#v=1&task=moons&hidden=8&n=30&T=8&iterations=20"), "{shown}");
    for name in ["train", "test", "auxiliary", "control", "best", "residuals", "firing"] {
        assert!(shown.lines().any(|line| line.starts_with(name)), "{name} in {shown}");
    }
}

#[test]
fn a_proof_is_checked_at_its_iteration() {
    let link = "#v=1&task=moons&hidden=8&n=30&T=8&iterations=20&live=2:mu:0.1";
    let mut experiment = Experiment::<f32>::new(Spec::parse(link).spec, || 0.0).unwrap();
    (0..5).for_each(|_| experiment.step_iteration().unwrap());
    let proof = experiment.proof().unwrap().to_string();
    let shown = |link: &str| text(&heaviside(&["run", link]).stdout).to_owned();
    let same = shown(&format!("{link}&{proof}"));
    assert!(same.contains("iteration 5 of 20") && same.contains("Reproduced: the same to the last bit"), "{same}");
    for iterations in ["3", "8"] {
        let link = format!("{link}&{proof}");
        let elsewhere = heaviside(&["run", &link, "--iterations", iterations]);
        assert!(!text(&elsewhere.stdout).contains("eproduced"), "{iterations} iterations are not those of the proof");
    }
    let other = shown(&format!("{link}&seed=9&{proof}"));
    assert!(other.contains("Not reproduced") && other.contains("Open the link in a browser to check it."), "{other}");
}

#[test]
fn what_was_trained_is_written_into_files() {
    let folder = std::env::temp_dir().join(format!("heaviside-export-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let link = "#v=1&task=moons&hidden=8&n=30&T=8&iterations=3";
    let names = [file("net.py"), file("net.json"), file("net.csv"), file("net.nir")];
    let exports = names.iter().flat_map(|name| ["--export", name]);
    let output = heaviside(&["run", link].into_iter().chain(exports).collect::<Vec<_>>());
    assert!(output.status.success(), "{}", text(&output.stderr));
    for (name, start) in [
        ("net.py", &b"#!"[..]),
        ("net.npz", b"PK"),
        ("net.nir", b"\x89HDF"),
        ("net.json", b"{"),
        ("net.csv", b"iteration,"),
    ] {
        assert!(std::fs::read(file(name)).unwrap().starts_with(start), "{name}");
    }
    // The file stands for its link, with the proof.
    let again = heaviside(&["run", &names[1]]);
    assert!(again.status.success() && text(&again.stdout).contains("Reproduced"), "{}", text(&again.stdout));
    let broken = [
        ("{", "is no experiment of Heaviside"),
        (r#"{"format": "heaviside", "version": 2, "link": "\u0023v=1"}"#, "version 2 of the format"),
        (r#"{"format": "other", "version": 1, "link": ""}"#, "is no experiment of Heaviside"),
    ];
    for (text_of, sentence) in broken {
        std::fs::write(file("broken.json"), text_of).unwrap();
        let refused = heaviside(&["run", &file("broken.json")]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains(sentence), "{}", text(&refused.stderr));
    }
    assert!(text(&heaviside(&["run", &file("nothing.json")]).stderr).contains("can't be opened"));
    let refused = heaviside(&["run", link, "--export", "net.exe"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("ends in .npz, .nir, .py, .json or .csv"), "{}", text(&refused.stderr));
    let nowhere = heaviside(&["run", link, "--export", &file("none/net.csv")]);
    assert!(text(&nowhere.stderr).contains("could not be written"), "{}", text(&nowhere.stderr));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_table_is_read_as_its_link_says_and_goes_with_its_experiment() {
    let folder = std::env::temp_dir().join(format!("heaviside-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let ships = heaviside(&["run", "#v=1&task=own&data=iris", "--iterations", "2", "--json"]);
    let said: Value = serde_json::from_slice(&ships.stdout).unwrap();
    assert_eq!((said["link"].as_str(), said["iteration"].as_u64()), (Some("#v=1&task=own&data=iris"), Some(2)));

    // A file that no link names yet: what links call it is said.
    let rows = (0..40).map(|k| format!("{k};{};{};{}\n", k % 7, k % 5, if k < 20 { "berry" } else { "melon" }));
    std::fs::write(file("fruits.csv"), std::iter::once("a;b;c;kind\n".to_owned()).chain(rows).collect::<String>())
        .unwrap();
    let run = heaviside(&[
        "run",
        "hidden=6",
        "--data",
        &file("fruits.csv"),
        "--iterations",
        "2",
        "--export",
        &file("all.json"),
        "--json",
    ]);
    let all: Value = serde_json::from_slice(&run.stdout).unwrap();
    let link = all["link"].as_str().unwrap();
    assert!(link.starts_with("#v=1&task=own&data=fruits~") && link.ends_with("~40x3&hidden=6"), "{link}");
    assert!(text(&run.stderr).contains("data=fruits~"), "{}", text(&run.stderr));

    // The same by its link, by columns that are left out, by the file that carries the data; not without the data.
    let named = heaviside(&["run", link, "--data", &file("fruits.csv"), "--iterations", "2", "--json"]);
    let carried = heaviside(&["run", &file("all.json"), "--json"]);
    for other in [named, carried] {
        let other: Value = serde_json::from_slice(&other.stdout).unwrap();
        assert_eq!(other["fingerprint"], all["fingerprint"]);
    }
    let listed = heaviside(&["sweep", &format!("{link}&seed=1..3"), "--list", "--data", &file("fruits.csv")]);
    assert_eq!(text(&listed.stdout).lines().count(), 3);
    let listed = heaviside(&["sweep", "task=own&data=iris|digits", "--list"]);
    assert_eq!(text(&listed.stdout), "#v=1&task=own&data=iris\n#v=1&task=own&data=digits\n");
    let info = heaviside(&["info", link]);
    assert!(text(&info.stderr).contains("it must be data that are here"), "{}", text(&info.stderr));
    std::fs::write(file("bad.csv"), "a,b,kind\n1,2,x\n3,4,y\n").unwrap();
    let bad = heaviside(&["run", "hidden=6", "--data", &file("bad.csv")]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(text(&bad.stderr).contains("at least 4 are needed"), "{}", text(&bad.stderr));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_a_link_cannot_mean_is_a_sentence() {
    let output = heaviside(&["run", "task=moons&n=2&hiden=3&T=8&iterations=1", "--json"]);
    assert!(output.status.success());
    let sentences: Vec<&str> = text(&output.stderr).lines().collect();
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    assert_eq!(sentences[0], "“n” was 2; it must be a whole number from 4 to 5000. 4 is used instead.");
    assert!(sentences[1].starts_with("“hiden” (it was 3) is not a setting"), "{sentences:?}");
    let given: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    assert_eq!(given["problems"], serde_json::json!(sentences));
    assert_eq!(given["spec"]["n"], 4);
}

#[test]
fn what_cannot_be_trained_is_a_sentence_and_an_exit_code() {
    let output = heaviside(&["run", "n=5000&T=200&hidden=512,512,512"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("limit is 1024 MiB"), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(heaviside(&["walk"]).status.code(), Some(2));
}

#[test]
fn info_explains_every_setting() {
    let output = heaviside(&["info", "#v=1&task=order&solver=surrogate&lr=.1&hidden=7,5"]);
    assert!(output.status.success());
    let shown = text(&output.stdout);
    for key in ["task", "solver", "hidden", "n", "T", "noise", "encoder", "seed", "gain", "lr", "slope", "batch"] {
        assert!(shown.lines().any(|line| line.starts_with(&format!("{key} "))), "{key} in {shown}");
    }
    assert!(shown.contains("0.1  (changed from 0.03; 0.000001 to 1, can change during a run)"), "{shown}");
    assert!(shown.contains("Step size of Adam."), "{shown}");
    let sizes = Spec::parse("task=order&hidden=7,5").spec.sizes();
    let parameters: usize = sizes.windows(2).map(|pair| pair[0] * pair[1]).sum();
    assert!(shown.contains(&format!("parameters  {parameters}\n")), "{shown}");
}
