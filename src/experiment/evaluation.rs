//! How a network does on one data set.

use crate::Error;
use crate::data::Dataset;
use crate::linalg::Scalar;
use crate::loss::Target;
use crate::network::{Activity, Network, Reading, Series, accuracy, cross_entropy};

/// What the network is measured by on one data set.
pub(super) struct Evaluation<F> {
    pub(super) labels: Vec<usize>,
    pub(super) reading: Reading<F>,
    /// Target trains, with storage for the whole pass that their distance needs.
    pub(super) target: Option<(Target<F>, Activity<F>)>,
}

impl<F: Scalar> Evaluation<F> {
    pub(super) fn new(data: &Dataset<F>, sizes: &[usize], delta: F) -> Self {
        Self {
            labels: data.labels.clone(),
            reading: Reading::new(sizes, data.len()),
            target: Target::of(data, delta).map(|t| (t, Activity::new(sizes, data.input.steps(), data.len()))),
        }
    }

    /// Runs a network forward on the data set's input trace.
    pub(super) fn run(&mut self, network: &Network<F>, input_trace: &Series<F>) -> Result<(), Error> {
        if let Some((_, activity)) = &mut self.target {
            network.forward(input_trace, activity)?;
        }
        network.read(input_trace, &mut self.reading)
    }

    /// Accuracy, or agreement with the target trains, of the last run.
    pub(super) fn score(&self) -> f64 {
        match &self.target {
            Some((target, activity)) => activity.spikes.last().map_or(0.0, |out| target.agreement(out, &self.labels)),
            None => accuracy(&self.reading.output, &self.labels),
        }
    }

    /// Loss of the last run: cross-entropy, or distance of the target trains.
    pub(super) fn loss(&self) -> f64 {
        match &self.target {
            Some((target, activity)) => activity.traces.last().map_or(0.0, |out| target.loss(out, &self.labels)),
            None => cross_entropy(&self.reading.output, &self.labels),
        }
    }
}
