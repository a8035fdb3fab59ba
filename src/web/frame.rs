//! One frame of the page: columns and pictures as typed arrays, which the worker hands over without a copy.

use js_sys::{Array, Float32Array, Float64Array, Object, Reflect, Uint8Array, Uint8ClampedArray, Uint32Array};
use wasm_bindgen::prelude::*;

use super::js::{Real, option, plain, sentence, set};
use crate::experiment::{Experiment, Record};
use crate::views::{self, DecisionMap, Palette, Place, SampleView, Split};

fn number(options: &JsValue, key: &str) -> usize {
    // Conversion saturates: a negative or missing number is 0, NaN is 0.
    Reflect::get(options, &key.into()).ok().and_then(|v| v.as_f64()).map_or(0, |v| v as usize)
}

fn flag(options: &JsValue, key: &str) -> bool {
    Reflect::get(options, &key.into()).is_ok_and(|v| v.is_truthy())
}

fn clamped(bytes: &[u8]) -> Uint8ClampedArray {
    Uint8ClampedArray::from(bytes)
}

/// The fields of a frame that are one number or one object each.
pub(super) fn frame(
    experiment: &Experiment<Real>,
    kept: &mut Option<DecisionMap<Real>>,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let palette = Palette::theme(flag(options, "dark"));
    let out = Object::new();
    status(experiment, &out)?;
    set(&out, "history", history(experiment, number(options, "since"))?)?;
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
    sample(experiment, &out, &view)?;
    set(&out, "weights", if flag(options, "weights") { weights(experiment, &palette)? } else { JsValue::NULL })?;
    set(&out, "map", map(experiment, kept, number(options, "map"), &palette)?)?;
    let focus = focus(options);
    set(&out, "graph", if flag(options, "graph") { graph(experiment, focus)? } else { JsValue::NULL })?;
    set(&out, "answer", answer(experiment, kept, focus, number(options, "answer"), &palette)?)?;
    let classes = flag(options, "confusion") && experiment.target().is_none();
    set(&out, "confusion", if classes { confusion(experiment)? } else { JsValue::NULL })?;
    Ok(out.into())
}

fn status(experiment: &Experiment<Real>, out: &Object) -> Result<(), JsValue> {
    let block = experiment.next_block();
    set(out, "status", experiment.status().name())?;
    set(out, "failure", experiment.failure().map_or(Ok(JsValue::NULL), plain)?)?;
    set(out, "block", block.name())?;
    set(out, "blockKind", block.kind)?;
    set(out, "layer", option(block.layer.map(|l| l as f64)))?;
    set(out, "time", option(block.time.map(|t| t as f64)))?;
    set(out, "seconds", experiment.seconds())?;
    set(out, "newest", experiment.newest() as f64)?;
    let looks_back = experiment.shown().is_some() || experiment.is_back();
    set(out, "looksBack", looks_back)?;
    set(out, "exact", experiment.shown().is_none())?;
    set(out, "accuracy", plain(&experiment.shown_accuracy())?)?;
    set(out, "best", plain(&experiment.best())?)?;
    if let Some(row) = experiment.shown_row() {
        set(out, "iteration", row.iteration as f64)?;
        set(out, "objective", option(row.objective))?;
        set(out, "loss", option(row.loss))?;
        set(out, "firingRates", plain(&row.firing_rates)?)?;
        set(out, "silent", plain(&row.silent)?)?;
        set(out, "saturated", plain(&row.saturated)?)?;
        set(out, "maxAbsPotential", row.max_abs_potential)?;
    }
    Ok(())
}

/// Rows that the page does not hold yet, as one row-major array; NaN where a number is absent.
fn history(experiment: &Experiment<Real>, since: usize) -> Result<Object, JsValue> {
    let rows = experiment.history();
    let from = since.min(rows.len());
    let layers = rows.first().map_or(0, |row| row.residuals.len());
    let columns: Array = ["iteration", "seconds", "objective", "loss", "train", "test", "auxiliary", "validation"]
        .into_iter()
        .map(str::to_owned)
        .chain((1..=layers).map(|l| format!("dynamics_{l}")))
        .chain((1..layers).map(|l| format!("spikes_{l}")))
        .chain((1..layers).map(|l| format!("firing_{l}")))
        .chain((1..layers).map(|l| format!("timing_{l}")))
        .map(JsValue::from)
        .collect();
    let values: Vec<f64> = rows[from..].iter().flat_map(columns_of).collect();
    let out = Object::new();
    set(&out, "columns", columns)?;
    set(&out, "from", from as f64)?;
    set(&out, "rows", Float64Array::from(&values[..]))?;
    Ok(out)
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

fn sample(experiment: &Experiment<Real>, out: &Object, view: &SampleView) -> Result<(), JsValue> {
    let spec = experiment.spec();
    let steps = experiment.shape().steps;
    let about = Object::new();
    set(&about, "index", view.index as f64)?;
    set(&about, "count", view.count as f64)?;
    set(&about, "label", view.label as f64)?;
    set(&about, "predicted", view.predicted as f64)?;
    set(&about, "xy", plain(&view.point)?)?;
    set(out, "sample", about)?;

    let rasters = Array::new();
    for raster in &view.rasters {
        let object = Object::new();
        set(&object, "name", if raster.layer == 0 { "input" } else { "hidden" })?;
        set(&object, "layer", raster.layer as f64)?;
        set(&object, "neurons", raster.neurons as f64)?;
        set(&object, "T", raster.steps as f64)?;
        set(&object, "rgba", clamped(&raster.rgba))?;
        set(&object, "codes", Uint8Array::from(&raster.codes[..]))?;
        set(&object, "differ", raster.differ as f64)?;
        set(&object, "auxiliary", raster.auxiliary)?;
        rasters.push(&object);
    }
    set(out, "raster", rasters)?;

    let floats = |values: &Option<Vec<f32>>| -> JsValue {
        values.as_ref().map_or(JsValue::NULL, |v| Float32Array::from(&v[..]).into())
    };
    let readout = Object::new();
    set(&readout, "classes", experiment.shape().answer.outputs() as f64)?;
    set(&readout, "T", steps as f64)?;
    set(&readout, "values", Float32Array::from(&view.readout[..]))?;
    set(&readout, "auxiliary", floats(&view.auxiliary_readout))?;
    set(out, "readout", readout)?;

    let target = match &view.target {
        None => JsValue::NULL,
        Some(view) => {
            let object = Object::new();
            set(&object, "outputs", view.outputs as f64)?;
            set(&object, "T", view.steps as f64)?;
            set(&object, "codes", Uint8Array::from(&view.codes[..]))?;
            set(&object, "distance", plain(&view.distance)?)?;
            object.into()
        }
    };
    set(out, "target", target)?;

    let trace = &view.neuron;
    let neuron = Object::new();
    set(&neuron, "layer", trace.layer as f64)?;
    set(&neuron, "neuron", trace.neuron as f64)?;
    set(&neuron, "T", steps as f64)?;
    set(&neuron, "potential", Float32Array::from(&trace.potential[..]))?;
    set(&neuron, "spikes", Uint8Array::from(&trace.spikes[..]))?;
    set(&neuron, "auxiliaryPotential", floats(&trace.auxiliary_potential))?;
    set(&neuron, "auxiliarySpikes", floats(&trace.auxiliary_spikes))?;
    set(&neuron, "threshold", spec.theta)?;
    set(&neuron, "margin", option(spec.settings.get("margin").copied()))?;
    set(out, "neuron", neuron)
}

fn weights(experiment: &Experiment<Real>, palette: &Palette) -> Result<JsValue, JsValue> {
    let layers = Array::new();
    for view in views::weights(experiment, palette) {
        let object = Object::new();
        set(&object, "layer", view.layer as f64)?;
        set(&object, "rows", view.rows as f64)?;
        set(&object, "columns", view.columns as f64)?;
        set(&object, "rgba", clamped(&view.rgba))?;
        set(&object, "maxAbs", view.max_abs)?;
        layers.push(&object);
    }
    Ok(layers.into())
}

/// Largest side of a decision map: a request beyond it is brought down.
const MAP_LIMIT: usize = 128;

/// The map of that size for an experiment on a plane; none for others and for size 0.
fn planar<'a>(
    experiment: &Experiment<Real>,
    kept: &'a mut Option<DecisionMap<Real>>,
    size: usize,
) -> Result<Option<&'a mut DecisionMap<Real>>, JsValue> {
    let size = size.min(MAP_LIMIT);
    if size == 0 {
        return Ok(None);
    }
    if kept.as_ref().is_none_or(|map| map.size() != size) {
        // The old one first: both at once would need twice the memory.
        *kept = None;
        *kept = DecisionMap::new(experiment, size).map_err(sentence)?;
    }
    Ok(kept.as_mut())
}

fn map(
    experiment: &Experiment<Real>,
    kept: &mut Option<DecisionMap<Real>>,
    size: usize,
    palette: &Palette,
) -> Result<JsValue, JsValue> {
    let Some(map) = planar(experiment, kept, size)? else { return Ok(JsValue::NULL) };
    let size = map.size();
    let rgba = clamped(map.draw(experiment, palette).map_err(sentence)?);
    let out = Object::new();
    set(&out, "size", size as f64)?;
    set(&out, "rgba", rgba)?;
    Ok(out.into())
}

/// The neuron that the page asks about, where it asks about one: `focus: { layer, neuron }`.
fn focus(options: &JsValue) -> Option<Place> {
    let focus = Reflect::get(options, &"focus".into()).ok().filter(JsValue::is_object)?;
    Some(Place { layer: number(&focus, "layer"), neuron: number(&focus, "neuron") })
}

/// Most lines a layer: beyond it they cover each other.
const LINES: usize = 240;

fn graph(experiment: &Experiment<Real>, focus: Option<Place>) -> Result<JsValue, JsValue> {
    let graph = views::graph(experiment, focus, LINES);
    let rates: Array = graph.rates.iter().map(|rates| Float32Array::from(&rates[..])).collect();
    let layers = Array::new();
    for lines in &graph.lines {
        let object = Object::new();
        set(&object, "layer", lines.layer as f64)?;
        set(&object, "from", Uint32Array::from(&lines.from[..]))?;
        set(&object, "to", Uint32Array::from(&lines.to[..]))?;
        set(&object, "weight", Float32Array::from(&lines.weight[..]))?;
        set(&object, "maxAbs", lines.max_abs)?;
        layers.push(&object);
    }
    let out = Object::new();
    set(&out, "rates", rates)?;
    set(&out, "lines", layers)?;
    Ok(out.into())
}

fn answer(
    experiment: &Experiment<Real>,
    kept: &mut Option<DecisionMap<Real>>,
    focus: Option<Place>,
    size: usize,
    palette: &Palette,
) -> Result<JsValue, JsValue> {
    let Some(place) = focus else { return Ok(JsValue::NULL) };
    let Some(map) = planar(experiment, kept, size)? else { return Ok(JsValue::NULL) };
    let size = map.size();
    let Some(answer) = map.answer(experiment, place, palette).map_err(sentence)? else { return Ok(JsValue::NULL) };
    let out = Object::new();
    set(&out, "layer", place.layer as f64)?;
    set(&out, "neuron", place.neuron as f64)?;
    set(&out, "size", size as f64)?;
    set(&out, "values", Float32Array::from(&answer.values[..]))?;
    set(&out, "rgba", clamped(&answer.rgba))?;
    Ok(out.into())
}

fn confusion(experiment: &Experiment<Real>) -> Result<JsValue, JsValue> {
    let (classes, counts) = views::confusion(experiment);
    let out = Object::new();
    set(&out, "classes", classes as f64)?;
    set(&out, "counts", Uint32Array::from(&counts[..]))?;
    Ok(out.into())
}

/// The data set of that name; the training data for any other.
pub(super) fn named_split(name: &str) -> Split {
    if name == "test" { Split::Test } else { Split::Train }
}
