//! A table as a file `.heaviside.json` carries it.

use serde::{Deserialize, Serialize};

use super::reading::{Reading, Separator};
use super::sheet::{PARTS, SETS};
use super::{Sheet, Table};
use crate::error::Fault;

/// A table in a file of another format: comma-separated values with what is used alone, and how they are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Carried {
    /// What it is called.
    pub name: String,
    /// How it is read, see [`Reading`].
    pub reading: String,
    /// Its text.
    pub csv: String,
}

impl Carried {
    /// A table that reads back to the same one: a column for each of its own, one for the class and, where a file said it, one for the set.
    pub fn new(name: &str, table: &Table) -> Self {
        let mut csv = String::new();
        let header = table.columns.iter().cloned().chain(["class".to_owned()]);
        line(&mut csv, header.chain(table.sets.iter().map(|_| SETS[0].to_owned())));
        for (row, &label) in table.labels.iter().enumerate() {
            let numbers = table.row(row).iter().map(f64::to_string);
            let set =
                table.sets.iter().flat_map(|sets| (0..3).filter(move |&set| sets[set].binary_search(&row).is_ok()));
            line(
                &mut csv,
                numbers.chain([table.classes[label].clone()]).chain(set.map(|set| PARTS[set][0].to_owned())),
            );
        }
        let reading = Reading {
            label: Some(table.columns.len()),
            header: Some(true),
            out: None,
            separator: Some(Separator::Comma),
        };
        Self { name: name.to_owned(), reading: reading.to_string(), csv }
    }

    /// The table in it.
    ///
    /// # Errors
    /// [`Fault`] where there is none.
    pub fn table(&self) -> Result<Table, Fault> {
        let reading = Reading::parse(&self.reading).unwrap_or_default();
        Sheet::read(self.csv.as_bytes(), &reading)?.table
    }
}

/// A row, quoted where it must be. (The writer of the library that reads them brings the standard library's reader of numbers, 12 KB, into what
/// the page fetches first.)
fn line(csv: &mut String, cells: impl Iterator<Item = String>) {
    for (c, cell) in cells.enumerate() {
        if c > 0 {
            csv.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            csv.push('"');
            csv.push_str(&cell.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(&cell);
        }
    }
    csv.push('\n');
}
