//! What would have happened: the network run on from one flipped spike.

use super::{Activity, Heard, Network, Series};
use crate::Error;
use crate::linalg::Scalar;

/// A spike, or a step without one, of one sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spike {
    /// Hidden layer, from 1.
    pub layer: usize,
    /// Neuron, from 0.
    pub neuron: usize,
    /// Time step `t`, from 1 as in the equations.
    pub time: usize,
}

/// One sample in a network, as it is and as it would be if one of its spikes were flipped.
///
/// In the flipped world the layers below are as they were, the neuron's own soft reset runs on from the flip, and every
/// layer above runs on for real: nothing is linear and nothing is frozen. The storage is used again by every flip.
#[derive(Debug, Clone)]
pub struct Counterfactual<F> {
    real: Activity<F>,
    /// `V = W c` of each hidden layer: its potentials without resets.
    given: Vec<Series<F>>,
    flipped: Activity<F>,
    /// The spike that is flipped, and with it the hidden layers (from its own) in which `flipped` is not `real`.
    at: Option<Spike>,
}

impl<F: Scalar> Counterfactual<F> {
    /// Storage for a network of these `sizes` (`[n_0, ..., n_L]`) over so many `steps`.
    pub fn new(sizes: &[usize], steps: usize) -> Self {
        let real = Activity::new(sizes, steps, 1);
        Self { given: real.potentials.clone(), flipped: real.clone(), real, at: None }
    }

    /// Runs one sample, given by the trace of its input, through the network with no spike flipped.
    ///
    /// # Errors
    /// [`Error::Shape`] when the sample does not fit.
    pub fn settle(&mut self, network: &Network<F>, input_trace: &Series<F>) -> Result<(), Error> {
        network.forward(input_trace, &mut self.real)?;
        for (l, given) in self.given.iter_mut().enumerate() {
            let below = l.checked_sub(1).map_or(input_trace, |below| &self.real.traces[below]);
            network.layers[l].apply(F::one(), Heard::all(below), F::zero(), given.flat_mut());
            restore(&self.real, &mut self.flipped, l);
        }
        self.flipped.output.assign(&self.real.output);
        self.at = None;
        Ok(())
    }

    /// Flips a spike of the sample that [`Self::settle`] ran, and only that one, and lets `network`, the same as there,
    /// run on.
    ///
    /// # Errors
    /// [`Error::Setting`] for a place that does not exist.
    pub fn flip(&mut self, network: &Network<F>, at: Spike) -> Result<(), Error> {
        self.check(at)?;
        let l = at.layer - 1;
        // Layers above are run anew; those up to this one must be as they were.
        let touched = self.at.map_or(self.given.len(), |last| last.layer - 1);
        (touched..=l).for_each(|k| restore(&self.real, &mut self.flipped, k));
        let neuron = network.neuron();
        let (fired, _) = self.flipped.layer(l);
        network.layers[l].flip(&self.given[l], at.neuron, at.time - 1, neuron, fired);
        network.hand_up(l, &mut self.flipped);
        for k in l + 1..self.given.len() {
            let (fired, below) = self.flipped.layer(k);
            if let Some(below) = below {
                network.layers[k].forward(below, neuron, fired);
            }
            network.hand_up(k, &mut self.flipped);
        }
        if let Some(last) = self.flipped.traces.last() {
            network.readout().apply(F::one(), Heard::end(last), F::zero(), self.flipped.output.view_mut());
        }
        self.at = Some(at);
        Ok(())
    }

    /// Whether there is such a place.
    ///
    /// # Errors
    /// [`Error::Setting`] when there is none, naming what is out of range.
    pub fn check(&self, at: Spike) -> Result<(), Error> {
        Error::check_range("layer", at.layer, 1, self.given.len())?;
        let given = &self.given[at.layer - 1];
        Error::check_range("neuron", at.neuron, 0, given.neurons().saturating_sub(1))?;
        Error::check_range("t", at.time, 1, given.steps())
    }

    /// The sample as it is.
    pub const fn real(&self) -> &Activity<F> {
        &self.real
    }

    /// The sample with the spike flipped; as it is, where none was.
    pub const fn flipped(&self) -> &Activity<F> {
        &self.flipped
    }

    /// Whether there is a spike at a place that exists, in the sample as it is.
    pub fn fires(&self, at: Spike) -> bool {
        self.real.spikes[at.layer - 1].flat()[(at.time - 1, at.neuron)] > F::zero()
    }

    /// Every spike that changed with the flip, its own first of its layer and time.
    pub fn changed(&self) -> impl Iterator<Item = Spike> + '_ {
        let from = self.at.map_or(self.given.len(), |at| at.layer - 1);
        let pairs = self.real.spikes.iter().zip(&self.flipped.spikes).enumerate().skip(from);
        pairs.flat_map(|(l, (real, flipped))| {
            let neurons = real.neurons();
            let cells = real.values().iter().zip(flipped.values()).enumerate();
            cells.filter(|(_, (a, b))| a != b).map(move |(k, _)| Spike {
                layer: l + 1,
                neuron: k % neurons,
                time: k / neurons + 1,
            })
        })
    }
}

/// Hidden layer `l` of `flipped` as it is in `real`.
fn restore<F: Scalar>(real: &Activity<F>, flipped: &mut Activity<F>, l: usize) {
    flipped.potentials[l].copy(&real.potentials[l]);
    flipped.spikes[l].copy(&real.spikes[l]);
    flipped.traces[l].copy(&real.traces[l]);
}
