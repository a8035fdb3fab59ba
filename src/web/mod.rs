//! The web face: the only place that knows JavaScript. No mathematics here; errors become sentences.

mod arrays;
mod flip;
mod frame;
mod js;
mod learn;
mod pictures;
mod session;
mod story;
mod tables;
mod takeaway;

pub use session::Session;

use wasm_bindgen::prelude::*;

use self::js::{plain, sentence};
use crate::error::{Allowed, Error};
use crate::experiment::{Solver, Spec};
use crate::tasks::Task;

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Keys, kinds, ranges and choices of everything that a link can say.
#[wasm_bindgen(unchecked_return_type = "Catalogue")]
pub fn catalogue() -> Result<JsValue, JsValue> {
    plain(&crate::experiment::catalogue())
}

/// What the layers of a link come to before it is opened, and what of them cannot be.
#[wasm_bindgen]
pub fn fit(link: &str) -> Result<JsValue, JsValue> {
    plain(&tables::with_library(|library| crate::experiment::fit(link, library)))
}

/// The settings of a task and a solver when a link says nothing else, by link key.
#[wasm_bindgen(unchecked_return_type = "Spec")]
pub fn defaults(task: &str, solver: &str) -> Result<JsValue, JsValue> {
    let unknown = |key: &str, given: &str, names: Vec<&'static str>| {
        sentence(Error::Setting { key: key.into(), given: given.into(), allowed: Allowed::OneOf { names, task: None } })
    };
    let task =
        Task::from_name(task).ok_or_else(|| unknown("task", task, Task::ALL.iter().map(|t| t.name()).collect()))?;
    let solver = Solver::from_name(solver)
        .ok_or_else(|| unknown("solver", solver, Solver::ALL.iter().map(|s| s.name()).collect()))?;
    plain(&Spec::defaults(task, solver))
}
