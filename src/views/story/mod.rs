//! The story of one spike: what the loss wants, what that makes of flipping it, and what the method does about it.

mod axis;
mod charge;
mod parabolas;
mod slope;
mod trial;

pub use charge::{Charge, Stage};
pub use parabolas::Parabolas;
pub use slope::Slope;
pub use trial::Trial;

use super::Split;
use super::flip::Bench;
use crate::Error;
use crate::admm::exact::{self, Quote, quote};
use crate::experiment::{Experiment, Solver};
use crate::linalg::Scalar;
use crate::network::Spike;

/// The story of one spike, or of one step without one, in the network shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Class of the sample.
    pub label: usize,
    /// Whether it fires.
    pub fires: bool,
    /// Membrane potential `z`.
    pub potential: f64,
    /// Threshold.
    pub theta: f64,
    /// What the loss wants, an output each: `lambda_L = onehot(y) - p`; for target trains `(c* - c) / K` at this step.
    pub wants: Vec<f64>,
    /// Slope `g` of the message to its neuron, a step each.
    pub slope: Vec<f64>,
    /// Curvature `Q` of the message to its neuron, a step each.
    pub curvature: Vec<f64>,
    /// `S[t]`: the slope traced back to this step.
    pub reach: f64,
    /// `S2[t]`: the curvature traced back to this step.
    pub reach_curvature: f64,
    /// Price `kappa` of `exact` for the flip.
    pub kappa: f64,
    /// What the surrogate's gradient foretells of it.
    pub surrogate: f64,
    /// What the experiment's own method does with the spike.
    pub way: Way,
}

/// What a method does with a spike; none of a part that it has for training samples alone, or of its own iterate alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// `exact`: a branch, a multiplier, a layer problem.
    Exact(Charge),
    /// `paper`: two parabolas.
    Paper(Option<Parabolas>),
    /// `surrogate`: the slope of a smooth function.
    Surrogate(Slope),
    /// `targets`: the flip is tried.
    Targets(Option<Trial>),
    /// `control`: the hidden layers are not trained.
    Control,
}

/// Tells stories, and keeps what is the same in all of an experiment's: the Gram matrix of its inputs.
#[derive(Debug, Clone)]
pub struct Storyteller<F: Scalar> {
    inputs: charge::Inputs<F>,
}

impl<F: Scalar> Default for Storyteller<F> {
    fn default() -> Self {
        Self { inputs: charge::Inputs::default() }
    }
}

impl<F: Scalar> Storyteller<F> {
    /// The story of the spike at a place of a sample. Use one teller for one experiment.
    ///
    /// # Errors
    /// [`Error::Setting`] for a sample or a place that does not exist, [`Error::Numerical`] where the layer problem has no
    /// solution.
    pub fn story(
        &mut self,
        experiment: &Experiment<F>,
        split: Split,
        sample: usize,
        at: Spike,
    ) -> Result<Story, Error> {
        let mut bench = Bench::new(experiment, split);
        bench.settle(sample)?;
        bench.counterfactual.check(at)?;
        let real = bench.counterfactual.real();
        let (network, l, t) = (bench.network, at.layer - 1, at.time - 1);
        let told: Quote<F> =
            quote(network, real, &*bench.loss, &bench.label, exact::Settings::default().reset, bench.margin);
        let steps = real.spikes[l].steps();
        let (slope, curvature): (Vec<f64>, Vec<f64>) =
            (0..steps).map(|t| told.message(l, t, at.neuron)).map(|(g, q)| (g.f64(), q.f64())).unzip();
        let delta = network.delta.f64();
        let back = |series: &[f64], leak: f64| series[t..].iter().rev().fold(0.0, |sum, value| value + leak * sum);
        let wants = match told.wanted() {
            Some(wanted) => wanted.iter().map(|v| v.f64()).collect(),
            None => {
                let last = real.spikes.len() - 1;
                (0..real.spikes[last].neurons()).map(|k| -told.message(last, t, k).0.f64()).collect()
            }
        };
        let surrogate = slope::Backward::of(&bench, at);
        let way = match experiment.spec().solver {
            Solver::Exact => Way::Exact(self.inputs.charge(experiment, split, sample, at)?),
            Solver::Paper => Way::Paper(parabolas::parabolas(experiment, split, sample, at)?),
            Solver::Surrogate => Way::Surrogate(surrogate.slope(&bench, at)),
            Solver::Targets => Way::Targets(trial::trial(experiment, &mut bench, split, sample, at)?),
            Solver::Control => Way::Control,
        };
        let real = bench.counterfactual.real();
        let here = (t, at.neuron);
        Ok(Story {
            label: bench.label[0],
            fires: bench.counterfactual.fires(at),
            potential: real.potentials[l].flat()[here].f64(),
            theta: network.theta.f64(),
            wants,
            reach: back(&slope, delta),
            reach_curvature: back(&curvature, delta * delta),
            slope,
            curvature,
            kappa: told.kappa[l].flat()[here].f64(),
            surrogate: surrogate.foretold,
            way,
        })
    }
}
