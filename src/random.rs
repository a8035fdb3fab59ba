//! Random numbers that are the same bits natively and in every browser: ChaCha8 and `libm`, in `f64`.

use std::f64::consts::TAU;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What random numbers are used for. Each purpose has its own ChaCha stream, so that drawing more for one purpose
/// leaves every other untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// Where the training samples lie.
    Train = 0,
    /// Where the validation samples lie.
    Validation = 1,
    /// Where the test samples lie.
    Test = 2,
    /// What the classes are, for tasks that draw their classes.
    Prototypes = 3,
    /// Spikes of the training samples.
    TrainSpikes = 4,
    /// Spikes of the validation samples.
    ValidationSpikes = 5,
    /// Spikes of the test samples.
    TestSpikes = 6,
    /// Spikes of the points of a decision map.
    Map = 7,
    /// Initial weights.
    Weights = 8,
    /// What a trainer draws on its way (batches, auxiliary variables).
    Trainer = 9,
    /// Which spikes are flipped to see what that does.
    Flips = 10,
}

/// The generator of an experiment's `seed` for one purpose, at its beginning.
pub fn generator(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream as u64);
    rng
}

/// Uniform in `[0, 1)`.
pub fn uniform<R: Rng>(rng: &mut R) -> f64 {
    rng.random()
}

/// Standard normal, by Box and Muller (1958); two uniform numbers a call. Its logarithm and cosine are those of
/// `libm` on every target, which those of the standard library are not.
pub fn gaussian<R: Rng>(rng: &mut R) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - uniform(rng)));
    radius * libm::cos(TAU * uniform(rng))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaussian_has_mean_zero_and_unit_variance() {
        let mut rng = generator(3, Stream::Trainer);
        let draws: Vec<f64> = (0..20_000).map(|_| gaussian(&mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / draws.len() as f64;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn streams_differ_and_repeat() {
        let draw = |seed, stream| uniform(&mut generator(seed, stream));
        assert_ne!(draw(1, Stream::Train), draw(1, Stream::Test));
        assert_ne!(draw(1, Stream::Train), draw(2, Stream::Train));
        assert_eq!(draw(1, Stream::Map), draw(1, Stream::Map));
    }
}
