//! The data that links name and do not hold: what ships with the page, files that are given, and what a file of an experiment carries.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use heaviside::data::table::{Reading, Sheet};
use heaviside::experiment::pairs;
use heaviside::tasks::Library;

/// What ships with the page.
const SHIPPED: [(&str, &[u8]); 2] = [
    ("iris", include_bytes!("../../www/public/data/iris.csv")),
    ("digits", include_bytes!("../../www/public/data/digits.csv")),
];

/// Which data are there beside those that ship with the page.
#[derive(clap::Args)]
pub struct Data {
    /// A table (CSV, TSV) that a link names with data=, read as the link says
    #[arg(long = "data", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Data {
    /// The data that are there, for links with these values of `data=`, and what a link calls the last of the files.
    ///
    /// # Errors
    /// A sentence for a file that can't be read, or that no network can be trained on.
    pub fn library(&self, wanted: &[String]) -> Result<(Library, Option<String>)> {
        let mut library = Library::default();
        for (name, bytes) in SHIPPED.iter().filter(|(name, _)| wanted.iter().any(|said| said == name)) {
            keep(&mut library, name, bytes, &Reading::default()).with_context(|| format!("{name} can't be read"))?;
        }
        let mut called = None;
        for file in &self.files {
            let bytes = std::fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            // As some link says it, or as it looks.
            let readings = wanted.iter().filter_map(|said| Library::reading_of(said));
            let kept: Vec<_> = readings
                .chain([Reading::default()])
                .map(|reading| keep(&mut library, &name, &bytes, &reading))
                .collect();
            match kept.into_iter().rev().reduce(Result::or) {
                Some(Ok(said)) => called = Some(said),
                Some(Err(fault)) => bail!("{}: {fault}", file.display()),
                None => {}
            }
        }
        Ok((library, called))
    }
}

fn keep(library: &mut Library, name: &str, bytes: &[u8], reading: &Reading) -> Result<String> {
    Ok(library.keep(name, reading, Sheet::read(bytes, reading)?.table?))
}

/// What a link says of data; a sweep's can list several.
pub fn wanted(link: &str) -> Vec<String> {
    let named = pairs(link).into_iter().filter(|(key, _)| key == "data");
    named.flat_map(|(_, said)| said.split('|').map(|one| one.trim().to_owned()).collect::<Vec<_>>()).collect()
}
