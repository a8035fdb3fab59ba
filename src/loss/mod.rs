//! What a network is trained to do: name the class of a sample, or fire given spike trains.

mod trains;

pub use trains::{SHIFT_COST, Target, TrainDistance};
