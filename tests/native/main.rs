//! The tests of the library on this machine, in one program: each of its own would compile all that is generic once more. Those that
//! need a process of their own stand beside this folder.

#![cfg(not(target_arch = "wasm32"))]

mod cores;
mod experiment;
mod export;
mod flips;
mod golden_exact;
mod golden_layers;
mod golden_paper;
mod golden_targets;
mod gradients;
mod invariants_exact;
mod invariants_paper;
mod invariants_targets;
mod layers;
mod network;
mod pictures;
mod proof;
mod readers;
mod story;
mod support;
mod tables;
mod timing;
mod trains;
