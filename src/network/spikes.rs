//! Where the spikes of a series are.

use crate::linalg::{Lanes, Scalar, WIDTH};

/// The spikes that a series of traces is of, sample by sample and step by step, in storage that is used again.
#[derive(Debug, Clone)]
pub(super) struct Spikes<F> {
    /// Whether the rest says anything: whoever writes to a series by itself makes it forget.
    known: bool,
    delta: F,
    steps: usize,
    /// Where the spikes of each sample and step begin, `[n][t]`, and where the last ones end.
    starts: Vec<u32>,
    /// Channels that spike, in ascending order in a step.
    channels: Vec<u16>,
}

/// The spikes that traces are of: with `c_t = delta c_{t-1} + a_t` they say all that the traces say.
#[derive(Debug, Clone, Copy)]
pub struct Events<'a, F> {
    /// Leak of the traces; 0 where spikes stand for themselves.
    pub delta: F,
    steps: usize,
    starts: &'a [u32],
    channels: &'a [u16],
}

impl<'a, F: Scalar> Events<'a, F> {
    /// Time steps.
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// Channels that spike in sample `n`, in ascending order, a step after the other.
    pub fn of(&self, n: usize) -> impl DoubleEndedIterator<Item = &'a [u16]> + ExactSizeIterator {
        let starts = &self.starts[n * self.steps..=(n + 1) * self.steps];
        let channels = self.channels;
        starts.windows(2).map(move |ends| &channels[ends[0] as usize..ends[1] as usize])
    }

    /// The same spikes without a past: `c_t = a_t`.
    pub fn alone(self) -> Self {
        Self { delta: F::zero(), ..self }
    }
}

impl<F: Scalar> Spikes<F> {
    /// Nothing is known.
    pub(super) fn unknown() -> Self {
        Self { known: false, delta: F::zero(), steps: 0, starts: Vec::new(), channels: Vec::new() }
    }

    /// Storage for at most `most` spikes.
    pub(super) fn with_room(samples: usize, steps: usize, most: usize) -> Self {
        let mut out = Self::unknown();
        out.starts.reserve(samples * steps + 1);
        out.channels.reserve(most);
        out
    }

    /// Forgets them.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    /// What is known of them.
    pub(super) fn events(&self) -> Option<Events<'_, F>> {
        let Self { known, delta, steps, starts, channels } = self;
        known.then_some(Events { delta: *delta, steps: *steps, starts, channels })
    }

    /// Begins anew, for traces with that leak.
    pub(super) fn begin(&mut self, steps: usize, delta: F) {
        (self.known, self.delta, self.steps) = (true, delta, steps);
        self.starts.clear();
        self.starts.push(0);
        self.channels.clear();
    }

    /// Adds a step of a sample: `spikes` holds 0 or 1 a channel. Samples and their steps come in order.
    pub(super) fn push(&mut self, spikes: &[F]) {
        let (groups, rest) = spikes.as_chunks();
        for (first, group) in (0..).step_by(WIDTH).zip(groups) {
            let mut left = F::Lanes::load(group).positive();
            while left != 0 {
                self.channels.push(first + left.trailing_zeros() as u16);
                left &= left - 1;
            }
        }
        let first = (spikes.len() - rest.len()) as u16;
        self.channels.extend((first..).zip(rest).filter(|(_, a)| **a > F::zero()).map(|(channel, _)| channel));
        self.starts.push(self.channels.len() as u32);
    }

    /// Takes over the chosen samples of `other`, in the order given.
    pub(super) fn select(&mut self, other: &Self, indices: &[usize]) {
        self.known = other.known;
        let Some(events) = other.events() else { return };
        self.begin(events.steps, events.delta);
        for &n in indices {
            let starts = &events.starts[n * events.steps..=(n + 1) * events.steps];
            let (first, shift) = (starts[0], self.channels.len() as u32);
            self.channels.extend_from_slice(&events.channels[first as usize..starts[events.steps] as usize]);
            self.starts.extend(starts[1..].iter().map(|end| end - first + shift));
        }
    }

    /// Most spikes that so many samples have together.
    pub(super) fn most(&self, samples: usize) -> usize {
        let Some(events) = self.events() else { return 0 };
        let counts = events.starts.windows(events.steps + 1).step_by(events.steps.max(1));
        samples * counts.map(|starts| (starts[events.steps] - starts[0]) as usize).max().unwrap_or(0)
    }
}

/// Channels that a list can name.
const NAMES: usize = 1 << 16;

/// Share of spikes up to which products by lists are faster than those by traces.
const SPARSE: f64 = 0.4;

/// Spikes `[t][n][channel]`, 0 or 1, in one block of memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dense<'a, F> {
    pub values: &'a [F],
    pub samples: usize,
    pub steps: usize,
    pub channels: usize,
}

impl<F: Scalar> Dense<'_, F> {
    /// Lists the spikes, where these are spikes and few enough of them.
    pub(super) fn list(self, delta: F, out: &mut Spikes<F>) {
        let found = self.values.iter().filter(|a| **a > F::zero()).count();
        let binary = self.values.iter().all(|a| *a == F::zero() || *a == F::one());
        out.forget();
        if !binary || self.channels > NAMES || found as f64 > SPARSE * self.values.len() as f64 {
            return;
        }
        self.list_all(delta, out);
    }

    /// Lists the spikes, however many they are.
    pub(super) fn list_all(self, delta: F, out: &mut Spikes<F>) {
        out.begin(self.steps, delta);
        for n in 0..self.samples {
            for t in 0..self.steps {
                out.push(&self.values[(t * self.samples + n) * self.channels..][..self.channels]);
            }
        }
    }
}
