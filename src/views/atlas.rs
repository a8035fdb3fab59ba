//! Small pictures of many neurons in one, so that all of a frame travel together.

use super::palette::Palette;
use crate::linalg::Scalar;
use crate::network::Series;

/// Most cells of all tiles together: with more neurons each has fewer.
const CELLS: usize = 1 << 18;

/// What a neuron's map over the plane shows of its spikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// How many there are.
    Count,
    /// When the first comes: the steps left when it does, so `T` for one at the first step and 0 for none.
    First,
}

impl Measure {
    /// That of every neuron for one sample of the trains.
    pub(super) fn of<F: Scalar>(self, spikes: &Series<F>, sample: usize, found: &mut [f32]) {
        let (steps, samples, neurons) = (spikes.steps(), spikes.samples(), spikes.neurons());
        found.fill(0.0);
        for t in 0..steps {
            let row = &spikes.values()[(t * samples + sample) * neurons..][..neurons];
            match self {
                Self::Count => found.iter_mut().zip(row).for_each(|(sum, a)| *sum += a.f64() as f32),
                Self::First => {
                    let left = (steps - t) as f32;
                    for (first, a) in found.iter_mut().zip(row) {
                        *first = first.max(left * a.f64() as f32);
                    }
                }
            }
        }
    }
}

/// A tile a neuron, `across` of them side by side, the hidden layers' neurons one after the other and then the classes,
/// where those have one. Storage is used again.
#[derive(Debug, Clone, Default)]
pub struct Atlas {
    /// Cells of a tile along a row.
    pub columns: usize,
    /// Rows of a tile.
    pub rows: usize,
    /// Tiles.
    pub tiles: usize,
    /// Tiles side by side.
    pub across: usize,
    /// What the darkest ink of a hidden neuron stands for.
    pub most: f32,
    /// The value of each cell, tile by tile, row by row from the top.
    pub values: Vec<f32>,
    /// The picture, `across * columns` texels wide, row by row from the top.
    pub rgba: Vec<u8>,
}

impl Atlas {
    /// The largest side, at most `side`, of a square tile with which that many tiles are within bounds.
    pub(super) fn side(side: usize, tiles: usize) -> usize {
        side.min((CELLS / tiles.max(1)).isqrt()).max(1)
    }

    /// Makes room for so many tiles of that size.
    pub(super) fn shape(&mut self, tiles: usize, columns: usize, rows: usize) {
        let across = (1..=tiles).find(|n| n * n >= tiles).unwrap_or(1);
        (self.columns, self.rows, self.tiles, self.across) = (columns, rows, tiles, across);
        self.values.resize(tiles * columns * rows, 0.0);
        self.rgba.resize(4 * across * columns * rows * tiles.div_ceil(across), 0);
    }

    /// Writes the value of one cell of a tile.
    pub(super) fn set(&mut self, tile: usize, cell: usize, value: f32) {
        self.values[tile * self.columns * self.rows + cell] = value;
    }

    /// Paints what was set: the first `neurons` tiles in ink, by the square root of their share of the largest value, which
    /// lets few spikes be seen, or evenly up to `most` where that is given; the others each in the colour of its class.
    pub(super) fn paint(&mut self, neurons: usize, most: Option<f32>, palette: &Palette) {
        let cells = self.columns * self.rows;
        let largest = || self.values[..neurons * cells].iter().fold(0.0f32, |most, v| most.max(*v));
        self.most = most.unwrap_or_else(largest);
        let scale = 1.0 / f64::from(self.most.max(f32::MIN_POSITIVE));
        let even = most.is_some();
        let width = self.across * self.columns;
        for (tile, values) in self.values.chunks_exact(cells.max(1)).enumerate() {
            let (left, top) = (tile % self.across * self.columns, tile / self.across * self.rows);
            for (y, row) in values.chunks_exact(self.columns).enumerate() {
                let start = 4 * ((top + y) * width + left);
                let texels = self.rgba[start..start + 4 * self.columns].chunks_exact_mut(4);
                for (value, texel) in row.iter().zip(texels) {
                    let value = f64::from(*value);
                    texel.copy_from_slice(&match tile.checked_sub(neurons) {
                        None if even => palette.amount(value * scale),
                        None => palette.amount((value * scale).sqrt()),
                        Some(class) => palette.share(class, value),
                    });
                }
            }
        }
    }
}
