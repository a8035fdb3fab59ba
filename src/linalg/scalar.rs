//! The numbers that everything is computed in, and storage of a thread for them.

use std::cell::Cell;
use std::thread::LocalKey;

use super::lanes::Lanes;

/// The real numbers of a computation: `f32` or `f64`.
pub trait Scalar: nalgebra::RealField + ndarray::LinalgScalar + Copy {
    /// Four of them side by side.
    type Lanes: Lanes<Self>;
    /// Nearest value to `x`.
    fn of(x: f64) -> Self;
    /// The value as `f64`.
    fn f64(self) -> f64;
    /// 1 where `condition` holds, else 0: the spike of a neuron.
    fn step(condition: bool) -> Self {
        if condition { num(1.0) } else { num(0.0) }
    }
    /// Storage of this thread for [`scratch`].
    fn storage() -> &'static LocalKey<Cell<Vec<Vec<Self>>>>;
}

/// Shorthand for [`Scalar::of`].
pub fn num<F: Scalar>(x: f64) -> F {
    F::of(x)
}

impl Scalar for f32 {
    type Lanes = wide::f32x4;
    fn of(x: f64) -> Self {
        x as f32
    }
    fn f64(self) -> f64 {
        f64::from(self)
    }
    fn storage() -> &'static LocalKey<Cell<Vec<Vec<Self>>>> {
        thread_local!(static STORAGE: Cell<Vec<Vec<f32>>> = const { Cell::new(Vec::new()) });
        &STORAGE
    }
}

impl Scalar for f64 {
    type Lanes = wide::f64x4;
    fn of(x: f64) -> Self {
        x
    }
    fn f64(self) -> f64 {
        self
    }
    fn storage() -> &'static LocalKey<Cell<Vec<Vec<Self>>>> {
        thread_local!(static STORAGE: Cell<Vec<Vec<f64>>> = const { Cell::new(Vec::new()) });
        &STORAGE
    }
}

/// Lends `work` so many numbers, whatever they are, in storage of this thread that is used again. Work may lend once more.
pub fn scratch<F: Scalar, R>(len: usize, work: impl FnOnce(&mut [F]) -> R) -> R {
    let mut all = F::storage().take();
    let mut storage = all.pop().unwrap_or_default();
    F::storage().set(all);
    if storage.len() < len {
        storage.resize(len, F::zero());
    }
    let out = work(&mut storage[..len]);
    all = F::storage().take();
    all.push(storage);
    F::storage().set(all);
    out
}
