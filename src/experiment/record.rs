//! What is measured while an experiment runs.

use serde::Serialize;

use super::Spec;

/// Accuracies on real forward passes, except `auxiliary`. Where the target is a spike train, the agreement of the output
/// trains with it stands in their place ([`crate::loss::TrainDistance::agreement`]).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Accuracy {
    /// On the training data.
    pub train: f64,
    /// On the test data.
    pub test: f64,
    /// What the optimiser's own variables claim on the training data.
    pub auxiliary: Option<f64>,
    /// Test accuracy of the control: the same frozen hidden layers with a ridge readout.
    pub control: f64,
}

/// The best iterate so far, of those that the history has a row of: the one with the largest sum of training and validation accuracy (both sets weigh the same,
/// however many samples they have), then the one with the smallest validation loss. The test data have no say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Best {
    /// When it was.
    pub iteration: usize,
    /// Its accuracy on the training data.
    pub train: f64,
    /// Its accuracy on the test data.
    pub test: f64,
}

/// Residuals of a layer at the end of an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Residual {
    /// Layer `1..=L`.
    pub layer: usize,
    /// Root mean square of the dynamics' primal residual.
    pub dynamics: Option<f64>,
    /// Residual of the spike constraint (for `exact` and `targets`: fraction of the wanted sides not reached).
    pub spikes: Option<f64>,
}

/// How things stood after an iteration: a row of the history, or a look at an iterate that is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Iterations done.
    pub iteration: usize,
    /// Seconds of training alone, without evaluation and drawing.
    pub seconds: f64,
    /// What the method descends on.
    pub objective: Option<f64>,
    /// The method's training loss.
    pub loss: Option<f64>,
    /// Accuracies.
    pub accuracy: Accuracy,
    /// Accuracy on the validation data.
    pub validation: f64,
    /// Residuals of every layer.
    pub residuals: Vec<Residual>,
    /// Spikes a neuron and step, a hidden layer.
    pub firing_rates: Vec<f64>,
    /// Neurons that never fire on the training data, a hidden layer.
    pub silent: Vec<usize>,
    /// Neurons that fire in more than nine of ten steps, a hidden layer.
    pub saturated: Vec<usize>,
    /// Largest absolute membrane potential of the hidden layers.
    pub max_abs_potential: f64,
    /// Share of the spikes whose time differs between the optimiser's model and the real network of its current weights
    /// ([`crate::method::timing::mismatch`]); none where the method has no model, or none yet.
    pub timing: Option<f64>,
    /// The same a hidden layer; empty where there is none.
    pub timing_layers: Vec<f64>,
}

/// Everything of an experiment at a moment, as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Version of this format.
    pub version: u32,
    /// The experiment.
    pub spec: Spec,
    /// Its canonical link.
    pub link: String,
    /// Name of the next block.
    pub block: String,
    /// Time step of the next block, where it has one.
    pub time: Option<usize>,
    /// How the run stands.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Status"))]
    pub status: &'static str,
    /// The iterate that stands; after the end of a run the last one, with the accuracies of the best.
    #[serde(flatten)]
    pub now: Record,
    /// Best iterate so far.
    pub best: Option<Best>,
    /// The rows that were measured, from iteration 0.
    pub history: Vec<Record>,
    /// Hash of the weights that the accuracies belong to: 16 hex digits.
    pub weights_hash: String,
    /// Why the run ended, where it has a reason of its own.
    pub message: Option<String>,
}
