//! Solver `paper`: ADMM with relaxed spikes, after Perin, Bidini, Mazzieri and Rossi (arXiv 2505.05527).
//!
//! Spikes `a_l` (relaxed to `[0, 1]`) and potentials `z_l` are variables of their own. With
//! `r_{l,t} = z_{l,t} - delta z_{l,t-1} + theta a_{l,t-1} - W_l a_{l-1,t}` (no reset term for the readout `l = L`),
//! the method works on the augmented Lagrangian
//!
//! ```text
//! |z_{L,T} - y|^2 + rho/2 sum_{l,t} |r_{l,t}|^2 + beta/2 sum_{l<L,t} |a_{l,t} - H(z_{l,t} - theta)|^2 + lambda' r_{L,T}
//! ```
//!
//! which has one multiplier `lambda`, on the last step of the last layer. All other constraints are penalties, so
//! the auxiliary variables can fit the labels while the real forward pass does not.
//!
//! One iteration updates, each block with fresh values of all others:
//!
//! ```text
//! for l = 1..L-1:  W_l;  for t = 1..T:  a_{l,t}, z_{l,t}
//! W_L;  z_L (all t);  lambda (after the warm-up)
//! ```
//!
//! `W` and `z` are exact minimisers of their block, so they never raise the augmented Lagrangian. The update of `a`
//! clips the minimiser over all reals to `[0, 1]` and can raise it; the step of `lambda` goes up by design.
//!
//! [`AugmentedLagrangian`] holds the block updates, one file each, with a scaled multiplier `u = lambda / rho` on
//! any constraint; beside the ones above there are the exact alternatives to the inexact ones: the box-constrained
//! `a`, the exact `z_L` and the joint binary `(a, z)`. [`Paper`] runs the blocks in the order of the paper.

mod binary;
mod lagrangian;
mod method;
mod multiplier;
mod potentials;
mod readout;
mod settings;
mod solver;
mod spikes;
mod systems;
mod variables;
mod weights;
mod work;

pub use lagrangian::AugmentedLagrangian;
pub use method::Descriptor;
pub use potentials::Branch;
pub use settings::Settings;
pub use solver::Paper;
pub use variables::Variables;
pub use weights::Anchor;
pub use work::Work;
