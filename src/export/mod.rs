//! What can be taken away from a trained experiment: arrays for numpy, a script that runs the network in snnTorch, its numbers as JSON
//! and as a table. Pure functions from an experiment to bytes, for every kind of layer and every method.

mod arrays;
mod matrix;
mod script;

use crate::Error;
use crate::experiment::Experiment;
use crate::linalg::Scalar;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Weights, test data and what the network does with them, for `numpy.load`.
    Npz,
    /// A Python script that runs the network of an [`Self::Npz`] in snnTorch and compares.
    SnnTorch,
    /// Link, proof and the whole snapshot.
    Json,
    /// The history, a row an iteration that was measured.
    Csv,
}

impl Kind {
    /// All, in the order of a menu.
    pub const ALL: [Self; 4] = [Self::Npz, Self::SnnTorch, Self::Json, Self::Csv];

    /// Its name on the page and in the console.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Npz => "npz",
            Self::SnnTorch => "snntorch",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// How the name of its file ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Npz => "npz",
            Self::SnnTorch => "py",
            Self::Json => "heaviside.json",
            Self::Csv => "csv",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The bytes of a file of that kind, of the network that stands ([`Experiment::network`]).
///
/// # Errors
/// [`Error::Shape`] would be a fault of ours; [`Error::File`] where a file could not be written, for want of memory.
pub fn export<F: Scalar>(experiment: &mut Experiment<F>, kind: Kind) -> Result<Vec<u8>, Error> {
    match kind {
        Kind::Npz => arrays::npz(experiment),
        Kind::SnnTorch => Ok(script::script(experiment).into_bytes()),
        Kind::Json => json(experiment),
        Kind::Csv => Ok(csv(experiment).into_bytes()),
    }
}

/// What the file could not be made for.
fn unwritten(error: &dyn std::fmt::Display) -> Error {
    Error::File { reason: error.to_string() }
}

/// Link, proof and snapshot.
fn json<F: Scalar>(experiment: &mut Experiment<F>) -> Result<Vec<u8>, Error> {
    #[derive(serde::Serialize)]
    struct File {
        format: &'static str,
        version: u32,
        link: String,
        /// The link with what the run comes to; `null` where no number of whole iterations leads to it.
        proof: Option<String>,
        fingerprint: String,
        snapshot: crate::experiment::Snapshot,
    }
    let link = experiment.origin().link();
    let file = File {
        format: "heaviside",
        version: 1,
        proof: experiment.proof().map(|proof| format!("{link}&{proof}")),
        link,
        fingerprint: experiment.fingerprint(),
        snapshot: experiment.snapshot()?,
    };
    serde_json::to_vec_pretty(&file).map_err(|error| unwritten(&error))
}

/// The history as a table, decimals that read back to the same bits, empty for what a method does not have.
fn csv<F: Scalar>(experiment: &Experiment<F>) -> String {
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
