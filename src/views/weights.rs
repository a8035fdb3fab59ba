//! Heat maps of the weights, and the confusion of the answers.

use super::palette::Palette;
use crate::experiment::Experiment;
use crate::linalg::Scalar;

/// Heat map of a layer's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightView {
    /// Layer `1..=L`.
    pub layer: usize,
    /// Neurons of the layer (rows).
    pub rows: usize,
    /// Its inputs (columns).
    pub columns: usize,
    /// The picture, row by row.
    pub rgba: Vec<u8>,
    /// Largest absolute weight, which has the full colour.
    pub max_abs: f64,
}

/// Weights of every layer of the network that stands now.
pub fn weights<F: Scalar>(experiment: &Experiment<F>, palette: &Palette) -> Vec<WeightView> {
    let layers = experiment.shown_network().weights().enumerate();
    layers
        .map(|(l, weights)| {
            let max_abs = weights.iter().fold(0.0f64, |m, w| m.max(w.f64().abs()));
            let scale = if max_abs > 0.0 { 1.0 / max_abs } else { 0.0 };
            WeightView {
                layer: l + 1,
                rows: weights.nrows(),
                columns: weights.ncols(),
                rgba: weights.iter().flat_map(|w| palette.signed(w.f64() * scale)).collect(),
                max_abs,
            }
        })
        .collect()
}

/// Confusion counts on the test set, `[true][predicted]`, row by row.
pub fn confusion<F: Scalar>(experiment: &Experiment<F>) -> (usize, Vec<u32>) {
    let classes = experiment.test_data().classes;
    let mut counts = vec![0; classes * classes];
    for (label, predicted) in experiment.test_predictions() {
        if let Some(count) = counts.get_mut(label * classes + predicted) {
            *count += 1;
        }
    }
    (classes, counts)
}
