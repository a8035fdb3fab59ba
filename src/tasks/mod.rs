//! Toy tasks: one file each, one list.
//!
//! A task is drawn from one seed. Training, validation and test set, the classes' prototypes and the spikes have a
//! random stream each ([`crate::random::Stream`]): more samples leave the first ones as they were, another encoder leaves
//! the points where they were.

mod channels;
mod checker;
mod circles;
mod count;
mod delayed_match;
mod detect;
mod gap;
mod moons;
mod order;
mod own;
mod randman;
mod rings3;
mod saccade;
mod shifted;
mod source;
mod spirals;
mod trains;
mod xor;
mod xorgap;
pub mod yinyang;

pub use own::{Library, Points, Tabular, Trains, Unfound, Unread};
pub use source::{Defaults, Draw, Set, Sketch, Source, Values};

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::data::{Dataset, Encoder, Splits, blank};
use crate::error::{Allowed, Error};
use crate::linalg::Scalar;
use crate::network::Series;
use crate::random::{Stream, generator};

/// A toy task: a handle to its [`Source`]. Two are equal when they have the same name and the same data.
#[derive(Clone)]
pub struct Task(Handle);

#[derive(Clone)]
enum Handle {
    /// One of the list.
    Listed(&'static dyn Source),
    /// A visitor's own data.
    Own(Arc<dyn Source + Send>),
}

/// Makes the list: a name for the code and the source in the task's file, in the order of the page.
macro_rules! tasks {
    ($($name:ident = $source:expr,)+) => {
        impl Task {
            $(
                #[doc = concat!("The task of `src/tasks/", stringify!($source), "`.")]
                pub const $name: Self = Self(Handle::Listed($source));
            )+
            /// All tasks.
            pub const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];
        }
    };
}

tasks! {
    XOR = xor::SOURCE,
    MOONS = moons::SOURCE,
    CIRCLES = circles::SOURCE,
    SPIRALS = spirals::SOURCE,
    CHECKER = checker::SOURCE,
    RINGS3 = rings3::SOURCE,
    YINYANG = yinyang::SOURCE,
    YINYANG_PUBLISHED = yinyang::PUBLISHED_SOURCE,
    ORDER = order::SOURCE,
    RANDMAN = randman::SOURCE,
    MATCH = delayed_match::SOURCE,
    GAP = gap::SOURCE,
    XORGAP = xorgap::SOURCE,
    COUNT = count::SOURCE,
    SACCADE = saccade::SOURCE,
    SHIFTED = shifted::SOURCE,
    DETECT = detect::SOURCE,
    CHANNELS = channels::SOURCE,
    TRAINS = trains::SOURCE,
    OWN = own::SOURCE,
}

impl Deref for Task {
    type Target = dyn Source;

    fn deref(&self) -> &Self::Target {
        match &self.0 {
            Handle::Listed(source) => *source,
            Handle::Own(source) => &**source,
        }
    }
}

impl PartialEq for Task {
    fn eq(&self, other: &Self) -> bool {
        (self.name(), self.said()) == (other.name(), other.said())
    }
}

impl Eq for Task {}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Task").field(&self.name()).finish()
    }
}

impl Task {
    /// The task of a visitor's own data.
    pub fn own(data: impl Source + Send + 'static) -> Self {
        Self(Handle::Own(Arc::new(data)))
    }

    /// The task of that name in a link, with the data that it has by itself.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.name() == name)
    }

    /// Number of input channels, the bias included.
    pub fn inputs(&self, encoder: Encoder) -> usize {
        self.channels(encoder) + 1
    }

    /// A short name of each input channel, in mathematical signs only; the bias is `1`. Empty where the channels have no
    /// meaning of their own.
    pub fn input_names(&self, encoder: Encoder) -> Vec<String> {
        let mut names = self.channel_names(encoder);
        if !names.is_empty() {
            names.push("1".to_owned());
        }
        names
    }

    /// Usual steps of silence; 0 for a task without a gap.
    pub fn usual_gap(&self) -> usize {
        self.gap().map_or(0, |[usual, _]| usual)
    }

    /// As [`Self::generate_over`], over the usual gap.
    ///
    /// # Errors
    /// As there.
    pub fn generate<F: Scalar>(
        &self,
        encoder: Encoder,
        n: usize,
        steps: usize,
        noise: f64,
        seed: u64,
    ) -> Result<Splits<F>, Error> {
        self.generate_over(self.usual_gap(), encoder, n, steps, noise, seed)
    }

    /// Draws `n` training samples and the other sets as [`Source::set_sizes`] says, of `steps` time steps, with `noise` in
    /// the task's own unit and `gap` steps of silence where the task has a gap. The classes take turns, so they are balanced; only published points come as they are. Those do
    /// not depend on `seed`.
    ///
    /// # Errors
    /// [`Error::Setting`] for no samples, no steps, a noise outside its range or an encoder that the task does not
    /// accept.
    pub fn generate_over<F: Scalar>(
        &self,
        gap: usize,
        encoder: Encoder,
        n: usize,
        steps: usize,
        noise: f64,
        seed: u64,
    ) -> Result<Splits<F>, Error> {
        let refuse = |key: &str, given: String, allowed: Allowed| Error::Setting { key: key.into(), given, allowed };
        if !self.encoders().contains(&encoder) {
            let names = self.encoders().iter().map(|e| e.name()).collect();
            let allowed = Allowed::OneOf { names, task: Some(self.name()) };
            return Err(refuse("encoder", encoder.name().into(), allowed));
        }
        if n == 0 {
            return Err(refuse("n", "0".into(), "at least 1".into()));
        }
        if steps == 0 {
            return Err(refuse("T", "0".into(), "at least 1".into()));
        }
        let most = self.max_noise();
        if !(0.0..=most).contains(&noise) {
            let allowed =
                if most == 0.0 { Allowed::from("0") } else { Allowed::Range { whole: false, min: 0.0, max: most } };
            return Err(refuse("noise", noise.to_string(), allowed));
        }
        let [train, validation, test] = self.set_sizes(n);
        let set = |samples, set| self.set(samples, &Draw { encoder, steps, noise, gap, seed, set });
        Ok(Splits {
            train: set(train, Set::Train),
            validation: set(validation, Set::Validation),
            test: set(test, Set::Test),
            view: self.view(),
            names: self.input_names(encoder),
        })
    }

    fn set<F: Scalar>(&self, samples: usize, draw: &Draw) -> Dataset<F> {
        let [places, spikes] = match draw.set {
            Set::Train => [Stream::Train, Stream::TrainSpikes],
            Set::Validation => [Stream::Validation, Stream::ValidationSpikes],
            Set::Test => [Stream::Test, Stream::TestSpikes],
        }
        .map(|stream| generator(draw.seed, stream));
        let classes = self.answer().classes();
        let mut input = blank(draw.steps, samples, self.inputs(draw.encoder));
        let mut labels: Vec<usize> = (0..samples).map(|k| k % classes).collect();
        let mut sketch =
            Sketch { canvas: &mut input, labels: &mut labels, points: None, trains: Vec::new(), places, spikes };
        self.draw(draw, &mut sketch);
        let Sketch { points, trains, .. } = sketch;
        let target = match self.answer() {
            crate::data::Answer::Classes(_) => None,
            crate::data::Answer::Trains { patterns, outputs } => {
                let mut target = Series::zeros(draw.steps, patterns, outputs);
                for (t, class, output) in trains {
                    target.at_mut(t)[(class, output)] = F::one();
                }
                Some(target)
            }
        };
        Dataset { input, labels, classes, points, target }
    }
}

#[cfg(test)]
pub(crate) mod tests;
