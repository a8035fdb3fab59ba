//! The augmented Lagrangian and its residuals.

use ndarray::Array2;

use super::variables::step;
use super::{Variables, Work};
use crate::Error;
use crate::data::Dataset;
use crate::linalg::{Scalar, num, product, pseudo_inverse, rms};
use crate::method::Measures;
use crate::network::{Heard, Series};

/// The function that the blocks work on: data and penalties. With scaled multipliers `u = lambda / rho` it reads
///
/// ```text
/// sum_n |z_{L,T} - y|^2 + rho/2 sum_{l,t} (|r_{l,t} + u_{l,t}|^2 - |u_{l,t}|^2)
///                       + beta/2 sum_{l<L,t} |a_{l,t} - H(z_{l,t} - theta)|^2
/// ```
///
/// Each block update is a method. Layers are counted by index from 0, so `l = 0` is layer 1 and `l = L - 1` the
/// readout; times likewise. The variables must fit the data and the work space ([`Variables::check`]).
#[derive(Debug, Clone)]
pub struct AugmentedLagrangian<F: Scalar> {
    /// Input spikes `a_0`.
    input: Series<F>,
    /// `sum_t a_0' a_0` and its pseudo-inverse: the input never changes.
    pub(super) input_gram: Array2<F>,
    pub(super) input_inverse: Array2<F>,
    labels: Vec<usize>,
    /// One-hot labels `y`, `[n][class]`.
    pub(super) wanted: Array2<F>,
    /// Penalty `rho` on the dynamics.
    pub rho: F,
    /// Penalty `beta` on the spike constraint.
    pub beta: F,
}

impl<F: Scalar> AugmentedLagrangian<F> {
    /// The function for this training data.
    ///
    /// # Errors
    /// [`Error::Shape`] for data without a sample or time step, or with labels that do not fit; [`Error::Numerical`]
    /// for an input that is not finite.
    pub fn new(data: &Dataset<F>, rho: F, beta: F) -> Result<Self, Error> {
        let input = data.input.clone();
        if input.steps() == 0 || input.samples() == 0 {
            return Err(Error::Shape {
                what: "training data",
                expected: "at least one sample and time step".into(),
                found: "none".into(),
            });
        }
        Error::check_shape("list of labels", input.samples(), data.len())?;
        let mut wanted = Array2::zeros((data.len(), data.classes));
        for (n, &label) in data.labels.iter().enumerate() {
            *wanted.get_mut((n, label)).ok_or_else(|| Error::Shape {
                what: "label",
                expected: format!("less than {}", data.classes),
                found: label.to_string(),
            })? = F::one();
        }
        let mut input_gram = Array2::zeros((input.neurons(), input.neurons()));
        product(F::one(), input.flat().t(), input.flat(), F::zero(), input_gram.view_mut());
        let input_inverse = pseudo_inverse(input_gram.view())?;
        Ok(Self { input, input_gram, input_inverse, labels: data.labels.clone(), wanted, rho, beta })
    }

    /// Number of time steps `T`.
    pub fn steps(&self) -> usize {
        self.input.steps()
    }

    /// Number of samples `N`.
    pub fn samples(&self) -> usize {
        self.input.samples()
    }

    /// The layer's input: `a_{l-1}`, or the data's input for the first layer.
    pub(super) fn below<'a>(&'a self, a: &'a [Series<F>], l: usize) -> &'a Series<F> {
        if l == 0 { &self.input } else { &a[l - 1] }
    }

    /// Computes the drive `W_l a_{l-1}` for all `t`.
    pub(super) fn drive(&self, v: &Variables<F>, l: usize, work: &mut Work<F>) {
        let heard = Heard::all(self.below(&v.a, l));
        v.network.layers[l].apply(F::one(), heard, F::zero(), work.drive[l].flat_mut());
    }

    /// Its value.
    pub fn value(&self, v: &Variables<F>, work: &mut Work<F>) -> f64 {
        self.value_and_residual(v, work).0
    }

    /// Its value, and the root mean square of the dynamics' residual over all layers.
    pub fn value_and_residual(&self, v: &Variables<F>, work: &mut Work<F>) -> (f64, f64) {
        let (mut layers, mut square, mut entries) = (0.0, 0.0, 0);
        for (l, z) in v.z.iter().enumerate() {
            let (term, residual) = self.dynamics(v, l, work);
            layers += term;
            square += residual * residual * z.values().len() as f64;
            entries += z.values().len();
        }
        let spikes: f64 = (0..v.hidden()).map(|l| spike_misfit(v, l)).sum();
        let value = self.loss(v) + layers + self.beta.f64() / 2.0 * spikes;
        (value, (square / entries.max(1) as f64).sqrt())
    }

    /// Everything known at the end of an iteration: the value as objective, the mean loss, the accuracy of the
    /// auxiliary readout, the residuals' root mean squares.
    pub fn measure(&self, v: &Variables<F>, work: &mut Work<F>, out: &mut Measures) {
        let loss = self.loss(v);
        let mut value = loss;
        out.dynamics.clear();
        out.spikes.clear();
        for l in 0..v.z.len() {
            let (term, residual) = self.dynamics(v, l, work);
            value += term;
            out.dynamics.push(Some(residual));
        }
        for (l, a) in v.a.iter().enumerate() {
            let misfit = spike_misfit(v, l);
            value += self.beta.f64() / 2.0 * misfit;
            out.spikes.push(Some((misfit / a.values().len().max(1) as f64).sqrt()));
        }
        let samples = self.samples() as f64;
        out.objective = Some(value);
        out.loss = Some(loss / samples);
        let output = v.z[v.hidden()].at(self.steps() - 1);
        let right = output.outer_iter().zip(&self.labels).filter(|(row, y)| {
            let best = row.iter().enumerate().fold((0, row[0]), |b, (k, &x)| if x > b.1 { (k, x) } else { b });
            best.0 == **y
        });
        out.auxiliary_accuracy = Some(right.count() as f64 / samples);
    }

    /// `sum_n |z_{L,T} - y|^2`.
    fn loss(&self, v: &Variables<F>) -> f64 {
        let output = step(&v.z[v.hidden()], self.steps() - 1);
        output.iter().zip(&self.wanted).map(|(&z, &y)| (z - y).f64().powi(2)).sum()
    }

    /// Layer `l`'s `rho/2 sum_t (|r + u|^2 - |u|^2) = rho/2 sum_t r (r + 2 u)`, and the root mean square of `r`.
    fn dynamics(&self, v: &Variables<F>, l: usize, work: &mut Work<F>) -> (f64, f64) {
        // r_{l,t} = z_{l,t} - delta z_{l,t-1} + theta a_{l,t-1} - W_l a_{l-1,t}
        let r = &mut work.scratch[l];
        v.increments(l, r);
        v.network.layers[l].apply(-F::one(), Heard::all(self.below(&v.a, l)), F::one(), r.flat_mut());
        let square: f64 = r.values().iter().map(|r| r.f64().powi(2)).sum();
        let cross: f64 = match &v.u[l] {
            Some(u) => r.values().iter().zip(u.values()).map(|(r, u)| r.f64() * u.f64()).sum(),
            None => 0.0,
        };
        (self.rho.f64() / 2.0 * (square + 2.0 * cross), rms(r.values()))
    }
}

/// `sum_t |a_{l,t} - H(z_{l,t} - theta)|^2`.
fn spike_misfit<F: Scalar>(v: &Variables<F>, l: usize) -> f64 {
    let theta = v.network.theta;
    v.a[l].values().iter().zip(v.z[l].values()).map(|(&a, &z)| (a - F::step(z > theta)).f64().powi(2)).sum()
}

/// The smallest potential that is taken as a spike: `theta + 1e-5` (relative to `theta` above 1, to stay
/// distinguishable in `f32`), since the set of spiking potentials is open.
pub(super) fn just_above<F: Scalar>(theta: F) -> F {
    theta + num::<F>(1e-5) * theta.max(F::one())
}
