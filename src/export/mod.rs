//! What can be taken away from a trained experiment: arrays for numpy, the network for other simulators, a script that runs it in
//! snnTorch, its numbers as JSON and as a table. Pure functions from an experiment to bytes, for every kind of layer and every method.

mod arrays;
#[cfg(not(target_arch = "wasm32"))]
mod files;
mod matrix;
mod nir;
#[cfg(not(target_arch = "wasm32"))]
mod script;

pub use arrays::arrays;
#[cfg(not(target_arch = "wasm32"))]
pub use files::export;
pub use nir::{Entry, Values, nir};
#[cfg(not(target_arch = "wasm32"))]
pub use script::script;

use crate::experiment::Experiment;
use crate::linalg::Scalar;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Weights, test data and what the network does with them, for `numpy.load`.
    Npz,
    /// The network in the Neuromorphic Intermediate Representation.
    Nir,
    /// A Python script that runs the network of an [`Self::Npz`] in snnTorch and compares.
    SnnTorch,
    /// Link, proof and the whole snapshot.
    Json,
    /// The history, a row an iteration that was measured.
    Csv,
}

impl Kind {
    /// All, in the order of a menu.
    pub const ALL: [Self; 5] = [Self::Npz, Self::Nir, Self::SnnTorch, Self::Json, Self::Csv];

    /// How the name of its file ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Npz => "npz",
            Self::Nir => "nir",
            Self::SnnTorch => "py",
            Self::Json => "heaviside.json",
            Self::Csv => "csv",
        }
    }
}

/// The history as a table, decimals that read back to the same bits, empty for what a method does not have.
pub fn csv<F: Scalar>(experiment: &Experiment<F>) -> String {
    let history = experiment.history_so_far();
    let (layers, hidden) = history.first().map_or((0, 0), |row| (row.residuals.len(), row.firing_rates.len()));
    let mut columns: Vec<String> =
        ["iteration", "seconds", "objective", "loss", "train", "test", "validation", "auxiliary", "control"]
            .map(str::to_owned)
            .to_vec();
    columns.extend((1..=layers).flat_map(|l| [format!("dynamics_{l}"), format!("spikes_{l}")]));
    columns.extend((1..=hidden).map(|l| format!("firing_{l}")));
    let mut text = columns.join(",");
    for row in history {
        let (a, number) = (row.accuracy, |value: f64| Some(value));
        let mut cells = vec![Some(row.iteration as f64), number(row.seconds), row.objective, row.loss];
        cells.extend([number(a.train), number(a.test), number(row.validation), a.auxiliary, number(a.control)]);
        cells.extend(row.residuals.iter().flat_map(|r| [r.dynamics, r.spikes]));
        cells.extend(row.firing_rates.iter().copied().map(number));
        let cells: Vec<String> = cells.into_iter().map(|c| c.map_or_else(String::new, |v| v.to_string())).collect();
        text += &format!("\n{}", cells.join(","));
    }
    text + "\n"
}
