//! How much memory an experiment needs.

use super::limits::{KEPT_LIMIT, MEMORY_LIMIT};
use super::spec::{Spec, layers_text};
use crate::data::{Answer, Dataset, View};
use crate::error::Error;
use crate::linalg::Scalar;
use crate::method::Extent;
use crate::method::timing::SAMPLES;
use crate::network::layer::{Form, Plan};

/// Bytes of a number in the page.
const BYTES: u64 = 4;

/// Most bytes that a decision map keeps of its encoded grid; a larger one is encoded anew for each picture.
pub const GRID_LIMIT: u64 = 16 << 20;
/// Bytes of the scratch that pictures of many samples run through, as far as one sample fits in.
pub const SCRATCH_LIMIT: u64 = 16 << 20;

/// What data are, without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Samples in training, validation and test set.
    pub samples: [usize; 3],
    /// Time steps.
    pub steps: usize,
    /// Input channels, the bias included.
    pub inputs: usize,
    /// What the network must answer.
    pub answer: Answer,
    /// How a sample can be seen.
    pub view: View,
}

impl Shape {
    /// What the first layer stands upon.
    pub const fn form(&self) -> Form {
        Form { neurons: self.inputs, picture: self.view.picture() }
    }

    /// That of three sets.
    pub(super) fn of<F: Scalar>(train: &Dataset<F>, validation: &Dataset<F>, test: &Dataset<F>, view: View) -> Self {
        Self {
            samples: [train.len(), validation.len(), test.len()],
            steps: train.input.steps(),
            inputs: train.input.neurons(),
            answer: train.answer(),
            view,
        }
    }
}

impl Spec {
    /// What the data of the experiment's task are.
    pub fn shape(&self) -> Shape {
        Shape {
            samples: self.task.set_sizes(self.samples),
            steps: self.steps,
            inputs: self.task.inputs(self.encoder),
            answer: self.task.answer(),
            view: self.task.view(),
        }
    }

    /// The layers on data of that shape.
    ///
    /// # Errors
    /// [`Error::Setting`] for a layer that does not fit there.
    pub fn plan_on(&self, shape: &Shape) -> Result<Plan, Error> {
        match Plan::nearest(shape.form(), &self.hidden, &shape.answer.last()) {
            (plan, None) => Ok(plan),
            (_, Some((token, misfit, below))) => Err(Error::Setting {
                key: "hidden".into(),
                given: layers_text(&self.hidden),
                allowed: misfit.allowed(token, below),
            }),
        }
    }

    /// How large the training problem is on data of that shape.
    pub fn extent(&self, shape: &Shape) -> Extent {
        let samples = shape.samples[0];
        let batch = match self.settings.get("batch") {
            Some(&batch) if batch >= 1.0 => samples.min(batch as usize),
            _ => samples,
        };
        let (plan, _) = Plan::nearest(shape.form(), &self.hidden, &shape.answer.last());
        Extent {
            samples,
            batch,
            steps: shape.steps,
            sizes: plan.sizes(),
            layers: plan.shapes(),
            trains: shape.answer.is_trains(),
        }
    }

    /// Estimated memory of a run on its task's data, see [`Self::memory_on`].
    pub fn memory_bytes(&self) -> u64 {
        self.memory_on(&self.shape())
    }

    /// Most memory, in bytes, that a run on data of that shape takes in single precision:
    ///
    /// ```text
    /// 4 ( 2 S T n_0                      all S samples of the three sets: input and its trace
    ///   + 3 S T sum n_l                  for target trains, whose distance needs the whole activity of each set
    ///   + max( 5 N T sum n_l + fit,      first weights and the control, before there is a trainer
    ///          2 trainer + pictures )    a second trainer replays the way back, where there is room for it
    ///   + 4 sum n_{l-1} n_l )            start, best and shown network, and a network on its way
    /// + what is kept of past iterates, at most [`KEPT_LIMIT`]
    /// ```
    ///
    /// with the sum over hidden layers where no bounds are given. The trainer's own share is
    /// [`crate::method::Method::memory`]; pictures are the decision map with its scratch, and the samples whose spike
    /// times are compared.
    pub fn memory_on(&self, shape: &Shape) -> u64 {
        let both = self.memory_of(shape, 2);
        if both <= MEMORY_LIMIT { both } else { self.memory_of(shape, 1) }
    }

    /// [`Self::memory_on`] with so many trainers at once.
    fn memory_of(&self, shape: &Shape, trainers: u64) -> u64 {
        let extent = self.extent(shape);
        let (steps, inputs) = (shape.steps as u64, shape.inputs as u64);
        let (hidden, weights) = (extent.hidden(), extent.weights());
        let (train, all) = (shape.samples[0] as u64, shape.samples.iter().map(|&n| n as u64).sum::<u64>());
        let data = 2 * all * steps * inputs;
        let distances = if extent.trains { 3 * all * steps * hidden } else { 0 };
        // In double precision: two numbers each.
        let fit = if extent.trains {
            2 * train * steps * (extent.below_last() + extent.outputs())
        } else {
            2 * train * extent.last()
        };
        let before = train * steps * (3 * hidden + 2 * extent.widest().max(extent.outputs())) + fit;
        let timing = train.min(SAMPLES as u64) * steps * (inputs + 6 * hidden);
        let during = trainers * self.solver.memory(&extent) + timing;
        let sample = BYTES * steps * (3 * hidden + inputs);
        let map = if shape.view.is_plane() { GRID_LIMIT + SCRATCH_LIMIT.max(sample) } else { sample };
        let kept = (BYTES * weights * (self.iterations as u64 + 1)).min(KEPT_LIMIT as u64);
        BYTES * (data + distances + before.max(during) + 4 * weights) + map + kept
    }

    /// Refuses an experiment that would need more than [`MEMORY_LIMIT`] on data of that shape.
    ///
    /// # Errors
    /// [`Error::Memory`] with the estimate.
    pub fn check_memory_on(&self, shape: &Shape) -> Result<(), Error> {
        check(self.memory_on(shape))
    }

    /// Refuses the way back to an older iteration where there is no room for a second trainer beside the first.
    ///
    /// # Errors
    /// [`Error::Memory`] with the estimate.
    pub(super) fn check_replay_on(&self, shape: &Shape) -> Result<(), Error> {
        check(self.memory_of(shape, 2))
    }

    /// As [`Self::check_memory_on`], on the task's own data.
    ///
    /// # Errors
    /// [`Error::Memory`] with the estimate.
    pub fn check_memory(&self) -> Result<(), Error> {
        self.check_memory_on(&self.shape())
    }
}

fn check(needed: u64) -> Result<(), Error> {
    if needed > MEMORY_LIMIT {
        return Err(Error::Memory { needed_mib: needed.div_ceil(1 << 20), limit_mib: MEMORY_LIMIT >> 20 });
    }
    Ok(())
}
