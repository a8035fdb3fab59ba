//! Saccade digits: glyphs seen by an event camera that makes three micro-saccades.
//!
//! A small stand-in for N-MNIST (Orchard, Jayawant, Cohen, Thakor 2015, Frontiers in Neuroscience 9:437): there a camera
//! is moved along a triangle before a screen that shows a digit. Here ten glyphs are drawn as strokes, jittered, and
//! seen by 16 x 16 pixels, each of which remembers a logarithm of intensity and sends an ON or OFF event when the present
//! one differs from it by more than a threshold.

use std::f64::consts::TAU;

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source, Values, pick};
use crate::data::{Answer, Encoder, Slot, View};
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

/// Number of classes: the glyphs 0 to 9.
pub(super) const CLASSES: usize = 10;
/// Pixels a side.
pub(super) const SIDE: usize = 16;
/// Pixels.
pub(super) const PIXELS: usize = SIDE * SIDE;
/// Channels: ON events of every pixel, row by row from the top, then OFF events.
pub(super) const CHANNELS: usize = 2 * PIXELS;

/// Difference of the logarithms of intensity of glyph and background.
const CONTRAST: f64 = 1.0;
/// Change of the logarithm of intensity that makes an event.
const THRESHOLD: f64 = 0.4;
/// Width of a stroke's edge, in sides of the picture.
const EDGE: f64 = 0.06;
/// Width of a stroke.
const STROKE: f64 = 0.09;
/// Where the camera looks at the corners of its triangle, in sides of the picture; it begins and ends at the first.
const CORNERS: [[f64; 2]; 3] = [[-0.09, -0.08], [0.0, 0.08], [0.09, -0.08]];

/// Standard deviations of the jitter at noise 1: shift in sides of the picture, rotation in radians, scale of each axis
/// and slant as fractions, width of the stroke as a fraction.
const SHIFT: f64 = 0.06;
const ROTATION: f64 = 0.25;
const SCALE: f64 = 0.15;
const SLANT: f64 = 0.25;
const THICKNESS: f64 = 0.4;
/// Probability of a spurious event a channel and step at noise 1.
const SPURIOUS: f64 = 0.01;

/// Samples of the drawn picture a pixel, along each side.
const FINE: usize = 2;

pub(super) const SOURCE: &dyn Source = &Saccade;

struct Saccade;

impl Source for Saccade {
    fn name(&self) -> &'static str {
        "saccade"
    }

    fn answer(&self) -> Answer {
        Answer::Classes(CLASSES)
    }

    fn view(&self) -> View {
        View::Camera(SIDE)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Events]
    }

    fn channels(&self, _: Encoder) -> usize {
        CHANNELS
    }

    fn channel_names(&self, _: Encoder) -> Vec<String> {
        pixel_names(SIDE)
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Dense(100)], samples: 400, steps: 30, noise: 0.5, encoder: Encoder::Events }
    }

    fn settings(&self, method: &str) -> Values {
        if method == "surrogate" { &[("batch", 100.0), ("iterations", 100.0), ("lr", 0.01)] } else { &[] }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let mut camera = Camera::new(0);
        let Sketch { canvas, labels, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            camera.draw(label, draw.noise, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}

/// The names of a camera's channels: a pixel is its polarity, column and row, from 1: `+3,12`.
pub(super) fn pixel_names(side: usize) -> Vec<String> {
    let name = |c: usize| {
        let (polarity, pixel) = (["+", "\u{2212}"][c / (side * side)], c % (side * side));
        format!("{polarity}{},{}", pixel % side + 1, pixel / side + 1)
    };
    (0..2 * side * side).map(name).collect()
}

/// A piece of a stroke, in a square of side 1 with `y` downwards.
enum Piece {
    /// From point to point.
    Line([f64; 2], [f64; 2]),
    /// Part of an ellipse: centre, radii, first and last angle in turns, clockwise from the right.
    Arc([f64; 2], [f64; 2], [f64; 2]),
}

use Piece::{Arc, Line};

/// The glyphs.
const GLYPHS: [&[Piece]; CLASSES] = [
    &[Arc([0.5, 0.5], [0.19, 0.32], [0.0, 1.0])],
    &[Line([0.37, 0.3], [0.53, 0.18]), Line([0.53, 0.18], [0.53, 0.82])],
    &[Arc([0.5, 0.36], [0.18, 0.18], [0.5, 1.1]), Line([0.646, 0.466], [0.31, 0.82]), Line([0.31, 0.82], [0.7, 0.82])],
    &[Arc([0.49, 0.34], [0.17, 0.16], [0.55, 1.25]), Arc([0.49, 0.66], [0.19, 0.16], [0.75, 1.45])],
    &[Line([0.58, 0.18], [0.3, 0.62]), Line([0.3, 0.62], [0.72, 0.62]), Line([0.58, 0.18], [0.58, 0.82])],
    &[Line([0.68, 0.18], [0.36, 0.18]), Line([0.36, 0.18], [0.34, 0.46]), Arc([0.48, 0.62], [0.2, 0.2], [0.63, 1.4])],
    &[Arc([0.5, 0.63], [0.18, 0.19], [0.0, 1.0]), Arc([0.62, 0.6], [0.3, 0.42], [0.5, 0.76])],
    &[Line([0.31, 0.18], [0.69, 0.18]), Line([0.69, 0.18], [0.44, 0.82])],
    &[Arc([0.5, 0.34], [0.15, 0.16], [0.0, 1.0]), Arc([0.5, 0.66], [0.18, 0.16], [0.0, 1.0])],
    &[Arc([0.5, 0.37], [0.18, 0.19], [0.0, 1.0]), Arc([0.38, 0.4], [0.3, 0.42], [0.0, 0.26])],
];

/// Straight parts of a full turn.
const PARTS: f64 = 20.0;

/// The glyphs as straight segments, and the picture that is being drawn.
pub(super) struct Camera {
    /// By how many pixels the field reaches beyond a glyph's square, and a glyph is moved at most, on each side.
    reach: usize,
    glyphs: Vec<Vec<[[f64; 2]; 2]>>,
    segments: Vec<[[f64; 2]; 2]>,
    picture: Vec<f64>,
    reference: Vec<f64>,
}

impl Camera {
    /// A camera before a blank screen, whose field reaches by so many pixels beyond a glyph on each side.
    pub(super) fn new(reach: usize) -> Self {
        let (side, grid) = (SIDE + 2 * reach, grid(reach));
        Self {
            reach,
            glyphs: GLYPHS.iter().map(|pieces| straight(pieces)).collect(),
            segments: Vec::new(),
            picture: vec![0.0; grid * grid],
            reference: vec![0.0; side * side],
        }
    }

    /// Writes the events of a sample of class `label`. `noise` in `[0, 1]` scales how far the glyph is shifted, turned,
    /// stretched, slanted and thickened, and how often a pixel sends an event for nothing.
    pub(super) fn draw<R: Rng>(&mut self, label: usize, noise: f64, slot: &mut Slot<'_>, rng: &mut R) {
        self.show(label, noise, rng);
        let (steps, pixels) = (slot.steps(), self.reference.len());
        let channels = 2 * pixels;
        self.look(at(0.0), |_, reference, seen| *reference = seen);
        for t in 0..steps {
            self.look(at((t + 1) as f64 / steps as f64), |pixel, reference, seen| {
                let change = seen - *reference;
                if change.abs() > THRESHOLD {
                    *reference = seen;
                    slot.put(t, if change > 0.0 { pixel } else { pixels + pixel }, 1.0);
                }
            });
        }
        // From one spurious event to the next: a geometric number of cells.
        let rate = libm::log(1.0 - noise * SPURIOUS);
        let gap = |rng: &mut R| if rate < 0.0 { libm::log(1.0 - uniform(rng)) / rate } else { f64::INFINITY };
        let mut cell = gap(rng) as usize;
        while cell < steps * channels {
            slot.put(cell / channels, cell % channels, 1.0);
            cell = cell.saturating_add(1 + gap(rng) as usize);
        }
    }

    /// Draws a jittered glyph: the logarithm of intensity is [`CONTRAST`] within a stroke and 0 outside, with a soft edge.
    fn show<R: Rng>(&mut self, label: usize, noise: f64, rng: &mut R) {
        let mut spread = |deviation: f64| noise * deviation * gaussian(rng).clamp(-2.0, 2.0);
        let mut shift = [spread(SHIFT), spread(SHIFT)];
        let turn = spread(ROTATION);
        let scale = [1.0 + spread(SCALE), 1.0 + spread(SCALE)];
        let slant = spread(SLANT);
        let width = STROKE * (1.0 + spread(THICKNESS));
        if self.reach > 0 {
            for axis in &mut shift {
                *axis += (pick(2 * self.reach + 1, rng) as f64 - self.reach as f64) / SIDE as f64;
            }
        }
        let (sine, cosine) = (libm::sin(turn), libm::cos(turn));
        self.segments.clear();
        self.segments.extend(self.glyphs[label].iter().map(|ends| {
            ends.map(|[x, y]| {
                let (x, y) = (x - 0.5, y - 0.5);
                let (x, y) = (scale[0] * (x - slant * y), scale[1] * y);
                [0.5 + shift[0] + cosine * x - sine * y, 0.5 + shift[1] + sine * x + cosine * y]
            })
        }));
        // First the square of the distance from the nearest stroke, as far as a stroke reaches.
        let reach = 0.5 * (width + EDGE);
        let (grid, beyond) = (grid(self.reach), self.reach);
        self.picture.fill(f64::INFINITY);
        for &ends in &self.segments {
            let [columns, rows] = [0, 1].map(|axis| {
                let (low, high) = (ends[0][axis].min(ends[1][axis]), ends[0][axis].max(ends[1][axis]));
                // Conversion saturates: what lies outside the picture is cut off.
                (to_grid(low - reach, beyond).ceil() as usize)
                    ..(to_grid(high + reach, beyond).floor() as usize + 1).min(grid)
            });
            for row in rows {
                for column in columns.clone() {
                    let square = square_distance([column, row].map(|index| of_grid(index, beyond)), ends);
                    let nearest = &mut self.picture[row * grid + column];
                    *nearest = nearest.min(square);
                }
            }
        }
        for value in &mut self.picture {
            *value = CONTRAST * ((reach - libm::sqrt(*value)) / EDGE).clamp(0.0, 1.0);
        }
    }

    /// Calls `see` with every pixel, its memory and what it sees when the camera looks at `place`: the picture between
    /// the four nearest samples of the drawing.
    fn look(&mut self, place: [f64; 2], mut see: impl FnMut(usize, &mut f64, f64)) {
        let (grid, side) = (grid(self.reach), SIDE + 2 * self.reach);
        // The first pixel lies as far outside the glyph's square as the field reaches.
        let [column, row] = place.map(|p| to_grid(p + 0.5 / SIDE as f64, 0));
        let (whole_column, whole_row) = (column.floor(), row.floor());
        let (right, down) = (column - whole_column, row - whole_row);
        let first = whole_row as usize * grid + whole_column as usize;
        for (pixel, reference) in self.reference.iter_mut().enumerate() {
            let corner = first + FINE * (pixel / side * grid + pixel % side);
            let [upper, lower] =
                [corner, corner + grid].map(|i| self.picture[i] + right * (self.picture[i + 1] - self.picture[i]));
            see(pixel, reference, upper + down * (lower - upper));
        }
    }
}

/// Samples of the drawn picture along each side: what the pixels see, with the reach of the saccades around it.
const fn grid(reach: usize) -> usize {
    FINE * (SIDE + 2 * reach + 4) + 1
}

/// Index of a sample of the drawn picture, between whole ones; the first lies one pixel and a half outside the field, which
/// reaches by `beyond` pixels over the glyph's square.
fn to_grid(place: f64, beyond: usize) -> f64 {
    FINE as f64 * (SIDE as f64 * place + (1.5 + beyond as f64))
}

/// Where that sample lies, in sides of the glyph's square.
fn of_grid(index: usize, beyond: usize) -> f64 {
    (index as f64 / FINE as f64 - (1.5 + beyond as f64)) / SIDE as f64
}

/// Where the camera looks after a fraction of the time: along the triangle, one side in each third.
fn at(fraction: f64) -> [f64; 2] {
    let side = (3.0 * fraction).min(2.999_999);
    let from = side as usize;
    let part = 3.0 * fraction - from as f64;
    let (a, b) = (CORNERS[from], CORNERS[(from + 1) % 3]);
    [0, 1].map(|axis| a[axis] + part * (b[axis] - a[axis]))
}

/// Strokes as straight segments.
fn straight(pieces: &[Piece]) -> Vec<[[f64; 2]; 2]> {
    let mut segments = Vec::new();
    for piece in pieces {
        match *piece {
            Line(from, to) => segments.push([from, to]),
            Arc(centre, radii, [first, last]) => {
                let parts = libm::ceil(PARTS * (last - first));
                let point = |part: f64| {
                    let angle = TAU * (first + (last - first) * part / parts);
                    [centre[0] + radii[0] * libm::cos(angle), centre[1] + radii[1] * libm::sin(angle)]
                };
                segments.extend((0..parts as usize).map(|k| [point(k as f64), point(k as f64 + 1.0)]));
            }
        }
    }
    segments
}

/// Square of the distance of a point from a segment.
fn square_distance([x, y]: [f64; 2], [[ax, ay], [bx, by]]: [[f64; 2]; 2]) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let along = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    let (ex, ey) = (x - ax - along * dx, y - ay - along * dy);
    ex * ex + ey * ey
}
