//! A visitor's own data that a link holds whole: points of the plane, or spike trains.

mod points;
mod text;
pub(crate) mod trains;

pub use points::Points;
pub use text::Unread;
pub use trains::Trains;

use super::source::Source;

/// What `task=own` has where a link says no more.
pub(super) const SOURCE: &dyn Source = &points::HEART;
