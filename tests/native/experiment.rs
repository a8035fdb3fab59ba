//! A run from its link to its end: determinism, status, best iterate, live settings, snapshot and pictures.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use heaviside::Error;
use heaviside::data::encode_points;
use heaviside::experiment::{Accuracy, Experiment, Kind, Parsed, Record, Solver, Spec, Start, fields};
use heaviside::loss::classes;
use heaviside::method::{Block, Status};
use heaviside::network::{Activity, trace};
use heaviside::tasks::Task;
use heaviside::views::{self, DecisionMap, Palette, Place, Split};

fn spec(link: &str) -> Spec {
    let parsed = Spec::parse(link);
    assert!(parsed.problems.is_empty(), "{}", parsed.problems[0]);
    parsed.spec
}

fn open(link: &str) -> Experiment<f32> {
    Experiment::new(spec(link), || 0.0).unwrap()
}

fn after(link: &str, iterations: usize) -> Experiment<f32> {
    let mut experiment = open(link);
    for _ in 0..iterations {
        experiment.step_iteration().unwrap();
    }
    // Leaves no mark in what comes of the run.
    experiment.look().unwrap();
    experiment
}

fn refused(link: &str) -> Error {
    Experiment::<f32>::new(spec(link), || 0.0).err().expect("too large")
}

/// The second run of a link beside its first, and how it is said to start.
fn side_by_side(link: &str) -> (Experiment<f32>, Experiment<f32>, Start) {
    let Parsed { spec, comparison, problems, .. } = Spec::parse(link);
    assert!(problems.is_empty(), "{}", problems[0]);
    let second = comparison.second(&spec).expect("a second run");
    let start = spec.same_start(&second);
    (Experiment::new(spec, || 0.0).unwrap(), Experiment::new(second, || 0.0).unwrap(), start)
}

#[test]
fn two_runs_start_as_is_said_of_them() {
    for (difference, expected) in [
        ("mu:.5;inner:1", Start::Same),
        ("solver:targets", Start::Same),
        ("solver:surrogate", Start::Scaled),
        ("delta:.8", Start::Scaled),
        ("noise:.3", Start::Scaled),
        ("solver:paper", Start::Zero),
        ("seed:2", Start::Other),
        ("hidden:8,7", Start::Other),
    ] {
        let (first, second, start) = side_by_side(&format!("{}&with={difference}", small(Solver::Exact)));
        assert_eq!(start, expected, "{difference}");
        let [a, b] = [&first, &second].map(|run| run.network().weights().collect::<Vec<_>>());
        // Layer by layer, the one factor between all weights, where there is one.
        let factors: Vec<Option<f32>> = a
            .iter()
            .zip(&b)
            .map(|(a, b)| {
                let factor = b[(0, 0)] / a[(0, 0)];
                let alike =
                    a.dim() == b.dim() && a.iter().zip(*b).all(|(a, b)| (b - factor * a).abs() <= 1e-5 * b.abs());
                alike.then_some(factor)
            })
            .collect();
        match start {
            Start::Same => assert_eq!(a, b, "{difference}"),
            Start::Scaled => {
                assert!(factors.iter().all(Option::is_some), "{difference}: {factors:?}");
                assert!(factors.iter().any(|f| *f != Some(1.0)), "{difference}: {factors:?}");
            }
            Start::Zero => assert!(b.iter().copied().flatten().all(|w| *w == 0.0), "{difference}"),
            Start::Other => assert!(factors.iter().any(Option::is_none), "{difference}: {factors:?}"),
        }
        let same = first.problem().input_trace.values() == second.problem().input_trace.values();
        assert_eq!(first.spec().same_data(second.spec()), same || difference.starts_with("delta"), "{difference}");
    }
}

/// A small experiment with every part at work: two hidden layers, batches where there are any.
fn small(solver: Solver) -> String {
    let batch = if matches!(solver, Solver::Exact | Solver::Surrogate) { "&batch=10" } else { "" };
    let iterations = if solver == Solver::Control { "" } else { "&iterations=6" };
    format!("#v=1&task=moons&solver={}&hidden=8,6&n=30&T=8{batch}{iterations}", solver.name())
}

/// The history but its seconds.
fn history(experiment: &Experiment<f32>) -> Vec<String> {
    let rows = experiment.history().iter().cloned().map(|mut row| {
        row.seconds = 0.0;
        format!("{row:?}")
    });
    rows.collect()
}

#[test]
fn a_link_is_the_same_experiment_every_time() {
    for solver in Solver::ALL {
        let (one, other) = (after(&small(solver), 4), after(&small(solver), 4));
        assert_eq!(one.fingerprint(), other.fingerprint(), "{solver:?}");
        assert_eq!(history(&one), history(&other));
        let another_seed = after(&format!("{}&seed=2", small(solver)), 4);
        assert_ne!(one.fingerprint(), another_seed.fingerprint(), "{solver:?}");
        assert_ne!(one.weights_hash(), another_seed.weights_hash(), "{solver:?}");
    }
}

#[test]
fn a_reset_starts_the_same_run_again() {
    for solver in Solver::ALL {
        let mut experiment = open(&small(solver));
        let start = (experiment.weights_hash(), experiment.fingerprint());
        (0..4).for_each(|_| experiment.step_iteration().unwrap());
        let end = (experiment.weights_hash(), experiment.fingerprint(), history(&experiment), experiment.status());
        assert_ne!(start.0, end.0, "{solver:?} changed no weight");
        experiment.reset().unwrap();
        assert_eq!((experiment.weights_hash(), experiment.fingerprint()), start);
        assert_eq!((experiment.history().len(), experiment.status()), (1, Status::Running));
        // From the middle of an iteration, too.
        experiment.step_block().unwrap();
        experiment.reset().unwrap();
        (0..4).for_each(|_| experiment.step_iteration().unwrap());
        let again = (experiment.weights_hash(), experiment.fingerprint(), history(&experiment), experiment.status());
        assert_eq!(again, end, "{solver:?}");
    }
}

#[test]
fn blocks_come_in_the_announced_order_and_measuring_them_changes_nothing() {
    for solver in Solver::ALL {
        let mut stepped = open(&small(solver));
        let iterations = if solver == Solver::Control { 1 } else { 3 };
        let blocks = stepped.blocks();
        assert!(blocks.len() > 1);
        for done in 0..iterations {
            for block in &blocks {
                assert_eq!(stepped.next_block(), *block, "{solver:?}");
                assert_eq!(stepped.position(), done);
                let report = stepped.step_block().unwrap().expect("running");
                assert_eq!(report.block, *block);
                let finite = |v: Option<f64>| v.is_none_or(f64::is_finite);
                assert!(finite(report.before) && finite(report.after) && finite(report.change), "{report:?}");
                assert!(report.extras.iter().all(|(_, v)| v.is_finite()), "{report:?}");
                assert!(report.changed.is_none_or(|(some, all)| some <= all), "{report:?}");
            }
        }
        let iterated = after(&small(solver), iterations);
        assert_eq!(stepped.fingerprint(), iterated.fingerprint(), "{solver:?}");
        assert_eq!(history(&stepped), history(&iterated));
    }
}

#[test]
fn a_sweep_is_its_blocks_in_one_step_and_gives_the_same_bits() {
    for solver in Solver::ALL {
        let (mut swept, mut stepped) = (open(&small(solver)), open(&small(solver)));
        let blocks = stepped.blocks();
        // Once from the middle of a sweep.
        let mut at = if solver == Solver::Paper { 4 } else { 0 };
        for _ in 0..at {
            swept.step_block().unwrap();
        }
        let mut names = Vec::new();
        while at < blocks.len() {
            let report = swept.step_sweep().unwrap().expect("running");
            let of = blocks[at];
            let sweeps = of.time.is_some();
            let last = blocks[at..].iter().take_while(|b| b.layer == of.layer && b.time.is_some()).count();
            at += if sweeps { last } else { 1 };
            assert_eq!(report.block.kind, if sweeps { "sweep" } else { of.kind });
            assert_eq!((report.block.layer, report.block.time), (of.layer, None));
            assert!(report.changed.is_none_or(|(some, all)| some <= all), "{report:?}");
            names.push(report.block.name());
        }
        stepped.step_iteration().unwrap();
        assert_eq!(swept.fingerprint(), stepped.fingerprint(), "{solver:?}");
        assert_eq!(swept.next_block(), blocks[0]);
        if solver == Solver::Paper {
            let layers = blocks.iter().filter(|b| b.time == Some(1)).count() / 2;
            assert_eq!(names.iter().filter(|name| name.starts_with("sweep_")).count(), layers);
        }
        // A change made after sweeps is replayed at the same block.
        if solver == Solver::Paper {
            for one in [&mut swept, &mut stepped] {
                one.step_iteration().unwrap();
            }
            swept.step_sweep().unwrap();
            swept.step_sweep().unwrap();
            blocks.iter().take_while(|b| b.layer == Some(1)).for_each(|_| _ = stepped.step_block().unwrap());
            for one in [&mut swept, &mut stepped] {
                one.set_live("rho", 2.0).unwrap();
                one.step_iteration().unwrap();
            }
            assert_eq!(swept.origin().link(), stepped.origin().link());
            assert_eq!(swept.fingerprint(), stepped.fingerprint());
        }
    }
}

#[test]
fn an_iteration_is_completed_from_its_middle() {
    for solver in Solver::ALL {
        let mut experiment = open(&small(solver));
        experiment.step_block().unwrap();
        experiment.step_iteration().unwrap();
        assert_eq!(experiment.fingerprint(), after(&small(solver), 1).fingerprint(), "{solver:?}");
    }
}

#[test]
fn a_run_ends_at_its_last_iteration_and_then_stays_as_it_is() {
    for solver in [Solver::Exact, Solver::Paper, Solver::Surrogate] {
        let mut experiment = after(&small(solver), 5);
        assert_eq!(experiment.status(), Status::Running);
        experiment.step_iteration().unwrap();
        assert_eq!(experiment.status(), Status::MaxIterations, "{solver:?}");
        assert_eq!(experiment.message(), None);
        stays(&mut experiment);
        assert_eq!(experiment.history().last().unwrap().iteration, 6, "{solver:?}");
    }
}

/// Rows cost: a run whose evaluations cost several iterations has few, and what is seen between them is measured when asked.
#[test]
fn a_look_between_two_rows_measures_what_stands_and_leaves_no_mark() {
    for solver in [Solver::Exact, Solver::Surrogate] {
        let link = format!("#v=1&task=moons&solver={}&hidden=8,6&n=60&T=8&iterations=400", solver.name());
        let plain = || {
            let mut experiment = open(&link);
            (0..47).for_each(|_| experiment.step_iteration().unwrap());
            experiment
        };
        let (mut looking, blind) = (open(&link), plain());
        let mut seen = Vec::new();
        for k in 1..=47 {
            looking.step_iteration().unwrap();
            let hurried = looking.shown_row().unwrap().iteration;
            looking.look().unwrap();
            let row = looking.shown_row().unwrap();
            assert_eq!(row.iteration, k);
            assert!(hurried <= k && looking.history().iter().any(|row| row.iteration == hurried));
            seen.push((row.clone(), looking.accuracy().unwrap()));
        }
        let rows = looking.history().len();
        assert!((4..30).contains(&rows), "{solver:?}: {rows}");
        assert_eq!(looking.fingerprint(), blind.fingerprint(), "{solver:?}");
        assert_eq!((history(&looking), looking.best()), (history(&blind), blind.best()));
        // A look and a row of the same iterate are the same numbers: stopped there, the run has a row of its end.
        assert!(blind.history().last().unwrap().iteration < 47);
        let mut stopped = plain();
        stopped.stop().unwrap();
        let (end, (look, accuracy)) = (stopped.history().last().unwrap(), &seen[46]);
        assert_eq!(end, look, "{solver:?}");
        assert_eq!(look.accuracy, *accuracy);
        // Gone back to, and gone on from, the run is the one that was never stopped.
        go_back(&mut stopped, 47);
        assert_eq!(stopped.fingerprint(), blind.fingerprint(), "{solver:?}");
        let mut on = plain();
        for experiment in [&mut stopped, &mut on] {
            (47..400).for_each(|_| experiment.step_iteration().unwrap());
            assert_eq!(experiment.status(), Status::MaxIterations);
        }
        assert_eq!((stopped.fingerprint(), stopped.best()), (on.fingerprint(), on.best()), "{solver:?}");
        assert_eq!(on.history().last().unwrap().iteration, 400);
    }
}

/// In the middle of an iteration the numbers are those of the iterate that was completed, though layers have moved since.
#[test]
fn a_look_in_the_middle_of_an_iteration_is_at_the_iterate_before() {
    for solver in [Solver::Exact, Solver::Paper, Solver::Targets, Solver::Surrogate] {
        let experiment = after(&small(solver), 3);
        let before = experiment.shown_row().unwrap().clone();
        let blocks = experiment.blocks().len();
        let mut middle = open(&small(solver));
        (0..3).for_each(|_| middle.step_iteration().unwrap());
        (1..blocks).for_each(|_| drop(middle.step_block().unwrap()));
        middle.look().unwrap();
        let row = middle.shown_row().unwrap();
        assert_eq!(
            (row.iteration, row.accuracy, row.validation),
            (3, before.accuracy, before.validation),
            "{solver:?}"
        );
        assert_eq!((row.loss, &row.firing_rates), (before.loss, &before.firing_rates), "{solver:?}");
        let mark = middle.fingerprint();
        middle.snapshot().unwrap();
        assert_eq!(middle.fingerprint(), mark);
    }
}

fn stays(experiment: &mut Experiment<f32>) {
    let before = (experiment.fingerprint(), history(experiment), experiment.status(), experiment.seconds());
    assert_eq!(experiment.step_block().unwrap(), None);
    experiment.step_iteration().unwrap();
    experiment.stop().unwrap();
    let after = (experiment.fingerprint(), history(experiment), experiment.status(), experiment.seconds());
    assert_eq!(before, after);
}

#[test]
fn the_control_converges_in_one_iteration() {
    let mut experiment = after("task=circles&solver=control&n=60&T=10&hidden=20", 1);
    assert_eq!(experiment.status(), Status::Converged);
    assert_eq!(experiment.history().len(), 2);
    // It is its own reference line.
    let last = experiment.history()[1].accuracy;
    assert_eq!(last.test, last.control);
    stays(&mut experiment);
}

#[test]
fn targets_end_by_their_own_criteria_or_the_cap() {
    let experiment = after(&small(Solver::Targets), 6);
    assert!(
        matches!(experiment.status(), Status::MaxIterations | Status::Converged | Status::NoProgress),
        "{:?}",
        experiment.status()
    );
}

#[test]
fn a_stopped_run_has_the_iterate_most_accurate_on_training_and_validation_data() {
    // A learning rate so large that the run gets worse again; one in which validation data alone would choose another iterate.
    let (mut experiment, hashes) = (1..40)
        .find_map(|seed| {
            let mut experiment =
                open(&format!("task=moons&solver=surrogate&lr=0.5&n=60&T=10&hidden=20&iterations=150&seed={seed}"));
            let mut hashes = vec![experiment.weights_hash()];
            for _ in 0..138 {
                experiment.step_iteration().unwrap();
                hashes.push(experiment.weights_hash());
            }
            // Stopped there, the last iterate has a row as well.
            let unstopped = experiment.weights_hash();
            experiment.stop().unwrap();
            let best = experiment.best().unwrap().iteration;
            let first = |of: fn(&Record) -> f64| {
                let top = experiment.history().iter().map(of).fold(0.0, f64::max);
                experiment.history().iter().find(|row| of(row) == top).map(|row| row.iteration)
            };
            let found = best < 138 && first(|row| row.validation) != Some(best) && unstopped != hashes[best];
            found.then_some((experiment, hashes))
        })
        .expect("a run that gets worse");
    let best = experiment.best().unwrap();
    assert_eq!(experiment.status(), Status::Stopped);
    assert_eq!(experiment.weights_hash(), hashes[best.iteration]);
    let rows = experiment.history();
    let score = |row: &Record| row.accuracy.train + row.validation;
    let top = rows.iter().map(score).fold(0.0, f64::max);
    let row = |iteration: usize| rows.iter().find(|row| row.iteration == iteration).unwrap();
    assert_eq!(score(row(best.iteration)), top);
    assert_eq!(rows.last().unwrap().iteration, 138, "the end is a row, on the schedule or not");
    assert_eq!((best.train, best.test), (row(best.iteration).accuracy.train, row(best.iteration).accuracy.test));
    let now = experiment.accuracy().unwrap();
    assert_eq!((now.train, now.test), (best.train, best.test));
    assert_eq!(experiment.snapshot().unwrap().now.accuracy, now);
    stays(&mut experiment);
}

#[test]
fn a_numerical_error_ends_the_run_and_keeps_the_last_good_iterate() {
    let collinear = "task=spirals&hidden=100,100&n=4&T=3";
    let overflowing = "task=spirals&solver=surrogate&hidden=50,50,50,50,50,50,50,50&n=20&T=200&delta=0.9999&gain=100\
                       &theta=100&slope=0.1&lr=1";
    // The gradient through eight layers, 200 steps and a flat surrogate overflows single precision.
    broken(&mut after(overflowing, 1), overflowing, 0);
    // More neurons than inputs they have seen and next to no ridge: in single precision the Gram matrix is not positive definite.
    broken(&mut after(&format!("{collinear}&mu=1e-8"), 1), &format!("{collinear}&mu=1e-8"), 0);
    // The same, after some good iterations.
    let mut later = after(collinear, 3);
    later.set_live("mu", 1e-8).unwrap();
    later.step_iteration().unwrap();
    broken(&mut later, collinear, 3);
}

/// Checks a run that broke down after so many good iterations.
fn broken(experiment: &mut Experiment<f32>, link: &str, good: usize) {
    assert_eq!(experiment.status(), Status::NumericalError, "{link}");
    let message = experiment.message().expect("a reason").to_owned();
    assert!(message.starts_with("The numbers stopped making sense in ") && message.ends_with('.'), "{message}");
    assert!(experiment.network().is_finite());
    assert_eq!(experiment.history().len(), good + 1);
    let accuracy = experiment.accuracy().unwrap();
    assert!(accuracy.test.is_finite() && accuracy.train.is_finite());
    let snapshot = experiment.snapshot().unwrap();
    assert_eq!((snapshot.status, snapshot.message), ("numerical error", Some(message)));
    let best = experiment.best().unwrap();
    assert_eq!(snapshot.weights_hash, after(link, best.iteration).weights_hash(), "{link}");
    stays(experiment);
    experiment.reset().unwrap();
    assert_eq!((experiment.status(), experiment.message(), experiment.history().len()), (Status::Running, None, 1));
}

#[test]
fn a_numerical_error_names_its_block_and_layer() {
    let experiment = after("task=xor&n=4&T=2&hidden=512&mu=1e-8", 1);
    let message = experiment.message().expect("a reason");
    assert!(message.contains("layer_problem_1"), "{message}");
}

#[test]
fn every_valid_link_opens_whatever_its_numbers() {
    for link in [
        "task=spirals&solver=control&kappa=1e-6&n=20&hidden=200",
        "task=spirals&solver=control&kappa=1e-6&n=40&hidden=512&T=200&delta=0.9999&gain=100",
        "task=spirals&solver=targets&kappa=1e-6&n=20&hidden=200",
        "task=yinyang&n=4&T=2&hidden=512&delta=0&gain=0.01&theta=100",
        "task=xor&solver=surrogate&n=4&T=200&hidden=512&delta=0.9999&gain=100&theta=0.01",
        "task=channels&n=4&T=2&hidden=1&gain=0.01",
        "task=order&noise=10&n=4&T=2&hidden=1,1,1,1,1,1,1,1",
        "task=randman&noise=10&n=4&T=2&hidden=2",
        "task=match&noise=1&n=4&T=2&hidden=2",
        "task=saccade&noise=1&n=4&T=2&hidden=2,2",
    ] {
        let experiment = open(link);
        assert!(experiment.accuracy().unwrap().control.is_finite(), "{link}");
    }
}

#[test]
fn live_settings_take_effect() {
    // By key: a value far from the default.
    let values = [
        ("margin", 0.3),
        ("mu", 5.0),
        ("tau", 0.4),
        ("inner", 5.0),
        ("average", 0.1),
        ("rho0", 900.0),
        ("rho1", 900.0),
        ("kappa", 100.0),
        ("alpha", 0.7),
        ("rho", 20.0),
        ("beta", 3.0),
        ("lr", 0.2),
        ("slope", 50.0),
    ];
    for solver in Solver::ALL {
        let started = usize::from(solver != Solver::Control) * 2;
        let unchanged = after(&small(solver), started + 3);
        for field in fields().iter().filter(|f| f.live && f.applies_to(solver)) {
            let (key, value) = *values.iter().find(|(key, _)| *key == field.key).expect("a value for every live key");
            let mut experiment = after(&small(solver), started);
            experiment.set_live(key, value).unwrap();
            assert_eq!(experiment.spec().setting(key), value);
            (0..3).for_each(|_| experiment.step_iteration().unwrap());
            assert_ne!(experiment.fingerprint(), unchanged.fingerprint(), "{key} of {solver:?} had no effect");
        }
    }
}

#[test]
fn what_cannot_change_is_refused_with_a_sentence_and_changes_nothing() {
    for solver in Solver::ALL {
        let mut experiment = after(&small(solver), 1);
        let (before, unchanged) = (experiment.spec().clone(), after(&small(solver), 2));
        let mut tried = 0;
        for field in fields().iter().filter(|f| matches!(f.kind, Kind::Integer | Kind::Number)) {
            let outside = [f64::NAN, f64::INFINITY, -1.0, field.max * 2.0 + 1.0];
            let fixed = if field.live && field.applies_to(solver) { None } else { Some(field.max) };
            for value in outside.into_iter().chain(fixed) {
                tried += 1;
                let sentence = experiment.set_live(field.key, value).expect_err(field.key).to_string();
                assert!(sentence.contains(field.key) && sentence.contains("it must be"), "{sentence}");
                assert!(sentence.contains(&value.to_string()) && sentence.ends_with('.'), "{sentence}");
            }
        }
        assert!(tried > 60);
        assert!(experiment.set_live("hidden", 3.0).is_err());
        assert!(experiment.set_live("nonsense", 3.0).is_err());
        assert_eq!(*experiment.spec(), before);
        experiment.step_iteration().unwrap();
        assert_eq!(experiment.fingerprint(), unchanged.fingerprint());
    }
}

#[test]
fn an_experiment_that_is_too_large_is_refused_with_the_estimate() {
    let link = "task=spirals&hidden=512,512,512,512,512,512,512,512&n=5000&T=200";
    let Error::Memory { needed_mib, limit_mib } = refused(link) else { panic!("another error") };
    assert_eq!(limit_mib, 1024);
    assert_eq!(needed_mib, spec(link).memory_bytes().div_ceil(1 << 20));
    let sentence = refused(link).to_string();
    assert!(sentence.contains(&format!("about {needed_mib} MiB")) && sentence.contains("1024 MiB"), "{sentence}");
}

#[test]
fn every_solver_runs_on_every_task() {
    for task in Task::ALL {
        for solver in Solver::of_task(&task) {
            let link = format!("task={}&solver={}&n=12&T=8&hidden=6", task.name(), solver.name());
            let mut experiment = after(&link, 2);
            if experiment.status() == Status::Running {
                experiment.stop().unwrap();
            }
            let rows = experiment.history();
            let measured = (rows[0].iteration, rows[rows.len() - 1].iteration);
            assert_eq!(
                measured,
                (0, if solver == Solver::Control { 1 } else { 2 }),
                "{link}: {:?}",
                experiment.message()
            );
            for row in rows {
                let numbers = [row.objective, row.loss, row.accuracy.auxiliary];
                let residuals = row.residuals.iter().flat_map(|r| [r.dynamics, r.spikes]);
                assert!(numbers.into_iter().chain(residuals).flatten().all(f64::is_finite), "{link}: {row:?}");
                let shares = [row.accuracy.train, row.accuracy.test, row.accuracy.control, row.validation];
                assert!(shares.iter().chain(&row.firing_rates).all(|v| (0.0..=1.0).contains(v)), "{link}: {row:?}");
                assert!(row.max_abs_potential.is_finite());
                let spiking = if task.answer().is_trains() { 2 } else { 1 };
                assert_eq!((row.residuals.len(), row.firing_rates.len()), (spiking + 1, spiking));
            }
            assert!(rows.last().unwrap().loss.is_some() || solver == Solver::Paper, "{link}");
        }
    }
}

#[test]
fn the_default_experiment_learns_and_beats_its_control() {
    let experiment = after("#v=1&task=spirals&iterations=60", 60);
    assert_eq!(experiment.status(), Status::MaxIterations);
    let accuracy = experiment.accuracy().unwrap();
    assert!(accuracy.test > 0.9 && accuracy.train > 0.9, "{accuracy:?}");
    assert!(accuracy.test > accuracy.control + 0.05, "{accuracy:?}");
    // What it says is what the network does.
    let data = experiment.test_data();
    let network = experiment.network();
    let mut activity = Activity::new(&network.sizes(), data.input.steps(), data.len());
    network.forward(&trace(&data.input, network.delta), &mut activity).unwrap();
    assert_eq!(classes::accuracy(&activity.output, &data.labels), accuracy.test);
    let losses: Vec<f64> = experiment.history().iter().filter_map(|row| row.loss).collect();
    assert!(losses.last().unwrap() < &(0.5 * losses[0]), "{losses:?}");
}

#[test]
fn a_snapshot_has_the_names_that_scripts_depend_on() {
    for solver in Solver::ALL {
        let mut experiment = after(&small(solver), 1);
        let value = serde_json::to_value(experiment.snapshot().unwrap()).unwrap();
        let object = value.as_object().expect("an object");
        for key in [
            "version",
            "spec",
            "iteration",
            "block",
            "status",
            "seconds",
            "objective",
            "loss",
            "accuracy",
            "residuals",
            "firingRates",
            "silent",
            "saturated",
            "maxAbsPotential",
            "history",
            "weightsHash",
            "message",
        ] {
            assert!(object.contains_key(key), "{key}");
        }
        assert_eq!(value["version"], 1);
        assert_eq!(value["iteration"], 1);
        assert_eq!(value["spec"]["solver"], solver.name());
        assert_eq!(value["block"], experiment.next_block().name());
        assert_eq!(value["message"], serde_json::Value::Null);
        assert_eq!(value["weightsHash"].as_str().map(str::len), Some(16));
        assert_eq!(value["history"].as_array().map(Vec::len), Some(experiment.history().len()));
        for key in ["train", "test", "control"] {
            assert!(value["accuracy"][key].is_f64(), "{key}");
        }
        let own = matches!(solver, Solver::Paper | Solver::Targets);
        assert_eq!(value["accuracy"]["auxiliary"].is_f64(), own, "{solver:?}");
        assert!(own || value["accuracy"]["auxiliary"].is_null());
        let residuals = value["residuals"].as_array().expect("a list");
        assert_eq!(residuals.len(), 3);
        for (l, residual) in residuals.iter().enumerate() {
            assert_eq!(residual["layer"], l + 1);
            let residual = residual.as_object().unwrap();
            assert!(residual.contains_key("dynamics") && residual.contains_key("spikes"));
        }
        if solver == Solver::Surrogate {
            assert!(residuals.iter().all(|r| r["dynamics"].is_null() && r["spikes"].is_null()));
        }
        for key in ["firingRates", "silent", "saturated"] {
            assert_eq!(value[key].as_array().map(Vec::len), Some(2), "{key}");
        }
    }
}

#[test]
fn rasters_show_a_forward_pass() {
    let experiment = after("task=moons&hidden=9,7&n=20&T=12&batch=10", 3);
    let palette = Palette::theme(false);
    let network = experiment.network();
    for split in [Split::Train, Split::Test] {
        let data = match split {
            Split::Train => &experiment.problem().data,
            Split::Test => experiment.test_data(),
        };
        let mut compared = 0;
        for n in 0..data.len() {
            let view = views::sample(&experiment, split, n, 2, 3, &palette).unwrap();
            let input = data.input.sample(n);
            let mut activity = Activity::new(&network.sizes(), 12, 1);
            network.forward(&trace(&input, network.delta), &mut activity).unwrap();
            assert_eq!(view.predicted, classes::predictions(&activity.output).next().unwrap());
            assert_eq!((view.index, view.count, view.label), (n, 20, data.labels[n]));
            let own = if split == Split::Train { experiment.auxiliary(n) } else { None };
            compared += usize::from(own.is_some());
            assert_eq!(view.rasters.len(), 3);
            for (l, raster) in view.rasters.iter().enumerate() {
                let real = if l == 0 { &input } else { &activity.spikes[l - 1] };
                assert_eq!((raster.layer, raster.neurons, raster.steps), (l, real.neurons(), 12));
                assert_eq!(raster.codes.len() * 4, raster.rgba.len());
                let own = own.as_ref().filter(|_| l > 0).map(|o| &o.spikes[l - 1]);
                assert_eq!(raster.auxiliary, own.is_some());
                let mut differ = 0;
                for i in 0..raster.neurons {
                    for t in 0..12 {
                        let fires = real.at(t)[(0, i)] > 0.0;
                        let wanted = own.map_or(fires, |own| own[(t, i)] >= 0.5);
                        let code = match (fires, wanted) {
                            (false, false) => 0,
                            (true, true) => 1,
                            (true, false) => 2,
                            (false, true) => 3,
                        };
                        differ += usize::from(code > 1);
                        assert_eq!(raster.codes[i * 12 + t], code);
                    }
                }
                assert_eq!(raster.differ, differ);
            }
            assert_eq!((view.neuron.layer, view.neuron.neuron), (2, 3));
            let z: Vec<f32> = (0..12).map(|t| activity.potentials[1].at(t)[(0, 3)]).collect();
            assert_eq!(view.neuron.potential, z);
            // The readout's last column is the output.
            let last: Vec<f32> = view.readout.chunks(12).map(|row| row[11]).collect();
            assert!(last.iter().zip(&activity.output).all(|(a, b)| (a - b).abs() < 1e-5));
        }
        // The optimiser keeps the samples of its batch, and no test sample.
        assert_eq!(compared, if split == Split::Train { 10 } else { 0 });
    }
    // Whatever is asked for is brought into range.
    let view = views::sample(&experiment, Split::Test, usize::MAX, usize::MAX, usize::MAX, &palette).unwrap();
    assert_eq!((view.index, view.neuron.layer, view.neuron.neuron), (19, 2, 6));
    assert_eq!(views::sample(&experiment, Split::Test, 0, 0, 0, &palette).unwrap().neuron.layer, 1);
}

#[test]
fn confusion_counts_are_the_test_accuracy() {
    for link in ["task=yinyang&n=60&T=10&hidden=20", "task=order&n=41&T=12&hidden=12"] {
        let mut experiment = after(link, 4);
        for ended in [false, true] {
            if ended {
                experiment.stop().unwrap();
            }
            let (classes, counts) = views::confusion(&experiment);
            assert_eq!(classes, experiment.spec().task.answer().classes());
            assert_eq!(counts.iter().sum::<u32>() as usize, experiment.spec().samples);
            let right: u32 = (0..classes).map(|k| counts[k * classes + k]).sum();
            let accuracy = f64::from(right) / experiment.spec().samples as f64;
            assert!((accuracy - experiment.accuracy().unwrap().test).abs() < 1e-12, "{link}");
            for k in 0..classes {
                let of_class = experiment.test_data().labels.iter().filter(|y| **y == k).count();
                assert_eq!(counts[k * classes..][..classes].iter().sum::<u32>() as usize, of_class);
            }
        }
    }
}

#[test]
fn weight_pictures_have_a_texel_a_weight() {
    let experiment = after("task=moons&hidden=9,7&n=20&T=8", 1);
    let palette = Palette::theme(true);
    let views = views::weights(&experiment, &palette);
    assert_eq!(views.len(), 3);
    for (view, weights) in views.iter().zip(experiment.network().weights()) {
        assert_eq!((view.rows, view.columns), weights.dim());
        assert_eq!(view.rgba.len(), 4 * weights.len());
        let largest = weights.iter().fold(0.0f32, |m, w| m.max(w.abs()));
        assert_eq!(view.max_abs, f64::from(largest));
        for (texel, &w) in view.rgba.chunks(4).zip(weights) {
            let sign = if w < 0.0 { palette.vermillion } else { palette.blue };
            assert_eq!(texel[..3], sign);
            assert!(texel[3] == 255 || w.abs() < largest);
        }
    }
}

#[test]
fn the_decision_map_has_the_colour_of_the_networks_answer() {
    for link in ["task=spirals&n=100&iterations=30", "task=yinyang&n=100&T=15&hidden=40"] {
        let experiment = after(link, 20);
        let size = 48;
        let mut map = DecisionMap::new(&experiment, size).unwrap().expect("a plane");
        assert_eq!(map.size(), size);
        let palette = Palette::theme(false);
        let rgba = map.draw(&experiment, &palette).unwrap().to_vec();
        assert_eq!(rgba.len(), 4 * size * size);
        let data = experiment.test_data();
        let answers: Vec<usize> = experiment.test_predictions().map(|(_, predicted)| predicted).collect();
        let mut agree = 0;
        for (point, answer) in data.points.as_ref().unwrap().iter().zip(&answers) {
            let cell = |v: f64| ((v * size as f64) as usize).min(size - 1);
            let texel = &rgba[4 * (cell(1.0 - point[1]) * size + cell(point[0]))..][..4];
            assert_eq!(texel[3], 255);
            let distance = |class: usize| {
                let least = (0..=100).map(|c| {
                    let colour = palette.class(class, f64::from(c) / 100.0);
                    colour.iter().zip(texel).map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>()
                });
                least.min().unwrap()
            };
            let shown = (0..data.classes).min_by_key(|class| distance(*class)).unwrap();
            assert!(distance(shown) <= 3, "a colour of no class");
            agree += usize::from(shown == *answer);
        }
        // The texel's middle is not the point itself.
        assert!(agree * 10 >= data.len() * 8, "{link}: {agree} of {}", data.len());
        assert!(answers.iter().any(|a| *a != answers[0]), "one class everywhere shows nothing");
    }
    let xor = open("task=xor&n=20&T=8");
    assert!(DecisionMap::new(&xor, 10).unwrap().is_none());
    let moons = open("task=moons&n=20&T=8");
    assert!(DecisionMap::new(&moons, 0).unwrap().is_none());
}

#[test]
fn blocks_are_named_with_their_layer() {
    let names = |solver: Solver| -> Vec<String> {
        let mut names: Vec<_> = open(&small(solver)).blocks().iter().map(Block::name).collect();
        names.dedup();
        names
    };
    let exact = ["forward", "message", "flip_costs_2", "layer_problem_2", "flip_costs_1", "layer_problem_1", "step"];
    assert_eq!(names(Solver::Exact), exact);
    assert_eq!(names(Solver::Surrogate), ["forward", "backward", "adam"]);
    assert_eq!(names(Solver::Control), ["forward", "readout"]);
    let targets = ["forward", "readout", "flips_2", "flips_1", "layer_problem_1", "layer_problem_2"];
    assert_eq!(names(Solver::Targets), targets);
    let paper = names(Solver::Paper);
    assert_eq!((paper[0].as_str(), paper[1].as_str(), paper[2].as_str()), ("W_1", "a_1", "z_1"));
    assert_eq!(paper[paper.len() - 3..], ["W_3", "z_3", "lambda"]);
}

/// All pictures of a sample and of the weights.
fn pictures(experiment: &Experiment<f32>) -> (views::SampleView, Vec<views::WeightView>) {
    let palette = Palette::theme(false);
    let sample = views::sample(experiment, Split::Test, 3, 2, 4, &palette).unwrap();
    (sample, views::weights(experiment, &palette))
}

#[test]
fn a_kept_iterate_looks_as_a_fresh_run_does_there() {
    for solver in Solver::ALL {
        let last = if solver == Solver::Control { 1 } else { 5 };
        let mut experiment = after(&small(solver), last);
        let (newest, mark) = (pictures(&experiment), experiment.fingerprint());
        for k in (0..=last).rev() {
            let fresh = after(&small(solver), k);
            assert_eq!(experiment.show(Some(k)).unwrap(), k, "{solver:?}");
            assert_eq!(pictures(&experiment), pictures(&fresh), "{solver:?} at {k}");
            // What the optimiser claimed is known where it stands, and of the rows.
            let real = |accuracy: Accuracy| Accuracy { auxiliary: None, ..accuracy };
            assert_eq!(experiment.shown_accuracy().map(real), fresh.accuracy().map(real));
            assert_eq!(experiment.shown_row().unwrap().iteration, k);
            let predictions = |e: &Experiment<f32>| e.test_predictions().collect::<Vec<_>>();
            assert_eq!(predictions(&experiment), predictions(&fresh));
            assert_eq!(experiment.train_reading().spikes, fresh.train_reading().spikes);
            if k < last {
                assert_eq!((experiment.shown(), experiment.auxiliary(0)), (Some(k), None));
            }
        }
        // It was a look: the run stands where it stood, and so do its pictures after it.
        assert_eq!(experiment.fingerprint(), mark, "{solver:?}");
        assert_eq!(experiment.show(None).unwrap(), last);
        assert_eq!(pictures(&experiment), newest);
        assert_eq!(experiment.show(Some(999)).unwrap(), last, "no later one than the newest");
    }
}

/// Replays a run to an iteration; how many steps that took.
fn go_back(experiment: &mut Experiment<f32>, iteration: usize) -> usize {
    experiment.begin_replay(iteration).unwrap();
    (1..).find(|_| experiment.advance_replay().unwrap() == 0).unwrap()
}

#[test]
fn a_replay_stands_where_a_fresh_run_does_and_goes_on_as_it() {
    for solver in Solver::ALL {
        let last = if solver == Solver::Control { 1 } else { 6 };
        for k in 0..last {
            let mut experiment = after(&small(solver), last);
            let ended = (experiment.fingerprint(), experiment.status(), pictures(&experiment), experiment.best());
            assert_eq!(go_back(&mut experiment, k), k.max(1), "one iteration a step");
            let fresh = after(&small(solver), k);
            assert_eq!(experiment.fingerprint(), fresh.fingerprint(), "{solver:?} at {k}");
            assert_eq!((experiment.position(), experiment.newest(), experiment.is_back()), (k, last, true));
            assert_eq!((experiment.status(), experiment.best()), (Status::Running, fresh.best()));
            assert_eq!(pictures(&experiment), pictures(&fresh));
            // The optimiser's own variables are back, too.
            assert_eq!(experiment.auxiliary(2), fresh.auxiliary(2), "{solver:?} at {k}");
            let snapshot = experiment.snapshot().unwrap();
            assert_eq!((snapshot.now.iteration, snapshot.history.len()), (k, fresh.history().len()));

            // Forward again without a step ...
            experiment.show_newest().unwrap();
            assert!(!experiment.is_back());
            let now = (experiment.fingerprint(), experiment.status(), pictures(&experiment), experiment.best());
            assert_eq!(now, ended, "{solver:?} from {k}");
            // ... or by the same steps.
            go_back(&mut experiment, k);
            (k..last).for_each(|_| experiment.step_iteration().unwrap());
            let now = (experiment.fingerprint(), experiment.status(), pictures(&experiment), experiment.best());
            assert_eq!(now, ended, "{solver:?} from {k}");
            assert!(!experiment.is_back());
        }
    }
}

#[test]
fn a_replay_makes_live_changes_at_the_blocks_where_they_were_made() {
    for (solver, key, values) in [
        (Solver::Exact, "mu", [0.5, 0.02]),
        (Solver::Paper, "rho", [4.0, 0.3]),
        (Solver::Targets, "mu", [3.0, 300.0]),
        (Solver::Surrogate, "lr", [0.3, 0.01]),
    ] {
        let drive = |iterations: usize| {
            let mut experiment = open(&small(solver));
            for k in 0..iterations {
                if k == 2 {
                    // In the middle of an iteration.
                    experiment.step_block().unwrap();
                    experiment.set_live(key, values[0]).unwrap();
                } else if k == 4 {
                    experiment.set_live(key, values[1]).unwrap();
                }
                experiment.step_iteration().unwrap();
            }
            experiment
        };
        for k in 0..5 {
            let mut experiment = drive(5);
            assert_eq!(experiment.status(), Status::Running, "{solver:?}");
            go_back(&mut experiment, k);
            assert_eq!(experiment.fingerprint(), drive(k).fingerprint(), "{solver:?} at {k}");
            let setting = match k {
                0..3 => spec(&small(solver)).setting(key),
                3 => values[0],
                // As iteration 5 began.
                _ => values[1],
            };
            assert_eq!(experiment.spec().setting(key), setting, "{solver:?} at {k}");
            experiment.show_newest().unwrap();
            assert_eq!(experiment.spec().setting(key), values[1]);
        }
        // A change made after going back begins another future, and the old one is gone.
        let mut experiment = drive(5);
        go_back(&mut experiment, 3);
        experiment.set_live(key, values[1]).unwrap();
        assert_eq!((experiment.newest(), experiment.is_back()), (3, false));
        (0..2).for_each(|_| experiment.step_iteration().unwrap());
        let other = experiment.fingerprint();
        assert_ne!(other, drive(5).fingerprint(), "{solver:?}");
        go_back(&mut experiment, 4);
        experiment.step_iteration().unwrap();
        assert_eq!(experiment.fingerprint(), other, "{solver:?}: the new future replays");
        // From its start it is the same experiment.
        experiment.reset().unwrap();
        (0..5).for_each(|_| experiment.step_iteration().unwrap());
        assert_eq!(experiment.fingerprint(), other, "{solver:?}");
    }
}

#[test]
fn a_replay_that_is_given_up_leaves_everything() {
    let mut experiment = after(&small(Solver::Exact), 5);
    experiment.step_block().unwrap();
    let before = (experiment.fingerprint(), experiment.next_block(), pictures(&experiment));
    experiment.begin_replay(4).unwrap();
    assert_eq!(experiment.advance_replay().unwrap(), 3);
    experiment.cancel_replay();
    assert_eq!(experiment.advance_replay().unwrap(), 0);
    assert_eq!((experiment.fingerprint(), experiment.next_block(), pictures(&experiment)), before);
    // A step gives it up, too.
    experiment.begin_replay(4).unwrap();
    experiment.advance_replay().unwrap();
    experiment.step_iteration().unwrap();
    assert_eq!(experiment.advance_replay().unwrap(), 0);
    assert_eq!(experiment.fingerprint(), after(&small(Solver::Exact), 6).fingerprint());
    // From the middle of an iteration, back and forth.
    let mut middle = after(&small(Solver::Exact), 3);
    middle.step_block().unwrap();
    let next = middle.next_block();
    go_back(&mut middle, 2);
    assert_ne!(middle.next_block(), next);
    middle.show_newest().unwrap();
    assert_eq!(middle.next_block(), next);
    middle.step_iteration().unwrap();
    assert_eq!(middle.fingerprint(), after(&small(Solver::Exact), 4).fingerprint());
}

#[test]
fn a_broken_run_can_be_gone_back_over() {
    let link = "task=spirals&hidden=100,100&n=4&T=3";
    let mut experiment = after(link, 3);
    experiment.set_live("mu", 1e-8).unwrap();
    experiment.step_iteration().unwrap();
    assert_eq!(experiment.status(), Status::NumericalError);
    let message = experiment.message();
    go_back(&mut experiment, 2);
    assert_eq!((experiment.status(), experiment.message()), (Status::Running, None));
    assert_eq!(experiment.fingerprint(), after(link, 2).fingerprint());
    experiment.show_newest().unwrap();
    assert_eq!((experiment.status(), experiment.message()), (Status::NumericalError, message));
}

#[test]
fn blocks_that_solve_say_what_became_of_objective_and_residual() {
    let reports = |solver: Solver, skip: usize| {
        let mut experiment = after(&small(solver), skip);
        let count = experiment.blocks().len();
        (0..count).map(|_| experiment.step_block().unwrap().unwrap()).collect::<Vec<_>>()
    };
    let of = |solver, kind: &str| {
        let mut found = reports(solver, 1);
        found.retain(|report| report.block.kind == kind);
        assert!(!found.is_empty(), "{kind}");
        found
    };
    for report in of(Solver::Exact, "layer_problem").into_iter().chain(of(Solver::Targets, "layer_problem")) {
        let (before, after) = report.residual.expect("a residual");
        assert!(before > 0.0 && after >= 0.0 && after != before, "{report:?}");
        assert!(report.after.unwrap() <= report.before.unwrap(), "{report:?}");
    }
    for report in of(Solver::Exact, "step").into_iter().chain(of(Solver::Surrogate, "adam")) {
        assert_eq!(report.quantity, Some("loss"));
        assert!(report.before != report.after, "{report:?}");
        assert!(report.changed.is_some_and(|(some, all)| some <= all && all > 0), "{report:?}");
    }
    // The residual carries over from block to block, whatever the block.
    let paper = reports(Solver::Paper, 1);
    for pair in paper.windows(2) {
        let (after, before) = (pair[0].residual.unwrap().1, pair[1].residual.unwrap().0);
        assert!((after - before).abs() <= 1e-6 * after, "{pair:?}");
    }
    assert!(paper.iter().any(|report| report.residual.is_some_and(|(before, after)| after < 0.9 * before)));
}

#[test]
fn the_graph_has_the_strongest_weights_and_all_of_the_neuron_in_focus() {
    let experiment = after(&small(Solver::Exact), 3);
    let network = experiment.network();
    let focus = Place { layer: 1, neuron: 2 };
    for (focus, most) in [(None, 5), (Some(focus), 5), (None, 10_000)] {
        let graph = views::graph(&experiment, focus, most);
        assert_eq!(graph.rates.iter().map(Vec::len).collect::<Vec<_>>(), [17, 8, 6]);
        assert_eq!(graph.lines.len(), 3);
        for (lines, w) in graph.lines.iter().zip(network.weights()) {
            let mut sizes: Vec<f32> = w.iter().map(|w| w.abs()).collect();
            sizes.sort_by(|a, b| b.total_cmp(a));
            assert_eq!(lines.max_abs as f32, sizes[0]);
            assert!(lines.weight.windows(2).all(|pair| pair[0].abs() >= pair[1].abs()), "strongest first");
            for (&weight, (&i, &j)) in lines.weight.iter().zip(lines.from.iter().zip(&lines.to)) {
                assert_eq!(weight, w[[j as usize, i as usize]]);
            }
            let strong = lines.weight.iter().filter(|w| w.abs() >= sizes[most.min(sizes.len()) - 1]).count();
            assert_eq!(strong, most.min(sizes.len()));
            let ends = lines.from.iter().zip(&lines.to).collect::<std::collections::HashSet<_>>();
            assert_eq!(ends.len(), lines.from.len(), "no line twice");
            match (focus, lines.layer) {
                (Some(_), 1) => assert!((0..17).all(|i| ends.contains(&(&i, &2)))),
                (Some(_), 2) => assert!((0..6).all(|j| ends.contains(&(&2, &j)))),
                _ => assert_eq!(lines.weight.len(), most.min(sizes.len())),
            }
        }
    }
    // The rates are those of the record.
    let graph = views::graph(&experiment, None, 5);
    for (rates, mean) in graph.rates[1..].iter().zip(&experiment.shown_row().unwrap().firing_rates) {
        let sum: f64 = rates.iter().map(|r| f64::from(*r)).sum();
        assert!((sum / rates.len() as f64 - mean).abs() < 1e-6);
    }
}

#[test]
fn a_neuron_answers_over_the_plane_what_the_network_computes_there() {
    let experiment = after(&small(Solver::Surrogate), 3);
    let (spec, network) = (experiment.spec(), experiment.network());
    let (size, palette) = (17, Palette::theme(false));
    let mut map = DecisionMap::new(&experiment, size).unwrap().unwrap();
    let place = |k: usize| (k as f64 + 0.5) / size as f64;
    let points: Vec<_> = (0..size * size).map(|k| [place(k % size), 1.0 - place(k / size)]).collect();
    let input = encode_points(spec.encoder, &points, spec.steps, spec.seed).unwrap();
    let mut activity = Activity::new(&network.sizes(), spec.steps, points.len());
    network.forward(&trace(&input, network.delta), &mut activity).unwrap();
    let mut spread = 0;
    for (layer, neurons) in network.sizes().into_iter().enumerate() {
        for neuron in 0..neurons {
            let answer = map.answer(&experiment, Place { layer, neuron }, &palette).unwrap().expect("a neuron");
            assert_eq!((answer.values.len(), answer.rgba.len()), (size * size, 4 * size * size));
            for (n, &value) in answer.values.iter().enumerate() {
                let sum = |series: &heaviside::network::Series<f32>| -> f32 {
                    (0..spec.steps).map(|t| series.at(t)[[n, neuron]]).sum()
                };
                let expected = match layer {
                    0 => sum(&input),
                    3 => activity.output[[n, neuron]],
                    _ => sum(&activity.spikes[layer - 1]),
                };
                assert!((value - expected).abs() < 1e-3, "{layer} {neuron} {n}: {value}, not {expected}");
            }
            spread += usize::from(answer.values.iter().any(|v| *v != answer.values[0]));
        }
        assert_eq!(map.answer(&experiment, Place { layer, neuron: neurons }, &palette).unwrap(), None);
    }
    assert!(spread > 15, "only {spread} neurons tell points apart");
    assert_eq!(map.answer(&experiment, Place { layer: 4, neuron: 0 }, &palette).unwrap(), None);
}
