//! Own points of the plane: `task=own&points=..`.
//!
//! After the version, the bytes are for each class the number of its points, the higher byte first, and their places, `x` and `y`
//! (upwards) in steps of 1/255, in the order in which they were drawn.

use std::borrow::Cow;

use super::super::source::{Defaults, Draw, Set, Sketch, Source, encode};
use super::split::{held_out, split};
use super::text::{self, MAX_CLASSES, NAME, Unread};
use crate::data::{Answer, Encoder, View, point_channels, point_names};
use crate::network::layer::Token;
use crate::random::{Stream, generator};

/// Most points of a drawing.
const MAX_POINTS: usize = 400;
/// Fewest points of a class: one for validation, one for the test, two to train on.
const FEWEST: usize = 4;

/// A place of the unit square in steps of 1/255: `x` and `y`, upwards.
type Place = [u8; 2];

/// Points of a plane with a class each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// By class, in the order in which they were drawn.
    classes: Cow<'static, [Cow<'static, [Place]>]>,
}

/// What there is to begin with: a heart.
pub(super) static HEART: Points = Points { classes: Cow::Borrowed(&[Cow::Borrowed(&AROUND), Cow::Borrowed(&INSIDE)]) };

#[rustfmt::skip]
const INSIDE: [Place; 60] = [
    [137, 71], [79, 160], [154, 171], [130, 106], [153, 110], [72, 136], [120, 87], [91, 190], [195, 157], [158, 209],
    [202, 190], [167, 175], [162, 145], [120, 134], [152, 125], [196, 133], [60, 124], [108, 204], [124, 182], [173, 155],
    [147, 89], [46, 167], [172, 190], [104, 153], [102, 102], [174, 140], [143, 177], [100, 174], [59, 141], [159, 86],
    [76, 99], [76, 176], [87, 116], [139, 138], [85, 137], [71, 150], [123, 166], [84, 213], [110, 186], [188, 193],
    [195, 120], [179, 109], [100, 139], [54, 186], [153, 156], [69, 111], [95, 89], [131, 197], [109, 68], [107, 114],
    [166, 129], [130, 119], [209, 166], [61, 203], [134, 159], [155, 189], [193, 170], [46, 152], [173, 92], [107, 128],
];

#[rustfmt::skip]
const AROUND: [Place; 80] = [
    [126, 23], [82, 32], [234, 145], [68, 239], [184, 14], [168, 243], [209, 46], [140, 26], [167, 17], [11, 168],
    [246, 25], [105, 22], [87, 15], [236, 211], [118, 228], [38, 72], [206, 29], [31, 225], [20, 211], [60, 48],
    [20, 27], [216, 82], [243, 78], [49, 15], [182, 62], [212, 13], [27, 110], [87, 238], [231, 32], [232, 234],
    [100, 36], [205, 241], [236, 187], [230, 118], [14, 80], [181, 36], [53, 79], [82, 48], [130, 237], [189, 238],
    [221, 224], [16, 197], [58, 64], [109, 242], [44, 100], [13, 46], [9, 228], [231, 10], [228, 71], [19, 243],
    [73, 19], [159, 40], [233, 52], [15, 145], [169, 55], [32, 56], [12, 123], [245, 225], [14, 13], [194, 79],
    [25, 162], [240, 99], [244, 243], [29, 131], [41, 29], [32, 203], [50, 237], [214, 103], [27, 184], [119, 10],
    [14, 66], [189, 49], [24, 92], [231, 170], [246, 59], [141, 10], [217, 60], [154, 233], [223, 247], [192, 26],
];

impl Points {
    /// Reads what a link says.
    ///
    /// # Errors
    /// [`Unread`] for what is no drawing.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let bytes = text::bytes(text, 1 + 2 * MAX_CLASSES + 2 * MAX_POINTS, Unread::Many)?;
        let mut rest = &bytes[..];
        let mut classes: Vec<Vec<Place>> = Vec::new();
        while !rest.is_empty() {
            let (count, after) = rest.split_first_chunk().ok_or(Unread::End)?;
            let (places, after) =
                after.split_at_checked(2 * usize::from(u16::from_be_bytes(*count))).ok_or(Unread::End)?;
            classes.push(places.chunks_exact(2).map(|place| [place[0], place[1]]).collect());
            rest = after;
        }
        Self::new(classes)
    }

    /// Points by their classes.
    ///
    /// # Errors
    /// [`Unread`] for too many or too few.
    pub fn new(classes: Vec<Vec<Place>>) -> Result<Self, Unread> {
        if !(2..=MAX_CLASSES).contains(&classes.len()) {
            return Err(Unread::Classes);
        }
        if classes.iter().any(|points| points.len() < FEWEST) {
            return Err(Unread::Few);
        }
        if classes.iter().map(Vec::len).sum::<usize>() > MAX_POINTS {
            return Err(Unread::Many);
        }
        Ok(Self { classes: classes.into_iter().map(Cow::Owned).collect() })
    }

    /// What a link says of them.
    fn text(&self) -> String {
        let mut bytes = Vec::new();
        for points in &*self.classes {
            bytes.extend((points.len() as u16).to_be_bytes());
            bytes.extend(points.as_flattened());
        }
        text::text(bytes)
    }
}

impl Points {
    /// Samples in training, validation and test set.
    fn sizes(&self) -> [usize; 3] {
        let held: usize = self.classes.iter().map(|points| held_out(points.len())).sum();
        let all: usize = self.classes.iter().map(|points| points.len()).sum();
        [all - 2 * held, held, held]
    }

    /// A set of the points, each with its class: every class is split by itself, by the experiment's seed, and the set is shuffled.
    fn split(&self, draw: &Draw) -> Vec<(usize, Place)> {
        let mut rng = generator(draw.seed, Stream::Prototypes);
        let classes = self.classes.iter().enumerate();
        let classes = classes.map(|(class, points)| points.iter().map(|&place| (class, place)).collect());
        let [train, validation, test] = split(classes, &mut rng);
        match draw.set {
            Set::Train => train,
            Set::Validation => validation,
            Set::Test => test,
        }
    }
}

impl Source for Points {
    fn name(&self) -> &'static str {
        NAME
    }

    fn said(&self) -> Option<(&'static str, String)> {
        Some(("points", self.text()))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.classes.len())
    }

    fn view(&self) -> View {
        View::Plane
    }

    fn encoders(&self) -> &'static [Encoder] {
        &Encoder::PLANE
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
        let [train, validation, test] = self.sizes();
        [train.min(n), validation, test]
    }

    fn defaults(&self) -> Defaults {
        let [samples, ..] = self.sizes();
        Defaults { hidden: &[Token::Dense(50)], samples, steps: 20, noise: 0.0, encoder: Encoder::Population }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let mut points = Vec::with_capacity(sketch.labels.len());
        for (label, (class, place)) in sketch.labels.iter_mut().zip(self.split(draw)) {
            *label = class;
            points.push(place.map(|step| f64::from(step) / 255.0));
        }
        encode(draw, points, sketch);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawings() -> impl Strategy<Value = Points> {
        prop::collection::vec(prop::collection::vec(any::<Place>(), 4..=80), 2..=5)
            .prop_map(|classes| Points::new(classes).expect("few enough"))
    }

    fn draw(seed: u64, set: Set) -> Draw {
        Draw { encoder: Encoder::Current, steps: 2, noise: 0.0, gap: 0, seed, set }
    }

    proptest! {
        #[test]
        fn what_is_said_is_read(points in drawings()) {
            prop_assert_eq!(Points::read(&points.text()), Ok(points));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[A-Za-z0-9_=+/ -]{0,40}|\\PC{0,2000}") {
            if let Ok(points) = Points::read(&text) {
                prop_assert_eq!(points.text(), text);
            }
        }

        #[test]
        fn what_is_cut_off_is_refused(points in drawings(), share in 0.0..1.0) {
            let text = points.text();
            let cut = &text[..(share * text.len() as f64) as usize];
            // Whole classes may have been cut off.
            prop_assert!(Points::read(cut).is_err() || Points::read(cut) == Points::new(
                points.classes.iter().map(|c| c.to_vec()).take(Points::read(cut).map_or(0, |p| p.classes.len())).collect()
            ));
        }

        #[test]
        fn every_point_is_in_one_set_and_every_class_in_all(points in drawings(), seed: u64) {
            let sets = [Set::Train, Set::Validation, Set::Test].map(|set| points.split(&draw(seed, set)));
            prop_assert_eq!(sets.each_ref().map(Vec::len), points.sizes());
            let mut found = sets.concat();
            let mut all: Vec<(usize, Place)> =
                points.classes.iter().enumerate().flat_map(|(k, c)| c.iter().map(move |&p| (k, p))).collect();
            found.sort_unstable();
            all.sort_unstable();
            prop_assert_eq!(found, all);
            for (class, of) in points.classes.iter().enumerate() {
                let counts = sets.each_ref().map(|set| set.iter().filter(|(k, _)| *k == class).count());
                prop_assert_eq!(counts[1], counts[2]);
                // A fifth, to the nearest point, and one at least.
                prop_assert!(counts[1] == 1 || (5 * counts[1]).abs_diff(of.len()) <= 2, "{:?}", counts);
                prop_assert!(counts[0] >= 2);
            }
        }
    }

    #[test]
    fn the_format_is_what_is_written_of_it() {
        // Bytes 1, 0 4, four points, 0 4, four points, by Python's base64.urlsafe_b64encode.
        let points = Points::read("AQAEAAD__4BACQkABAECAwQFBgcI").expect("a drawing");
        let classes = vec![vec![[0, 0], [255, 255], [128, 64], [9, 9]], vec![[1, 2], [3, 4], [5, 6], [7, 8]]];
        assert_eq!(Ok(points), Points::new(classes));
    }

    #[test]
    fn each_fault_has_its_name() {
        let of = |bytes: &[u8]| Points::read(&text::text(bytes.to_vec()));
        let class = [0, 4, 1, 2, 3, 4, 5, 6, 7, 8];
        let all = |classes: usize| of(&class.repeat(classes));
        assert!(all(2).is_ok() && all(5).is_ok());
        assert_eq!((all(1), all(6)), (Err(Unread::Classes), Err(Unread::Classes)));
        assert_eq!(Points::read("Ag"), Err(Unread::Version));
        assert_eq!(
            (Points::read(""), of(&[0]), of(&[0, 3, 1, 2])),
            (Err(Unread::End), Err(Unread::End), Err(Unread::End))
        );
        assert_eq!(of(&[&class[..], &[0, 3, 1, 2, 3, 4, 5, 6]].concat()), Err(Unread::Few));
        assert_eq!(Points::new(vec![vec![[0, 0]; 201]; 2]), Err(Unread::Many));
        assert_eq!(Points::read(&"A".repeat(1 << 20)), Err(Unread::Many));
        assert_eq!(Points::read("AQ=="), Err(Unread::Text));
        // The longest there can be is looked at.
        let most = Points::new(vec![vec![[7, 8]; 80]; 5]).expect("400 points");
        assert_eq!(Points::read(&most.text()), Ok(most));
    }

    #[test]
    fn another_seed_is_another_split() {
        assert_ne!(HEART.split(&draw(1, Set::Test)), HEART.split(&draw(2, Set::Test)));
        assert_eq!(HEART.split(&draw(1, Set::Test)), HEART.split(&draw(1, Set::Test)));
    }
}
