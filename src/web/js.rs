//! Values and errors on their way to JavaScript.

use js_sys::{Error as JsError, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::experiment::Problem;

/// The page computes in single precision.
pub(super) type Real = f32;

/// The one way of an error to JavaScript: an `Error` whose message is the English sentence and whose `detail` is the
/// code and the values in it, for a page that speaks another language.
pub(super) fn sentence(error: Error) -> JsValue {
    let out = JsError::new(&error.to_string());
    if let Ok(detail) = plain(&error) {
        let _ = Reflect::set(&out, &"detail".into(), &detail);
    }
    out.into()
}

/// Plain data as plain JavaScript objects, absent values as `null`.
pub(super) fn plain<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(|e| JsError::new(&e.to_string()).into())
}

/// Each as its English sentence and the parts that it is made of.
pub(super) fn plain_problems(problems: &[Problem]) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Js<'a> {
        sentence: String,
        #[serde(flatten)]
        parts: &'a Problem,
    }
    let all: Vec<_> = problems.iter().map(|p| Js { sentence: p.to_string(), parts: p }).collect();
    plain(&all)
}

pub(super) fn set(object: &Object, key: &str, value: impl Into<JsValue>) -> Result<(), JsValue> {
    Reflect::set(object, &key.into(), &value.into()).map(|_| ())
}

pub(super) fn option(value: Option<f64>) -> JsValue {
    value.map_or(JsValue::NULL, JsValue::from_f64)
}

/// A whole number of an object of options.
pub(super) fn number(options: &JsValue, key: &str) -> usize {
    // Conversion saturates: a negative or missing number is 0, NaN is 0.
    Reflect::get(options, &key.into()).ok().and_then(|v| v.as_f64()).map_or(0, |v| v as usize)
}

/// Whether an object of options asks for something.
pub(super) fn flag(options: &JsValue, key: &str) -> bool {
    Reflect::get(options, &key.into()).is_ok_and(|v| v.is_truthy())
}

/// Seconds on the page's monotonic clock; 0 where there is none (it only reports).
pub(super) fn seconds() -> f64 {
    let performance = Reflect::get(&js_sys::global(), &"performance".into());
    let now = performance.ok().and_then(|p| p.dyn_into::<web_sys::Performance>().ok());
    now.map_or(0.0, |p| p.now() / 1000.0)
}
