//! What can be set, and within which bounds.

use crate::method::settings::settings;

settings! {
    /// Settings of the solver `targets`, under their keys in a link.
    pub struct Settings {
        /// Weight `rho` of a flip's own violation `(z - theta)^2 / 2` in the first iteration, above 0.
        rho0: f64 = 0.3, [1e-4, 1e4], live, Positive;
        /// The weight towards which `rho` goes by the last iteration, above 0.
        rho1: f64 = 10.0, [1e-4, 1e4], live, Positive;
        /// Distance `m` to the threshold, in units of the potential, that the layer problems ask for, above 0.
        margin: f64 = 0.15, [0.001, 100.0], live, Positive;
        /// Weight `mu` that holds a layer's weights to their old values, above 0.
        mu: f64 = 100.0, [1e-8, 1e6], live, Positive;
        /// Ridge `kappa` of the readout, above 0.
        kappa: f64 = 1.0, [1e-6, 1e6], live, Positive;
        /// Over-relaxation `alpha` of the layer problems' ADMM, above 0 and below 2; 1 is none.
        alpha: f64 = 1.6, [0.1, 1.95], live, Relaxation;
        /// Rounds `K` of each layer problem's ADMM, at least 1.
        inner: usize = 15, [1.0, 100.0], live, Counting;
    }
    beside {
        /// Iterations planned: the cap, and the length of the schedule of `rho`; at least 1.
        iterations: usize = 40;
    }
}

impl Settings {
    /// `rho_k = rho0 (rho1 / rho0)^(k / iterations)` for the iteration of index `k` (from 0); it stays at `rho1`
    /// afterwards.
    pub fn rho(&self, k: usize) -> f64 {
        let progress = k.min(self.iterations) as f64 / self.iterations as f64;
        self.rho0 * libm::pow(self.rho1 / self.rho0, progress)
    }
}
