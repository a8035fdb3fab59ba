//! # Heaviside
//!
//! Trains toy spiking neural networks without a gradient of the spike.
//!
//! **The network.** Layers `l = 1..L`, time steps `t = 1..T`, samples `n = 1..N`, input spikes `a_0`:
//!
//! ```text
//! hidden   z_{l,t} = delta z_{l,t-1} + W_l a_{l-1,t} - theta a_{l,t-1},   a_{l,t} = H(z_{l,t} - theta)
//! readout  z_{L,t} = delta z_{L,t-1} + W_L a_{L-1,t},                     class = argmax z_{L,T}
//! ```
//!
//! `H` is the step function of Heaviside: its derivative is zero wherever it exists. ADMM does not
//! differentiate it. Spikes `a` and membrane potentials `z` become variables of their own, the two
//! equations above become constraints with multipliers, and each block of variables is minimised in
//! closed form. The training forms are
//!
//! - [`admm::paper`]: the relaxed form of Perin, Bidini, Mazzieri and Rossi (arXiv 2505.05527),
//! - [`admm::exact`]: exact spikes, multipliers carried down from the readout, a layer problem by scaled ADMM,
//! - [`admm::targets`]: target spike trains by exact single flips, a layer problem by ADMM,
//!
//! with two methods to compare against: [`baselines::surrogate`] gradients and the [`control`](baselines::control), whose hidden
//! layers stay random. All stand behind [`method::Trainer`], whose smallest step is one block update.
//!
//! **The map.** One way down: `www` -> `web` -> [`experiment`] -> trainers ([`admm`], [`baselines`]) -> [`method`] -> [`loss`], [`tasks`], [`data`] -> [`network`] -> [`linalg`].
//! Only `web` knows of a browser.

pub mod admm;
pub mod baselines;
pub mod data;
pub mod error;
pub mod experiment;
pub mod export;
pub mod linalg;
pub mod loss;
pub mod method;
pub mod network;
pub mod random;
pub mod tasks;
pub mod views;
#[cfg(target_arch = "wasm32")]
pub mod web;

pub use error::Error;
