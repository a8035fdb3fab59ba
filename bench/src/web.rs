//! The face to the browser: every answer is JSON. The page's own face (`heaviside::web`) is in this wasm, too.

use heaviside::error::Error;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::measure::{self, Timed};
use crate::roof;
use crate::sizes::SIZES;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds on the page's clock.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

fn seconds() -> f64 {
    now() / 1000.0
}

/// How many sizes there are.
#[wasm_bindgen]
pub fn sizes() -> usize {
    SIZES.len()
}

/// Name and link of a size.
#[wasm_bindgen]
pub fn describe(size: usize) -> Result<String, JsError> {
    #[derive(Serialize)]
    struct Size {
        name: &'static str,
        link: &'static str,
        task: bool,
    }
    let size = SIZES.get(size).ok_or_else(|| JsError::new("no such size"))?;
    json(&Size { name: size.name, link: size.link, task: size.is_task() })
}

/// The roof, whatever the size.
#[wasm_bindgen]
pub fn peak(budget: f64) -> Result<String, JsError> {
    timed(Ok(roof::peak(seconds, budget)))
}

/// Everything at a size.
#[wasm_bindgen]
pub fn measured(size: usize, budget: f64) -> Result<String, JsError> {
    timed(measure::size(SIZES.get(size).ok_or_else(|| JsError::new("no such size"))?, seconds, budget))
}

/// An iteration of the other forms of training.
#[wasm_bindgen]
pub fn others(budget: f64) -> Result<String, JsError> {
    timed(measure::others(seconds, budget))
}

/// Seconds of each of some iterations of `exact` on so many samples of Yin-Yang in batches: what is as large as a tab can hold.
#[wasm_bindgen]
pub fn large(samples: usize, steps: usize, batch: usize, iterations: usize) -> Result<String, JsError> {
    let times = || -> Result<Vec<f64>, Error> {
        let (mut spec, problem) = measure::yinyang(samples, steps, "")?;
        spec.settings.insert("batch", batch as f64);
        let mut trainer = measure::trainer(&problem, &spec, spec.solver)?;
        let mut times = Vec::new();
        for _ in 0..iterations {
            let start = seconds();
            measure::iterate(trainer.as_mut())?;
            times.push(seconds() - start);
        }
        Ok(times)
    };
    json(&times().map_err(|error| JsError::new(&error.to_string()))?)
}

fn timed(timed: Result<Vec<Timed>, Error>) -> Result<String, JsError> {
    json(&timed.map_err(|error| JsError::new(&error.to_string()))?)
}

fn json(value: &impl Serialize) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}
