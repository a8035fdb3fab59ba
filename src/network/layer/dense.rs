//! Every neuron hears every neuron below: `V = W c`, with `W` `[out][in]`.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};

use super::sparse::{self, Rows};
use super::{Heard, Layer, Shape};
use crate::linalg::{Scalar, product, slice, slice_mut};

/// A dense layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense<F> {
    weights: Array2<F>,
}

impl<F: Scalar> Dense<F> {
    /// A layer with these weights, `[out][in]`.
    pub fn new(weights: Array2<F>) -> Self {
        // Matrices are read as slices throughout, which asks for row-major order.
        Self { weights: if weights.is_standard_layout() { weights } else { weights.as_standard_layout().into_owned() } }
    }

    /// A layer of `outputs` neurons with `inputs` inputs, all weights 0.
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        Self { weights: Array2::zeros((outputs, inputs)) }
    }
}

impl<F: Scalar> Layer<F> for Dense<F> {
    fn kind(&self) -> &'static str {
        "dense"
    }

    fn shape(&self) -> Shape {
        Shape::dense(self.weights.ncols(), self.weights.nrows())
    }

    fn hears_spikes(&self) -> bool {
        true
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

    fn apply_with(&self, parameters: &Array2<F>, factor: F, heard: Heard<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        let plain = factor == F::one() && keep == F::zero();
        match (heard.events.filter(|_| plain), out.as_slice_mut()) {
            (Some(events), Some(out)) => sparse::apply(parameters, &Rows::all(events, heard.samples), out),
            _ => product(factor, heard.below, parameters.t(), keep, out),
        }
    }

    fn adjoint(&self, factor: F, message: ArrayView2<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        product(factor, message, self.weights.view(), keep, out);
    }

    fn adjoint_of_squares(&self, message: ArrayView2<'_, F>, work: &mut Array2<F>, out: ArrayViewMut2<'_, F>) {
        for (square, &w) in slice_mut(work).iter_mut().zip(slice(&self.weights)) {
            *square = w * w;
        }
        product(F::one(), message, work.view(), F::one(), out);
    }

    fn gram(&self, factor: F, heard: Heard<'_, F>, out: ArrayViewMut2<'_, F>) {
        match (heard.events, heard.below.as_slice()) {
            (Some(events), Some(traces)) => {
                sparse::gram(factor, traces, &Rows::all(events, heard.samples), out);
            }
            _ => product(factor, heard.below.t(), heard.below, F::zero(), out),
        }
    }

    fn statistics(
        &self,
        factor: F,
        message: ArrayView2<'_, F>,
        heard: Heard<'_, F>,
        keep: F,
        out: ArrayViewMut2<'_, F>,
    ) {
        match (heard.events, message.as_slice()) {
            (Some(events), Some(message)) => {
                sparse::statistics(factor, message, &Rows::all(events, heard.samples), keep, out);
            }
            _ => product(factor, message.t(), heard.below, keep, out),
        }
    }

    fn wide_rows(&self, heard: Heard<'_, F>, rows: Range<usize>, out: ArrayViewMut2<'_, f64>) {
        let mut out = out;
        out.zip_mut_with(&heard.below.slice(s![rows, ..]), |wide, &narrow| *wide = narrow.f64());
    }

    fn normal(&self, out: ArrayViewMut2<'_, F>) {
        product(F::one(), self.weights.t(), self.weights.view(), F::zero(), out);
    }

    fn wide_normal(&self, work: &mut Array2<f64>, out: ArrayViewMut2<'_, f64>) {
        work.zip_mut_with(&self.weights, |own, &w| *own = w.f64());
        product(1.0, work.t(), work.view(), 0.0, out);
    }

    fn outgoing(&self, neuron: usize, out: &mut [F]) {
        for (out, &w) in out.iter_mut().zip(self.weights.column(neuron)) {
            *out = w;
        }
    }
}
