//! Arrays for numpy: weights, test data, and what the network does with them.

use ndarray::{Array1, Array2, Array3, ArrayView, Dimension};

use super::matrix;
use crate::Error;
use crate::experiment::Experiment;
use crate::linalg::Scalar;
use crate::loss::classes::predictions;
use crate::network::{Activity, Series, trace};

/// A number as numpy stores it.
trait Stored: Copy {
    /// Its type in numpy's words.
    const TYPE: &'static str;
    /// Its bytes, little endian.
    fn put(self, file: &mut Vec<u8>);
}

impl Stored for u8 {
    const TYPE: &'static str = "|u1";
    fn put(self, file: &mut Vec<u8>) {
        file.push(self);
    }
}

impl Stored for i64 {
    const TYPE: &'static str = "<i8";
    fn put(self, file: &mut Vec<u8>) {
        file.extend(self.to_le_bytes());
    }
}

impl Stored for f32 {
    const TYPE: &'static str = "<f4";
    fn put(self, file: &mut Vec<u8>) {
        file.extend(self.to_le_bytes());
    }
}

/// Files in numpy's format under way, each with the name of its array.
struct Archive(Vec<(String, Vec<u8>)>);

impl Archive {
    /// One array, by version 1.0 of the format (numpy's `lib.format`): the magic word, the length of a header that says what follows
    /// and ends at a multiple of 64 bytes, the numbers row by row. A library for it would add a tenth to the rest of the page's core.
    fn add<T: Stored, D: Dimension>(&mut self, name: &str, array: ArrayView<'_, T, D>) {
        let shape: String = array.shape().iter().map(|n| format!("{n}, ")).collect();
        let header = format!("{{'descr': '{}', 'fortran_order': False, 'shape': ({shape}), }}", T::TYPE);
        let length = (10 + header.len() + 1).next_multiple_of(64) - 10;
        let mut file = Vec::with_capacity(10 + length + array.len() * size_of::<T>());
        file.extend(b"\x93NUMPY\x01\x00");
        file.extend((length as u16).to_le_bytes());
        file.extend(format!("{header:<width$}\n", width = length - 1).bytes());
        array.iter().for_each(|value| value.put(&mut file));
        self.0.push((name.to_owned(), file));
    }

    /// A series as `[n][t][neuron]`.
    fn series<F: Scalar>(&mut self, name: &str, series: &Series<F>) {
        let (steps, samples, neurons) = (series.steps(), series.samples(), series.neurons());
        let value = |n: usize, t: usize, i: usize| series.at(t)[[n, i]].f64();
        let whole = series.values().iter().all(|v| *v == F::zero() || *v == F::one());
        if whole {
            let spikes = Array3::from_shape_fn((samples, steps, neurons), |(n, t, i)| value(n, t, i) as u8);
            self.add(name, spikes.view());
        } else {
            let values = Array3::from_shape_fn((samples, steps, neurons), |(n, t, i)| value(n, t, i) as f32);
            self.add(name, values.view());
        }
    }

    fn matrix<F: Scalar>(&mut self, name: &str, matrix: &Array2<F>) {
        self.add(name, matrix.mapv(|w| w.f64() as f32).view());
    }
}

/// What [`super::Kind::Npz`] packs: arrays by name, each a file in numpy's format (`.npy`).
///
/// Of each layer `W1`, `W2`, .. is one matrix, `[neuron][input]`, also of a convolution or of pooling; `b1`, .. what each neuron hears
/// at every step beside it, where there is such a bias; `U1`, .. are recurrent weights and `K1`, .. the parameters of a layer whose
/// neurons share them. `input`, `spikes1`, .. and `potential1`, .. are `[sample][step][neuron]`, spikes as bytes; `potential_out` is
/// `[sample][output]` at the last step.
///
/// # Errors
/// [`Error::Shape`] would be a fault of ours.
pub fn arrays<F: Scalar>(experiment: &Experiment<F>) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let network = experiment.network();
    let data = experiment.test_data();
    let mut activity = Activity::new(&network.sizes(), data.input.steps(), data.len());
    network.forward(&trace(&data.input, network.delta), &mut activity)?;

    let mut archive = Archive(Vec::new());
    for (k, layer) in network.layers.iter().enumerate() {
        let (layer, l) = (layer.as_ref(), k + 1);
        archive.matrix(&format!("W{l}"), &matrix::below(layer));
        if let Some(constant) = matrix::constant(layer) {
            archive.add(&format!("b{l}"), constant.mapv(|w| w.f64() as f32).view());
        }
        if let Some(own) = matrix::own(layer) {
            archive.matrix(&format!("U{l}"), &own);
        } else if layer.parameters().dim() != (layer.shape().outputs, layer.shape().inputs) {
            archive.matrix(&format!("K{l}"), layer.parameters());
        }
    }
    archive.series("input", &data.input);
    let labels: Array1<i64> = data.labels.iter().map(|&label| label as i64).collect();
    archive.add("labels", labels.view());
    for (k, (spikes, potential)) in activity.spikes.iter().zip(&activity.potentials).enumerate() {
        archive.series(&format!("spikes{}", k + 1), spikes);
        archive.series(&format!("potential{}", k + 1), potential);
    }
    archive.matrix("potential_out", &activity.output);
    let answers: Array1<i64> = predictions(&activity.output).map(|class| class as i64).collect();
    archive.add("predictions", answers.view());
    for (name, constant) in [("delta", network.delta), ("theta", network.theta)] {
        archive.add(name, ndarray::arr0(constant.f64() as f32).view());
    }
    archive.add("link", Array1::from(experiment.origin().link().into_bytes()).view());
    Ok(archive.0)
}
