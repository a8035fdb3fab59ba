//! Temporal order: in every class the same channels spike once each; only the times differ.

use rand::Rng;

use super::encode::Slot;
use crate::linalg::Scalar;
use crate::random::{Stream, gaussian, generator, uniform};

/// Number of classes.
pub(super) const CLASSES: usize = 4;
/// Channels, each of which spikes exactly once.
pub(super) const CHANNELS: usize = 12;

/// The time of each channel's spike in each class, as a fraction of the time that is left between the margins.
pub(super) struct Prototypes([[f64; CHANNELS]; CLASSES]);

impl Prototypes {
    /// The classes of an experiment's seed.
    pub(super) fn of_seed(seed: u64) -> Self {
        let mut rng = generator(seed, Stream::Prototypes);
        Self(std::array::from_fn(|_| std::array::from_fn(|_| uniform(&mut rng))))
    }

    /// Writes a sample of class `label`: every spike jittered by a Gaussian of standard deviation `noise` steps.
    pub(super) fn draw<F: Scalar, R: Rng>(&self, label: usize, noise: f64, slot: &mut Slot<'_, F>, rng: &mut R) {
        let last = slot.steps().saturating_sub(1) as f64;
        let margin = (0.25 * last).min(2.0);
        for (channel, fraction) in self.0[label].iter().enumerate() {
            let time = margin + fraction * (last - 2.0 * margin) + noise * gaussian(rng);
            slot.put(time.round().clamp(0.0, last) as usize, channel, 1.0);
        }
    }
}
