//! One sample in the network that stands now.

use ndarray::Array2;

use super::cell::Cell;
use super::palette::Palette;
use crate::Error;
use crate::experiment::Experiment;
use crate::linalg::Scalar;
use crate::loss::TrainDistance;
use crate::loss::classes::predictions;
use crate::method::Auxiliary;
use crate::network::{Activity, Heard, Layer, Series, trace};

/// Which data set a sample is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Training data, of which the optimiser keeps its own variables.
    Train,
    /// Test data.
    Test,
}

/// Spike raster of one layer for one sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Layer, 0 for the input.
    pub layer: usize,
    /// Rows.
    pub neurons: usize,
    /// Columns.
    pub steps: usize,
    /// A [`Cell`] each, row by row.
    pub codes: Vec<u8>,
    /// The picture, row by row.
    pub rgba: Vec<u8>,
    /// Cells in which the optimiser and the real network differ.
    pub differ: usize,
    /// Whether the optimiser keeps its own copy of this layer's spikes.
    pub auxiliary: bool,
}

/// What the chosen neuron does over time.
#[derive(Debug, Clone, PartialEq)]
pub struct NeuronTrace {
    /// Hidden layer, from 1.
    pub layer: usize,
    /// Neuron, from 0.
    pub neuron: usize,
    /// Membrane potential of the real network.
    pub potential: Vec<f32>,
    /// Its spikes, 0 or 1.
    pub spikes: Vec<u8>,
    /// The optimiser's potential, where it keeps one.
    pub auxiliary_potential: Option<Vec<f32>>,
    /// The optimiser's spikes, in `[0, 1]`.
    pub auxiliary_spikes: Option<Vec<f32>>,
}

/// The output trains of one sample against its target.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetView {
    /// Output neurons (rows).
    pub outputs: usize,
    /// Time steps (columns).
    pub steps: usize,
    /// A [`Cell`] each, row by row: [`Cell::Both`] a spike at its time, [`Cell::RealOnly`] one that the target does not
    /// have, [`Cell::OptimiserOnly`] one of the target that was not fired.
    pub codes: Vec<u8>,
    /// How far the trains are from the target.
    pub distance: TrainDistance,
}

/// Everything about one sample in the network that stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleView {
    /// Its number in the split.
    pub index: usize,
    /// Samples in the split.
    pub count: usize,
    /// Its class.
    pub label: usize,
    /// The class that the network gives it.
    pub predicted: usize,
    /// Where it lies in the unit square, for planar tasks.
    pub point: Option<[f64; 2]>,
    /// Input and hidden layers.
    pub rasters: Vec<Raster>,
    /// Readout potential, `[class][t]`.
    pub readout: Vec<f32>,
    /// The optimiser's readout potential, `[class][t]`, where it keeps one.
    pub auxiliary_readout: Option<Vec<f32>>,
    /// The chosen neuron.
    pub neuron: NeuronTrace,
    /// The output against its target, for tasks whose target is a spike train.
    pub target: Option<TargetView>,
}

/// A sample, run through the network that stands now. `index`, `layer` and `neuron` are brought into range.
///
/// # Errors
/// [`Error::Shape`] would be a fault of ours.
pub fn sample<F: Scalar>(
    experiment: &Experiment<F>,
    split: Split,
    index: usize,
    layer: usize,
    neuron: usize,
    palette: &Palette,
) -> Result<SampleView, Error> {
    let network = experiment.shown_network();
    let data = match split {
        Split::Train => &experiment.problem().data,
        Split::Test => experiment.test_data(),
    };
    let index = index.min(data.len().saturating_sub(1));
    let input = data.input.sample(index);
    let steps = input.steps();
    let mut activity = Activity::new(&network.sizes(), steps, 1);
    network.forward(&trace(&input, network.delta), &mut activity)?;
    let auxiliary = match split {
        Split::Train => experiment.auxiliary(index),
        Split::Test => None,
    };
    let mut rasters = vec![raster(0, &input, None, palette)];
    for (l, spikes) in activity.spikes.iter().enumerate() {
        let own = auxiliary.as_ref().and_then(|a| a.spikes.get(l));
        rasters.push(raster(l + 1, spikes, own, palette));
    }
    let hidden = activity.spikes.len();
    let layer = layer.clamp(1, hidden);
    Ok(SampleView {
        index,
        count: data.len(),
        label: data.labels[index],
        predicted: predictions(&activity.output).next().unwrap_or(0),
        point: data.points.as_ref().and_then(|p| p.get(index).copied()),
        rasters,
        readout: readout(&activity.traces[hidden - 1], network.readout()),
        auxiliary_readout: auxiliary
            .as_ref()
            .and_then(|a| a.potentials.get(hidden)?.as_ref())
            .map(|z| z.t().iter().map(|v| v.f64() as f32).collect()),
        neuron: neuron_trace(&activity, auxiliary.as_ref(), layer, neuron),
        target: target(experiment, &activity, data.labels[index]),
    })
}

fn target<F: Scalar>(experiment: &Experiment<F>, activity: &Activity<F>, label: usize) -> Option<TargetView> {
    let target = experiment.target()?;
    let (spikes, traces) = (activity.spikes.last()?, activity.traces.last()?);
    let (outputs, steps) = (target.outputs(), spikes.steps());
    let mut codes = Vec::with_capacity(outputs * steps);
    for k in 0..outputs {
        for t in 0..steps {
            let [real, wanted] = [spikes.at(t)[(0, k)], target.trains().at(t)[(label, k)]].map(|a| a > F::zero());
            codes.push(Cell::of(real, wanted) as u8);
        }
    }
    let distance = target.distance(spikes, traces, 0, label, experiment.network().delta);
    Some(TargetView { outputs, steps, codes, distance })
}

/// Readout potential over time, `[class][t]`: the trace form `z_{L,t} = W_L c_{L-1,t}`.
fn readout<F: Scalar>(traces: &Series<F>, readout: &dyn Layer<F>) -> Vec<f32> {
    let mut out = Array2::zeros((traces.steps(), readout.shape().outputs));
    readout.apply(F::one(), Heard::all(traces), F::zero(), out.view_mut());
    out.t().iter().map(|v| v.f64() as f32).collect()
}

fn raster<F: Scalar>(layer: usize, real: &Series<F>, own: Option<&Array2<F>>, palette: &Palette) -> Raster {
    let (steps, neurons) = (real.steps(), real.neurons());
    let mut codes = Vec::with_capacity(steps * neurons);
    let mut rgba = Vec::with_capacity(4 * steps * neurons);
    let mut differ = 0;
    let half = F::of(0.5);
    // An input may be a current: its ink is as strong as the current.
    let strongest = real.values().iter().fold(F::zero(), |m, v| m.max(v.abs()));
    for i in 0..neurons {
        for t in 0..steps {
            let value = real.values()[t * neurons + i];
            let spikes = value > F::zero();
            let cell = match own.and_then(|a| a.get((t, i))).map(|a| *a >= half) {
                None => {
                    if spikes {
                        Cell::Both
                    } else {
                        Cell::Silent
                    }
                }
                Some(own) => Cell::of(spikes, own),
            };
            differ += usize::from(matches!(cell, Cell::RealOnly | Cell::OptimiserOnly));
            codes.push(cell as u8);
            let strength = if layer == 0 && strongest > F::zero() { (value.abs() / strongest).f64() } else { 1.0 };
            rgba.extend(palette.cell(cell, strength));
        }
    }
    Raster { layer, neurons, steps, codes, rgba, differ, auxiliary: own.is_some() }
}

fn neuron_trace<F: Scalar>(
    activity: &Activity<F>,
    auxiliary: Option<&Auxiliary<F>>,
    layer: usize,
    neuron: usize,
) -> NeuronTrace {
    let (potentials, spikes) = (&activity.potentials[layer - 1], &activity.spikes[layer - 1]);
    let neurons = potentials.neurons();
    let neuron = neuron.min(neurons.saturating_sub(1));
    let own = |series: Option<&Array2<F>>| {
        series.map(|s| s.column(neuron).iter().map(|v| v.f64() as f32).collect::<Vec<_>>())
    };
    NeuronTrace {
        layer,
        neuron,
        potential: potentials.flat().column(neuron).iter().map(|v| v.f64() as f32).collect(),
        spikes: spikes.flat().column(neuron).iter().map(|v| u8::from(*v > F::zero())).collect(),
        auxiliary_potential: own(auxiliary.and_then(|a| a.potentials.get(layer - 1)?.as_ref())),
        auxiliary_spikes: own(auxiliary.and_then(|a| a.spikes.get(layer - 1))),
    }
}
