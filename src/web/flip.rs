//! Flipped spikes as plain objects and typed arrays.

use js_sys::{Array, Float64Array, Object};
use wasm_bindgen::prelude::*;

use super::js::{option, sentence, set};
use super::session::Session;
use crate::error::{Allowed, Error};
use crate::network::Spike;
use crate::views::{self, Flips, Split};

#[wasm_bindgen]
impl Session {
    /// Flips one spike of a sample in the network shown and lets the real network run on: what the price of `exact`
    /// foretold (`foretold`), what the surrogate's gradient did (`surrogate`), what happened (`real`), the sample's loss
    /// `before` and `after`, and every spike that `changed`, the flipped one first: `{ layer, neuron, t }`. `sample` and
    /// `neuron` count from 0, `layer` and `t` from 1. Throws a sentence for a place that does not exist.
    pub fn flip(&self, split: &str, sample: usize, layer: usize, neuron: usize, t: usize) -> Result<JsValue, JsValue> {
        let at = Spike { layer, neuron, time: t };
        let split = strict_split(split).map_err(sentence)?;
        let flip = views::flip(self.experiment(), split, sample, at).map_err(sentence)?;
        let changed = Array::new();
        for spike in &flip.changed {
            changed.push(&place(*spike)?);
        }
        let out = Object::new();
        set(&out, "foretold", flip.foretold.exact)?;
        set(&out, "surrogate", flip.foretold.surrogate)?;
        set(&out, "real", flip.real())?;
        set(&out, "before", flip.before)?;
        set(&out, "after", flip.after)?;
        set(&out, "changed", changed)?;
        Ok(out.into())
    }

    /// Flips spikes of a layer (from 1) at `count` random places of the training data: `foretold`, `surrogate` and `real`, a
    /// number a flip, with the correlations of the first two with the third, `null` where there is none. With `skip`, the
    /// same draw without its first so many places.
    pub fn flips(&self, layer: usize, count: usize, skip: Option<usize>) -> Result<JsValue, JsValue> {
        pairs(&views::flips_from(self.experiment(), layer, skip.unwrap_or(0), count).map_err(sentence)?)
    }

    /// What each spike of a sample is worth by the price of `exact`, without a flip: `[t][neuron]`, a hidden layer each.
    pub fn prices(&self, split: &str, sample: usize) -> Result<JsValue, JsValue> {
        let split = strict_split(split).map_err(sentence)?;
        let layers = Array::new();
        for kappa in &views::foretold(self.experiment(), split, sample).map_err(sentence)? {
            layers.push(&Float64Array::from(&kappa[..]));
        }
        Ok(layers.into())
    }

    /// The spike of a sample with the largest price, whatever its sign: `{ layer, neuron, t }`.
    #[wasm_bindgen(js_name = mostDisputed)]
    pub fn most_disputed(&self, split: &str, sample: usize) -> Result<JsValue, JsValue> {
        let split = strict_split(split).map_err(sentence)?;
        place(views::most_disputed(self.experiment(), split, sample).map_err(sentence)?)
    }
}

/// Correlation of numbers, `null` where either are all the same.
#[wasm_bindgen(js_name = correlation)]
pub fn correlation(one: &[f64], other: &[f64]) -> JsValue {
    option(views::correlation(one, other))
}

pub(super) fn strict_split(name: &str) -> Result<Split, Error> {
    match name {
        "train" => Ok(Split::Train),
        "test" => Ok(Split::Test),
        _ => Err(Error::Setting {
            key: "split".into(),
            given: name.into(),
            allowed: Allowed::OneOf { names: vec!["train", "test"], task: None },
        }),
    }
}

fn place(spike: Spike) -> Result<JsValue, JsValue> {
    let out = Object::new();
    set(&out, "layer", spike.layer as f64)?;
    set(&out, "neuron", spike.neuron as f64)?;
    set(&out, "t", spike.time as f64)?;
    Ok(out.into())
}

fn pairs(flips: &Flips) -> Result<JsValue, JsValue> {
    let out = Object::new();
    set(&out, "foretold", Float64Array::from(&flips.exact[..]))?;
    set(&out, "surrogate", Float64Array::from(&flips.surrogate[..]))?;
    set(&out, "real", Float64Array::from(&flips.real[..]))?;
    set(&out, "correlation", option(flips.correlation(&flips.exact)))?;
    set(&out, "surrogateCorrelation", option(flips.correlation(&flips.surrogate)))?;
    Ok(out.into())
}
