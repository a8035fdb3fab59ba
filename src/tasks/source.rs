//! What a task is: everything about it stands in its one file, behind [`Source`].

use std::ops::Range;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::data::table::Carried;
use crate::data::{Answer, Canvas, Encoder, Slot, View, point, point_channels, point_names};
use crate::network::layer::Token;
use crate::random::uniform;

/// What an experiment on a task has when its link says nothing else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Defaults {
    /// The hidden layers.
    pub hidden: &'static [Token],
    /// Training samples `n`.
    pub samples: usize,
    /// Time steps `T`.
    pub steps: usize,
    /// Noise, in the task's own unit.
    pub noise: f64,
    /// How values become spikes.
    pub encoder: Encoder,
}

/// Values of settings by their key in a link.
pub type Values = &'static [(&'static str, f64)];

/// Which set is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Training data.
    Train,
    /// Validation data.
    Validation,
    /// Test data.
    Test,
}

/// What a set is drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draw {
    /// How values become spikes; one of [`Source::encoders`].
    pub encoder: Encoder,
    /// Time steps.
    pub steps: usize,
    /// Noise, from 0 to [`Source::max_noise`].
    pub noise: f64,
    /// Steps of silence, for a task that has a gap.
    pub gap: usize,
    /// Seed of the experiment: what the classes are depends on it alone.
    pub seed: u64,
    /// The set.
    pub set: Set,
}

/// A set that is being drawn.
pub struct Sketch<'a> {
    /// Where the spikes go: all zero but for the bias, which is the last channel.
    pub canvas: &'a mut dyn Canvas,
    /// Class of each sample. They take turns as a draw begins, so they are balanced; a task may change them.
    pub labels: &'a mut [usize],
    /// Where the samples lie in the unit square, for a task that is a plane.
    pub points: Option<Vec<[f64; 2]>>,
    /// Target spikes, `(t, class, output)`, for a task whose answer is spike trains.
    pub trains: Vec<(usize, usize, usize)>,
    /// Random numbers of where the samples of this set lie.
    pub places: ChaCha8Rng,
    /// Random numbers of the spikes of this set.
    pub spikes: ChaCha8Rng,
}

/// A task: where its samples come from, and what there is to know of it without drawing any.
pub trait Source: Sync {
    /// Name in a link.
    fn name(&self) -> &'static str;

    /// What a link says of its data, where a visitor can give them: the key and the text.
    fn said(&self) -> Option<(&'static str, String)> {
        None
    }

    /// What the network must answer.
    fn answer(&self) -> Answer;

    /// Names of the classes, where they have any but their numbers.
    fn class_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// The data that a link names and does not hold, where they are a visitor's own.
    fn carried(&self) -> Option<Carried> {
        None
    }

    /// How its samples can be seen.
    fn view(&self) -> View {
        View::Channels
    }

    /// Encoders that it accepts; the default stands among them.
    fn encoders(&self) -> &'static [Encoder];

    /// Number of input channels, without the bias.
    fn channels(&self, encoder: Encoder) -> usize;

    /// A short name of each of these channels, in mathematical signs only; empty when they have no meaning of their own.
    fn channel_names(&self, encoder: Encoder) -> Vec<String> {
        (1..=self.channels(encoder)).map(|c| format!("#{c}")).collect()
    }

    /// Largest noise that makes sense, in the task's own unit, which its file names.
    fn max_noise(&self) -> f64 {
        1.0
    }

    /// The usual and the largest number of steps of silence between what is to be remembered and what asks for it; none for
    /// a task without such a gap. Time steps are the longer for each step of it.
    fn gap(&self) -> Option<[usize; 2]> {
        None
    }

    /// Samples in training, validation and test set when the training set is asked to have `n`.
    fn set_sizes(&self, n: usize) -> [usize; 3] {
        [n; 3]
    }

    /// What an experiment has when its link says nothing else.
    fn defaults(&self) -> Defaults;

    /// What a method (by its name in a link) has here otherwise than everywhere else.
    fn settings(&self, _method: &str) -> Values {
        &[]
    }

    /// Draws a set: the spikes of every sample, and whatever else [`Sketch`] can hold. More samples must leave the first
    /// ones as they were.
    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>);
}

/// A task whose samples are points of the unit square.
pub(super) struct Planar {
    /// Name in a link.
    pub(super) name: &'static str,
    /// Number of classes.
    pub(super) classes: usize,
    /// What an experiment has when its link says nothing else.
    pub(super) defaults: Defaults,
    /// What a method has here otherwise than everywhere else.
    pub(super) settings: &'static [(&'static str, Values)],
    /// A point of a class with that much noise. The unit of noise is the task's own.
    pub(super) point: fn(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2],
}

impl Source for Planar {
    fn name(&self) -> &'static str {
        self.name
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.classes)
    }

    fn view(&self) -> View {
        View::Plane
    }

    fn encoders(&self) -> &'static [Encoder] {
        &Encoder::PLANE
    }

    fn channels(&self, encoder: Encoder) -> usize {
        point_channels(encoder)
    }

    fn channel_names(&self, encoder: Encoder) -> Vec<String> {
        point_names(encoder)
    }

    fn defaults(&self) -> Defaults {
        self.defaults
    }

    fn settings(&self, method: &str) -> Values {
        self.settings.iter().find(|(name, _)| *name == method).map_or(&[], |(_, values)| values)
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let Sketch { labels, places, .. } = sketch;
        let points = labels.iter().map(|&label| (self.point)(label, draw.noise, places)).collect();
        encode(draw, points, sketch);
    }
}

/// Encodes the points of a set.
pub(super) fn encode(draw: &Draw, points: Vec<[f64; 2]>, sketch: &mut Sketch<'_>) {
    for (k, &at) in points.iter().enumerate() {
        point(draw.encoder, at, &mut Slot::new(sketch.canvas, k, draw.steps), &mut sketch.spikes);
    }
    sketch.points = Some(points);
}

/// A whole number below `count`, each as likely.
pub(super) fn pick<R: Rng>(count: usize, rng: &mut R) -> usize {
    ((uniform(rng) * count as f64) as usize).min(count.saturating_sub(1))
}

/// Spikes of some channels over some steps, each with this probability.
pub(super) fn shower<R: Rng>(slot: &mut Slot<'_>, steps: Range<usize>, channels: Range<usize>, rate: f64, rng: &mut R) {
    for t in steps {
        for channel in channels.clone() {
            if uniform(rng) < rate {
                slot.put(t, channel, 1.0);
            }
        }
    }
}

/// `value` in `[low, high]` as a fraction of that range, clipped to `[0, 1]`.
pub(super) fn to_unit(value: f64, low: f64, high: f64) -> f64 {
    ((value - low) / (high - low)).clamp(0.0, 1.0)
}
