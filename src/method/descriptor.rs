//! What a training method says of itself without training: [`Method`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::settings::{Knob, Number};
use super::{Problem, Trainer};
use crate::Error;
use crate::linalg::Scalar;
use crate::network::layer::{Shape, Token};

/// The knob `gain` of the methods that start from random weights: the standard deviation of the membrane potential that
/// the first weights give, in thresholds.
pub const fn gain(default: f64) -> Knob {
    Knob { key: "gain", number: Number::Real, range: [0.01, 100.0], default, live: false }
}

/// How large a training problem is.
#[derive(Debug, Clone, PartialEq)]
pub struct Extent {
    /// Training samples.
    pub samples: usize,
    /// Samples that an iteration takes.
    pub batch: usize,
    /// Time steps.
    pub steps: usize,
    /// Neurons a layer, `[inputs, hidden.., outputs]`.
    pub sizes: Vec<usize>,
    /// The sizes of every layer, the readout last.
    pub layers: Vec<Shape>,
    /// Whether the answer is spike trains, whose loss looks at every step.
    pub trains: bool,
}

impl Extent {
    /// A problem of dense layers of these `sizes`, all of whose samples are in the batch.
    pub fn dense(samples: usize, steps: usize, sizes: Vec<usize>, trains: bool) -> Self {
        let layers = sizes.windows(2).map(|pair| Shape::dense(pair[0], pair[1])).collect();
        Self { samples, batch: samples, steps, sizes, layers, trains }
    }

    /// Neurons of all hidden layers.
    pub fn hidden(&self) -> u64 {
        self.sizes[1..self.sizes.len() - 1].iter().map(|&n| n as u64).sum()
    }

    /// Neurons of the last hidden layer.
    pub fn last(&self) -> u64 {
        self.sizes[self.sizes.len() - 2] as u64
    }

    /// Neurons of the layer below the last hidden one.
    pub fn below_last(&self) -> u64 {
        self.sizes[self.sizes.len() - 3] as u64
    }

    /// Neurons of the widest hidden layer.
    pub fn widest(&self) -> u64 {
        self.sizes[1..self.sizes.len() - 1].iter().map(|&n| n as u64).max().unwrap_or(0)
    }

    /// Neurons of the readout.
    pub fn outputs(&self) -> u64 {
        self.sizes.last().map_or(0, |&n| n as u64)
    }

    /// Weights of all layers.
    pub fn weights(&self) -> u64 {
        self.layers.iter().map(|layer| layer.parameters() as u64).sum()
    }

    /// Entries of one square matrix a layer, of its rows `x`.
    pub fn grams(&self) -> u64 {
        self.layers.iter().map(|layer| (layer.row as u64).pow(2)).sum()
    }

    /// Entries of one number a neuron of `neurons`, sample of the batch and step.
    pub fn series(&self, neurons: u64) -> u64 {
        self.batch as u64 * self.steps as u64 * neurons
    }

    /// Entries of one number an input, sample of the batch and step, where the batch is a copy: it is not all samples.
    pub fn copied_input(&self) -> u64 {
        if self.batch < self.samples { self.series(self.sizes[0] as u64) } else { 0 }
    }

    /// Operations of a method that takes so many a hidden neuron, sample of the batch and step beside its products.
    pub fn elementwise_flops(&self, each: f64) -> f64 {
        each * self.series(self.hidden()) as f64
    }

    /// Operations (one multiplication and one addition are two) of a matrix product of the batch and hidden layer `l` (index
    /// from 0), with all that the layer below says.
    pub fn product_flops(&self, l: usize) -> f64 {
        2.0 * (self.batch * self.steps) as f64 * (self.layers[l].row * self.layers[l].outputs) as f64
    }

    /// As [`Self::product_flops`], as many as take the time that the product by spikes does.
    pub fn heard_flops(&self, l: usize) -> f64 {
        let share = match self.layers[l].by_spikes() {
            false => 1.0,
            true if l == 0 => INPUT_SPIKES,
            true => HIDDEN_SPIKES,
        };
        self.product_flops(l) * share
    }

    /// Operations of a forward pass of the batch: its products.
    pub fn forward_flops(&self) -> f64 {
        let last = self.layers.len() - 1;
        let hidden: f64 = (0..last).map(|l| self.heard_flops(l)).sum();
        hidden + 2.0 * self.batch as f64 * (self.layers[last].row * self.layers[last].outputs) as f64
    }
}

/// Time of a product by spikes over that of a matrix product of the same size, for the input and for a hidden layer, whose
/// neurons fire more often. Measured on the page's examples.
const INPUT_SPIKES: f64 = 1.0 / 8.0;
const HIDDEN_SPIKES: f64 = 1.0 / 3.0;

/// Operations of an evaluation a hidden neuron, sample and step beside its products, as many as a product takes in that time.
pub const EVALUATION: f64 = 30.0;

/// The values of a method's settings, by their key in a link.
pub type Settings = BTreeMap<&'static str, f64>;

/// What a trainer is built with.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The method's own settings.
    pub settings: &'a Settings,
    /// Iterations after which the run ends.
    pub iterations: usize,
    /// Seed of what the trainer draws on its way.
    pub seed: u64,
}

/// What the layers of a network are, as far as settings depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layers {
    /// All dense.
    Dense,
    /// Some recurrent, none a convolution.
    Recurrent,
    /// Some a convolution.
    Conv,
}

impl Layers {
    /// That of these hidden layers.
    pub fn of(hidden: &[Token]) -> Self {
        let any = |kind: fn(&Token) -> bool| hidden.iter().any(kind);
        if any(|token| matches!(token, Token::Conv { .. })) {
            Self::Conv
        } else if any(|token| matches!(token, Token::Recurrent(_))) {
            Self::Recurrent
        } else {
            Self::Dense
        }
    }
}

/// A training method: one file beside the trainer says all that others must know of it.
pub trait Method {
    /// Name in a link.
    const NAME: &'static str;

    /// Default of the knob `gain` ([`gain`]); none for a method that does not start from random weights.
    const GAIN: Option<f64>;

    /// What else a link can say of it, in the order of a canonical link.
    const KNOBS: &'static [Knob];

    /// Iterations when the link says nothing else.
    const ITERATIONS: usize;

    /// Whether it can train layers that are not dense.
    const SHARED: bool = false;

    /// What a network has of it otherwise than everywhere else, by the kind of its layers.
    fn defaults(_: Layers) -> &'static [(&'static str, f64)] {
        &[]
    }

    /// Whether it can train a target that is a spike train: that needs a loss at every time step.
    const TRAINS: bool;

    /// Numbers that the trainer keeps: its workspaces, averages and weights, without those that it shares with the
    /// experiment (data, the network to start from).
    fn memory(extent: &Extent) -> u64;

    /// Operations of an iteration in its matrix products and factorisations, and about those that it takes a neuron, sample and
    /// step beside them, as many as a product takes in that time.
    fn flops(extent: &Extent, settings: &Settings) -> f64;

    /// Operations of looking at the samples whose residuals and spike times an evaluation compares, `extent` that of those
    /// alone: a forward pass of theirs and so many beside it a hidden neuron, sample and step.
    fn look_flops(extent: &Extent) -> f64 {
        extent.forward_flops() + extent.elementwise_flops(EVALUATION)
    }

    /// A trainer at the start of a run. Never inlined into the choice of one: the page fetches those that it needs first
    /// (build/split.js).
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting out of bounds, [`Error::Shape`] when data and network do not fit.
    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error>;
}
