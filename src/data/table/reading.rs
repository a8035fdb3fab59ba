//! What a visitor says of how a table is to be read.

use std::fmt;

use serde::Serialize;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// A bar.
    Bar,
    /// One space or more.
    Space,
}

impl Separator {
    /// All, in the order in which they are guessed.
    pub const ALL: [Self; 5] = [Self::Tab, Self::Semicolon, Self::Comma, Self::Bar, Self::Space];

    /// Its name in a link.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Bar => "bar",
            Self::Space => "space",
        }
    }

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
            Self::Space => b' ',
        }
    }
}

/// How a table is to be read, as far as it is not to be guessed. Its text, which a link has after the hash of the data, is
/// `label:4~header:no~out:0,3~separator:tab`, whatever of it is said; columns are counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The column that is the class.
    pub label: Option<usize>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
    /// Columns that are left out.
    pub out: Option<Vec<usize>>,
    /// What stands between two cells.
    pub separator: Option<Separator>,
}

impl Reading {
    /// Reads the text of one; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reading = Self::default();
        for word in text.split('~').filter(|word| !word.is_empty()) {
            let (key, value) = word.split_once(':')?;
            match key {
                "label" => reading.label = Some(value.parse().ok()?),
                "header" => reading.header = Some(yes(value)?),
                "out" if value.is_empty() => reading.out = Some(Vec::new()),
                "out" => reading.out = Some(value.split(',').map(|v| v.parse().ok()).collect::<Option<_>>()?),
                "separator" => reading.separator = Some(Separator::ALL.into_iter().find(|s| s.name() == value)?),
                _ => return None,
            }
        }
        Some(reading)
    }
}

fn yes(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        words.extend(self.label.map(|label| format!("label:{label}")));
        words.extend(self.header.map(|header| format!("header:{}", if header { "yes" } else { "no" })));
        let list = |out: &[usize]| out.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        words.extend(self.out.as_ref().map(|out| format!("out:{}", list(out))));
        words.extend(self.separator.map(|separator| format!("separator:{}", separator.name())));
        f.write_str(&words.join("~"))
    }
}
