//! Products with traces by the spikes that the traces are of, for a matrix that all samples and steps share:
//!
//! ```text
//! V_t = W c_t               =   delta V_{t-1} + W a_t
//! sum_t message_t' c_t      =   sum_t r_t' a_t,    r_t = message_t + delta r_{t+1}
//! ```
//!
//! A sample at a time and a strip of neurons at a time, so that `V_t` and `r_t` stay in registers over all steps. The
//! order of every sum is fixed.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::linalg::{Scalar, scratch, slice};
use crate::network::Events;

/// Neurons of a strip.
const STRIP: usize = 16;

/// Those of a narrow strip, where the last wide one ends; rows of a table are a multiple of it.
const NARROW: usize = 4;

/// First neuron of each narrow strip of a row of `width`, and how many neurons it has.
fn narrow(width: usize) -> impl Iterator<Item = (usize, usize)> {
    (width / STRIP * STRIP..width).step_by(NARROW).map(move |at| (at, NARROW.min(width - at)))
}

/// First neuron of each wide strip.
fn wide(width: usize) -> impl Iterator<Item = usize> {
    (0..width / STRIP).map(|strip| strip * STRIP)
}

/// A matrix by columns, each padded to whole strips.
struct Table<'a, F> {
    entries: &'a mut [F],
    stride: usize,
}

impl<'a, F: Scalar> Table<'a, F> {
    /// Entries of a table for a matrix of `width` rows and so many columns.
    const fn len(width: usize, columns: usize) -> usize {
        width.next_multiple_of(NARROW) * columns
    }

    fn new(entries: &'a mut [F], width: usize) -> Self {
        Self { entries, stride: width.next_multiple_of(NARROW) }
    }

    fn fill(&mut self, matrix: &Array2<F>) {
        let (width, columns) = matrix.dim();
        if columns == 0 {
            return;
        }
        for (row, values) in slice(matrix).chunks_exact(columns).enumerate() {
            for (entry, &value) in self.entries[row..].iter_mut().step_by(self.stride).zip(values) {
                *entry = value;
            }
        }
        for row in width..self.stride {
            self.entries[row..].iter_mut().step_by(self.stride).for_each(|entry| *entry = F::zero());
        }
    }

    fn strip<const N: usize>(&self, column: u16, at: usize) -> [F; N] {
        let mut out = [F::zero(); N];
        let start = usize::from(column) * self.stride + at;
        out.copy_from_slice(&self.entries[start..start + N]);
        out
    }

    fn strip_mut<const N: usize>(&mut self, column: u16, at: usize) -> &mut [F] {
        let start = usize::from(column) * self.stride + at;
        &mut self.entries[start..start + N]
    }
}

/// Samples whose spikes [`apply`] and [`statistics`] go through, and where they are in the rows `[t][n]` of a series.
#[derive(Debug, Clone)]
pub(super) struct Rows<'a, F> {
    pub(super) events: Events<'a, F>,
    /// Samples a step of the series.
    pub(super) samples: usize,
    /// Those at work.
    pub(super) range: Range<usize>,
}

impl<'a, F: Scalar> Rows<'a, F> {
    /// All samples.
    pub(super) fn all(events: Events<'a, F>, samples: usize) -> Self {
        Self { events, samples, range: 0..samples }
    }
}

/// `out = P x`, `[t][n][neuron]`, with `P` `[neuron][channel]`.
pub(super) fn apply<F: Scalar>(parameters: &Array2<F>, rows: &Rows<'_, F>, out: &mut [F]) {
    let (width, columns) = parameters.dim();
    scratch(Table::<F>::len(width, columns), |entries| {
        let mut table = Table::new(entries, width);
        table.fill(parameters);
        for n in rows.range.clone() {
            wide(width).for_each(|at| integrate::<F, STRIP>(&table, rows, n, out, width, at, STRIP));
            narrow(width).for_each(|(at, valid)| integrate::<F, NARROW>(&table, rows, n, out, width, at, valid));
        }
    });
}

fn integrate<F: Scalar, const N: usize>(
    table: &Table<'_, F>,
    rows: &Rows<'_, F>,
    n: usize,
    out: &mut [F],
    width: usize,
    at: usize,
    valid: usize,
) {
    let delta = rows.events.delta;
    let mut v = [F::zero(); N];
    for t in 0..rows.events.steps() {
        v.iter_mut().for_each(|v| *v *= delta);
        for &channel in rows.events.at(n, t) {
            let column = table.strip::<N>(channel, at);
            for (v, w) in v.iter_mut().zip(column) {
                *v += w;
            }
        }
        let start = (t * rows.samples + n) * width + at;
        out[start..start + valid].copy_from_slice(&v[..valid]);
    }
}

/// `out = factor sum message' x + keep out`, `[neuron][channel]`; `message` is `[t][n][neuron]`.
pub(super) fn statistics<F: Scalar>(
    factor: F,
    message: &[F],
    rows: &Rows<'_, F>,
    keep: F,
    out: ArrayViewMut2<'_, F>,
) {
    let (width, columns) = out.dim();
    let mut out = out;
    scratch(Table::<F>::len(width, columns), |entries| {
        entries.fill(F::zero());
        let mut table = Table::new(entries, width);
        for n in rows.range.clone() {
            wide(width).for_each(|at| gather::<F, STRIP>(&mut table, rows, n, message, width, at, STRIP));
            narrow(width).for_each(|(at, valid)| gather::<F, NARROW>(&mut table, rows, n, message, width, at, valid));
        }
        let Ok(found) = ArrayView2::from_shape((columns, table.stride), &*table.entries) else { return };
        for (mut out, found) in out.outer_iter_mut().zip(found.columns()) {
            for (out, &found) in out.iter_mut().zip(found) {
                *out = if keep == F::zero() { factor * found } else { factor * found + keep * *out };
            }
        }
    });
}

fn gather<F: Scalar, const N: usize>(
    table: &mut Table<'_, F>,
    rows: &Rows<'_, F>,
    n: usize,
    message: &[F],
    width: usize,
    at: usize,
    valid: usize,
) {
    let delta = rows.events.delta;
    let mut r = [F::zero(); N];
    for t in (0..rows.events.steps()).rev() {
        let start = (t * rows.samples + n) * width + at;
        let mut now = [F::zero(); N];
        now[..valid].copy_from_slice(&message[start..start + valid]);
        for (r, now) in r.iter_mut().zip(now) {
            *r = now + delta * *r;
        }
        for &channel in rows.events.at(n, t) {
            for (sum, r) in table.strip_mut::<N>(channel, at).iter_mut().zip(r) {
                *sum += r;
            }
        }
    }
}
