//! Smooth random manifolds as spike times (Zenke and Vogels 2021, Neural Computation 33(4), `github.com/fzenke/randman`).
//!
//! A class is a curve. A sample is a point `x` of it, and channel `i` spikes once, at a time that is a smooth random
//! function of `x`: all that tells the classes apart is how the times of the channels go together.

use std::f64::consts::TAU;

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source, to_unit};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::{Stream, gaussian, generator, uniform};

/// Number of classes.
const CLASSES: usize = 5;
/// Channels, each of which spikes exactly once.
pub(super) const CHANNELS: usize = 20;

/// Terms of the Fourier series; those that are left out would move few spikes by a step.
const TERMS: usize = 32;
/// Points of a curve at which its least and greatest value are looked for.
const GRID: usize = 200;

pub(super) const SOURCE: &dyn Source = &Randman;

struct Randman;

impl Source for Randman {
    fn name(&self) -> &'static str {
        "randman"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Latency]
    }

    fn channels(&self, _: Encoder) -> usize {
        CHANNELS
    }

    /// Standard deviation of a spike's time, in steps.
    fn max_noise(&self) -> f64 {
        10.0
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Dense(50)], samples: 400, steps: 50, noise: 1.0, encoder: Encoder::Latency }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let manifolds = Manifolds::of_seed(draw.seed);
        let Sketch { canvas, labels, places, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            manifolds.draw(label, uniform(places), draw.noise, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}

/// One coordinate of a curve: `f(x) = sum_k a_k / (k + 1) sin(2 pi (k b_k x + c_k))`, `k = 1..`, with `a`, `b`, `c`
/// uniform in `[0, 1)` (smoothness `alpha = 1`), and its range.
struct Curve {
    terms: [[f64; 3]; TERMS],
    range: [f64; 2],
}

impl Curve {
    fn new<R: Rng>(rng: &mut R) -> Self {
        let terms = std::array::from_fn(|_| std::array::from_fn(|_| uniform(rng)));
        let mut curve = Self { terms, range: [f64::INFINITY, f64::NEG_INFINITY] };
        for point in 0..=GRID {
            let value = curve.value(point as f64 / GRID as f64);
            curve.range = [curve.range[0].min(value), curve.range[1].max(value)];
        }
        curve
    }

    fn value(&self, x: f64) -> f64 {
        let term = |(index, [a, b, c]): (usize, &[f64; 3])| {
            let k = (index + 1) as f64;
            a / (k + 1.0) * libm::sin(TAU * (k * b * x + c))
        };
        self.terms.iter().enumerate().map(term).sum()
    }

    /// The value as a fraction of its range.
    fn fraction(&self, x: f64) -> f64 {
        to_unit(self.value(x), self.range[0], self.range[1])
    }
}

/// The curve of each class.
struct Manifolds(Vec<Curve>);

impl Manifolds {
    /// The classes of an experiment's seed.
    fn of_seed(seed: u64) -> Self {
        let mut rng = generator(seed, Stream::Prototypes);
        Self((0..CLASSES * CHANNELS).map(|_| Curve::new(&mut rng)).collect())
    }

    /// Writes the point `x` in `[0, 1]` of class `label`: every spike jittered by a Gaussian of standard deviation
    /// `noise` steps.
    fn draw<R: Rng>(&self, label: usize, x: f64, noise: f64, slot: &mut Slot<'_>, rng: &mut R) {
        let last = slot.steps().saturating_sub(1) as f64;
        for (channel, curve) in self.0[label * CHANNELS..][..CHANNELS].iter().enumerate() {
            let time = curve.fraction(x) * last + noise * gaussian(rng);
            slot.put(time.round().clamp(0.0, last) as usize, channel, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::blank;
    use crate::network::Series;

    const STEPS: usize = 100;

    /// Time index of every channel's spike at the point `x`.
    fn times(manifolds: &Manifolds, label: usize, x: f64) -> Vec<f64> {
        let mut series: Series<f64> = blank(STEPS, 1, CHANNELS + 1);
        manifolds.draw(label, x, 0.0, &mut Slot::new(&mut series, 0, STEPS), &mut generator(1, Stream::TrainSpikes));
        let time = |c: usize| series.flat().column(c).iter().position(|&v| v == 1.0).expect("a spike") as f64;
        (0..CHANNELS).map(time).collect()
    }

    #[test]
    fn times_are_smooth_and_fill_the_range() {
        let manifolds = Manifolds::of_seed(3);
        for label in 0..CLASSES {
            let curve: Vec<_> = (0..=GRID).map(|k| times(&manifolds, label, k as f64 / GRID as f64)).collect();
            for channel in 0..CHANNELS {
                let along: Vec<f64> = curve.iter().map(|at| at[channel]).collect();
                assert!(along.contains(&0.0) && along.contains(&(STEPS as f64 - 1.0)));
                let steepest = along.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
                assert!(steepest < 0.3 * STEPS as f64, "{steepest}");
            }
        }
        assert_ne!(times(&manifolds, 0, 0.5), times(&manifolds, 1, 0.5));
    }
}
