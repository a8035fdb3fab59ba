//! Pictures of many samples in a frame: the decision map, what one neuron answers, what all of them do.

use js_sys::Reflect;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::arrays::{Floats, Pixels};
use super::js::{Real, number, sentence};
use crate::experiment::Experiment;
use crate::views::{Ask, Atlas, DecisionMap, Measure, Palette, Place, RateMaps};

/// What the network answers over the plane, a square picture.
#[derive(Serialize, Tsify)]
pub(super) struct PlaneMap {
    size: usize,
    rgba: Pixels,
}

/// What one neuron answers over the plane, row by row from the top.
#[derive(Serialize, Tsify)]
pub(super) struct Answer {
    layer: usize,
    neuron: usize,
    size: usize,
    values: Floats,
    rgba: Pixels,
}

/// What every hidden neuron answers, a tile each, `across` of them side by side: over the plane, row by row from the top,
/// with a tile a class after them; elsewhere a row a class and a column a span of time.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub(super) struct NeuronMaps {
    #[tsify(type = "'count' | 'first' | 'rate'")]
    measure: &'static str,
    /// Of a tile.
    columns: usize,
    /// Of a tile.
    rows: usize,
    tiles: usize,
    across: usize,
    /// What the darkest ink stands for.
    most: f32,
    /// Time steps of a column; none over the plane.
    span: Option<usize>,
    rgba: Pixels,
}

/// What pictures of many samples keep between frames.
#[derive(Default)]
pub(super) struct Kept {
    map: Option<DecisionMap<Real>>,
    rates: Option<RateMaps<Real>>,
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

/// Pictures of many samples.
#[derive(Default)]
pub(super) struct Pictures {
    pub(super) map: Option<PlaneMap>,
    pub(super) answer: Option<Answer>,
    pub(super) neurons: Option<NeuronMaps>,
}

/// What is asked for by `map`, `answer` and `neurons`, the side of the grid each; all from one pass over the finest. Off
/// the plane there are rates alone.
pub(super) fn pictures(
    experiment: &Experiment<Real>,
    kept: &mut Kept,
    options: &JsValue,
    focus: Option<Place>,
    palette: &Palette,
) -> Result<Pictures, JsValue> {
    let [map, answer, neurons] = ["map", "answer", "neurons"].map(|key| number(options, key));
    let answer = if focus.is_some() { answer } else { 0 };
    let size = map.max(answer).max(neurons);
    let Some(grid) = planar(experiment, &mut kept.map, size)? else {
        let rates = (neurons > 0).then(|| rates(experiment, &mut kept.rates, palette)).transpose()?;
        return Ok(Pictures { neurons: rates, ..Pictures::default() });
    };
    let size = grid.size();
    if answer == 0 && neurons == 0 {
        let rgba = grid.draw(experiment, palette).map_err(sentence)?[..].into();
        return Ok(Pictures { map: Some(PlaneMap { size, rgba }), ..Pictures::default() });
    }
    let first = Reflect::get(options, &"measure".into()).ok().and_then(|v| v.as_string()).is_some_and(|v| v == "first");
    let measure = if first { Measure::First } else { Measure::Count };
    let ask = Ask { map: map > 0, answer: focus.filter(|_| answer > 0), neurons: (neurons > 0).then_some(measure) };
    let pass = grid.pass(experiment, palette, ask).map_err(sentence)?;
    Ok(Pictures {
        map: pass.map.map(|rgba| PlaneMap { size, rgba: rgba.into() }),
        answer: pass.answer.map(|answer| Answer {
            layer: answer.place.layer,
            neuron: answer.place.neuron,
            size,
            values: answer.values[..].into(),
            rgba: answer.rgba[..].into(),
        }),
        neurons: pass.neurons.map(|atlas| neuron_maps(atlas, if first { "first" } else { "count" }, None)),
    })
}

fn rates(
    experiment: &Experiment<Real>,
    kept: &mut Option<RateMaps<Real>>,
    palette: &Palette,
) -> Result<NeuronMaps, JsValue> {
    let maps = kept.get_or_insert_with(|| RateMaps::new(experiment));
    let span = maps.span();
    Ok(neuron_maps(maps.draw(experiment, palette).map_err(sentence)?, "rate", Some(span)))
}

fn neuron_maps(atlas: &Atlas, measure: &'static str, span: Option<usize>) -> NeuronMaps {
    NeuronMaps {
        measure,
        columns: atlas.columns,
        rows: atlas.rows,
        tiles: atlas.tiles,
        across: atlas.across,
        most: atlas.most,
        span,
        rgba: atlas.rgba[..].into(),
    }
}
