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

use ndarray::{Array2, ArrayViewMut2};

use crate::linalg::{Lanes, Scalar, WIDTH, scratch, slice};
use crate::network::Events;

/// Groups of [`WIDTH`] neurons in a strip, at most: what the registers of a processor hold.
const STRIP: usize = 8;

/// `P'` or `sum_t r_t' a_t` as a table: a column of the matrix after the other, each in whole groups of [`WIDTH`].
type Table<F> = [[F; WIDTH]];

/// Groups of a column.
const fn groups(width: usize) -> usize {
    width.div_ceil(WIDTH)
}

/// A strip of neurons: its first group, of how many in a column; and the neurons of its last group.
#[derive(Debug, Clone, Copy)]
struct Strip {
    first: usize,
    stride: usize,
    last: usize,
}

/// Splits a column into strips of nearly the same number of groups, and hands them on with that number.
fn strips(width: usize, mut work: impl FnMut(usize, Strip)) {
    let stride = groups(width);
    let mut first = 0;
    while first < stride {
        let left = stride - first;
        let count = left.div_ceil(left.div_ceil(STRIP));
        let last = if count == left { width - (stride - 1) * WIDTH } else { WIDTH };
        work(count, Strip { first, stride, last });
        first += count;
    }
}

/// Calls a function with as many groups as there are as a constant.
macro_rules! constant {
    ($groups:expr, $function:ident, $($argument:expr),*) => {
        match $groups {
            1 => $function::<F, 1>($($argument),*),
            2 => $function::<F, 2>($($argument),*),
            3 => $function::<F, 3>($($argument),*),
            4 => $function::<F, 4>($($argument),*),
            5 => $function::<F, 5>($($argument),*),
            6 => $function::<F, 6>($($argument),*),
            7 => $function::<F, 7>($($argument),*),
            _ => $function::<F, STRIP>($($argument),*),
        }
    };
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
    let stride = groups(width);
    scratch(stride * columns * WIDTH, |entries| {
        entries.fill(F::zero());
        for (row, values) in slice(parameters).chunks_exact(columns.max(1)).enumerate() {
            for (entry, &value) in entries[row..].iter_mut().step_by(stride * WIDTH).zip(values) {
                *entry = value;
            }
        }
        let table = entries.as_chunks().0;
        for n in rows.range.clone() {
            strips(width, |count, strip| constant!(count, integrate, table, rows, n, out, width, strip));
        }
    });
}

fn integrate<F: Scalar, const N: usize>(
    table: &Table<F>,
    rows: &Rows<'_, F>,
    n: usize,
    out: &mut [F],
    width: usize,
    strip: Strip,
) {
    let delta = F::Lanes::all(rows.events.delta);
    let mut v = [F::Lanes::all(F::zero()); N];
    let starts = (strip.first * WIDTH + n * width..).step_by(rows.samples * width);
    for (channels, start) in rows.events.of(n).zip(starts) {
        for v in &mut v {
            *v = *v * delta;
        }
        for &channel in channels {
            let Some(column) = table[usize::from(channel) * strip.stride + strip.first..].first_chunk::<N>() else {
                return;
            };
            for i in 0..N {
                v[i] = v[i] + F::Lanes::load(&column[i]);
            }
        }
        let out = &mut out[start..start + (N - 1) * WIDTH + strip.last];
        let (whole, rest) = out.as_chunks_mut();
        // By constant places alone: what is indexed by a number leaves the registers.
        if let Some(whole) = whole.first_chunk_mut::<N>() {
            for i in 0..N {
                whole[i] = v[i].store();
            }
        } else {
            for (i, v) in v.iter().enumerate().take(N - 1) {
                if let Some(out) = whole.get_mut(i) {
                    *out = v.store();
                }
            }
            let last = v[N - 1].store();
            rest.iter_mut().zip(last).for_each(|(out, v)| *out = v);
        }
    }
}

/// `out = factor sum message' x + keep out`, `[neuron][channel]`; `message` is `[t][n][neuron]`.
pub(super) fn statistics<F: Scalar>(factor: F, message: &[F], rows: &Rows<'_, F>, keep: F, out: ArrayViewMut2<'_, F>) {
    let (width, columns) = out.dim();
    let mut out = out;
    let stride = groups(width);
    scratch(stride * columns * WIDTH, |entries| {
        entries.fill(F::zero());
        let table = entries.as_chunks_mut().0;
        for n in rows.range.clone() {
            strips(width, |count, strip| constant!(count, gather, table, rows, n, message, width, strip));
        }
        for (row, mut out) in out.outer_iter_mut().enumerate() {
            for (out, &found) in out.iter_mut().zip(entries[row..].iter().step_by(stride * WIDTH)) {
                *out = if keep == F::zero() { factor * found } else { factor * found + keep * *out };
            }
        }
    });
}

fn gather<F: Scalar, const N: usize>(
    table: &mut Table<F>,
    rows: &Rows<'_, F>,
    n: usize,
    message: &[F],
    width: usize,
    strip: Strip,
) {
    let delta = F::Lanes::all(rows.events.delta);
    let mut r = [F::Lanes::all(F::zero()); N];
    for (t, channels) in rows.events.of(n).enumerate().rev() {
        let start = (t * rows.samples + n) * width + strip.first * WIDTH;
        let message = &message[start..start + (N - 1) * WIDTH + strip.last];
        let (whole, rest) = message.as_chunks();
        if let Some(whole) = whole.first_chunk::<N>() {
            for i in 0..N {
                r[i] = F::Lanes::load(&whole[i]) + delta * r[i];
            }
        } else {
            for (i, r) in r.iter_mut().enumerate().take(N - 1) {
                if let Some(now) = whole.get(i) {
                    *r = F::Lanes::load(now) + delta * *r;
                }
            }
            let mut last = [F::zero(); WIDTH];
            last.iter_mut().zip(rest).for_each(|(last, now)| *last = *now);
            r[N - 1] = F::Lanes::load(&last) + delta * r[N - 1];
        }
        for &channel in channels {
            let column = &mut table[usize::from(channel) * strip.stride + strip.first..];
            let Some(column) = column.first_chunk_mut::<N>() else { return };
            for i in 0..N {
                column[i] = (F::Lanes::load(&column[i]) + r[i]).store();
            }
        }
    }
}
