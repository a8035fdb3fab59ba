//! A target that is a spike train: the last spiking layer must fire it.
//!
//! The readout is then the identity and is not trained: its potential is the trace of the output spikes, which is the
//! filter of van Rossum with the network's own leak.

use ndarray::Array2;

use super::form::{Hold, Loss, Message, Pass};
use super::ridge;
use super::target::Target;
use crate::Error;
use crate::linalg::{Scalar, num, product};
use crate::network::{Activity, Heard, Layer, Network, Series};

/// Fits the output neurons of `network` to target trains in closed form: ridge regression of the potential that fires
/// them, whose own resets are known,
///
/// ```text
/// W c_t = theta R*_t + theta + m (2 a*_t - 1),    R*_t = c*_{t-1},    m = theta.
/// ```
///
/// `activity` holds a forward pass of the hidden layers below, from `input_trace`.
///
/// # Errors
/// [`Error::Shape`] when the arrays do not fit, [`Error::Numerical`] when the system has no solution.
pub fn fit_output<F: Scalar>(
    activity: &Activity<F>,
    input_trace: &Series<F>,
    target: &Target<F>,
    labels: &[usize],
    kappa: f64,
    network: &mut Network<F>,
) -> Result<(), Error> {
    let l = network.depth() - 2;
    let theta = network.theta.f64();
    let inputs = l.checked_sub(1).map_or(input_trace, |below| &activity.traces[below]);
    let layer = &mut *network.layers[l];
    let shape = layer.shape();
    Error::check_shape("labels", inputs.samples(), labels.len())?;
    Error::check_shape("target", (inputs.steps(), shape.outputs), (target.trains().steps(), target.outputs()))?;
    Error::check_shape("output weights", inputs.neurons(), shape.inputs)?;
    ridge::fit(layer, Heard::with_own(inputs, &activity.traces[l]), kappa, |rows, right| {
        let mut wanted = Array2::<f64>::zeros((inputs.flat().nrows(), shape.outputs));
        for (row, mut out) in wanted.outer_iter_mut().enumerate() {
            let (t, label) = (row / labels.len(), labels[row % labels.len()]);
            for (k, out) in out.iter_mut().enumerate() {
                let reset = if t == 0 { 0.0 } else { target.traces().at(t - 1)[(label, k)].f64() };
                *out = theta * (reset + 2.0 * target.trains().at(t)[(label, k)].f64());
            }
        }
        product(1.0, wanted.t(), rows.view(), 0.0, right.view_mut());
    })
}

/// Van Rossum's distance of the last hidden layer's trains from their target.
#[derive(Debug, Clone, PartialEq)]
pub struct Trains<F> {
    target: Target<F>,
}

impl<F: Scalar> Trains<F> {
    /// The distance from `target`.
    pub const fn new(target: Target<F>) -> Self {
        Self { target }
    }
}

impl<F: Scalar> Loss<F> for Trains<F> {
    fn hold(&self) -> Hold {
        Hold::Trains
    }

    fn outputs(&self) -> usize {
        self.target.outputs()
    }

    /// [`Target::loss`]; not a number for a pass that kept no trains.
    fn value(&self, pass: Pass<'_, F>, labels: &[usize]) -> f64 {
        pass.last.map_or(f64::NAN, |(_, traces)| self.target.loss(traces, labels))
    }

    /// [`Target::agreement`].
    fn score(&self, pass: Pass<'_, F>, labels: &[usize]) -> f64 {
        pass.last.map_or(f64::NAN, |(spikes, _)| self.target.agreement(spikes, labels))
    }

    /// `g[t] = (c_t - c*_t) / K`, `Q = 1 / K`.
    fn message(&self, activity: &Activity<F>, _readout: &dyn Layer<F>, labels: &[usize], out: &mut Message<F>) {
        let (Message::Every { slope, curvature }, Some(traces)) = (out, activity.traces.last()) else { return };
        self.target.slope(traces, labels, slope);
        *curvature = self.target.curvature();
    }

    /// `(c_t - c*_t) / (N K)`.
    fn error_of_trains(&self, traces: &Series<F>, labels: &[usize], out: &mut Series<F>) {
        self.target.slope(traces, labels, out);
        let each = F::one() / num(labels.len() as f64);
        out.values_mut().iter_mut().for_each(|e| *e *= each);
    }

    /// The identity: the readout's potential is the trace of the output spikes.
    fn fix_readout(&self, readout: &mut dyn Layer<F>) {
        readout.parameters_mut().indexed_iter_mut().for_each(|((k, i), w)| *w = F::step(k == i));
    }

    /// See [`fit_output`].
    fn fit(
        &self,
        activity: &Activity<F>,
        input_trace: &Series<F>,
        labels: &[usize],
        kappa: f64,
        network: &mut Network<F>,
    ) -> Result<(), Error> {
        fit_output(activity, input_trace, &self.target, labels, kappa, network)
    }

    /// The distance: the regression of the potentials is another problem.
    fn fit_value(&self, pass: Pass<'_, F>, labels: &[usize]) -> (f64, bool) {
        (self.value(pass, labels), false)
    }

    fn target(&self) -> Option<&Target<F>> {
        Some(&self.target)
    }
}
