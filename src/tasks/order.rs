//! Temporal order: in every class the same channels spike once each; only the times differ.

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::{Stream, gaussian, generator, uniform};

/// Number of classes.
const CLASSES: usize = 4;
/// Channels, each of which spikes exactly once.
pub(super) const CHANNELS: usize = 12;

pub(super) const SOURCE: &dyn Source = &Order;

struct Order;

impl Source for Order {
    fn name(&self) -> &'static str {
        "order"
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
        Defaults { hidden: &[Token::Dense(50)], samples: 200, steps: 30, noise: 1.5, encoder: Encoder::Latency }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let prototypes = Prototypes::of_seed(draw.seed);
        let Sketch { canvas, labels, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            prototypes.draw(label, draw.noise, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}

/// The time of each channel's spike in each class, as a fraction of the time that is left between the margins.
struct Prototypes([[f64; CHANNELS]; CLASSES]);

impl Prototypes {
    /// The classes of an experiment's seed.
    fn of_seed(seed: u64) -> Self {
        let mut rng = generator(seed, Stream::Prototypes);
        Self(std::array::from_fn(|_| std::array::from_fn(|_| uniform(&mut rng))))
    }

    /// Writes a sample of class `label`: every spike jittered by a Gaussian of standard deviation `noise` steps.
    fn draw<R: Rng>(&self, label: usize, noise: f64, slot: &mut Slot<'_>, rng: &mut R) {
        let last = slot.steps().saturating_sub(1) as f64;
        let margin = (0.25 * last).min(2.0);
        for (channel, fraction) in self.0[label].iter().enumerate() {
            let time = margin + fraction * (last - 2.0 * margin) + noise * gaussian(rng);
            slot.put(time.round().clamp(0.0, last) as usize, channel, 1.0);
        }
    }
}
