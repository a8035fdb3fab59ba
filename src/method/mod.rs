//! What a training method is to the rest: a descriptor ([`Method`]) and a trainer ([`Trainer`]), whose step is one block.

mod batches;
mod descriptor;
pub mod settings;
pub mod timing;
mod trainer;

pub use batches::Batches;
pub use descriptor::{EVALUATION, Extent, Layers, Method, Run, Settings, gain};
pub use settings::{Bound, Knob, Number, Value, not_live};
pub use trainer::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer};
