//! What the network answers over the whole plane.

use super::Palette;
use crate::Error;
use crate::experiment::{Experiment, Spec};
use crate::linalg::{Scalar, num};
use crate::network::{Activity, Series, trace};
use crate::tasks::encode_points;

/// Samples of the grid that run through the network at a time: bounds the memory of deep nets.
const CHUNK: usize = 256;

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
            activity.softmax(probabilities);
            for ((p, class), texel) in probabilities.outer_iter().zip(activity.predictions()).zip(&mut texels) {
                let even = 1.0 / p.len() as f64;
                let certainty = (p[class].f64() - even) / (1.0 - even);
                texel.copy_from_slice(&palette.class(class, certainty));
            }
        }
        Ok(&self.rgba)
    }
}
