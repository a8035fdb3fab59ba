//! The solver `targets` against recorded values: five iterations of a tiny problem, every array of every block.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use heaviside::admm::targets::{Settings, Targets};
use heaviside::data::Dataset;
use heaviside::method::{Block, Problem, Trainer};
use heaviside::network::{Activity, Network, Series, trace};
use ndarray::{Array2, Array3, ArrayView2};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/targets.json")).unwrap()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = serde_json::from_value(value.clone()).unwrap();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

fn series(value: &Value) -> Series<f64> {
    let nested: Vec<Vec<Vec<f64>>> = serde_json::from_value(value.clone()).unwrap();
    let shape = (nested.len(), nested[0].len(), nested[0][0].len());
    let cube = Array3::from_shape_fn(shape, |(t, n, i)| nested[t][n][i]);
    Series::from_flat(shape.1, cube.into_shape_with_order((shape.0 * shape.1, shape.2)).unwrap()).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

struct Checker {
    tolerance: f64,
    compared: usize,
}

impl Checker {
    fn close(&mut self, what: &str, found: ArrayView2<'_, f64>, wanted: &Array2<f64>) {
        assert_eq!(found.dim(), wanted.dim(), "{what}: shape");
        for ((place, found), wanted) in found.indexed_iter().zip(wanted) {
            assert!((found - wanted).abs() <= self.tolerance, "{what}{place:?}: {found} where {wanted} is recorded");
            self.compared += 1;
        }
    }
}

fn problem(golden: &Value) -> Arc<Problem<f64>> {
    let (meta, hs) = (&golden["meta"], &golden["hs"]);
    let wanted = matrix(&golden["Y"]);
    let labels = wanted.outer_iter().map(|row| row.iter().position(|&y| y == 1.0).unwrap()).collect();
    let input = series(&golden["X"]);
    let weights = hs["W_init"].as_array().unwrap().iter().map(matrix).collect();
    let delta = number(&meta["delta"]);
    Arc::new(Problem {
        input_trace: trace(&input, delta),
        data: Dataset { input, labels, classes: wanted.ncols(), points: None, target: None },
        start: Network::dense(weights, delta, number(&meta["theta"])).unwrap(),
    })
}

fn settings(golden: &Value) -> Settings {
    let hp = &golden["hs"]["hp"];
    Settings {
        rho0: number(&hp["rho0"]),
        rho1: number(&hp["rho1"]),
        margin: number(&hp["margin"]),
        mu: number(&hp["mu"]),
        kappa: number(&hp["ridge"]),
        alpha: number(&hp["alpha"]),
        inner: hp["K"].as_u64().unwrap() as usize,
        iterations: hp["iters"].as_u64().unwrap() as usize,
    }
}

#[test]
fn every_block_of_five_iterations() {
    let golden = golden();
    let problem = problem(&golden);
    let mut check = Checker { tolerance: number(&golden["meta"]["tolerance"]), compared: 0 };
    check.close("c_0", problem.input_trace.flat(), &series(&golden["hs"]["input_trace"]).flat().to_owned());
    let mut trainer = Targets::new(Arc::clone(&problem), settings(&golden)).unwrap();
    let samples = problem.data.len() as f64;
    for (k, wanted) in golden["hs"]["iters"].as_array().unwrap().iter().enumerate() {
        let name = |what: &str| format!("iteration {k}: {what}");
        let rho = trainer.rho();
        assert!((rho - number(&wanted["rho"])).abs() < 1e-12, "{}: {rho}", name("rho"));

        assert_eq!(trainer.step(true).unwrap().block, Block::whole("forward"));
        let activity = trainer.activity();
        check.close(&name("z"), activity.potentials[0].flat(), &series(&wanted["z"]).flat().to_owned());
        check.close(&name("a"), activity.spikes[0].flat(), &series(&wanted["a"]).flat().to_owned());
        check.close(&name("C"), activity.traces[0].at(activity.traces[0].steps() - 1), &matrix(&wanted["C"]));
        let nearest = activity.potentials[0].values().iter().fold(f64::INFINITY, |m, z| m.min((z - 1.0).abs()));
        assert!((nearest - number(&wanted["min_abs_z_minus_theta"])).abs() < 1e-9, "{}", name("distance"));

        let report = trainer.step(true).unwrap();
        assert_eq!(report.block, Block::whole("readout"));
        check.close(&name("W_2"), trainer.iterate().layers[1].parameters().view(), &matrix(&wanted["W1"]));
        check.close(&name("E"), trainer.error().view(), &matrix(&wanted["E"]));
        // The recorded loss is the sum over the samples, ours the mean.
        let loss = report.after.unwrap() * samples;
        assert!((loss - number(&wanted["loss"])).abs() < 1e-9, "{}: {loss}", name("loss"));

        let report = trainer.step(true).unwrap();
        assert_eq!(report.block, Block::of_layer("flips", 1));
        check.close(&name("a*"), trainer.targets()[0].flat(), &series(&wanted["a_target"]).flat().to_owned());
        check.close(&name("E after flips"), trainer.error().view(), &matrix(&wanted["E_after_flips"]));
        assert_eq!(report.changed.unwrap(), (wanted["flips"].as_u64().unwrap() as usize, 12), "{}", name("flips"));

        assert_eq!(trainer.step(true).unwrap().block, Block::of_layer("layer_problem", 1));
        check.close(&name("W_1"), trainer.iterate().layers[0].parameters().view(), &matrix(&wanted["W0"]));
    }
    let end = &golden["hs"]["final"];
    for (l, wanted) in end["W"].as_array().unwrap().iter().enumerate() {
        check.close("final W", trainer.iterate().layers[l].parameters().view(), &matrix(wanted));
    }
    let mut activity = Activity::new(&trainer.iterate().sizes(), problem.data.input.steps(), problem.data.len());
    trainer.iterate().forward(&problem.input_trace, &mut activity).unwrap();
    check.close("final z_{L,T}", activity.output.view(), &matrix(&end["z_readout_T"]));
    assert!(check.compared > 1000, "only {} numbers were compared", check.compared);
}

/// Each setting acts on the recorded numbers: with another value, some array of the second iteration moves.
#[test]
fn every_setting_acts() {
    let golden = golden();
    let problem = problem(&golden);
    let run = |settings: Settings| {
        let mut trainer = Targets::new(Arc::clone(&problem), settings).unwrap();
        for _ in 0..6 {
            trainer.step(false).unwrap();
        }
        trainer.iterate().clone()
    };
    let base = settings(&golden);
    let reference = run(base);
    let others = [
        ("margin", Settings { margin: base.margin * 2.0, ..base }),
        ("mu", Settings { mu: base.mu * 2.0, ..base }),
        ("kappa", Settings { kappa: base.kappa * 2.0, ..base }),
        ("alpha", Settings { alpha: 1.0, ..base }),
        ("inner", Settings { inner: base.inner + 1, ..base }),
        ("rho0", Settings { rho0: base.rho0 * 100.0, ..base }),
    ];
    for (key, other) in others {
        assert_ne!(run(other), reference, "{key} changes nothing");
    }
}
