//! Delayed match over a gap that can be set: a cue, silence, a probe. Is the probe the cue again? With a gap longer than the
//! leak reaches, only a layer that hears itself can keep the cue.

use super::source::{Defaults, Draw, Sketch, Source, Values, pick, shower};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;

/// Number of classes: 0 when probe and cue differ, 1 when they are the same.
const CLASSES: usize = 2;
/// Patterns, each a group of channels that fire.
const PATTERNS: usize = 4;
/// Channels a pattern.
const CHANNELS: usize = 8;
/// Probability of a spike a step of a channel in the pattern that is shown.
const RATE: f64 = 0.5;
/// Usual and largest number of silent steps.
const GAP: [usize; 2] = [14, 100];

pub(super) const SOURCE: &dyn Source = &Gap;

struct Gap;

impl Source for Gap {
    fn name(&self) -> &'static str {
        "gap"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate]
    }

    fn channels(&self, _: Encoder) -> usize {
        PATTERNS * CHANNELS
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        ["A", "B", "C", "D"].iter().flat_map(|p| (1..=CHANNELS).map(move |c| format!("{p}{c}"))).collect()
    }

    /// Probability of a spike a step of a channel outside the pattern, while one is shown.
    fn max_noise(&self) -> f64 {
        RATE
    }

    fn gap(&self) -> Option<[usize; 2]> {
        Some(GAP)
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Recurrent(50)], samples: 400, steps: 30, noise: 0.05, encoder: Encoder::Rate }
    }

    fn settings(&self, _: &str) -> Values {
        &[("delta", 0.9)]
    }

    /// Cue and probe share what the gap leaves of the steps, a step each at least.
    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let shown = (draw.steps.saturating_sub(draw.gap) / 2).max(1);
        let Sketch { canvas, labels, places, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            let cue = pick(PATTERNS, places);
            let other = (cue + 1 + pick(PATTERNS - 1, places)) % PATTERNS;
            let probe = if label == 1 { cue } else { other };
            let slot = &mut Slot::new(*canvas, k, draw.steps);
            for (first, pattern) in [(0, cue), (draw.steps.saturating_sub(shown), probe)] {
                for group in 0..PATTERNS {
                    let rate = if group == pattern { RATE } else { draw.noise };
                    shower(slot, first..first + shown, group * CHANNELS..(group + 1) * CHANNELS, rate, spikes);
                }
            }
        }
    }
}
