//! What the solver `targets` promises, on random problems, against plain re-simulation.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use heaviside::Error;
use heaviside::admm::targets::flips::{LEAST_GAIN, NEAREST, Search};
use heaviside::admm::targets::{Constants, LayerProblem, Settings, Targets};
use heaviside::data::Dataset;
use heaviside::linalg::{Scalar, num};
use heaviside::method::{Problem, Report, Status, Trainer};
use heaviside::network::{Activity, Series, initialise, trace};
use ndarray::Array2;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const DELTA: f64 = 0.9;
const THETA: f64 = 1.0;

/// A random problem: Bernoulli spikes and a bias, random labels, Gaussian weights.
fn random_problem<F: Scalar>(seed: u64, hidden: &[usize], steps: usize, samples: usize) -> Arc<Problem<F>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (inputs, classes) = (4, 3);
    let spikes = Array2::from_shape_fn((steps * samples, inputs), |(_, j)| {
        F::step(j + 1 == inputs || rng.random::<f64>() < 0.4)
    });
    let input = Series::from_flat(samples, spikes).unwrap();
    let labels = (0..samples).map(|_| rng.random_range(0..classes)).collect();
    let sizes: Vec<usize> = [inputs].iter().chain(hidden).chain(&[classes]).copied().collect();
    let input_trace = trace(&input, num(DELTA));
    let start = initialise(&sizes, &input_trace, num(DELTA), num(THETA), 2.0, &mut rng).unwrap();
    Arc::new(Problem { input_trace, data: Dataset { input, labels, classes, points: None, target: None }, start })
}

fn settings() -> Settings {
    Settings { mu: 0.5, kappa: 0.1, inner: 6, iterations: 6, ..Settings::default() }
}

/// Steps until `kind` of `layer` has been updated.
fn step_past<F: Scalar>(trainer: &mut Targets<F>, name: &str) -> Report {
    loop {
        let report = trainer.step(true).unwrap();
        if report.block.name() == name {
            return report;
        }
    }
}

fn extra(report: &Report, key: &str) -> f64 {
    report.extras.iter().find(|(name, _)| *name == key).unwrap().1
}

/// A neuron by its recursion; the spike at `flipped`, if any, is the opposite of the natural one.
fn simulate(currents: &[f64], flipped: Option<usize>) -> (Vec<f64>, Vec<f64>) {
    let (mut z, mut a) = (0.0, 0.0);
    currents
        .iter()
        .enumerate()
        .map(|(t, current)| {
            z = DELTA * z + current - THETA * a;
            a = f64::step((z > THETA) != (flipped == Some(t)));
            (z, a)
        })
        .unzip()
}

/// `sum_t delta^(T-t) a_t` up to each time.
fn traced(train: &[f64]) -> Vec<f64> {
    train
        .iter()
        .scan(0.0, |c, a| {
            *c = DELTA * *c + a;
            Some(*c)
        })
        .collect()
}

fn column(series: &Series<f64>, n: usize, neuron: usize) -> Vec<f64> {
    (0..series.steps()).map(|t| series.at(t)[(n, neuron)]).collect()
}

/// The currents `W a_{l-1}` of a neuron, from its potentials and spikes.
fn currents(z: &[f64], a: &[f64]) -> Vec<f64> {
    (0..z.len()).map(|t| if t == 0 { z[0] } else { z[t] - DELTA * z[t - 1] + THETA * a[t - 1] }).collect()
}

/// `W c - theta R(a*)` of one layer from plain sums, and the summed squared violation of the margin.
fn violation(weights: &Array2<f64>, below: &Series<f64>, targets: &Series<f64>, margin: f64) -> f64 {
    let traces = trace(below, DELTA);
    let resets = trace(targets, DELTA);
    let mut total = 0.0;
    for t in 0..targets.steps() {
        for n in 0..targets.samples() {
            for i in 0..targets.neurons() {
                let reset = if t == 0 { 0.0 } else { THETA * resets.at(t - 1)[(n, i)] };
                let v = weights.row(i).dot(&traces.at(t).row(n)) - reset;
                let lack = if targets.at(t)[(n, i)] == 1.0 { THETA + margin - v } else { v - (THETA - margin) };
                total += lack.max(0.0).powi(2);
            }
        }
    }
    total
}

/// Errors of the readout if the last hidden layer fired `spikes`.
fn errors(trainer: &Targets<f64>, problem: &Problem<f64>, spikes: &Series<f64>) -> Array2<f64> {
    let weights = trainer.iterate().readout().parameters();
    let mut out = trace(spikes, DELTA).at(spikes.steps() - 1).dot(&weights.t());
    for (n, &label) in problem.data.labels.iter().enumerate() {
        out[(n, label)] -= 1.0;
    }
    out
}

fn squares(values: &Array2<f64>) -> f64 {
    values.iter().map(|v| v * v).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_flip_is_what_brute_force_finds(
        seed in any::<u64>(), steps in 1usize..10, samples in 1usize..6, rho in 0.0..3.0f64, weight in 0.01..2.0f64,
    ) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let drive: Vec<Vec<f64>> =
            (0..samples).map(|_| (0..steps).map(|_| rng.random_range(-1.0..1.5)).collect()).collect();
        let pull: Vec<f64> = (0..samples).map(|_| rng.random_range(-1.0..1.0)).collect();
        let natural: Vec<_> = drive.iter().map(|d| simulate(d, None)).collect();
        // The neuron is the second of two, so that a wrong stride shows.
        let potentials = Array2::from_shape_fn((steps * samples, 2), |(row, i)| {
            if i == 1 { natural[row % samples].0[row / samples] } else { 9.0 }
        });
        let mut search = Search::new(steps, samples, DELTA, THETA);
        search.load(&Series::from_flat(samples, potentials).unwrap(), 1);
        search.run(&pull, weight, rho);
        for n in 0..samples {
            let (z, a) = &natural[n];
            let mut best: Option<(usize, f64, f64)> = None;
            for (t0, z) in z.iter().enumerate() {
                let (_, flipped) = simulate(&drive[n], Some(t0));
                let change = traced(&flipped)[steps - 1] - traced(a)[steps - 1];
                let cost = 2.0 * change * pull[n] + change * change * weight + rho / 2.0 * (z - THETA).powi(2);
                if cost < best.map_or(-LEAST_GAIN, |b| b.2) {
                    best = Some((t0, change, cost));
                }
                let (mut train, mut deviation) = (vec![0.0; steps], vec![0.0; steps]);
                search.follow(n, t0, &mut train, &mut deviation);
                prop_assert_eq!(&train, &flipped);
                let moved = traced(&flipped).iter().zip(traced(a)).map(|(new, old)| new - old).collect::<Vec<_>>();
                prop_assert!(deviation.iter().zip(&moved).all(|(d, m)| (d - m).abs() < 1e-12));
            }
            let found = search.best(n);
            prop_assert_eq!(found.is_some(), best.is_some());
            if let (Some(found), Some((time, change, cost))) = (found, best) {
                prop_assert_eq!(found.time, time);
                prop_assert!((found.change - change).abs() < 1e-12);
                prop_assert!((found.cost - cost).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_nearest_times_are_the_nearest(seed in any::<u64>(), steps in 1usize..9) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // Halves, so that there are ties.
        let z = Array2::from_shape_fn((steps, 1), |_| f64::from(rng.random_range(-3i32..5)) / 2.0);
        let mut search = Search::new(steps, 1, DELTA, THETA);
        search.load(&Series::from_flat(1, z.clone()).unwrap(), 0);
        let mut wanted: Vec<(usize, f64)> = z.iter().map(|z| (z - THETA).abs()).enumerate().collect();
        wanted.sort_by(|x, y| x.1.total_cmp(&y.1));
        wanted.truncate(NEAREST);
        prop_assert_eq!(search.nearest(0).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn flips_lower_what_they_say_and_keep_the_errors_right(
        seed in any::<u64>(), steps in 2usize..10, samples in 1usize..8, neurons in 1usize..7,
    ) {
        let problem = random_problem(seed, &[neurons], steps, samples);
        let mut trainer = Targets::new(Arc::clone(&problem), settings()).unwrap();
        for _ in 0..3 {
            let report = step_past(&mut trainer, "flips_1");
            let (real, wanted) = (&trainer.activity().spikes[0], &trainer.targets()[0]);
            let (before, after) = (errors(&trainer, &problem, real), errors(&trainer, &problem, wanted));
            for (kept, fresh) in trainer.error().iter().zip(&after) {
                prop_assert!((kept - fresh).abs() < 1e-12, "E is {kept}, recomputed {fresh}");
            }
            let (mut price, mut flips) = (0.0, 0);
            for n in 0..samples {
                for i in 0..neurons {
                    let (old, new) = (column(real, n, i), column(wanted, n, i));
                    if let Some(t0) = (0..steps).find(|&t| old[t] != new[t]) {
                        let z = trainer.activity().potentials[0].at(t0)[(n, i)];
                        price += trainer.rho() / 2.0 * (z - THETA).powi(2);
                        flips += 1;
                    }
                }
            }
            let cost = squares(&after) - squares(&before) + price;
            prop_assert!((cost - extra(&report, "cost") * samples as f64).abs() < 1e-9);
            prop_assert!(cost <= 0.0 && (flips == 0 || cost < 0.0));
            prop_assert_eq!(report.changed, Some((flips, samples * neurons)));
            prop_assert!((report.before.unwrap() * samples as f64 - squares(&before)).abs() < 1e-9);
            prop_assert!((report.after.unwrap() * samples as f64 - squares(&after)).abs() < 1e-9);
            prop_assert!(report.after <= report.before);
            step_past(&mut trainer, "layer_problem_1");
            if trainer.status() != Status::Running {
                break;
            }
        }
    }

    #[test]
    fn a_wanted_train_overrules_its_neuron_at_most_once(
        seed in any::<u64>(), steps in 2usize..10, samples in 1usize..6, lower in 1usize..6, upper in 1usize..6,
    ) {
        let problem: Arc<Problem<f64>> = random_problem(seed, &[lower, upper], steps, samples);
        let mut trainer = Targets::new(problem, settings()).unwrap();
        step_past(&mut trainer, "flips_1");
        for (l, neurons) in [lower, upper].into_iter().enumerate() {
            for n in 0..samples {
                for i in 0..neurons {
                    let z = column(&trainer.activity().potentials[l], n, i);
                    let drive = currents(&z, &column(&trainer.activity().spikes[l], n, i));
                    let wanted = column(&trainer.targets()[l], n, i);
                    // The potential of the wanted train: its resets, the real input.
                    let (mut v, mut violated) = (0.0, 0);
                    for t in 0..steps {
                        v = DELTA * v + drive[t] - if t > 0 { THETA * wanted[t - 1] } else { 0.0 };
                        prop_assume!((v - THETA).abs() > 1e-9);
                        violated += usize::from((v > THETA) != (wanted[t] == 1.0));
                    }
                    let differs = wanted != column(&trainer.activity().spikes[l], n, i);
                    prop_assert_eq!(violated, usize::from(differs));
                }
            }
        }
    }

    #[test]
    fn lower_flips_are_what_plain_search_finds_and_never_raise_the_violation(
        seed in any::<u64>(), steps in 2usize..9, samples in 1usize..5, lower in 1usize..6, upper in 1usize..20,
    ) {
        let problem: Arc<Problem<f64>> = random_problem(seed, &[lower, upper], steps, samples);
        let settings = settings();
        let mut trainer = Targets::new(problem, settings).unwrap();
        step_past(&mut trainer, "flips_2");
        let report = step_past(&mut trainer, "flips_1");
        let real = &trainer.activity().spikes[0];
        let (weights, above) = (&trainer.iterate().layers[1].parameters(), &trainer.targets()[1]);
        let total = |below: &Series<f64>| violation(weights, below, above, settings.margin);
        let mean = |q: f64| q / samples as f64;
        prop_assert!((report.before.unwrap() - mean(total(real))).abs() < 1e-9 * (1.0 + mean(total(real))));
        let after = mean(total(&trainer.targets()[0]));
        prop_assert!((report.after.unwrap() - after).abs() < 1e-9 * (1.0 + after));
        prop_assert!(report.after <= report.before);

        // The same moves, each candidate simulated and measured from nothing.
        let mut plain = real.clone();
        let (mut flips, rho) = (0, trainer.rho());
        for i in 0..lower {
            for n in 0..samples {
                let z = column(&trainer.activity().potentials[0], n, i);
                let drive = currents(&z, &column(real, n, i));
                let q = total(&plain);
                if violation(weights, &plain.sample(n), &above.sample(n), settings.margin) <= LEAST_GAIN {
                    continue;
                }
                let mut times: Vec<usize> = (0..steps).collect();
                times.sort_by(|&s, &t| (z[s] - THETA).abs().total_cmp(&(z[t] - THETA).abs()));
                let (mut best, mut chosen) = (-1e-9, None);
                for &t0 in times.iter().take(NEAREST) {
                    let mut candidate = plain.clone();
                    for (t, &a) in simulate(&drive, Some(t0)).1.iter().enumerate() {
                        candidate.at_mut(t)[(n, i)] = a;
                    }
                    let cost = rho / 2.0 * (total(&candidate) - q + (z[t0] - THETA).powi(2));
                    prop_assume!((cost - best).abs() > 1e-9);
                    if cost < best {
                        (best, chosen) = (cost, Some(candidate));
                    }
                }
                if let Some(candidate) = chosen {
                    plain = candidate;
                    flips += 1;
                }
            }
        }
        prop_assert_eq!(&trainer.targets()[0], &plain);
        prop_assert_eq!(report.changed, Some((flips, samples * lower)));
    }

    #[test]
    fn potentials_stay_on_their_side(
        seed in any::<u64>(), steps in 2usize..9, samples in 1usize..6, margin in 0.01..0.5f64,
    ) {
        let problem: Arc<Problem<f64>> = random_problem(seed, &[5, 4], steps, samples);
        let mut trainer = Targets::new(problem, Settings { margin, ..settings() }).unwrap();
        step_past(&mut trainer, "layer_problem_2");
        for (layer, targets) in trainer.layers().iter().zip(trainer.targets()) {
            let entries = layer.sided().values().iter().zip(targets.values()).zip(layer.multiplier().values());
            for ((&z, &a), &u) in entries {
                let beyond = if a == 1.0 { z - (THETA + margin) } else { (THETA - margin) - z };
                prop_assert!(beyond >= 0.0, "z = {z} for a spike of {a}");
                prop_assert!(beyond == 0.0 || u.abs() < 1e-12, "u = {u} off the active set");
            }
        }
        for (n, auxiliary) in (0..samples).map(|n| (n, trainer.auxiliary(n).unwrap())) {
            for (l, layer) in trainer.layers().iter().enumerate() {
                let kept = layer.sided().sample(n);
                prop_assert_eq!(auxiliary.potentials[l].as_ref().unwrap().view(), kept.flat());
                let wanted = trainer.targets()[l].sample(n);
                prop_assert_eq!(auxiliary.spikes[l].view(), wanted.flat());
            }
            prop_assert!(auxiliary.potentials[2].is_none());
        }
    }

    #[test]
    fn the_weights_of_the_last_round_are_stationary(
        seed in any::<u64>(), steps in 2usize..9, samples in 1usize..6, mu in 0.01..50.0f64, rounds in 1usize..8,
    ) {
        let problem: Arc<Problem<f64>> = random_problem(seed, &[4], steps, samples);
        let mut rng = ChaCha8Rng::seed_from_u64(!seed);
        let targets = Array2::from_shape_fn((steps * samples, 4), |_| f64::step(rng.random::<f64>() < 0.3));
        let targets = Series::from_flat(samples, targets).unwrap();
        let input = &problem.input_trace;
        let start = &problem.start.layers[0];
        let solve = |rounds| {
            let mut layer = LayerProblem::new(steps, samples, start.shape());
            let mut solved = start.clone();
            layer.want(&targets, DELTA, THETA);
            layer.propose(&*solved, input);
            let constants = Constants { theta: THETA, margin: 0.15, mu, alpha: 1.6, rounds };
            layer.solve(&mut *solved, input, &targets, constants, false, "layer_problem_1").unwrap();
            (layer, solved)
        };
        // W of round `rounds + 1` minimises mu/2 |W - W_old|^2 + |W c - theta R - z + u|^2 / 2 with z, u of the round
        // before.
        let (before, _) = solve(rounds);
        let (_, solved) = solve(rounds + 1);
        let (weights, old) = (solved.parameters(), start.parameters());
        let wanted = before.sided().flat().to_owned() + before.reset().flat() - before.multiplier().flat();
        let miss = input.flat().dot(&weights.t()) - &wanted;
        let gradient = miss.t().dot(&input.flat()) + (weights - old) * mu;
        let scale = wanted.t().dot(&input.flat()).iter().fold(1.0, |m: f64, v| m.max(v.abs()));
        for g in &gradient {
            prop_assert!(g.abs() < 1e-10 * scale, "gradient {g}");
        }
    }

    #[test]
    fn the_best_loss_never_rises_and_its_network_stands_at_the_end(
        seed in any::<u64>(), deep in any::<bool>(), steps in 2usize..9, samples in 2usize..8,
    ) {
        let hidden: &[usize] = if deep { &[5, 4] } else { &[5] };
        let problem: Arc<Problem<f64>> = random_problem(seed, hidden, steps, samples);
        let mut trainer = Targets::new(Arc::clone(&problem), settings()).unwrap();
        let mut activity = Activity::new(&problem.start.sizes(), steps, samples);
        let mut loss_of = |trainer: &Targets<f64>| {
            let network = trainer.network();
            network.forward(&problem.input_trace, &mut activity).unwrap();
            let outputs = activity.output.indexed_iter();
            outputs.map(|((n, k), o)| (o - f64::step(problem.data.labels[n] == k)).powi(2)).sum::<f64>() / samples as f64
        };
        let start = loss_of(&trainer);
        prop_assert!((start - trainer.measures().loss.unwrap()).abs() < 1e-12);
        let (mut best, mut least) = (f64::INFINITY, f64::INFINITY);
        while trainer.status() == Status::Running {
            trainer.step(false).unwrap();
            prop_assert!(trainer.best_loss() <= best);
            best = trainer.best_loss();
            if trainer.status() == Status::Running && !trainer.mid_iteration() {
                let loss = trainer.measures().loss.unwrap();
                prop_assert!((loss_of(&trainer) - loss).abs() < 1e-12, "network() is not the one of the loss");
                least = least.min(loss);
            }
        }
        prop_assert!(best <= least);
        prop_assert!((loss_of(&trainer) - best).abs() < 1e-12);
    }

    #[test]
    fn single_precision_stays_finite(seed in any::<u64>(), deep in any::<bool>(), mu in 1e-6..1.0f64) {
        let hidden: &[usize] = if deep { &[12, 9] } else { &[12] };
        let problem: Arc<Problem<f32>> = random_problem(seed, hidden, 15, 20);
        let settings = Settings { mu, kappa: 1e-6, ..settings() };
        let mut trainer = Targets::new(problem, settings).unwrap();
        while trainer.status() == Status::Running {
            trainer.step(true).unwrap();
            prop_assert!(trainer.iterate().is_finite());
        }
        let measures = trainer.measures();
        let layers = measures.dynamics[..hidden.len()].iter().chain(&measures.spikes);
        for value in layers.chain([&measures.loss, &measures.objective, &measures.auxiliary_accuracy]) {
            prop_assert!(value.is_some_and(f64::is_finite));
        }
        prop_assert!(trainer.network().is_finite());
    }
}

#[test]
fn blocks_come_in_order() {
    let problem: Arc<Problem<f64>> = random_problem(1, &[4, 3], 5, 4);
    let mut trainer = Targets::new(problem, settings()).unwrap();
    let names = ["forward", "readout", "flips_2", "flips_1", "layer_problem_1", "layer_problem_2"];
    assert_eq!(trainer.blocks().iter().map(|b| b.name()).collect::<Vec<_>>(), names);
    assert!(trainer.auxiliary(0).is_none());
    for (k, name) in names.into_iter().enumerate() {
        assert_eq!((trainer.next_block().name().as_str(), trainer.mid_iteration()), (name, k > 0));
        assert_eq!(trainer.step(false).unwrap(), Report::plain(trainer.blocks()[k]));
    }
    assert_eq!((trainer.iteration(), trainer.mid_iteration()), (1, false));
    assert!(trainer.auxiliary(4).is_none());
}

#[test]
fn details_change_nothing() {
    let problem: Arc<Problem<f64>> = random_problem(2, &[5, 4], 6, 6);
    let run = |detail| {
        let mut trainer = Targets::new(Arc::clone(&problem), settings()).unwrap();
        while trainer.status() == Status::Running {
            trainer.step(detail).unwrap();
        }
        (trainer.iterate().clone(), trainer.network().clone(), trainer.measures().clone(), trainer.iteration())
    };
    assert_eq!(run(false), run(true));
}

#[test]
fn a_run_ends_for_its_reason() {
    let problem: Arc<Problem<f64>> = random_problem(3, &[6], 8, 8);
    let end = |settings: Settings| {
        let mut trainer = Targets::new(Arc::clone(&problem), settings).unwrap();
        while trainer.status() == Status::Running {
            trainer.step(false).unwrap();
        }
        let (status, iterations) = (trainer.status(), trainer.iteration());
        trainer.step(true).unwrap();
        assert_eq!((trainer.status(), trainer.iteration(), trainer.mid_iteration()), (status, iterations, false));
        (status, iterations)
    };
    // A flip is too dear.
    assert_eq!(end(Settings { rho0: 1e9, rho1: 1e9, ..settings() }), (Status::Converged, 1));
    assert_eq!(end(Settings { iterations: 2, ..settings() }), (Status::MaxIterations, 2));
    // Weights that may not move: the loss of the first iteration stays the best for 15 more.
    let stuck = Settings { mu: 1e30, rho0: 1e-3, rho1: 1e-3, iterations: 99, ..settings() };
    assert_eq!(end(stuck), (Status::NoProgress, 16));
}

#[test]
fn the_last_good_network_survives_an_overflow() {
    let problem: Arc<Problem<f64>> = random_problem(4, &[4], 5, 4);
    let mut broken = Problem::clone(&problem);
    broken.input_trace.values_mut().iter_mut().for_each(|c| *c *= 1e200);
    let mut trainer = Targets::new(Arc::new(broken), settings()).unwrap();
    let failure = (0..4).find_map(|_| trainer.step(false).err()).unwrap();
    assert!(matches!(&failure, Error::Numerical { block, .. } if block == "layer_problem_1"), "{failure}");
    assert_eq!(trainer.status(), Status::NumericalError);
    assert!(trainer.network().is_finite());

    let mut broken = Problem::clone(&problem);
    broken.start.layers[0].parameters_mut()[(0, 0)] = f64::NAN;
    broken.start.layers[1].parameters_mut()[(0, 0)] = f64::NAN;
    assert!(matches!(Targets::new(Arc::new(broken), settings()), Err(Error::Numerical { .. })));
}

#[test]
fn wrong_sizes_are_refused() {
    let good: Arc<Problem<f64>> = random_problem(5, &[4], 5, 4);
    let refuse = |change: &dyn Fn(&mut Problem<f64>)| {
        let mut problem = Problem::clone(&good);
        change(&mut problem);
        assert!(matches!(Targets::new(Arc::new(problem), settings()), Err(Error::Shape { .. })));
    };
    refuse(&|p| p.data.labels.truncate(3));
    refuse(&|p| p.data.labels[2] = 3);
    refuse(&|p| p.data.classes = 2);
    refuse(&|p| p.input_trace = Series::zeros(5, 4, 3));
    refuse(&|p| p.input_trace = Series::zeros(0, 4, 4));
    assert!(Targets::new(good, settings()).is_ok());
}

#[test]
fn settings_are_checked_one_at_a_time() {
    let key_of = |settings: Settings| match settings.validate() {
        Err(Error::Setting { key, .. }) => key,
        other => panic!("{other:?}"),
    };
    let good = Settings::default();
    assert_eq!(good.validate(), Ok(()));
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(key_of(Settings { rho0: bad, ..good }), "rho0");
        assert_eq!(key_of(Settings { rho1: bad, ..good }), "rho1");
        assert_eq!(key_of(Settings { margin: bad, ..good }), "margin");
        assert_eq!(key_of(Settings { mu: bad, ..good }), "mu");
        assert_eq!(key_of(Settings { kappa: bad, ..good }), "kappa");
        assert_eq!(key_of(Settings { alpha: bad, ..good }), "alpha");
    }
    assert_eq!(key_of(Settings { alpha: 2.0, ..good }), "alpha");
    assert_eq!(key_of(Settings { inner: 0, ..good }), "inner");
    assert_eq!(key_of(Settings { iterations: 0, ..good }), "iterations");
    assert!((good.rho(0) - 0.3).abs() < 1e-15 && (good.rho(40) - 10.0).abs() < 1e-12);
    assert!((good.rho(20) - 3.0f64.sqrt()).abs() < 1e-12);
}

#[test]
fn settings_change_in_a_run() {
    let problem: Arc<Problem<f64>> = random_problem(6, &[4], 5, 4);
    let mut trainer = Targets::new(problem, settings()).unwrap();
    for (key, value) in
        [("rho0", 0.5), ("rho1", 2.0), ("margin", 0.2), ("mu", 3.0), ("kappa", 0.4), ("alpha", 1.2), ("inner", 4.0)]
    {
        trainer.set_live(key, value).unwrap();
    }
    let wanted = Settings {
        rho0: 0.5,
        rho1: 2.0,
        margin: 0.2,
        mu: 3.0,
        kappa: 0.4,
        alpha: 1.2,
        inner: 4,
        iterations: settings().iterations,
    };
    assert_eq!(trainer.settings(), &wanted);
    assert!(matches!(trainer.set_live("gain", 2.0), Err(Error::Setting { key, .. }) if key == "gain"));
    assert!(trainer.set_live("mu", f64::NAN).is_err());
    assert_eq!(trainer.settings(), &wanted);
    let report = step_past(&mut trainer, "layer_problem_1");
    assert_eq!((extra(&report, "mu"), extra(&report, "rounds")), (3.0, 4.0));
}
