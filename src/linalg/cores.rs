//! All cores of a machine, natively.
//!
//! Work is cut into pieces of a fixed size, whatever the number of threads, and what pieces add up is added in a fixed
//! order: the bits are the same with one thread and with eight. In wasm, where there are no threads, nothing is cut.

use std::ops::Range;

use ndarray::{ArrayView2, ArrayViewMut2, Axis};

use super::scalar::{Scalar, scratch};

/// Something that can be cut in two.
pub trait Cut: Sized + Send {
    /// How many parts it has at most.
    fn parts(&self) -> usize;
    /// The first `at` parts, and the others.
    fn cut(self, at: usize) -> (Self, Self);
}

impl<T: Sync> Cut for &[T] {
    fn parts(&self) -> usize {
        self.len()
    }
    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(at)
    }
}

impl<T: Send> Cut for &mut [T] {
    fn parts(&self) -> usize {
        self.len()
    }
    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at_mut(at)
    }
}

impl Cut for Range<usize> {
    fn parts(&self) -> usize {
        self.len()
    }
    fn cut(self, at: usize) -> (Self, Self) {
        let middle = self.start + at;
        (self.start..middle, middle..self.end)
    }
}

/// By rows.
impl<T: Sync> Cut for ArrayView2<'_, T> {
    fn parts(&self) -> usize {
        self.nrows()
    }
    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(Axis(0), at)
    }
}

/// By rows.
impl<T: Send> Cut for ArrayViewMut2<'_, T> {
    fn parts(&self) -> usize {
        self.nrows()
    }
    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(Axis(0), at)
    }
}

/// A matrix, cut by columns.
#[derive(Debug)]
pub struct Columns<'a, T>(pub ArrayViewMut2<'a, T>);

fn entries<T>(rows: ArrayViewMut2<'_, T>, row: usize) -> &mut [T] {
    rows.index_axis_move(Axis(0), row).into_slice().unwrap_or_default()
}

impl<'a, T> Columns<'a, T> {
    /// The entries of `rows` rows one after the other; no columns when they are no rows.
    pub fn of(rows: usize, entries: &'a mut [T]) -> Self {
        let columns = entries.len().checked_div(rows).unwrap_or(0);
        let whole = &mut entries[..rows * columns];
        Self(ArrayViewMut2::from_shape((rows, columns), whole).unwrap_or_else(|_| ArrayViewMut2::from(&mut [[]; 0])))
    }

    /// A row, to write to.
    pub fn row(&mut self, row: usize) -> &mut [T] {
        self.0.row_mut(row).into_slice().unwrap_or_default()
    }

    /// A row and the one after it, to write to; a row is empty where there is none.
    pub fn pair(&mut self, row: usize) -> (&mut [T], &mut [T]) {
        let (before, after) = self.0.view_mut().split_at(Axis(0), row + 1);
        let next = if after.nrows() > 0 { entries(after, 0) } else { Default::default() };
        (entries(before, row), next)
    }
}

impl<T: Send> Cut for Columns<'_, T> {
    fn parts(&self) -> usize {
        self.0.ncols()
    }
    fn cut(self, at: usize) -> (Self, Self) {
        let (first, second) = self.0.split_at(Axis(1), at);
        (Self(first), Self(second))
    }
}

macro_rules! cut_together {
    ($($part:ident),*) => {
        /// All at the same place.
        impl<$($part: Cut),*> Cut for ($($part,)*) {
            fn parts(&self) -> usize {
                self.0.parts()
            }
            #[allow(non_snake_case, reason = "a name for each type")]
            fn cut(self, at: usize) -> (Self, Self) {
                let ($($part,)*) = self;
                $(let $part = $part.cut(at);)*
                (($($part.0,)*), ($($part.1,)*))
            }
        }
    };
}

cut_together!(A, B);
cut_together!(A, B, C);
cut_together!(A, B, C, D);

/// Does `work` on pieces of at most `grain` parts.
pub fn spread<P: Cut>(all: P, grain: usize, work: &(impl Fn(P) + Sync)) {
    gather(all, grain, work, &|(), ()| ());
}

/// As [`spread`], and puts together what comes of the pieces: always the same ones in the same order.
pub fn gather<P: Cut, R: Send>(
    all: P,
    grain: usize,
    work: &(impl Fn(P) -> R + Sync),
    both: &(impl Fn(R, R) -> R + Sync),
) -> R {
    let parts = all.parts();
    if !threads::KNOWN || parts <= grain {
        return work(all);
    }
    // Pieces but the last one are of whole grains.
    let (first, second) = all.cut((parts / 2).next_multiple_of(grain.max(1)));
    let (first, second) = threads::both(|| gather(first, grain, work, both), || gather(second, grain, work, both));
    both(first, second)
}

/// Most pieces of a [`total`].
const PIECES: usize = 8;

/// Sums over `0..len` in pieces of at least `grain`: `work` writes what a piece of them comes to, `out` is the total.
pub fn total<F: Scalar>(len: usize, grain: usize, out: &mut [F], work: &(impl Fn(Range<usize>, &mut [F]) + Sync)) {
    let pieces = if threads::KNOWN { (len / grain.max(1)).clamp(1, PIECES) } else { 1 };
    if pieces == 1 {
        return work(0..len, out);
    }
    scratch((pieces - 1) * out.len(), |others| halves(0..len, pieces, out, others, work));
}

fn halves<F: Scalar>(
    all: Range<usize>,
    pieces: usize,
    out: &mut [F],
    others: &mut [F],
    work: &(impl Fn(Range<usize>, &mut [F]) + Sync),
) {
    if pieces == 1 {
        return work(all, out);
    }
    let (left, right) = (pieces.div_ceil(2), pieces / 2);
    let at = all.len() * left / pieces;
    let (first, second) = all.cut(at);
    let (second_out, rest) = others.split_at_mut(out.len());
    let (first_others, second_others) = rest.split_at_mut((left - 1) * out.len());
    threads::both(
        || halves(first, left, out, first_others, work),
        || halves(second, right, second_out, second_others, work),
    );
    out.iter_mut().zip(&*second_out).for_each(|(sum, &more)| *sum += more);
}

#[cfg(target_arch = "wasm32")]
mod threads {
    pub(super) const KNOWN: bool = false;

    pub(super) fn both<A, B>(first: impl FnOnce() -> A, second: impl FnOnce() -> B) -> (A, B) {
        (first(), second())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod threads {
    use std::cell::Cell;

    use rayon::{ThreadPool, ThreadPoolBuilder};

    pub(super) const KNOWN: bool = true;

    thread_local! {
        /// Whether this thread is one of several that work together.
        static TOGETHER: Cell<bool> = const { Cell::new(false) };
    }

    pub(super) fn both<A: Send, B: Send>(
        first: impl FnOnce() -> A + Send,
        second: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        if TOGETHER.get() { rayon::join(first, second) } else { (first(), second()) }
    }

    /// Threads that work on one experiment together. Without them everything stays on the thread that asks.
    #[derive(Debug)]
    pub struct Cores(ThreadPool);

    impl Cores {
        /// So many threads.
        ///
        /// # Errors
        /// What the system says when it has no more threads.
        pub fn new(threads: usize) -> std::io::Result<Self> {
            let builder = ThreadPoolBuilder::new().num_threads(threads.max(1));
            let pool = builder.start_handler(move |_| TOGETHER.set(threads > 1)).build();
            pool.map(Self).map_err(std::io::Error::other)
        }

        /// Does `work` on them, and waits for it.
        pub fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
            self.0.install(work)
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use threads::Cores;
