//! Solver `paper` against golden values of an independent implementation in float64: every given block of the first
//! iteration, the state after five, and each block alone with multipliers on every constraint.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

use heaviside::admm::paper::{Anchor, AugmentedLagrangian, Paper, Settings, Variables, Work};
use heaviside::data::Dataset;
use heaviside::method::{Problem, Trainer};
use heaviside::network::{Network, Series};
use ndarray::Array2;
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/paper.json")).expect("the golden file is JSON")
}

/// All numbers of a nested list, in order.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().expect("a number")],
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn series(value: &Value) -> Series<f64> {
    let samples = items(&items(value)[0]).len();
    let flat = numbers(value);
    let rows = items(value).len() * samples;
    Series::from_flat(samples, Array2::from_shape_vec((rows, flat.len() / rows), flat).expect("a box of numbers"))
        .expect("whole time steps")
}

fn matrix(value: &Value) -> Array2<f64> {
    let flat = numbers(value);
    let rows = items(value).len();
    Array2::from_shape_vec((rows, flat.len() / rows), flat).expect("a matrix")
}

fn meta(golden: &Value, key: &str) -> f64 {
    golden["meta"][key].as_f64().expect("a number")
}

fn variables(golden: &Value) -> Variables<f64> {
    let init = &golden["init"];
    let weights = items(&init["W"]).iter().map(matrix).collect();
    let network = Network::dense(weights, meta(golden, "delta"), meta(golden, "theta")).expect("layers that fit");
    let z: Vec<_> = items(&init["z"]).iter().map(series).collect();
    let a: Vec<_> = items(&init["a"]).iter().map(series).collect();
    // lambda = rho u belongs to the readout's last step
    let mut readout = Series::zeros(z[1].steps(), z[1].samples(), z[1].neurons());
    readout.at_mut(z[1].steps() - 1).assign(&(matrix(&init["lam"]) / meta(golden, "rho")));
    Variables { network, z, a, u: vec![None, Some(readout)] }
}

fn data(golden: &Value) -> Dataset<f64> {
    let wanted = matrix(&golden["Y"]);
    let labels = wanted.outer_iter().map(|y| y.iter().position(|&y| y == 1.0).expect("one-hot")).collect();
    Dataset { input: series(&golden["X"]), labels, classes: wanted.ncols(), points: None, target: None }
}

fn solver(golden: &Value) -> Paper<f64> {
    let (data, variables) = (data(golden), variables(golden));
    let problem = Problem { input_trace: data.input.clone(), data, start: variables.network.clone() };
    let settings =
        Settings { rho: meta(golden, "rho"), beta: meta(golden, "beta"), warmup: 0.0, ..Settings::default() };
    Paper::from_variables(&problem, settings, variables).expect("a valid problem")
}

fn assert_close(what: &str, found: impl IntoIterator<Item = f64>, expected: &Value) {
    let (found, expected): (Vec<f64>, _) = (found.into_iter().collect(), numbers(expected));
    assert_eq!(found.len(), expected.len(), "{what}: number of entries");
    for (i, (f, e)) in found.iter().zip(&expected).enumerate() {
        assert!((f - e).abs() <= TOLERANCE, "{what}[{i}]: {f} where {e} is right");
    }
}

fn assert_variables(what: &str, found: &Variables<f64>, expected: &Value) {
    let weights = found.network.weights().flatten().copied();
    assert_close(&format!("{what}, W"), weights, &expected["W"]);
    let z = found.z.iter().flat_map(Series::values).copied();
    assert_close(&format!("{what}, z"), z, &expected["z"]);
    let a = found.a.iter().flat_map(Series::values).copied();
    assert_close(&format!("{what}, a"), a, &expected["a"]);
}

fn assert_state(what: &str, found: &mut Paper<f64>, expected: &Value) {
    assert_variables(what, found.variables(), expected);
    assert_close(&format!("{what}, lambda"), found.lambda(), &expected["lam"]);
    assert_close(&format!("{what}, value"), [found.augmented_lagrangian()], &expected["AL"]);
}

/// The golden file counts layers and times from 0: `a0_t3` is `a_{1,4}`.
fn golden_name(block: heaviside::method::Block) -> String {
    match (block.layer, block.time) {
        (Some(l), Some(t)) => format!("{}{}_t{}", block.kind, l - 1, t - 1),
        (Some(l), None) => format!("{}{}", block.kind, l - 1),
        _ => block.kind.to_owned(),
    }
}

#[test]
fn start_has_the_golden_value() {
    let golden = golden();
    let mut solver = solver(&golden);
    assert_state("start", &mut solver, &golden["init"]);
}

#[test]
fn every_block_of_the_first_iteration() {
    let golden = golden();
    let mut solver = solver(&golden);
    let mut expected = items(&golden["paper"]["iter1"]).iter().peekable();
    while solver.iteration() == 0 {
        let name = golden_name(solver.next_block());
        solver.step(false).expect("finite numbers");
        if let Some(state) = expected.next_if(|state| state["block"] == *name) {
            assert_state(&name, &mut solver, state);
        }
    }
    assert_eq!(expected.next().map(|state| &state["block"]), None, "a golden block that the iteration does not have");
}

#[test]
fn state_after_five_iterations() {
    let golden = golden();
    // Measuring what each block does must not change what it does.
    for detail in [false, true] {
        let mut solver = solver(&golden);
        while solver.iteration() < 5 {
            solver.step(detail).expect("finite numbers");
        }
        assert_state("after 5 iterations", &mut solver, &golden["paper"]["after5"]);
    }
}

#[test]
fn each_block_alone_with_multipliers_everywhere() {
    let golden = golden();
    let lagrangian =
        AugmentedLagrangian::new(&data(&golden), meta(&golden, "rho"), meta(&golden, "beta")).expect("valid data");
    let multipliers: Vec<_> = items(&golden["blocks_u"]).iter().map(|u| Some(series(u))).collect();
    for expected in items(&golden["blocks"]) {
        let name = expected["block"].as_str().expect("a name");
        let mut v = Variables { u: multipliers.clone(), ..variables(&golden) };
        let mut work = Work::new(&v);
        assert_close(&format!("{name}, before"), [lagrangian.value(&v, &mut work)], &expected["AL_before"]);
        let mut weights = |l, ridge, prox| {
            lagrangian.update_weights(&mut v, l, Anchor { ridge, prox }, &mut work).expect("finite numbers");
        };
        match name {
            "W0" => weights(0, 0.0, 0.0),
            "W1" => weights(1, 0.0, 0.0),
            "W0_ridge0.1" => weights(0, 0.1, 0.0),
            "W0_prox0.5" => weights(0, 0.0, 0.5),
            "a0_clip" => lagrangian.clip_spikes(&mut v, 0, &mut work).expect("finite numbers"),
            "a0_box_one_sweep" => lagrangian.sweep_spikes(&mut v, 0, &mut work),
            "z0_sweep_ascending" => lagrangian.sweep_potentials(&mut v, 0, &mut work),
            "zL_exact" => lagrangian.minimise_readout(&mut v, &mut work),
            other => unreachable!("no block is called {other}"),
        }
        assert_variables(name, &v, expected);
        assert_close(&format!("{name}, after"), [lagrangian.value(&v, &mut work)], &expected["AL_after"]);
    }
}
