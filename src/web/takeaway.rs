//! What an experiment gives to be taken away; the page makes files of it.

use js_sys::{Object, Uint8Array};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::js::{plain, sentence, set};
use super::session::Session;
use crate::export::{Values, arrays, csv, nir};

/// An array of a file of HDF5.
#[derive(Serialize, Tsify)]
struct Stored {
    path: String,
    shape: Vec<usize>,
    words: Option<Vec<String>>,
    floats: Option<Floats>,
    whole: Option<Vec<i32>>,
}

#[wasm_bindgen]
impl Session {
    /// Weights, test data and what the network does with them: by the name of each array, its file in numpy's format.
    #[wasm_bindgen(unchecked_return_type = "{ [name: string]: Uint8Array<ArrayBuffer> }")]
    pub fn arrays(&self) -> Result<JsValue, JsValue> {
        let all = Object::new();
        for (name, file) in arrays(self.experiment()).map_err(sentence)? {
            set(&all, &name, Uint8Array::from(&file[..]))?;
        }
        Ok(all.into())
    }

    /// The network in the Neuromorphic Intermediate Representation: the arrays of its file.
    #[wasm_bindgen(unchecked_return_type = "Stored[]")]
    pub fn nir(&self) -> Result<JsValue, JsValue> {
        let stored = nir(self.experiment()).map_err(sentence)?.into_iter().map(|entry| {
            let mut stored = Stored { path: entry.path, shape: entry.shape, words: None, floats: None, whole: None };
            match entry.values {
                Values::Words(words) => stored.words = Some(words),
                Values::Floats(floats) => stored.floats = Some(floats[..].into()),
                Values::Whole(whole) => stored.whole = Some(whole),
            }
            stored
        });
        plain(&stored.collect::<Vec<_>>())
    }

    /// The history as a table.
    pub fn csv(&self) -> String {
        csv(self.experiment())
    }

    /// The data that the link names and does not hold, as a file `.heaviside.json` carries them; `null` for none.
    #[wasm_bindgen(unchecked_return_type = "Carried | null")]
    pub fn carried(&self) -> Result<JsValue, JsValue> {
        plain(&self.experiment().spec().task.carried())
    }
}
