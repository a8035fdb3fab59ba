//! The writer as the page calls it.

use wasm_bindgen::prelude::*;

use crate::{Error, Values, Writer};

/// A file under way.
#[wasm_bindgen(js_name = Hdf5)]
#[derive(Default)]
pub struct Hdf5(Writer);

fn sentence(error: Error) -> JsError {
    JsError::new(&error.to_string())
}

#[wasm_bindgen(js_class = Hdf5)]
impl Hdf5 {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words at a path.
    pub fn words(&mut self, path: &str, shape: &[usize], values: Vec<String>) -> Result<(), JsError> {
        self.0.add(path, shape, Values::Words(values)).map_err(sentence)
    }

    /// Adds numbers in single precision at a path.
    pub fn floats(&mut self, path: &str, shape: &[usize], values: Vec<f32>) -> Result<(), JsError> {
        self.0.add(path, shape, Values::Floats(values)).map_err(sentence)
    }

    /// Adds whole numbers at a path.
    pub fn whole(&mut self, path: &str, shape: &[usize], values: &[i32]) -> Result<(), JsError> {
        let values = values.iter().map(|&n| n.into()).collect();
        self.0.add(path, shape, Values::Whole(values)).map_err(sentence)
    }

    /// The bytes of the file.
    pub fn finish(self) -> Result<Vec<u8>, JsError> {
        self.0.finish().map_err(sentence)
    }
}
