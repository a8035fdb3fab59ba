//! What an experiment is: its [`Spec`], the link that says it, what it is
//! compared with, the catalogue of what can be said.

mod catalogue;
mod comparison;
mod link;
mod past;
mod run;
mod spec;

pub use catalogue::{Catalogue, FieldEntry, SolverEntry, TaskEntry, catalogue};
pub use comparison::{Compared, Comparison, MAX_SWEEP, Second, Start, Sweep};
pub use link::{Parsed, Problem, Reason, pairs};
pub use past::KEPT_LIMIT;
pub use run::{Accuracy, Best, Experiment, Record, Residual, Snapshot};
pub use spec::{
    FIELDS, Field, Group, Kind, MAX_LAYERS, MAX_NEURONS, MAX_SEED, MEMORY_LIMIT, Solver, Spec, VERSION, field,
    fields_of,
};
