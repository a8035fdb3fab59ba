//! Kinds of layers, one file each.
//!
//! A layer is a linear map from the traces below it to membrane potentials, `V = W x`, its adjoint, and the rows `x` that
//! its parameters are found from. The trainers know it by the trait [`Layer`] alone: a new kind is a new file here, and a
//! line where the layers of a network are listed.
//!
//! Rows of every argument are samples and steps: row `t N + n` of a whole series, row `n` of one step. A layer whose rows
//! `x` are more than those (a convolution has one a position) forms them itself from the traces below; one that hears
//! itself finds its own in [`Heard::own`]. A map without parameters of its own, such as pooling, is part of the layer
//! above it ([`Pooled`]): `V = W (A c)`, with `A'` in the adjoint and `(A o A)'` in that of the squares.
//!
//! A layer that hears itself ([`Recurrent`]) has rows `x_t = [c_below,t, c_{t-1}]`. What comes from below is one product
//! over all steps; what it hears of itself ([`Layer::hear_own`]) is added step by step as it fires.

mod conv;
mod dense;
mod picture;
mod plan;
mod pool;
mod recurrent;
mod sparse;

pub use conv::Conv;
pub use dense::Dense;
pub use picture::{Form, Order, Picture};
pub use plan::{Misfit, Plan, Token};
pub use pool::{Pool, Pooled};
pub use recurrent::Recurrent;

use std::fmt::Debug;
use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};

use super::{Events, Series, fire, fire_step};
use crate::linalg::{Scalar, num, rms, slice, slice_mut};

/// Spread of a potential relative to its size below which it is rounding.
const NEGLIGIBLE: f64 = 1e-6;

/// What a layer hears: the traces of the layer below, and its own of the same steps where it hears itself.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a, F> {
    /// Traces of the layer below, a row a sample and step.
    pub below: ArrayView2<'a, F>,
    /// The layer's own traces in the same rows; a recurrent layer reads them one step late.
    pub own: Option<ArrayView2<'a, F>>,
    /// Samples a step.
    pub samples: usize,
    /// Time index of the first row, from 0: by it a layer knows the trace of a constant 1.
    pub first: usize,
    /// Whether the rows are the spikes themselves instead of their traces.
    pub alone: bool,
    /// The spikes whose traces `below` holds, of all steps, where they are known: a layer may take them instead.
    pub events: Option<Events<'a, F>>,
}

impl<'a, F: Scalar> Heard<'a, F> {
    /// All steps of the layer below.
    pub fn all(below: &'a Series<F>) -> Self {
        Self {
            below: below.flat(),
            own: None,
            samples: below.samples(),
            first: 0,
            alone: false,
            events: below.events(),
        }
    }

    /// All steps of the layer below and of the layer itself.
    pub fn with_own(below: &'a Series<F>, own: &'a Series<F>) -> Self {
        Self { own: Some(own.flat()), ..Self::all(below) }
    }

    /// All steps of the layer below and of the layer itself, spikes in place of traces; `traces` are those of the layer below.
    pub fn spikes(below: &'a Series<F>, traces: &'a Series<F>, own: &'a Series<F>) -> Self {
        Self { alone: true, events: traces.events().map(Events::alone), ..Self::with_own(below, own) }
    }

    /// The last step of the layer below: what the readout hears.
    pub fn end(below: &'a Series<F>) -> Self {
        let last = below.steps() - 1;
        Self::step(below.at(last), last)
    }

    /// The step of time index `time` of the layer below.
    pub fn step(below: ArrayView2<'a, F>, time: usize) -> Self {
        Self { samples: below.nrows(), own: None, below, first: time, alone: false, events: None }
    }

    /// Layer's own traces of the step before each row, for the rows that have one: those from the second step on.
    fn own_before(&self) -> Option<ArrayView2<'a, F>> {
        let later = self.rows().checked_sub(self.samples).filter(|&rows| rows > 0)?;
        self.own.map(|own| own.slice_move(s![..later, ..]))
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.events.map_or(self.below.nrows(), |events| events.steps() * self.samples)
    }
}

/// The constants of a neuron.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neuron<F> {
    /// Leak `delta` of the membrane potential over one time step.
    pub delta: F,
    /// Threshold `theta`.
    pub theta: F,
}

/// What a layer does over all steps, `[t][n][neuron]` each.
#[derive(Debug)]
pub struct Fired<'a, F> {
    /// Membrane potentials `z`.
    pub potential: &'a mut Series<F>,
    /// Spikes `a`, 0 or 1.
    pub spikes: &'a mut Series<F>,
    /// Traces `c` of the spikes.
    pub traces: &'a mut Series<F>,
}

/// Sizes of a layer, from which its cost follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Neurons (or channels) below.
    pub inputs: usize,
    /// Neurons of the layer.
    pub outputs: usize,
    /// Rows of the parameter matrix: neurons, where no two share their weights.
    pub maps: usize,
    /// Entries of a row `x`: columns of the parameter matrix.
    pub row: usize,
    /// Of those, the last ones, which are the layer's own traces of the step before.
    pub own: usize,
}

impl Shape {
    /// A layer whose every neuron has a weight of its own to every input.
    pub const fn dense(inputs: usize, outputs: usize) -> Self {
        Self { inputs, outputs, maps: outputs, row: inputs, own: 0 }
    }

    /// Number of parameters.
    pub const fn parameters(self) -> usize {
        self.maps * self.row
    }

    /// Rows `x` that one sample and step gives: the positions at which the same weights are used.
    pub const fn positions(self) -> usize {
        match self.outputs.checked_div(self.maps) {
            Some(positions) => positions,
            None => 0,
        }
    }

    /// Whether its products go by the spikes below: neither shared nor pooled, and without what it hears of itself.
    pub const fn by_spikes(self) -> bool {
        self.own == 0 && self.row == self.inputs
    }

    /// Floating point operations of `V = W x` for so many samples and steps.
    pub const fn flops(self, rows: usize) -> u64 {
        2 * rows as u64 * (self.outputs * self.row) as u64
    }

    /// Numbers that a forward pass of so many samples and steps leaves: potentials, spikes and traces.
    pub const fn numbers(self, rows: usize) -> u64 {
        3 * rows as u64 * self.outputs as u64
    }
}

/// A layer; see the [module](self).
///
/// Products take a factor and what of the old content stays, as `out = factor (..) + keep out`: one pass over the memory,
/// and nothing is allocated.
pub trait Layer<F: Scalar>: Debug + Send + Sync {
    /// Its kind, as it is told to a person.
    fn kind(&self) -> &'static str;

    /// Its sizes.
    fn shape(&self) -> Shape;

    /// Whether it takes the spikes of what it hears where they are known ([`Heard::events`]), in every product without
    /// [`Heard::below`], which is then empty.
    fn hears_spikes(&self) -> bool {
        false
    }

    /// The parameters `W`, `[map][entry of a row]`.
    fn parameters(&self) -> &Array2<F>;

    /// As [`Self::parameters`], to be replaced.
    fn parameters_mut(&mut self) -> &mut Array2<F>;

    /// The same layer once more.
    fn boxed(&self) -> Box<dyn Layer<F>>;

    /// `out = factor P x + keep out` with parameters `P` in place of the layer's own, `out` a row a sample and step.
    fn apply_with(&self, parameters: &Array2<F>, factor: F, heard: Heard<'_, F>, keep: F, out: ArrayViewMut2<'_, F>);

    /// `out = factor message W + keep out`: the adjoint of [`Self::apply`] towards the layer below.
    fn adjoint(&self, factor: F, message: ArrayView2<'_, F>, keep: F, out: ArrayViewMut2<'_, F>);

    /// `out = message (W o W) + out`, with squared entries: how a curvature travels down. `work` has the size of the
    /// parameters.
    fn adjoint_of_squares(&self, message: ArrayView2<'_, F>, work: &mut Array2<F>, out: ArrayViewMut2<'_, F>);

    /// `out = factor sum x x'` over all rows: their Gram matrix.
    fn gram(&self, factor: F, heard: Heard<'_, F>, out: ArrayViewMut2<'_, F>);

    /// `out = factor sum message' x + keep out` over all rows, of the size of the parameters: the adjoint of
    /// [`Self::apply`] towards them.
    fn statistics(
        &self,
        factor: F,
        message: ArrayView2<'_, F>,
        heard: Heard<'_, F>,
        keep: F,
        out: ArrayViewMut2<'_, F>,
    );

    /// The rows `x` of samples and steps `rows` in `f64`, for systems that single precision does not bear.
    fn wide_rows(&self, heard: Heard<'_, F>, rows: Range<usize>, out: ArrayViewMut2<'_, f64>);

    /// `W'W`, `[input][input]`, of what is heard from below.
    fn normal(&self, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        out.assign(&normal_by_columns(self));
    }

    /// `W'W` in `f64`; `work` has the size of the parameters.
    fn wide_normal(&self, _work: &mut Array2<f64>, out: ArrayViewMut2<'_, f64>) {
        let mut out = out;
        out.zip_mut_with(&normal_by_columns(self), |wide, &narrow| *wide = narrow.f64());
    }

    /// The weights from input `neuron` to every neuron of the layer.
    fn outgoing(&self, neuron: usize, out: &mut [F]);

    /// How many units a picture of the network shows of it: neurons, or the maps of a convolution. Neuron `k` belongs to
    /// unit `k` modulo that number.
    fn units(&self) -> usize {
        self.picture().map_or(self.shape().outputs, |picture| picture.maps)
    }

    /// The weights that lead from the units below to its own, `[unit][unit below]`; of a convolution those of the place in
    /// the middle, and where several weights lead from one unit to another the largest of them. `below` is the number of units
    /// below: neuron `k` belongs to unit `k` modulo `below`.
    fn between(&self, below: usize) -> Array2<F> {
        let mut out = Array2::zeros((self.units(), below));
        let from_below = self.parameters().slice(s![.., ..self.entries_below()]);
        for (weights, mut out) in from_below.outer_iter().zip(out.outer_iter_mut()) {
            weights.iter().enumerate().for_each(|(k, &w)| keep_larger(&mut out[k % below], w));
        }
        out
    }

    /// How its neurons lie, where they are the pixels of pictures.
    fn picture(&self) -> Option<Picture> {
        None
    }

    /// Entries of a row `x` that are read from the layer below; those after them are the layer's own traces of the step
    /// before.
    fn entries_below(&self) -> usize {
        self.shape().row - self.shape().own
    }

    /// Whether its neurons hear each other, one step late.
    fn hears_itself(&self) -> bool {
        self.shape().own > 0
    }

    /// `out += U past`: what the layer's own traces of the step before add to its potentials. Nothing, unless the layer
    /// hears itself.
    fn hear_own(&self, _past: ArrayView2<'_, F>, _out: ArrayViewMut2<'_, F>) {}

    /// `out += factor message U`: the adjoint of [`Self::hear_own`].
    fn own_adjoint(&self, _factor: F, _message: ArrayView2<'_, F>, _out: ArrayViewMut2<'_, F>) {}

    /// `out = factor W x + keep out`.
    fn apply(&self, factor: F, heard: Heard<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        self.apply_with(self.parameters(), factor, heard, keep, out);
    }

    /// All steps, for the traces `below`.
    fn forward(&self, below: &Series<F>, neuron: Neuron<F>, out: Fired<'_, F>) {
        self.apply(F::one(), Heard::all(below), F::zero(), out.potential.flat_mut());
        self.fire(neuron, out);
    }

    /// Lets the layer fire from `V = W x`, the potentials without resets and without what it hears of itself, in
    /// `out.potential`.
    fn fire(&self, neuron: Neuron<F>, out: Fired<'_, F>) {
        let Neuron { delta, theta } = neuron;
        let Fired { potential, spikes, traces } = out;
        if !self.hears_itself() {
            return fire(potential, spikes, traces, delta, theta);
        }
        for t in 0..potential.steps() {
            if let Some(past) = t.checked_sub(1) {
                self.hear_own(traces.at(past), potential.at_mut(t));
            }
            fire_step(t, potential, spikes, traces, delta, theta);
        }
    }

    /// Flips the spike of `neuron` at time index `time` (from 0) of one sample and lets the layer run on.
    ///
    /// `given` is `V = W x`, the potentials without resets and without what the layer hears of itself; `out` holds what
    /// [`Self::forward`] left of the sample. Where no neuron hears another of its layer, the flipped one alone runs on, by
    /// its own reset. A layer that hears itself runs on as a whole.
    fn flip(&self, given: &Series<F>, neuron: usize, time: usize, constants: Neuron<F>, out: Fired<'_, F>) {
        let Neuron { delta, theta } = constants;
        if self.hears_itself() {
            let Fired { potential, spikes, traces } = out;
            let at = time * given.neurons() + neuron;
            let turned = F::one() - spikes.values()[at];
            let past = at.checked_sub(given.neurons()).map_or(F::zero(), |before| traces.values()[before]);
            spikes.values_mut()[at] = turned;
            traces.values_mut()[at] = delta * past + turned;
            for t in time + 1..given.steps() {
                potential.at_mut(t).assign(&given.at(t));
                self.hear_own(traces.at(t - 1), potential.at_mut(t));
                fire_step(t, potential, spikes, traces, delta, theta);
            }
            return;
        }
        let (potential, spikes, traces) =
            (out.potential.values_mut(), out.spikes.values_mut(), out.traces.values_mut());
        let neurons = given.neurons();
        let first = neuron + time * neurons;
        let mut past = first.checked_sub(neurons).map_or(F::zero(), |before| traces[before]);
        for k in (first..given.values().len()).step_by(neurons) {
            if k == first {
                spikes[k] = F::one() - spikes[k];
            } else {
                potential[k] = given.values()[k] - theta * past;
                spikes[k] = F::step(potential[k] > theta);
            }
            past = delta * past + spikes[k];
            traces[k] = past;
        }
    }

    /// Draws the parameters, row by row, from standard normal numbers.
    fn draw(&mut self, gaussian: &mut dyn FnMut() -> f64) {
        self.parameters_mut().iter_mut().for_each(|w| *w = num(gaussian()));
    }

    /// Scales the parameters on the data: the standard deviation of `V = W x` over samples and neurons, averaged over
    /// time, becomes `spread`. Leaves that `V` in `potential`.
    ///
    /// A layer below that is silent, or alike for all samples, leaves nothing to scale by but rounding; the weights are
    /// then scaled by `otherwise`. The product is that with the traces, whatever is known of their spikes: the weights of a
    /// seed stay what they always were.
    fn scale_to(&mut self, below: &Series<F>, spread: f64, otherwise: f64, potential: &mut Series<F>) {
        self.apply(F::one(), Heard { events: None, ..Heard::all(below) }, F::zero(), potential.flat_mut());
        let scale: F = num(scale_of(potential, spread, otherwise));
        let entries_below = self.entries_below();
        self.parameters_mut().slice_mut(s![.., ..entries_below]).mapv_inplace(|w| w * scale);
        potential.values_mut().iter_mut().for_each(|v| *v *= scale);
    }

    /// [`Self::scale_to`] of a hidden layer, and what the scaled layer then does.
    ///
    /// In a layer that hears itself, what it hears of itself gets the same spread: on the spikes that it fires without.
    fn start(&mut self, below: &Series<F>, spread: f64, otherwise: f64, neuron: Neuron<F>, out: Fired<'_, F>) {
        self.scale_to(below, spread, otherwise, out.potential);
        fire(out.potential, out.spikes, out.traces, neuron.delta, neuron.theta);
        if !self.hears_itself() {
            return;
        }
        out.potential.values_mut().fill(F::zero());
        self.hear_own(out.traces.flat(), out.potential.flat_mut());
        let scale: F = num(scale_of(out.potential, spread, otherwise));
        let entries_below = self.entries_below();
        self.parameters_mut().slice_mut(s![.., entries_below..]).mapv_inplace(|w| w * scale);
        self.forward(below, neuron, out);
    }

    /// `W += factor step`.
    fn add(&mut self, factor: F, step: &Array2<F>) {
        for (w, &d) in slice_mut(self.parameters_mut()).iter_mut().zip(slice(step)) {
            *w += factor * d;
        }
    }

    /// `W += weight (other - W)`: a running average.
    fn approach(&mut self, other: &dyn Layer<F>, weight: F) {
        for (mean, &w) in slice_mut(self.parameters_mut()).iter_mut().zip(slice(other.parameters())) {
            *mean += weight * (w - *mean);
        }
    }

    /// Sum of the squares of the parameters.
    fn norm_squared(&self) -> f64 {
        slice(self.parameters()).iter().map(|w| w.f64() * w.f64()).sum()
    }
}

/// Of two weights the one larger in magnitude.
fn keep_larger<F: Scalar>(kept: &mut F, weight: F) {
    if weight.abs() > kept.abs() {
        *kept = weight;
    }
}

impl<F: Scalar> Clone for Box<dyn Layer<F>> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

impl<F: Scalar> PartialEq for dyn Layer<F> + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.shape() == other.shape() && self.parameters() == other.parameters()
    }
}

/// The factor that brings the standard deviation of a potential over samples and neurons, averaged over time, to `spread`;
/// `otherwise` where that is nothing but rounding.
fn scale_of<F: Scalar>(potential: &Series<F>, spread: f64, otherwise: f64) -> f64 {
    let steps = potential.steps();
    let found: f64 = (0..steps).map(|t| deviation(potential.at(t).iter())).sum::<f64>() / steps.max(1) as f64;
    if found > NEGLIGIBLE * rms(potential.values()) { spread / found } else { otherwise }
}

/// `W'W` of a layer by the images of its inputs.
fn normal_by_columns<F: Scalar>(layer: &(impl Layer<F> + ?Sized)) -> Array2<F> {
    let Shape { inputs, outputs, .. } = layer.shape();
    let mut images = Array2::zeros((inputs, outputs));
    for (neuron, mut image) in images.outer_iter_mut().enumerate() {
        if let Some(image) = image.as_slice_mut() {
            layer.outgoing(neuron, image);
        }
    }
    images.dot(&images.t())
}

fn deviation<'a, F: Scalar>(values: impl ExactSizeIterator<Item = &'a F> + Clone) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.clone().map(|v| v.f64()).sum::<f64>() / count;
    (values.map(|v| (v.f64() - mean).powi(2)).sum::<f64>() / count).sqrt()
}
