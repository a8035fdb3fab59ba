//! One interface for all training methods: the smallest step is one block update.

use ndarray::Array2;
use serde::Serialize;

use crate::Error;
use crate::data::Dataset;
use crate::linalg::Scalar;
use crate::network::{Network, Series};

/// What a trainer is given: the training data and the network that it starts from.
#[derive(Debug, Clone)]
pub struct Problem<F: Scalar> {
    /// Trace `c_0` of the training input, `[t][n][channel]`.
    pub input_trace: Series<F>,
    /// Training data.
    pub data: Dataset<F>,
    /// Initial network.
    pub start: Network<F>,
}

/// A block of variables that a trainer updates at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What is updated, e.g. `W`, `a`, `z`, `lambda`, `forward`, `flip_costs`.
    pub kind: &'static str,
    /// Layer `1..=L`, where the block belongs to one.
    pub layer: Option<usize>,
    /// Time step `1..=T`, where the block belongs to one.
    pub time: Option<usize>,
}

impl Block {
    /// A block of the whole network.
    pub const fn whole(kind: &'static str) -> Self {
        Self { kind, layer: None, time: None }
    }

    /// A block of layer `layer` (from 1).
    pub const fn of_layer(kind: &'static str, layer: usize) -> Self {
        Self { kind, layer: Some(layer), time: None }
    }

    /// Name with the layer's index, e.g. `W_1`; the time step is not part of it.
    pub fn name(&self) -> String {
        match self.layer {
            Some(l) => format!("{}_{l}", self.kind),
            None => self.kind.to_owned(),
        }
    }
}

/// What one block update did. Details are measured only when asked for: they cost more than the update.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The block.
    pub block: Block,
    /// What `before` and `after` measure: `augmented_lagrangian`, `loss`, `layer_objective` or `violation`.
    pub quantity: Option<&'static str>,
    /// That quantity before the update.
    pub before: Option<f64>,
    /// That quantity after the update.
    pub after: Option<f64>,
    /// Root mean square of the primal residual that the block works against, before and after the update.
    pub residual: Option<(f64, f64)>,
    /// How many discrete things changed (spikes flipped, branches taken), and out of how many.
    pub changed: Option<(usize, usize)>,
    /// Root mean square change of the block's variable.
    pub change: Option<f64>,
    /// Further live numbers by name, e.g. `rho`, `rounds`.
    pub extras: Vec<(&'static str, f64)>,
}

impl Report {
    /// A report without details.
    pub const fn plain(block: Block) -> Self {
        Self {
            block,
            quantity: None,
            before: None,
            after: None,
            residual: None,
            changed: None,
            change: None,
            extras: Vec::new(),
        }
    }
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// More to do.
    Running,
    /// The method's own criterion of convergence holds.
    Converged,
    /// No better iterate for too long.
    #[serde(rename = "no progress")]
    NoProgress,
    /// The planned number of iterations is done.
    #[serde(rename = "max iterations")]
    MaxIterations,
    /// A number was not finite or a system had no solution.
    #[serde(rename = "numerical error")]
    NumericalError,
    /// Ended by the person.
    Stopped,
}

impl Status {
    /// The word for it on the page and in snapshots.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Converged => "converged",
            Self::NoProgress => "no progress",
            Self::MaxIterations => "max iterations",
            Self::NumericalError => "numerical error",
            Self::Stopped => "stopped",
        }
    }
}

/// What a trainer itself knows at the end of an iteration; absent numbers do not exist for the method.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    /// The function that the method descends on (augmented Lagrangian, regularised loss).
    pub objective: Option<f64>,
    /// Mean training loss of the method.
    pub loss: Option<f64>,
    /// Accuracy that the method's auxiliary variables claim on the training data.
    pub auxiliary_accuracy: Option<f64>,
    /// Root mean square of the dynamics' primal residual, a layer `1..=L`.
    pub dynamics: Vec<Option<f64>>,
    /// Residual of the spike constraint `a = H(z)`, a hidden layer.
    pub spikes: Vec<Option<f64>>,
}

impl Measures {
    /// Takes over the numbers of `other`, in storage that is used again.
    pub fn copy(&mut self, other: &Self) {
        let Self { objective, loss, auxiliary_accuracy, dynamics, spikes } = other;
        (self.objective, self.loss, self.auxiliary_accuracy) = (*objective, *loss, *auxiliary_accuracy);
        self.dynamics.clone_from(dynamics);
        self.spikes.clone_from(spikes);
    }
}

/// The optimiser's own copy of one training sample's variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Auxiliary<F> {
    /// Auxiliary, wanted (for a price that matters) or target spikes of each hidden layer, `[t][neuron]`, entries in `[0, 1]`.
    pub spikes: Vec<Array2<F>>,
    /// Auxiliary potentials of each layer for which the method keeps any, `[t][neuron]`.
    pub potentials: Vec<Option<Array2<F>>>,
}

/// What the optimiser believes that the network of its current weights ([`Trainer::iterate`]) fires.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief<F> {
    /// The training samples that it is about.
    pub samples: Vec<usize>,
    /// Spikes of each hidden layer, 0 or 1, `[t][sample][neuron]`.
    pub spikes: Vec<Series<F>>,
}

/// A training method. One iteration is a loop over [`Trainer::step`].
pub trait Trainer<F: Scalar> {
    /// The block that the next call of [`Self::step`] updates.
    fn next_block(&self) -> Block;

    /// The blocks of one iteration, in order.
    fn blocks(&self) -> Vec<Block>;

    /// Updates one block. With `detail`, the report says what that did, at the cost of measuring it.
    ///
    /// # Errors
    /// [`Error::Numerical`] when the update gives numbers that are not finite; the trainer must then not be stepped
    /// on.
    fn step(&mut self, detail: bool) -> Result<Report, Error>;

    /// Updates the next block and all that follow it in a sweep over time, to which blocks with a time step belong; other
    /// blocks are sweeps by themselves. Does what as many calls of [`Self::step`] do, with one detailed report, and says how
    /// many blocks that were.
    ///
    /// # Errors
    /// As [`Self::step`].
    fn sweep(&mut self) -> Result<(Report, usize), Error> {
        Ok((self.step(true)?, 1))
    }

    /// Iterations completed.
    fn iteration(&self) -> usize;

    /// Whether an iteration has been begun and not completed.
    fn mid_iteration(&self) -> bool;

    /// [`Status::Running`], or the method's own reason to end.
    fn status(&self) -> Status;

    /// The optimiser's current weights.
    fn iterate(&self) -> &Network<F>;

    /// The network that the method would hand over now (e.g. averaged weights).
    fn network(&self) -> &Network<F> {
        self.iterate()
    }

    /// Numbers of the last completed iteration (of the start, before the first).
    fn measures(&self) -> &Measures;

    /// Brings those of [`Self::measures`] up to date that a method measures only where somebody asks. Like
    /// [`Self::belief`] it is meant for the end of an iteration, outside the time of training.
    ///
    /// # Errors
    /// [`Error::Shape`] would be a fault of ours.
    fn measure(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// The optimiser's own copy of training sample `n`, where it keeps one.
    fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>>;

    /// What the optimiser believes that [`Self::iterate`] fires on at most `most` training samples (those of the
    /// current batch, where it knows no others); none where it has no picture of its own. Allocates: it is meant for
    /// the end of an iteration, outside the time of training.
    ///
    /// # Errors
    /// [`Error::Shape`] would be a fault of ours.
    fn belief(&self, _most: usize) -> Result<Option<Belief<F>>, Error> {
        Ok(None)
    }

    /// Changes a setting during the run; `value` is already within the setting's range.
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting that this method does not have or cannot change in a run.
    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error>;
}
