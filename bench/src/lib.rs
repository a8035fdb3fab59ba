//! What `cargo xtask bench` measures of the core, the same natively and in a browser: [`sizes`] says on what, [`cost`] what a
//! block must do at least, [`roof`] what the machine can do at most, [`measure`] takes the times.
//!
//! In a browser this is a wasm of its own, compiled as the page's is: the page does not grow by what measures it.

pub mod cost;
pub mod measure;
pub mod roof;
pub mod sizes;
#[cfg(target_arch = "wasm32")]
pub mod web;
