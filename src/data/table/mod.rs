//! Tables of numbers with a class a row: what a file of comma-separated values holds.
//!
//! [`Sheet::read`] guesses how a text is to be read and says what it found; [`Reading`] overrules it. The [`Table`] is what a task is
//! made of: its [`hash`](Table::hash) is of the numbers, the names of the columns and the classes, not of the bytes of the file, so
//! that another separator, other ends of lines or another spelling of a number are the same data.

mod carried;
mod cells;
mod reading;
mod sheet;

pub use carried::Carried;
pub use reading::{Reading, Separator};
pub use sheet::{Content, Heading, Sheet};

use xxhash_rust::xxh3::Xxh3;

/// Most rows of a table, its header not counted.
pub const MAX_ROWS: usize = 5000;
/// Most columns that are used.
pub const MAX_COLUMNS: usize = 64;
/// Most columns of a file, those that are left out among them.
pub const MAX_WIDTH: usize = 256;
/// Most classes: the page has a mark for so many.
pub const MAX_CLASSES: usize = 10;
/// Fewest rows of a class: one for validation, one for the test, two to train on.
pub const FEWEST: usize = 4;
/// Most bytes of a file.
pub const MAX_BYTES: usize = 16 << 20;

/// Numbers in rows, with the class of each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the columns, in their order in the file.
    pub columns: Vec<String>,
    /// The numbers, `[row][column]`.
    pub values: Vec<f64>,
    /// The class of each row.
    pub labels: Vec<usize>,
    /// Names of the classes: numbers in their order, words in that of their letters.
    pub classes: Vec<String>,
    /// The rows for training, validation and test, where the file says so. Without any for validation, some of the first are.
    pub sets: Option<[Vec<usize>; 3]>,
}

impl Table {
    /// The numbers of a row, a column each.
    pub fn row(&self, row: usize) -> &[f64] {
        let columns = self.columns.len();
        &self.values[row * columns..][..columns]
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// What the data are, to the last bit: XXH3 (64 bits) of all that is in the table, numbers as little endian `f64`, words with a zero
    /// byte after them.
    pub fn hash(&self) -> u64 {
        let mut hash = Xxh3::new();
        let words = |hash: &mut Xxh3, words: &[String]| {
            hash.update(&(words.len() as u64).to_le_bytes());
            for word in words {
                hash.update(word.as_bytes());
                hash.update(&[0]);
            }
        };
        words(&mut hash, &self.columns);
        words(&mut hash, &self.classes);
        for value in &self.values {
            hash.update(&(value + 0.0).to_le_bytes());
        }
        for rows in [&self.labels].into_iter().chain(self.sets.iter().flatten()) {
            hash.update(&(rows.len() as u64).to_le_bytes());
            for &row in rows {
                hash.update(&(row as u64).to_le_bytes());
            }
        }
        hash.digest()
    }
}
