//! Flipped spikes as plain objects and typed arrays.

use js_sys::{Array, Float64Array};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::arrays::Doubles;
use super::js::{option, plain, sentence};
use super::session::Session;
use crate::error::{Allowed, Error};
use crate::views::{self, Split};

/// A spike of a sample: layer and t from 1, neuron from 0.
#[derive(Serialize, Tsify)]
struct Spike {
    layer: usize,
    neuron: usize,
    t: usize,
}

impl From<crate::network::Spike> for Spike {
    fn from(at: crate::network::Spike) -> Self {
        Self { layer: at.layer, neuron: at.neuron, t: at.time }
    }
}

/// What flipping a spike was foretold to do to its sample's loss, by the price of `exact` and by the surrogate's gradient,
/// and what it did.
#[derive(Serialize, Tsify)]
struct Flip {
    foretold: f64,
    surrogate: f64,
    real: f64,
    before: f64,
    after: f64,
    /// Every spike that changed, the flipped one first.
    changed: Vec<Spike>,
}

/// The same of many flips, a number each, with the correlations of what was foretold with what happened.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct Flips {
    foretold: Doubles,
    surrogate: Doubles,
    real: Doubles,
    correlation: Option<f64>,
    surrogate_correlation: Option<f64>,
}

#[wasm_bindgen]
impl Session {
    /// Flips one spike of a sample in the network shown and lets the real network run on: what the price of `exact`
    /// foretold (`foretold`), what the surrogate's gradient did (`surrogate`), what happened (`real`), the sample's loss
    /// `before` and `after`, and every spike that `changed`, the flipped one first: `{ layer, neuron, t }`. `sample` and
    /// `neuron` count from 0, `layer` and `t` from 1. Throws a sentence for a place that does not exist.
    #[wasm_bindgen(unchecked_return_type = "Flip")]
    pub fn flip(&self, split: &str, sample: usize, layer: usize, neuron: usize, t: usize) -> Result<JsValue, JsValue> {
        let at = crate::network::Spike { layer, neuron, time: t };
        let split = strict_split(split).map_err(sentence)?;
        let flip = views::flip(self.experiment(), split, sample, at).map_err(sentence)?;
        plain(&Flip {
            foretold: flip.foretold.exact,
            surrogate: flip.foretold.surrogate,
            real: flip.real(),
            before: flip.before,
            after: flip.after,
            changed: flip.changed.iter().map(|spike| (*spike).into()).collect(),
        })
    }

    /// Flips spikes of a layer (from 1) at `count` random places of the training data: `foretold`, `surrogate` and `real`, a
    /// number a flip, with the correlations of the first two with the third, `null` where there is none. With `skip`, the
    /// same draw without its first so many places.
    #[wasm_bindgen(unchecked_return_type = "Flips")]
    pub fn flips(&self, layer: usize, count: usize, skip: Option<usize>) -> Result<JsValue, JsValue> {
        let flips = views::flips_from(self.experiment(), layer, skip.unwrap_or(0), count).map_err(sentence)?;
        plain(&Flips {
            correlation: flips.correlation(&flips.exact),
            surrogate_correlation: flips.correlation(&flips.surrogate),
            foretold: flips.exact[..].into(),
            surrogate: flips.surrogate[..].into(),
            real: flips.real[..].into(),
        })
    }

    /// What each spike of a sample is worth by the price of `exact`, without a flip: `[t][neuron]`, a hidden layer each.
    #[wasm_bindgen(unchecked_return_type = "Float64Array[]")]
    pub fn prices(&self, split: &str, sample: usize) -> Result<JsValue, JsValue> {
        let split = strict_split(split).map_err(sentence)?;
        let layers = Array::new();
        for kappa in &views::foretold(self.experiment(), split, sample).map_err(sentence)? {
            layers.push(&Float64Array::from(&kappa[..]));
        }
        Ok(layers.into())
    }

    /// The spike of a sample with the largest price, whatever its sign, of those that teach something: `{ layer, neuron, t }`.
    #[wasm_bindgen(js_name = mostDisputed, unchecked_return_type = "Spike")]
    pub fn most_disputed(&self, split: &str, sample: usize) -> Result<JsValue, JsValue> {
        let split = strict_split(split).map_err(sentence)?;
        plain(&Spike::from(views::most_disputed(self.experiment(), split, sample).map_err(sentence)?))
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
