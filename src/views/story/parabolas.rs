//! `paper`: the two branches of an auxiliary potential, a parabola each.

use super::axis::{axis, curve};
use crate::Error;
use crate::admm::paper::{self, Branch};
use crate::experiment::Experiment;
use crate::linalg::{Scalar, num};
use crate::network::Spike;
use crate::views::Split;

/// The problem of one `z_{l,t}` of solver `paper` as its auxiliary variables stand, and its two branches:
/// `rho/2 [(z - q)^2 + (r - delta z)^2] + beta/2 (a - H(z - theta))^2`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parabolas {
    /// Relaxed spike `a`.
    pub spike: f64,
    /// The auxiliary potential as it is.
    pub own: f64,
    /// What the past asks of it, `q`.
    pub past: f64,
    /// What the future asks of `delta z`, `r + theta a`; 0 at the last step.
    pub future: f64,
    /// The least without the step, `z*`.
    pub free: f64,
    /// Penalties `rho` and `beta`.
    pub penalties: [f64; 2],
    /// Least potential and its cost without a spike, then with one.
    pub least: [[f64; 2]; 2],
    /// Whether the branch with a spike wins.
    pub fires: bool,
    /// Least and largest potential to draw.
    pub axis: [f64; 2],
    /// Cost of each branch at evenly spaced places of the axis.
    pub curves: [Vec<f64>; 2],
}

/// None for a sample of which the method keeps no variables.
pub(super) fn parabolas<F: Scalar>(
    experiment: &Experiment<F>,
    split: Split,
    sample: usize,
    at: Spike,
) -> Result<Option<Parabolas>, Error> {
    let variables = (split == Split::Train).then(|| experiment.auxiliary(sample)).flatten();
    let Some(variables) = variables else { return Ok(None) };
    let settings = paper::Settings::default().with(&experiment.spec().settings);
    let (network, l, t, i) = (experiment.iterate(), at.layer - 1, at.time - 1, at.neuron);
    let (delta, theta) = (network.delta, network.theta);
    let Some(z) = &variables.potentials[l] else { return Ok(None) };
    let a = &variables.spikes[l];
    let input = experiment.problem().data.input.sample(sample);
    let weights = network.layers[l].parameters();
    // W_l a_{l-1} at a step: the neuron's row alone.
    let drive = |t: usize| {
        let below =
            l.checked_sub(1).map_or_else(|| input.flat().row(t).to_owned(), |b| variables.spikes[b].row(t).to_owned());
        weights.row(i).dot(&below)
    };
    let past = if t > 0 { delta * z[(t - 1, i)] - theta * a[(t - 1, i)] } else { F::zero() };
    let q = drive(t) + past;
    let last = t + 1 == z.nrows();
    let k = if last { F::zero() } else { z[(t + 1, i)] - drive(t + 1) + theta * a[(t, i)] };
    let branch = Branch::new(num(settings.rho), num(settings.beta), if last { F::zero() } else { delta }, theta);
    let sides = [F::zero(), F::one()];
    let cost = |z: F, side: F| branch.cost(q, k, a[(t, i)], z, side).f64();
    let ends = branch.candidates(q, k);
    let least = [0, 1].map(|s| [ends[s].f64(), cost(ends[s], sides[s])]);
    let axis = axis(theta.f64(), 0.6, &[z[(t, i)].f64(), q.f64(), ends[0].f64(), ends[1].f64()]);
    Ok(Some(Parabolas {
        spike: a[(t, i)].f64(),
        own: z[(t, i)].f64(),
        past: q.f64(),
        future: k.f64(),
        free: branch.free(q, k).f64(),
        penalties: [settings.rho, settings.beta],
        least,
        fires: branch.best(q, k, a[(t, i)]) > theta,
        curves: sides.map(|side| curve(axis, |z| cost(num(z), side))),
        axis,
    }))
}
