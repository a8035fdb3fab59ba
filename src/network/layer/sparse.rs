//! Products with traces by the spikes that the traces are of, for a matrix that all samples and steps share:
//!
//! ```text
//! V_t = W c_t               =   delta V_{t-1} + W a_t
//! sum_t message_t' c_t      =   sum_t r_t' a_t,    r_t = message_t + delta r_{t+1}
//! ```
//!
//! A sample at a time and a strip of neurons at a time, so that `V_t` and `r_t` stay in registers over all steps. The
//! order of every sum is fixed.

use ndarray::{Array2, ArrayViewMut2};

use crate::linalg::{Columns, Cut, Lanes, PASS, Scalar, WIDTH, scratch, slice, spread, total};
use crate::network::Events;

/// Groups of [`WIDTH`] neurons in a strip, at most: what the registers of a processor hold.
const STRIP: usize = 8;

/// `P'` or `sum_t r_t' a_t` as a table: a column of the matrix after the other, each in whole groups of [`WIDTH`].
type Table<F> = [[F; WIDTH]];

/// Groups of a column.
const fn groups(width: usize) -> usize {
    width.div_ceil(WIDTH)
}

/// A strip of neurons: its first group, of how many in a column; the neurons of its last group; and the first channel that
/// it is summed for.
#[derive(Debug, Clone, Copy)]
struct Strip {
    first: usize,
    stride: usize,
    last: usize,
    from: usize,
}

/// Splits a column into strips of nearly the same number of groups, and hands them on with that number.
fn strips(width: usize, mut work: impl FnMut(usize, Strip)) {
    let stride = groups(width);
    let mut first = 0;
    while first < stride {
        let left = stride - first;
        let count = left.div_ceil(left.div_ceil(STRIP));
        let last = if count == left { width - (stride - 1) * WIDTH } else { WIDTH };
        work(count, Strip { first, stride, last, from: 0 });
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
}

impl<'a, F: Scalar> Rows<'a, F> {
    /// All samples.
    pub(super) fn all(events: Events<'a, F>, samples: usize) -> Self {
        Self { events, samples }
    }
}

/// Samples of a series that is written to, `[t][n][neuron]`.
struct Samples<'a, F> {
    /// The first of them.
    first: usize,
    /// Neurons.
    width: usize,
    columns: Columns<'a, F>,
}

impl<F: Scalar> Cut for Samples<'_, F> {
    fn parts(&self) -> usize {
        self.columns.parts().checked_div(self.width).unwrap_or(0)
    }
    fn cut(self, at: usize) -> (Self, Self) {
        let Self { first, width, columns } = self;
        let (before, after) = columns.cut(at * width);
        (Self { first, width, columns: before }, Self { first: first + at, width, columns: after })
    }
}

/// Samples that are a thread's work at least.
fn samples_of<F: Scalar>(rows: &Rows<'_, F>, width: usize) -> usize {
    PASS.div_ceil((rows.events.steps() * width).max(1))
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
        let table: &Table<F> = entries.as_chunks().0;
        let steps = rows.events.steps();
        // Samples, and their columns `[n][neuron]` of the rows of all steps.
        let samples = Samples { first: 0, width, columns: Columns::of(steps, out) };
        spread(samples, samples_of(rows, width), &|mut samples| {
            for n in 0..samples.parts() {
                strips(width, |count, strip| constant!(count, integrate, table, rows, n, &mut samples, strip));
            }
        });
    });
}

fn integrate<F: Scalar, const N: usize>(
    table: &Table<F>,
    rows: &Rows<'_, F>,
    n: usize,
    out: &mut Samples<'_, F>,
    strip: Strip,
) {
    let delta = F::Lanes::all(rows.events.delta);
    let mut v = [F::Lanes::all(F::zero()); N];
    let start = strip.first * WIDTH + n * out.width;
    for (t, channels) in rows.events.of(out.first + n).enumerate() {
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
        let out = &mut out.columns.row(t)[start..][..(N - 1) * WIDTH + strip.last];
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
    sums(factor, message, rows, keep, false, out);
}

/// `out = factor sum x' x`, `[channel][channel]`; `traces` are the `x`, `[t][n][channel]`. Half of it is computed, where that
/// is less.
pub(super) fn gram<F: Scalar>(factor: F, traces: &[F], rows: &Rows<'_, F>, out: ArrayViewMut2<'_, F>) {
    let mut out = out;
    let half = out.ncols() > STRIP * WIDTH;
    sums(factor, traces, rows, F::zero(), half, out.view_mut());
    if half {
        for row in 1..out.nrows() {
            for column in 0..row {
                out[(row, column)] = out[(column, row)];
            }
        }
    }
}

/// As [`statistics`]; `half` leaves out what stands before the diagonal, at least in part.
fn sums<F: Scalar>(factor: F, message: &[F], rows: &Rows<'_, F>, keep: F, half: bool, out: ArrayViewMut2<'_, F>) {
    let (width, columns) = out.dim();
    let mut out = out;
    let stride = groups(width);
    scratch(stride * columns * WIDTH, |entries| {
        total(rows.samples, samples_of(rows, width), entries, &|samples, entries| {
            entries.fill(F::zero());
            let table = entries.as_chunks_mut().0;
            for n in samples {
                strips(width, |count, strip| {
                    let strip = Strip { from: if half { strip.first * WIDTH } else { 0 }, ..strip };
                    constant!(count, gather, table, rows, n, message, width, strip);
                });
            }
        });
        for (row, mut out) in out.outer_iter_mut().enumerate() {
            for (out, &found) in out.iter_mut().zip(entries[row..].iter().step_by(stride * WIDTH)) {
                *out = if keep == F::zero() { factor * found } else { factor * found + keep * *out };
            }
        }
    });
}

/// Adds what a sample gives to a strip of the sums.
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
        // The channels of a step are in their order.
        let before = |channels: &[u16]| channels.partition_point(|&channel| usize::from(channel) < strip.from);
        let first = if strip.from > 0 { before(channels) } else { 0 };
        for &channel in &channels[first..] {
            let column = &mut table[usize::from(channel) * strip.stride + strip.first..];
            let Some(column) = column.first_chunk_mut::<N>() else { return };
            for i in 0..N {
                column[i] = (F::Lanes::load(&column[i]) + r[i]).store();
            }
        }
    }
}
