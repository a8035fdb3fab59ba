//! Circles: a ring of radius .45 inside a ring of radius 1.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;

use super::source::{Defaults, Planar, Source, to_unit};
use crate::data::Encoder;
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

pub(super) const SOURCE: &dyn Source = &Planar {
    name: "circles",
    classes: 2,
    defaults: Defaults {
        hidden: &[Token::Dense(50)],
        samples: 200,
        steps: 20,
        noise: 0.1,
        encoder: Encoder::Population,
    },
    settings: &[],
    point,
};

/// A point of the outer (`label` 0) or inner (1) ring with Gaussian noise of standard deviation `noise` (in outer
/// radii), in the unit square.
fn point(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let angle = TAU * uniform(rng);
    let radius = if label == 0 { 1.0 } else { 0.45 };
    let x = radius * libm::cos(angle) + noise * gaussian(rng);
    let y = radius * libm::sin(angle) + noise * gaussian(rng);
    [to_unit(x, -1.3, 1.3), to_unit(y, -1.3, 1.3)]
}
