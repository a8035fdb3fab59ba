//! Yin-Yang (Kriener, Göltz, Petrovici: *The Yin-Yang dataset*, arXiv 2102.08211).

use rand::Rng;

use crate::random::{gaussian, uniform};

/// Radius of the disk, whose centre is (.5, .5).
const DISK: f64 = 0.5;
/// Radius of the dots, whose centres are (.25, .5) and (.75, .5).
const DOT: f64 = 0.1;

/// Class of a point of the disk: 2 in a dot, else 1 (yang) or 0 (yin). Points outside the disk get the class that
/// the same rule gives them.
pub fn class_of([x, y]: [f64; 2]) -> usize {
    let distance = |centre: f64| libm::hypot(x - centre, y - DISK);
    let (left, right) = (distance(0.5 * DISK), distance(1.5 * DISK));
    if left < DOT || right < DOT {
        return 2;
    }
    let in_dot_of_yin = right <= DOT;
    let in_head_of_yang = left > DOT && left <= 0.5 * DISK;
    let in_body_of_yang = y > DISK && right > 0.5 * DISK;
    usize::from(in_dot_of_yin || in_head_of_yang || in_body_of_yang)
}

/// A point of class `label`, uniform over that class by rejection, then moved by Gaussian noise of standard deviation
/// `noise` (in units of the square) and kept in the unit square. The least likely class is hit once in 16 draws
/// from the square, so the loop is short.
pub(super) fn point<R: Rng>(label: usize, noise: f64, rng: &mut R) -> [f64; 2] {
    let [x, y] = loop {
        let point = [uniform(rng), uniform(rng)];
        if libm::hypot(point[0] - DISK, point[1] - DISK) <= DISK && class_of(point) == label {
            break point;
        }
    };
    let moved = [x + noise * gaussian(rng), y + noise * gaussian(rng)];
    moved.map(|v| v.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landmarks() {
        for (point, class) in [
            ([0.75, 0.5], 2),
            ([0.25, 0.5], 2),
            ([0.25, 0.59], 2),
            ([0.25, 0.65], 1), // head of yang, around the left dot
            ([0.25, 0.35], 1), // below the middle, still in that head
            ([0.75, 0.65], 0), // head of yin, around the right dot
            ([0.5, 0.9], 1),   // above
            ([0.5, 0.1], 0),   // below
        ] {
            assert_eq!(class_of(point), class, "{point:?}");
        }
    }

    /// The rule again, in squared distances and as one chain, independent of the code above.
    fn by_the_book(x: f64, y: f64) -> usize {
        let left = (x - 0.25).powi(2) + (y - 0.5).powi(2);
        let right = (x - 0.75).powi(2) + (y - 0.5).powi(2);
        if left < 0.01 || right < 0.01 {
            2
        } else if left <= 0.0625 {
            1
        } else if right <= 0.0625 {
            0
        } else if y > 0.5 {
            1
        } else {
            0
        }
    }

    #[test]
    fn a_grid_agrees_with_the_rule_written_out() {
        // An odd number of cells and irrational offset: no point lies on a boundary.
        for i in 0..211 {
            for j in 0..211 {
                let (x, y) = ((i as f64 + 0.314_159) / 211.0, (j as f64 + 0.271_828) / 211.0);
                assert_eq!(class_of([x, y]), by_the_book(x, y), "({x}, {y})");
            }
        }
    }
}
