//! XOR of two cues over a gap: each cue is A or B, then comes silence, then a sign to answer. Were they different?

use super::source::{Defaults, Draw, Sketch, Source, Values, pick, shower};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;

/// Number of classes: 0 for the same cue twice, 1 for two that differ.
const CLASSES: usize = 2;
/// Channels a cue.
const CHANNELS: usize = 8;
/// Channels of the sign to answer.
const SIGN: usize = 4;
/// Steps of a cue and of the sign.
const SHOWN: usize = 4;
/// Probability of a spike a step of a channel that is shown.
const RATE: f64 = 0.6;
/// Usual and largest number of silent steps.
const GAP: [usize; 2] = [30, 100];

pub(super) const SOURCE: &dyn Source = &XorGap;

struct XorGap;

impl Source for XorGap {
    fn name(&self) -> &'static str {
        "xorgap"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate]
    }

    fn channels(&self, _: Encoder) -> usize {
        2 * CHANNELS + SIGN
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        let group = |name: &'static str, count: usize| (1..=count).map(move |c| format!("{name}{c}"));
        group("A", CHANNELS).chain(group("B", CHANNELS)).chain(group("?", SIGN)).collect()
    }

    /// Probability of a spike for nothing, a channel and step.
    fn max_noise(&self) -> f64 {
        0.5
    }

    fn gap(&self) -> Option<[usize; 2]> {
        Some(GAP)
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Recurrent(50)], samples: 400, steps: 56, noise: 0.0, encoder: Encoder::Rate }
    }

    fn settings(&self, _: &str) -> Values {
        &[("delta", 0.9)]
    }

    /// The cues come at random times, each in its half of what gap and sign leave of the steps.
    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let half = (draw.steps.saturating_sub(draw.gap + SHOWN) / 2).max(1);
        let shown = SHOWN.min(half);
        let Sketch { canvas, labels, places, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            let cue = pick(2, places);
            let slot = &mut Slot::new(*canvas, k, draw.steps);
            for (index, cue) in [cue, cue ^ label].into_iter().enumerate() {
                let first = (index * half + pick(half - shown + 1, places)).min(draw.steps - shown.min(draw.steps));
                let last = (first + shown).min(draw.steps);
                shower(slot, first..last, cue * CHANNELS..(cue + 1) * CHANNELS, RATE, spikes);
            }
            let channels = 2 * CHANNELS + SIGN;
            shower(slot, draw.steps.saturating_sub(SHOWN)..draw.steps, 2 * CHANNELS..channels, RATE, spikes);
            if draw.noise > 0.0 {
                shower(slot, 0..draw.steps, 0..channels, draw.noise, spikes);
            }
        }
    }
}
