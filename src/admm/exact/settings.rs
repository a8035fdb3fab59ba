//! Settings of the solver.

use crate::method::settings::settings;

/// What happens to a neuron's own soft reset when one of its spikes is flipped to find its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlippedReset {
    /// The later spikes stay as they are: two reverse traces, `O(T)`.
    Frozen,
    /// The neuron runs on from the flip, and later spikes may change with it: `O(T^2)`.
    RunOn,
}

settings! {
    /// Settings of [`super::Exact`].
    pub struct Settings {
        /// Margin `m > 0` (units of the membrane potential): half width of the band about the threshold in which a spike
        /// may change its side, and how far beyond the threshold its wanted side begins.
        margin: f64 = 1.5, [0.001, 100.0], live, Positive;
        /// Inertia `mu > 0`: the weight of the proximal term is `mu' = mu tr(G) / N`. Relative to the mean eigenvalue of
        /// the Gram matrix that is `mu n_in / N`: the fewer samples an input has to be known from, the more it is held
        /// back.
        mu: f64 = 0.6, [1e-8, 1e6], live, Positive;
        /// Size `tau > 0` of a hidden step: root mean square change of the membrane potential, before cosine decay.
        tau: f64 = 0.3, [1e-5, 10.0], live, Positive;
        /// Rounds `K >= 1` of scaled ADMM in a layer problem. With 1 no multiplier is kept.
        inner: usize = 2, [1.0, 100.0], live, Counting;
        /// Samples a batch; 0 takes all. The Gram matrix of the first layer's inputs is that of all samples in any case.
        batch: usize = 200, [0.0, 5000.0], fixed, Any;
        /// Decay in `[0, 1)` of the running averages of the statistics, of the Gram matrix and of the weights.
        average: f64 = 0.7, [0.0, 0.999], live, Decay;
    }
    beside {
        /// Planned number of iterations: the cosine decay ends there.
        iterations: usize = 150;
        /// Treatment of the flipped neuron's own reset.
        reset: FlippedReset = FlippedReset::Frozen;
        /// Seed of the order in which batches are drawn.
        seed: u64 = 1;
    }
}
