//! Toy tasks and the encoders that turn their samples into spikes.
//!
//! A task is drawn from one seed. Training, validation and test set, the classes' prototypes and the spikes have a
//! random stream each ([`crate::random::Stream`]): more samples leave the first ones as they were, another encoder leaves
//! the points where they were.

mod channels;
mod circles;
mod delayed_match;
mod encode;
mod moons;
mod order;
mod randman;
mod saccade;
mod spirals;
mod trains;
mod xor;
pub mod yinyang;

pub use encode::Encoder;

use crate::data::{Dataset, Splits};
use crate::error::{Allowed, Error};
use crate::linalg::Scalar;
use crate::network::Series;
use crate::random::{Stream, generator, uniform};

/// A toy task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Exclusive or of two spike rates.
    Xor,
    /// Two interleaving half circles.
    Moons,
    /// A ring in a ring.
    Circles,
    /// Two spiral arms.
    Spirals,
    /// The Yin-Yang sign: two halves and the dots.
    Yinyang,
    /// The same, with the points of the publication.
    YinyangPublished,
    /// Four classes that differ only in when each channel spikes.
    Order,
    /// Five classes, each a smooth random curve of spike times.
    Randman,
    /// Whether a pattern is the one that was shown before a gap.
    Match,
    /// Ten glyphs before an event camera.
    Saccade,
    /// Two classes that differ a little in the rates of 300 channels.
    Channels,
    /// Output spike trains to be fired to frozen input patterns.
    Trains,
}

impl Task {
    /// All tasks.
    pub const ALL: [Self; 12] = [
        Self::Xor,
        Self::Moons,
        Self::Circles,
        Self::Spirals,
        Self::Yinyang,
        Self::YinyangPublished,
        Self::Order,
        Self::Randman,
        Self::Match,
        Self::Saccade,
        Self::Channels,
        Self::Trains,
    ];

    /// Name in a link.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xor => "xor",
            Self::Moons => "moons",
            Self::Circles => "circles",
            Self::Spirals => "spirals",
            Self::Yinyang => "yinyang",
            Self::YinyangPublished => "yinyang-published",
            Self::Order => "order",
            Self::Randman => "randman",
            Self::Match => "match",
            Self::Saccade => "saccade",
            Self::Channels => "channels",
            Self::Trains => "trains",
        }
    }

    /// The task of that name in a link.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }

    /// Number of classes.
    pub const fn classes(self) -> usize {
        match self {
            Self::Xor | Self::Moons | Self::Circles | Self::Spirals => 2,
            Self::Yinyang | Self::YinyangPublished => 3,
            Self::Order => order::CLASSES,
            Self::Randman => randman::CLASSES,
            Self::Match => delayed_match::CLASSES,
            Self::Saccade => saccade::CLASSES,
            Self::Channels => channels::CLASSES,
            Self::Trains => trains::CLASSES,
        }
    }

    /// Whether the target is a spike train of the last spiking layer and not a class.
    pub const fn has_trains(self) -> bool {
        matches!(self, Self::Trains)
    }

    /// Neurons of the readout: one a class, or one an output neuron with a target train.
    pub const fn outputs(self) -> usize {
        match self {
            Self::Trains => trains::OUTPUTS,
            _ => self.classes(),
        }
    }

    /// Whether the samples are points of the unit square.
    pub const fn is_plane(self) -> bool {
        matches!(self, Self::Moons | Self::Circles | Self::Spirals | Self::Yinyang | Self::YinyangPublished)
    }

    /// Encoders that the task accepts. Those that are not points have spikes of their own, and accept fewer.
    pub const fn encoders(self) -> &'static [Encoder] {
        match self {
            Self::Moons | Self::Circles | Self::Spirals | Self::Yinyang | Self::YinyangPublished => &Encoder::PLANE,
            Self::Xor => &[Encoder::Rate, Encoder::Current],
            Self::Order | Self::Randman => &[Encoder::Latency],
            Self::Match | Self::Channels | Self::Trains => &[Encoder::Rate],
            Self::Saccade => &[Encoder::Events],
        }
    }

    /// Largest noise that makes sense. The unit is the task's own: the standard deviation of a coordinate in radii
    /// (`moons`, `circles`, `spirals`) or sides of the square (`yinyang`), of a spike's time in steps (`order`,
    /// `randman`, `trains`); the fraction by which the rates are moved towards their middle (`xor`, `match`, `channels`); the
    /// fraction of the largest jitter of the glyphs (`saccade`). Published points have none.
    pub const fn max_noise(self) -> f64 {
        match self {
            Self::YinyangPublished => 0.0,
            Self::Order | Self::Randman | Self::Trains => 10.0,
            _ => 1.0,
        }
    }

    /// Samples in training, validation and test set when the training set has `n`: as many, but for published data
    /// no more than there are, 5000, 1000 and 1000.
    pub fn set_sizes(self, n: usize) -> [usize; 3] {
        match self {
            Self::YinyangPublished => yinyang::PUBLISHED.map(|set| set.size.min(n)),
            _ => [n; 3],
        }
    }

    /// Number of input channels, the bias included.
    pub const fn channels(self, encoder: Encoder) -> usize {
        let own = match self {
            Self::Moons | Self::Circles | Self::Spirals | Self::Yinyang | Self::YinyangPublished => {
                encode::point_channels(encoder)
            }
            Self::Xor => 2 * xor::CHANNELS,
            Self::Order => order::CHANNELS,
            Self::Randman => randman::CHANNELS,
            Self::Match => delayed_match::PATTERNS * delayed_match::CHANNELS,
            Self::Saccade => saccade::CHANNELS,
            Self::Channels => channels::CHANNELS,
            Self::Trains => trains::CHANNELS,
        };
        own + 1
    }

    /// A short name of each input channel, in mathematical signs only; the bias is `1`. Empty for `channels`, whose
    /// channels have no meaning of their own. A pixel of `saccade` is its polarity, column and row, from 1: `+3,12`.
    pub fn channel_names(self, encoder: Encoder) -> Vec<String> {
        let mut names = match self {
            Self::Moons | Self::Circles | Self::Spirals | Self::Yinyang | Self::YinyangPublished => {
                encode::point_names(encoder)
            }
            Self::Xor => {
                ["A", "B"].iter().flat_map(|bit| (1..=xor::CHANNELS).map(move |c| format!("{bit}{c}"))).collect()
            }
            Self::Order => (1..=order::CHANNELS).map(|c| format!("#{c}")).collect(),
            Self::Randman => (1..=randman::CHANNELS).map(|c| format!("#{c}")).collect(),
            Self::Match => {
                let patterns = ["A", "B", "C", "D"];
                let channels = 1..=delayed_match::CHANNELS;
                patterns.iter().flat_map(|p| channels.clone().map(move |c| format!("{p}{c}"))).collect()
            }
            Self::Saccade => (0..saccade::CHANNELS)
                .map(|c| {
                    let (polarity, pixel) = (["+", "\u{2212}"][c / saccade::PIXELS], c % saccade::PIXELS);
                    format!("{polarity}{},{}", pixel % saccade::SIDE + 1, pixel / saccade::SIDE + 1)
                })
                .collect(),
            Self::Channels => return Vec::new(),
            Self::Trains => (1..=trains::CHANNELS).map(|c| format!("#{c}")).collect(),
        };
        names.push("1".to_owned());
        names
    }

    /// Pixels a side, for tasks that a camera sees: the channels are the ON events of its pixels, row by row from the top,
    /// then their OFF events.
    pub const fn camera(self) -> Option<usize> {
        match self {
            Self::Saccade => Some(saccade::SIDE),
            _ => None,
        }
    }

    fn check_encoder(self, encoder: Encoder) -> Result<(), Error> {
        if self.encoders().contains(&encoder) {
            return Ok(());
        }
        Err(Error::Setting {
            key: "encoder".into(),
            given: encoder.name().into(),
            allowed: Allowed::OneOf {
                names: self.encoders().iter().map(|e| e.name()).collect(),
                task: Some(self.name()),
            },
        })
    }
}

/// Draws a task: `n` training samples and the other sets as [`Task::set_sizes`] says, of `steps` time steps, with
/// `noise` in the task's own unit ([`Task::max_noise`]). The classes take turns, so they are balanced; only published
/// points come as they are. Those do not depend on `seed`.
///
/// # Errors
/// [`Error::Setting`] for no samples, no steps, a noise outside its range or an encoder that the task does not
/// accept.
pub fn generate<F: Scalar>(
    task: Task,
    encoder: Encoder,
    n: usize,
    steps: usize,
    noise: f64,
    seed: u64,
) -> Result<Splits<F>, Error> {
    task.check_encoder(encoder)?;
    let setting = |key: &str, given: String, allowed: Allowed| Error::Setting { key: key.into(), given, allowed };
    if n == 0 {
        return Err(setting("n", "0".into(), "at least 1".into()));
    }
    if steps == 0 {
        return Err(setting("T", "0".into(), "at least 1".into()));
    }
    if !(0.0..=task.max_noise()).contains(&noise) {
        let most = task.max_noise();
        let allowed =
            if most == 0.0 { Allowed::from("0") } else { Allowed::Range { whole: false, min: 0.0, max: most } };
        return Err(setting("noise", noise.to_string(), allowed));
    }
    let sizes = task.set_sizes(n);
    let [train, validation, test] = [0, 1, 2].map(|set| draw(task, encoder, sizes[set], steps, noise, seed, set));
    Ok(Splits { train, validation, test })
}

/// Encodes points of the unit square as the samples of a plane task are encoded, e.g. for its decision map.
/// [`Encoder::Rate`] uses the same random numbers for every point, so that the map has no noise from point to point.
///
/// # Errors
/// [`Error::Setting`] for a task that is no plane or an encoder that it does not accept.
pub fn encode_points<F: Scalar>(
    task: Task,
    encoder: Encoder,
    points: &[[f64; 2]],
    steps: usize,
    seed: u64,
) -> Result<Series<F>, Error> {
    task.check_encoder(encoder)?;
    if !task.is_plane() {
        return Err(Error::Setting {
            key: "task".into(),
            given: task.name().into(),
            allowed: "one whose samples are points of a plane".into(),
        });
    }
    let mut series = encode::blank(steps, points.len(), task.channels(encoder));
    let rng = generator(seed, Stream::Map);
    for (k, &point) in points.iter().enumerate() {
        encode::point(encoder, point, &mut encode::slot(&mut series, k), &mut rng.clone());
    }
    Ok(series)
}

/// Streams of the places and the spikes of training, validation and test set.
const STREAMS: [[Stream; 2]; 3] = [
    [Stream::Train, Stream::TrainSpikes],
    [Stream::Validation, Stream::ValidationSpikes],
    [Stream::Test, Stream::TestSpikes],
];

/// Draws set 0 (training), 1 (validation) or 2 (test).
fn draw<F: Scalar>(
    task: Task,
    encoder: Encoder,
    n: usize,
    steps: usize,
    noise: f64,
    seed: u64,
    set: usize,
) -> Dataset<F> {
    let [mut places, mut spikes] = STREAMS[set].map(|stream| generator(seed, stream));
    let classes = task.classes();
    let mut input = encode::blank(steps, n, task.channels(encoder));
    let mut labels: Vec<usize> = (0..n).map(|k| k % classes).collect();
    let mut points = None;
    let mut target = None;
    match task {
        Task::Moons | Task::Circles | Task::Spirals | Task::Yinyang | Task::YinyangPublished => {
            let mut published = yinyang::PUBLISHED[set].points();
            let all: Vec<[f64; 2]> = labels
                .iter_mut()
                .map(|label| match task {
                    Task::Moons => moons::point(*label, noise, &mut places),
                    Task::Circles => circles::point(*label, noise, &mut places),
                    Task::Spirals => spirals::point(*label, noise, &mut places),
                    Task::YinyangPublished => published.next(label),
                    _ => yinyang::point(*label, noise, &mut places),
                })
                .collect();
            for (k, &point) in all.iter().enumerate() {
                encode::point(encoder, point, &mut encode::slot(&mut input, k), &mut spikes);
            }
            points = Some(all);
        }
        Task::Xor => {
            for (k, label) in labels.iter_mut().enumerate() {
                *label = xor::draw(encoder, k, noise, &mut encode::slot(&mut input, k), &mut spikes);
            }
        }
        Task::Order => {
            let prototypes = order::Prototypes::of_seed(seed);
            for (k, &label) in labels.iter().enumerate() {
                prototypes.draw(label, noise, &mut encode::slot(&mut input, k), &mut spikes);
            }
        }
        Task::Randman => {
            let manifolds = randman::Manifolds::of_seed(seed);
            for (k, &label) in labels.iter().enumerate() {
                let x = uniform(&mut places);
                manifolds.draw(label, x, noise, &mut encode::slot(&mut input, k), &mut spikes);
            }
        }
        Task::Match => {
            for (k, &label) in labels.iter().enumerate() {
                delayed_match::draw(label, noise, &mut encode::slot(&mut input, k), [&mut places, &mut spikes]);
            }
        }
        Task::Saccade => {
            let mut camera = saccade::Camera::new();
            for (k, &label) in labels.iter().enumerate() {
                camera.draw(label, noise, &mut encode::slot(&mut input, k), &mut spikes);
            }
        }
        Task::Channels => {
            let prototypes = channels::Prototypes::of_seed(seed, noise);
            for (k, &label) in labels.iter().enumerate() {
                prototypes.draw(label, &mut encode::slot(&mut input, k), &mut spikes);
            }
        }
        Task::Trains => {
            let (patterns, trains) = trains::Patterns::of_seed(seed, steps);
            for (k, &label) in labels.iter().enumerate() {
                patterns.draw(label, noise, &mut encode::slot(&mut input, k), &mut spikes);
            }
            target = Some(trains);
        }
    }
    Dataset { input, labels, classes, points, target }
}

/// `value` in `[low, high]` as a fraction of that range, clipped to `[0, 1]`.
fn to_unit(value: f64, low: f64, high: f64) -> f64 {
    ((value - low) / (high - low)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
