//! Yin-Yang (Kriener, Göltz, Petrovici: *The Yin-Yang dataset*, arXiv 2102.08211).

use rand::Rng;
use rand_mt::Mt;

use crate::random::{gaussian, uniform};

/// Radius of the disk, whose centre is (.5, .5).
const DISK: f64 = 0.5;
/// Radius of the dots, whose centres are (.25, .5) and (.75, .5).
const DOT: f64 = 0.1;

/// Class of a point of the disk: 2 in a dot, else 1 (yang) or 0 (yin). Points outside the disk get the class that
/// the same rule gives them.
pub fn class_of([x, y]: [f64; 2]) -> usize {
    let (left, right) = (distance([x, y], 0.5 * DISK), distance([x, y], 1.5 * DISK));
    if left < DOT || right < DOT {
        return 2;
    }
    let in_dot_of_yin = right <= DOT;
    let in_head_of_yang = left > DOT && left <= 0.5 * DISK;
    let in_body_of_yang = y > DISK && right > 0.5 * DISK;
    usize::from(in_dot_of_yin || in_head_of_yang || in_body_of_yang)
}

/// Distance from `(centre, .5)`, rounded as the published generator rounds it.
fn distance([x, y]: [f64; 2], centre: f64) -> f64 {
    let (dx, dy) = (x - centre, y - DISK);
    libm::sqrt(dx * dx + dy * dy)
}

/// A point of class `label`, uniform over that class by rejection, then moved by Gaussian noise of standard deviation
/// `noise` (in units of the square) and kept in the unit square. The least likely class is hit once in 16 draws
/// from the square, so the loop is short.
pub(super) fn point<R: Rng>(label: usize, noise: f64, rng: &mut R) -> [f64; 2] {
    let [x, y] = loop {
        let point = [uniform(rng), uniform(rng)];
        if distance(point, DISK) <= DISK && class_of(point) == label {
            break point;
        }
    };
    let moved = [x + noise * gaussian(rng), y + noise * gaussian(rng)];
    moved.map(|v| v.clamp(0.0, 1.0))
}

/// One set of the publication, which its generator drew with numpy's `RandomState`: MT19937.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Published {
    /// Seed of numpy.
    pub(super) seed: u32,
    /// Number of points.
    pub(super) size: usize,
}

/// Training, validation and test set of the publication.
pub(super) const PUBLISHED: [Published; 3] =
    [Published { seed: 42, size: 5000 }, Published { seed: 41, size: 1000 }, Published { seed: 40, size: 1000 }];

impl Published {
    /// The points from the first on.
    pub(super) fn points(self) -> PublishedPoints {
        PublishedPoints(Mt::new(self.seed))
    }
}

/// The points of a set of the publication, one after the other, bit for bit.
pub(super) struct PublishedPoints(Mt);

impl PublishedPoints {
    /// The next point and, in `label`, its class. Both are as `github.com/lkriener/yin_yang_data_set` draws them: a
    /// class first, by `randint(3)`, then points of the square by `rand(2)` until one lies in that class.
    pub(super) fn next(&mut self, label: &mut usize) -> [f64; 2] {
        *label = self.below_three();
        loop {
            let point = [self.uniform(), self.uniform()];
            if distance(point, DISK) <= DISK && class_of(point) == *label {
                return point;
            }
        }
    }

    /// `randint(3)`: two bits at a time until they are less than 3.
    fn below_three(&mut self) -> usize {
        loop {
            let bits = self.0.next_u32() & 3;
            if bits < 3 {
                return bits as usize;
            }
        }
    }

    /// `random_sample`: 53 bits, 27 of one number and 26 of the next, in `[0, 1)`.
    fn uniform(&mut self) -> f64 {
        let (high, low) = (f64::from(self.0.next_u32() >> 5), f64::from(self.0.next_u32() >> 6));
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }
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
