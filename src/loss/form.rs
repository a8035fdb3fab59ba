//! What a loss is to a trainer.

use std::fmt::Debug;

use ndarray::Array2;

use super::target::Target;
use crate::Error;
use crate::linalg::Scalar;
use crate::network::{Activity, Layer, Network, Reading, Series};

/// Where a loss takes hold of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// The readout's potential at the last step; the readout is learned.
    Readout,
    /// The trace of the last hidden layer at every step; the readout is fixed.
    Trains,
}

/// What a forward pass left for a loss to look at.
#[derive(Debug, Clone, Copy)]
pub struct Pass<'a, F> {
    /// Readout potential at the last step, `[n][output]`.
    pub output: &'a Array2<F>,
    /// Spikes and traces of the last hidden layer, `[t][n][neuron]`, where the pass kept them.
    pub last: Option<(&'a Series<F>, &'a Series<F>)>,
}

impl<'a, F> From<&'a Activity<F>> for Pass<'a, F> {
    fn from(activity: &'a Activity<F>) -> Self {
        Self { output: &activity.output, last: activity.spikes.last().zip(activity.traces.last()) }
    }
}

impl<'a, F> From<&'a Reading<F>> for Pass<'a, F> {
    fn from(reading: &'a Reading<F>) -> Self {
        Self { output: &reading.output, last: None }
    }
}

/// Slope and curvature of each sample's own loss in the trace of the last hidden layer, with what they are computed from.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "a solver has one, and the arrays are elsewhere")]
pub enum Message<F> {
    /// At the last step alone, both 0 before it.
    End {
        /// Multiplier of the readout's constraint: minus the slope of the loss in its potential, `[n][output]`.
        multiplier: Array2<F>,
        /// Storage of the size of the multiplier.
        work: Array2<F>,
        /// Storage of the size of the readout's parameters.
        squares: Array2<F>,
        /// Slope `g[T]`, `[n][neuron]`.
        slope: Array2<F>,
        /// Curvature `Q[T]`, `[n][neuron]`.
        curvature: Array2<F>,
    },
    /// At every step.
    Every {
        /// Slope `g`, `[t][n][neuron]`.
        slope: Series<F>,
        /// Curvature `Q`, the same at all steps.
        curvature: F,
    },
}

impl<F: Scalar> Message<F> {
    /// Storage for the message of a loss that takes `hold` of a network, to `steps` and `samples`.
    pub fn new(hold: Hold, network: &Network<F>, steps: usize, samples: usize) -> Self {
        let shape = network.readout().shape();
        let (outputs, neurons) = ((samples, shape.outputs), (samples, shape.inputs));
        match hold {
            Hold::Readout => Self::End {
                multiplier: Array2::zeros(outputs),
                work: Array2::zeros(outputs),
                squares: Array2::zeros((shape.maps, shape.row)),
                slope: Array2::zeros(neurons),
                curvature: Array2::zeros(neurons),
            },
            Hold::Trains => Self::Every { slope: Series::zeros(steps, samples, shape.inputs), curvature: F::zero() },
        }
    }
}

/// A loss: the mean over samples of each sample's own.
pub trait Loss<F: Scalar>: Debug {
    /// Where it takes hold of a network.
    fn hold(&self) -> Hold;

    /// Neurons of the readout.
    fn outputs(&self) -> usize;

    /// Its mean over the samples of a pass.
    fn value(&self, pass: Pass<'_, F>, labels: &[usize]) -> f64;

    /// What is shown as accuracy, in `[0, 1]`: of a pass.
    fn score(&self, pass: Pass<'_, F>, labels: &[usize]) -> f64;

    /// Slope and curvature of each sample's own loss, into `out` of [`Message::new`].
    fn message(&self, activity: &Activity<F>, readout: &dyn Layer<F>, labels: &[usize], out: &mut Message<F>);

    /// For [`Hold::Readout`]: the derivative of the mean loss in the readout's potential at the last step, `[n][output]`.
    fn error(&self, _output: &Array2<F>, _labels: &[usize], _out: &mut Array2<F>) {}

    /// For [`Hold::Trains`]: the derivative of the mean loss in the trace of the last hidden layer, `[t][n][neuron]`.
    fn error_of_trains(&self, _traces: &Series<F>, _labels: &[usize], _out: &mut Series<F>) {}

    /// Sets a readout that is fixed to what it must be; leaves one that is learned.
    fn fix_readout(&self, _readout: &mut dyn Layer<F>) {}

    /// Fits what reads the hidden layers out, in closed form with ridge `kappa`: the control. `activity` holds a forward
    /// pass of the network from `input_trace`.
    ///
    /// # Errors
    /// [`Error::Shape`] when the arrays do not fit, [`Error::Numerical`] when the system has no solution.
    fn fit(
        &self,
        activity: &Activity<F>,
        input_trace: &Series<F>,
        labels: &[usize],
        kappa: f64,
        network: &mut Network<F>,
    ) -> Result<(), Error>;

    /// The loss that [`Self::fit`] is judged by, and whether it is, with the ridge, what the fit minimises.
    fn fit_value(&self, pass: Pass<'_, F>, labels: &[usize]) -> (f64, bool);

    /// The target trains, where that is what the loss compares with.
    fn target(&self) -> Option<&Target<F>> {
        None
    }
}
