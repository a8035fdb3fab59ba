//! Training by the alternating direction method of multipliers, in three forms.

pub mod exact;
pub mod paper;
pub mod targets;
