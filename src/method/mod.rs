//! What a training method is to the rest: one step is one block update.

mod batches;
pub mod timing;
mod trainer;

pub use batches::Batches;
pub use trainer::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer, not_live};
