//! How a link says such data: bytes in base64 of the alphabet of URLs, without padding, the first of them a version.

use base64ct::{Base64UrlUnpadded, Encoding};

/// Name of the task in a link.
pub(super) const NAME: &str = "own";
/// First byte of what a link says of such data.
const VERSION: u8 = 1;
/// Most classes.
pub(super) const MAX_CLASSES: usize = 5;

/// Why a text says no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is no base64 of the alphabet of URLs.
    Text,
    /// Its first byte is none that this version knows.
    Version,
    /// It ends within what it says.
    End,
    /// It has fewer than 2 classes, or more than 5, or leaves one out.
    Classes,
    /// A class has fewer than 4 points.
    Few,
    /// It has more than 400 points.
    Many,
    /// It has fewer than 2 samples of spike trains, or more than 8.
    Samples,
    /// It has no channels or more than 32, or fewer than 2 steps or more than 60.
    Size,
}

impl Unread {
    /// Its name, for a translation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Version => "version",
            Self::End => "end",
            Self::Classes => "classes",
            Self::Few => "few",
            Self::Many => "many",
            Self::Samples => "samples",
            Self::Size => "size",
        }
    }
}

/// What follows the version in a text of at most so many bytes.
pub(super) fn bytes(text: &str, most: usize, longer: Unread) -> Result<Vec<u8>, Unread> {
    if text.len() > most.div_ceil(3) * 4 {
        return Err(longer);
    }
    let mut bytes = Base64UrlUnpadded::decode_vec(text).map_err(|_| Unread::Text)?;
    match bytes.first() {
        None => Err(Unread::End),
        Some(&VERSION) => Ok(bytes.split_off(1)),
        Some(_) => Err(Unread::Version),
    }
}

/// What a link says of such bytes.
pub(super) fn text(mut bytes: Vec<u8>) -> String {
    bytes.insert(0, VERSION);
    Base64UrlUnpadded::encode_string(&bytes)
}
