//! Neurons that share their weights: at every place of the pictures below the same maps look at a square of pixels.
//!
//! ```text
//! V_t[p, o] = sum_{c, d} W[o, c, d] c_below,t[c, s p + d - (k - 1) / 2] + W[o, bias] 1_t
//! ```
//!
//! A place `p` is one more row `x` of the dense layer's problem: the patch that is seen there, picture by picture and row
//! by row, then the trace `1_t = sum_{j <= t} delta^j` of a constant 1. Beyond the edge there is nothing.

use std::ops::Range;
use std::sync::Arc;

use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};

use super::{Form, Heard, Layer, Order, Picture, Shape, keep_larger};
use crate::linalg::{Scalar, product, slice, slice_mut};

/// Entries of the patches that are laid out at once: they stay in the processor's cache.
const CHUNK: usize = 1 << 16;
/// A pixel beyond the edge.
const OUTSIDE: u32 = u32::MAX;

/// A convolution.
#[derive(Debug, Clone, PartialEq)]
pub struct Conv<F> {
    /// `[map][picture, row, column of the kernel; bias]`.
    weights: Array2<F>,
    below: Form,
    picture: Picture,
    delta: F,
    /// Of every place, the neurons below that its patch consists of.
    patches: Arc<[u32]>,
}

impl<F: Scalar> Conv<F> {
    /// A layer of so many `maps` whose kernel has `kernel` pixels a side and moves by `stride`, all weights 0; none where
    /// there are no pictures below. `delta` is the leak of the traces that it hears.
    pub fn zeros(below: Form, maps: usize, kernel: usize, stride: usize, delta: F) -> Option<Self> {
        let from = below.picture?;
        let picture = Self::gives(from, maps, kernel, stride);
        let pad = (kernel - 1) / 2;
        let mut patches = Vec::with_capacity(picture.pixels() * kernel * kernel * from.maps);
        for pixel in 0..picture.pixels() {
            let (left, top) = (pixel % picture.width * stride, pixel / picture.width * stride);
            for map in 0..from.maps {
                for y in top..top + kernel {
                    for x in left..left + kernel {
                        let inside = (pad..from.width + pad).contains(&x) && (pad..from.height + pad).contains(&y);
                        patches.push(if inside { from.neuron(map, x - pad, y - pad) as u32 } else { OUTSIDE });
                    }
                }
            }
        }
        let weights = Array2::zeros((maps, kernel * kernel * from.maps + 1));
        Some(Self { weights, below, picture, delta, patches: patches.into() })
    }

    /// The pictures that such a layer gives.
    pub const fn gives(from: Picture, maps: usize, kernel: usize, stride: usize) -> Picture {
        let pad = (kernel - 1) / 2;
        Picture {
            width: (from.width + 2 * pad - kernel) / stride + 1,
            height: (from.height + 2 * pad - kernel) / stride + 1,
            maps,
            order: Order::Pixels,
        }
    }

    /// Entries of a patch, without the bias.
    fn patch(&self) -> usize {
        self.weights.ncols() - 1
    }

    /// Rows of samples and steps whose patches are laid out at once.
    fn chunk(&self) -> usize {
        (CHUNK / (self.picture.pixels() * self.weights.ncols())).max(1)
    }

    /// What stands in the place of the bias in a row.
    fn bias(&self, heard: &Heard<'_, F>, row: usize) -> F {
        if self.below.biased() {
            return heard.below[(row, self.below.neurons - 1)];
        }
        let time = heard.first + row / heard.samples.max(1);
        let steps = if heard.alone { 0..0 } else { 0..time };
        steps.fold(F::one(), |trace, _| self.delta * trace + F::one())
    }

    /// Writes the rows `x` of these samples and steps, a row a place.
    fn lay<G: Clone>(&self, heard: &Heard<'_, F>, rows: Range<usize>, out: &mut [G], to: impl Fn(F) -> G) {
        let (patch, width) = (self.patch(), self.weights.ncols());
        let nothing = to(F::zero());
        for (row, out) in rows.zip(out.chunks_exact_mut(width * self.picture.pixels())) {
            let bias = to(self.bias(heard, row));
            let below = heard.below.row(row);
            for (seen, out) in self.patches.chunks_exact(patch).zip(out.chunks_exact_mut(width)) {
                for (&from, out) in seen.iter().zip(out.iter_mut()) {
                    *out = below.get(from as usize).map_or_else(|| nothing.clone(), |&c| to(c));
                }
                out[patch] = bias.clone();
            }
        }
    }

    /// Calls `with` for chunk after chunk with the samples and steps that it is of and their rows `x`.
    fn each_chunk(&self, heard: &Heard<'_, F>, mut with: impl FnMut(Range<usize>, ArrayView2<'_, F>)) {
        let places = self.picture.pixels();
        let mut rows = Array2::zeros((self.chunk().min(heard.rows()) * places, self.weights.ncols()));
        for first in (0..heard.rows()).step_by(self.chunk()) {
            let range = first..(first + self.chunk()).min(heard.rows());
            self.lay(heard, range.clone(), slice_mut(&mut rows), |c| c);
            let used = range.len() * places;
            with(range, rows.slice(s![..used, ..]));
        }
    }

    /// `out += P' message` of every row, with `parameters` `P` and the bias left out where there is none below.
    fn add_adjoint(&self, parameters: &Array2<F>, message: ArrayView2<'_, F>, out: ArrayViewMut2<'_, F>) {
        let (places, patch, width) = (self.picture.pixels(), self.patch(), self.weights.ncols());
        let (chunk, mut out) = (self.chunk(), out);
        let mut rows = Array2::zeros((chunk.min(message.nrows()) * places, width));
        for first in (0..message.nrows()).step_by(chunk) {
            let range = first..(first + chunk).min(message.nrows());
            let message = by_place(message.slice(s![range.clone(), ..]), self.picture.maps);
            let used = range.len() * places;
            product(F::one(), message, parameters.view(), F::zero(), rows.slice_mut(s![..used, ..]));
            for (row, found) in range.zip(slice(&rows).chunks_exact(width * places)) {
                let mut out = out.row_mut(row);
                for (seen, found) in self.patches.chunks_exact(patch).zip(found.chunks_exact(width)) {
                    for (&to, &found) in seen.iter().zip(found) {
                        if let Some(out) = out.get_mut(to as usize) {
                            *out += found;
                        }
                    }
                    if self.below.biased() {
                        out[self.below.neurons - 1] += found[patch];
                    }
                }
            }
        }
    }
}

/// A row a sample and step as a row a place: both stand in the memory alike.
fn by_place<F: Scalar>(rows: ArrayView2<'_, F>, maps: usize) -> ArrayView2<'_, F> {
    let cells = rows.len() / maps.max(1);
    rows.into_shape_with_order((cells, maps)).expect("rows of a layer stand one after the other")
}

/// As [`by_place`], to write to.
fn by_place_mut<F: Scalar>(rows: ArrayViewMut2<'_, F>, maps: usize) -> ArrayViewMut2<'_, F> {
    let cells = rows.len() / maps.max(1);
    rows.into_shape_with_order((cells, maps)).expect("rows of a layer stand one after the other")
}

impl<F: Scalar> Layer<F> for Conv<F> {
    fn kind(&self) -> &'static str {
        "convolution"
    }

    fn shape(&self) -> Shape {
        let (maps, row) = self.weights.dim();
        Shape { inputs: self.below.neurons, outputs: self.picture.neurons(), maps, row, own: 0 }
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

    fn picture(&self) -> Option<Picture> {
        Some(self.picture)
    }

    fn apply_with(&self, parameters: &Array2<F>, factor: F, heard: Heard<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        self.each_chunk(&heard, |range, rows| {
            let out = by_place_mut(out.slice_mut(s![range, ..]), self.picture.maps);
            product(factor, rows, parameters.t(), keep, out);
        });
    }

    fn adjoint(&self, factor: F, message: ArrayView2<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        if keep == F::zero() {
            out.fill(F::zero());
        } else {
            out.mapv_inplace(|v| v * keep);
        }
        self.add_adjoint(&self.weights.mapv(|w| factor * w), message, out);
    }

    fn adjoint_of_squares(&self, message: ArrayView2<'_, F>, work: &mut Array2<F>, out: ArrayViewMut2<'_, F>) {
        for (square, &w) in slice_mut(work).iter_mut().zip(slice(&self.weights)) {
            *square = w * w;
        }
        self.add_adjoint(work, message, out);
    }

    fn gram(&self, factor: F, heard: Heard<'_, F>, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        out.fill(F::zero());
        self.each_chunk(&heard, |_, rows| product(factor, rows.t(), rows, F::one(), out.view_mut()));
    }

    fn statistics(
        &self,
        factor: F,
        message: ArrayView2<'_, F>,
        heard: Heard<'_, F>,
        keep: F,
        out: ArrayViewMut2<'_, F>,
    ) {
        let mut out = out;
        if keep == F::zero() {
            out.fill(F::zero());
        } else {
            out.mapv_inplace(|v| v * keep);
        }
        self.each_chunk(&heard, |range, rows| {
            let message = by_place(message.slice(s![range, ..]), self.picture.maps);
            product(factor, message.t(), rows, F::one(), out.view_mut());
        });
    }

    fn wide_rows(&self, heard: Heard<'_, F>, rows: Range<usize>, out: ArrayViewMut2<'_, f64>) {
        let mut out = out;
        let out = out.as_slice_mut().expect("rows stand one after the other");
        self.lay(&heard, rows, out, Scalar::f64);
    }

    fn between(&self, below: usize) -> Array2<F> {
        let (patch, maps) = (self.patch(), self.picture.maps);
        let mut out = Array2::zeros((maps, below));
        let seen = &self.patches[self.picture.middle() * patch..][..patch];
        for (weights, mut out) in self.weights.outer_iter().zip(out.outer_iter_mut()) {
            for (&from, &w) in seen.iter().zip(weights).filter(|(from, _)| **from != OUTSIDE) {
                keep_larger(&mut out[from as usize % below], w);
            }
            if self.below.biased() {
                keep_larger(&mut out[(self.below.neurons - 1) % below], weights[patch]);
            }
        }
        out
    }

    fn outgoing(&self, neuron: usize, out: &mut [F]) {
        out.fill(F::zero());
        let (patch, maps) = (self.patch(), self.picture.maps);
        let bias = self.below.biased() && neuron + 1 == self.below.neurons;
        for (seen, out) in self.patches.chunks_exact(patch).zip(out.chunks_exact_mut(maps)) {
            let place = if bias { Some(patch) } else { seen.iter().position(|&from| from as usize == neuron) };
            if let Some(place) = place {
                out.iter_mut().zip(self.weights.column(place)).for_each(|(out, &w)| *out = w);
            }
        }
    }
}
