//! Saccade digits at a random place: the glyphs of [`super::saccade`] moved by up to four pixels along both axes, in a field
//! that is as much larger.

use super::saccade::{CLASSES, Camera, SIDE as GLYPH};
use super::source::{Defaults, Draw, Sketch, Source, Values};
use crate::data::{Answer, Encoder, Slot, View};
use crate::network::layer::Token::{self, Conv, Pool, PoolAll};

/// Pixels by which a glyph is moved at most, along each axis.
const REACH: usize = 4;
/// Pixels a side.
const SIDE: usize = GLYPH + 2 * REACH;
/// Layers that share weights over the places, and average over them.
const HIDDEN: [Token; 4] =
    [Conv { maps: 8, kernel: 5, stride: 2 }, Pool(2), Conv { maps: 16, kernel: 3, stride: 1 }, PoolAll];

pub(super) const SOURCE: &dyn Source = &Shifted;

struct Shifted;

impl Source for Shifted {
    fn name(&self) -> &'static str {
        "shifted"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn view(&self) -> View {
        View::Camera(SIDE)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Events]
    }

    fn channels(&self, _: Encoder) -> usize {
        2 * SIDE * SIDE
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        super::saccade::pixel_names(SIDE)
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &HIDDEN, samples: 400, steps: 20, noise: 0.5, encoder: Encoder::Events }
    }

    fn settings(&self, _: &str) -> Values {
        &[("delta", 0.9)]
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let mut camera = Camera::new(REACH);
        let Sketch { canvas, labels, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            camera.draw(label, draw.noise, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}
