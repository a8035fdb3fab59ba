//! The class of each sample by the readout potential at the last step: cross-entropy of its softmax.

use ndarray::Array2;

use super::form::{Hold, Loss, Message, Pass};
use super::ridge;
use crate::Error;
use crate::linalg::{Scalar, num, slice_mut};
use crate::network::{Activity, Heard, Layer, Network, Series};

/// Class of each row of readout potentials, `[n][class]`: argmax (the first of equals).
pub fn predictions<F: Scalar>(output: &Array2<F>) -> impl Iterator<Item = usize> + '_ {
    output
        .outer_iter()
        .map(|row| row.iter().enumerate().fold((0, row[0]), |best, (k, &v)| if v > best.1 { (k, v) } else { best }).0)
}

/// Fraction of rows of readout potentials, `[n][class]`, whose prediction is their label.
pub fn accuracy<F: Scalar>(output: &Array2<F>, labels: &[usize]) -> f64 {
    let right = predictions(output).zip(labels).filter(|(p, y)| p == *y).count();
    right as f64 / labels.len().max(1) as f64
}

/// Class probabilities `softmax(z_{L,T})` of readout potentials, `[n][class]`, into `out` of the same size.
pub fn softmax<F: Scalar>(output: &Array2<F>, out: &mut Array2<F>) {
    for (row, mut p) in output.outer_iter().zip(out.outer_iter_mut()) {
        let top = row.iter().fold(row[0], |m, &v| m.max(v));
        let mut sum = F::zero();
        for (p, &o) in p.iter_mut().zip(row) {
            *p = (o - top).exp();
            sum += *p;
        }
        p.iter_mut().for_each(|p| *p /= sum);
    }
}

/// Mean cross-entropy of the softmax of readout potentials, `[n][class]`, against the labels, in nats.
pub fn cross_entropy<F: Scalar>(output: &Array2<F>, labels: &[usize]) -> f64 {
    let total: f64 = output
        .outer_iter()
        .zip(labels)
        .map(|(row, &y)| {
            let top = row.iter().fold(f64::NEG_INFINITY, |m, v| m.max(v.f64()));
            let sum: f64 = row.iter().map(|v| libm::exp(v.f64() - top)).sum();
            top + libm::log(sum) - row[y].f64()
        })
        .sum();
    total / labels.len().max(1) as f64
}

/// Fits the readout in closed form, `W_L = Y'C (C'C + kappa I)^-1`, with `C = c_{L-1}[T]` (`N x n`) what it hears and
/// one-hot `Y` (`N x classes`).
///
/// # Errors
/// [`Error::Shape`] when the arrays do not fit, [`Error::Numerical`] when the system has no solution.
pub fn fit_readout<F: Scalar>(
    heard: Heard<'_, F>,
    labels: &[usize],
    kappa: f64,
    readout: &mut dyn Layer<F>,
) -> Result<(), Error> {
    Error::check_shape("labels", heard.rows(), labels.len())?;
    Error::check_shape("readout", heard.below.ncols(), readout.shape().inputs)?;
    ridge::fit(readout, heard, kappa, |rows, right| {
        for (row, &label) in rows.outer_iter().zip(labels) {
            let mut out = right.row_mut(label);
            out += &row;
        }
    })
}

/// Cross-entropy at the last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classes {
    classes: usize,
}

impl Classes {
    /// The loss of so many classes.
    pub const fn new(classes: usize) -> Self {
        Self { classes }
    }
}

impl<F: Scalar> Loss<F> for Classes {
    fn hold(&self) -> Hold {
        Hold::Readout
    }

    fn outputs(&self) -> usize {
        self.classes
    }

    fn value(&self, pass: Pass<'_, F>, labels: &[usize]) -> f64 {
        cross_entropy(pass.output, labels)
    }

    /// The accuracy.
    fn score(&self, pass: Pass<'_, F>, labels: &[usize]) -> f64 {
        accuracy(pass.output, labels)
    }

    /// With `p = softmax(z_{L,T})`: `lambda_L = onehot(y) - p`, `g[T] = -lambda_L W_L`,
    /// `Q[T]_i = sum_k p_k W_ki^2 - (sum_k p_k W_ki)^2`.
    fn message(&self, activity: &Activity<F>, readout: &dyn Layer<F>, labels: &[usize], out: &mut Message<F>) {
        let Message::End { multiplier, work, squares, slope, curvature } = out else { return };
        let p = work;
        softmax(&activity.output, p);
        let rows = p.outer_iter().zip(multiplier.outer_iter_mut());
        for ((p, mut lambda), &label) in rows.zip(labels) {
            for (k, (lambda, &p)) in lambda.iter_mut().zip(p).enumerate() {
                *lambda = F::step(k == label) - p;
            }
        }
        readout.adjoint(-F::one(), multiplier.view(), F::zero(), slope.view_mut());
        readout.adjoint(F::one(), p.view(), F::zero(), curvature.view_mut());
        for q in slice_mut(curvature) {
            *q = -*q * *q;
        }
        readout.adjoint_of_squares(p.view(), squares, curvature.view_mut());
    }

    /// `(p - onehot(y)) / N`.
    fn error(&self, output: &Array2<F>, labels: &[usize], out: &mut Array2<F>) {
        let each = F::one() / num(labels.len() as f64);
        softmax(output, out);
        for (mut error, &label) in out.outer_iter_mut().zip(labels) {
            for (k, e) in error.iter_mut().enumerate() {
                *e = (*e - F::step(k == label)) * each;
            }
        }
    }

    /// See [`fit_readout`].
    fn fit(
        &self,
        activity: &Activity<F>,
        input_trace: &Series<F>,
        labels: &[usize],
        kappa: f64,
        network: &mut Network<F>,
    ) -> Result<(), Error> {
        let last = activity.traces.last().unwrap_or(input_trace);
        fit_readout(Heard::end(last), labels, kappa, network.readout_mut())
    }

    /// Mean over samples of `|W_L c - onehot(y)|^2`.
    fn fit_value(&self, pass: Pass<'_, F>, labels: &[usize]) -> (f64, bool) {
        let rows = pass.output.outer_iter().zip(labels);
        let total: f64 = rows
            .flat_map(|(row, &y)| {
                row.into_iter().enumerate().map(move |(k, o)| (o.f64() - f64::from(u8::from(k == y))).powi(2))
            })
            .sum();
        (total / labels.len().max(1) as f64, true)
    }
}
