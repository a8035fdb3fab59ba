//! Checkerboard: four by four fields, two classes in turn.

use rand_chacha::ChaCha8Rng;

use super::source::{Defaults, Planar, Source};
use crate::data::Encoder;
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

/// Fields a side.
const FIELDS: usize = 4;

pub(super) const SOURCE: &dyn Source = &Planar {
    name: "checker",
    classes: 2,
    defaults: Defaults {
        hidden: &[Token::Dense(50)],
        samples: 400,
        steps: 20,
        noise: 0.12,
        encoder: Encoder::Population,
    },
    settings: &[],
    point,
};

/// A point of a field of class `label`, uniform over these fields, with Gaussian noise of standard deviation `noise` (in
/// sides of a field), kept in the unit square.
fn point(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let fields = FIELDS as f64;
    let row = (fields * uniform(rng)).floor();
    // Every second field of a row has the class; rows begin with them in turn.
    let first = ((row as usize + label) % 2) as f64;
    let column = first + 2.0 * (0.5 * fields * uniform(rng)).floor();
    [column, row].map(|field| ((field + uniform(rng) + noise * gaussian(rng)) / fields).clamp(0.0, 1.0))
}
