//! Target spike trains, and how far trains are from them.

use serde::Serialize;

use crate::data::Dataset;
use crate::linalg::{Scalar, num};
use crate::network::{Series, trace, van_rossum, victor_purpura};

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
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
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
