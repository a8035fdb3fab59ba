//! What can be set.

use crate::method::settings::settings;

settings! {
    /// Settings of solver `paper`; the default is that of the paper's public scripts.
    pub struct Settings {
        /// Penalty `rho > 0` on the dynamics of every layer.
        rho: f64 = 1.0, [1e-4, 1e4], live, Positive;
        /// Penalty `beta > 0` on `a = H(z - theta)`.
        beta: f64 = 0.1, [1e-4, 1e4], live, Positive;
        /// Fraction of [`Self::iterations`], in `[0, 1]`, during which `lambda` stays as it is.
        warmup: f64 = 0.3, [0.0, 1.0], fixed, Fraction;
    }
    beside {
        /// Planned number of iterations, at least 1; it sets the length of the warm-up and nothing else.
        iterations: usize = 200;
    }
}

impl Settings {
    /// Number of iterations at the start that leave `lambda` alone.
    pub fn warmup_iterations(&self) -> usize {
        (self.warmup * self.iterations as f64).round() as usize
    }
}
