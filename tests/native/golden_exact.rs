//! Solver `exact` against the golden values of the reference, block by block, in f64.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::sync::Arc;

use heaviside::admm::exact::{Averages, Exact, FlippedReset, Settings};
use heaviside::data::Dataset;
use heaviside::loss::Message;
use heaviside::method::{Problem, Trainer};
use heaviside::network::{Dense, Heard, Layer, Network, Series, trace};
use ndarray::{Array2, ArrayView2};
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn flatten(value: &Value, out: &mut Vec<f64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| flatten(v, out)),
        other => out.push(other.as_f64().expect("a number")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    let mut out = Vec::new();
    flatten(value, &mut out);
    assert!(!out.is_empty(), "the golden file has nothing there");
    out
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows = value.as_array().expect("rows").len();
    let all = numbers(value);
    Array2::from_shape_vec((rows, all.len() / rows), all).expect("a matrix")
}

fn series(value: &Value) -> Series<f64> {
    let samples = value[0].as_array().expect("samples").len();
    let steps = value.as_array().expect("steps").len();
    let all = numbers(value);
    let columns = all.len() / steps / samples;
    Series::from_flat(samples, Array2::from_shape_vec((steps * samples, columns), all).expect("flat")).expect("series")
}

fn check<'a>(what: &str, expected: &Value, found: impl IntoIterator<Item = &'a f64>) {
    let expected = numbers(expected);
    let found: Vec<f64> = found.into_iter().copied().collect();
    assert_eq!(expected.len(), found.len(), "{what}: number of entries");
    for (i, (e, f)) in expected.iter().zip(&found).enumerate() {
        assert!((e - f).abs() <= TOLERANCE, "{what}[{i}]: expected {e}, found {f}");
    }
}

fn view<'a>(v: ArrayView2<'a, f64>) -> Vec<f64> {
    v.iter().copied().collect()
}

/// The reference's ridge is `mu tr(G) / n_in`, ours `mu tr(G) / N`: one `mu` makes the two agree for one `layer` (index
/// from 0) at a time.
fn solver(golden: &Value, layer: usize, inner: usize, reset: FlippedReset) -> Exact<f64> {
    let meta = &golden["meta"];
    let input = series(&golden["X"]);
    let labels: Vec<usize> = golden["y"].as_array().unwrap().iter().map(|v| v.as_u64().unwrap() as usize).collect();
    let weights: Vec<Array2<f64>> = golden["W"].as_array().unwrap().iter().map(matrix).collect();
    let inputs = weights[layer].ncols();
    let samples = labels.len();
    let delta = meta["delta"].as_f64().unwrap();
    let start = Network::dense(weights, delta, meta["theta"].as_f64().unwrap()).unwrap();
    let problem = Problem {
        input_trace: trace(&input, delta),
        data: Dataset { input, labels, classes: 2, points: None, target: None },
        start,
    };
    let settings = Settings {
        margin: meta["m"].as_f64().unwrap(),
        mu: meta["mu"].as_f64().unwrap() * samples as f64 / inputs as f64,
        inner,
        reset,
        ..Settings::default()
    };
    Exact::new(Arc::new(problem), settings).unwrap()
}

/// Runs all blocks of the first iteration but the step.
fn run(mut solver: Exact<f64>) -> Exact<f64> {
    let blocks = solver.blocks();
    for block in &blocks[..blocks.len() - 1] {
        assert_eq!(solver.step(true).unwrap().block, *block);
    }
    solver
}

/// Multiplier of the readout, slope and curvature in the last hidden trace.
fn from_loss(solver: &Exact<f64>) -> (&Array2<f64>, &Array2<f64>, &Array2<f64>) {
    match solver.message_to_last() {
        Message::End { multiplier, slope, curvature, .. } => (multiplier, slope, curvature),
        Message::Every { .. } => panic!("the loss of classes is one of the last step"),
    }
}

fn compare(golden: &Value, name: &str, reset: FlippedReset) {
    let expected = &golden[name];
    let rounds = golden["meta"]["K"].as_u64().unwrap() as usize;
    let solver = run(self::solver(golden, 0, rounds, reset));
    for l in 0..2 {
        check(&format!("{name} z_{}", l + 1), &expected["z"][l], solver.activity().potentials[l].values());
        check(&format!("{name} a_{}", l + 1), &expected["a"][l], solver.activity().spikes[l].values());
    }
    check("o", &expected["o"], &view(solver.activity().output.view()));
    check("lambda_L", &expected["lambda_L"], &view(from_loss(&solver).0.view()));
    for layer in expected["layers"].as_array().unwrap() {
        let l = layer["layer"].as_u64().unwrap() as usize - 1;
        let solver = run(self::solver(golden, l, rounds, reset));
        let linearised = run(self::solver(golden, l, 1, reset));
        let what = |symbol: &str| format!("{name} {symbol}_{}", l + 1);
        let (problem, settled) = (solver.layer_problem(l).unwrap(), solver.settled(l).unwrap());
        let last_g = layer["g"].as_array().unwrap().last().unwrap();
        if l == 1 {
            let (_, slope, curvature) = from_loss(&solver);
            check(&what("g"), last_g, slope);
            check(&what("Q"), layer["Q"].as_array().unwrap().last().unwrap(), curvature);
        } else {
            check(&what("g"), &layer["g"], solver.message_to(l).unwrap().values());
        }
        check(&what("kappa"), &layer["kappa"], solver.kappa(l).unwrap().values());
        check(&what("lambda"), &layer["lambda"], problem.lambda.values());
        let side: Vec<f64> = problem.lambda.values().iter().map(|l| l.signum()).collect();
        for ((expected, found), lambda) in numbers(&layer["s"]).iter().zip(side).zip(problem.lambda.values()) {
            assert!(*lambda == 0.0 || *expected == found, "{}", what("s"));
        }
        check(&what("G"), &layer["G"], solver.averages(l).unwrap().gram());
        check(&what("rho"), &layer["rho"], &[problem.rho]);
        check(&what("dW"), &layer["dW_admm"], &settled.step);
        check(&what("u"), &layer["u"], settled.dual.values());
        let v: Vec<f64> =
            settled.shift.values().iter().zip(solver.activity().potentials[l].values()).map(|(s, z)| s + z).collect();
        check(&what("V"), &layer["V"], &v);
        check(&what("dW, K = 1"), &layer["dW_linearised"], &linearised.settled(l).unwrap().step);
    }
}

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/exact.json")).expect("golden values")
}

#[test]
fn every_block_with_the_reset_run_on() {
    compare(&golden(), "exact_reset", FlippedReset::RunOn);
}

#[test]
fn every_block_with_a_frozen_reset() {
    compare(&golden(), "frozen_reset", FlippedReset::Frozen);
}

/// The running averages and the direction of a step, by `golden/step.py`.
#[test]
fn the_step_from_running_averages() {
    let golden: Value = serde_json::from_str(include_str!("golden/step.json")).expect("golden values");
    let number = |value: &Value| value.as_f64().expect("a number");
    let (beta, mu) = (number(&golden["beta"]), number(&golden["mu"]));
    let layer = Dense::<f64>::zeros(4, 3);
    let mut averages = Averages::new(layer.shape(), number(&golden["samples"]) as usize);
    let iterations = golden["iterations"].as_array().expect("iterations");
    assert_eq!(iterations.len(), 3);
    for (k, wanted) in iterations.iter().enumerate() {
        let weight = (1.0 - beta) / (1.0 - beta.powi(k as i32 + 1));
        let c = matrix(&wanted["c"]);
        averages.observe(&layer, Heard::step(c.view(), 0), weight, mu, "step").expect("a positive definite system");
        let size = averages.solve(&matrix(&wanted["S"]), weight).expect("a factored system");
        check("G", &wanted["G"], averages.gram());
        check("mean S", &wanted["mean_S"], averages.statistics());
        check("mu'", &wanted["mu_prime"], &[averages.mu()]);
        check("D", &wanted["D"], averages.step());
        check("size", &wanted["size"], &[size]);
    }
}
