//! Two moons: interleaving half circles of radius 1 in the plane.

use std::f64::consts::PI;

use rand::Rng;

use super::to_unit;
use crate::random::{gaussian, uniform};

/// A point of moon `label` with Gaussian noise of standard deviation `noise` (in radii), in the unit square.
pub(super) fn point<R: Rng>(label: usize, noise: f64, rng: &mut R) -> [f64; 2] {
    let angle = PI * uniform(rng);
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    let [x, y] = if label == 0 { [cos, sin] } else { [1.0 - cos, 0.5 - sin] };
    let moved = [x + noise * gaussian(rng), y + noise * gaussian(rng)];
    [to_unit(moved[0], -1.4, 2.4), to_unit(moved[1], -0.9, 1.4)]
}
