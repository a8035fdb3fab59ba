//! Data that a link names and does not hold: `data=iris`, which ships with the page, or `data=wine~0123456789abcdef~178x13`, a file of
//! a visitor's own: its name, the hash of what is in it, rows and columns, and how it is read where that was not guessed.

use std::sync::Arc;

use super::super::Task;
use super::table::Tabular;
use crate::data::table::{Carried, Reading, Table};
use crate::error::Fault;

/// What ships with the page, by its name and hash.
const SHIPPED: [(&str, u64); 2] = [("iris", 0xb8db_169b_7331_03ca), ("digits", 0xfe50_6414_9bfe_e472)];
/// Most signs of a name.
const LONGEST: usize = 40;

/// Why there are no data to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfound {
    /// It is no name of data.
    Name,
    /// The data are not here.
    Absent,
}

impl Unfound {
    /// Its name, for a translation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Absent => "absent",
        }
    }
}

/// The data that are here, by what is in them.
#[derive(Debug, Default)]
pub struct Library(Vec<(u64, Arc<Table>)>);

impl Library {
    /// Keeps a table, and says what a link calls it: `name` is cut down to letters, digits, `.`, `_` and `-`.
    pub fn keep(&mut self, name: &str, reading: &Reading, table: Table) -> String {
        let hash = table.hash();
        let said = said(name, reading, &table, hash);
        if self.find(hash).is_none() {
            self.0.push((hash, Arc::new(table)));
        }
        said
    }

    /// Keeps what a file carries, as [`Self::keep`] does.
    ///
    /// # Errors
    /// [`Fault`] where it can't be trained on.
    pub fn keep_carried(&mut self, carried: &Carried) -> Result<String, Fault> {
        Ok(self.keep(&carried.name, &Reading::parse(&carried.reading).unwrap_or_default(), carried.table()?))
    }

    /// How a file is read whose data a link calls `said`, as far as that was not guessed; none where it is no name of a file.
    pub fn reading_of(said: &str) -> Option<Reading> {
        hash_of(said)?;
        Reading::parse(said.splitn(4, '~').nth(3).unwrap_or_default())
    }

    fn find(&self, hash: u64) -> Option<&Arc<Table>> {
        self.0.iter().find(|(of, _)| *of == hash).map(|(_, table)| table)
    }

    /// The task of what a link says.
    ///
    /// # Errors
    /// [`Unfound`] where that is no name, or the data are not here.
    pub fn task(&self, said: &str) -> Result<Task, Unfound> {
        let hash = hash_of(said).ok_or(Unfound::Name)?;
        let table = self.find(hash).ok_or(Unfound::Absent)?;
        Ok(Task::own(Tabular::new(table.clone(), said.to_owned())))
    }
}

/// What a link calls a table.
fn said(name: &str, reading: &Reading, table: &Table, hash: u64) -> String {
    if let Some((name, _)) = SHIPPED.iter().find(|(_, of)| *of == hash) {
        return (*name).to_owned();
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let safe = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let name: String = stem.trim().chars().map(safe).take(LONGEST).collect();
    let name = if name.is_empty() { "table" } else { &name };
    let mut said = format!("{name}~{hash:016x}~{}x{}", table.rows(), table.columns.len());
    let reading = reading.to_string();
    if !reading.is_empty() {
        said = said + "~" + &reading;
    }
    said
}

/// The hash of the data that a link names; none where it is no name.
pub(super) fn hash_of(said: &str) -> Option<u64> {
    let named = |name: &str| {
        (1..=LONGEST).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c))
    };
    let Some((name, rest)) = said.split_once('~') else {
        return SHIPPED.iter().find(|(of, _)| *of == said).map(|(_, hash)| *hash);
    };
    let (hash, rest) = rest.split_once('~')?;
    let (shape, reading) = rest.split_once('~').unwrap_or((rest, ""));
    let (rows, columns) = shape.split_once('x')?;
    let counts = [rows, columns].iter().all(|n| n.len() <= 4 && n.parse::<u16>().is_ok_and(|count| count > 0));
    let whole = hash.len() == 16 && hash.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
    let canonical = Reading::parse(reading).is_some_and(|read| read.to_string() == reading);
    (named(name) && whole && counts && canonical).then(|| u64::from_str_radix(hash, 16).ok()).flatten()
}
