//! Colours of the pictures.

use super::cell::Cell;

/// A colour, red, green, blue.
pub type Rgb = [u8; 3];

/// The colours of a theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Behind the picture.
    pub paper: Rgb,
    /// Spikes; where they are in dispute, a wash of it.
    pub ink: Rgb,
    /// Positive weights.
    pub blue: Rgb,
    /// Negative weights.
    pub vermillion: Rgb,
    /// Classes in order; a task with more classes starts over.
    pub classes: [Rgb; 4],
}

impl Palette {
    /// The light or the dark theme, after Okabe and Ito's colour-universal palette.
    pub const fn theme(dark: bool) -> Self {
        const BLUE: Rgb = [0x00, 0x72, 0xb2];
        const SKY: Rgb = [0x56, 0xb4, 0xe9];
        const VERMILLION: Rgb = [0xd5, 0x5e, 0x00];
        const ORANGE: Rgb = [0xf0, 0x7f, 0x2e];
        const GREEN: Rgb = [0x00, 0x9e, 0x73];
        const PURPLE: Rgb = [0xcc, 0x79, 0xa7];
        if dark {
            Self {
                paper: [0x14, 0x17, 0x1b],
                ink: [0xe6, 0xe8, 0xea],
                blue: SKY,
                vermillion: ORANGE,
                classes: [SKY, ORANGE, [0x2b, 0xc4, 0x98], PURPLE],
            }
        } else {
            Self {
                paper: [0xff, 0xff, 0xff],
                ink: [0x1b, 0x1e, 0x22],
                blue: BLUE,
                vermillion: VERMILLION,
                classes: [BLUE, VERMILLION, GREEN, PURPLE],
            }
        }
    }

    /// A raster cell; `strength` in `[0, 1]` is its opacity. Those in dispute are washes, for the page to hatch: a colour
    /// would say class or sign.
    pub fn cell(&self, cell: Cell, strength: f64) -> [u8; 4] {
        let share = match cell {
            Cell::Silent => return [0, 0, 0, 0],
            Cell::Both => 1.0,
            Cell::RealOnly => 0.25,
            Cell::OptimiserOnly => 0.08,
        };
        let [r, g, b] = self.ink;
        let strength = share * strength;
        [r, g, b, (255.0 * strength.clamp(0.0, 1.0)).round() as u8]
    }

    /// A signed value in `[-1, 1]`: vermillion below zero (inhibits), blue above (excites), transparent at zero.
    pub fn signed(&self, value: f64) -> [u8; 4] {
        let [r, g, b] = if value < 0.0 { self.vermillion } else { self.blue };
        // The square root lets small weights be seen.
        [r, g, b, (255.0 * value.abs().min(1.0).sqrt()).round() as u8]
    }

    /// An amount in `[0, 1]`: from the paper towards the ink, evenly.
    pub fn amount(&self, value: f64) -> [u8; 4] {
        let [r, g, b] = self.mixed(self.ink, 0.04 + 0.66 * value.clamp(0.0, 1.0));
        [r, g, b, 255]
    }

    /// The colour of `class`, mixed with the paper by how sure the network is, `certainty` in `[0, 1]`.
    pub fn class(&self, class: usize, certainty: f64) -> [u8; 4] {
        let weight = 0.12 + 0.43 * certainty.clamp(0.0, 1.0);
        let [r, g, b] = self.mixed(self.classes[class % self.classes.len()], weight);
        [r, g, b, 255]
    }

    /// How much of the whole, in `[0, 1]`, a class has: from the paper to as much of its colour as one has that is sure.
    pub fn share(&self, class: usize, share: f64) -> [u8; 4] {
        let [r, g, b] = self.mixed(self.classes[class % self.classes.len()], 0.04 + 0.66 * share.clamp(0.0, 1.0));
        [r, g, b, 255]
    }

    /// The paper with a share of a colour.
    fn mixed(&self, colour: Rgb, share: f64) -> Rgb {
        let mix = |k: usize| (f64::from(self.paper[k]) * (1.0 - share) + f64::from(colour[k]) * share) as u8;
        [mix(0), mix(1), mix(2)]
    }
}
