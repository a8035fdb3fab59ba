//! Labelled samples, wherever they come from: a task that is drawn from a seed, or a file.

mod encode;
pub mod table;

pub use encode::{
    Canvas, Encoder, Slot, blank, encode_points, point, point_channels, point_names, value_channels, value_names,
    write_values,
};

use crate::linalg::Scalar;
use crate::network::Series;
use crate::network::layer::{Order, Picture};

/// Labelled spike trains.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset<F> {
    /// Input spikes (or currents) `a_0`, `[t][n][channel]`; the last channel is the bias, constantly 1.
    pub input: Series<F>,
    /// Class of each sample, `0..classes`.
    pub labels: Vec<usize>,
    /// Number of classes.
    pub classes: usize,
    /// Where the samples lie in the unit square, for data that are a plane: `[x, y]`, y upwards.
    pub points: Option<Vec<[f64; 2]>>,
    /// Spike trains that the last spiking layer must fire, 0 or 1, `[t][class][output]`, for data whose target is one.
    pub target: Option<Series<F>>,
}

impl<F: Scalar> Dataset<F> {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Neurons of the readout: one a class, or one an output neuron with a target train.
    pub fn outputs(&self) -> usize {
        self.target.as_ref().map_or(self.classes, Series::neurons)
    }

    /// What the network must answer.
    pub fn answer(&self) -> Answer {
        match &self.target {
            Some(trains) => Answer::Trains { patterns: self.classes, outputs: trains.neurons() },
            None => Answer::Classes(self.classes),
        }
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// What a network must answer to a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// One of so many classes.
    Classes(usize),
    /// Spike trains of the last spiking layer: `outputs` neurons, each with a train for each of `patterns` classes of
    /// input.
    Trains {
        /// Number of classes.
        patterns: usize,
        /// Number of output neurons.
        outputs: usize,
    },
}

impl Answer {
    /// Number of classes that the samples have.
    pub const fn classes(self) -> usize {
        match self {
            Self::Classes(classes) | Self::Trains { patterns: classes, .. } => classes,
        }
    }

    /// Whether it is a spike train of the last spiking layer and not a class.
    pub const fn is_trains(self) -> bool {
        matches!(self, Self::Trains { .. })
    }

    /// Neurons of the readout: one a class, or one an output neuron with a target train.
    pub const fn outputs(self) -> usize {
        match self {
            Self::Classes(outputs) | Self::Trains { outputs, .. } => outputs,
        }
    }

    /// Neurons of the layers after the hidden ones: the readout. Where the target is a spike train, the output neurons spike,
    /// and the readout is a layer of as many that shows their traces.
    pub fn last(self) -> Vec<usize> {
        vec![self.outputs(); 1 + usize::from(self.is_trains())]
    }
}

/// How samples can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// As channels without a place.
    Channels,
    /// As points of the unit square.
    Plane,
    /// As pictures of an event camera with so many pixels a side: the channels are the ON events of its pixels, row by row
    /// from the top, then their OFF events.
    Camera(usize),
    /// As one picture with so many pixels a side, a channel a pixel, row by row from the top.
    Picture(usize),
}

impl View {
    /// Whether the samples are points of the unit square.
    pub const fn is_plane(self) -> bool {
        matches!(self, Self::Plane)
    }

    /// The pictures that the channels are, where they are.
    pub const fn picture(self) -> Option<Picture> {
        let (side, maps) = match self {
            Self::Camera(side) => (side, 2),
            Self::Picture(side) => (side, 1),
            _ => return None,
        };
        Some(Picture { width: side, height: side, maps, order: Order::Pictures })
    }

    /// Pixels a side, for what a camera sees.
    pub const fn camera(self) -> Option<usize> {
        match self {
            Self::Camera(side) => Some(side),
            _ => None,
        }
    }
}

/// Three sets of one kind, drawn independently, and what there is to know of their samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Splits<F> {
    /// What the trainer sees.
    pub train: Dataset<F>,
    /// What chooses the best iterate.
    pub validation: Dataset<F>,
    /// What measures the result.
    pub test: Dataset<F>,
    /// How a sample can be seen.
    pub view: View,
    /// A short name of each input channel, in mathematical signs only; the bias is `1`. Empty where the channels have no
    /// meaning of their own.
    pub names: Vec<String>,
}
