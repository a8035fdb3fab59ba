//! The sizes at which everything is measured, and their data.

use std::sync::Arc;

use heaviside::data::{Dataset, Splits, View};
use heaviside::error::Error;
use heaviside::experiment::{Experiment, Spec};
use heaviside::method::Problem;
use heaviside::network::{Series, trace};
use heaviside::random::{Stream, generator, uniform};

/// Single precision, as in the page.
pub type Real = f32;

/// Samples of the validation and of the test set where the task does not say.
const HELD_BACK: usize = 200;

/// Where the data of a size come from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// The task of the link.
    Task,
    /// Random spikes, each cell one with this probability, and classes in turn.
    Random { inputs: usize, classes: usize, samples: usize, density: f64 },
}

/// A size.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Name in the report, e.g. `17-50-2`.
    pub name: &'static str,
    /// What it is, in the report.
    pub about: &'static str,
    /// The link of its experiment; where the data are random, what it says of them is left aside.
    pub link: &'static str,
    source: Source,
}

/// The four of the report, from small to large. Every iteration takes all samples (`batch=0`).
pub const SIZES: [Size; 4] = [
    Size {
        name: "17-50-2",
        about: "spirals, the default experiment: N = 200, T = 20",
        link: "task=spirals&batch=0",
        source: Source::Task,
    },
    Size {
        name: "4-120-3",
        about: "published Yin-Yang: N = 5000, T = 30, all samples in each iteration",
        link: "task=yinyang-published&batch=0",
        source: Source::Task,
    },
    Size {
        name: "513-100-10",
        about: "saccade digits: N = 400, T = 30",
        link: "task=saccade&batch=0",
        source: Source::Task,
    },
    Size {
        name: "512-200-10",
        about: "random spikes, 2 % of the cells (no task has this size): N = 1000, T = 30",
        link: "task=saccade&hidden=200&batch=0",
        source: Source::Random { inputs: 512, classes: 10, samples: 1000, density: 0.02 },
    },
];

/// What is measured at a size.
pub struct Setting {
    /// The experiment as its link says it.
    pub spec: Spec,
    /// Training data and first network.
    pub problem: Arc<Problem<Real>>,
    /// Traces of the validation and of the test set: what an evaluation runs through besides the training set.
    pub held_back: [Series<Real>; 2],
}

impl Size {
    /// Whether its link alone says all of it.
    pub const fn is_task(&self) -> bool {
        matches!(self.source, Source::Task)
    }

    /// Its link with other words at the end.
    pub fn spec(&self, more: &str) -> Spec {
        Spec::parse(&format!("{}{more}", self.link)).spec
    }

    /// Its data.
    ///
    /// # Errors
    /// Those of the task.
    pub fn splits(&self, spec: &Spec) -> Result<Splits<Real>, Error> {
        match self.source {
            Source::Task => spec.task.generate(spec.encoder, spec.samples, spec.steps, spec.noise, spec.seed),
            Source::Random { inputs, classes, samples, density } => {
                let set = |samples, stream| random(samples, spec.steps, inputs, classes, density, spec.seed, stream);
                Ok(Splits {
                    train: set(samples, Stream::TrainSpikes),
                    validation: set(HELD_BACK, Stream::ValidationSpikes),
                    test: set(HELD_BACK, Stream::TestSpikes),
                    view: View::Channels,
                    names: Vec::new(),
                })
            }
        }
    }

    /// Its data and first network, by the link with other words at the end.
    ///
    /// # Errors
    /// Those of the experiment.
    pub fn setting(&self, more: &str) -> Result<Setting, Error> {
        let spec = self.spec(more);
        let splits = self.splits(&spec)?;
        let delta = spec.delta as Real;
        let held_back = [trace(&splits.validation.input, delta), trace(&splits.test.input, delta)];
        let problem = Experiment::with_data(spec.clone(), splits, || 0.0)?.problem().clone();
        Ok(Setting { spec, problem: Arc::new(problem), held_back })
    }
}

/// Random spikes with a bias that is constantly 1 in the last channel.
fn random(
    samples: usize,
    steps: usize,
    inputs: usize,
    classes: usize,
    density: f64,
    seed: u64,
    stream: Stream,
) -> Dataset<Real> {
    let mut rng = generator(seed, stream);
    let mut input = Series::zeros(steps, samples, inputs);
    for row in input.values_mut().chunks_exact_mut(inputs) {
        row.iter_mut().for_each(|v| *v = Real::from(u8::from(uniform(&mut rng) < density)));
        row[inputs - 1] = 1.0;
    }
    let labels = (0..samples).map(|n| n % classes).collect();
    Dataset { input, labels, classes, points: None, target: None }
}
