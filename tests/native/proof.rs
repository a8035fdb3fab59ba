//! A link says a run: changes under way are part of it, and its proof holds to the last bit.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use heaviside::experiment::{Column, Difference, Experiment, Parsed, Solver, Spec, Verdict, fields};
use heaviside::method::Status;
use proptest::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

fn small(solver: Solver) -> String {
    format!("#v=1&task=moons&solver={}&hidden=8,6&n=24&T=8&iterations=12", solver.name())
}

fn open(link: &str) -> Experiment<f32> {
    let Parsed { spec, problems, .. } = Spec::parse(link);
    assert_eq!(problems, [], "{link}");
    Experiment::new(spec, || 0.0).unwrap()
}

fn run(experiment: &mut Experiment<f32>, to: usize) {
    while experiment.position() < to && experiment.status() == Status::Running {
        experiment.step_iteration().unwrap();
    }
}

fn after(link: &str, iterations: usize) -> Experiment<f32> {
    let mut experiment = open(link);
    run(&mut experiment, iterations);
    experiment
}

/// The link of a run with its proof.
fn proved(experiment: &Experiment<f32>) -> String {
    format!("{}&{}", experiment.origin().link(), experiment.proof().expect("whole iterations"))
}

/// What becomes of a link with proof by a run of it.
fn verdict(link: &str) -> Verdict {
    let Parsed { proof, problems, .. } = Spec::parse(link);
    assert_eq!(problems, [], "{link}");
    let proof = proof.expect("a proof");
    proof.check(&after(link, proof.at))
}

/// A live setting of a solver and two values.
fn live(solver: Solver) -> (&'static str, [f64; 2]) {
    match solver {
        Solver::Exact => ("mu", [0.1, 2.0]),
        Solver::Paper => ("rho", [4.0, 0.3]),
        Solver::Targets => ("mu", [3.0, 300.0]),
        Solver::Surrogate => ("lr", [0.3, 0.01]),
        _ => ("kappa", [3.0, 0.1]),
    }
}

#[test]
fn a_link_with_proof_reproduces_the_run_it_was_taken_from() {
    for solver in Solver::ALL {
        for at in [0, 1, 7, 12] {
            let first = after(&small(solver), at);
            let Verdict { same, iteration, first_difference } = verdict(&proved(&first));
            assert_eq!((same, iteration, first_difference), (true, first.position(), None), "{solver:?} at {at}");
        }
    }
}

#[test]
fn changes_by_hand_are_part_of_the_link_wherever_they_were_made() {
    for solver in [Solver::Exact, Solver::Paper, Solver::Targets, Solver::Surrogate] {
        let (key, [one, other]) = live(solver);
        let mut first = after(&small(solver), 3);
        first.step_block().unwrap();
        first.step_block().unwrap();
        first.set_live(key, one).unwrap();
        run(&mut first, 6);
        first.set_live(key, other).unwrap();
        assert_eq!(first.spec().setting(key), other);
        assert_eq!(first.origin().setting(key), open(&small(solver)).spec().setting(key), "the start has its own");
        run(&mut first, 10);
        let link = proved(&first);
        assert!(link.contains(&format!("&live=3.2:{key}:{one};6:{key}:{other}&at=10&fp=")), "{link}");
        assert!(verdict(&link).same, "{solver:?}: {link}");
        assert_ne!(first.fingerprint(), after(&small(solver), 10).fingerprint(), "they change the run");

        // Any kind of step comes by the same changes.
        for sweeps in [true, false] {
            let mut again = open(&link);
            while again.position() < 10 {
                if sweeps {
                    again.step_sweep().unwrap()
                } else {
                    again.step_block().unwrap()
                };
            }
            assert_eq!(again.fingerprint(), first.fingerprint(), "{solver:?}");
        }
        // So does the run after a reset, and on the way on from an older iteration.
        for to in [0, 5] {
            let mut again = after(&link, 10);
            if to == 0 {
                again.reset().unwrap();
            } else {
                again.begin_replay(to).unwrap();
                while again.advance_replay().unwrap() > 0 {}
                assert_eq!((again.position(), again.spec().setting(key)), (to, one));
            }
            run(&mut again, 10);
            assert_eq!(again.fingerprint(), first.fingerprint(), "{solver:?} from {to}");
        }
    }
}

#[test]
fn a_change_before_the_first_block_is_the_setting_itself() {
    for (key, value) in [("inner", 5.0), ("mu", 3.0)] {
        let mut changed = open(&small(Solver::Exact));
        changed.set_live(key, value).unwrap();
        let link = format!("{}&{key}={value}", small(Solver::Exact));
        assert_eq!(changed.origin(), open(&link).origin());
        run(&mut changed, 12);
        let other = after(&link, 12);
        assert_eq!(changed.fingerprint(), other.fingerprint(), "{key}");
        let rows = |e: &Experiment<f32>| e.history().iter().map(|row| row.iteration).collect::<Vec<_>>();
        assert_eq!(rows(&changed), rows(&other), "{key}");
    }
}

#[test]
fn what_is_taken_back_leaves_no_trace() {
    let mut experiment = after(&small(Solver::Exact), 4);
    let plain = experiment.origin().clone();
    experiment.set_live("mu", 0.1).unwrap();
    experiment.set_live("mu", 0.2).unwrap();
    assert!(experiment.origin().link().ends_with("&live=4:mu:0.2"), "{}", experiment.origin().link());
    experiment.set_live("mu", 0.6).unwrap();
    assert_eq!(*experiment.origin(), plain);
    run(&mut experiment, 8);
    assert_eq!(experiment.fingerprint(), after(&small(Solver::Exact), 8).fingerprint());
}

#[test]
fn a_change_can_wait_for_its_place_and_cannot_come_late() {
    let mut experiment = after(&small(Solver::Exact), 4);
    experiment.set_live_at(6, 2, "mu", 0.1).unwrap();
    assert_eq!(experiment.spec().setting("mu"), 0.6);
    let late = experiment.set_live_at(3, 0, "mu", 0.1).expect_err("late").to_string();
    assert_eq!(late, "“mu” was 0.1; it must be changed earlier: the run has left that place behind.");
    run(&mut experiment, 7);
    assert_eq!(experiment.spec().setting("mu"), 0.1);
    assert!(verdict(&proved(&experiment)).same);
    run(&mut experiment, 12);
    let over = experiment.set_live("mu", 0.3).expect_err("over").to_string();
    assert_eq!(over, "“mu” was 0.3; it must be left as it is: the run is over.");
    assert!(verdict(&proved(&experiment)).same);
}

#[test]
fn changes_beyond_the_most_are_refused() {
    let mut experiment = open("#v=1&task=xor&hidden=3&n=4&T=2&iterations=1000");
    for k in 1..=100 {
        experiment.step_iteration().unwrap();
        experiment.set_live("mu", f64::from(k)).unwrap();
    }
    experiment.step_iteration().unwrap();
    let sentence = experiment.set_live("mu", 0.5).expect_err("one too many").to_string();
    assert_eq!(sentence, "“mu” was 0.5; it must be left as it is: a run holds 100 changes.");
    assert!(verdict(&proved(&experiment)).same);
}

#[test]
fn a_second_run_and_a_sweep_make_the_changes_that_are_theirs() {
    let link = format!("{}&live=4:mu:.1;5:margin:2&with=mu:.3&sweep=margin:1,3", small(Solver::Exact));
    let Parsed { spec, comparison, problems, .. } = Spec::parse(&link);
    assert_eq!(problems, []);
    let second = comparison.second(&spec).unwrap().link();
    assert!(second.ends_with("&mu=0.3&live=5:margin:2"), "{second}");
    let runs: Vec<_> = comparison.runs(&spec).iter().map(Spec::link).collect();
    assert!(runs[0].ends_with("&margin=1&live=4:mu:0.1"), "{runs:?}");
    let other = Spec::parse(&format!("{}&live=4:mu:.1&with=solver:surrogate", small(Solver::Exact)));
    assert_eq!(other.comparison.second(&other.spec).unwrap().live, []);
}

#[test]
fn a_run_that_differs_is_told_from_where_and_in_what() {
    let plain = "#v=1&task=spirals".to_owned();
    let rows: Vec<_> = after(&plain, 150).history().iter().map(|row| row.iteration).collect();
    assert!(rows.len() > 15, "{rows:?}");
    let proof = format!("{}", after(&plain, 150).proof().unwrap());
    for (place, change) in [1, 4, 17, 60, 130].into_iter().enumerate() {
        let Verdict { same, first_difference, .. } = verdict(&format!("{plain}&live={change}:mu:50&{proof}"));
        let Difference { after, by, column } = first_difference.expect("another run");
        let first = *rows.iter().find(|row| **row > change).unwrap();
        assert!(!same && after.unwrap() < first && first <= by, "{change}: {after:?} {by} {rows:?}");
        // The first rows have a rung each.
        if place < 2 {
            assert_eq!((after, by), (rows.iter().copied().rfind(|row| *row <= change), first));
        }
        assert!(!matches!(column, Column::Weights | Column::End), "{column:?}");
    }
    // Another start differs in the first row.
    let other = verdict(&format!("{plain}&seed=2&{proof}")).first_difference.expect("another run");
    assert_eq!((other.after, other.by), (None, 0));
}

#[test]
fn the_fingerprint_alone_decides() {
    let first = after(&small(Solver::Exact), 12);
    let link = proved(&first);
    let (before, hex) = link.split_at(link.find("fp=").unwrap() + 3);
    // Without its ladder.
    assert!(verdict(&format!("{before}{}", &hex[..16])).same);
    // With another last digit.
    let last = if hex.as_bytes()[15] == b'0' { '1' } else { '0' };
    let wrong = verdict(&format!("{before}{}{last}{}", &hex[..15], &hex[16..]));
    let rows: Vec<_> = first.history().iter().map(|row| row.iteration).collect();
    let difference = Difference { after: rows.last().copied(), by: 12, column: Column::Weights };
    assert_eq!((wrong.same, wrong.first_difference), (false, Some(difference)));
    assert_eq!(
        wrong.to_string(),
        "Not reproduced: the same up to iteration 12; by iteration 12 it differs, first in the weights."
    );
}

#[test]
fn a_run_that_ends_before_its_proof_says_so() {
    let link = proved(&after(&small(Solver::Exact), 7));
    let proof = Spec::parse(&link).proof.unwrap();
    let verdict = proof.check(&after(&link, 5));
    assert_eq!(
        verdict.to_string(),
        "Not reproduced: the run ends at iteration 5, and its link says that it comes to 7."
    );
}

#[test]
fn there_is_no_proof_where_no_whole_iterations_lead() {
    let mut experiment = after(&small(Solver::Exact), 2);
    assert!(experiment.proof().is_some());
    experiment.step_block().unwrap();
    assert_eq!(experiment.proof(), None);
    experiment.step_iteration().unwrap();
    assert!(experiment.proof().is_some());
    experiment.stop().unwrap();
    assert_eq!(experiment.proof(), None);
    let broken = after("task=spirals&hidden=100,100&n=4&T=3&mu=1e-8", 1);
    assert_eq!((broken.status(), broken.proof()), (Status::NumericalError, None));
}

#[test]
fn what_is_no_proof_is_left_out_with_a_sentence() {
    let form = "it must be an iteration and the whole fingerprint of the run there, as “Share” writes them: \
                at=40&fp=0123456789abcdef. It is left out.";
    for (link, sentence) in [
        ("at=3", format!("“at” was 3; {form}")),
        ("fp=0123456789abcdef", format!("“fp” was 0123456789abcdef; {form}")),
        ("at=3&fp=", format!("“fp” was empty; {form}")),
        ("at=3&fp=0123456789abcde", format!("“fp” was 0123456789abcde; {form}")),
        ("at=3&fp=0123456789abcdeg", format!("“fp” was 0123456789abcdeg; {form}")),
        ("at=3&fp=0123456789abcdef01", format!("“fp” was 0123456789abcdef01; {form}")),
        ("at=-1&fp=0123456789abcdef", "“at” was -1; it must be a whole number from 0 to 150. It is left out.".into()),
        ("at=151&fp=0123456789abcdef", "“at” was 151; it must be a whole number from 0 to 150. It is left out.".into()),
        ("at=1e1&fp=0123456789abcdef", "“at” was 1e1; it must be a whole number from 0 to 150. It is left out.".into()),
    ] {
        let Parsed { proof, problems, .. } = Spec::parse(link);
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [sentence], "{link}");
        assert_eq!(proof, None);
    }
    let long = Spec::parse(&format!("at=3&fp={}", "0".repeat(1 << 20)));
    assert!(long.proof.is_none() && long.problems[0].to_string().len() < 300);
    let same = |link: &str| Spec::parse(link).proof.expect("a proof");
    assert_eq!(same("at=3&fp=0123456789ABCDEF"), same("at=03&fp=0123456789abcdef"));
}

/// The definition of docs/reproducibility.md, from the numbers of a snapshot and the weights.
#[test]
fn the_fingerprint_is_what_its_definition_says() {
    for link in [
        "#v=1&task=moons&hidden=8,6&n=24&T=8",
        "#v=1&task=gap&hidden=6r&n=24",
        "#v=1&task=moons&solver=surrogate&hidden=5&n=20",
    ] {
        let mut experiment = after(link, 3);
        let snapshot = serde_json::to_value(experiment.snapshot().unwrap()).unwrap();
        let mut text = Vec::new();
        let mut put = |number: Option<f64>| {
            let number = number.unwrap_or(f64::NEG_INFINITY);
            let bits = if number == 0.0 { 0 } else { number.to_bits() };
            text.extend(bits.to_le_bytes());
        };
        for weights in experiment.network().weights() {
            weights.rows().into_iter().for_each(|row| row.iter().for_each(|w| put(Some(f64::from(*w)))));
        }
        for row in snapshot["history"].as_array().unwrap() {
            let accuracy = &row["accuracy"];
            for number in [&row["objective"], &row["loss"], &accuracy["train"], &accuracy["test"], &row["validation"]] {
                put(number.as_f64());
            }
            for residual in row["residuals"].as_array().unwrap() {
                put(residual["dynamics"].as_f64());
                put(residual["spikes"].as_f64());
            }
            for rate in row["firingRates"].as_array().unwrap() {
                put(rate.as_f64());
            }
        }
        assert_eq!(format!("{:016x}", xxh3_64(&text)), experiment.fingerprint(), "{link}");
    }
}

#[test]
fn every_live_setting_can_be_said_by_a_link() {
    for solver in Solver::ALL {
        for field in fields().iter().filter(|f| f.live && f.applies_to(solver)) {
            let link = format!("{}&live=2:{}:{}", small(solver), field.key, field.max);
            let Parsed { spec, problems, .. } = Spec::parse(&link);
            assert_eq!((problems, spec.live.len()), (vec![], 1), "{link}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever a hand does to a run, its link says the run.
    #[test]
    fn any_run_by_hand_is_its_link(hands in prop::collection::vec((0..4_usize, 0.05..5.0_f64, 1..4_usize), 1..8)) {
        let mut experiment = open(&small(Solver::Exact));
        for (what, value, count) in hands {
            if experiment.status() != Status::Running {
                break;
            }
            match what {
                0 => (0..count).for_each(|_| experiment.step_iteration().unwrap()),
                1 => (0..count).for_each(|_| _ = experiment.step_block().unwrap()),
                2 => experiment.set_live(["mu", "margin", "tau"][count - 1], value).unwrap(),
                _ => {
                    experiment.begin_replay(experiment.position() / count).unwrap();
                    while experiment.advance_replay().unwrap() > 0 {}
                }
            }
        }
        let at = experiment.position() + 1;
        run(&mut experiment, at);
        prop_assert!(verdict(&proved(&experiment)).same);
    }
}
