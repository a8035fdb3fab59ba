//! How a network does on one data set.

use crate::Error;
use crate::data::Dataset;
use crate::linalg::Scalar;
use crate::loss::{self, Hold, Loss, Pass};
use crate::network::{Activity, Network, Reading, Series};

/// What a network is measured by on one data set.
pub(super) struct Evaluation<F: Scalar> {
    pub(super) labels: Vec<usize>,
    pub(super) loss: Box<dyn Loss<F>>,
    pub(super) reading: Reading<F>,
    /// Storage for the whole pass, for a loss that looks at spike trains.
    activity: Option<Activity<F>>,
}

impl<F: Scalar> Evaluation<F> {
    pub(super) fn new(data: &Dataset<F>, sizes: &[usize], delta: F) -> Self {
        let loss = loss::of(data, delta);
        let whole = loss.hold() == Hold::Trains;
        Self {
            labels: data.labels.clone(),
            reading: Reading::new(sizes, data.len()),
            activity: whole.then(|| Activity::new(sizes, data.input.steps(), data.len())),
            loss,
        }
    }

    /// Runs a network forward on the data set's input trace.
    pub(super) fn run(&mut self, network: &Network<F>, input_trace: &Series<F>) -> Result<(), Error> {
        match &mut self.activity {
            Some(activity) => {
                network.forward(input_trace, activity)?;
                self.reading.take(activity)
            }
            None => network.read(input_trace, &mut self.reading),
        }
    }

    fn pass(&self) -> Pass<'_, F> {
        self.activity.as_ref().map_or_else(|| (&self.reading).into(), Pass::from)
    }

    /// Accuracy, or what the loss shows in its place, of the last run.
    pub(super) fn score(&self) -> f64 {
        self.loss.score(self.pass(), &self.labels)
    }

    /// Loss of the last run.
    pub(super) fn loss(&self) -> f64 {
        self.loss.value(self.pass(), &self.labels)
    }
}
