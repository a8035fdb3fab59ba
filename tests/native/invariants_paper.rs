//! What must hold for solver `paper` on any problem: exact blocks are exact minimisers, never raise the augmented
//! Lagrangian, and the trainer keeps its promises.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

use heaviside::Error;
use heaviside::admm::paper::{Anchor, AugmentedLagrangian, Paper, Settings, Variables, Work};
use heaviside::data::Dataset;
use heaviside::linalg::Scalar;
use heaviside::method::{Problem, Status, Trainer};
use heaviside::network::{Network, Series};
use ndarray::Array2;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The least spiking potential lies this far above the threshold.
const EPS: f64 = 1e-5;

/// A random problem in a random state.
#[derive(Debug, Clone)]
struct Case {
    data: Dataset<f64>,
    rho: f64,
    beta: f64,
    v: Variables<f64>,
    seed: u64,
}

impl Case {
    fn lagrangian(&self) -> AugmentedLagrangian<f64> {
        AugmentedLagrangian::new(&self.data, self.rho, self.beta).expect("valid data")
    }

    fn problem(&self) -> Problem<f64> {
        Problem { input_trace: self.data.input.clone(), data: self.data.clone(), start: self.v.network.clone() }
    }

    fn settings(&self) -> Settings {
        Settings { rho: self.rho, beta: self.beta, warmup: 0.0, iterations: 10 }
    }

    fn rng(&self) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(self.seed ^ 0x5eed)
    }

    /// Spikes that are the step function of the potentials.
    fn with_true_spikes(mut self) -> Self {
        for (a, z) in self.v.a.iter_mut().zip(&self.v.z) {
            for (a, &z) in a.values_mut().iter_mut().zip(z.values()) {
                *a = f64::step(z > self.v.network.theta);
            }
        }
        self
    }
}

fn case() -> impl Strategy<Value = Case> {
    let sizes = prop::collection::vec(1usize..5, 3..6);
    (sizes, 1usize..6, 1usize..4, 0.0..0.99, 0.3..2.0, (-1.0..1.0, -2.0..1.0), any::<u64>()).prop_map(
        |(sizes, steps, samples, delta, theta, (rho, beta), seed)| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut fill = |rows: usize, columns: usize, low: f64, high: f64| {
                Array2::from_shape_simple_fn((rows, columns), || rng.random_range(low..high))
            };
            let weights = sizes.windows(2).map(|s| fill(s[1], s[0], -1.5, 1.5)).collect();
            let network = Network::dense(weights, delta, theta).expect("layers that fit");
            let mut series = |neurons: usize, low: f64, high: f64| {
                Series::from_flat(samples, fill(steps * samples, neurons, low, high)).expect("whole steps")
            };
            let z = sizes[1..].iter().map(|&n| series(n, theta - 2.0, theta + 1.5)).collect();
            let a = sizes[1..sizes.len() - 1].iter().map(|&n| series(n, 0.0, 1.0)).collect();
            // One layer in three has no multipliers.
            let multiplied = |(l, &n): (usize, &usize)| (l % 3 != 1).then(|| series(n, -0.5, 0.5));
            let u = sizes[1..].iter().enumerate().map(multiplied).collect();
            let mut input = series(sizes[0], 0.0, 1.0);
            input.values_mut().iter_mut().for_each(|v| *v = v.round());
            let classes = sizes[sizes.len() - 1];
            let labels = (0..samples).map(|n| n % classes).collect();
            let data = Dataset { input, labels, classes, points: None, target: None };
            let v = Variables { network, z, a, u };
            Case { data, rho: 10f64.powf(rho), beta: 10f64.powf(beta), v, seed }
        },
    )
}

/// The augmented Lagrangian by its definition, entry by entry, with nothing of the library's but the storage.
fn value(case: &Case, v: &Variables<f64>) -> f64 {
    let (delta, theta) = (v.network.delta, v.network.theta);
    let (steps, samples, depth) = (case.data.input.steps(), case.data.input.samples(), v.z.len());
    let mut total = 0.0;
    for n in 0..samples {
        for (k, z) in v.z[depth - 1].at(steps - 1).row(n).iter().enumerate() {
            total += (z - f64::step(k == case.data.labels[n])).powi(2);
        }
    }
    for l in 0..depth {
        let below = if l == 0 { &case.data.input } else { &v.a[l - 1] };
        for (t, n, i) in indices(&v.z[l]) {
            let mut r = v.z[l].at(t)[(n, i)] - v.network.layers[l].parameters().row(i).dot(&below.at(t).row(n));
            if t > 0 {
                r -= delta * v.z[l].at(t - 1)[(n, i)];
                if l + 1 < depth {
                    r += theta * v.a[l].at(t - 1)[(n, i)];
                }
            }
            let u = v.u[l].as_ref().map_or(0.0, |u| u.at(t)[(n, i)]);
            total += case.rho / 2.0 * ((r + u).powi(2) - u * u);
            if l + 1 < depth {
                let spike = f64::step(v.z[l].at(t)[(n, i)] > theta);
                total += case.beta / 2.0 * (v.a[l].at(t)[(n, i)] - spike).powi(2);
            }
        }
    }
    total
}

fn indices(series: &Series<f64>) -> impl Iterator<Item = (usize, usize, usize)> + use<> {
    let (steps, samples, neurons) = (series.steps(), series.samples(), series.neurons());
    (0..steps).flat_map(move |t| (0..samples).flat_map(move |n| (0..neurons).map(move |i| (t, n, i))))
}

/// Rounding of a value this large.
fn slack(value: f64) -> f64 {
    1e-9 * (1.0 + value.abs())
}

/// That no random change of the chosen entries, of several sizes, gives a lower value.
fn assert_minimiser(
    case: &Case,
    v: &Variables<f64>,
    value: impl Fn(&Variables<f64>) -> f64,
    entries: impl Fn(&mut Variables<f64>) -> &mut [f64],
    (low, high): (f64, f64),
) -> Result<(), TestCaseError> {
    let best = value(v);
    let mut rng = case.rng();
    for size in [1e-4, 1e-2, 0.3, 2.0] {
        for _ in 0..8 {
            let mut other = v.clone();
            for x in entries(&mut other) {
                *x = (*x + size * rng.random_range(-1.0..1.0)).clamp(low, high);
            }
            let found = value(&other);
            prop_assert!(found >= best - slack(best), "a change of size {size} gives {found}, below {best}");
        }
    }
    Ok(())
}

const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn value_is_its_definition(case in case()) {
        let mut work = Work::new(&case.v);
        let (found, expected) = (case.lagrangian().value(&case.v, &mut work), value(&case, &case.v));
        prop_assert!((found - expected).abs() <= slack(expected), "{found} where {expected} is right");
    }

    #[test]
    fn weights_are_the_exact_minimiser(case in case(), ridge in 0.0..1.0, prox in 0.0..1.0) {
        let lagrangian = case.lagrangian();
        for anchor in [Anchor::none(), Anchor { ridge, prox }] {
            for l in 0..case.v.z.len() {
                let mut v = case.v.clone();
                lagrangian.update_weights(&mut v, l, anchor, &mut Work::new(&case.v)).expect("finite numbers");
                let start = case.v.network.layers[l].parameters();
                let held = |v: &Variables<f64>| {
                    let w = v.network.layers[l].parameters();
                    let pull = anchor.ridge * w.iter().map(|w| w * w).sum::<f64>()
                        + anchor.prox * (w - start).iter().map(|d| d * d).sum::<f64>();
                    value(&case, v) + case.rho / 2.0 * pull
                };
                prop_assert!(held(&v) <= held(&case.v) + slack(held(&case.v)));
                assert_minimiser(&case, &v, held, |v| v.network.layers[l].parameters_mut().as_slice_mut().expect("row-major"), ANY)?;
                // The value is quadratic in W, so central differences give its gradient up to rounding.
                let step = 1e-3;
                for index in 0..start.len() {
                    let moved = |by: f64| {
                        let mut v = v.clone();
                        v.network.layers[l].parameters_mut().as_slice_mut().expect("row-major")[index] += by;
                        held(&v)
                    };
                    let gradient = (moved(step) - moved(-step)) / (2.0 * step);
                    prop_assert!(gradient.abs() < 1e-7 * (1.0 + held(&case.v)), "gradient {gradient} at entry {index}");
                }
            }
        }
    }

    #[test]
    fn clipped_spikes_are_the_minimiser_where_nothing_is_clipped(case in case()) {
        let lagrangian = case.lagrangian();
        for l in 0..case.v.hidden() {
            let mut v = case.v.clone();
            lagrangian.clip_spikes(&mut v, l, &mut Work::new(&case.v)).expect("finite numbers");
            prop_assert!(v.a[l].values().iter().all(|a| (0.0..=1.0).contains(a)));
            let neurons = v.a[l].neurons();
            let inside = |row: &[f64]| row.iter().all(|a| *a > 0.0 && *a < 1.0);
            for row in 0..v.a[l].values().len() / neurons {
                let range = row * neurons..(row + 1) * neurons;
                if inside(&v.a[l].values()[range.clone()]) {
                    assert_minimiser(&case, &v, |v| value(&case, v), |v| &mut v.a[l].values_mut()[range.clone()], ANY)?;
                }
            }
        }
    }

    #[test]
    fn spikes_in_the_box_never_raise_the_value_and_end_at_its_minimum(case in case()) {
        let lagrangian = case.lagrangian();
        for l in 0..case.v.hidden() {
            let (mut v, mut work) = (case.v.clone(), Work::new(&case.v));
            let mut last = value(&case, &v);
            for sweep in 0..2000 {
                let before = v.a[l].clone();
                lagrangian.sweep_spikes(&mut v, l, &mut work);
                let now = value(&case, &v);
                prop_assert!(now <= last + slack(last), "sweep {sweep} raises {last} to {now}");
                last = now;
                if before == v.a[l] {
                    break;
                }
            }
            assert_minimiser(&case, &v, |v| value(&case, v), |v| v.a[l].values_mut(), (0.0, 1.0))?;
        }
    }

    /// Each potential in turn: the last one of a sweep has everything else fixed at its final value, so the sweep
    /// over the first `t + 1` steps alone is tested at its last.
    #[test]
    fn potentials_are_at_least_as_good_as_a_grid(case in case()) {
        let lagrangian = case.lagrangian();
        let theta = case.v.network.theta;
        for l in 0..case.v.hidden() {
            let (mut v, mut work) = (case.v.clone(), Work::new(&case.v));
            let before = value(&case, &v);
            lagrangian.sweep_potentials(&mut v, l, &mut work);
            // A potential that was between theta and theta + EPS may have had to move up.
            prop_assert!(value(&case, &v) <= before + slack(before), "raised from {before} to {}", value(&case, &v));
            for (t, n, i) in indices(&v.z[l]) {
                // Back to the state in which z at t was updated: later times still old.
                let mut then = v.clone();
                for later in t + 1..v.z[l].steps() {
                    then.z[l].at_mut(later).assign(&case.v.z[l].at(later));
                }
                let best = local(&case, &then, l, t, n, i, None);
                let chosen = then.z[l].at(t)[(n, i)];
                let grid = (0..1400).map(|k| theta - 7.0 + 0.01 * f64::from(k));
                for z in grid.chain([theta, theta + EPS * theta.max(1.0), chosen + 1e-4]) {
                    let found = local(&case, &then, l, t, n, i, Some(z));
                    // Potentials between theta and theta + EPS are not offered.
                    let between = z > theta && z < theta + EPS * theta.max(1.0);
                    prop_assert!(between || found >= best - slack(best), "z = {z} gives {found}, {chosen} gives {best}");
                }
            }
        }
    }

    #[test]
    fn readout_at_once_is_the_exact_minimiser(case in case()) {
        let (mut v, mut work) = (case.v.clone(), Work::new(&case.v));
        let (lagrangian, l) = (case.lagrangian(), case.v.hidden());
        lagrangian.minimise_readout(&mut v, &mut work);
        let (before, now) = (value(&case, &case.v), value(&case, &v));
        prop_assert!(now <= before + slack(before));
        assert_minimiser(&case, &v, |v| value(&case, v), |v| v.z[l].values_mut(), ANY)?;
        // The paper's sweep goes downhill to the same place.
        let (mut swept, mut last) = (case.v.clone(), before);
        for _ in 0..2000 {
            lagrangian.sweep_readout(&mut swept, &mut work);
            let next = value(&case, &swept);
            prop_assert!(next <= last + slack(last), "the sweep raises {last} to {next}");
            prop_assert!(next >= now - slack(now), "the sweep finds {next}, below the minimum {now}");
            last = next;
        }
        prop_assert!(last <= now + 1e-6 * (1.0 + now.abs()), "the sweeps end at {last}, the minimum is {now}");
    }

    #[test]
    fn binary_pairs_never_raise_the_value_and_are_exact(case in case()) {
        let case = case.with_true_spikes();
        let theta = case.v.network.theta;
        let lagrangian = case.lagrangian();
        for l in 0..case.v.hidden() {
            let (mut v, mut work) = (case.v.clone(), Work::new(&case.v));
            let before = value(&case, &v);
            lagrangian.sweep_binary(&mut v, l, &mut work);
            let best = value(&case, &v);
            prop_assert!(best <= before + slack(before), "raised from {before} to {best}");
            for (&a, &z) in v.a[l].values().iter().zip(v.z[l].values()) {
                prop_assert_eq!(a, f64::step(z > theta));
            }
            // The last pair updated for each sample has everything else at its final value.
            let (t, i) = (v.z[l].steps() - 1, v.z[l].neurons() - 1);
            for n in 0..v.z[l].samples() {
                let mut other = v.clone();
                let grid = (0..1400).map(|k| theta - 7.0 + 0.01 * f64::from(k));
                for z in grid.chain([theta, theta + EPS * theta.max(1.0)]) {
                    other.z[l].at_mut(t)[(n, i)] = z;
                    other.a[l].at_mut(t)[(n, i)] = f64::step(z > theta);
                    let found = value(&case, &other);
                    let between = z > theta && z < theta + EPS * theta.max(1.0);
                    prop_assert!(between || found >= best - slack(best), "z = {z} gives {found}, below {best}");
                }
            }
        }
    }

    #[test]
    fn lambda_moves_by_the_last_residual(case in case()) {
        let mut v = case.v.clone();
        case.lagrangian().ascend_multiplier(&mut v, &mut Work::new(&case.v));
        // The value grows by rho |r|^2, r being the residual that was added.
        let (l, last) = (v.hidden(), v.z[0].steps() - 1);
        let old = case.v.u[l].clone().unwrap_or_else(|| {
            let z = &v.z[l];
            Series::zeros(z.steps(), z.samples(), z.neurons())
        });
        let new = v.u[l].as_ref().expect("a multiplier after the step");
        let moved: f64 = (&new.at(last) - &old.at(last)).iter().map(|r| r * r).sum();
        let gain = value(&case, &v) - value(&case, &case.v);
        prop_assert!((gain - case.rho * moved).abs() <= slack(gain) * 10.0, "{gain} for a move of {moved}");
        prop_assert!(new.values()[..last * new.stride()] == old.values()[..last * old.stride()]);
        prop_assert!(moved > 0.0);
    }

    #[test]
    fn exact_blocks_of_the_solver_never_raise_the_value(case in case()) {
        let mut solver =
            Paper::from_variables(&case.problem(), case.settings(), case.v.clone()).expect("a valid problem");
        let mut blocks = Vec::new();
        while solver.iteration() < 3 {
            // Weights this large fit the rounding of nearly collinear spikes; the pseudo-inverse drops such directions,
            // and is the minimiser only among those that it keeps.
            let huge = solver.variables().network.weights().flatten().any(|w| w.abs() > 1e5);
            let report = solver.step(true).expect("finite numbers");
            let (before, after) = report.before.zip(report.after).expect("a detailed report");
            if report.block.kind == "z" || (report.block.kind == "W" && !huge) {
                prop_assert!(after <= before + slack(before), "{} raises {before} to {after}", report.block.name());
            }
            blocks.push(report.block);
        }
        prop_assert_eq!(&blocks[..solver.blocks().len()], &solver.blocks()[..]);
        let value = solver.augmented_lagrangian();
        let measured = solver.measures().objective.expect("an objective");
        prop_assert!((measured - value).abs() <= slack(value));
    }

    /// Block by block from the same state: over an iteration, rounding may put a potential on the other branch.
    #[test]
    fn single_precision_agrees_roughly(case in case(), block in 0..7usize) {
        let (single, lagrangian) = (to_single(&case.problem()), case.lagrangian());
        let lagrangian_single =
            AugmentedLagrangian::new(&single.data, case.rho as f32, case.beta as f32).expect("valid data");
        for l in 0..case.v.hidden() {
            let mut v = case.v.clone();
            let mut v_single = Variables {
                network: single.start.clone(),
                z: v.z.iter().map(to_single_series).collect(),
                a: v.a.iter().map(to_single_series).collect(),
                u: v.u.iter().map(|u| u.as_ref().map(to_single_series)).collect(),
            };
            apply(block, &lagrangian, &mut v, l);
            apply(block, &lagrangian_single, &mut v_single, l);
            let (d, s) = (value(&case, &v), lagrangian_single.value(&v_single, &mut Work::new(&v_single)));
            prop_assert!((d - s).abs() <= 1e-3 * (1.0 + d.abs()), "block {block}: {s} where {d} is right");
        }
    }

    #[test]
    fn single_precision_stays_finite(case in case()) {
        let single = to_single(&case.problem());
        let mut solver = Paper::new(&single, case.settings(), &mut case.rng()).expect("a valid problem");
        let mut double = Paper::new(&case.problem(), case.settings(), &mut case.rng()).expect("a valid problem");
        // The same start, and the same first weights: the input is 0 or 1.
        for (s, d) in solver.variables().z.iter().zip(&double.variables().z) {
            prop_assert!(s.values().iter().zip(d.values()).all(|(s, d)| (f64::from(*s) - d).abs() < 1e-6));
        }
        solver.step(false).expect("finite numbers");
        double.step(false).expect("finite numbers");
        for (&s, &d) in solver.iterate().layers[0].parameters().iter().zip(double.iterate().layers[0].parameters()) {
            let s = f64::from(s);
            prop_assert!((s - d).abs() < 1e-3 * (1.0 + d.abs()), "{s} where {d} is right");
        }
        while solver.iteration() < 30 {
            solver.step(false).expect("finite numbers in single precision");
        }
    }
}

/// One of the seven kinds of block, on hidden layer `l`.
fn apply<F: Scalar>(block: usize, lagrangian: &AugmentedLagrangian<F>, v: &mut Variables<F>, l: usize) {
    let mut work = Work::new(v);
    match block {
        0 => {
            let anchor = Anchor { ridge: F::of(0.1), prox: F::of(0.1) };
            lagrangian.update_weights(v, l, anchor, &mut work).expect("finite numbers");
        }
        1 => lagrangian.clip_spikes(v, l, &mut work).expect("finite numbers"),
        2 => lagrangian.sweep_spikes(v, l, &mut work),
        3 => lagrangian.minimise_readout(v, &mut work),
        4 => lagrangian.sweep_readout(v, &mut work),
        5 => lagrangian.ascend_multiplier(v, &mut work),
        // One time step of potentials: no branch can cascade.
        _ if v.z[l].steps() == 1 => lagrangian.sweep_potentials(v, l, &mut work),
        _ => {}
    }
}

fn to_single_series(s: &Series<f64>) -> Series<f32> {
    Series::from_flat(s.samples(), s.flat().mapv(|v| v as f32)).expect("whole steps")
}

/// The terms of the value that depend on one potential of a hidden layer, with the potential replaced.
fn local(case: &Case, v: &Variables<f64>, l: usize, t: usize, n: usize, i: usize, z: Option<f64>) -> f64 {
    let (delta, theta) = (v.network.delta, v.network.theta);
    let at = |s: usize| if s == t { z.unwrap_or(v.z[l].at(t)[(n, i)]) } else { v.z[l].at(s)[(n, i)] };
    let below = if l == 0 { &case.data.input } else { &v.a[l - 1] };
    let mut total = case.beta / 2.0 * (v.a[l].at(t)[(n, i)] - f64::step(at(t) > theta)).powi(2);
    for s in t..(t + 2).min(v.z[l].steps()) {
        let mut r = at(s) - v.network.layers[l].parameters().row(i).dot(&below.at(s).row(n));
        if s > 0 {
            r += theta * v.a[l].at(s - 1)[(n, i)] - delta * at(s - 1);
        }
        let u = v.u[l].as_ref().map_or(0.0, |u| u.at(s)[(n, i)]);
        total += case.rho / 2.0 * (r + u).powi(2);
    }
    total
}

fn to_single(problem: &Problem<f64>) -> Problem<f32> {
    let Dataset { input, labels, classes, points, .. } = problem.data.clone();
    let weights = problem.start.weights().map(|w| w.mapv(|v| v as f32)).collect();
    let start =
        Network::dense(weights, problem.start.delta as f32, problem.start.theta as f32).expect("layers that fit");
    let data = Dataset { input: to_single_series(&input), labels, classes, points, target: None };
    Problem { input_trace: data.input.clone(), data, start }
}

/// Two inputs, three hidden neurons, two classes, four steps, five samples.
fn small() -> Problem<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let spikes = Array2::from_shape_simple_fn((20, 2), || f64::step(rng.random_bool(0.5)));
    let input = Series::from_flat(5, spikes).expect("whole steps");
    let data = Dataset { input, labels: vec![0, 1, 1, 0, 1], classes: 2, points: None, target: None };
    let start = Network::dense(vec![Array2::ones((3, 2)), Array2::ones((2, 3))], 0.9, 1.0).expect("layers that fit");
    Problem { input_trace: data.input.clone(), data, start }
}

fn start(problem: &Problem<f64>, settings: Settings) -> Paper<f64> {
    Paper::new(problem, settings, &mut ChaCha8Rng::seed_from_u64(1)).expect("a valid problem")
}

#[test]
fn starts_as_the_paper_does_and_repeats_itself() {
    let problem = small();
    let mut solver = start(&problem, Settings::default());
    let v = solver.variables();
    assert!(v.network.weights().flatten().all(|&w| w == 0.0));
    assert!(v.z.iter().chain(&v.a).flat_map(Series::values).all(|x| (0.0..1.0).contains(x)));
    assert!(v.z[0].values().iter().any(|&x| x > 0.9) && v.z[0].values().iter().any(|&x| x < 0.1));
    assert!(solver.lambda().iter().all(|&x| x == 0.0));
    let mut again = start(&problem, Settings::default());
    for step in 0..100 {
        solver.step(step % 3 == 0).expect("finite numbers");
        again.step(false).expect("finite numbers");
    }
    assert_eq!(solver.variables(), again.variables());
    let mut other = Paper::new(&problem, Settings::default(), &mut ChaCha8Rng::seed_from_u64(2)).expect("valid");
    assert_ne!(start(&problem, Settings::default()).variables(), other.variables());
    other.step(false).expect("finite numbers");
    assert!(other.mid_iteration());
}

#[test]
fn blocks_have_the_order_of_the_paper() {
    let names: Vec<_> = start(&small(), Settings::default())
        .blocks()
        .iter()
        .map(|b| b.name() + &b.time.map(|t| format!(",{t}")).unwrap_or_default())
        .collect();
    let expected = "W_1 a_1,1 z_1,1 a_1,2 z_1,2 a_1,3 z_1,3 a_1,4 z_1,4 W_2 z_2 lambda";
    assert_eq!(names.join(" "), expected);
}

#[test]
fn warmup_leaves_lambda_alone_and_says_so() {
    let mut solver = start(&small(), Settings { warmup: 0.5, iterations: 4, ..Settings::default() });
    while solver.iteration() < 4 {
        let (block, iteration) = (solver.next_block(), solver.iteration());
        let report = solver.step(false).expect("finite numbers");
        if block.kind == "lambda" {
            assert_eq!(report.extras.contains(&("warmup", 1.0)), iteration < 2);
            assert_eq!(solver.lambda().iter().all(|&x| x == 0.0), iteration < 2);
        }
    }
}

#[test]
fn report_says_what_changed() {
    let mut solver = start(&small(), Settings::default());
    let before = solver.variables().clone();
    let report = solver.step(true).expect("finite numbers");
    let moved = solver.variables().network.layers[0].parameters() - before.network.layers[0].parameters();
    let rms = (moved.iter().map(|d| d * d).sum::<f64>() / moved.len() as f64).sqrt();
    assert!((report.change.expect("detail") - rms).abs() < 1e-12 && rms > 0.0);
    assert_eq!(report.quantity, Some("augmented_lagrangian"));
    assert_eq!(report.changed, None);

    let mut crossed = (0, 0);
    while solver.mid_iteration() {
        let (block, before) = (solver.next_block(), solver.variables().clone());
        let changed = solver.step(true).expect("finite numbers").changed;
        let Some(t) = block.time.map(|t| t - 1) else { continue };
        let count = |old: &Series<f64>, new: &Series<f64>, level: f64| {
            old.at(t).iter().zip(new.at(t)).filter(|&(&o, &n)| (o > level) != (n > level)).count()
        };
        let now = solver.variables();
        let count = match block.kind {
            "a" => count(&before.a[0], &now.a[0], 0.5),
            _ => count(&before.z[0], &now.z[0], 1.0),
        };
        assert_eq!(changed, Some((count, 15)));
        if block.kind == "a" { crossed.0 += count } else { crossed.1 += count }
    }
    assert!(crossed.0 > 0, "the example must have spikes that change");
}

#[test]
fn measures_are_those_of_the_variables() {
    let problem = small();
    let mut solver = start(&problem, Settings::default());
    while solver.iteration() < 2 {
        solver.step(false).expect("finite numbers");
    }
    let (v, measures) = (solver.variables(), solver.measures());
    let (output, labels) = (v.z[1].at(3), &problem.data.labels);
    let mut loss = 0.0;
    let mut right = 0;
    for (n, &y) in labels.iter().enumerate() {
        let wanted = [f64::step(y == 0), f64::step(y == 1)];
        loss += (output[(n, 0)] - wanted[0]).powi(2) + (output[(n, 1)] - wanted[1]).powi(2);
        right += usize::from((output[(n, 1)] > output[(n, 0)]) == (y == 1));
    }
    assert!((measures.loss.expect("a loss") - loss / 5.0).abs() < 1e-12);
    assert_eq!(measures.auxiliary_accuracy, Some(right as f64 / 5.0));
    assert_eq!((measures.dynamics.len(), measures.spikes.len()), (2, 1));
    let misfit: f64 = v.a[0].values().iter().zip(v.z[0].values()).map(|(a, &z)| (a - f64::step(z > 1.0)).powi(2)).sum();
    assert!((measures.spikes[0].expect("a residual") - (misfit / 60.0).sqrt()).abs() < 1e-12);
    let auxiliary = solver.auxiliary(4).expect("sample 4");
    assert_eq!(auxiliary.spikes[0].row(2), v.a[0].at(2).row(4));
    assert_eq!(auxiliary.potentials[1].as_ref().expect("a readout").row(3), v.z[1].at(3).row(4));
    assert_eq!(solver.auxiliary(5), None);
}

#[test]
fn a_solution_is_a_fixed_point_and_counts_as_converged() {
    // The state of a network that has solved its task: every residual zero.
    let problem = Problem {
        data: Dataset {
            input: Series::from_flat(2, ndarray::array![[1.0, 0.0], [0.0, 1.0]]).expect("whole steps"),
            labels: vec![0, 1],
            classes: 2,
            points: None,
            target: None,
        },
        ..small()
    };
    let identity = Array2::eye(2);
    let network = Network::dense(vec![2.0 * &identity, identity.clone()], 0.9, 1.0).expect("layers that fit");
    let series = |m: Array2<f64>| Series::from_flat(2, m).expect("whole steps");
    let v = Variables {
        network,
        z: vec![series(2.0 * &identity), series(identity.clone())],
        a: vec![series(identity)],
        u: vec![None; 2],
    };
    let settings = Settings { warmup: 0.0, ..Settings::default() };
    let mut solver = Paper::from_variables(&problem, settings, v.clone()).expect("a valid problem");
    while solver.iteration() < 1 {
        assert_eq!(solver.status(), Status::Running);
        solver.step(false).expect("finite numbers");
    }
    assert_eq!(solver.status(), Status::Converged);
    for (found, right) in solver.variables().z.iter().zip(&v.z) {
        assert!(found.values().iter().zip(right.values()).all(|(f, r)| (f - r).abs() < 1e-9));
    }
    let mut unsolved = start(&small(), settings);
    while unsolved.iteration() < 3 {
        unsolved.step(false).expect("finite numbers");
    }
    assert_eq!(unsolved.status(), Status::Running);
}

#[test]
fn rho_changes_live_and_lambda_stays() {
    // In the middle of a layer, so that factors of the old rho must not be used on.
    let settings = Settings { warmup: 0.0, ..Settings::default() };
    let mut solver = start(&small(), settings);
    while solver.iteration() < 1 || solver.next_block().time != Some(2) {
        solver.step(false).expect("finite numbers");
    }
    let lambda = solver.lambda();
    assert!(lambda.iter().any(|&x| x != 0.0));
    solver.set_live("rho", 4.0).expect("rho is live");
    solver.set_live("beta", 0.5).expect("beta is live");
    assert!((solver.lambda() - &lambda).iter().all(|d| d.abs() < 1e-12));
    let fresh = Settings { rho: 4.0, beta: 0.5, ..settings };
    assert_eq!(*solver.settings(), fresh);
    let mut v = solver.variables().clone();
    let lagrangian = AugmentedLagrangian::new(&small().data, 4.0, 0.5).expect("valid data");
    lagrangian.clip_spikes(&mut v, 0, &mut Work::new(solver.variables())).expect("finite numbers");
    solver.step(false).expect("finite numbers");
    assert_eq!(solver.variables().a[0].at(1), v.a[0].at(1));
    assert!(matches!(solver.set_live("warmup", 0.1), Err(Error::Setting { key, .. }) if key == "warmup"));
    assert!(matches!(solver.set_live("rho", -1.0), Err(Error::Setting { key, .. }) if key == "rho"));
    assert_eq!(*solver.settings(), fresh);
}

#[test]
fn numbers_that_are_not_finite_name_their_block() {
    let problem = small();
    let v = Variables::random(&problem.start, 4, 5, &mut ChaCha8Rng::seed_from_u64(1));
    let fail = |v: Variables<f64>| {
        let mut solver = Paper::from_variables(&problem, Settings::default(), v).expect("a valid problem");
        let error = loop {
            if let Err(error) = solver.step(false) {
                break error;
            }
        };
        assert_eq!(solver.status(), Status::NumericalError);
        match error {
            Error::Numerical { block, .. } => block,
            other => other.to_string(),
        }
    };
    let mut broken = v.clone();
    broken.z[0].at_mut(1)[(0, 0)] = f64::NAN;
    assert_eq!(fail(broken), "W_1");
    // The readout's potential is first seen by the spikes of its time.
    let mut broken = v.clone();
    broken.network.layers[1].parameters_mut().fill(1.0);
    broken.z[1].at_mut(2)[(0, 0)] = f64::INFINITY;
    assert_eq!(fail(broken), "a_1 at t = 3");
    // Weights of the layer above that overflow when squared.
    let mut broken = v;
    broken.network.layers[1].parameters_mut().fill(1e200);
    assert_eq!(fail(broken), "a_1 at t = 1");
}

#[test]
fn sizes_that_do_not_fit_are_refused() {
    let problem = small();
    let v = Variables::random(&problem.start, 4, 5, &mut ChaCha8Rng::seed_from_u64(1));
    let refused = |problem: &Problem<f64>, v: &Variables<f64>| {
        matches!(Paper::from_variables(problem, Settings::default(), v.clone()), Err(Error::Shape { .. }))
    };
    assert!(!refused(&problem, &v));
    let wrong = Series::zeros(4, 5, 7);
    let z = Variables { z: vec![wrong.clone(), v.z[1].clone()], ..v.clone() };
    let a = Variables { a: vec![wrong.clone()], ..v.clone() };
    let u = Variables { u: vec![None, Some(wrong.clone())], ..v.clone() };
    let fewer = Variables { a: vec![], ..v.clone() };
    for v in [z, a, u, fewer] {
        assert!(refused(&problem, &v));
    }
    let with = |change: fn(&mut Dataset<f64>)| {
        let mut problem = problem.clone();
        change(&mut problem.data);
        problem
    };
    assert!(refused(&with(|d| d.input = Series::zeros(4, 5, 3)), &v));
    assert!(refused(&with(|d| d.input = Series::zeros(3, 5, 2)), &v));
    assert!(refused(&with(|d| d.labels = vec![0; 4]), &v));
    assert!(refused(&with(|d| d.labels = vec![2; 5]), &v));
    assert!(refused(&with(|d| d.classes = 3), &v));
    assert!(refused(&with(|d| (d.input, d.labels) = (Series::zeros(0, 0, 2), vec![])), &v));
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let right = Settings::default();
    assert_eq!(right.validate(), Ok(()));
    let wrong = [
        ("rho", Settings { rho: 0.0, ..right }),
        ("rho", Settings { rho: f64::NAN, ..right }),
        ("beta", Settings { beta: -1.0, ..right }),
        ("beta", Settings { beta: f64::INFINITY, ..right }),
        ("warmup", Settings { warmup: 1.1, ..right }),
        ("warmup", Settings { warmup: f64::NAN, ..right }),
        ("iterations", Settings { iterations: 0, ..right }),
    ];
    for (name, settings) in wrong {
        assert!(matches!(settings.validate(), Err(Error::Setting { key, .. }) if key == name), "{settings:?}");
    }
    assert_eq!(Settings { iterations: 10, ..right }.warmup_iterations(), 3);
}

#[test]
fn singular_weight_systems_are_harmless_in_single_precision() {
    // Neurons that are copies of one another, nearly so, or silent: a Gram matrix of rank 2 or 3 out of 30.
    let (steps, samples, neurons) = (20, 100, 30);
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let mut spikes = Array2::<f32>::zeros((steps * samples, neurons));
    for mut row in spikes.outer_iter_mut() {
        let (p, q) = (rng.random::<f32>(), rng.random::<f32>());
        for (i, a) in row.iter_mut().enumerate() {
            *a = [p, q, 0.5 * (p + q), p + 1e-6 * (q - p), 0.0][i % 5];
        }
    }
    let input = Series::from_flat(samples, spikes.clone()).expect("whole steps");
    let data = Dataset { input, labels: vec![0; samples], classes: 2, points: None, target: None };
    let start = Network::dense(vec![Array2::zeros((neurons, neurons)), Array2::zeros((2, neurons))], 0.9_f32, 1.0)
        .expect("layers that fit");
    let mut v = Variables::random(&start, steps, samples, &mut rng);
    v.a[0] = Series::from_flat(samples, spikes).expect("whole steps");
    let lagrangian = AugmentedLagrangian::new(&data, 1.0, 0.1).expect("valid data");
    let mut work = Work::new(&v);
    for l in 0..2 {
        let before = lagrangian.value(&v, &mut work);
        lagrangian.update_weights(&mut v, l, Anchor::none(), &mut work).expect("finite numbers");
        let after = lagrangian.value(&v, &mut work);
        assert!(after < before, "W_{} raises the value from {before} to {after}", l + 1);
        let largest = v.network.layers[l].parameters().iter().fold(0.0_f32, |m, w| m.max(w.abs()));
        assert!(largest < 2.0, "W_{} grows to {largest}", l + 1);
    }
}
