//! Yin-Yang (Kriener, Göltz, Petrovici: *The Yin-Yang dataset*, arXiv 2102.08211).

use rand_chacha::ChaCha8Rng;
use rand_mt::Mt;

use super::source::{Defaults, Draw, Planar, Set, Sketch, Source, Values, encode};
use crate::data::{Answer, Encoder, View, point_channels, point_names};
use crate::network::layer::Token;
use crate::random::{gaussian, uniform};

/// Radius of the disk, whose centre is (.5, .5).
const DISK: f64 = 0.5;
/// Radius of the dots, whose centres are (.25, .5) and (.75, .5).
const DOT: f64 = 0.1;

/// Thousands of samples in batches of 200: more iterations to see them all a few times. Nothing else is tuned for `exact`.
const SETTINGS: &[(&str, Values)] = &[
    ("exact", &[("iterations", 300.0)]),
    ("surrogate", &[("batch", 200.0), ("iterations", 1000.0), ("gain", 3.0), ("lr", 0.01)]),
];

pub(super) const SOURCE: &dyn Source = &DRAWN;

const DRAWN: Planar = Planar {
    name: "yinyang",
    classes: 3,
    defaults: Defaults {
        hidden: &[Token::Dense(120)],
        samples: 2000,
        steps: 30,
        noise: 0.0,
        encoder: Encoder::Current,
    },
    settings: SETTINGS,
    point,
};

/// The same task with the points of the publication. They do not depend on the seed, and have no noise.
pub(super) const PUBLISHED_SOURCE: &dyn Source = &AsPublished;

struct AsPublished;

impl Source for AsPublished {
    fn name(&self) -> &'static str {
        "yinyang-published"
    }

    fn answer(&self) -> Answer {
        DRAWN.answer()
    }

    fn view(&self) -> View {
        DRAWN.view()
    }

    fn encoders(&self) -> &'static [Encoder] {
        DRAWN.encoders()
    }

    fn channels(&self, encoder: Encoder) -> usize {
        point_channels(encoder)
    }

    fn channel_names(&self, encoder: Encoder) -> Vec<String> {
        point_names(encoder)
    }

    fn max_noise(&self) -> f64 {
        0.0
    }

    /// No more than there are.
    fn set_sizes(&self, n: usize) -> [usize; 3] {
        PUBLISHED.map(|set| set.size.min(n))
    }

    fn defaults(&self) -> Defaults {
        Defaults { samples: 5000, ..DRAWN.defaults }
    }

    fn settings(&self, method: &str) -> Values {
        DRAWN.settings(method)
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let [train, validation, test] = PUBLISHED;
        let mut published = match draw.set {
            Set::Train => train,
            Set::Validation => validation,
            Set::Test => test,
        }
        .points();
        let points = sketch.labels.iter_mut().map(|label| published.next(label)).collect();
        encode(draw, points, sketch);
    }
}

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
fn point(label: usize, noise: f64, rng: &mut ChaCha8Rng) -> [f64; 2] {
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
struct Published {
    /// Seed of numpy.
    seed: u32,
    /// Number of points.
    size: usize,
}

/// Training, validation and test set of the publication.
const PUBLISHED: [Published; 3] =
    [Published { seed: 42, size: 5000 }, Published { seed: 41, size: 1000 }, Published { seed: 40, size: 1000 }];

impl Published {
    /// The points from the first on.
    fn points(self) -> PublishedPoints {
        PublishedPoints(Mt::new(self.seed))
    }
}

/// The points of a set of the publication, one after the other, bit for bit.
struct PublishedPoints(Mt);

impl PublishedPoints {
    /// The next point and, in `label`, its class. Both are as `github.com/lkriener/yin_yang_data_set` draws them: a
    /// class first, by `randint(3)`, then points of the square by `rand(2)` until one lies in that class.
    fn next(&mut self, label: &mut usize) -> [f64; 2] {
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
