//! Why a file is no table that a network can be trained on.

use serde::Serialize;

/// Why a file is no table that a network can be trained on; each is a sentence that says where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "fault", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Fault {
    /// It is longer than can be read.
    #[error("The file is larger than {most} MiB.")]
    Large {
        /// Most MiB.
        most: usize,
    },
    /// It is no text.
    #[error("This is no text: byte {byte} is zero.")]
    Binary {
        /// Position of the byte, from 1.
        byte: usize,
    },
    /// It has no rows.
    #[error("The table has no rows.")]
    Empty,
    /// It has one column alone.
    #[error(
        "The table has one column alone; there must be numbers and a class in every row, with commas, semicolons, tabs or spaces between them."
    )]
    Narrow,
    /// A row has another number of cells than those before it.
    #[error("Line {line} has {found} cells where the lines before it have {expected}.")]
    Width {
        /// Line of the text, from 1.
        line: u64,
        /// Its cells.
        found: usize,
        /// Those of the first row.
        expected: usize,
    },
    /// It has more columns than can be used.
    #[error("The table has {found} columns; at most {most} can be used: leave some out.")]
    Columns {
        /// How many there are.
        found: usize,
        /// How many there can be.
        most: usize,
    },
    /// It has more rows than can be used.
    #[error("The table has more than {most} rows.")]
    Rows {
        /// How many there can be.
        most: usize,
    },
    /// A cell of a column of numbers is none.
    #[error("Line {line}, column “{column}”: {given} is no number.")]
    Number {
        /// Line of the text, from 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// What stands there.
        given: String,
    },
    /// No column can be the class.
    #[error("No column looks like a class: one must have 2 to {most} different values.")]
    Label {
        /// Most classes.
        most: usize,
    },
    /// The column of the class has too many or too few different values.
    #[error("Column “{column}” can be no class: it has fewer than 2 different values, or more than {most}.")]
    Classes {
        /// Name of the column.
        column: String,
        /// Most classes.
        most: usize,
    },
    /// A class has too few rows.
    #[error("Class “{class}” has {rows} rows; at least {fewest} are needed, for training, validation and test.")]
    Few {
        /// Name of the class.
        class: String,
        /// Its rows.
        rows: usize,
        /// How many it must have.
        fewest: usize,
    },
    /// No column of numbers is left.
    #[error("No column of numbers is left beside the class.")]
    Numbers,
    /// The file names its sets, but one of them is empty.
    #[error("Column “{column}” names sets, but no row is for {set}.")]
    Sets {
        /// Name of the column.
        column: String,
        /// Training or test.
        set: &'static str,
    },
}
