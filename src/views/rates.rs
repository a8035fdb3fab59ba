//! What hidden neurons do where the input is no point of a plane: how often each fires, by class and time.

use super::atlas::Atlas;
use super::palette::Palette;
use crate::Error;
use crate::experiment::Experiment;
use crate::linalg::Scalar;
use crate::network::{Activity, Network, trace};

/// Most training samples that are run, and most multiplications that they may take beyond one sample a class.
const SAMPLES: usize = 64;
const WORK: usize = 24_000_000;
/// Most columns of a picture: longer samples are gathered into spans of equal length.
const COLUMNS: usize = 24;

/// The mean rate of every hidden unit (neuron, or map of a convolution), a row a class and a column a span of time steps, over a fixed choice of training
/// samples: as many of each class as of the others, the first of each. One sample at a time runs through the network.
pub struct RateMaps<F: Scalar> {
    samples: Vec<usize>,
    classes: usize,
    steps: usize,
    activity: Activity<F>,
    counts: Vec<usize>,
    atlas: Atlas,
}

impl<F: Scalar> RateMaps<F> {
    /// For an experiment.
    pub fn new(experiment: &Experiment<F>) -> Self {
        let (network, shape) = (experiment.network(), experiment.shape());
        let classes = shape.answer.classes().max(1);
        let most = (WORK / work(network, shape.steps).max(1)).clamp(classes, SAMPLES.max(classes));
        let samples = chosen(&experiment.problem().data.labels, classes, most);
        let mut counts = vec![0; classes];
        for &n in &samples {
            counts[experiment.problem().data.labels[n]] += 1;
        }
        Self {
            samples,
            classes,
            steps: shape.steps,
            activity: Activity::new(&network.sizes(), shape.steps, 1),
            counts,
            atlas: Atlas::default(),
        }
    }

    /// Samples that are run, by their number in the training set.
    pub fn samples(&self) -> &[usize] {
        &self.samples
    }

    /// Time steps of a column; the last may hold fewer.
    pub fn span(&self) -> usize {
        self.steps.div_ceil(COLUMNS)
    }

    /// Those of the network shown: values are spikes a step, in `[0, 1]`.
    ///
    /// # Errors
    /// [`Error::Shape`] when the experiment is another one than the maps were made for.
    pub fn draw(&mut self, experiment: &Experiment<F>, palette: &Palette) -> Result<&Atlas, Error> {
        let network = experiment.shown_network();
        let data = &experiment.problem().data;
        let columns_of = network.columns();
        let hidden: Vec<usize> = columns_of[1..columns_of.len() - 1].iter().map(|(units, _)| *units).collect();
        let span = self.span();
        let columns = self.steps.div_ceil(span);
        let cells = columns * self.classes;
        self.atlas.shape(hidden.iter().sum(), columns, self.classes);
        self.atlas.values.fill(0.0);
        for &n in &self.samples {
            let class = data.labels[n];
            network.forward(&trace(&data.input.sample(n), network.delta), &mut self.activity)?;
            let mut first = 0;
            for (spikes, &units) in self.activity.spikes.iter().zip(&hidden) {
                let neurons = spikes.neurons();
                let places = (neurons / units.max(1)) as f32;
                for (t, row) in spikes.values().chunks_exact(neurons).enumerate() {
                    let length = span.min(self.steps - t / span * span);
                    let weight = 1.0 / ((self.counts[class] * length) as f32 * places);
                    let cell = class * columns + t / span;
                    for (i, a) in row.iter().enumerate() {
                        self.atlas.values[(first + i % units) * cells + cell] += a.f64() as f32 * weight;
                    }
                }
                first += units;
            }
        }
        self.atlas.paint(self.atlas.tiles, None, palette);
        Ok(&self.atlas)
    }
}

/// Multiplications of a sample.
fn work<F: Scalar>(network: &Network<F>, steps: usize) -> usize {
    steps * network.layers.iter().map(|layer| layer.shape().outputs * layer.shape().row).sum::<usize>()
}

/// The first of each class, then the second of each, until there are `most`.
fn chosen(labels: &[usize], classes: usize, most: usize) -> Vec<usize> {
    let mut rank = vec![0; classes];
    let mut order: Vec<(usize, usize)> = Vec::with_capacity(labels.len());
    for (n, &class) in labels.iter().enumerate() {
        order.push((rank[class], n));
        rank[class] += 1;
    }
    order.sort_unstable();
    order.into_iter().take(most).map(|(_, n)| n).collect()
}
