//! From bytes to cells.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use lexical_parse_float::FromLexical;

use super::reading::Separator;
use super::{MAX_BYTES, MAX_ROWS, MAX_WIDTH};
use crate::error::Fault;

/// Rows that are looked at for a guess.
const LOOKED_AT: usize = 20;
/// Most signs of a name.
const LONGEST: usize = 40;

/// The text in bytes: UTF-8, UTF-16 with its mark, or else what a byte a sign was before.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    if bytes.len() > MAX_BYTES {
        return Err(Fault::Large { most: MAX_BYTES >> 20 });
    }
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
        },
    };
    match text.bytes().position(|byte| byte == 0) {
        Some(at) => Err(Fault::Binary { byte: at + 1 }),
        None => Ok(text),
    }
}

/// The rows of a text, without those that are empty.
fn rows(text: &str, separator: Separator) -> impl Iterator<Item = StringRecord> {
    let squeezed = (separator == Separator::Space).then(|| squeeze(text));
    let input = std::io::Cursor::new(squeezed.map_or_else(|| text.to_owned().into_bytes(), String::into_bytes));
    let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator.byte()).from_reader(input);
    // Nothing fails that is text in memory, of any width.
    reader.into_records().map_while(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
}

/// Several spaces as one, none at the ends of a line.
fn squeeze(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The separator by which most of the first rows have as many cells as each other, two at least; of some, the one that seldom stands
/// within a cell.
pub(super) fn guess(text: &str) -> Separator {
    // No more of the text than a guess needs.
    let head = text.char_indices().nth(1 << 16).map_or(text, |(end, _)| {
        let head = &text[..end];
        head.rfind('\n').map_or(head, |line| &head[..line])
    });
    let alike = |separator: &Separator| {
        let widths: Vec<usize> = rows(head, *separator).take(LOOKED_AT).map(|row| row.len()).collect();
        let rows_of = |width: usize| widths.iter().filter(|&&of| of == width).count();
        widths.iter().filter(|&&width| width >= 2).map(|&width| rows_of(width)).max().unwrap_or(0)
    };
    // Of those with as many the last is taken: from the end on.
    Separator::ALL.into_iter().rev().max_by_key(alike).filter(|best| alike(best) > 0).unwrap_or(Separator::Comma)
}

/// The rows of a text with the lines on which they stand, each as wide as the first.
pub(super) fn cells(text: &str, separator: Separator) -> Result<Vec<(u64, StringRecord)>, Fault> {
    let mut all = Vec::new();
    let mut expected = None;
    for row in rows(text, separator) {
        let line = row.position().map_or(0, csv::Position::line);
        let found = row.len();
        if found > MAX_WIDTH {
            return Err(Fault::Columns { found, most: MAX_WIDTH });
        }
        let expected = *expected.get_or_insert(found);
        if found != expected {
            return Err(Fault::Width { line, found, expected });
        }
        all.push((line, row));
        // One more for the header.
        if all.len() > MAX_ROWS + 1 {
            return Err(Fault::Rows { most: MAX_ROWS });
        }
    }
    match expected {
        None => Err(Fault::Empty),
        Some(1) => Err(Fault::Narrow),
        Some(_) => Ok(all),
    }
}

/// Whether a cell says that nothing is known.
pub(super) fn missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || ["?", "-", "na", "n/a", "nan", "null", "none"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// The number of a cell. A comma is a decimal point where it separates nothing.
pub(super) fn number(cell: &str, separator: Separator) -> Option<f64> {
    let cell = cell.trim();
    // The parser that links have: another would bring tables of its own into what the page fetches first.
    let value = match f64::from_lexical(cell.as_bytes()) {
        Ok(value) => value,
        Err(_) if separator != Separator::Comma => f64::from_lexical(cell.replacen(',', ".", 1).as_bytes()).ok()?,
        Err(_) => return None,
    };
    // No other zero than one.
    value.is_finite().then_some(value + 0.0)
}

/// A name as it can be shown: on one line, short.
pub(super) fn name(cell: &str) -> String {
    let short: String = cell.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    short.trim().to_owned()
}
