//! What a block did, measured beside it: the blocks themselves know nothing of it.

use super::{Exact, Phase};
use crate::Error;
use crate::linalg::{Scalar, num, rms, slice};
use crate::loss::Message;
use crate::method::Report;

impl<F: Scalar> Exact<F> {
    /// The report of the block `phase` that has just been updated; `loss` is the loss known before it.
    pub(super) fn observe(&self, phase: Phase, loss: Option<f64>) -> Result<Report, Error> {
        let mut report = Report::plain(phase.block());
        match phase {
            Phase::Forward => {
                report.quantity = Some("loss");
                report.before = loss;
                report.after = self.measures.loss;
                let spikes = self.activity.spikes.iter().flat_map(|a| a.values()).filter(|a| **a > F::zero()).count();
                let cells = self.activity.spikes.iter().map(|a| a.values().len()).sum();
                report.changed = Some((spikes, cells));
            }
            Phase::Message => match &self.message {
                Message::End { multiplier, slope, .. } => {
                    report.change = Some(rms(slice(slope)));
                    report.extras.push(("rms_lambda", rms(slice(multiplier))));
                }
                Message::Every { slope, .. } => report.change = Some(rms(slope.values())),
            },
            Phase::FlipCosts(l) => {
                let lambda = self.problems[l].lambda.values();
                let pairs = lambda.iter().zip(self.activity.spikes[l].values());
                let wrong = pairs.filter(|(l, a)| if **a > F::zero() { **l < F::zero() } else { **l > F::zero() });
                report.changed = Some((wrong.count(), lambda.iter().filter(|l| **l != F::zero()).count()));
                report.extras.push(("rms_lambda", rms(lambda)));
            }
            Phase::LayerProblem(l) => self.observe_layer_problem(l, &mut report)?,
            Phase::Step => self.observe_step(loss, &mut report)?,
        }
        Ok(report)
    }

    fn observe_layer_problem(&self, l: usize, report: &mut Report) -> Result<(), Error> {
        let (problem, mu, settled) = (&self.problems[l], self.averages[l].mu, self.settled(l)?);
        report.change = Some(rms(slice(&settled.step)));
        report.extras.extend([("rounds", self.settings.inner as f64), ("mu", mu)]);
        let Some(primal) = settled.residual() else { return Ok(()) };
        let (v0, theta, margin) = (&self.activity.potentials[l], self.network.theta, num(self.settings.margin));
        report.quantity = Some("layer_objective");
        report.before = Some(problem.objective(v0, theta, margin, mu, None));
        report.after = Some(problem.objective(v0, theta, margin, mu, Some(&settled)));
        report.residual = Some((problem.first_residual(v0, theta, margin), primal));
        report.extras.push(("rho", problem.rho));
        Ok(())
    }

    /// What the step does to the real network: the pictures still need the activity of the old weights.
    fn observe_step(&self, loss: Option<f64>, report: &mut Report) -> Result<(), Error> {
        let moved = self.averages.iter().map(|layer| (layer.scale * rms(slice(&layer.step))).powi(2));
        report.change = Some(moved.sum::<f64>().sqrt());
        report.extras.push(("tau", self.tau()));
        let mut activity = self.activity.clone();
        self.network.forward(self.input(), &mut activity)?;
        report.quantity = Some("loss");
        report.before = loss;
        report.after = Some(self.loss.value((&activity).into(), &self.batch_labels));
        report.changed = Some(activity.spikes_that_differ(&self.activity));
        Ok(())
    }
}
