//! The loss along one weight: of the real network, a staircase; of the smoothed one; and the surrogate's gradient.

use std::sync::Arc;

use crate::Error;
use crate::baselines::surrogate::{Settings, Surrogate, smooth_output};
use crate::experiment::Experiment;
use crate::linalg::Scalar;
use crate::loss::classes::cross_entropy;
use crate::method::{Problem, Trainer};
use crate::network::{Activity, Network};

/// A weight of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// Layer, from 0.
    pub layer: usize,
    /// Neuron that it leads to, from 0.
    pub to: usize,
    /// Input that it comes from, from 0.
    pub from: usize,
}

/// The training loss of a network about where it stands.
pub struct Landscape<F: Scalar> {
    problem: Problem<F>,
    /// What fires with the weights as they stand.
    here: Activity<F>,
    activity: Activity<F>,
}

impl<F: Scalar> Landscape<F> {
    /// About the weights that an experiment shows.
    ///
    /// # Errors
    /// [`Error::Shape`] for an experiment whose target is no class.
    pub fn of(experiment: &Experiment<F>) -> Result<Self, Error> {
        if experiment.target().is_some() {
            return Err(Error::Shape { what: "target", expected: "classes".into(), found: "spike trains".into() });
        }
        let problem = Problem { start: experiment.network().clone(), ..experiment.problem().clone() };
        let input = &problem.input_trace;
        let mut here = Activity::new(&problem.start.sizes(), input.steps(), input.samples());
        problem.start.forward(input, &mut here)?;
        Ok(Self { activity: here.clone(), here, problem })
    }

    /// The weight as it stands; none outside the network.
    pub fn weight(&self, place: Weight) -> Option<F> {
        self.problem.start.weights().nth(place.layer)?.get((place.to, place.from)).copied()
    }

    fn with(&self, place: Weight, value: F) -> Result<Network<F>, Error> {
        let mut network = self.problem.start.clone();
        let weight = network.weights_mut().nth(place.layer).and_then(|w| w.get_mut((place.to, place.from)));
        *weight.ok_or_else(|| Error::Shape {
            what: "weight",
            expected: "one of the network".into(),
            found: format!("{place:?}"),
        })? = value;
        Ok(network)
    }

    /// Mean cross-entropy of the real network with the weight at `value`, and how many hidden spikes of all samples are
    /// not those of the weight as it stands.
    ///
    /// # Errors
    /// [`Error::Shape`] for a weight outside the network.
    pub fn real(&mut self, place: Weight, value: F) -> Result<(f64, usize), Error> {
        self.with(place, value)?.forward(&self.problem.input_trace, &mut self.activity)?;
        let loss = cross_entropy(&self.activity.output, &self.problem.data.labels);
        Ok((loss, self.activity.spikes_that_differ(&self.here).0))
    }

    /// Mean cross-entropy of the network whose spikes are the fast sigmoid of this slope ([`smooth_output`]), soft reset
    /// included, with the weight at `value`.
    ///
    /// # Errors
    /// [`Error::Shape`] for a weight outside the network.
    pub fn smooth(&self, place: Weight, value: F, slope: F) -> Result<f64, Error> {
        let output = smooth_output(&self.with(place, value)?, &self.problem.input_trace, slope)?;
        Ok(cross_entropy(&output, &self.problem.data.labels))
    }

    /// The surrogate's gradient in the weight, at `value`, as the baseline computes it: its derivative of the spike is 1 at
    /// the threshold ([`surrogate_derivative`](crate::baselines::surrogate::surrogate_derivative)).
    ///
    /// # Errors
    /// [`Error::Shape`] for a weight outside the network.
    pub fn surrogate(&self, place: Weight, value: F, slope: f64) -> Result<F, Error> {
        let problem = Problem { start: self.with(place, value)?, ..self.problem.clone() };
        let mut trainer = Surrogate::new(Arc::new(problem), Settings { slope, batch: 0, ..Settings::default() })?;
        trainer.step(false)?; // forward
        trainer.step(false)?; // backward
        Ok(trainer.gradients()[place.layer][[place.to, place.from]])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::baselines::surrogate::smooth_spikes;
    use crate::experiment::Spec;

    const HIDDEN: Weight = Weight { layer: 0, to: 1, from: 3 };

    fn landscape() -> Landscape<f64> {
        let spec = Spec::parse("#v=1&task=moons&hidden=6&n=20&T=10").spec;
        let mut experiment = Experiment::<f64>::new(spec, || 0.0).unwrap();
        for _ in 0..8 {
            experiment.step_iteration().unwrap();
        }
        Landscape::of(&experiment).unwrap()
    }

    #[test]
    fn a_hidden_weight_moves_the_loss_only_where_it_flips_a_spike() {
        let mut landscape = landscape();
        let stand = landscape.weight(HIDDEN).unwrap();
        let at: Vec<_> = (-100..=100).map(|k| landscape.real(HIDDEN, stand + 0.02 * f64::from(k)).unwrap()).collect();
        assert_eq!(at[100].1, 0);
        let flat = at.windows(2).filter(|pair| pair[0].0 == pair[1].0).count();
        let largest = at.windows(2).map(|pair| (pair[0].0 - pair[1].0).abs()).fold(0.0, f64::max);
        assert!(flat > 50 && flat < 190 && largest > 0.01, "{flat} flat, {largest}");
        for (loss, differ) in &at {
            assert!(*differ > 0 || *loss == at[100].0);
        }
    }

    #[test]
    fn a_readout_weight_moves_the_loss_smoothly() {
        let mut landscape = landscape();
        let mut moved = 0;
        for from in 0..6 {
            let place = Weight { layer: 1, to: 0, from };
            let stand = landscape.weight(place).unwrap();
            let at: Vec<_> = (0..100).map(|k| landscape.real(place, stand + 1e-3 * f64::from(k)).unwrap()).collect();
            assert!(at.iter().all(|(_, differ)| *differ == 0));
            // The trace of at most T spikes times the step of the weight bounds the loss's.
            for pair in at.windows(2) {
                assert!((pair[0].0 - pair[1].0).abs() <= 0.01, "{pair:?}");
            }
            moved += usize::from(at.windows(2).all(|pair| pair[0].0 != pair[1].0));
        }
        assert!(moved > 0);
    }

    #[test]
    fn a_steep_sigmoid_gives_the_real_loss_and_its_spikes_are_those_of_the_baseline() {
        let mut landscape = landscape();
        let stand = landscape.weight(HIDDEN).unwrap();
        let real = landscape.real(HIDDEN, stand).unwrap().0;
        assert!((landscape.smooth(HIDDEN, stand, 1e9).unwrap() - real).abs() < 1e-3);
        assert!((landscape.smooth(HIDDEN, stand, 2.0).unwrap() - real).abs() > 1e-3);
        let steep = smooth_spikes(&landscape.problem.start, &landscape.problem.input_trace, 1e9).unwrap();
        assert_eq!(steep, landscape.here.spikes);
    }

    #[test]
    fn the_readouts_gradient_is_the_slope_of_the_real_loss_and_a_hidden_ones_is_not_zero() {
        let mut landscape = landscape();
        let place = Weight { layer: 1, to: 0, from: 2 };
        let stand = landscape.weight(place).unwrap();
        let h = 1e-5;
        let slope =
            (landscape.real(place, stand + h).unwrap().0 - landscape.real(place, stand - h).unwrap().0) / (2.0 * h);
        assert!((landscape.surrogate(place, stand, 5.0).unwrap() - slope).abs() < 1e-8);
        let hidden = landscape.weight(HIDDEN).unwrap();
        assert_ne!(landscape.surrogate(HIDDEN, hidden, 5.0).unwrap(), 0.0);
    }

    #[test]
    fn a_weight_outside_is_said() {
        let mut landscape = landscape();
        let outside = Weight { layer: 0, to: 99, from: 0 };
        assert_eq!(landscape.weight(outside), None);
        assert!(matches!(landscape.real(outside, 0.0), Err(Error::Shape { what: "weight", .. })));
    }
}
