//! What an experiment is, and its run.
//!
//! Said: [`Solver`] lists the methods, [`Field`] what can be said, [`Spec`] holds it, [`Spec::parse`] reads it from a link,
//! [`Comparison`] says what it is compared with, [`catalogue`] tells a page. Run: [`Experiment`].

mod catalogue;
mod changes;
mod comparison;
mod data;
mod evaluation;
mod field;
mod fit;
pub mod limits;
mod link;
mod live;
mod measure;
mod memory;
mod moment;
mod pairs;
mod past;
mod problem;
mod proof;
mod record;
mod rewind;
mod run;
mod schedule;
mod solver;
mod spec;
mod value;

pub use catalogue::{Catalogue, FieldEntry, SolverEntry, TaskEntry, catalogue};
pub use comparison::{Compared, Comparison, Second, Start, Sweep};
pub use field::{Field, Group, Kind, field, fields, fields_of};
pub use fit::{Fit, Gives, fit};
pub use link::Parsed;
pub use live::Live;
pub use memory::{GRID_LIMIT, SCRATCH_LIMIT, Shape};
pub use pairs::pairs;
pub use problem::{Problem, Reason};
pub use proof::{Column, Difference, Proof, Verdict};
pub use record::{Accuracy, Best, Record, Residual, Snapshot};
pub use run::Experiment;
pub use schedule::Schedule;
pub use solver::Solver;
pub use spec::{Spec, VERSION};
