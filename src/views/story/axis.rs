//! Axes of potentials and functions drawn over them.

/// How far beyond the margin an axis of potentials reaches.
const BEYOND: f64 = 0.8;

/// An axis of potentials about the threshold that holds all of `inside`.
pub(super) fn axis(theta: f64, reach: f64, inside: &[f64]) -> [f64; 2] {
    let wide = reach * (1.0 + BEYOND);
    let (low, high) = inside.iter().fold((theta - wide, theta + wide), |(low, high), &v| (low.min(v), high.max(v)));
    let room = 0.04 * (high - low);
    [low - room, high + room]
}

/// Points of a curve drawn over an axis.
const POINTS: usize = 121;

/// A function at [`POINTS`] places of an axis, from its first to its last.
pub(super) fn curve(axis: [f64; 2], of: impl Fn(f64) -> f64) -> Vec<f64> {
    let step = (axis[1] - axis[0]) / (POINTS - 1) as f64;
    (0..POINTS).map(|k| of(axis[0] + step * k as f64)).collect()
}
