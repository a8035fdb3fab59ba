//! `surrogate`: the slope of a smooth function in place of the step's.

use super::axis::{axis, curve};
use crate::baselines::surrogate::{Derivatives, derivatives, surrogate_derivative};
use crate::linalg::{Scalar, num};
use crate::network::Spike;
use crate::views::flip::Bench;

/// What surrogate gradients do with a spike, for the loss of its sample alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// Slope of the fast sigmoid.
    pub slope: f64,
    /// Its derivative at `z`.
    pub derivative: f64,
    /// `dloss/da`: what arrives at the spike from above.
    pub arrives: f64,
    /// `dloss/dz`: what goes on through it, with what later steps add through leak and reset.
    pub gradient: f64,
    /// What this step adds to the gradient in its neuron's row of weights, before Adam: `dloss/dz a_{l-1}'`.
    pub weights: Vec<f64>,
    /// Least and largest potential to draw.
    pub axis: [f64; 2],
    /// The derivative at evenly spaced places of the axis.
    pub curve: Vec<f64>,
}

/// The backward pass of a sample at one of its spikes.
pub(super) struct Backward {
    /// First-order change of the loss by the flip.
    pub(super) foretold: f64,
    in_spike: f64,
    in_potential: f64,
}

impl Backward {
    pub(super) fn of<F: Scalar>(bench: &Bench<'_, F>, at: Spike) -> Self {
        let real = bench.counterfactual.real();
        let mut found = derivatives(bench.network, real, &*bench.loss, &bench.label, bench.slope);
        let Derivatives { in_spikes, in_potential } = found.swap_remove(at.layer - 1);
        let (t, i) = (at.time - 1, at.neuron);
        let next = if at.time < in_potential.steps() { in_potential.flat()[(t + 1, i)] } else { F::zero() };
        let (in_spike, a) = (in_spikes.flat()[(t, i)], real.spikes[at.layer - 1].flat()[(t, i)]);
        // A spike takes theta off the next potential.
        let foretold = (F::one() - a - a) * (in_spike - bench.network.theta * next);
        Self { foretold: foretold.f64(), in_spike: in_spike.f64(), in_potential: in_potential.flat()[(t, i)].f64() }
    }

    pub(super) fn slope<F: Scalar>(&self, bench: &Bench<'_, F>, at: Spike) -> Slope {
        let real = bench.counterfactual.real();
        let (l, t, theta) = (at.layer - 1, at.time - 1, bench.network.theta);
        let z = real.potentials[l].flat()[(t, at.neuron)];
        let slope: F = num(bench.slope);
        let sample = bench.sample;
        let below: Vec<f64> = match l.checked_sub(1) {
            Some(below) => real.spikes[below].flat().row(t).iter().map(|a| a.f64()).collect(),
            None => bench.data.input.at(t).row(sample).iter().map(|a| a.f64()).collect(),
        };
        let axis = axis(theta.f64(), 1.5, &[z.f64()]);
        Slope {
            slope: bench.slope,
            derivative: surrogate_derivative(z, theta, slope).f64(),
            arrives: self.in_spike,
            gradient: self.in_potential,
            weights: below.iter().map(|a| a * self.in_potential).collect(),
            curve: curve(axis, |z| surrogate_derivative(num(z), theta, slope).f64()),
            axis,
        }
    }
}
