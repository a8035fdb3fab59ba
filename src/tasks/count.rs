//! Counting modulo 3: some short cues, all alike, at random times, then a sign to answer. How many were there, after dividing
//! by three? What must be kept is a state that each cue moves on.

use super::source::{Defaults, Draw, Sketch, Source, Values, pick, shower};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;

/// Number of classes.
const CLASSES: usize = 3;
/// Channels of a cue.
const CHANNELS: usize = 8;
/// Channels of the sign to answer.
const SIGN: usize = 4;
/// Steps of a cue.
const SHOWN: usize = 2;
/// Steps of the sign.
const LAST: usize = 4;
/// From the first step in which a cue can begin to the first of the next one.
const APART: usize = 4;
/// Probability of a spike a step of a channel of a cue, and of the sign.
const RATES: [f64; 2] = [0.7, 0.6];

pub(super) const SOURCE: &dyn Source = &Count;

struct Count;

impl Source for Count {
    fn name(&self) -> &'static str {
        "count"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate]
    }

    fn channels(&self, _: Encoder) -> usize {
        CHANNELS + SIGN
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        let group = |name: &'static str, count: usize| (1..=count).map(move |c| format!("{name}{c}"));
        group("A", CHANNELS).chain(group("?", SIGN)).collect()
    }

    /// Probability of a spike for nothing, a channel and step.
    fn max_noise(&self) -> f64 {
        0.5
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Recurrent(50)], samples: 400, steps: 40, noise: 0.0, encoder: Encoder::Rate }
    }

    fn settings(&self, _: &str) -> Values {
        &[("delta", 0.9)]
    }

    /// 0 to 5 cues, as far as there is time for them.
    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let slots = (draw.steps.saturating_sub(2 * LAST) / APART).max(CLASSES - 1);
        let Sketch { canvas, labels, places, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            let more = label + CLASSES * pick(2, places);
            let cues = if more > slots { label } else { more };
            let slot = &mut Slot::new(*canvas, k, draw.steps);
            // Of the slots that are left, this one holds one of the cues that are left with equal chance.
            let mut left = cues;
            for index in 0..slots {
                if pick(slots - index, places) >= left {
                    continue;
                }
                left -= 1;
                let first = (index * APART + pick(2, places)).min(draw.steps.saturating_sub(SHOWN));
                shower(slot, first..(first + SHOWN).min(draw.steps), 0..CHANNELS, RATES[0], spikes);
            }
            let sign = draw.steps.saturating_sub(LAST)..draw.steps;
            shower(slot, sign, CHANNELS..CHANNELS + SIGN, RATES[1], spikes);
            if draw.noise > 0.0 {
                shower(slot, 0..draw.steps, 0..CHANNELS + SIGN, draw.noise, spikes);
            }
        }
    }
}
