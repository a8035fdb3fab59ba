//! A target that is a spike train: distances against their definitions, the exact flip costs of the quadratic loss by
//! simulation, the gradient of the baseline, the control's closed form and the task itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::sync::Arc;

use crate::support::{Case, apart, cases, gradients_over_time, simulate};
use heaviside::Error;
use heaviside::admm::exact::{FlippedReset, Message, flip_costs, pair_costs};
use heaviside::baselines::surrogate::{Settings, Surrogate};
use heaviside::data::Dataset;
use heaviside::data::Encoder;
use heaviside::experiment::{Experiment, Solver, Spec};
use heaviside::loss::trains::fit_output;
use heaviside::loss::{SHIFT_COST, Target};
use heaviside::method::{Problem, Status, Trainer};
use heaviside::network::{Activity, Network, Series, trace, van_rossum, victor_purpura};
use heaviside::random::{Stream, generator, uniform};
use heaviside::tasks::Task;
use heaviside::views::{self, Palette, Split};
use ndarray::Array2;
use proptest::prelude::*;

/// The definition, branch by branch: drop a spike, add one, or move the last onto the last.
fn edit(one: &[usize], other: &[usize], shift: f64) -> f64 {
    match (one, other) {
        ([], rest) | (rest, []) => rest.len() as f64,
        ([a @ .., s], [b @ .., t]) => {
            let moved = edit(a, b, shift) + shift * s.abs_diff(*t) as f64;
            moved.min(edit(a, other, shift) + 1.0).min(edit(one, b, shift) + 1.0)
        }
    }
}

fn spike_times() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::btree_set(0usize..30, 0..6).prop_map(|times| times.into_iter().collect())
}

fn filtered(times: &[usize], delta: f64) -> Vec<f64> {
    let mut c = 0.0;
    (0..40)
        .map(|t| {
            c = delta * c + f64::from(u8::from(times.contains(&t)));
            c
        })
        .collect()
}

#[test]
fn distances_of_single_spikes_are_known() {
    assert_eq!(victor_purpura(&[], &[], 0.5), 0.0);
    assert_eq!(victor_purpura(&[4], &[], 0.5), 1.0);
    assert_eq!(victor_purpura(&[4], &[5], 0.5), 0.5);
    // Four steps cost as much as dropping and adding: the distance grows no further.
    assert_eq!(victor_purpura(&[4], &[8], 0.5), 2.0);
    assert_eq!(victor_purpura(&[4], &[28], 0.5), 2.0);
    assert_eq!(victor_purpura(&[3, 10], &[4, 10, 20], 0.5), 1.5);
    // One spike more in an endless train: 1/2.
    let (lone, none) = (filtered(&[0], 0.5), filtered(&[], 0.5));
    assert!((van_rossum(lone.into_iter(), none.into_iter(), 0.5) - 0.5).abs() < 1e-12);
}

proptest! {
    #[test]
    fn victor_and_purpura_is_its_definition_and_a_metric(a in spike_times(), b in spike_times(), c in spike_times(), shift in 0.05..3.0f64) {
        let d = |one: &[usize], other: &[usize]| victor_purpura(one, other, shift);
        prop_assert!((d(&a, &b) - edit(&a, &b, shift)).abs() < 1e-12);
        prop_assert_eq!(d(&a, &a), 0.0);
        prop_assert_eq!(d(&a, &b) == 0.0, a == b);
        prop_assert!((d(&a, &b) - d(&b, &a)).abs() < 1e-12);
        prop_assert!(d(&a, &c) <= d(&a, &b) + d(&b, &c) + 1e-12);
        prop_assert!(d(&a, &b) <= (a.len() + b.len()) as f64);
    }

    #[test]
    fn the_root_of_van_rossum_is_a_metric(a in spike_times(), b in spike_times(), c in spike_times(), delta in 0.0..0.99f64) {
        let d = |one: &[usize], other: &[usize]| {
            van_rossum(filtered(one, delta).into_iter(), filtered(other, delta).into_iter(), delta).sqrt()
        };
        prop_assert_eq!(d(&a, &a), 0.0);
        prop_assert_eq!(d(&a, &b) < 1e-9, a == b);
        prop_assert!((d(&a, &b) - d(&b, &a)).abs() < 1e-12);
        prop_assert!(d(&a, &c) <= d(&a, &b) + d(&b, &c) + 1e-9);
    }
}

/// A random case whose last hidden layer has random target trains, with the identity for a readout.
fn with_trains(case: &Case) -> (Arc<Problem<f64>>, Target<f64>) {
    let mut problem = case.problem().as_ref().clone();
    let outputs = case.sizes[case.sizes.len() - 2];
    let mut rng = generator(case.seed, Stream::Map);
    let flat = Array2::from_shape_simple_fn((case.steps * case.classes(), outputs), || {
        if uniform(&mut rng) < 0.3 { 1.0 } else { 0.0 }
    });
    problem.data.target = Some(Series::from_flat(case.classes(), flat).unwrap());
    *problem.start.readout_mut().parameters_mut() = Array2::eye(outputs);
    let target = Target::of(&problem.data, case.delta).unwrap();
    (Arc::new(problem), target)
}

/// Loss of one sample's output trains, from its definition: filtered trains, squared.
fn own_loss(spikes: &[Vec<f64>], target: &Target<f64>, label: usize, delta: f64) -> f64 {
    let mut total = 0.0;
    for (k, train) in spikes.iter().enumerate() {
        let (mut own, mut wanted) = (0.0, 0.0);
        for (t, &a) in train.iter().enumerate() {
            own = delta * own + a;
            wanted = delta * wanted + target.trains().at(t)[(label, k)];
            total += (own - wanted) * (own - wanted);
        }
    }
    total / (2.0 * spikes.len() as f64)
}

fn trains_of(spikes: &Series<f64>, n: usize) -> Vec<Vec<f64>> {
    (0..spikes.neurons()).map(|k| (0..spikes.steps()).map(|t| spikes.at(t)[(n, k)]).collect()).collect()
}

proptest! {
    /// With all of the curvature a flip cost is the change of the loss, and so is the cost of a pair.
    #[test]
    fn flip_costs_are_the_change_of_the_loss(case in cases(1..=2)) {
        let (problem, target) = with_trains(&case);
        let labels = &problem.data.labels;
        let mut activity = Activity::new(&problem.start.sizes(), case.steps, case.samples);
        problem.start.forward(&problem.input_trace, &mut activity).unwrap();
        let (z, a, c) = (activity.potentials.last().unwrap(), activity.spikes.last().unwrap(), activity.traces.last().unwrap());
        let losses: Vec<f64> = (0..case.samples).map(|n| own_loss(&trains_of(a, n), &target, labels[n], case.delta)).collect();
        let mean = losses.iter().sum::<f64>() / case.samples as f64;
        prop_assert!((target.loss(c, labels) - mean).abs() < 1e-9 * mean.max(1.0));

        let mut slope = c.clone();
        target.slope(c, labels, &mut slope);
        let message = Message::Quadratic { slope: &slope, curvature: target.curvature() };
        let mut work = vec![f64::NAN; 2 * a.stride()];
        let mut kappa = Series::zeros(case.steps, case.samples, a.neurons());
        flip_costs(z, a, message, FlippedReset::Frozen, case.delta, case.theta, &mut work, &mut kappa);
        let mut paired = kappa.clone();
        pair_costs(a, target.curvature(), case.delta, &mut work, &mut paired);
        for (n, &before) in losses.iter().enumerate() {
            let change = |k: usize, times: &[usize]| {
                let mut trains = trains_of(a, n);
                times.iter().for_each(|&t| trains[k][t] = 1.0 - trains[k][t]);
                own_loss(&trains, &target, labels[n], case.delta) - before
            };
            for k in 0..a.neurons() {
                let mut expected: Vec<f64> = (0..case.steps).map(|t| change(k, &[t])).collect();
                for (t, &single) in expected.iter().enumerate() {
                    let found = kappa.at(t)[(n, k)];
                    prop_assert!((found - single).abs() < 1e-9 * single.abs().max(1.0), "{} {}", found, single);
                }
                for t in 0..case.steps - 1 {
                    if a.at(t)[(n, k)] != a.at(t + 1)[(n, k)] {
                        let moved = change(k, &[t, t + 1]);
                        if moved < 0.0 {
                            expected[t] = expected[t].min(moved);
                            expected[t + 1] = expected[t + 1].min(moved);
                        }
                    }
                }
                for (t, &cost) in expected.iter().enumerate() {
                    let found = paired.at(t)[(n, k)];
                    prop_assert!((found - cost).abs() < 1e-9 * cost.abs().max(1.0), "{} {} {}", t, found, cost);
                }
            }
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_distance(case in cases(1..=3), slope in 0.5..10.0f64) {
        let (problem, target) = with_trains(&case);
        let mut solver = Surrogate::new(problem.clone(), Settings { slope, ..Settings::default() }).unwrap();
        for _ in 0..2 {
            solver.step(false).unwrap();
        }
        let (network, labels) = (&problem.start, &problem.data.labels);
        let simulation = simulate(network, &problem.data.input);
        let outputs = simulation.potentials.last().unwrap();
        // The readout is the identity: its potential is the trace of the output.
        let each = 1.0 / (labels.len() * target.outputs()) as f64;
        let error = |t: usize, n: usize, k: usize| each * (outputs[(t, n, k)] - target.traces().at(t)[(labels[n], k)]);
        let sigma = |z: f64| 1.0 / (1.0 + slope * (z - case.theta).abs()).powi(2);
        let expected = gradients_over_time(network, &problem.data.input, &error, &sigma, true);
        let last = network.depth() - 1;
        for (expected, found) in expected.iter().zip(solver.gradients()).take(last) {
            prop_assert!(apart(expected, found) < 1e-9, "{}", apart(expected, found));
        }
        prop_assert!(solver.gradients()[last].iter().all(|g| *g == 0.0), "the readout is not trained");
    }
}

#[test]
fn outputs_that_hear_every_step_apart_are_fitted_exactly() {
    // One input channel a step and class: the closed form can fire anything, at its time and with its resets.
    let (steps, classes, delta, theta) = (8, 2, 0.7, 1.5);
    let mut input = Series::<f64>::zeros(steps, classes, steps * classes);
    let mut trains = Series::<f64>::zeros(steps, classes, 2);
    let mut rng = generator(5, Stream::Train);
    for t in 0..steps {
        for class in 0..classes {
            input.at_mut(t)[(class, t * classes + class)] = 1.0;
            for k in 0..2 {
                trains.at_mut(t)[(class, k)] = if uniform(&mut rng) < 0.4 { 1.0 } else { 0.0 };
            }
        }
    }
    let data = Dataset { input, labels: vec![0, 1], classes, points: None, target: Some(trains) };
    let target = Target::of(&data, delta).unwrap();
    let weights = vec![Array2::zeros((2, steps * classes)), Array2::eye(2)];
    let mut network = Network::dense(weights, delta, theta).unwrap();
    let input_trace = trace(&data.input, delta);
    let mut activity = Activity::new(&network.sizes(), steps, classes);
    network.forward(&input_trace, &mut activity).unwrap();
    fit_output(&activity, &input_trace, &target, &data.labels, 1e-9, &mut network).unwrap();
    network.forward(&input_trace, &mut activity).unwrap();
    assert_eq!(&activity.spikes[0], target.trains());
    assert_eq!(target.agreement(&activity.spikes[0], &data.labels), 1.0);
    assert_eq!(target.loss(&activity.traces[0], &data.labels), 0.0);
    let distance = target.distance(&activity.spikes[0], &activity.traces[0], 1, 1, delta);
    assert_eq!((distance.agreement, distance.victor_purpura, distance.van_rossum), (1.0, 0.0, 0.0));
    // The other class's trains.
    let swapped = target.distance(&activity.spikes[0], &activity.traces[0], 1, 0, delta);
    assert!(swapped.agreement < 1.0 && swapped.victor_purpura > 0.0 && swapped.van_rossum > 0.0);
    assert!(matches!(fit_output(&activity, &input_trace, &target, &[0], 1.0, &mut network), Err(Error::Shape { .. })));
}

#[test]
fn the_task_has_trains_that_a_neuron_can_fire() {
    for (steps, seed) in [(50, 1), (50, 2), (20, 3), (2, 4)] {
        let splits = Task::TRAINS.generate::<f32>(Encoder::Rate, 12, steps, 0.5, seed).unwrap();
        let trains = splits.train.target.clone().expect("a target");
        assert_eq!((trains.steps(), trains.samples(), trains.neurons()), (steps, 4, Task::TRAINS.answer().outputs()));
        assert_eq!(splits.train.outputs(), trains.neurons());
        for other in [&splits.validation, &splits.test] {
            assert_eq!(other.target.as_ref(), Some(&trains), "all splits have one target");
        }
        for class in 0..4 {
            for k in 0..trains.neurons() {
                let times: Vec<usize> = trains.spike_times(class, k).collect();
                assert!(!times.is_empty());
                assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= 5), "{times:?}");
                assert!(times[0] >= steps / 10);
            }
        }
        if steps == 50 {
            let of = |class| (0..5).map(|k| trains.spike_times(class, k).collect::<Vec<_>>()).collect::<Vec<_>>();
            assert_ne!(of(0), of(1));
        }
    }
    // Without noise all samples of a class are one pattern.
    let quiet = Task::TRAINS.generate::<f32>(Encoder::Rate, 8, 40, 0.0, 1).unwrap().train;
    assert_eq!(quiet.input.sample(1), quiet.input.sample(5));
    assert_ne!(quiet.input.sample(1), quiet.input.sample(2));
}

fn run(link: &str) -> Experiment<f32> {
    let parsed = Spec::parse(link);
    assert_eq!(parsed.problems, []);
    let mut experiment = Experiment::new(parsed.spec, || 0.0).unwrap();
    while experiment.status() == Status::Running {
        experiment.step_iteration().unwrap();
    }
    experiment
}

#[test]
fn exact_and_the_baseline_fire_on_cue_and_beat_the_control() {
    for solver in ["exact", "surrogate"] {
        let experiment = run(&format!("task=trains&solver={solver}&n=40&hidden=60&noise=0.3&iterations=80"));
        let accuracy = experiment.accuracy().unwrap();
        assert!(accuracy.test > accuracy.control + 0.1, "{solver}: {accuracy:?}");
        assert!(accuracy.train > 0.5, "{solver}: {accuracy:?}");
        // What it says is what the network does.
        let (data, network) = (experiment.test_data(), experiment.network());
        let mut activity = Activity::new(&network.sizes(), data.input.steps(), data.len());
        network.forward(&trace(&data.input, network.delta), &mut activity).unwrap();
        let mut total = 0.0;
        let target = data.target.as_ref().unwrap();
        for (n, &label) in data.labels.iter().enumerate() {
            for k in 0..5 {
                let own: Vec<usize> = activity.spikes[1].spike_times(n, k).collect();
                let wanted: Vec<usize> = target.spike_times(label, k).collect();
                total += 1.0 - victor_purpura(&own, &wanted, SHIFT_COST) / (own.len() + wanted.len()) as f64;
            }
        }
        assert!((total / (5 * data.len()) as f64 - accuracy.test).abs() < 1e-12);
        // The readout shows the traces of the outputs and is not trained.
        assert_eq!(network.readout().parameters(), &Array2::<f32>::eye(5));
        assert_eq!(network.sizes(), [31, 60, 5, 5]);
    }
}

/// Both ends of what a step did are the distance of the trains: of the forward pass before it and of the one after it.
#[test]
fn a_step_is_judged_by_the_distance_of_the_trains() {
    for solver in ["exact", "surrogate"] {
        let spec = Spec::parse(&format!("task=trains&solver={solver}&n=16&T=30&hidden=12&batch=0")).spec;
        let mut experiment = Experiment::<f32>::new(spec, || 0.0).unwrap();
        let (mut forward, mut step) = (None, None);
        for _ in 0..12 {
            let report = experiment.step_block().unwrap().unwrap();
            match report.block.kind {
                "forward" => {
                    assert_eq!(report.quantity, Some("loss"));
                    if let Some(promised) = step {
                        assert_eq!(report.after, promised, "{solver}");
                    }
                    forward = report.after;
                }
                "step" | "adam" => {
                    assert_eq!((report.quantity, report.before), (Some("loss"), forward), "{solver}");
                    step = Some(report.after);
                }
                _ => {}
            }
        }
        assert!(step.is_some_and(|after| after.is_some()), "{solver}: no step was seen");
    }
}

#[test]
fn the_control_is_the_control() {
    let experiment = run("task=trains&solver=control");
    let last = experiment.history().last().unwrap();
    assert_eq!(last.accuracy.test, last.accuracy.control);
    assert!(last.accuracy.test > experiment.history()[0].accuracy.test, "{last:?}");
    let hidden = experiment.problem().start.layers[0].parameters();
    assert_eq!(experiment.network().layers[0].parameters(), hidden, "frozen");
}

#[test]
fn solvers_that_see_the_last_step_only_are_refused() {
    for solver in [Solver::Paper, Solver::Targets] {
        let parsed = Spec::parse(&format!("task=trains&solver={}", solver.name()));
        assert_eq!(parsed.spec, Spec::defaults(Task::TRAINS, Solver::Exact));
        assert_eq!(parsed.problems.len(), 1);
        assert!(parsed.problems[0].to_string().contains("for the task trains. exact is used instead."));
        let spec = Spec { task: Task::TRAINS, encoder: Encoder::Rate, ..Spec::defaults(Task::XOR, solver) };
        assert!(spec.validate().is_err());
    }
}

#[test]
fn the_view_tells_hits_from_misses() {
    let experiment = run("task=trains&n=12&hidden=20&iterations=5");
    let palette = Palette::theme(false);
    for n in 0..4 {
        let view = views::sample(&experiment, Split::Test, n, 1, 0, &palette).unwrap();
        let target = view.target.expect("a target");
        assert_eq!((target.outputs, target.steps, target.codes.len()), (5, 50, 250));
        let output = &view.rasters[2];
        let wanted = experiment.test_data().target.as_ref().unwrap();
        for k in 0..5 {
            for t in 0..50 {
                let real = matches!(output.codes[k * 50 + t], 1 | 2);
                let code = match (real, wanted.at(t)[(view.label, k)] > 0.0) {
                    (false, false) => 0,
                    (true, true) => 1,
                    (true, false) => 2,
                    (false, true) => 3,
                };
                assert_eq!(target.codes[k * 50 + t], code);
            }
        }
        assert!((0.0..=1.0).contains(&target.distance.agreement));
    }
    assert!(
        views::sample(&run("task=xor&n=8&T=5&iterations=1"), Split::Test, 0, 1, 0, &palette).unwrap().target.is_none()
    );
}
