//! The forward pass in trace form, and what it leaves behind.

use ndarray::Array2;

use super::{Fired, Heard, Network, Series};
use crate::Error;
use crate::linalg::Scalar;

/// Everything a forward pass computes, in storage that is used again.
#[derive(Debug, Clone)]
pub struct Activity<F> {
    /// Membrane potentials `z_l` of the hidden layers, `[t][n][neuron]`.
    pub potentials: Vec<Series<F>>,
    /// Spike trains `a_l` of the hidden layers, entries 0 or 1.
    pub spikes: Vec<Series<F>>,
    /// Traces `c_l` of those spike trains.
    pub traces: Vec<Series<F>>,
    /// Readout potential at the last step, `z_{L,T}`, `[n][class]`.
    pub output: Array2<F>,
}

impl<F: Scalar> Activity<F> {
    /// Storage for a network of these `sizes` (`[n_0, ..., n_L]`) over `steps` and `samples`.
    pub fn new(sizes: &[usize], steps: usize, samples: usize) -> Self {
        let hidden = sizes.get(1..sizes.len().saturating_sub(1)).unwrap_or_default();
        let storage: Vec<_> = hidden.iter().map(|&n| Series::zeros(steps, samples, n)).collect();
        // Nobody takes the spikes of the last one.
        let traces = |l: usize, n: usize| match l + 1 < hidden.len() {
            true => Series::traces(steps, samples, n),
            false => Series::zeros(steps, samples, n),
        };
        let classes = sizes.last().copied().unwrap_or(0);
        Self {
            potentials: storage.clone(),
            spikes: storage,
            traces: hidden.iter().enumerate().map(|(l, &n)| traces(l, n)).collect(),
            output: Array2::zeros((samples, classes)),
        }
    }

    /// Storage of hidden layer `l` (index from 0), and the traces of the one below; none below the first.
    pub(crate) fn layer(&mut self, l: usize) -> (Fired<'_, F>, Option<&Series<F>>) {
        let (below, here) = self.traces.split_at_mut(l);
        let fired = Fired { potential: &mut self.potentials[l], spikes: &mut self.spikes[l], traces: &mut here[0] };
        (fired, below.last())
    }

    /// How many spikes differ from those of `other`, an activity of the same sizes, and out of how many.
    pub fn spikes_that_differ(&self, other: &Self) -> (usize, usize) {
        let layers = self.spikes.iter().zip(&other.spikes);
        layers.fold((0, 0), |(differ, all), (mine, theirs)| {
            let pairs = mine.values().iter().zip(theirs.values());
            (differ + pairs.filter(|(a, b)| a != b).count(), all + mine.values().len())
        })
    }
}

impl<F: Scalar> Network<F> {
    /// Lists the spikes of hidden layer `l` (index from 0) where another one takes them.
    pub(super) fn hand_up(&self, l: usize, activity: &mut Activity<F>) {
        if self.hidden().get(l + 1).is_some_and(|above| above.hears_spikes()) {
            activity.traces[l].know_all(&activity.spikes[l], self.delta);
        }
    }

    /// Real forward pass from the input's trace `c_0` into `activity`: one matrix product a layer for all times
    /// and samples.
    ///
    /// # Errors
    /// [`Error::Shape`] when `input_trace` or `activity` does not fit the network.
    pub fn forward(&self, input_trace: &Series<F>, activity: &mut Activity<F>) -> Result<(), Error> {
        let hidden = self.depth() - 1;
        Error::check_shape("input", self.layers[0].shape().inputs, input_trace.neurons())?;
        Error::check_shape("activity", hidden, activity.potentials.len())?;
        let neuron = self.neuron();
        for l in 0..hidden {
            let layer = &self.layers[l];
            let (fired, below) = activity.layer(l);
            let (input, potential) = (below.unwrap_or(input_trace), &fired.potential);
            Error::check_shape(
                "activity",
                (input.steps(), input.samples(), layer.shape().outputs),
                (potential.steps(), potential.samples(), potential.neurons()),
            )?;
            layer.forward(input, neuron, fired);
            self.hand_up(l, activity);
        }
        let last = &activity.traces[hidden - 1];
        Error::check_shape("activity", (last.samples(), self.readout().shape().outputs), activity.output.dim())?;
        self.readout().apply(F::one(), Heard::end(last), F::zero(), activity.output.view_mut());
        Ok(())
    }
}
