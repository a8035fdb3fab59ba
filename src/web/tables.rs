//! Tables of the visitor's own, kept in this worker: links name them.

use std::cell::RefCell;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::js::plain;
use crate::data::table::{Reading, Sheet};
use crate::error::Fault;
use crate::tasks::Library;

thread_local! {
    static LIBRARY: RefCell<Library> = RefCell::default();
}

/// Does something with the data that links name.
pub(super) fn with_library<V>(work: impl FnOnce(&Library) -> V) -> V {
    LIBRARY.with_borrow(work)
}

/// A file as it is read.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
struct Read {
    /// What it holds, where there is anything to show.
    sheet: Option<Sheet>,
    /// What a link calls it, where it can be trained on.
    said: Option<String>,
    /// Why it can't.
    problem: Option<Fault>,
}

/// Reads a file of rows and columns as `reading` says (see `Reading`), and else as it looks. One that can be trained on is kept: links
/// can name it.
#[wasm_bindgen(unchecked_return_type = "Read")]
pub fn table(name: &str, bytes: &[u8], reading: &str) -> Result<JsValue, JsValue> {
    let reading = Reading::parse(reading).unwrap_or_default();
    let mut read = Read { sheet: None, said: None, problem: None };
    match Sheet::read(bytes, &reading) {
        Ok(sheet) => {
            match &sheet.table {
                Ok(table) => {
                    let keep = |library: &mut Library| library.keep(name, &reading, table.clone());
                    read.said = Some(LIBRARY.with_borrow_mut(keep));
                }
                Err(fault) => read.problem = Some(fault.clone()),
            }
            read.sheet = Some(sheet);
        }
        Err(fault) => read.problem = Some(fault),
    }
    plain(&read)
}
