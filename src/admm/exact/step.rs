//! The last block: what the layer problems found becomes a step of all weights.

use super::{Exact, Phase};
use crate::Error;
use crate::linalg::{Scalar, num};
use crate::loss::{Hold, Message};
use crate::network::Heard;

/// Largest step of the readout: root mean square change of its potential at the last step.
pub const READOUT_STEP: f64 = 1.0;

impl<F: Scalar> Exact<F> {
    /// Weight of the newest value in a running average that starts without a past: `(1 - beta) / (1 - beta^(k+1))`.
    pub(super) fn weight(&self) -> f64 {
        let beta = self.settings.average;
        (1.0 - beta) / (1.0 - libm::pow(beta, (self.iteration + 1) as f64))
    }

    /// Size of the hidden steps now: `tau` with cosine decay over the planned iterations.
    pub(super) fn tau(&self) -> f64 {
        let progress = (self.iteration as f64 / self.settings.iterations as f64).min(1.0);
        self.settings.tau * 0.5 * (1.0 + libm::cos(std::f64::consts::PI * progress))
    }

    /// `W_l += tau dW_l / rms(dW_l c)` in the hidden layers, `dW_l` from the averaged statistics, where a spike of the
    /// layer is charged; the readout's own step, at most [`READOUT_STEP`]; then the averaged weights.
    pub(super) fn step_weights(&mut self) -> Result<(), Error> {
        let (weight, tau) = (self.weight(), self.tau());
        for l in 0..self.hidden() {
            let size = self.averages[l].solve(&self.problems[l].statistics, weight)?;
            // The mean of a layer with nothing charged is that of past iterations: stale, and too small to be scaled to tau.
            let moves = size > 0.0 && self.problems[l].charged();
            self.take_step(l, if moves { tau / size } else { 0.0 });
        }
        if self.loss.hold() == Hold::Readout {
            let size = self.solve_readout(weight)?;
            self.take_step(self.hidden(), if size > 0.0 { (READOUT_STEP / size).min(1.0) } else { 0.0 });
        }
        if !self.network.is_finite() {
            return Err(self.failure(Phase::Step, "a weight is not finite"));
        }
        let newest = num(1.0 - self.settings.average);
        for (mean, layer) in self.averaged.layers.iter_mut().zip(&self.network.layers) {
            mean.approach(&**layer, newest);
        }
        Ok(())
    }

    /// The readout's problem has no step function: `lambda_L C' / N` is its statistic as it stands.
    fn solve_readout(&mut self, weight: f64) -> Result<f64, Error> {
        let (readout, last) = (self.network.readout(), &self.activity.traces[self.hidden() - 1]);
        let heard = Heard::end(last);
        if let Message::End { multiplier, .. } = &self.message {
            let out = self.readout_statistics.view_mut();
            readout.statistics(num(1.0 / heard.rows() as f64), multiplier.view(), heard, F::zero(), out);
        }
        let averages = &mut self.averages[self.problems.len()];
        averages.observe(readout, heard, weight, self.settings.mu, "step")?;
        averages.solve(&self.readout_statistics, weight)
    }

    fn take_step(&mut self, l: usize, scale: f64) {
        let averages = &mut self.averages[l];
        averages.scale = scale;
        self.network.layers[l].add(num(scale), &averages.step);
    }
}
