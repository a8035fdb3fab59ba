//! A visitor's own data: points of the plane or spike trains, which a link holds whole, and tables, which a link names.

mod library;
mod points;
mod split;
mod table;
mod text;
pub(crate) mod trains;

pub use library::{Library, Unfound};
pub use points::Points;
pub use table::Tabular;
pub use text::Unread;
pub use trains::Trains;

use super::source::Source;

/// What `task=own` has where a link says no more.
pub(super) const SOURCE: &dyn Source = &points::HEART;
