//! Delayed match to sample: a cue, a silent gap, a probe. The class says whether the probe is the cue again, so the
//! network has to remember the cue over the gap, and to compare.

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source, pick};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::uniform;

/// Number of classes: 0 when probe and cue differ, 1 when they are the same.
const CLASSES: usize = 2;
/// Patterns, each a group of channels that fire.
pub(super) const PATTERNS: usize = 4;
/// Channels a pattern.
pub(super) const CHANNELS: usize = 4;
/// Probability of a spike a step, without noise, of the channels outside and inside the pattern that is shown.
const RATES: [f64; 2] = [0.0, 0.6];

pub(super) const SOURCE: &dyn Source = &Match;

struct Match;

impl Source for Match {
    fn name(&self) -> &'static str {
        "match"
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
        let patterns = ["A", "B", "C", "D"];
        patterns.iter().flat_map(|p| (1..=CHANNELS).map(move |c| format!("{p}{c}"))).collect()
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Dense(50)], samples: 400, steps: 30, noise: 0.1, encoder: Encoder::Rate }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let Sketch { canvas, labels, places, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            write(label, draw.noise, &mut Slot::new(*canvas, k, draw.steps), [places, spikes]);
        }
    }
}

/// Time indices of the cue and of the probe: the first and the last three tenths of all steps.
pub(super) fn windows(steps: usize) -> [std::ops::Range<usize>; 2] {
    let shown = (3 * steps / 10).max(1);
    [0..shown, steps.saturating_sub(shown)..steps]
}

/// Writes a sample of class `label`. `noise` in `[0, 1]` moves the rates towards their middle; at 1 they are equal.
/// Returns cue and probe.
pub(super) fn write<R: Rng>(
    label: usize,
    noise: f64,
    slot: &mut Slot<'_>,
    [places, spikes]: [&mut R; 2],
) -> [usize; 2] {
    let cue = pick(PATTERNS, places);
    let other = (cue + 1 + pick(PATTERNS - 1, places)) % PATTERNS;
    let probe = if label == 1 { cue } else { other };
    let middle = 0.5 * (RATES[0] + RATES[1]);
    for (window, pattern) in windows(slot.steps()).into_iter().zip([cue, probe]) {
        for t in window {
            for channel in 0..PATTERNS * CHANNELS {
                let rate = RATES[usize::from(channel / CHANNELS == pattern)];
                if uniform(spikes) < rate + noise * (middle - rate) {
                    slot.put(t, channel, 1.0);
                }
            }
        }
    }
    [cue, probe]
}
