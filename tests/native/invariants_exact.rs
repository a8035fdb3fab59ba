//! What must hold of solver `exact` whatever the network and the data, in f64.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use heaviside::admm::exact::{Exact, FlippedReset, LayerProblem, Message, Settings, Settled, flip_costs, multipliers};
use heaviside::data::Dataset;
use heaviside::linalg::SpdSolver;
use heaviside::loss;
use heaviside::method::{Problem, Trainer};
use heaviside::network::{self, Activity, Heard, Network, Series, trace};
use std::sync::Arc;

use crate::support::{Case, apart, cases, cross_entropy, gradients, last_output, simulate};
use ndarray::{Array2, array};
use proptest::prelude::*;

/// Real activity of a case.
fn activity(case: &Case, network: &Network<f64>) -> Activity<f64> {
    let mut activity = Activity::new(&case.sizes, case.steps, case.samples);
    network.forward(&trace(&case.input(), case.delta), &mut activity).unwrap();
    activity
}

/// One neuron for one sample over time.
fn column(series: &Series<f64>, n: usize, i: usize) -> Vec<f64> {
    (0..series.steps()).map(|t| series.at(t)[(n, i)]).collect()
}

fn traced(a: &[f64], delta: f64) -> Vec<f64> {
    a.iter()
        .scan(0.0, |c, a| {
            *c = delta * *c + a;
            Some(*c)
        })
        .collect()
}

/// The neuron's spikes when spike `t` is the other one: the later ones as they were, or as the neuron then fires.
fn flipped(case: &Case, z: &[f64], a: &[f64], t: usize, reset: FlippedReset) -> Vec<f64> {
    let mut out = a.to_vec();
    out[t] = 1.0 - a[t];
    if reset == FlippedReset::RunOn {
        let mut potential = z[t];
        for s in t + 1..a.len() {
            // The neuron's own input current follows from its recursion.
            let current = z[s] - case.delta * z[s - 1] + case.theta * a[s - 1];
            potential = case.delta * potential + current - case.theta * out[s - 1];
            out[s] = if potential > case.theta { 1.0 } else { 0.0 };
        }
    }
    out
}

/// Costs of a layer by `flip_costs`.
fn costs(case: &Case, z: &Series<f64>, a: &Series<f64>, message: Message<'_, f64>, reset: FlippedReset) -> Series<f64> {
    let mut work = vec![f64::NAN; 2 * a.stride()];
    let mut kappa = Series::zeros(a.steps(), a.samples(), a.neurons());
    flip_costs(z, a, message, reset, case.delta, case.theta, &mut work, &mut kappa);
    kappa
}

fn resets() -> impl Strategy<Value = FlippedReset> {
    prop_oneof![Just(FlippedReset::Frozen), Just(FlippedReset::RunOn)]
}

fn lambda_of(case: &Case, kappa: &Series<f64>, z: &Series<f64>, a: &Series<f64>, margin: f64) -> Series<f64> {
    let mut lambda = Series::zeros(z.steps(), z.samples(), z.neurons());
    multipliers(kappa, z, a, case.theta, margin, &mut lambda);
    lambda
}

proptest! {
    #[test]
    fn flip_costs_are_those_of_a_simulated_flip(case in cases(1..=1), reset in resets()) {
        let network = case.network();
        let activity = activity(&case, &network);
        let (z, a) = (&activity.potentials[0], &activity.spikes[0]);
        let g = case.noise(case.sizes[1], 1.0, 1);
        let q = case.noise(case.sizes[1], 1.0, 2);
        let last = case.steps - 1;
        let (slope, curvature) = (g.at(last).to_owned(), q.at(last).mapv(f64::abs));
        let ends = Message::Last { slope: slope.as_slice().unwrap(), curvature: curvature.as_slice().unwrap() };
        let from_readout = costs(&case, z, a, ends, reset);
        let from_hidden = costs(&case, z, a, Message::Every { slope: &g }, reset);
        for n in 0..case.samples {
            for i in 0..case.sizes[1] {
                let (z, a, g) = (column(z, n, i), column(a, n, i), column(&g, n, i));
                let before = traced(&a, case.delta);
                for t in 0..case.steps {
                    let after = traced(&flipped(&case, &z, &a, t, reset), case.delta);
                    let d: Vec<f64> = after.iter().zip(&before).map(|(x, y)| x - y).collect();
                    let all: f64 = d.iter().zip(&g).map(|(d, g)| d * g).sum();
                    let end = d[last] * g[last] + 0.5 * curvature[(n, i)] * d[last] * d[last];
                    prop_assert!((from_hidden.at(t)[(n, i)] - all).abs() < 1e-12);
                    prop_assert!((from_readout.at(t)[(n, i)] - end).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn the_multiplier_points_to_the_cheaper_side(case in cases(1..=1), margin in 0.05..2.0f64, reset in resets()) {
        let network = case.network();
        let activity = activity(&case, &network);
        let (z, a) = (&activity.potentials[0], &activity.spikes[0]);
        let g = case.noise(case.sizes[1], 1.0, 1);
        let kappa = costs(&case, z, a, Message::Every { slope: &g }, reset);
        let lambda = lambda_of(&case, &kappa, z, a, margin);
        for (k, (&z, &a)) in z.values().iter().zip(a.values()).enumerate() {
            let (kappa, lambda) = (kappa.values()[k], lambda.values()[k]);
            // What spiking costs less what not spiking costs.
            let spiking = if a == 1.0 { -kappa } else { kappa };
            if (z - case.theta).abs() < margin {
                prop_assert!((lambda.abs() - kappa.abs() / (2.0 * margin)).abs() < 1e-14);
                prop_assert!(lambda * spiking <= 0.0, "{} {}", lambda, spiking);
            } else {
                prop_assert_eq!(lambda, 0.0);
            }
        }
    }

    /// The message `g`, `Q` is the loss to second order: exact for a quadratic, and Q is a variance.
    #[test]
    fn the_message_is_slope_and_curvature_of_the_loss(case in cases(1..=2)) {
        let mut solver = Exact::new(case.problem(), Settings::default()).unwrap();
        solver.step(false).unwrap();
        solver.step(true).unwrap();
        let network = case.network();
        let readout = &network.layers[network.depth() - 1].parameters();
        let activity = activity(&case, &network);
        let last = activity.traces.last().unwrap();
        let c = last.at(case.steps - 1);
        let labels = case.labels();
        // Loss of one sample when one entry of its trace moves.
        let loss = |n: usize, i: usize, shift: f64| {
            let mut row = c.row(n).to_owned();
            row[i] += shift;
            let output = row.dot(&readout.t()).insert_axis(ndarray::Axis(0));
            cross_entropy(&output, &labels[n..=n]).0
        };
        let loss::Message::End { slope, curvature, .. } = solver.message_to_last() else { panic!("classes") };
        for ((n, i), &g) in slope.indexed_iter() {
            const H: f64 = 1e-4;
            let (up, here, down) = (loss(n, i, H), loss(n, i, 0.0), loss(n, i, -H));
            let size = readout.iter().fold(1.0f64, |m, w| m.max(w.abs()));
            prop_assert!(((up - down) / (2.0 * H) - g).abs() < 1e-6 * size.powi(3));
            prop_assert!(((up - here - here + down) / (H * H) - curvature[(n, i)]).abs() < 1e-6 * size.powi(4) + 1e-6);
        }
    }

    /// With a frozen reset and no curvature, `lambda` is minus the gradient of a boxcar surrogate of width `2m` with
    /// detached resets: through two hidden layers, against derivatives carried forward in time.
    #[test]
    fn linearised_multipliers_are_a_boxcar_gradient(case in cases(2..=2), margin in 0.05..3.0f64) {
        let (network, input) = (case.network(), case.input());
        let (_, error) = cross_entropy(&last_output(&simulate(&network, &input)), &case.labels());
        let activity = activity(&case, &network);
        let slope = error.dot(network.layers[2].parameters()).as_standard_layout().into_owned();
        let none = vec![0.0; slope.len()];
        let message = Message::Last { slope: slope.as_slice().unwrap(), curvature: &none };
        let layer = |l: usize, message: Message<'_, f64>| {
            let (z, a) = (&activity.potentials[l], &activity.spikes[l]);
            lambda_of(&case, &costs(&case, z, a, message, FlippedReset::Frozen), z, a, margin)
        };
        let upper = layer(1, message);
        let down = (-upper.flat().dot(network.layers[1].parameters())).as_standard_layout().into_owned();
        let down = Series::from_flat(case.samples, down).unwrap();
        let lower = layer(0, Message::Every { slope: &down });
        let boxcar = |z: f64| if (z - case.theta).abs() < margin { 0.5 / margin } else { 0.0 };
        let expected = gradients(&network, &input, &error, &boxcar, false);
        let c = trace(&input, case.delta);
        let found = [lower.flat().t().dot(&c.flat()), upper.flat().t().dot(&activity.traces[0].flat())];
        for (expected, found) in expected.iter().zip(&found) {
            prop_assert!(apart(expected, &(-found)) < 1e-10, "{}", apart(expected, &(-found)));
        }
    }

    /// The same in the solver itself: the lower layer's multiplier, given the upper's, with any number of rounds. With
    /// one, the statistics, and so the step, are that gradient's as well.
    #[test]
    fn multipliers_are_a_boxcar_gradient_with_any_rounds_and_one_round_steps_along_it(
        case in cases(2..=3),
        margin in 0.05..3.0f64,
        inner in 1..=3usize,
    ) {
        let settings = Settings { inner, margin, reset: FlippedReset::Frozen, ..Settings::default() };
        let mut solver = Exact::new(case.problem(), settings).unwrap();
        for _ in 1..solver.blocks().len() {
            solver.step(false).unwrap();
        }
        let network = case.network();
        let plain = simulate(&network, &case.input());
        for l in 0..case.sizes.len() - 3 {
            let (upper, lower) = (solver.layer_problem(l + 1).unwrap(), solver.layer_problem(l).unwrap());
            for n in 0..case.samples {
                // Adjoints of the upper layer's potentials in the recursion, then of this layer's spikes.
                let mut above = vec![0.0; case.sizes[l + 2]];
                for t in (0..case.steps).rev() {
                    for (k, above) in above.iter_mut().enumerate() {
                        *above = -upper.lambda.at(t)[(n, k)] + case.delta * *above;
                    }
                    for i in 0..case.sizes[l + 1] {
                        let spike: f64 = above.iter().enumerate().map(|(k, b)| b * network.layers[l + 1].parameters()[(k, i)]).sum();
                        let z = plain.potentials[l][(t, n, i)];
                        let expected = if (z - case.theta).abs() < margin { -spike / (2.0 * margin) } else { 0.0 };
                        let found = lower.lambda.at(t)[(n, i)];
                        prop_assert!((expected - found).abs() < 1e-10 * expected.abs().max(1.0), "{} {}", expected, found);
                    }
                }
            }
            let c = if l == 0 { trace(&case.input(), case.delta) } else { solver.activity().traces[l - 1].clone() };
            if inner == 1 && lower.lambda.values().iter().any(|l| *l != 0.0) {
                let gradient = lower.lambda.flat().t().dot(&c.flat()) / case.samples as f64;
                prop_assert!(apart(&gradient, &lower.statistics) < 1e-12);
                prop_assert!(solver.settled(l).unwrap().dual.values().iter().all(|u| *u == 0.0), "one round keeps no dual variable");
            }
        }
    }
}

/// A layer problem of its own: potentials, multipliers, inputs and their factored Gram matrix.
struct Layer {
    layer: Box<dyn network::Layer<f64>>,
    v0: Series<f64>,
    c: Series<f64>,
    gram: Array2<f64>,
    mu: f64,
    solver: SpdSolver<f64>,
    problem: LayerProblem<f64>,
    theta: f64,
    margin: f64,
}

impl Layer {
    fn new(case: &Case, margin: f64, mu: f64) -> Self {
        let network = case.network();
        let activity = activity(case, &network);
        let (z, a) = (&activity.potentials[0], &activity.spikes[0]);
        let g = case.noise(case.sizes[1], 1.0, 1);
        let kappa = costs(case, z, a, Message::Every { slope: &g }, FlippedReset::Frozen);
        let c = trace(&case.input(), case.delta);
        let gram = c.flat().t().dot(&c.flat()) / c.flat().nrows() as f64;
        let mu = mu * gram.diag().sum() / gram.nrows() as f64;
        let mut solver = SpdSolver::new(gram.nrows());
        solver.factor(gram.view(), mu, "test").unwrap();
        let mut problem = LayerProblem::new(case.steps, case.samples, network.layers[0].shape());
        problem.lambda = lambda_of(case, &kappa, z, a, margin);
        let layer = network.layers[0].clone();
        Self { layer, v0: z.clone(), c, gram, mu, solver, problem, theta: case.theta, margin }
    }

    fn charged(&self) -> bool {
        self.problem.lambda.values().iter().any(|l| *l != 0.0)
    }

    fn solve(&mut self, rounds: usize) -> Settled<f64> {
        let (layer, heard) = (&*self.layer, Heard::all(&self.c));
        self.problem.solve(layer, &self.v0, heard, &self.solver, rounds, self.theta, self.margin).unwrap();
        self.problem.settled(layer, &self.v0, heard, &self.solver, self.theta, self.margin).unwrap()
    }

    /// Penalty of a spike at potential `z`.
    fn phi(&self, lambda: f64, z: f64) -> f64 {
        let side = lambda.signum();
        lambda.abs() * (side * (self.theta + self.margin * side - z)).max(0.0)
    }

    /// `sum phi / (N T) + rho mu / 2 |dW|^2` at a change of the weights.
    fn objective(&self, step: &Array2<f64>) -> f64 {
        let v = &self.v0.flat() + &self.c.flat().dot(&step.t());
        let charge: f64 = v.iter().zip(self.problem.lambda.values()).map(|(v, l)| self.phi(*l, *v)).sum();
        charge / self.c.flat().nrows() as f64 + 0.5 * self.problem.rho * self.mu * step.mapv(|w| w * w).sum()
    }

    /// The exact minimiser of `phi(z) + rho / 2 (z - q)^2`: the best of the kink and of the smooth pieces' own minima,
    /// which no point of a fine grid may beat.
    fn proximal(&self, lambda: f64, rho: f64, q: f64) -> f64 {
        let side = if lambda < 0.0 { -1.0 } else { 1.0 };
        let cost = |z: f64| (if lambda == 0.0 { 0.0 } else { self.phi(lambda, z) }) + 0.5 * rho * (z - q) * (z - q);
        let candidates = [q, self.theta + self.margin * side, q + lambda / rho];
        let best = candidates.into_iter().min_by(|x, y| cost(*x).total_cmp(&cost(*y))).unwrap();
        let reach = lambda.abs() / rho + self.margin + (q - self.theta).abs();
        for k in -200..=200 {
            let z = q + reach * f64::from(k) / 200.0;
            assert!(cost(best) <= cost(z) + 1e-12 * cost(z).max(1.0), "{z} is better than {best}");
        }
        best
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rounds_are_exact_proximal_steps(
        case in cases(1..=1), margin in 0.1..2.0f64, mu in 0.001..1.0f64, rounds in 2usize..5,
    ) {
        let mut layer = Layer::new(&case, margin, mu);
        prop_assume!(layer.charged());
        let found = layer.solve(rounds);
        let primal = found.residual().unwrap();
        let lambda = layer.problem.lambda.flat().to_owned();
        let charged: Vec<f64> = lambda.iter().copied().filter(|l| *l != 0.0).collect();
        let rho = (charged.iter().map(|l| l * l).sum::<f64>() / charged.len() as f64).sqrt() / 0.3;
        prop_assert!((layer.problem.rho - rho).abs() < 1e-12 * rho);

        let entries = layer.c.flat().nrows() as f64;
        let v0 = layer.v0.flat().to_owned();
        let (mut v, mut u) = (v0.clone(), Array2::<f64>::zeros(v0.dim()));
        let (mut z, mut step) = (v0.clone(), Array2::zeros((0, 0)));
        for _ in 0..rounds {
            let q = &v + &u;
            for (index, z) in z.indexed_iter_mut() {
                *z = layer.proximal(lambda[index], rho, q[index]);
            }
            u = &q - &z;
            step = (&z - &u - &v0).t().dot(&layer.c.flat()) / entries;
            layer.solver.solve_rows(&mut step).unwrap();
            v = &v0 + &layer.c.flat().dot(&step.t());
        }
        prop_assert!(apart(&u, found.dual.values()) < 1e-10);
        prop_assert!(apart(&step, &found.step) < 1e-10);
        prop_assert!(apart(&(&v - &v0), found.shift.values()) < 1e-10);
        let residual = ((&z - &v).mapv(|r| r * r).sum() / z.len() as f64).sqrt();
        prop_assert!((residual - primal).abs() < 1e-10);
        // Off the active set there is neither a multiplier nor a dual variable.
        for (lambda, u) in lambda.iter().zip(&u) {
            prop_assert!(*lambda != 0.0 || *u == 0.0);
            prop_assert!(u.abs() <= lambda.abs() / rho + 1e-12 && u * lambda <= 0.0);
        }
    }

    #[test]
    fn the_weights_step_leaves_no_gradient(
        case in cases(1..=1), margin in 0.1..2.0f64, mu in 0.001..1.0f64, rounds in 1usize..6,
    ) {
        let mut layer = Layer::new(&case, margin, mu);
        let step = &layer.solve(rounds).step;
        let left = step.dot(&layer.gram) + &(step * layer.mu);
        prop_assert!(apart(&left, &layer.problem.statistics) < 1e-10);
        prop_assert!(!layer.charged() || step.iter().any(|w| *w != 0.0));
    }

    /// The layer problem is convex: many rounds reach its minimum, which no other weights near it beat.
    #[test]
    fn many_rounds_solve_the_layer_problem(case in cases(1..=1), margin in 0.1..2.0f64, mu in 0.01..1.0f64) {
        let mut layer = Layer::new(&case, margin, mu);
        prop_assume!(layer.charged());
        let settled = layer.solve(3000);
        let primal = settled.residual().unwrap();
        prop_assert!(primal < 1e-3, "{}", primal);
        let zero = Array2::zeros(settled.step.dim());
        let found = layer.objective(&settled.step);
        let scale = layer.objective(&zero);
        prop_assert!((layer.problem.objective(&layer.v0, case.theta, margin, layer.mu, Some(&settled)) - found).abs() < 1e-12);
        prop_assert!((layer.problem.objective(&layer.v0, case.theta, margin, layer.mu, None) - scale).abs() < 1e-12);
        prop_assert!(found <= scale * (1.0 + 1e-9));
        let noise = case.noise(settled.step.len(), 1.0, 3);
        for row in noise.flat().outer_iter() {
            for size in [1e-3, 1e-2, 1e-1] {
                let near = Array2::from_shape_fn(zero.dim(), |(i, j)| {
                    settled.step[(i, j)] + size * row[i * zero.ncols() + j]
                });
                prop_assert!(layer.objective(&near) >= found - 1e-4 * scale, "{} {}", layer.objective(&near), found);
            }
        }
    }
}

#[test]
fn two_rounds_mostly_lower_the_layer_objective() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut lowered, mut total) = (0, 0);
    for _ in 0..60 {
        use proptest::strategy::ValueTree;
        let case = cases(1..=3).new_tree(&mut runner).unwrap().current();
        let mut solver = Exact::new(case.problem(), Settings::default()).unwrap();
        for _ in 0..solver.blocks().len() {
            let report = solver.step(true).unwrap();
            if report.quantity == Some("layer_objective") {
                total += 1;
                lowered += usize::from(report.after.unwrap() <= report.before.unwrap());
            }
        }
    }
    assert!(total > 60, "{total}");
    assert!(lowered * 10 >= total * 7, "{lowered} of {total}");
}

#[test]
fn without_anything_to_change_the_layer_problem_stays_put() {
    let case = Case { sizes: vec![2, 3, 2], steps: 4, samples: 2, delta: 0.9, theta: 1.0, gain: 2.0, seed: 5 };
    let mut layer = Layer::new(&case, 0.5, 0.1);
    layer.problem.lambda.values_mut().fill(0.0);
    let found = layer.solve(3);
    assert_eq!(found.residual(), None);
    assert!(found.step.iter().all(|w| *w == 0.0));
    assert_eq!(layer.problem.rho, 0.0);
}

/// `sqrt(tr(D G D') / n_out)`: root mean square change of the potential that `change` makes on inputs with Gram matrix `gram`.
fn change_of_potential(change: &Array2<f64>, gram: &Array2<f64>) -> f64 {
    let square: f64 = change.dot(gram).iter().zip(change).map(|(a, b)| a * b).sum();
    (square / change.nrows() as f64).sqrt()
}

/// `sum_j beta^(k - j) v_j / sum_j beta^(k - j)`.
fn weighted_mean(values: &[Array2<f64>], beta: f64) -> Array2<f64> {
    let weight = |j: usize| beta.powi((values.len() - 1 - j) as i32);
    let total: f64 = (0..values.len()).map(weight).sum();
    values.iter().enumerate().fold(Array2::zeros(values[0].dim()), |sum, (j, v)| sum + v * (weight(j) / total))
}

proptest! {
    /// The block `step` by its definitions: averages in closed form, the size of every step, the averaged weights.
    #[test]
    fn a_step_has_its_size_on_the_averages(
        case in cases(1..=3), beta in prop_oneof![Just(0.0), 0.1..0.95f64], tau in 0.05..1.0f64, mu in 0.05..2.0f64, inner in 1usize..=2,
    ) {
        const PLANNED: usize = 6;
        let problem = case.problem();
        let settings = Settings { average: beta, tau, mu, inner, batch: 0, iterations: PLANNED, ..Settings::default() };
        let mut solver = Exact::new(problem.clone(), settings).unwrap();
        let depth = problem.start.depth();
        let weights = |solver: &Exact<f64>| solver.iterate().weights().cloned().collect::<Vec<_>>();
        let (mut statistics, mut grams) = (vec![Vec::new(); depth], vec![Vec::new(); depth]);
        let mut iterates: Vec<Vec<Array2<f64>>> = Vec::new();
        for k in 0..4 {
            while solver.next_block().kind != "step" {
                solver.step(false).unwrap();
            }
            let old = weights(&solver);
            let activity = solver.activity().clone();
            solver.step(false).unwrap();
            let new = weights(&solver);
            for l in 0..depth {
                let averages = solver.averages(l).unwrap();
                let hidden = l + 1 < depth;
                let c = if l == 0 { problem.input_trace.flat() } else { activity.traces[l - 1].flat() };
                let heard = if hidden { c.to_owned() } else { activity.traces[l - 1].at(case.steps - 1).to_owned() };
                statistics[l].push(if hidden {
                    solver.layer_problem(l).unwrap().statistics.clone()
                } else {
                    let loss::Message::End { multiplier, .. } = solver.message_to_last() else { panic!("classes") };
                    multiplier.t().dot(&heard) / case.samples as f64
                });
                grams[l].push(heard.t().dot(&heard) / heard.nrows() as f64);
                let (mean, gram) = (weighted_mean(&statistics[l], beta), weighted_mean(&grams[l], beta));
                prop_assert!(apart(averages.statistics(), &mean) < 1e-12 && apart(averages.gram(), &gram) < 1e-11);

                // The direction solves dW (G + mu' I) = the mean of the statistics.
                let trace = gram.diag().sum();
                let ridge = if trace > 0.0 { mu * trace / case.samples as f64 } else { 1.0 };
                prop_assert!((averages.mu() - ridge).abs() < 1e-11 * ridge);
                let system = &gram + &(Array2::<f64>::eye(gram.nrows()) * ridge);
                prop_assert!(apart(&averages.step().dot(&system), &mean) < 1e-11);

                let taken = &new[l] - &old[l];
                let (size, free) = (change_of_potential(&taken, averages.gram()), change_of_potential(averages.step(), averages.gram()));
                let rounding = 1e-9 * (1.0 + old[l].iter().fold(0.0f64, |m, w| m.max(w.abs())));
                let charged = !hidden || solver.layer_problem(l).unwrap().lambda.values().iter().any(|v| *v != 0.0);
                if !charged {
                    prop_assert!(taken.iter().all(|d| *d == 0.0), "a layer with nothing charged moved");
                } else if hidden && free > 1e-9 {
                    let wanted = tau * 0.5 * (1.0 + (std::f64::consts::PI * k as f64 / PLANNED as f64).cos());
                    prop_assert!((size - wanted).abs() < rounding, "layer {}: {} {}", l, size, wanted);
                    prop_assert!(apart(&(averages.step() * (wanted / free)), &taken) < rounding);
                } else if !hidden {
                    prop_assert!(size < 1.0 + rounding, "the readout's step is {}", size);
                    let scale = (1.0 / free).min(1.0);
                    prop_assert!(free == 0.0 || apart(&(averages.step() * scale), &taken) < rounding);
                }
            }
            // Averaged weights: beta^(k+1) W_0 + (1 - beta) sum_j beta^(k-j) W_(j+1).
            if iterates.is_empty() {
                iterates.push(old);
            }
            iterates.push(new);
            for (l, kept) in solver.network().weights().enumerate() {
                let last = iterates.len() - 1;
                let closed = iterates.iter().enumerate().fold(Array2::zeros(kept.dim()), |sum, (j, w)| {
                    let own = if j == 0 { 1.0 } else { 1.0 - beta };
                    sum + &w[l] * (own * beta.powi((last - j) as i32))
                });
                prop_assert!(apart(kept, &closed) < 1e-11);
            }
        }
    }
}

/// One neuron whose first step takes it beyond the margin, to the side that the loss wants: from there on no spike has a
/// price, and the old statistics must not carry it further and further.
#[test]
fn a_layer_with_nothing_charged_stands_still() {
    let start = Network::dense(vec![array![[0.9]], array![[1.0], [-1.0]]], 0.0, 1.0).unwrap();
    let input = Series::from_flat(1, array![[1.0]]).unwrap();
    let data = Dataset { input: input.clone(), labels: vec![0], classes: 2, points: None, target: None };
    let problem = Arc::new(Problem { input_trace: input, data, start });
    for inner in [1, 2] {
        let settings = Settings { margin: 0.2, tau: 1.0, inner, ..Settings::default() };
        let mut solver = Exact::new(problem.clone(), settings).unwrap();
        let mut hidden: Vec<f64> = Vec::new();
        for k in 1..=4 {
            while solver.iteration() < k {
                solver.step(false).unwrap();
            }
            hidden.push(solver.iterate().layers[0].parameters()[(0, 0)]);
        }
        assert!((hidden[0] - 1.9).abs() < 1e-12, "the first step has the size tau: {hidden:?}");
        assert_eq!(hidden, [hidden[0]; 4]);
    }
}
