//! The story of one spike as plain objects and typed arrays.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::flip::strict_split;
use super::js::{plain, sentence};
use super::session::Session;
use crate::network::Spike;
use crate::views::learn::{Branch, Outcome};
use crate::views::{self, Way};

/// The story of one spike, or of one step without one. Arrays over time have an entry a step.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct Story {
    layer: usize,
    neuron: usize,
    t: usize,
    label: usize,
    fires: bool,
    potential: f64,
    theta: f64,
    /// `lambda_L`, an output each.
    wants: Floats,
    /// `g` and `Q` of the neuron over time.
    slope: Floats,
    curvature: Floats,
    /// `S` and `S2` at the step.
    reach: f64,
    reach_curvature: f64,
    /// The price of `exact`, and what the surrogate's gradient foretells.
    kappa: f64,
    surrogate: f64,
    /// What the method of the experiment does; the others are null.
    charge: Option<Charge>,
    parabolas: Option<Parabolas>,
    smooth: Option<Smooth>,
    trial: Option<Trial>,
}

/// What `exact` does: the Heaviside branch and the layer problem.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Charge {
    side: i8,
    /// The price that is charged.
    kappa: f64,
    lambda: f64,
    rho: f64,
    margin: f64,
    rounds: usize,
    stages: Vec<Stage>,
    /// The step of the neuron's row that all spikes of the batch make.
    row: Floats,
    batch: usize,
    axis: [f64; 2],
    /// The charge at both ends of the axis.
    ends: [f64; 2],
}

/// A round of the layer problem.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Stage {
    number: usize,
    given: f64,
    dual: f64,
    start: f64,
    own: f64,
    #[tsify(type = "'untouched' | 'moved' | 'stopped'")]
    outcome: &'static str,
    weights: Floats,
}

/// What `paper` does: the better of two parabolas.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Parabolas {
    spike: f64,
    own: f64,
    past: f64,
    future: f64,
    free: f64,
    /// `[z, cost]` of the least without a spike, then with one.
    #[tsify(type = "[[number, number], [number, number]]")]
    least: [[f64; 2]; 2],
    /// Whether the branch with a spike wins.
    fires: bool,
    axis: [f64; 2],
    /// Cost over the axis without a spike, and with one.
    silent: Floats,
    firing: Floats,
}

/// What `surrogate` does: the slope of a smooth function.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
struct Smooth {
    slope: f64,
    derivative: f64,
    arrives: f64,
    gradient: f64,
    weights: Floats,
    axis: [f64; 2],
    /// The derivative over the axis.
    curve: Floats,
}

/// What `targets` does: it tries the flip.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
struct Trial {
    /// Whether the margins of the layer above count, not the readout's error.
    violation: bool,
    before: f64,
    after: f64,
    penalty: f64,
    lowers: bool,
    /// The step of the neuron's best flip.
    best: Option<usize>,
}

/// Where the proximal step puts a potential.
#[derive(Serialize, Tsify)]
struct Proximal {
    z: f64,
    #[tsify(type = "'untouched' | 'moved' | 'stopped'")]
    outcome: &'static str,
    /// The charge where it came from.
    charge: f64,
}

fn floats(values: &[f64]) -> Floats {
    let narrow: Vec<f32> = values.iter().map(|v| *v as f32).collect();
    narrow[..].into()
}

const fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Untouched => "untouched",
        Outcome::Moved => "moved",
        Outcome::Stopped => "stopped",
    }
}

#[wasm_bindgen]
impl Session {
    /// The story of a spike of a sample in the network shown. `sample` and `neuron` count from 0, `layer` and `t` from 1.
    /// Throws a sentence for a place that does not exist.
    #[wasm_bindgen(unchecked_return_type = "Story")]
    pub fn story(
        &mut self,
        split: &str,
        sample: usize,
        layer: usize,
        neuron: usize,
        t: usize,
    ) -> Result<JsValue, JsValue> {
        let split = strict_split(split).map_err(sentence)?;
        let (teller, experiment) = self.teller();
        let story = teller.story(experiment, split, sample, Spike { layer, neuron, time: t }).map_err(sentence)?;
        let mut out = Story {
            layer,
            neuron,
            t,
            label: story.label,
            fires: story.fires,
            potential: story.potential,
            theta: story.theta,
            wants: floats(&story.wants),
            slope: floats(&story.slope),
            curvature: floats(&story.curvature),
            reach: story.reach,
            reach_curvature: story.reach_curvature,
            kappa: story.kappa,
            surrogate: story.surrogate,
            charge: None,
            parabolas: None,
            smooth: None,
            trial: None,
        };
        match story.way {
            Way::Exact(found) => out.charge = Some(charge(&found)),
            Way::Paper(found) => out.parabolas = found.as_ref().map(parabolas),
            Way::Surrogate(found) => out.smooth = Some(smooth(&found)),
            Way::Targets(found) => {
                out.trial = found.map(|found| Trial {
                    violation: found.violation,
                    before: found.before,
                    after: found.after,
                    penalty: found.penalty,
                    lowers: found.lowers,
                    best: found.best,
                });
            }
            Way::Control => {}
        }
        plain(&out)
    }

    /// Where the proximal step puts `q`, for a multiplier, a penalty and a margin.
    #[wasm_bindgen(unchecked_return_type = "Proximal")]
    pub fn proximal(&self, q: f64, lambda: f64, rho: f64, theta: f64, margin: f64) -> Result<JsValue, JsValue> {
        let branch = Branch { lambda, rho, theta, margin };
        let (z, outcome) = if rho > 0.0 { branch.step(q) } else { (q, Outcome::Untouched) };
        plain(&Proximal { z, outcome: name(outcome), charge: branch.charge(q) })
    }
}

fn charge(found: &views::Charge) -> Charge {
    let stage = |stage: &views::Stage| Stage {
        number: stage.number,
        given: stage.given,
        dual: stage.dual,
        start: stage.start,
        own: stage.own,
        outcome: name(stage.outcome),
        weights: floats(&stage.weights),
    };
    Charge {
        side: found.side,
        kappa: found.kappa,
        lambda: found.lambda,
        rho: found.rho,
        margin: found.margin,
        rounds: found.rounds,
        stages: found.stages.iter().map(stage).collect(),
        row: floats(&found.row),
        batch: found.batch,
        axis: found.axis,
        ends: found.ends,
    }
}

fn parabolas(found: &views::Parabolas) -> Parabolas {
    Parabolas {
        spike: found.spike,
        own: found.own,
        past: found.past,
        future: found.future,
        free: found.free,
        least: found.least,
        fires: found.fires,
        axis: found.axis,
        silent: floats(&found.curves[0]),
        firing: floats(&found.curves[1]),
    }
}

fn smooth(found: &views::Slope) -> Smooth {
    Smooth {
        slope: found.slope,
        derivative: found.derivative,
        arrives: found.arrives,
        gradient: found.gradient,
        weights: floats(&found.weights),
        axis: found.axis,
        curve: floats(&found.curve),
    }
}
