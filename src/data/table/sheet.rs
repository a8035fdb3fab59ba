//! A table as it stands in a file, with what is guessed of it.

use serde::Serialize;

use super::cells::{self, cells, missing, name, number};
use super::reading::{Reading, Separator};
use super::{FEWEST, MAX_CLASSES, MAX_COLUMNS, MAX_ROWS, Table};
use crate::error::Fault;

/// Names that a column of classes often has, in small letters.
const LABELS: [&str; 10] =
    ["class", "label", "target", "species", "category", "classe", "etichetta", "specie", "diagnosis", "y"];
/// Names that a column which says the set of a row often has.
pub(super) const SETS: [&str; 3] = ["set", "split", "subset"];
/// What stands there, for training, validation and test.
pub(super) const PARTS: [&[&str]; 3] =
    [&["train", "training"], &["validation", "valid", "val", "dev"], &["test", "testing"]];
/// Names of the sets.
const NAMES: [&str; 3] = ["training", "validation", "test"];
/// Rows that are shown.
const SHOWN: usize = 8;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Numbers, at least half of what there is.
    Numbers,
    /// Words.
    Words,
    /// Nothing.
    Nothing,
}

/// What there is to say of a column of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Heading {
    /// Its name: that of the header, or its number, from 1.
    pub name: String,
    /// What it holds.
    pub content: Content,
    /// Whether it is used as an input.
    pub used: bool,
    /// Cells that are missing.
    pub missing: usize,
    /// Different values, [`MAX_CLASSES`] + 1 for any number above.
    pub different: usize,
}

/// A class of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Class {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: usize,
}

/// What a file holds and how it is read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// What stands between two cells.
    pub separator: Separator,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The columns.
    pub columns: Vec<Heading>,
    /// The column that is the class.
    pub label: Option<usize>,
    /// The column that says the set of a row.
    pub set: Option<usize>,
    /// Rows, without the header.
    pub rows: usize,
    /// Rows that are left out since a value is missing in a column that is used.
    pub incomplete: usize,
    /// The line of the first of them, from 1.
    pub first_incomplete: Option<u64>,
    /// The classes, with their rows.
    pub classes: Vec<Class>,
    /// The first rows, cell by cell.
    pub shown: Vec<Vec<String>>,
    /// What is read, or why it is none.
    #[serde(skip)]
    pub table: Result<Table, Fault>,
}

/// The different words of some cells, in the order in which classes stand; at most one more than there can be classes.
fn different<'a>(cells: impl Iterator<Item = &'a str>, separator: Separator) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for cell in cells.filter(|cell| !missing(cell)) {
        if found.len() > MAX_CLASSES {
            break;
        }
        let word = name(cell);
        if !found.contains(&word) {
            found.push(word);
        }
    }
    let key = |word: &String| number(word, separator);
    if found.iter().all(|word| key(word).is_some()) {
        found.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal).then_with(|| a.cmp(b)));
    } else {
        found.sort();
    }
    found
}

impl Sheet {
    /// Reads a text, as `reading` says and else as it looks.
    ///
    /// # Errors
    /// [`Fault`] where there is nothing to show; what can be shown but not trained on is [`Self::table`].
    pub fn read(bytes: &[u8], reading: &Reading) -> Result<Self, Fault> {
        let text = cells::text(bytes)?;
        let separator = reading.separator.unwrap_or_else(|| cells::guess(&text));
        let mut rows = cells(&text, separator)?;
        let width = rows[0].1.len();
        let is_number = |cell: &str| number(cell, separator).is_some();
        // A first row of words above numbers.
        let header = reading.header.unwrap_or_else(|| {
            let (first, rest) = (&rows[0].1, &rows[1..]);
            !first.iter().any(is_number)
                && rest.first().is_some_and(|(_, second)| second.iter().any(is_number))
                && first.iter().any(|cell| !missing(cell))
        });
        let names = header.then(|| rows.remove(0).1);
        if rows.is_empty() {
            return Err(Fault::Empty);
        }
        if rows.len() > MAX_ROWS {
            return Err(Fault::Rows { most: MAX_ROWS });
        }
        let cell = |row: usize, column: usize| rows[row].1.get(column).unwrap_or_default();
        let column = |c: usize| (0..rows.len()).map(move |row| cell(row, c));
        let mut columns: Vec<Heading> = (0..width)
            .map(|c| {
                let lacking = column(c).filter(|cell| missing(cell)).count();
                let numbers = column(c).filter(|cell| is_number(cell)).count();
                let content = match rows.len() - lacking {
                    0 => Content::Nothing,
                    there if 2 * numbers >= there => Content::Numbers,
                    _ => Content::Words,
                };
                let called = names.as_ref().and_then(|names| names.get(c)).map(name).filter(|name| !name.is_empty());
                let name = called.unwrap_or_else(|| (c + 1).to_string());
                Heading {
                    name,
                    content,
                    used: false,
                    missing: lacking,
                    different: different(column(c), separator).len(),
                }
            })
            .collect();

        let named = |c: usize, of: &[&str]| header && of.iter().any(|word| columns[c].name.eq_ignore_ascii_case(word));
        let part =
            |cell: &str| PARTS.iter().position(|words| words.iter().any(|w| cell.trim().eq_ignore_ascii_case(w)));
        let set = (0..width).find(|&c| named(c, &SETS) && column(c).all(|cell| part(cell).is_some()));
        let label = reading.label.filter(|&c| c < width).or_else(|| guess_label(&columns, set, |c| named(c, &LABELS)));
        for (c, column) in columns.iter_mut().enumerate() {
            let out = reading.out.as_ref().is_some_and(|out| out.contains(&c));
            column.used = column.content == Content::Numbers && Some(c) != label && Some(c) != set && !out;
        }

        let used: Vec<usize> = (0..width).filter(|&c| columns[c].used).collect();
        let whole = |row: usize| used.iter().chain(&label).all(|&c| !missing(cell(row, c)));
        let kept: Vec<usize> = (0..rows.len()).filter(|&row| whole(row)).collect();
        let words = label.map_or_else(Vec::new, |c| different(kept.iter().map(|&row| cell(row, c)), separator));
        let class = |row: usize| label.and_then(|c| words.iter().position(|word| *word == name(cell(row, c))));
        let labels: Vec<usize> = kept.iter().filter_map(|&row| class(row)).collect();
        let count = |k: usize| labels.iter().filter(|&&label| label == k).count();
        let classes: Vec<Class> =
            words.iter().enumerate().map(|(k, word)| Class { name: word.clone(), rows: count(k) }).collect();

        let table = (|| {
            let c = label.ok_or(Fault::Label { most: MAX_CLASSES })?;
            if !(2..=MAX_CLASSES).contains(&words.len()) {
                return Err(Fault::Classes { column: columns[c].name.clone(), most: MAX_CLASSES });
            }
            if used.is_empty() {
                return Err(Fault::Numbers);
            }
            if used.len() > MAX_COLUMNS {
                return Err(Fault::Columns { found: used.len(), most: MAX_COLUMNS });
            }
            if let Some(few) = classes.iter().find(|class| class.rows < FEWEST) {
                return Err(Fault::Few { class: few.name.clone(), rows: few.rows, fewest: FEWEST });
            }
            let mut values = Vec::with_capacity(kept.len() * used.len());
            for (&row, &c) in kept.iter().flat_map(|row| used.iter().map(move |c| (row, c))) {
                let given = cell(row, c);
                let wrong = || Fault::Number { line: rows[row].0, column: columns[c].name.clone(), given: name(given) };
                values.push(number(given, separator).ok_or_else(wrong)?);
            }
            let sets = set.map(|c| {
                let of = |which| (0..kept.len()).filter(|&k| part(cell(kept[k], c)) == Some(which)).collect::<Vec<_>>();
                [0, 1, 2].map(of)
            });
            if let (Some(c), Some(sets)) = (set, &sets)
                && let Some(empty) = [0_usize, 2].into_iter().find(|&s| sets[s].is_empty())
            {
                return Err(Fault::Sets { column: columns[c].name.clone(), set: NAMES[empty] });
            }
            let names = used.iter().map(|&c| columns[c].name.clone()).collect();
            Ok(Table { columns: names, values, labels: labels.clone(), classes: words.clone(), sets })
        })();
        let shown = (0..rows.len().min(SHOWN)).map(|row| (0..width).map(|c| name(cell(row, c))).collect()).collect();
        let first_incomplete = (0..rows.len()).find(|&row| !whole(row)).map(|row| rows[row].0);
        let (incomplete, rows) = (rows.len() - kept.len(), rows.len());
        Ok(Self { separator, header, columns, label, set, rows, incomplete, first_incomplete, classes, shown, table })
    }
}

/// The column that looks like the class: by its name; words in the last or the first column, or in any; whole numbers there that are few.
fn guess_label(columns: &[Heading], set: Option<usize>, named: impl Fn(usize) -> bool) -> Option<usize> {
    let able = |c: usize| Some(c) != set && (2..=MAX_CLASSES).contains(&columns[c].different);
    let words = |c: usize| able(c) && columns[c].content == Content::Words;
    let ends = || [columns.len() - 1, 0].into_iter();
    let all = || 0..columns.len();
    all()
        .find(|&c| able(c) && named(c))
        .or_else(|| ends().find(|&c| words(c)))
        .or_else(|| all().find(|&c| words(c)))
        .or_else(|| ends().find(|&c| able(c)))
}
