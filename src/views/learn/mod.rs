//! What the live figures of the explanation show: a neuron, a loss along one weight, a branch, a scalar layer problem, an
//! iteration of [`admm::exact`](crate::admm::exact), and its multipliers beside a boxcar surrogate's gradient. Each is a
//! small function on the mathematics that trains, so that no figure can show what a run does not do.

mod boxcar;
mod branch;
mod iteration;
mod landscape;
mod neuron;
mod scalar;

pub use boxcar::{Charged, against_boxcar};
pub use branch::{Branch, Outcome};
pub use iteration::{Cells, Iteration};
pub use landscape::{Landscape, Weight};
pub use neuron::{NeuronTrain, neuron};
pub use scalar::{Moment, Scaled, scaled_admm};
