//! XOR of spike rates: two bits, each a group of channels that fire often for 1 and rarely for 0.

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::uniform;

/// Channels a bit.
const CHANNELS: usize = 5;
/// Probability of a spike a step for a bit of 0 and of 1, without noise.
const RATES: [f64; 2] = [0.1, 0.7];

pub(super) const SOURCE: &dyn Source = &Xor;

struct Xor;

impl Source for Xor {
    fn name(&self) -> &'static str {
        "xor"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(2)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate, Encoder::Current]
    }

    fn channels(&self, _: Encoder) -> usize {
        2 * CHANNELS
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        ["A", "B"].iter().flat_map(|bit| (1..=CHANNELS).map(move |c| format!("{bit}{c}"))).collect()
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Dense(20)], samples: 200, steps: 20, noise: 0.0, encoder: Encoder::Rate }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let Sketch { canvas, labels, spikes, .. } = sketch;
        for (k, label) in labels.iter_mut().enumerate() {
            *label = write(draw.encoder, k, draw.noise, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}

/// Sample number `index`: the four pairs of bits in turn. `noise` in `[0, 1]` moves the two rates towards each other;
/// at 1 they are equal. With constant current, each channel carries the fraction of steps in which it would have
/// spiked. Returns the label.
fn write<R: Rng>(encoder: Encoder, index: usize, noise: f64, slot: &mut Slot<'_>, rng: &mut R) -> usize {
    let bits = [index / 2 % 2, index % 2];
    let middle = 0.5 * (RATES[0] + RATES[1]);
    let steps = slot.steps();
    for channel in 0..2 * CHANNELS {
        let rate = RATES[bits[channel / CHANNELS]];
        let rate = rate + noise * (middle - rate);
        let mut spikes = 0;
        for t in 0..steps {
            let spike = uniform(rng) < rate;
            spikes += usize::from(spike);
            if spike && encoder != Encoder::Current {
                slot.put(t, channel, 1.0);
            }
        }
        if encoder == Encoder::Current {
            slot.hold(channel, spikes as f64 / steps as f64);
        }
    }
    bits[0] ^ bits[1]
}
