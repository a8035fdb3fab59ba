//! Three rings, one in the other: radii .3, .65 and 1.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;

use super::source::{Defaults, Planar, Source, to_unit};
use crate::data::Encoder;
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

/// Radius of each class's ring.
const RADII: [f64; 3] = [1.0, 0.65, 0.3];

pub(super) const SOURCE: &dyn Source = &Planar {
    name: "rings3",
    classes: RADII.len(),
    defaults: Defaults {
        hidden: &[Token::Dense(50)],
        samples: 300,
        steps: 20,
        noise: 0.06,
        encoder: Encoder::Population,
    },
    settings: &[],
    point,
};

/// A point of ring `label` with Gaussian noise of standard deviation `noise` (in outer radii), in the unit square.
fn point(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let angle = TAU * uniform(rng);
    [libm::cos(angle), libm::sin(angle)].map(|side| to_unit(RADII[label] * side + noise * gaussian(rng), -1.3, 1.3))
}
