//! What the network answers over the whole plane.

use super::{Palette, Place};
use crate::Error;
use crate::experiment::{Experiment, Spec};
use crate::linalg::{Scalar, num};
use crate::loss::classes::{predictions, softmax};
use crate::network::{Activity, Series, trace};
use crate::tasks::encode_points;

/// Samples of the grid that run through the network at a time: bounds the memory of deep nets.
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

/// A grid over the unit square, encoded once for an experiment.
pub struct DecisionMap<F> {
    size: usize,
    chunks: Vec<(Series<F>, Activity<F>)>,
    probabilities: Vec<ndarray::Array2<F>>,
    rgba: Vec<u8>,
}

impl<F: Scalar> DecisionMap<F> {
    /// A map of `size x size` texels for an experiment on a planar task; `None` for others.
    ///
    /// # Errors
    /// Those of [`encode_points`].
    pub fn new(spec: &Spec, sizes: &[usize], size: usize) -> Result<Option<Self>, Error> {
        if !spec.task.is_plane() || size == 0 {
            return Ok(None);
        }
        let place = |k: usize| (k as f64 + 0.5) / size as f64;
        // Row 0 is the top of the picture, where y is largest.
        let points: Vec<_> = (0..size * size).map(|k| [place(k % size), 1.0 - place(k / size)]).collect();
        let classes = sizes.last().copied().unwrap_or(0);
        let mut chunks = Vec::with_capacity(points.len().div_ceil(CHUNK));
        let mut probabilities = Vec::with_capacity(chunks.capacity());
        // One seed for all chunks would repeat the same draw of a random encoder; the whole grid is one call.
        let all: Series<F> = encode_points(spec.task, spec.encoder, &points, spec.steps, spec.seed)?;
        let indices: Vec<usize> = (0..points.len()).collect();
        for part in indices.chunks(CHUNK) {
            let input = trace(&all.select(part), num(spec.delta));
            chunks.push((input, Activity::new(sizes, spec.steps, part.len())));
            probabilities.push(ndarray::Array2::zeros((part.len(), classes)));
        }
        Ok(Some(Self { size, chunks, probabilities, rgba: vec![0; 4 * size * size] }))
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
        let mut texels = self.rgba.chunks_exact_mut(4);
        for ((input, activity), probabilities) in self.chunks.iter_mut().zip(&mut self.probabilities) {
            network.forward(input, activity)?;
            softmax(&activity.output, probabilities);
            for ((p, class), texel) in probabilities.outer_iter().zip(predictions(&activity.output)).zip(&mut texels) {
                let even = 1.0 / p.len() as f64;
                let certainty = (p[class].f64() - even) / (1.0 - even);
                texel.copy_from_slice(&palette.class(class, certainty));
            }
        }
        Ok(&self.rgba)
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
        let network = experiment.shown_network();
        let sizes = network.sizes();
        if sizes.get(place.layer).is_none_or(|neurons| place.neuron >= *neurons) {
            return Ok(None);
        }
        let readout = place.layer == network.depth();
        let mut values = Vec::with_capacity(self.size * self.size);
        for (input, activity) in &mut self.chunks {
            if place.layer > 0 {
                network.forward(input, activity)?;
            }
            if readout {
                values.extend(activity.output.column(place.neuron).iter().map(|z| z.f64() as f32));
                continue;
            }
            // The grid keeps the input's trace alone: a_t = c_t - delta c_{t-1}.
            let (train, leak) = match place.layer.checked_sub(1) {
                Some(hidden) => (&activity.spikes[hidden], F::zero()),
                None => (&*input, network.delta),
            };
            let (samples, steps) = (train.samples(), train.steps());
            let column = train.flat().column(place.neuron).to_owned();
            values.extend((0..samples).map(|n| {
                let sum: f64 = (0..steps).map(|t| column[t * samples + n].f64()).sum();
                (sum - leak.f64() * (sum - column[(steps - 1) * samples + n].f64())) as f32
            }));
        }
        let most = values.iter().fold(0.0f32, |most, v| most.max(v.abs())).max(f32::MIN_POSITIVE);
        let paint = |v: &f32| {
            let share = f64::from(v / most);
            if readout { palette.signed(share) } else { palette.amount(share) }
        };
        let rgba = values.iter().flat_map(paint).collect();
        Ok(Some(Answer { place, values, rgba }))
    }
}
