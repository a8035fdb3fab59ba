//! A target that is a spike train: the last spiking layer must fire it.
//!
//! The readout is then the identity and is not trained: its potential is the trace of the output spikes, which is the
//! filter of van Rossum with the network's own leak.

use ndarray::Array2;
use serde::Serialize;

use super::{Hold, Loss, Message, Pass, ridge};
use crate::Error;
use crate::data::Dataset;
use crate::linalg::{Scalar, num, product};
use crate::network::{Activity, Heard, Layer, Network, Series, trace, van_rossum, victor_purpura};

/// Cost of moving a spike by one step in the distance of Victor and Purpura, where a spike too few or too many costs 1:
/// a spike up to three steps away from its target counts as that spike, fired at the wrong time.
pub const SHIFT_COST: f64 = 0.5;

/// Target trains with what a trainer needs of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Target<F> {
    trains: Series<F>,
    traces: Series<F>,
}

/// How far the output of one sample is from its target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainDistance {
    /// Mean over the outputs of `1 - D / (n + n*)`, with Victor and Purpura's distance `D` of the trains and their
    /// numbers of spikes: 1 for equal trains (also two empty ones), 0 when every spike would have to be deleted and
    /// inserted.
    pub agreement: f64,
    /// Sum over the outputs of Victor and Purpura's distance.
    pub victor_purpura: f64,
    /// Sum over the outputs of van Rossum's squared distance.
    pub van_rossum: f64,
}

impl<F: Scalar> Target<F> {
    /// The target of `data`, where it has one, seen through the leak `delta`.
    pub fn of(data: &Dataset<F>, delta: F) -> Option<Self> {
        let trains = data.target.clone()?;
        Some(Self { traces: trace(&trains, delta), trains })
    }

    /// Number of output neurons `K`.
    pub fn outputs(&self) -> usize {
        self.trains.neurons()
    }

    /// Target trains `a*`, `[t][class][output]`.
    pub fn trains(&self) -> &Series<F> {
        &self.trains
    }

    /// Their traces `c*`, `[t][class][output]`.
    pub fn traces(&self) -> &Series<F> {
        &self.traces
    }

    /// Loss of output traces `c` (`[t][n][output]`): `1/(2 N K) sum_{t,n} |c_t - c*_t|^2`.
    pub fn loss(&self, traces: &Series<F>, labels: &[usize]) -> f64 {
        let outputs = self.outputs();
        let mut total = 0.0;
        for t in 0..traces.steps() {
            let (now, wanted) = (traces.at(t), self.traces.at(t));
            for (c, &label) in now.outer_iter().zip(labels) {
                total += c.iter().zip(wanted.row(label)).map(|(&c, &w)| (c - w).f64().powi(2)).sum::<f64>();
            }
        }
        total / (2 * labels.len() * outputs).max(1) as f64
    }

    /// Slope of each sample's own loss `1/(2 K) sum_t |c_t - c*_t|^2` in its traces, `(c_t - c*_t) / K`, into `out`
    /// of the size of `traces`.
    pub fn slope(&self, traces: &Series<F>, labels: &[usize], out: &mut Series<F>) {
        let each = self.curvature();
        for t in 0..traces.steps() {
            let (now, wanted) = (traces.at(t), self.traces.at(t));
            let mut out = out.at_mut(t);
            let rows = now.outer_iter().zip(out.outer_iter_mut());
            for ((c, mut out), &label) in rows.zip(labels) {
                for ((out, &c), &w) in out.iter_mut().zip(c).zip(wanted.row(label)) {
                    *out = each * (c - w);
                }
            }
        }
    }

    /// Curvature of that loss in every trace, `1 / K`.
    pub fn curvature(&self) -> F {
        num(1.0 / self.outputs().max(1) as f64)
    }

    /// Distances of sample `n` of the output `spikes` (with their `traces`, both `[t][n][output]`) from the target of
    /// class `label`.
    pub fn distance(&self, spikes: &Series<F>, traces: &Series<F>, n: usize, label: usize, delta: F) -> TrainDistance {
        let mut out = TrainDistance { agreement: 0.0, victor_purpura: 0.0, van_rossum: 0.0 };
        let column = |series: &Series<F>, n: usize, k: usize| -> Vec<F> {
            (0..series.steps()).map(|t| series.at(t)[(n, k)]).collect()
        };
        for k in 0..self.outputs() {
            let (cost, share) = self.edit(spikes, n, label, k);
            out.victor_purpura += cost;
            out.agreement += share / self.outputs() as f64;
            let (own, wanted) = (column(traces, n, k), column(&self.traces, label, k));
            out.van_rossum += van_rossum(own.into_iter(), wanted.into_iter(), delta.f64());
        }
        out
    }

    /// Mean agreement over samples and outputs, see [`TrainDistance::agreement`].
    pub fn agreement(&self, spikes: &Series<F>, labels: &[usize]) -> f64 {
        let outputs = self.outputs();
        let pairs = labels.iter().enumerate().flat_map(|(n, &label)| (0..outputs).map(move |k| (n, label, k)));
        let total: f64 = pairs.map(|(n, label, k)| self.edit(spikes, n, label, k).1).sum();
        total / (labels.len() * outputs).max(1) as f64
    }

    /// Victor and Purpura's distance of output `k` of sample `n` from its target, and the agreement that it is.
    fn edit(&self, spikes: &Series<F>, n: usize, label: usize, k: usize) -> (f64, f64) {
        let own: Vec<usize> = spikes.spike_times(n, k).collect();
        let wanted: Vec<usize> = self.trains.spike_times(label, k).collect();
        let cost = victor_purpura(&own, &wanted, SHIFT_COST);
        let all = own.len() + wanted.len();
        (cost, if all == 0 { 1.0 } else { 1.0 - cost / all as f64 })
    }
}

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
