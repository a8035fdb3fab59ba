//! Two spirals: arms of one and a half turns, half a turn apart, radius proportional to the angle.

use std::f64::consts::PI;

use rand_chacha::ChaCha8Rng;

use super::source::{Defaults, Planar, Source, to_unit};
use crate::data::Encoder;
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

/// The arms begin at this angle, so that they do not meet in the middle.
const START: f64 = 0.3;
/// They run on for this angle.
const LENGTH: f64 = 3.0 * PI;

pub(super) const SOURCE: &dyn Source = &Planar {
    name: "spirals",
    classes: 2,
    defaults: Defaults {
        hidden: &[Token::Dense(50)],
        samples: 200,
        steps: 20,
        noise: 0.02,
        encoder: Encoder::Population,
    },
    settings: &[],
    point,
};

/// A point of arm `label` with Gaussian noise of standard deviation `noise` (in outer radii), in the unit square.
/// The square root spreads the points evenly along the arm.
fn point(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let angle = START + LENGTH * libm::sqrt(uniform(rng));
    let radius = angle / (START + LENGTH);
    let turned = angle + if label == 0 { 0.0 } else { PI };
    let x = radius * libm::cos(turned) + noise * gaussian(rng);
    let y = radius * libm::sin(turned) + noise * gaussian(rng);
    [to_unit(x, -1.1, 1.1), to_unit(y, -1.1, 1.1)]
}
