//! The spike update: exact single flips.
//!
//! Flipping the spike of a neuron at time `t0` and letting the neuron evolve naturally afterwards changes its train
//! from `a` to `a'`. Neither inputs nor weights change, so only the difference has to be followed:
//!
//! ```text
//! D_{t0} = 1 - 2 a_{t0},   a'_t = H(z_t - theta D_{t-1} - theta),   D_t = delta D_{t-1} + a'_t - a_t   (t > t0)
//! ```
//!
//! `D` is the change of the neuron's trace, and `D_T` the change of its entry in `C`. The potential of the new train
//! is on the side of its spikes everywhere but at `t0`, where the neuron was overruled by `z_{t0} - theta`.

use ndarray::Array2;

use crate::linalg::{Scalar, num};
use crate::network::{Layer, Series};

/// A change of the objective must be below minus this to be taken.
pub const LEAST_GAIN: f64 = 1e-12;

/// Times nearest the threshold at which a neuron of a lower layer may be flipped.
pub const NEAREST: usize = 2;

/// The best single flip of one neuron for one sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flip<F> {
    /// Time index from 0 at which the spike is flipped.
    pub time: usize,
    /// Change `D_T` of the neuron's final trace.
    pub change: F,
    /// Change `J` of the objective, below 0.
    pub cost: F,
}

/// Search over the flips of one neuron, for all samples at once.
#[derive(Debug, Clone)]
pub struct Search<F> {
    delta: F,
    theta: F,
    steps: usize,
    samples: usize,
    /// Potentials `z` of the neuron, `[t][n]`.
    potentials: Vec<F>,
    /// Spikes `a` of the neuron, `[t][n]`.
    spikes: Vec<F>,
    /// `D_t` of the candidate at hand, `[n]`.
    deviation: Vec<F>,
    best: Vec<Flip<F>>,
}

impl<F: Scalar> Search<F> {
    /// Storage for `steps` and `samples`.
    pub fn new(steps: usize, samples: usize, delta: F, theta: F) -> Self {
        let none = Flip { time: 0, change: F::zero(), cost: F::zero() };
        Self {
            delta,
            theta,
            steps,
            samples,
            potentials: vec![F::zero(); steps * samples],
            spikes: vec![F::zero(); steps * samples],
            deviation: vec![F::zero(); samples],
            best: vec![none; samples],
        }
    }

    /// Takes over the real potentials of `neuron` from those of its layer; its spikes follow from them.
    pub fn load(&mut self, potentials: &Series<F>, neuron: usize) {
        let column = potentials.values().iter().skip(neuron).step_by(potentials.neurons().max(1));
        for ((z, a), &value) in self.potentials.iter_mut().zip(&mut self.spikes).zip(column) {
            *z = value;
            *a = F::step(value > self.theta);
        }
    }

    /// For each sample the flip of least
    ///
    /// ```text
    /// J(t0) = 2 D_T (E . w) + D_T^2 |w|^2 + rho/2 (z_{t0} - theta)^2
    /// ```
    ///
    /// the change of `|E|^2` plus the price of overruling the neuron; the earliest of equals. `pull` is `E . w` a
    /// sample, `weight` is `|w|^2`, with `w` the neuron's outgoing weights. `O(T^2)` a sample.
    pub fn run(&mut self, pull: &[F], weight: F, rho: F) {
        let (delta, theta, count) = (self.delta, self.theta, self.samples);
        let (two, half) = (num::<F>(2.0), rho * num::<F>(0.5));
        let none = Flip { time: self.steps, change: F::zero(), cost: num(-LEAST_GAIN) };
        self.best.fill(none);
        let deviation = &mut self.deviation[..count];
        for start in 0..self.steps {
            let now = start * count..(start + 1) * count;
            for (d, &a) in deviation.iter_mut().zip(&self.spikes[now.clone()]) {
                *d = F::one() - two * a;
            }
            for t in start + 1..self.steps {
                let later = t * count..(t + 1) * count;
                let (z, a) = (&self.potentials[later.clone()], &self.spikes[later]);
                for ((d, &z), &a) in deviation.iter_mut().zip(z).zip(a) {
                    *d = delta * *d + (F::step(z - theta * *d > theta) - a);
                }
            }
            let found = self.best.iter_mut().zip(&*deviation).zip(&self.potentials[now]).zip(pull);
            for (((best, &change), &z), &pull) in found {
                let over = z - theta;
                let cost = change * (two * pull + change * weight) + half * over * over;
                if cost < best.cost {
                    *best = Flip { time: start, change, cost };
                }
            }
        }
    }

    /// The flip found for sample `n`, if one lowers the objective.
    pub fn best(&self, n: usize) -> Option<Flip<F>> {
        let best = self.best[n];
        (best.time < self.steps).then_some(best)
    }

    /// Follows the flip at time index `start` in sample `n`: the new train, and the change `D` of its trace, one
    /// entry a time step.
    pub fn follow(&self, n: usize, start: usize, train: &mut [F], deviation: &mut [F]) {
        let mut d = F::zero();
        for (t, (new, out)) in train.iter_mut().zip(deviation).enumerate() {
            let (z, a) = (self.potentials[t * self.samples + n], self.spikes[t * self.samples + n]);
            *new = match t.cmp(&start) {
                std::cmp::Ordering::Less => a,
                std::cmp::Ordering::Equal => F::one() - a,
                std::cmp::Ordering::Greater => F::step(z - self.theta * d > self.theta),
            };
            d = self.delta * d + (*new - a);
            *out = d;
        }
    }

    /// Time indices whose potential in sample `n` is nearest the threshold, nearest first (the earlier of equals),
    /// with the distances; as many as there are, up to [`NEAREST`].
    pub fn nearest(&self, n: usize) -> impl Iterator<Item = (usize, F)> + use<F> {
        let mut found: [Option<(usize, F)>; NEAREST] = [None; NEAREST];
        for t in 0..self.steps {
            let mut candidate = (t, (self.potentials[t * self.samples + n] - self.theta).abs());
            for place in &mut found {
                match place {
                    Some(held) if (held.1, held.0) <= (candidate.1, candidate.0) => {}
                    Some(held) => std::mem::swap(held, &mut candidate),
                    None => {
                        *place = Some(candidate);
                        break;
                    }
                }
            }
        }
        found.into_iter().flatten()
    }
}

/// What a sweep of flips over one layer did.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Swept {
    /// Flips taken, at most one a sample and neuron.
    pub flips: usize,
    /// Sum of the objective's changes `J` over the flips taken, never above 0.
    pub gain: f64,
}

/// Storage for one neuron's candidate and its outgoing weights.
#[derive(Debug, Clone)]
pub struct Sweep<F> {
    search: Search<F>,
    /// `E . w`, or the violation `Q` of the layer above, a sample.
    per_sample: Vec<F>,
    train: Vec<F>,
    deviation: Vec<F>,
    best_train: Vec<F>,
    best_deviation: Vec<F>,
}

impl<F: Scalar> Sweep<F> {
    /// Storage for `steps` and `samples`.
    pub fn new(steps: usize, samples: usize, delta: F, theta: F) -> Self {
        let times = vec![F::zero(); steps];
        Self {
            search: Search::new(steps, samples, delta, theta),
            per_sample: vec![F::zero(); samples],
            train: times.clone(),
            deviation: times.clone(),
            best_train: times.clone(),
            best_deviation: times,
        }
    }

    /// Wanted trains of the last hidden layer: neurons ascending, each takes its best flip for each sample, and
    /// `E += D_T w` before the next. `potentials` are the layer's real ones; `targets` holds its real spikes on
    /// entry; `outgoing` is storage for one weight a class; `error` is `E`, `[n][class]`.
    pub fn last(
        &mut self,
        potentials: &Series<F>,
        targets: &mut Series<F>,
        readout: &dyn Layer<F>,
        outgoing: &mut [F],
        error: &mut Array2<F>,
        rho: f64,
    ) -> Swept {
        let mut swept = Swept::default();
        let w = &mut outgoing[..error.ncols()];
        for i in 0..potentials.neurons() {
            readout.outgoing(i, w);
            let weight = w.iter().fold(F::zero(), |sum, &w| sum + w * w);
            for (pull, row) in self.per_sample.iter_mut().zip(error.outer_iter()) {
                *pull = row.iter().zip(&*w).fold(F::zero(), |sum, (&e, &w)| sum + e * w);
            }
            self.search.load(potentials, i);
            self.search.run(&self.per_sample, weight, num(rho));
            for (n, mut row) in error.outer_iter_mut().enumerate() {
                let Some(flip) = self.search.best(n) else { continue };
                row.iter_mut().zip(&*w).for_each(|(e, &w)| *e += flip.change * w);
                self.search.follow(n, flip.time, &mut self.train, &mut self.deviation);
                write(targets, n, i, &self.train);
                swept.flips += 1;
                swept.gain += flip.cost.f64();
            }
        }
        swept
    }

    /// Wanted trains of a lower layer: neurons ascending, each takes for each sample the better of the flips at the
    /// times nearest its threshold, if that lowers
    ///
    /// ```text
    /// J(t0) = rho/2 (Q' - Q) + rho/2 (z_{t0} - theta)^2,   Q = sum_t |violation_t|^2
    /// ```
    ///
    /// where the violation is what the potential of the layer above lacks to be on its wanted side by the margin.
    /// `above` is `V`, the potential of that layer given this layer's wanted trains, updated with them; `next`
    /// is that layer.
    pub fn lower(
        &mut self,
        potentials: &Series<F>,
        targets: &mut Series<F>,
        next: &dyn Layer<F>,
        above: &mut Above<'_, F>,
        rho: f64,
    ) -> Swept {
        let mut swept = Swept::default();
        let (steps, samples) = (potentials.steps(), potentials.samples());
        let (half, least): (F, F) = (num(0.5 * rho), num(LEAST_GAIN));
        for (n, q) in self.per_sample.iter_mut().enumerate() {
            *q = above.violation(n);
        }
        for i in 0..potentials.neurons() {
            next.outgoing(i, above.weights);
            self.search.load(potentials, i);
            for n in 0..samples {
                if self.per_sample[n] <= least {
                    continue;
                }
                let (mut best, mut change) = (-least, F::zero());
                for (time, distance) in self.search.nearest(n) {
                    self.search.follow(n, time, &mut self.train, &mut self.deviation);
                    let difference = (time..steps)
                        .fold(F::zero(), |sum, t| sum + above.difference(t * samples + n, self.deviation[t]));
                    let cost = half * (difference + distance * distance);
                    if cost < best {
                        (best, change) = (cost, difference);
                        std::mem::swap(&mut self.train, &mut self.best_train);
                        std::mem::swap(&mut self.deviation, &mut self.best_deviation);
                    }
                }
                if best < -least {
                    write(targets, n, i, &self.best_train);
                    for (t, &d) in self.best_deviation.iter().enumerate() {
                        above.shift(t * samples + n, d);
                    }
                    self.per_sample[n] += change;
                    swept.flips += 1;
                    swept.gain += best.f64();
                }
            }
        }
        swept
    }
}

fn write<F: Scalar>(targets: &mut Series<F>, n: usize, neuron: usize, train: &[F]) {
    let (stride, offset) = (targets.stride(), n * targets.neurons() + neuron);
    for (entry, &a) in targets.values_mut().iter_mut().skip(offset).step_by(stride).zip(train) {
        *entry = a;
    }
}

/// The layer above one whose spikes are flipped: its potential, and on which side of the threshold it should be.
#[derive(Debug)]
pub struct Above<'a, F> {
    /// `V = W c - theta R(a*)`, `[t][n][neuron]`.
    potential: &'a mut Series<F>,
    /// Wanted trains `a*`.
    targets: &'a Series<F>,
    /// Weights from the neuron at hand, `[neuron]`.
    weights: &'a mut [F],
    theta: F,
    margin: F,
}

/// Sums are kept in this many lanes, so that the compiler may use vector instructions.
const LANES: usize = 8;

impl<'a, F: Scalar> Above<'a, F> {
    /// The layer above; `weights` is storage for one weight a neuron.
    pub fn new(
        potential: &'a mut Series<F>,
        targets: &'a Series<F>,
        weights: &'a mut [F],
        theta: F,
        margin: f64,
    ) -> Self {
        Self { potential, targets, weights, theta, margin: num(margin) }
    }

    /// `Q` of sample `n`: the sum over times and neurons of the squared violation.
    pub fn violation(&self, n: usize) -> F {
        let (width, samples) = (self.potential.neurons(), self.potential.samples());
        let mut sum = F::zero();
        for t in 0..self.potential.steps() {
            let row = (t * samples + n) * width..(t * samples + n + 1) * width;
            for (&v, &a) in self.potential.values()[row.clone()].iter().zip(&self.targets.values()[row]) {
                sum += squared_violation(v, a, self.theta, self.margin);
            }
        }
        sum
    }

    /// Change of the squared violation in `row = t N + n` when the potential there moves by `d` times the weights.
    fn difference(&self, row: usize, d: F) -> F {
        if d == F::zero() {
            return d;
        }
        let width = self.potential.neurons();
        let row = row * width..(row + 1) * width;
        let (v, a) = (&self.potential.values()[row.clone()], &self.targets.values()[row]);
        let (theta, margin) = (self.theta, self.margin);
        let one =
            |v: F, a: F, w: F| squared_violation(v + d * w, a, theta, margin) - squared_violation(v, a, theta, margin);
        let (v, v_rest) = v.as_chunks::<LANES>();
        let (a, a_rest) = a.as_chunks::<LANES>();
        let (w, w_rest) = self.weights.as_chunks::<LANES>();
        let mut lanes = [F::zero(); LANES];
        for ((v, a), w) in v.iter().zip(a).zip(w) {
            for k in 0..LANES {
                lanes[k] += one(v[k], a[k], w[k]);
            }
        }
        let rest = v_rest.iter().zip(a_rest).zip(w_rest).fold(F::zero(), |sum, ((&v, &a), &w)| sum + one(v, a, w));
        lanes.into_iter().fold(rest, |sum, lane| sum + lane)
    }

    fn shift(&mut self, row: usize, d: F) {
        let width = self.potential.neurons();
        for (v, &w) in self.potential.values_mut()[row * width..(row + 1) * width].iter_mut().zip(&*self.weights) {
            *v += d * w;
        }
    }
}

/// Square of what `v` lacks to be on the side of `a` by `margin`: `[theta + m - v]_+` for a spike, `[v - theta + m]_+`
/// for none.
pub fn squared_violation<F: Scalar>(v: F, a: F, theta: F, margin: F) -> F {
    let side = a + a - F::one();
    let lack = side * (theta - v) + margin;
    let lack = if lack > F::zero() { lack } else { F::zero() };
    lack * lack
}
