//! What the ADMM forms are compared with: surrogate gradients, and a control that learns only its readout.

pub mod control;
pub mod surrogate;
