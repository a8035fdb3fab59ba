//! A forward pass that is read and forgotten: answers and firing statistics of many samples, in little memory.

use ndarray::{Array2, s};

use super::{Activity, Network, Series};
use crate::Error;
use crate::linalg::{Scalar, larger};

/// Samples that run through the network together: their states stay in the processor's cache.
const CHUNK: usize = 64;

/// What [`Network::read`] found out, in storage that is used again. Unlike an [`super::Activity`] it keeps no spike
/// train of more than a chunk of samples.
#[derive(Debug, Clone)]
pub struct Reading<F> {
    /// Readout potential at the last step, `z_{L,T}`, `[n][class]`.
    pub output: Array2<F>,
    /// Spikes of each neuron of each hidden layer, over all samples and steps.
    pub spikes: Vec<Vec<u32>>,
    /// Largest absolute membrane potential of each neuron of each hidden layer.
    pub largest: Vec<Vec<F>>,
    /// Input and whole pass of the samples that run through together.
    chunk: Option<(Series<F>, Activity<F>)>,
    /// Which those are.
    indices: Vec<usize>,
}

impl<F: Scalar> Reading<F> {
    /// Storage for a network of these `sizes` (`[n_0, ..., n_L]`) and for so many samples.
    pub fn new(sizes: &[usize], samples: usize) -> Self {
        let hidden = sizes.get(1..sizes.len().saturating_sub(1)).unwrap_or_default();
        Self {
            output: Array2::zeros((samples, sizes.last().copied().unwrap_or(0))),
            spikes: hidden.iter().map(|&n| vec![0; n]).collect(),
            largest: hidden.iter().map(|&n| vec![F::zero(); n]).collect(),
            chunk: None,
            indices: Vec::with_capacity(CHUNK),
        }
    }

    /// Reads what a whole pass of the same samples left behind, as [`Network::read`] would have found it.
    ///
    /// # Errors
    /// [`Error::Shape`] when the activity is one of other sizes.
    pub fn take(&mut self, activity: &Activity<F>) -> Result<(), Error> {
        let sizes = |all: &[Series<F>]| all.iter().map(Series::neurons).collect::<Vec<_>>();
        let own: Vec<_> = self.spikes.iter().map(Vec::len).collect();
        Error::check_shape("reading", sizes(&activity.spikes), own)?;
        Error::check_shape("reading", activity.output.dim(), self.output.dim())?;
        self.begin();
        self.add(activity, 0, 0);
        Ok(())
    }

    fn begin(&mut self) {
        self.spikes.iter_mut().for_each(|counts| counts.fill(0));
        self.largest.iter_mut().for_each(|largest| largest.fill(F::zero()));
    }

    /// Adds a pass of the samples from `first` on, all but `known` of which are new.
    fn add(&mut self, activity: &Activity<F>, first: usize, known: usize) {
        let rows = activity.output.nrows();
        let own = activity.output.slice(s![known.., ..]);
        self.output.slice_mut(s![first + known..first + rows, ..]).assign(&own);
        for (counts, spikes) in self.spikes.iter_mut().zip(&activity.spikes) {
            for now in spikes.values().chunks_exact(spikes.stride()) {
                for row in now.chunks_exact(counts.len()).skip(known) {
                    for (count, &a) in counts.iter_mut().zip(row) {
                        *count += u32::from(a > F::zero());
                    }
                }
            }
        }
        for (largest, potentials) in self.largest.iter_mut().zip(&activity.potentials) {
            for now in potentials.values().chunks_exact(potentials.stride()) {
                for row in now.chunks_exact(largest.len()).skip(known) {
                    for (most, &z) in largest.iter_mut().zip(row) {
                        *most = larger(z.abs(), *most);
                    }
                }
            }
        }
    }
}

impl<F: Scalar> Network<F> {
    /// Real forward pass from the input's trace `c_0`, chunk by chunk, of which only a [`Reading`] is kept.
    ///
    /// # Errors
    /// [`Error::Shape`] when `input_trace` or `reading` does not fit the network.
    pub fn read(&self, input_trace: &Series<F>, reading: &mut Reading<F>) -> Result<(), Error> {
        let (steps, samples) = (input_trace.steps(), input_trace.samples());
        Error::check_shape("input", self.layers[0].shape().inputs, input_trace.neurons())?;
        Error::check_shape("reading", (samples, self.readout().shape().outputs), reading.output.dim())?;
        let found: Vec<_> = reading.spikes.iter().map(Vec::len).collect();
        let sizes = self.sizes();
        Error::check_shape("reading", sizes[1..self.depth()].to_vec(), found)?;
        reading.begin();
        let rows = CHUNK.min(samples);
        let bare = self.layers[0].hears_spikes() && input_trace.events().is_some();
        let fits = |(input, _): &(Series<F>, Activity<F>)| {
            input.steps() == steps && input.samples() == rows && input.is_bare() == bare
        };
        let (mut input, mut activity) = reading.chunk.take().filter(fits).unwrap_or_else(|| {
            let input = input_trace.room(rows, bare);
            (input, Activity::new(&sizes, steps, rows))
        });
        for start in (0..samples).step_by(CHUNK) {
            // The last chunk is as large as the others, some of its samples are known.
            let first = start.min(samples - rows);
            reading.indices.clear();
            reading.indices.extend(first..first + rows);
            input_trace.select_into(&reading.indices, &mut input);
            self.forward(&input, &mut activity)?;
            reading.add(&activity, first, start - first);
        }
        reading.chunk = Some((input, activity));
        Ok(())
    }
}
