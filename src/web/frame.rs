//! One frame of the page: columns and pictures as typed arrays, which the worker hands over without a copy. Its shape is
//! its type: the page's TypeScript is generated from the structs here.

use js_sys::{Object, Reflect};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::arrays::{Bytes, Doubles, Floats, Indices, Pixels};
use super::js::{Real, flag, number, plain, sentence};
use super::pictures::{Answer, Kept, NeuronMaps, PlaneMap, pictures};
use crate::error::Error;
use crate::experiment::{Accuracy, Best, Experiment, Record};
use crate::loss::TrainDistance;
use crate::views::{self, Palette, Place, SampleView, Split};

/// What the page draws now. Together with [`State`] it is a frame: one object made of two, since a struct that is flattened
/// into another is written as a map, by code several times as heavy.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct Pictures {
    history: History,
    sample: Sample,
    /// The input, then each spiking layer.
    raster: Vec<Raster>,
    readout: Readout,
    neuron: Neuron,
    weights: Option<Vec<Weights>>,
    map: Option<PlaneMap>,
    confusion: Option<Confusion>,
    graph: Option<Graph>,
    answer: Option<Answer>,
    neurons: Option<NeuronMaps>,
    target: Option<Target>,
}

/// Where the run stands, and the numbers of the iteration that the pictures show; while nobody looks, of the last one that
/// was measured.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct State<'a> {
    /// The iteration that the pictures show.
    iteration: usize,
    /// The last one that the run has come to.
    newest: usize,
    /// Whether an older one is shown.
    looks_back: bool,
    /// Whether the trainer stands there, too.
    exact: bool,
    #[tsify(type = "Status")]
    status: &'a str,
    #[tsify(type = "import('../types.d.ts').Failure | null")]
    failure: Option<&'a Error>,
    /// The next block.
    block: String,
    block_kind: &'a str,
    layer: Option<usize>,
    time: Option<usize>,
    /// Of training.
    seconds: f64,
    #[tsify(type = "Accuracy")]
    accuracy: Option<Accuracy>,
    best: Option<Best>,
    objective: Option<f64>,
    loss: Option<f64>,
    /// Mean spikes a neuron and time step, a hidden layer.
    firing_rates: &'a [f64],
    /// Neurons that never fire, a hidden layer.
    silent: &'a [usize],
    /// Neurons that fire nearly always, a hidden layer.
    saturated: &'a [usize],
    max_abs_potential: f64,
}

/// Rows that the page does not hold yet, as one row-major array; NaN where a number is absent.
#[derive(Serialize, Tsify)]
struct History {
    columns: Vec<String>,
    /// How many rows come before the first.
    from: usize,
    rows: Doubles,
}

/// The sample that is looked at.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct Sample {
    index: usize,
    /// Samples in its set.
    count: usize,
    label: usize,
    predicted: usize,
    /// Its place in the unit square, on a plane.
    #[tsify(type = "[number, number] | null")]
    xy: Option<[f64; 2]>,
}

/// Spikes of a layer in that sample, a row a neuron.
#[derive(Serialize, Tsify)]
struct Raster {
    #[tsify(type = "'input' | 'hidden'")]
    name: &'static str,
    layer: usize,
    neurons: usize,
    #[serde(rename = "T")]
    steps: usize,
    rgba: Pixels,
    /// 0 no spike, 1 a spike in the network and with the optimiser, 2 in the network alone, 3 with the optimiser alone.
    codes: Bytes,
    /// Cells of codes 2 and 3.
    differ: usize,
    /// Whether the optimiser has spikes of its own.
    auxiliary: bool,
}

/// Potentials of the readout, a row a class.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct Readout {
    classes: usize,
    #[serde(rename = "T")]
    steps: usize,
    values: Floats,
    auxiliary: Option<Floats>,
}

/// Output spikes against the target trains.
#[derive(Serialize, Tsify)]
struct Target {
    outputs: usize,
    #[serde(rename = "T")]
    steps: usize,
    /// 1 on time, 2 too many, 3 missed.
    codes: Bytes,
    distance: TrainDistance,
}

/// One neuron over the sample.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct Neuron {
    layer: usize,
    neuron: usize,
    #[serde(rename = "T")]
    steps: usize,
    potential: Floats,
    spikes: Bytes,
    auxiliary_potential: Option<Floats>,
    auxiliary_spikes: Option<Floats>,
    threshold: f64,
    margin: Option<f64>,
}

/// Weights into a layer as a picture.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Weights {
    layer: usize,
    rows: usize,
    columns: usize,
    rgba: Pixels,
    max_abs: f64,
}

/// Counts of the test set, a row a true class, a column an answer.
#[derive(Serialize, Tsify)]
struct Confusion {
    classes: usize,
    counts: Indices,
}

/// Weights as lines into a layer, the strongest first; neurons by their row from 0.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Lines {
    layer: usize,
    from: Indices,
    to: Indices,
    weight: Floats,
    max_abs: f64,
}

/// The network as a picture.
#[derive(Serialize, Tsify)]
struct Graph {
    /// Firing rates, a layer with the input first.
    rates: Vec<Floats>,
    lines: Vec<Lines>,
}

/// The frame that the options ask for; a hurried one measures nothing, and its numbers are those of the last row.
pub(super) fn frame(experiment: &mut Experiment<Real>, kept: &mut Kept, options: &JsValue) -> Result<JsValue, JsValue> {
    if !flag(options, "hurried") {
        experiment.look().map_err(sentence)?;
    }
    let experiment = &*experiment;
    let palette = Palette::theme(flag(options, "dark"));
    let split = Reflect::get(options, &"split".into()).ok().and_then(|v| v.as_string()).unwrap_or_default();
    let view = views::sample(
        experiment,
        named_split(&split),
        number(options, "sample"),
        number(options, "layer"),
        number(options, "neuron"),
        &palette,
    )
    .map_err(sentence)?;
    let focus = focus(options);
    let seen = pictures(experiment, kept, options, focus, &palette)?;
    let classes = flag(options, "confusion") && experiment.target().is_none();
    let pictures = plain(&Pictures {
        history: history(experiment, number(options, "since")),
        sample: Sample {
            index: view.index,
            count: view.count,
            label: view.label,
            predicted: view.predicted,
            xy: view.point,
        },
        raster: rasters(&view),
        readout: Readout {
            classes: experiment.shape().answer.outputs(),
            steps: experiment.shape().steps,
            values: view.readout[..].into(),
            auxiliary: view.auxiliary_readout.as_deref().map(Floats::from),
        },
        neuron: neuron(experiment, &view),
        weights: flag(options, "weights").then(|| weights(experiment, &palette)),
        map: seen.map,
        confusion: classes.then(|| confusion(experiment)),
        graph: flag(options, "graph").then(|| graph(experiment, focus)),
        answer: seen.answer,
        neurons: seen.neurons,
        target: view.target.as_ref().map(|target| Target {
            outputs: target.outputs,
            steps: target.steps,
            codes: target.codes[..].into(),
            distance: target.distance,
        }),
    })?;
    let state: Object = plain(&state(experiment))?.unchecked_into();
    Ok(Object::assign(&state, pictures.unchecked_ref::<Object>()).into())
}

fn state(experiment: &Experiment<Real>) -> State<'_> {
    let block = experiment.next_block();
    let row = experiment.shown_row();
    State {
        iteration: experiment.shown().unwrap_or_else(|| experiment.position()),
        newest: experiment.newest(),
        looks_back: experiment.shown().is_some() || experiment.is_back(),
        exact: experiment.shown().is_none(),
        status: experiment.status().name(),
        failure: experiment.failure(),
        block: block.name(),
        block_kind: block.kind,
        layer: block.layer,
        time: block.time,
        seconds: experiment.seconds(),
        accuracy: experiment.shown_accuracy(),
        best: experiment.best(),
        objective: row.and_then(|row| row.objective),
        loss: row.and_then(|row| row.loss),
        firing_rates: row.map_or(&[], |row| &row.firing_rates),
        silent: row.map_or(&[], |row| &row.silent),
        saturated: row.map_or(&[], |row| &row.saturated),
        max_abs_potential: row.map_or(0.0, |row| row.max_abs_potential),
    }
}

fn history(experiment: &Experiment<Real>, since: usize) -> History {
    let rows = experiment.history();
    let from = since.min(rows.len());
    let layers = rows.first().map_or(0, |row| row.residuals.len());
    let columns = ["iteration", "seconds", "objective", "loss", "train", "test", "auxiliary", "validation"]
        .into_iter()
        .map(str::to_owned)
        .chain((1..=layers).map(|l| format!("dynamics_{l}")))
        .chain((1..layers).map(|l| format!("spikes_{l}")))
        .chain((1..layers).map(|l| format!("firing_{l}")))
        .chain((1..layers).map(|l| format!("timing_{l}")))
        .collect();
    let values: Vec<f64> = rows[from..].iter().flat_map(columns_of).collect();
    History { columns, from, rows: values[..].into() }
}

fn columns_of(row: &Record) -> Vec<f64> {
    let or_nan = |v: Option<f64>| v.unwrap_or(f64::NAN);
    let accuracy = &row.accuracy;
    let hidden = row.residuals.len().saturating_sub(1);
    [row.iteration as f64, row.seconds, or_nan(row.objective), or_nan(row.loss)]
        .into_iter()
        .chain([accuracy.train, accuracy.test, or_nan(accuracy.auxiliary), row.validation])
        .chain(row.residuals.iter().map(|r| or_nan(r.dynamics)))
        .chain(row.residuals.iter().take(hidden).map(|r| or_nan(r.spikes)))
        .chain(row.firing_rates.iter().copied())
        .chain((0..hidden).map(|l| or_nan(row.timing_layers.get(l).copied())))
        .collect()
}

fn rasters(view: &SampleView) -> Vec<Raster> {
    let raster = |raster: &views::Raster| Raster {
        name: if raster.layer == 0 { "input" } else { "hidden" },
        layer: raster.layer,
        neurons: raster.neurons,
        steps: raster.steps,
        rgba: raster.rgba[..].into(),
        codes: raster.codes[..].into(),
        differ: raster.differ,
        auxiliary: raster.auxiliary,
    };
    view.rasters.iter().map(raster).collect()
}

fn neuron(experiment: &Experiment<Real>, view: &SampleView) -> Neuron {
    let trace = &view.neuron;
    let spec = experiment.spec();
    Neuron {
        layer: trace.layer,
        neuron: trace.neuron,
        steps: experiment.shape().steps,
        potential: trace.potential[..].into(),
        spikes: trace.spikes[..].into(),
        auxiliary_potential: trace.auxiliary_potential.as_deref().map(Floats::from),
        auxiliary_spikes: trace.auxiliary_spikes.as_deref().map(Floats::from),
        threshold: spec.theta,
        margin: spec.settings.get("margin").copied(),
    }
}

#[inline(never)] // no part of the first view, as `confusion`
fn weights(experiment: &Experiment<Real>, palette: &Palette) -> Vec<Weights> {
    let layer = |view: views::WeightView| Weights {
        layer: view.layer,
        rows: view.rows,
        columns: view.columns,
        rgba: view.rgba[..].into(),
        max_abs: view.max_abs,
    };
    views::weights(experiment, palette).into_iter().map(layer).collect()
}

/// The neuron that the page asks about, where it asks about one: `focus: { layer, neuron }`.
fn focus(options: &JsValue) -> Option<Place> {
    let focus = Reflect::get(options, &"focus".into()).ok().filter(JsValue::is_object)?;
    Some(Place { layer: number(&focus, "layer"), neuron: number(&focus, "neuron") })
}

/// Most lines a layer: beyond it they cover each other.
const LINES: usize = 240;

fn graph(experiment: &Experiment<Real>, focus: Option<Place>) -> Graph {
    let graph = views::graph(experiment, focus, LINES);
    let lines = graph.lines.iter().map(|lines| Lines {
        layer: lines.layer,
        from: lines.from[..].into(),
        to: lines.to[..].into(),
        weight: lines.weight[..].into(),
        max_abs: lines.max_abs,
    });
    Graph { rates: graph.rates.iter().map(|rates| rates[..].into()).collect(), lines: lines.collect() }
}

#[inline(never)]
fn confusion(experiment: &Experiment<Real>) -> Confusion {
    let (classes, counts) = views::confusion(experiment);
    Confusion { classes, counts: counts[..].into() }
}

/// The data set of that name; the training data for any other.
pub(super) fn named_split(name: &str) -> Split {
    if name == "test" { Split::Test } else { Split::Train }
}
