//! Whole files, natively: the page packs its own.

use std::io::{Cursor, Write};

use serde::Serialize;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Kind, Values, arrays, csv, nir, script};
use crate::Error;
use crate::data::table::Carried;
use crate::experiment::{Experiment, Snapshot};
use crate::linalg::Scalar;

/// The bytes of a file of that kind, of the network that stands ([`Experiment::network`]).
///
/// # Errors
/// [`Error::Shape`] would be a fault of ours; [`Error::File`] where a file could not be written, for want of memory.
pub fn export<F: Scalar>(experiment: &mut Experiment<F>, kind: Kind) -> Result<Vec<u8>, Error> {
    match kind {
        Kind::Npz => npz(experiment),
        Kind::Nir => hdf5(experiment),
        Kind::SnnTorch => Ok(script(experiment).into_bytes()),
        Kind::Json => json(experiment),
        Kind::Csv => Ok(csv(experiment).into_bytes()),
    }
}

/// The arrays, and beside them the spec as JSON under the name `spec`, in one archive.
fn npz<F: Scalar>(experiment: &Experiment<F>) -> Result<Vec<u8>, Error> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in arrays(experiment)? {
        archive.start_file(format!("{name}.npy"), SimpleFileOptions::default()).map_err(Error::file)?;
        archive.write_all(&bytes).map_err(Error::file)?;
    }
    archive.start_file("spec", SimpleFileOptions::default()).map_err(Error::file)?;
    serde_json::to_writer(&mut archive, experiment.spec()).map_err(Error::file)?;
    Ok(archive.finish().map_err(Error::file)?.into_inner())
}

/// What NIR can't say.
const LOSSY: &str = include_str!("nir.txt");

/// The graph of the network.
fn hdf5<F: Scalar>(experiment: &Experiment<F>) -> Result<Vec<u8>, Error> {
    let mut file = heaviside_hdf5::Writer::default();
    for entry in nir(experiment)? {
        let values = match entry.values {
            Values::Words(words) => heaviside_hdf5::Values::Words(words),
            Values::Floats(floats) => heaviside_hdf5::Values::Floats(floats),
            Values::Whole(whole) => heaviside_hdf5::Values::Whole(whole.into_iter().map(i64::from).collect()),
        };
        file.add(&entry.path, &entry.shape, values).map_err(Error::file)?;
    }
    let lossy = heaviside_hdf5::Values::Words(vec![LOSSY.trim_end().to_owned()]);
    file.add("node/metadata/lossy", &[], lossy).map_err(Error::file)?;
    file.finish().map_err(Error::file)
}

/// Link, proof and snapshot, and the data that the link names.
fn json<F: Scalar>(experiment: &mut Experiment<F>) -> Result<Vec<u8>, Error> {
    #[derive(Serialize)]
    struct File {
        format: &'static str,
        version: u32,
        link: String,
        /// The link with what the run comes to; `null` where no number of whole iterations leads to it.
        proof: Option<String>,
        fingerprint: String,
        snapshot: Snapshot,
        /// The data that the link names and does not hold.
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<Carried>,
    }
    let link = experiment.origin().link();
    let file = File {
        format: "heaviside",
        version: 1,
        proof: experiment.proof().map(|proof| format!("{link}&{proof}")),
        link,
        fingerprint: experiment.fingerprint(),
        snapshot: experiment.snapshot()?,
        data: experiment.spec().task.carried(),
    };
    serde_json::to_vec_pretty(&file).map_err(Error::file)
}
