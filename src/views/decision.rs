//! What the network answers over the whole plane.

use std::borrow::Cow;

use super::atlas::{Atlas, Measure};
use super::graph::Place;
use super::palette::Palette;
use crate::Error;
use crate::data::{Encoder, encode_points};
use crate::experiment::{Experiment, GRID_LIMIT, SCRATCH_LIMIT};
use crate::linalg::Scalar;
use crate::loss::classes::{predictions, softmax};
use crate::network::{Activity, Reading, Series, trace};

/// Most samples of the grid that run through the network at a time.
const CHUNK: usize = 256;

/// What one neuron answers over the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The neuron.
    pub place: Place,
    /// Its answer at each texel, row by row from the top: spikes of a hidden neuron, summed input of a channel, readout
    /// potential at the last step of a class.
    pub values: Vec<f32>,
    /// The picture: from the paper (0) to the ink (the largest) for an input or a hidden neuron, vermillion below and
    /// blue above zero for the readout.
    pub rgba: Vec<u8>,
}

/// A grid over the unit square, for an experiment. What it allocates stands in
/// [`Spec::memory_on`](crate::experiment::Spec::memory_on): one scratch serves all of the grid, chunk by chunk.
pub struct DecisionMap<F: Scalar> {
    size: usize,
    points: Vec<[f64; 2]>,
    encoder: Encoder,
    seed: u64,
    /// Traces of every chunk, where they are few enough to keep.
    inputs: Vec<Series<F>>,
    reading: Option<Reading<F>>,
    probabilities: ndarray::Array2<F>,
    /// Activity of a chunk, once a hidden neuron was asked about.
    activity: Option<Activity<F>>,
    /// Samples a chunk.
    rows: usize,
    rgba: Vec<u8>,
    atlas: Atlas,
    /// What the neurons of a layer do for one texel.
    found: Vec<f32>,
}

/// What is asked of one pass over the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ask {
    /// The decision map.
    pub map: bool,
    /// What one neuron answers, texel by texel.
    pub answer: Option<Place>,
    /// What every hidden neuron answers, and how much of the whole each class has, on a coarser grid: every other texel,
    /// or fewer where there are very many neurons.
    pub neurons: Option<Measure>,
}

/// What a pass over the grid found.
#[derive(Debug)]
pub struct Pass<'a> {
    /// As [`DecisionMap::draw`].
    pub map: Option<&'a [u8]>,
    /// None, too, for a neuron that is not there.
    pub answer: Option<Answer>,
    /// A tile a hidden neuron, then one a class.
    pub neurons: Option<&'a Atlas>,
}

impl<F: Scalar> DecisionMap<F> {
    /// A map of `size x size` texels for an experiment on a plane; `None` for others.
    ///
    /// # Errors
    /// Those of [`encode_points`].
    pub fn new(experiment: &Experiment<F>, size: usize) -> Result<Option<Self>, Error> {
        if !experiment.view().is_plane() || size == 0 {
            return Ok(None);
        }
        let place = |k: usize| (k as f64 + 0.5) / size as f64;
        // Row 0 is the top of the picture, where y is largest.
        let points: Vec<_> = (0..size * size).map(|k| [place(k % size), 1.0 - place(k / size)]).collect();
        let (spec, shape, network) = (experiment.spec(), experiment.shape(), experiment.network());
        let sizes = network.sizes();
        let hidden: usize = sizes[1..sizes.len() - 1].iter().sum();
        let bytes = |numbers: usize| (numbers * size_of::<F>()) as u64;
        let sample = bytes(shape.steps * (3 * hidden + shape.inputs));
        let rows = ((SCRATCH_LIMIT / sample.max(1)) as usize).clamp(1, CHUNK.min(points.len()));
        let mut map = Self {
            size,
            encoder: spec.encoder,
            seed: spec.seed,
            inputs: Vec::new(),
            reading: Some(Reading::new(&sizes, rows)),
            probabilities: ndarray::Array2::zeros((rows, shape.answer.outputs())),
            activity: None,
            rows,
            rgba: vec![0; 4 * size * size],
            atlas: Atlas::default(),
            found: Vec::new(),
            points,
        };
        if bytes(map.points.len() * shape.steps * shape.inputs) <= GRID_LIMIT {
            map.inputs = map.starts().map(|start| map.encode(start, experiment)).collect::<Result<_, _>>()?;
        }
        Ok(Some(map))
    }

    /// First texel of each chunk. All chunks are of one size, so the last may begin within the one before.
    fn starts(&self) -> impl Iterator<Item = usize> + use<F> {
        let (texels, rows) = (self.points.len(), self.rows);
        (0..texels).step_by(rows).map(move |start| start.min(texels - rows))
    }

    /// Input trace of the chunk that begins at texel `start`.
    fn encode(&self, start: usize, experiment: &Experiment<F>) -> Result<Series<F>, Error> {
        let chunk = &self.points[start..start + self.rows];
        let spikes = encode_points(self.encoder, chunk, experiment.shape().steps, self.seed)?;
        Ok(trace(&spikes, experiment.network().delta))
    }

    /// As [`Self::encode`], from what is kept where it is.
    fn input(&self, chunk: usize, start: usize, experiment: &Experiment<F>) -> Result<Cow<'_, Series<F>>, Error> {
        match self.inputs.get(chunk) {
            Some(input) => Ok(Cow::Borrowed(input)),
            None => self.encode(start, experiment).map(Cow::Owned),
        }
    }

    /// Texels along a side.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Runs the grid through the network that stands now; the picture row by row, from the top.
    ///
    /// # Errors
    /// [`Error::Shape`] when the experiment is another one than the map was made for.
    pub fn draw(&mut self, experiment: &Experiment<F>, palette: &Palette) -> Result<&[u8], Error> {
        let network = experiment.shown_network();
        let mut reading = self.reading.take().unwrap_or_else(|| Reading::new(&network.sizes(), self.rows));
        for (chunk, start) in self.starts().enumerate() {
            network.read(&*self.input(chunk, start, experiment)?, &mut reading)?;
            softmax(&reading.output, &mut self.probabilities);
            let texels = self.rgba[4 * start..].chunks_exact_mut(4);
            let rows = self.probabilities.outer_iter().zip(predictions(&reading.output));
            for ((p, class), texel) in rows.zip(texels) {
                texel.copy_from_slice(&certain(p, class, palette));
            }
        }
        self.reading = Some(reading);
        Ok(&self.rgba)
    }

    /// Runs the grid once through the network that stands now, for all that is asked of it.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub fn pass(&mut self, experiment: &Experiment<F>, palette: &Palette, ask: Ask) -> Result<Pass<'_>, Error> {
        let network = experiment.shown_network();
        let sizes = network.sizes();
        let (depth, steps) = (network.depth(), experiment.shape().steps);
        let hidden: usize = sizes[1..depth].iter().sum();
        let focus = ask.answer.filter(|place| sizes.get(place.layer).is_some_and(|n| place.neuron < *n));
        let mut values = focus.map(|_| vec![0.0; self.points.len()]);
        let every = self.size.div_ceil(Atlas::side(self.size.div_ceil(2), hidden + sizes[depth]));
        if ask.neurons.is_some() {
            let side = self.size.div_ceil(every);
            self.atlas.shape(hidden + sizes[depth], side, side);
            self.found.resize(hidden, 0.0);
        }
        let mut activity = match self.activity.take() {
            Some(activity) => activity,
            None => Activity::new(&sizes, steps, self.rows),
        };
        for (chunk, start) in self.starts().enumerate() {
            let input = match self.inputs.get(chunk) {
                Some(input) => Cow::Borrowed(input),
                None => Cow::Owned(self.encode(start, experiment)?),
            };
            if ask.map || ask.neurons.is_some() || focus.is_some_and(|place| place.layer > 0) {
                network.forward(&input, &mut activity)?;
            }
            if let (Some(place), Some(values)) = (focus, &mut values) {
                answer(&input, &activity, place, network.delta, &mut values[start..start + self.rows]);
            }
            if ask.map || ask.neurons.is_some() {
                softmax(&activity.output, &mut self.probabilities);
            }
            if ask.map {
                let texels = self.rgba[4 * start..].chunks_exact_mut(4);
                for ((p, class), texel) in
                    self.probabilities.outer_iter().zip(predictions(&activity.output)).zip(texels)
                {
                    texel.copy_from_slice(&certain(p, class, palette));
                }
            }
            let Some(measure) = ask.neurons else { continue };
            let side = self.atlas.columns;
            for n in 0..self.rows {
                let (x, y) = ((start + n) % self.size, (start + n) / self.size);
                if x % every != 0 || y % every != 0 {
                    continue;
                }
                let cell = y / every * side + x / every;
                let mut tile = 0;
                for spikes in &activity.spikes {
                    let found = &mut self.found[..spikes.neurons()];
                    measure.of(spikes, n, found);
                    for value in found {
                        self.atlas.set(tile, cell, *value);
                        tile += 1;
                    }
                }
                for p in self.probabilities.row(n) {
                    self.atlas.set(tile, cell, p.f64() as f32);
                    tile += 1;
                }
            }
        }
        self.activity = Some(activity);
        if let Some(measure) = ask.neurons {
            let most = (measure == Measure::First).then_some(steps as f32);
            self.atlas.paint(hidden, most, palette);
        }
        Ok(Pass {
            map: ask.map.then_some(&self.rgba[..]),
            answer: focus.zip(values).map(|(place, values)| Answer::new(place, values, place.layer == depth, palette)),
            neurons: ask.neurons.map(|_| &self.atlas),
        })
    }

    /// What one neuron of the network shown answers over the plane; `None` for a neuron that is not there.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub fn answer(
        &mut self,
        experiment: &Experiment<F>,
        place: Place,
        palette: &Palette,
    ) -> Result<Option<Answer>, Error> {
        Ok(self.pass(experiment, palette, Ask { answer: Some(place), ..Ask::default() })?.answer)
    }
}

impl Answer {
    fn new(place: Place, values: Vec<f32>, readout: bool, palette: &Palette) -> Self {
        let most = values.iter().fold(0.0f32, |most, v| most.max(v.abs())).max(f32::MIN_POSITIVE);
        let paint = |v: &f32| {
            let share = f64::from(v / most);
            if readout { palette.signed(share) } else { palette.amount(share) }
        };
        let rgba = values.iter().flat_map(paint).collect();
        Self { place, values, rgba }
    }
}

/// What a neuron answers to each sample of a chunk.
fn answer<F: Scalar>(input: &Series<F>, activity: &Activity<F>, place: Place, delta: F, values: &mut [f32]) {
    // The grid keeps the input's trace alone: a_t = c_t - delta c_{t-1}.
    let (train, leak) = match place.layer.checked_sub(1) {
        None => (input, delta),
        Some(hidden) => match activity.spikes.get(hidden) {
            Some(spikes) => (spikes, F::zero()),
            None => {
                for (value, z) in values.iter_mut().zip(activity.output.column(place.neuron)) {
                    *value = z.f64() as f32;
                }
                return;
            }
        },
    };
    let (steps, samples) = (train.steps(), train.samples());
    let column = train.flat().column(place.neuron).to_owned();
    for (n, value) in values.iter_mut().enumerate() {
        let sum: f64 = (0..steps).map(|t| column[t * samples + n].f64()).sum();
        *value = (sum - leak.f64() * (sum - column[(steps - 1) * samples + n].f64())) as f32;
    }
}

/// The texel of an answer with its probabilities.
fn certain<F: Scalar>(p: ndarray::ArrayView1<'_, F>, class: usize, palette: &Palette) -> [u8; 4] {
    let even = 1.0 / p.len() as f64;
    palette.class(class, (p[class].f64() - even) / (1.0 - even))
}
