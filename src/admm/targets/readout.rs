//! The readout in closed form.

use ndarray::Array2;

use super::normal::NormalEquations;
use crate::Error;
use crate::linalg::{Scalar, num};
use crate::network::layer::{Heard, Layer, Shape};

/// Ridge regression of the wanted outputs on the final traces of the last hidden layer.
#[derive(Debug, Clone)]
pub struct Readout<F> {
    /// Wanted outputs `Y`, one-hot, `[n][class]`.
    wanted: Array2<F>,
    /// Errors `E = C W_L' - Y`, `[n][class]`.
    error: Array2<F>,
    descent: Array2<F>,
    normal: NormalEquations,
}

impl<F: Scalar> Readout<F> {
    /// For these labels, and a readout of these sizes.
    ///
    /// # Errors
    /// [`Error::Shape`] when a label is not below the number of outputs.
    pub fn new(labels: &[usize], shape: Shape) -> Result<Self, Error> {
        let classes = shape.outputs;
        if let Some(label) = labels.iter().find(|&&label| label >= classes) {
            return Err(Error::Shape {
                what: "label",
                expected: format!("a class below {classes}"),
                found: label.to_string(),
            });
        }
        let size = (labels.len(), classes);
        Ok(Self {
            wanted: Array2::from_shape_fn(size, |(n, k)| F::step(labels[n] == k)),
            error: Array2::zeros(size),
            descent: Array2::zeros((shape.maps, shape.row)),
            normal: NormalEquations::new(shape),
        })
    }

    /// The errors `E`, `[n][class]`.
    pub fn error(&self) -> &Array2<F> {
        &self.error
    }

    /// As [`Self::error`], for the flips to keep up to date.
    pub(super) fn error_mut(&mut self) -> &mut Array2<F> {
        &mut self.error
    }

    /// `E = C W_L' - Y` for the final traces `C`, `[n][neuron]`, that the readout hears.
    pub fn measure(&mut self, heard: Heard<'_, F>, readout: &dyn Layer<F>) {
        self.error.assign(&self.wanted);
        readout.apply(F::one(), heard, -F::one(), self.error.view_mut());
    }

    /// Minimises `|C W_L' - Y|^2 + kappa |W_L|^2` over the readout's weights:
    ///
    /// ```text
    /// W_L = Y'C (C'C + kappa I)^-1,   E = C W_L' - Y
    /// ```
    ///
    /// # Errors
    /// [`Error::Numerical`] when the system has no solution in finite numbers.
    pub fn fit(&mut self, heard: Heard<'_, F>, kappa: f64, readout: &mut dyn Layer<F>) -> Result<(), Error> {
        self.normal.form(readout, heard);
        self.normal.factor(kappa, "readout")?;
        // The same minimiser from the weights at hand: W + [-E'C - kappa W] (C'C + kappa I)^-1.
        self.measure(heard, readout);
        self.descent.assign(readout.parameters());
        readout.statistics(-F::one(), self.error.view(), heard, -num::<F>(kappa), self.descent.view_mut());
        self.normal.improve(&self.descent, readout.parameters_mut())?;
        self.measure(heard, readout);
        Ok(())
    }

    /// Mean over the samples of `|E|^2`.
    pub fn loss(&self) -> f64 {
        squares(&self.error) / self.error.nrows().max(1) as f64
    }

    /// Mean over the samples of `|E|^2 + kappa |W_L|^2`: what [`Self::fit`] minimises.
    pub fn objective(&self, kappa: f64, readout: &dyn Layer<F>) -> f64 {
        self.loss() + kappa * readout.norm_squared() / self.error.nrows().max(1) as f64
    }

    /// Fraction of samples for which `E + Y` is largest at the label (the first of equals).
    pub fn accuracy(&self, labels: &[usize]) -> f64 {
        let right =
            self.error.outer_iter().zip(self.wanted.outer_iter()).zip(labels).filter(|((error, wanted), label)| {
                let outputs = error.iter().zip(wanted).map(|(&e, &y)| e + y).enumerate();
                outputs
                    .reduce(|best, next| if next.1 > best.1 { next } else { best })
                    .is_some_and(|(k, _)| k == **label)
            });
        right.count() as f64 / labels.len().max(1) as f64
    }
}

fn squares<F: Scalar>(values: &Array2<F>) -> f64 {
    values.iter().map(|v| v.f64() * v.f64()).sum()
}
