//! What the solver believes that its step does to the spikes.

use super::{Exact, Phase};
use crate::Error;
use crate::linalg::{Scalar, num};
use crate::method::Belief;
use crate::network::Series;

impl<F: Scalar> Exact<F> {
    /// The spikes that the layer problems predict, for the first `most` samples of the batch: `H(z - theta)` of the split
    /// variable `z` after the last round. The weights that are then taken differ from those of the layer problem: the
    /// step is averaged over iterations and scaled to `tau`, and each layer is solved for the inputs that it had before
    /// the step. All of that is part of what is measured.
    ///
    /// A single round (`K = 1`) has no `z`: there the wanted sides stand in, of those spikes whose multiplier is at least
    /// the layer's root mean square; the others stay as they are.
    pub(super) fn believed(&self, most: usize) -> Result<Option<Belief<F>>, Error> {
        if self.iteration == 0 && self.phase == Phase::Forward {
            return Ok(None);
        }
        let batch = self.batches.current();
        let few: Vec<usize> = (0..batch.len().min(most)).collect();
        let spikes = (0..self.hidden()).map(|l| self.predicted(l, &few)).collect::<Result<_, _>>()?;
        Ok(Some(Belief { samples: batch[..few.len()].to_vec(), spikes }))
    }

    fn predicted(&self, l: usize, few: &[usize]) -> Result<Series<F>, Error> {
        let settled = self.settled_of(l, few)?;
        let Some(primal) = settled.primal else { return Ok(self.wanted(l, few)) };
        let mut z = self.activity.potentials[l].select(few);
        for part in [&settled.shift, &primal] {
            for (z, &add) in z.values_mut().iter_mut().zip(part.values()) {
                *z += add;
            }
        }
        z.values_mut().iter_mut().for_each(|z| *z = F::step(*z > self.network.theta));
        Ok(z)
    }

    /// The spikes of hidden layer `l` (from 0) in the forward pass, but the wanted side where the price matters, for the
    /// samples `few` of the batch.
    pub(super) fn wanted(&self, l: usize, few: &[usize]) -> Series<F> {
        let problem = &self.problems[l];
        let least: F = num(problem.typical_lambda());
        let mut out = self.activity.spikes[l].select(few);
        for (a, &lambda) in out.values_mut().iter_mut().zip(problem.lambda.select(few).values()) {
            if lambda != F::zero() && lambda.abs() >= least {
                *a = F::step(lambda > F::zero());
            }
        }
        out
    }
}
