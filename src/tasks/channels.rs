//! Many noisy channels: two classes that differ a little in the spike rate of every one of 300 channels. The input has
//! more dimensions than there are samples, which is where the relaxed form of [`crate::admm::paper`] does learn.

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source, Values};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::{Stream, generator, uniform};

/// Number of classes.
const CLASSES: usize = 2;
/// Number of channels.
const CHANNELS: usize = 300;
/// Range of the rates, in spikes a step.
const RATES: [f64; 2] = [0.02, 0.38];

pub(super) const SOURCE: &dyn Source = &Channels;

struct Channels;

impl Source for Channels {
    fn name(&self) -> &'static str {
        "channels"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate]
    }

    fn channels(&self, _: Encoder) -> usize {
        CHANNELS
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        Vec::new()
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Dense(60)], samples: 50, steps: 30, noise: 0.5, encoder: Encoder::Rate }
    }

    fn settings(&self, method: &str) -> Values {
        if method == "paper" { &[("delta", 0.99)] } else { &[] }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let prototypes = Prototypes::of_seed(draw.seed, draw.noise);
        let Sketch { canvas, labels, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            prototypes.draw(label, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}

/// Spike rate of each channel in each class.
struct Prototypes([Vec<f64>; CLASSES]);

impl Prototypes {
    /// The classes of an experiment's seed; `noise` in `[0, 1]` moves their rates towards each other, at 1 they are
    /// equal.
    fn of_seed(seed: u64, noise: f64) -> Self {
        let mut rng = generator(seed, Stream::Prototypes);
        let mut rates: [Vec<f64>; CLASSES] = [Vec::with_capacity(CHANNELS), Vec::with_capacity(CHANNELS)];
        for _ in 0..CHANNELS {
            let pair = [(); CLASSES].map(|()| RATES[0] + (RATES[1] - RATES[0]) * uniform(&mut rng));
            let middle = 0.5 * (pair[0] + pair[1]);
            for (class, rate) in rates.iter_mut().zip(pair) {
                class.push(rate + noise * (middle - rate));
            }
        }
        Self(rates)
    }

    /// Writes a sample of class `label`.
    fn draw<R: Rng>(&self, label: usize, slot: &mut Slot<'_>, rng: &mut R) {
        for t in 0..slot.steps() {
            for (channel, &rate) in self.0[label].iter().enumerate() {
                if uniform(rng) < rate {
                    slot.put(t, channel, 1.0);
                }
            }
        }
    }
}
