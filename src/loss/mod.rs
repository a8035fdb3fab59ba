//! What a network is trained to do: name the class of a sample, or fire given spike trains.
//!
//! A trainer asks the loss ([`Loss`]) for its value, its derivatives where it takes hold of the network ([`Hold`]) and
//! what its numbers are called by; it does not know which loss it is. A new loss is a file here and a line in [`of`].

pub mod classes;
mod form;
mod ridge;
mod target;
pub mod trains;

pub use classes::Classes;
pub use form::{Hold, Loss, Message, Pass};
pub use target::{SHIFT_COST, Target, TrainDistance};
pub use trains::Trains;

use crate::data::Dataset;
use crate::linalg::Scalar;

/// The loss that `data` ask for, seen through the leak `delta`.
pub fn of<F: Scalar>(data: &Dataset<F>, delta: F) -> Box<dyn Loss<F>> {
    match Target::of(data, delta) {
        Some(target) => Box::new(Trains::new(target)),
        None => Box::new(Classes::new(data.classes)),
    }
}
