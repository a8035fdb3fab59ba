//! A forward pass that is read and forgotten: answers and firing statistics of many samples, in little memory.

use ndarray::{Array2, s};

use super::layer::Running;
use super::{Activity, Heard, Network, Series};
use crate::Error;
use crate::linalg::{Scalar, larger};

/// Samples that run through the network together: their states stay in the processor's cache.
const CHUNK: usize = 64;

/// One hidden layer of one chunk at one time step.
#[derive(Debug, Clone)]
struct State<F> {
    potential: Array2<F>,
    /// Trace of the layer's own spikes: what the next layer sees, and the reset of the next step.
    trace: Array2<F>,
}

/// What [`Network::read`] found out, in storage that is used again. Unlike an [`super::Activity`] it keeps no spike
/// train, so its size does not depend on the number of time steps.
#[derive(Debug, Clone)]
pub struct Reading<F> {
    /// Readout potential at the last step, `z_{L,T}`, `[n][class]`.
    pub output: Array2<F>,
    /// Spikes of each neuron of each hidden layer, over all samples and steps.
    pub spikes: Vec<Vec<u32>>,
    /// Largest absolute membrane potential of each neuron of each hidden layer.
    pub largest: Vec<Vec<F>>,
    layers: Vec<State<F>>,
}

impl<F: Scalar> Reading<F> {
    /// Storage for a network of these `sizes` (`[n_0, ..., n_L]`) and for so many samples.
    pub fn new(sizes: &[usize], samples: usize) -> Self {
        let hidden = sizes.get(1..sizes.len().saturating_sub(1)).unwrap_or_default();
        let rows = CHUNK.min(samples);
        let layer = |&n: &usize| State { potential: Array2::zeros((rows, n)), trace: Array2::zeros((rows, n)) };
        Self {
            output: Array2::zeros((samples, sizes.last().copied().unwrap_or(0))),
            spikes: hidden.iter().map(|&n| vec![0; n]).collect(),
            largest: hidden.iter().map(|&n| vec![F::zero(); n]).collect(),
            layers: hidden.iter().map(layer).collect(),
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
        self.output.assign(&activity.output);
        for (counts, spikes) in self.spikes.iter_mut().zip(&activity.spikes) {
            counts.fill(0);
            for row in spikes.values().chunks_exact(counts.len()) {
                for (count, &a) in counts.iter_mut().zip(row) {
                    *count += u32::from(a > F::zero());
                }
            }
        }
        for (largest, potentials) in self.largest.iter_mut().zip(&activity.potentials) {
            largest.fill(F::zero());
            for row in potentials.values().chunks_exact(largest.len()) {
                for (most, &z) in largest.iter_mut().zip(row) {
                    *most = larger(z.abs(), *most);
                }
            }
        }
        Ok(())
    }
}

impl<F: Scalar> Network<F> {
    /// Real forward pass from the input's trace `c_0`, chunk by chunk, of which only a [`Reading`] is kept.
    ///
    /// # Errors
    /// [`Error::Shape`] when `input_trace` or `reading` does not fit the network.
    pub fn read(&self, input_trace: &Series<F>, reading: &mut Reading<F>) -> Result<(), Error> {
        let (steps, samples) = (input_trace.steps(), input_trace.samples());
        let readout = self.readout();
        Error::check_shape("input", self.layers[0].shape().inputs, input_trace.neurons())?;
        Error::check_shape("reading", (samples, readout.shape().outputs), reading.output.dim())?;
        let found: Vec<_> = reading.spikes.iter().map(Vec::len).collect();
        Error::check_shape("reading", self.sizes()[1..self.depth()].to_vec(), found)?;
        reading.spikes.iter_mut().for_each(|counts| counts.fill(0));
        reading.largest.iter_mut().for_each(|neurons| neurons.fill(F::zero()));
        let neuron = self.neuron();
        for start in (0..samples).step_by(CHUNK) {
            let rows = CHUNK.min(samples - start);
            reading.layers.iter_mut().for_each(|layer| layer.trace.fill(F::zero()));
            for t in 0..steps {
                let row = t * samples + start;
                let input = input_trace.flat();
                let input = input.slice(s![row..row + rows, ..]);
                for l in 0..reading.layers.len() {
                    let (below, here) = reading.layers.split_at_mut(l);
                    let below = below.last().map_or(input, |layer| layer.trace.slice(s![..rows, ..]));
                    let State { potential, trace } = &mut here[0];
                    let (counts, largest) = (&mut reading.spikes[l][..], &mut reading.largest[l][..]);
                    let running = Running { time: t, rows, potential, trace, counts, largest };
                    self.layers[l].advance(below, neuron, running);
                }
            }
            let last = reading.layers.last().map_or(input_trace.at(steps - 1), |layer| layer.trace.view());
            let output = reading.output.slice_mut(s![start..start + rows, ..]);
            readout.apply(F::one(), Heard::step(last.slice(s![..rows, ..]), steps - 1), F::zero(), output);
        }
        Ok(())
    }
}
