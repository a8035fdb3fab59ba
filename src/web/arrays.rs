//! Typed arrays in what the page gets: each is copied out of wasm once, and the worker hands its buffer over.

use js_sys::{Float32Array, Float64Array, Uint8Array, Uint8ClampedArray, Uint32Array};
use serde::Serialize;
use tsify::Tsify;

/// Single precision: potentials, rates, weights.
#[derive(Serialize, Tsify)]
#[serde(transparent)]
pub(super) struct Floats(
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    Float32Array,
);

/// Double precision: the history.
#[derive(Serialize, Tsify)]
#[serde(transparent)]
pub(super) struct Doubles(
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    Float64Array,
);

/// Small numbers: spikes, codes of cells, labels.
#[derive(Serialize, Tsify)]
#[serde(transparent)]
pub(super) struct Bytes(
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    Uint8Array,
);

/// A picture, four bytes a cell, as `ImageData` takes it.
#[derive(Serialize, Tsify)]
#[serde(transparent)]
pub(super) struct Pixels(
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8ClampedArray")]
    Uint8ClampedArray,
);

/// Counts and indices.
#[derive(Serialize, Tsify)]
#[serde(transparent)]
pub(super) struct Indices(
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    Uint32Array,
);

impl From<&[f32]> for Floats {
    fn from(values: &[f32]) -> Self {
        Self(values.into())
    }
}

impl From<&[f64]> for Doubles {
    fn from(values: &[f64]) -> Self {
        Self(values.into())
    }
}

impl From<&[u8]> for Bytes {
    fn from(values: &[u8]) -> Self {
        Self(values.into())
    }
}

impl From<&[u8]> for Pixels {
    fn from(values: &[u8]) -> Self {
        Self(values.into())
    }
}

impl From<&[u32]> for Indices {
    fn from(values: &[u32]) -> Self {
        Self(values.into())
    }
}
