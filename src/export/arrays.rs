//! Arrays for numpy: weights, test data, and what the network does with them.

use std::io::Cursor;

use ndarray::{Array1, Array2, Array3, ArrayView, Dimension};
use ndarray_npy::{NpzWriter, WritableElement};

use super::{matrix, unwritten};
use crate::Error;
use crate::experiment::Experiment;
use crate::linalg::Scalar;
use crate::loss::classes::predictions;
use crate::network::{Activity, Series, trace};

/// An archive under way.
struct Archive(NpzWriter<Cursor<Vec<u8>>>);

impl Archive {
    fn add<T: WritableElement, D: Dimension>(&mut self, name: &str, array: ArrayView<'_, T, D>) -> Result<(), Error> {
        self.0.add_array(name, &array).map_err(|error| unwritten(&error))
    }

    /// A series as `[n][t][neuron]`.
    fn series<F: Scalar>(&mut self, name: &str, series: &Series<F>) -> Result<(), Error> {
        let (steps, samples, neurons) = (series.steps(), series.samples(), series.neurons());
        let value = |n: usize, t: usize, i: usize| series.at(t)[[n, i]].f64();
        let whole = series.values().iter().all(|v| *v == F::zero() || *v == F::one());
        if whole {
            let spikes = Array3::from_shape_fn((samples, steps, neurons), |(n, t, i)| value(n, t, i) as u8);
            self.add(name, spikes.view())
        } else {
            let values = Array3::from_shape_fn((samples, steps, neurons), |(n, t, i)| value(n, t, i) as f32);
            self.add(name, values.view())
        }
    }

    fn matrix<F: Scalar>(&mut self, name: &str, matrix: &Array2<F>) -> Result<(), Error> {
        self.add(name, matrix.mapv(|w| w.f64() as f32).view())
    }
}

/// See [`super::Kind::Npz`]. Of each layer `W1`, `W2`, .. is one matrix, `[neuron][input]`, also of a convolution or of pooling;
/// `b1`, .. what each neuron hears at every step beside it, where there is such a bias; `U1`, .. are recurrent weights and `K1`, .. the parameters of a layer whose neurons share them. `input`, `spikes1`, .. and
/// `potential1`, .. are `[sample][step][neuron]`, spikes as bytes; `potential_out` is `[sample][output]` at the last step. `spec` is
/// JSON in UTF-8, a byte an entry.
pub fn npz<F: Scalar>(experiment: &Experiment<F>) -> Result<Vec<u8>, Error> {
    let network = experiment.network();
    let data = experiment.test_data();
    let mut activity = Activity::new(&network.sizes(), data.input.steps(), data.len());
    network.forward(&trace(&data.input, network.delta), &mut activity)?;

    let mut archive = Archive(NpzWriter::new_compressed(Cursor::new(Vec::new())));
    for (k, layer) in network.layers.iter().enumerate() {
        let (layer, l) = (layer.as_ref(), k + 1);
        archive.matrix(&format!("W{l}"), &matrix::below(layer))?;
        if let Some(constant) = matrix::constant(layer) {
            archive.add(&format!("b{l}"), constant.mapv(|w| w.f64() as f32).view())?;
        }
        if let Some(own) = matrix::own(layer) {
            archive.matrix(&format!("U{l}"), &own)?;
        } else if layer.parameters().dim() != (layer.shape().outputs, layer.shape().inputs) {
            archive.matrix(&format!("K{l}"), layer.parameters())?;
        }
    }
    archive.series("input", &data.input)?;
    let labels: Array1<i64> = data.labels.iter().map(|&label| label as i64).collect();
    archive.add("labels", labels.view())?;
    for (k, (spikes, potential)) in activity.spikes.iter().zip(&activity.potentials).enumerate() {
        archive.series(&format!("spikes{}", k + 1), spikes)?;
        archive.series(&format!("potential{}", k + 1), potential)?;
    }
    archive.matrix("potential_out", &activity.output)?;
    let answers: Array1<i64> = predictions(&activity.output).map(|class| class as i64).collect();
    archive.add("predictions", answers.view())?;
    for (name, constant) in [("delta", network.delta), ("theta", network.theta)] {
        archive.add(name, ndarray::arr0(constant.f64() as f32).view())?;
    }
    let spec = serde_json::to_vec(experiment.spec()).map_err(|error| unwritten(&error))?;
    archive.add("spec", Array1::from(spec).view())?;
    let link = experiment.origin().link().into_bytes();
    archive.add("link", Array1::from(link).view())?;
    Ok(archive.0.finish().map_err(|error| unwritten(&error))?.into_inner())
}
