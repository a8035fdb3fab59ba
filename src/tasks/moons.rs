//! Two moons: interleaving half circles of radius 1 in the plane.

use std::f64::consts::PI;

use rand_chacha::ChaCha8Rng;

use super::source::{Defaults, Planar, Source, to_unit};
use crate::data::Encoder;
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

pub(super) const SOURCE: &dyn Source = &Planar {
    name: "moons",
    classes: 2,
    defaults: Defaults {
        hidden: &[Token::Dense(50)],
        samples: 200,
        steps: 20,
        noise: 0.12,
        encoder: Encoder::Population,
    },
    settings: &[],
    point,
};

/// A point of moon `label` with Gaussian noise of standard deviation `noise` (in radii), in the unit square.
fn point(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let angle = PI * uniform(rng);
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    let [x, y] = if label == 0 { [cos, sin] } else { [1.0 - cos, 0.5 - sin] };
    let moved = [x + noise * gaussian(rng), y + noise * gaussian(rng)];
    [to_unit(moved[0], -1.4, 2.4), to_unit(moved[1], -0.9, 1.4)]
}
