//! What can be set.

use crate::method::settings::settings;

settings! {
    /// Settings of [`super::Control`].
    pub struct Settings {
        /// Ridge `kappa` of the readout, above 0.
        kappa: f64 = 1.0, [1e-6, 1e6], live, Positive;
    }
    beside {
        /// The control is done after one.
        iterations: usize = 1;
    }
}
