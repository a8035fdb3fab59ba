//! What can be set.

use crate::method::settings::settings;

settings! {
    /// Settings of [`super::Surrogate`].
    pub struct Settings {
        /// Samples a batch; 0 takes all.
        batch: usize = 0, [0.0, 5000.0], fixed, Any;
        /// Learning rate of Adam, before cosine decay.
        lr: f64 = 0.03, [1e-6, 1.0], live, Positive;
        /// Slope of the fast sigmoid, in 1 / (units of the membrane potential).
        slope: f64 = 5.0, [0.1, 100.0], live, Positive;
        /// 1 detaches the reset: no derivative runs through it.
        detach: usize = 0, [0.0, 1.0], fixed, Any;
    }
    beside {
        /// Planned number of iterations: the cosine decay ends there.
        iterations: usize = 300;
        /// Seed of the order in which batches are drawn.
        seed: u64 = 1;
    }
}
