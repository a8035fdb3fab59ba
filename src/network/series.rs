//! Numbers over time, samples and neurons.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};

use super::spikes::{Dense, Events, Spikes};
use crate::Error;
use crate::linalg::{Scalar, slice, slice_mut};

/// An array `[t][n][neuron]`, stored as one matrix whose row `t * samples + n` is sample `n` at time `t`:
/// one matrix product serves all times and samples. Traces know the spikes that they are of.
#[derive(Debug, Clone)]
pub struct Series<F> {
    samples: usize,
    flat: Array2<F>,
    spikes: Spikes<F>,
}

impl<F: PartialEq> PartialEq for Series<F> {
    fn eq(&self, other: &Self) -> bool {
        self.samples == other.samples && self.flat == other.flat
    }
}

impl<F: Scalar> Series<F> {
    /// All zero.
    pub fn zeros(steps: usize, samples: usize, neurons: usize) -> Self {
        Self { samples, flat: Array2::zeros((steps * samples, neurons)), spikes: Spikes::unknown() }
    }

    /// Storage for traces that know their spikes.
    pub(super) fn traces(steps: usize, samples: usize, neurons: usize) -> Self {
        let spikes = Spikes::with_room(samples, steps, steps * samples * neurons);
        Self { spikes, ..Self::zeros(steps, samples, neurons) }
    }

    /// Storage for so many samples of this one, as [`Self::select_into`] fills it; where the spikes are known and `bare` says
    /// that they are enough, without the entries.
    pub fn room(&self, samples: usize, bare: bool) -> Self {
        let mut spikes = Spikes::with_room(samples, self.steps(), self.spikes.most(samples));
        let bare = bare && self.events().is_some();
        if bare {
            spikes.begin(self.steps(), F::zero());
        }
        let steps = if bare { 0 } else { self.steps() };
        Self { spikes, samples, flat: Array2::zeros((steps * samples, self.neurons())) }
    }

    /// Whether it holds spikes alone, without the entries ([`Self::room`]).
    pub fn is_bare(&self) -> bool {
        self.flat.nrows() == 0
    }

    /// The spikes that these traces are of, where they are known.
    pub fn events(&self) -> Option<Events<'_, F>> {
        self.spikes.events()
    }

    /// These are traces of `spikes` with leak `delta`: lists them, where they are few.
    pub(super) fn know(&mut self, spikes: &Self, delta: F) {
        spikes.dense().list(delta, &mut self.spikes);
    }

    /// As [`Self::know`], however many they are.
    pub(super) fn know_all(&mut self, spikes: &Self, delta: F) {
        spikes.dense().list_all(delta, &mut self.spikes);
    }

    fn dense(&self) -> Dense<'_, F> {
        Dense { values: self.values(), samples: self.samples, steps: self.steps(), channels: self.neurons() }
    }

    /// Takes over another series of the same size.
    pub fn copy(&mut self, other: &Self) {
        self.flat.assign(&other.flat);
        self.spikes.clone_from(&other.spikes);
    }

    /// From a matrix of `steps * samples` rows in time-major order.
    ///
    /// # Errors
    /// [`Error::Shape`] when the rows are not a multiple of `samples` or not contiguous.
    pub fn from_flat(samples: usize, flat: Array2<F>) -> Result<Self, Error> {
        let rows = flat.nrows();
        if samples == 0 || !rows.is_multiple_of(samples) || !flat.is_standard_layout() {
            return Err(Error::Shape {
                what: "series",
                expected: format!("a row-major multiple of {samples} rows"),
                found: format!("{rows} rows"),
            });
        }
        Ok(Self { samples, flat, spikes: Spikes::unknown() })
    }

    /// Number of time steps `T`.
    pub fn steps(&self) -> usize {
        match self.spikes.events() {
            Some(events) => events.steps(),
            None => self.flat.nrows().checked_div(self.samples).unwrap_or(0),
        }
    }

    /// Number of samples `N`.
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// Number of neurons (channels for an input).
    pub fn neurons(&self) -> usize {
        self.flat.ncols()
    }

    /// The matrix `(T N) x neurons`.
    pub fn flat(&self) -> ArrayView2<'_, F> {
        self.flat.view()
    }

    /// As [`Self::flat`], to write to.
    pub fn flat_mut(&mut self) -> ArrayViewMut2<'_, F> {
        self.spikes.forget();
        self.flat.view_mut()
    }

    /// All entries, time-major.
    pub fn values(&self) -> &[F] {
        slice(&self.flat)
    }

    /// As [`Self::values`], to write to.
    pub fn values_mut(&mut self) -> &mut [F] {
        self.spikes.forget();
        slice_mut(&mut self.flat)
    }

    /// Entries of one time step: `samples * neurons` of them.
    pub fn stride(&self) -> usize {
        self.samples * self.neurons()
    }

    /// The matrix `samples x neurons` at time index `t` (from 0).
    pub fn at(&self, t: usize) -> ArrayView2<'_, F> {
        self.flat.slice(s![t * self.samples..(t + 1) * self.samples, ..])
    }

    /// As [`Self::at`], to write to.
    pub fn at_mut(&mut self, t: usize) -> ArrayViewMut2<'_, F> {
        self.spikes.forget();
        self.flat.slice_mut(s![t * self.samples..(t + 1) * self.samples, ..])
    }

    /// Sample `n` alone, as a series of one sample.
    pub fn sample(&self, n: usize) -> Self {
        self.select(&[n])
    }

    /// The chosen samples, in the order given.
    pub fn select(&self, indices: &[usize]) -> Self {
        let mut out = if self.is_bare() {
            self.room(indices.len(), true)
        } else {
            Self::zeros(self.steps(), indices.len(), self.neurons())
        };
        self.select_into(indices, &mut out);
        out
    }

    /// As [`Self::select`], with every entry 1 where `spikes` says so and else 0.
    pub fn select_spikes(&self, indices: &[usize], spikes: impl Fn(F) -> bool) -> Self {
        let mut out = self.select(indices);
        out.values_mut().iter_mut().for_each(|v| *v = F::step(spikes(*v)));
        out
    }

    /// As [`Self::select`], into a series of the right size.
    pub fn select_into(&self, indices: &[usize], out: &mut Self) {
        out.spikes.select(&self.spikes, indices);
        if out.is_bare() {
            return;
        }
        let (width, stride) = (self.neurons(), self.stride());
        let mut out = slice_mut(&mut out.flat).chunks_exact_mut(width.max(1));
        for now in slice(&self.flat).chunks_exact(stride.max(1)) {
            for &n in indices {
                let Some(out) = out.next() else { return };
                out.copy_from_slice(&now[n * width..(n + 1) * width]);
            }
        }
    }
}
