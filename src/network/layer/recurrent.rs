//! Every neuron hears every neuron below and, one step late, every neuron of its own layer.
//!
//! ```text
//! z_t = W c_below,t + U c_{t-1} - theta c_{t-1},    parameters [W U], rows x_t = [c_below,t, c_{t-1}]
//! ```
//!
//! `U` acts as late as the reset does, so its diagonal is a learned part of the reset.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, s};

use super::{Heard, Layer, Shape};
use crate::linalg::{Scalar, product, slice, slice_mut};

/// A recurrent layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Recurrent<F> {
    /// `[W U]`, `[out][in + out]`.
    weights: Array2<F>,
}

impl<F: Scalar> Recurrent<F> {
    /// A layer of `outputs` neurons with `inputs` inputs, all weights 0.
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        Self { weights: Array2::zeros((outputs, inputs + outputs)) }
    }

    /// Inputs from the layer below.
    fn inputs(&self) -> usize {
        self.weights.ncols() - self.weights.nrows()
    }

    /// `U`, `[to][from]`.
    fn own(&self) -> ArrayView2<'_, F> {
        self.weights.slice(s![.., self.inputs()..])
    }

    /// `W`, `[to][from]`.
    fn below(&self) -> ArrayView2<'_, F> {
        self.weights.slice(s![.., ..self.inputs()])
    }
}

impl<F: Scalar> Layer<F> for Recurrent<F> {
    fn kind(&self) -> &'static str {
        "recurrent"
    }

    fn shape(&self) -> Shape {
        let (outputs, row) = self.weights.dim();
        Shape { inputs: row - outputs, outputs, maps: outputs, row, own: outputs }
    }

    fn parameters(&self) -> &Array2<F> {
        &self.weights
    }

    fn parameters_mut(&mut self) -> &mut Array2<F> {
        &mut self.weights
    }

    fn boxed(&self) -> Box<dyn Layer<F>> {
        Box::new(self.clone())
    }

    fn hear_own(&self, past: ArrayView2<'_, F>, out: ArrayViewMut2<'_, F>) {
        product(F::one(), past, self.own().reversed_axes(), F::one(), out);
    }

    fn own_adjoint(&self, factor: F, message: ArrayView2<'_, F>, out: ArrayViewMut2<'_, F>) {
        product(factor, message, self.own(), F::one(), out);
    }

    /// With the layer's own traces where they are heard, held as they are.
    fn apply_with(&self, parameters: &Array2<F>, factor: F, heard: Heard<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        let (below, own) = parameters.view().split_at(Axis(1), self.inputs());
        product(factor, heard.below, below.reversed_axes(), keep, out.view_mut());
        if let Some(past) = heard.own_before() {
            product(factor, past, own.reversed_axes(), F::one(), out.slice_mut(s![heard.samples.., ..]));
        }
    }

    fn adjoint(&self, factor: F, message: ArrayView2<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        product(factor, message, self.below(), keep, out);
    }

    fn adjoint_of_squares(&self, message: ArrayView2<'_, F>, work: &mut Array2<F>, out: ArrayViewMut2<'_, F>) {
        for (square, &w) in slice_mut(work).iter_mut().zip(slice(&self.weights)) {
            *square = w * w;
        }
        product(F::one(), message, work.slice(s![.., ..self.inputs()]), F::one(), out);
    }

    fn gram(&self, factor: F, heard: Heard<'_, F>, out: ArrayViewMut2<'_, F>) {
        let n = self.inputs();
        let mut out = out;
        out.fill(F::zero());
        product(factor, heard.below.t(), heard.below, F::zero(), out.slice_mut(s![..n, ..n]));
        let Some(past) = heard.own_before() else { return };
        product(factor, past.t(), past, F::zero(), out.slice_mut(s![n.., n..]));
        let later = heard.below.slice(s![heard.samples.., ..]);
        product(factor, later.t(), past, F::zero(), out.slice_mut(s![..n, n..]));
        product(factor, past.t(), later, F::zero(), out.slice_mut(s![n.., ..n]));
    }

    fn statistics(
        &self,
        factor: F,
        message: ArrayView2<'_, F>,
        heard: Heard<'_, F>,
        keep: F,
        out: ArrayViewMut2<'_, F>,
    ) {
        let (below, mut own) = out.split_at(Axis(1), self.inputs());
        product(factor, message.t(), heard.below, keep, below);
        match heard.own_before() {
            Some(past) => product(factor, message.slice(s![heard.samples.., ..]).t(), past, keep, own),
            None => own.mapv_inplace(|v| keep * v),
        }
    }

    fn wide_rows(&self, heard: Heard<'_, F>, rows: Range<usize>, out: ArrayViewMut2<'_, f64>) {
        let (mut below, mut own) = out.split_at(Axis(1), self.inputs());
        below.zip_mut_with(&heard.below.slice(s![rows.clone(), ..]), |wide, &narrow| *wide = narrow.f64());
        own.fill(0.0);
        for (row, mut out) in rows.zip(own.outer_iter_mut()) {
            if let (Some(past), Some(traces)) = (row.checked_sub(heard.samples), heard.own) {
                out.zip_mut_with(&traces.row(past), |wide, &narrow| *wide = narrow.f64());
            }
        }
    }

    fn outgoing(&self, neuron: usize, out: &mut [F]) {
        for (out, &w) in out.iter_mut().zip(self.weights.column(neuron)) {
            *out = w;
        }
    }
}
