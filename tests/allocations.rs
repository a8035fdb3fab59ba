//! After its first iterations a solver's `step(false)` takes no memory of ours.
//!
//! A counting allocator sees every allocation of the thread. The matrix products of `ndarray` come from
//! `matrixmultiply`, which takes a packing buffer for each product and gives it back; its SIMD kernels ask for an
//! alignment of 16 bytes or more, which nothing of ours does. So what counts here are allocations of a smaller alignment.

#![allow(unsafe_code, reason = "a global allocator cannot be written without")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

use heaviside::admm::{exact, paper, targets};
use heaviside::baselines::surrogate;
use heaviside::experiment::{Experiment, Spec};
use heaviside::linalg::{product, pseudo_inverse};
use heaviside::method::{Problem, Status, Trainer};
use heaviside::random::{Stream, generator};
use ndarray::Array2;

/// The smallest alignment that tells a packing buffer from memory of ours.
const PACKING_ALIGNMENT: usize = 16;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

fn note(layout: Layout) {
    if layout.align() < PACKING_ALIGNMENT {
        // A thread that is ending has no counter any more.
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
    }
}

// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout);
        // SAFETY: the caller's promises are those that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout);
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(layout);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn counted(work: impl FnOnce()) -> usize {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

/// A product and nothing else must count as none: without a SIMD kernel its buffers could not be told from memory of ours,
/// and the tests below would measure nothing.
#[test]
fn products_stand_apart() {
    let (a, mut out) = (Array2::<f32>::ones((80, 80)), Array2::zeros((80, 80)));
    let apart = counted(|| product(1.0, a.view(), a.view(), 0.0, out.view_mut())) == 0;
    assert!(apart, "on this processor matrix products allocate as everything else does: nothing can be measured");
}

fn problem() -> Arc<Problem<f32>> {
    let spec = Spec::parse("task=moons&hidden=30,20&n=60&T=12").spec;
    Arc::new(Experiment::<f32>::new(spec, || 0.0).unwrap().problem().clone())
}

/// Allocations in `counted_for` iterations after the first two.
fn allocations(trainer: &mut dyn Trainer<f32>, counted_for: usize) -> usize {
    let run = |trainer: &mut dyn Trainer<f32>, until: usize| {
        while trainer.iteration() < until {
            trainer.step(false).unwrap();
            assert_eq!(trainer.status(), Status::Running, "nothing is measured after the end");
        }
    };
    run(trainer, 2);
    counted(|| run(trainer, 2 + counted_for))
}

#[test]
fn the_counter_counts() {
    assert_eq!(counted(|| drop(std::hint::black_box(vec![0u8; 100]))), 1);
    assert_eq!(counted(|| drop(std::hint::black_box(Vec::<u8>::new()))), 0);
}

#[test]
fn exact() {
    for (inner, batch, reset) in [
        (2, 0, exact::FlippedReset::Frozen),
        (1, 0, exact::FlippedReset::Frozen),
        (3, 0, exact::FlippedReset::RunOn),
        // Six iterations go through three epochs.
        (2, 30, exact::FlippedReset::Frozen),
    ] {
        let settings = exact::Settings { inner, batch, reset, ..exact::Settings::default() };
        let mut trainer = exact::Exact::new(problem(), settings).unwrap();
        assert_eq!(allocations(&mut trainer, 6), 0, "{settings:?}");
    }
}

#[test]
fn targets() {
    let mut trainer = targets::Targets::new(problem(), targets::Settings::default()).unwrap();
    assert_eq!(allocations(&mut trainer, 6), 0);
}

/// The one exception: the pseudo-inverse of a hidden layer's Gram matrix. Its eigendecomposition works in storage of
/// its own, of the size of the matrix, whatever the number of samples and time steps. Nothing but that is taken.
#[test]
fn paper_but_for_its_pseudo_inverses() {
    let mut rng = generator(1, Stream::Trainer);
    // In the warm-up the report of `lambda` says so, which takes memory.
    let settings = paper::Settings { warmup: 0.0, ..paper::Settings::default() };
    let mut trainer = paper::Paper::new(&problem(), settings, &mut rng).unwrap();
    let grams = [30, 20].map(|n| Array2::from_shape_fn((n, n), |(i, j)| 1.0 / (1 + i + j) as f32));
    let inverses = counted(|| {
        for gram in &grams {
            pseudo_inverse(gram.view()).unwrap();
        }
    });
    assert_eq!(allocations(&mut trainer, 6), 6 * inverses);
}

#[test]
fn surrogate() {
    for batch in [0, 30] {
        let settings = surrogate::Settings { batch, ..surrogate::Settings::default() };
        let mut trainer = surrogate::Surrogate::new(problem(), settings).unwrap();
        assert_eq!(allocations(&mut trainer, 6), 0, "batch {batch}");
    }
}
