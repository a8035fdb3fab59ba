//! Target-train ADMM: hidden layers are told which spike trains to fire, and each solves its own problem.
//!
//! No message travels down and nothing is differentiated. With `c_l` the trace of layer `l`'s spikes and
//! `C = c_{L-1,T}` (so that the readout's output is `C W_L'`), one iteration is
//!
//! ```text
//! forward          W -> z, a, c: the real network, all residuals zero
//! readout          W_L = argmin |C W_L' - Y|^2 + kappa |W_L|^2,   E = C W_L' - Y
//! flips_{L-1}      wanted trains a* of the last hidden layer: the best single flip of each neuron that lowers |E|^2
//! flips_l          wanted trains of a lower layer: single flips that lower the margin violation of layer l + 1
//! layer_problem_l  min mu/2 |W_l - W_old|^2  s.t.  z = W_l c - theta R(a*),  z on the side of a* by a margin
//! ```
//!
//! with `flips` from the top layer down and `layer_problem` from the bottom layer up, each on the spikes that the
//! layers below really fire after their update. The weight `rho` of a flip's own violation grows from `rho0` to
//! `rho1`, so that early iterations dare more.
//!
//! The flips never raise the loss that they predict, and the best network seen is the one that stands at the end.
//! That the layer problems reach the wanted trains is not guaranteed: [`crate::method::Measures::spikes`] says how
//! many entries they miss.

pub mod flips;
mod layer_problem;
mod method;
mod normal;
mod readout;
mod settings;
mod solver;

pub use layer_problem::{Constants, LayerProblem};
pub use method::Descriptor;
pub use readout::Readout;
pub use settings::Settings;
pub use solver::Targets;
