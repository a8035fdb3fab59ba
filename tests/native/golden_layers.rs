//! Solver `exact` on recurrent and convolutional layers against the golden values of the references, in f64.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::sync::Arc;

use heaviside::admm::exact::{Exact, FlippedReset, Quote, Settings, quote};
use heaviside::data::Dataset;
use heaviside::loss;
use heaviside::method::{Problem, Trainer};
use heaviside::network::layer::{Conv, Form, Order, Picture, Pool, Pooled, Recurrent};
use heaviside::network::{Dense, Layer, Network, Series, trace};
use ndarray::Array2;
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().expect("a number")],
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn count(value: &Value) -> usize {
    value.as_u64().expect("a whole number") as usize
}

fn matrix(value: &Value) -> Array2<f64> {
    let (rows, all) = (list(value).len(), numbers(value));
    Array2::from_shape_vec((rows, all.len() / rows), all).expect("a matrix")
}

fn check(what: &str, expected: &[f64], found: &[f64]) {
    assert!(!expected.is_empty(), "{what}: the golden file has nothing there");
    assert_eq!(expected.len(), found.len(), "{what}: number of entries");
    for (i, (e, f)) in expected.iter().zip(found).enumerate() {
        assert!((e - f).abs() <= TOLERANCE * e.abs().max(1.0), "{what}[{i}]: expected {e}, found {f}");
    }
}

fn flat(array: &Array2<f64>) -> Vec<f64> {
    array.iter().copied().collect()
}

/// A golden series `[t][n][picture][y][x]`, or `[n]` of one step, by pixel and then by picture, as a convolution's neurons
/// stand.
fn by_pixel(value: &Value) -> Vec<f64> {
    let pictures = list(value);
    match &pictures[0][0] {
        Value::Array(row) if row[0].is_number() => {
            let (height, width) = (list(&pictures[0]).len(), row.len());
            let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (y, x)));
            pixels.flat_map(|(y, x)| pictures.iter().map(move |p| number(&p[y][x]))).collect()
        }
        _ => pictures.iter().flat_map(by_pixel).collect(),
    }
}

/// The solver after the first iteration, and what it quotes at the start.
struct Done {
    solver: Exact<f64>,
    quote: Quote<f64>,
    start: Network<f64>,
}

/// One iteration; `mu` and the rest as `meta` has them.
fn done(meta: &Value, layers: Vec<Box<dyn Layer<f64>>>, input: Series<f64>, labels: Vec<usize>, rounds: usize) -> Done {
    let delta = number(&meta["delta"]);
    let start = Network::new(layers, delta, number(&meta["theta"])).unwrap();
    let problem = Arc::new(Problem {
        input_trace: trace(&input, delta),
        data: Dataset { input, labels: labels.clone(), classes: 3, points: None, target: None },
        start: start.clone(),
    });
    let settings = Settings {
        margin: number(&meta["m"]),
        mu: number(&meta["mu"]),
        tau: number(&meta["tau"]),
        inner: rounds,
        batch: 0,
        ..Settings::default()
    };
    let loss = loss::of(&problem.data, delta);
    let mut solver = Exact::new(problem, settings).unwrap();
    for _ in solver.blocks() {
        solver.step(true).unwrap();
    }
    let quote = quote(&start, solver.activity(), &*loss, &labels, FlippedReset::Frozen, settings.margin);
    Done { solver, quote, start }
}

#[test]
fn recurrent() {
    let golden: Value = serde_json::from_str(include_str!("golden/recurrent.json")).expect("golden values");
    let (meta, frozen) = (&golden["meta"], &golden["reset_frozen"]);
    let [steps, samples, inputs, hidden] = ["T", "N", "inputs", "hidden"].map(|key| count(&meta[key]));
    let labels: Vec<usize> = list(&golden["y"]).iter().map(count).collect();
    let joined =
        |w: &Value, u: &Value| ndarray::concatenate(ndarray::Axis(1), &[matrix(w).view(), matrix(u).view()]).unwrap();
    for rounds in [1, 2] {
        let mut layer = Recurrent::zeros(inputs, hidden);
        layer.parameters_mut().assign(&joined(&golden["W"], &golden["U"]));
        let readout = Dense::new(matrix(&golden["W_out"]));
        let input = Series::from_flat(
            samples,
            Array2::from_shape_vec((steps * samples, inputs), numbers(&golden["X"])).unwrap(),
        );
        let Done { solver, quote, start } =
            done(meta, vec![Box::new(layer), Box::new(readout)], input.unwrap(), labels.clone(), rounds);
        let activity = solver.activity();
        let forward = &golden["forward"];
        check("z", &numbers(&forward["z"]), activity.potentials[0].values());
        check("a", &numbers(&forward["a"]), activity.spikes[0].values());
        check("c", &numbers(&forward["c"]), activity.traces[0].values());
        check("o", &numbers(&forward["o"]), &flat(&activity.output));
        check("lambda_L", &numbers(&golden["lambda_readout"]), &flat(quote.wanted().unwrap()));

        let cells = samples * hidden;
        let heard: Vec<f64> =
            (0..steps).flat_map(|t| (0..cells).map(move |i| (t, i))).map(|(t, i)| quote.message(0, t, i).0).collect();
        check("g", &numbers(&frozen["g"]), &heard);
        check("kappa", &numbers(&frozen["kappa"]), quote.kappa[0].values());
        let problem = solver.layer_problem(0).unwrap();
        for lambda in [&quote.lambda[0], &problem.lambda] {
            check("lambda", &numbers(&frozen["lambda_capped"]), lambda.values());
        }
        let mut down = Array2::zeros((steps * samples, inputs));
        start.layers[0].adjoint(-1.0, problem.lambda.flat(), 0.0, down.view_mut());
        check("message down", &numbers(&frozen["message_down_price_cap"]), &flat(&down));

        let averages = solver.averages(0).unwrap();
        check("G", &numbers(&golden["G"]), &flat(averages.gram()));
        check("mu'", &[number(&golden["mu_prime"])], &[averages.mu()]);
        let expected = &frozen[format!("K{rounds}_price_cap")];
        // For one round the reference divides by N T, the product by N.
        let factor = if rounds == 1 { steps as f64 } else { 1.0 };
        let times = |value: &Value| numbers(value).iter().map(|v| v * factor).collect::<Vec<_>>();
        check("statistics", &times(&expected["statistics"]), &flat(&problem.statistics));
        check("dV", &times(&expected["dV"]), &flat(averages.step()));
        if rounds > 1 {
            check("rho", &[number(&expected["rho"])], &[problem.rho]);
        }
        let after = solver.iterate();
        check(
            "[W U]",
            &flat(&joined(&expected["W_after_step"], &expected["U_after_step"])),
            &flat(after.layers[0].parameters()),
        );
        check("W_out", &numbers(&golden["readout"]["W_out_after_step"]), &flat(after.readout().parameters()));
    }
}

/// The layers of a case of the convolutions' golden file.
fn convolutions(golden: &Value, delta: f64) -> Vec<Box<dyn Layer<f64>>> {
    let shape: Vec<usize> = list(&golden["shape_in_c_y_x"]).iter().map(count).collect();
    let picture = Picture { width: shape[2], height: shape[1], maps: shape[0], order: Order::Pictures };
    let mut below = Form { neurons: picture.neurons(), picture: Some(picture) };
    let mut pool: Option<Pool> = None;
    let mut layers: Vec<Box<dyn Layer<f64>>> = Vec::new();
    for layer in list(&golden["layers"]) {
        let [maps, kernel, stride, side] = ["maps", "k", "stride", "mean_pool"].map(|key| count(&layer[key]));
        let heard = pool.as_ref().map_or(below, Pool::gives);
        let conv = Conv::zeros(heard, maps, kernel, stride, delta).unwrap();
        let picture = conv.picture().unwrap();
        below = Form { neurons: picture.neurons(), picture: Some(picture) };
        layers.push(on(pool, Box::new(conv)));
        pool = (side > 1).then(|| Pool::new(below, side, side).unwrap());
    }
    let inputs = pool.as_ref().map_or(below, Pool::gives).neurons;
    layers.push(on(pool, Box::new(Dense::zeros(inputs, 3))));
    for (layer, w) in layers.iter_mut().zip(weights(&golden["weights"], golden)) {
        layer.parameters_mut().assign(&w);
    }
    layers
}

fn on(pool: Option<Pool>, layer: Box<dyn Layer<f64>>) -> Box<dyn Layer<f64>> {
    match pool {
        Some(pool) => Box::new(Pooled::new(pool, layer)),
        None => layer,
    }
}

/// Parameters of each layer: kernels with their bias, the readout by pixel. A list may end before the readout.
fn weights(value: &Value, golden: &Value) -> Vec<Array2<f64>> {
    let hidden = list(&golden["layers"]).len();
    let last = list(&golden["hidden"][hidden - 1]["c_pooled_at_T"][0]);
    let [height, width] = [list(&last[0]).len(), list(&last[0][0]).len()];
    let one = |(l, layer): (usize, &Value)| {
        let w = matrix(&layer["W"]);
        if l < hidden {
            let bias = Array2::from_shape_vec((w.nrows(), 1), numbers(&layer["bias"])).unwrap();
            return ndarray::concatenate(ndarray::Axis(1), &[w.view(), bias.view()]).unwrap();
        }
        let pixels = height * width;
        let mut by_pixel = w.clone();
        for (from, column) in w.columns().into_iter().enumerate() {
            by_pixel.column_mut(from % pixels * last.len() + from / pixels).assign(&column);
        }
        by_pixel
    };
    list(value).iter().enumerate().map(one).collect()
}

fn convolution(case: &str) {
    let golden: Value = serde_json::from_str(include_str!("golden/conv.json")).expect("golden values");
    let (meta, golden) = (&golden["meta"], &golden[case]);
    let labels: Vec<usize> = list(&golden["y"]).iter().map(count).collect();
    let samples = labels.len();
    for rounds in [1, 2] {
        let layers = convolutions(golden, number(&meta["delta"]));
        let rows = count(&golden["T"]) * samples;
        let input = Series::from_flat(
            samples,
            Array2::from_shape_vec((rows, layers[0].shape().inputs), numbers(&golden["X"])).unwrap(),
        );
        let Done { solver, quote, start } = done(meta, layers, input.unwrap(), labels.clone(), rounds);
        let activity = solver.activity();
        check("o", &numbers(&golden["o"]), &flat(&activity.output));
        check("lambda_L", &numbers(&golden["lambda_readout"]), &flat(quote.wanted().unwrap()));
        for (l, hidden) in list(&golden["hidden"]).iter().enumerate() {
            let what = |symbol: &str| format!("{case} {symbol}_{}", l + 1);
            check(&what("z"), &by_pixel(&hidden["z"]), activity.potentials[l].values());
            check(&what("a"), &by_pixel(&hidden["a"]), activity.spikes[l].values());
            check(&what("c"), &by_pixel(&hidden["c"]), activity.traces[l].values());
            let (steps, stride) = (activity.traces[l].steps(), activity.traces[l].stride());
            let message: Vec<_> = (0..stride).map(|i| quote.message(l, steps - 1, i)).collect();
            check(&what("g"), &by_pixel(&hidden["g_at_T"]), &message.iter().map(|m| m.0).collect::<Vec<_>>());
            check(&what("Q"), &by_pixel(&hidden["Q_at_T"]), &message.iter().map(|m| m.1).collect::<Vec<_>>());
            check(&what("kappa"), &by_pixel(&hidden["kappa"]), quote.kappa[l].values());
            let problem = solver.layer_problem(l).unwrap();
            check(&what("lambda"), &by_pixel(&hidden["lambda"]), problem.lambda.values());
            check(&what("rms"), &[number(&hidden["rms_lambda_charged"])], &[problem.typical_lambda()]);
            let averages = solver.averages(l).unwrap();
            check(&what("tr G"), &[number(&hidden["gram_trace"])], &[averages.gram().diag().sum()]);
            check(&what("mu'"), &[number(&hidden["mu_prime"])], &[averages.mu()]);
            let expected = &golden[format!("K{rounds}")];
            check(&what("dW"), &flat(&weights(&expected["layer_problem_dW"], golden)[l]), &flat(averages.step()));
        }
        let mut down = Array2::zeros((rows, start.layers[0].shape().inputs));
        start.layers[0].adjoint(-1.0, solver.layer_problem(0).unwrap().lambda.flat(), 0.0, down.view_mut());
        check("message down", &numbers(&golden["message_to_input_traces"]), &flat(&down));
        let after = weights(&golden[format!("K{rounds}")]["weights_after_one_step"], golden);
        for (l, (expected, found)) in after.iter().zip(solver.iterate().weights()).enumerate() {
            check(&format!("{case} W_{}", l + 1), &flat(expected), &flat(found));
        }
    }
}

#[test]
fn conv() {
    convolution("conv");
}

#[test]
fn conv_pool_conv() {
    convolution("conv_pool_conv");
}
