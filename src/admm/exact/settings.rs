//! Settings of the solver.

use crate::Error;

/// What happens to a neuron's own soft reset when one of its spikes is flipped to find its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlippedReset {
    /// The later spikes stay as they are: two reverse traces, `O(T)`.
    Frozen,
    /// The neuron runs on from the flip, and later spikes may change with it: `O(T^2)`.
    RunOn,
}

/// Settings of [`super::Exact`].
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Margin `m > 0` (units of the membrane potential): half width of the band about the threshold in which a spike
    /// may change its side, and how far beyond the threshold its wanted side begins.
    pub margin: f64,
    /// Inertia `mu > 0`: the weight of the proximal term is `mu' = mu tr(G) / N`. Relative to the mean eigenvalue of the
    /// Gram matrix that is `mu n_in / N`: the fewer samples an input has to be known from, the more it is held back.
    pub mu: f64,
    /// Size `tau > 0` of a hidden step: root mean square change of the membrane potential, before cosine decay.
    pub tau: f64,
    /// Rounds `K >= 1` of scaled ADMM in a layer problem. With 1 no multiplier is kept.
    pub inner: usize,
    /// Samples a batch; 0 takes all. The Gram matrix of the first layer's inputs is that of all samples in any case.
    pub batch: usize,
    /// Decay in `[0, 1)` of the running averages of the statistics, of the Gram matrix and of the weights.
    pub average: f64,
    /// Planned number of iterations: the cosine decay ends there.
    pub iterations: usize,
    /// Treatment of the flipped neuron's own reset.
    pub reset: FlippedReset,
    /// Seed of the order in which batches are drawn.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            margin: 1.5,
            mu: 0.6,
            tau: 0.3,
            inner: 2,
            batch: 200,
            average: 0.7,
            iterations: 150,
            reset: FlippedReset::Frozen,
            seed: 1,
        }
    }
}

impl Settings {
    /// Checks every range.
    ///
    /// # Errors
    /// [`Error::Setting`] naming the first setting that is out of range.
    pub fn validate(&self) -> Result<(), Error> {
        let positive = |key: &str, value: f64| {
            if value > 0.0 && value.is_finite() {
                Ok(())
            } else {
                Err(Error::Setting { key: key.into(), given: value.to_string(), allowed: "a positive number".into() })
            }
        };
        positive("margin", self.margin)?;
        positive("mu", self.mu)?;
        positive("tau", self.tau)?;
        positive("inner", self.inner as f64)?;
        positive("iterations", self.iterations as f64)?;
        if !(0.0..1.0).contains(&self.average) {
            return Err(Error::Setting {
                key: "average".into(),
                given: self.average.to_string(),
                allowed: "at least 0 and below 1".into(),
            });
        }
        Ok(())
    }
}
