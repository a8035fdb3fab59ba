//! Which of four small patterns flashes somewhere, at some time, in a noisy field. Where it is says nothing, so that a layer
//! whose neurons share their weights needs to learn it only once.

use super::source::{Defaults, Draw, Sketch, Source, Values, pick, shower};
use crate::data::{Answer, Encoder, Slot, View};
use crate::network::layer::Token;
use crate::random::uniform;

/// Pixels of a pattern, row by row.
const PATTERNS: [[u8; PATTERN * PATTERN]; 4] = [
    [1, 0, 1, 0, 1, 0, 1, 0, 1],
    [0, 1, 0, 1, 1, 1, 0, 1, 0],
    [1, 1, 1, 1, 0, 0, 1, 0, 0],
    [0, 0, 1, 0, 0, 1, 1, 1, 1],
];
/// Pixels a side of a pattern.
const PATTERN: usize = 3;
/// Pixels a side of the field.
const SIDE: usize = 12;
/// Steps for which a pattern flashes.
const SHOWN: usize = 6;
/// Probability of a spike a step of a pixel of the pattern.
const RATE: f64 = 0.8;

pub(super) const SOURCE: &dyn Source = &Detect;

struct Detect;

impl Source for Detect {
    fn name(&self) -> &'static str {
        "detect"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(PATTERNS.len())
    }

    fn view(&self) -> View {
        View::Picture(SIDE)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate]
    }

    fn channels(&self, _: Encoder) -> usize {
        SIDE * SIDE
    }

    /// A pixel is its column and row, from 1.
    fn channel_names(&self, _: Encoder) -> Vec<String> {
        (0..SIDE * SIDE).map(|c| format!("{},{}", c % SIDE + 1, c / SIDE + 1)).collect()
    }

    /// Probability of a spike for nothing, a pixel and step.
    fn max_noise(&self) -> f64 {
        0.5
    }

    fn defaults(&self) -> Defaults {
        Defaults {
            hidden: &[Token::Conv { maps: 8, kernel: 3, stride: 1 }, Token::PoolAll],
            samples: 300,
            steps: 10,
            noise: 0.03,
            encoder: Encoder::Rate,
        }
    }

    fn settings(&self, _: &str) -> Values {
        &[("delta", 0.9)]
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let shown = SHOWN.min(draw.steps);
        let Sketch { canvas, labels, places, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            let [left, top] = [0; 2].map(|_: usize| pick(SIDE - PATTERN + 1, places));
            let first = pick(draw.steps - shown + 1, places);
            let slot = &mut Slot::new(*canvas, k, draw.steps);
            shower(slot, 0..draw.steps, 0..SIDE * SIDE, draw.noise, spikes);
            for t in first..first + shown {
                for (pixel, &on) in PATTERNS[label].iter().enumerate() {
                    if on == 1 && uniform(spikes) < RATE {
                        slot.put(t, (top + pixel / PATTERN) * SIDE + left + pixel % PATTERN, 1.0);
                    }
                }
            }
        }
    }
}
