//! The live figures of the explanation as numbers and typed arrays.

use js_sys::{Array, Error as JsError, Float32Array, Float64Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;

use super::js::{Real, option, plain, seconds, sentence, set};
use crate::experiment::{Experiment, Spec};
use crate::views::learn;

/// Potential and spikes of one neuron: `{ potential, spikes }`, a number a step.
#[wasm_bindgen(js_name = learnNeuron)]
pub fn neuron(input: &[f32], weight: f32, delta: f32, theta: f32) -> Result<JsValue, JsValue> {
    let train = learn::neuron(input, weight, delta, theta).map_err(sentence)?;
    let out = Object::new();
    set(&out, "potential", Float32Array::from(&train.potential[..]))?;
    set(&out, "spikes", Float32Array::from(&train.spikes[..]))?;
    Ok(out.into())
}

/// Where the proximal step puts `q`: `{ z, outcome, charge }`, with 0 untouched, 1 moved, 2 stopped, and the charge at `q`.
#[wasm_bindgen(js_name = learnBranch)]
pub fn branch(q: f32, lambda: f32, rho: f32, theta: f32, margin: f32) -> Result<JsValue, JsValue> {
    let branch = learn::Branch { lambda, rho, theta, margin };
    let (z, outcome) = branch.step(q);
    let out = Object::new();
    set(&out, "z", z)?;
    set(&out, "outcome", outcome as u8)?;
    set(&out, "charge", branch.charge(q))?;
    Ok(out.into())
}

/// The course of a scalar layer problem by scaled ADMM: `V, z, u, w - w_0` at the start and after each of three updates a
/// round, one after the other.
#[wasm_bindgen(js_name = learnScaled)]
#[allow(clippy::too_many_arguments, reason = "one argument a symbol of the problem")]
pub fn scaled(
    lambda: f32,
    rho: f32,
    theta: f32,
    margin: f32,
    start: f32,
    trace: f32,
    mu: f32,
    rounds: usize,
) -> Vec<f32> {
    let branch = learn::Branch { lambda, rho, theta, margin };
    let course = learn::scaled_admm(&learn::Scaled { branch, start, trace, mu }, rounds);
    course.into_iter().flat_map(|m| [m.given, m.own, m.dual, m.weight]).collect()
}

/// The charged spikes of an experiment after some iterations of solver `exact`: minus the boxcar surrogate's gradient and
/// the multiplier of each, and whether it is a spike: `{ gradient, lambda, fires }`.
#[wasm_bindgen(js_name = learnBoxcar)]
pub fn boxcar(link: &str, iterations: usize, curvature: bool) -> Result<JsValue, JsValue> {
    let charged = learn::against_boxcar::<Real>(&Spec::parse(link).spec, iterations, curvature).map_err(sentence)?;
    let numbers = |of: fn(&learn::Charged<Real>) -> Real| charged.iter().map(of).collect::<Vec<_>>();
    let out = Object::new();
    set(&out, "gradient", Float32Array::from(&numbers(|c| c.gradient)[..]))?;
    set(&out, "lambda", Float32Array::from(&numbers(|c| c.lambda)[..]))?;
    let fires: Vec<u8> = charged.iter().map(|c| u8::from(c.fires)).collect();
    set(&out, "fires", Uint8Array::from(&fires[..]))?;
    Ok(out.into())
}

/// The training loss of an experiment's network along one of its weights.
#[wasm_bindgen]
pub struct Landscape {
    inner: learn::Landscape<Real>,
}

#[wasm_bindgen]
impl Landscape {
    /// About the weights of an experiment after so many iterations.
    #[wasm_bindgen(constructor)]
    pub fn new(link: &str, iterations: usize) -> Result<Self, JsValue> {
        let mut experiment = Experiment::<Real>::new(Spec::parse(link).spec, seconds).map_err(sentence)?;
        for _ in 0..iterations {
            experiment.step_iteration().map_err(sentence)?;
        }
        Ok(Self { inner: learn::Landscape::of(&experiment).map_err(sentence)? })
    }

    /// The weight as it stands; NaN outside.
    pub fn weight(&self, layer: usize, to: usize, from: usize) -> f32 {
        self.inner.weight(learn::Weight { layer, to, from }).unwrap_or(f32::NAN)
    }

    /// Loss and number of changed hidden spikes at each value of the weight: `{ loss, differ }`.
    pub fn real(&mut self, layer: usize, to: usize, from: usize, values: &[f32]) -> Result<JsValue, JsValue> {
        let place = learn::Weight { layer, to, from };
        let mut loss = Vec::with_capacity(values.len());
        let mut differ = Vec::with_capacity(values.len());
        for &value in values {
            let (at, spikes) = self.inner.real(place, value).map_err(sentence)?;
            loss.push(at);
            differ.push(spikes as f64);
        }
        let out = Object::new();
        set(&out, "loss", Float64Array::from(&loss[..]))?;
        set(&out, "differ", Float64Array::from(&differ[..]))?;
        Ok(out.into())
    }

    /// Loss of the smoothed network at each value of the weight.
    pub fn smooth(
        &self,
        layer: usize,
        to: usize,
        from: usize,
        values: &[f32],
        slope: f32,
    ) -> Result<Vec<f64>, JsValue> {
        let place = learn::Weight { layer, to, from };
        values.iter().map(|&value| self.inner.smooth(place, value, slope).map_err(sentence)).collect()
    }

    /// The surrogate's gradient in the weight at each of its values.
    pub fn surrogate(
        &self,
        layer: usize,
        to: usize,
        from: usize,
        values: &[f32],
        slope: f64,
    ) -> Result<Vec<f32>, JsValue> {
        let place = learn::Weight { layer, to, from };
        values.iter().map(|&value| self.inner.surrogate(place, value, slope).map_err(sentence)).collect()
    }
}

/// Solver `exact` block by block.
#[wasm_bindgen]
pub struct Iteration {
    inner: learn::Iteration<Real>,
}

#[wasm_bindgen]
impl Iteration {
    /// From the first weights of a link's experiment.
    #[wasm_bindgen(constructor)]
    pub fn new(link: &str) -> Result<Self, JsValue> {
        Ok(Self { inner: learn::Iteration::new(&Spec::parse(link).spec).map_err(sentence)? })
    }

    /// Names of the blocks of an iteration, in order.
    pub fn blocks(&self) -> Vec<String> {
        self.inner.blocks().iter().map(crate::method::Block::name).collect()
    }

    /// Updates one block and says what that did: `{ kind, layer, iteration, changed, outOf, before, after }`, what is absent
    /// as `null`.
    pub fn step(&mut self) -> Result<JsValue, JsValue> {
        let done = self.inner.step().map_err(sentence)?;
        let out = Object::new();
        set(&out, "kind", done.block.kind)?;
        set(&out, "layer", option(done.block.layer.map(|l| l as f64)))?;
        set(&out, "iteration", self.inner.done() as f64)?;
        set(&out, "changed", option(done.changed.map(|c| c.0 as f64)))?;
        set(&out, "outOf", option(done.changed.map(|c| c.1 as f64)))?;
        set(&out, "before", option(done.before))?;
        set(&out, "after", option(done.after))?;
        Ok(out.into())
    }

    /// Everything about sample `n` (from 0): `{ sizes, label, loss, accuracy, readout, layers: [{ spikes, kappa, lambda, message }],
    /// weights: [..], steps: [..] }`; `null` outside.
    pub fn sample(&self, n: usize) -> Result<JsValue, JsValue> {
        let Some(label) = self.inner.label(n) else { return Ok(JsValue::NULL) };
        let out = Object::new();
        let sizes = self.inner.sizes();
        set(&out, "sizes", plain(&sizes)?)?;
        set(&out, "label", label as f64)?;
        set(&out, "loss", option(self.inner.loss()))?;
        set(&out, "accuracy", self.inner.accuracy())?;
        set(&out, "readout", Float32Array::from(&self.inner.readout(n)[..]))?;
        let (layers, weights, steps) = (Array::new(), Array::new(), Array::new());
        for l in 0..sizes.len() - 1 {
            weights.push(&Float32Array::from(self.inner.weights(l)));
            let Some(cells) = self.inner.cells(l, n) else { continue };
            let object = Object::new();
            set(&object, "spikes", Float32Array::from(&cells.spikes[..]))?;
            set(&object, "kappa", Float32Array::from(&cells.kappa[..]))?;
            set(&object, "lambda", Float32Array::from(&cells.lambda[..]))?;
            set(&object, "message", Float32Array::from(&cells.message[..]))?;
            layers.push(&object);
            let step = self.inner.weight_step(l);
            let step = step.as_ref().and_then(|step| step.as_slice());
            steps.push(&Float32Array::from(step.ok_or_else(|| JsError::new("A layer has no step."))?));
        }
        set(&out, "layers", layers)?;
        set(&out, "weights", weights)?;
        set(&out, "steps", steps)?;
        Ok(out.into())
    }
}
