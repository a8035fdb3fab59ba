//! What a cell of a raster says.

/// A cell of a raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Cell {
    /// No spike.
    Silent = 0,
    /// A spike of the real network, and of the optimiser where it has an own copy.
    Both = 1,
    /// A spike of the real network that the optimiser does not have.
    RealOnly = 2,
    /// A spike that only the optimiser has.
    OptimiserOnly = 3,
}

impl Cell {
    /// The cell where the real network spikes or not, and the other train spikes or not.
    pub(super) const fn of(real: bool, other: bool) -> Self {
        match (real, other) {
            (false, false) => Self::Silent,
            (true, true) => Self::Both,
            (true, false) => Self::RealOnly,
            (false, true) => Self::OptimiserOnly,
        }
    }
}
