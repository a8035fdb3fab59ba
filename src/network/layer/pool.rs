//! Mean pooling: a fixed linear map `A` before another layer, `V = W (A c)`.
//!
//! It commutes with the trace. Its adjoint `A'` carries a message down, `(A o A)'` a curvature.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::{Form, Heard, Layer, Order, Picture, Shape};
use crate::linalg::{Scalar, num};

/// Where a neuron goes that fills no window: nowhere.
const DROPPED: u32 = u32::MAX;

/// The map: the mean over windows side by side. What does not fill a window is dropped; a bias passes as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    before: Form,
    after: Form,
    /// For each neuron before, the one after that it is part of.
    part_of: Vec<u32>,
    /// Pixels of a window.
    window: usize,
}

impl Pool {
    /// Windows of `width` times `height` pixels of the pictures of `before`; none where there are no pictures or none fits.
    pub fn new(before: Form, width: usize, height: usize) -> Option<Self> {
        let from = before.picture?;
        let fits = (1..=from.width).contains(&width) && (1..=from.height).contains(&height);
        if !fits {
            return None;
        }
        let to = Picture { width: from.width / width, height: from.height / height, order: Order::Pixels, ..from };
        let extra = before.neurons - from.neurons();
        let mut part_of = vec![DROPPED; before.neurons];
        for map in 0..from.maps {
            for y in 0..to.height * height {
                for x in 0..to.width * width {
                    part_of[from.neuron(map, x, y)] = to.neuron(map, x / width, y / height) as u32;
                }
            }
        }
        for k in 0..extra {
            part_of[from.neurons() + k] = (to.neurons() + k) as u32;
        }
        let after = Form { neurons: to.neurons() + extra, picture: Some(to) };
        Some(Self { before, after, part_of, window: width * height })
    }

    /// What it gives.
    pub const fn gives(&self) -> Form {
        self.after
    }

    /// What a neuron of those before adds to its part.
    fn share<F: Scalar>(&self, neuron: usize) -> F {
        let pixels = self.before.picture.map_or(0, Picture::neurons);
        if neuron < pixels { num(1.0 / self.window as f64) } else { F::one() }
    }

    /// `A c` of every row.
    fn apply<F: Scalar>(&self, rows: ArrayView2<'_, F>) -> Array2<F> {
        let mut out = Array2::zeros((rows.nrows(), self.after.neurons));
        for (row, mut out) in rows.outer_iter().zip(out.outer_iter_mut()) {
            for (k, (&c, &to)) in row.iter().zip(&self.part_of).enumerate() {
                if let Some(mean) = out.get_mut(to as usize) {
                    *mean += self.share::<F>(k) * c;
                }
            }
        }
        out
    }

    /// `out = A' message + keep out` of every row, or with the entries of `A` squared.
    fn spread<F: Scalar>(&self, message: &Array2<F>, squared: bool, keep: F, out: ArrayViewMut2<'_, F>) {
        let mut out = out;
        for (message, mut out) in message.outer_iter().zip(out.outer_iter_mut()) {
            for (k, (out, &from)) in out.iter_mut().zip(&self.part_of).enumerate() {
                let share = self.share::<F>(k);
                let share = if squared { share * share } else { share };
                let part = message.get(from as usize).map_or(F::zero(), |&m| share * m);
                // Storage that is not to be kept may hold anything.
                *out = if keep == F::zero() { part } else { keep * *out + part };
            }
        }
    }
}

/// A layer upon a pool.
#[derive(Debug, Clone)]
pub struct Pooled<F: Scalar> {
    pool: Pool,
    layer: Box<dyn Layer<F>>,
}

impl<F: Scalar> Pooled<F> {
    /// `layer`, which hears what `pool` gives.
    pub fn new(pool: Pool, layer: Box<dyn Layer<F>>) -> Self {
        Self { pool, layer }
    }

    /// Calls `with` with what the layer hears: means, which are traces of no spikes.
    fn hear<T>(&self, heard: Heard<'_, F>, with: impl FnOnce(Heard<'_, F>) -> T) -> T {
        let pooled = self.pool.apply(heard.below);
        with(Heard { below: pooled.view(), events: None, ..heard })
    }
}

impl<F: Scalar> Layer<F> for Pooled<F> {
    fn kind(&self) -> &'static str {
        self.layer.kind()
    }

    fn shape(&self) -> Shape {
        Shape { inputs: self.pool.before.neurons, ..self.layer.shape() }
    }

    fn parameters(&self) -> &Array2<F> {
        self.layer.parameters()
    }

    fn parameters_mut(&mut self) -> &mut Array2<F> {
        self.layer.parameters_mut()
    }

    fn boxed(&self) -> Box<dyn Layer<F>> {
        Box::new(self.clone())
    }

    fn picture(&self) -> Option<Picture> {
        self.layer.picture()
    }

    fn hear_own(&self, past: ArrayView2<'_, F>, out: ArrayViewMut2<'_, F>) {
        self.layer.hear_own(past, out);
    }

    fn own_adjoint(&self, factor: F, message: ArrayView2<'_, F>, out: ArrayViewMut2<'_, F>) {
        self.layer.own_adjoint(factor, message, out);
    }

    fn apply_with(&self, parameters: &Array2<F>, factor: F, heard: Heard<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        self.hear(heard, |heard| self.layer.apply_with(parameters, factor, heard, keep, out));
    }

    fn adjoint(&self, factor: F, message: ArrayView2<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
        let mut pooled = Array2::zeros((message.nrows(), self.pool.after.neurons));
        self.layer.adjoint(factor, message, F::zero(), pooled.view_mut());
        self.pool.spread(&pooled, false, keep, out);
    }

    fn adjoint_of_squares(&self, message: ArrayView2<'_, F>, work: &mut Array2<F>, out: ArrayViewMut2<'_, F>) {
        let mut pooled = Array2::zeros((message.nrows(), self.pool.after.neurons));
        self.layer.adjoint_of_squares(message, work, pooled.view_mut());
        self.pool.spread(&pooled, true, F::one(), out);
    }

    fn gram(&self, factor: F, heard: Heard<'_, F>, out: ArrayViewMut2<'_, F>) {
        self.hear(heard, |heard| self.layer.gram(factor, heard, out));
    }

    fn statistics(
        &self,
        factor: F,
        message: ArrayView2<'_, F>,
        heard: Heard<'_, F>,
        keep: F,
        out: ArrayViewMut2<'_, F>,
    ) {
        self.hear(heard, |heard| self.layer.statistics(factor, message, heard, keep, out));
    }

    fn wide_rows(&self, heard: Heard<'_, F>, rows: Range<usize>, out: ArrayViewMut2<'_, f64>) {
        self.hear(heard, |heard| self.layer.wide_rows(heard, rows, out));
    }

    fn between(&self, below: usize) -> Array2<F> {
        if below < self.pool.before.neurons {
            return self.layer.between(below);
        }
        let parts = self.layer.between(self.pool.after.neurons);
        let mut out = Array2::zeros((parts.nrows(), below));
        for (k, (mut out, &part)) in out.columns_mut().into_iter().zip(&self.pool.part_of).enumerate() {
            if part != DROPPED {
                out.assign(&parts.column(part as usize));
                out.mapv_inplace(|w| w * self.pool.share(k));
            }
        }
        out
    }

    fn outgoing(&self, neuron: usize, out: &mut [F]) {
        out.fill(F::zero());
        let part = self.pool.part_of[neuron];
        if part == DROPPED {
            return;
        }
        self.layer.outgoing(part as usize, out);
        out.iter_mut().for_each(|w| *w *= self.pool.share(neuron));
    }
}
