//! When a run stopped getting better.

use heaviside::experiment::Record;
use serde::Serialize;

/// How far below its final best the running best may be on the plateau.
const WITHIN: f64 = 0.01;
/// What sums of decimals may be off by; far less than one sample of any validation set.
const ROUNDING: f64 = 1e-9;

/// The start of the plateau: the first moment from which the running best validation accuracy is within .01 of its final
/// best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Plateau {
    /// Iterations done then.
    pub iteration: usize,
    /// Seconds of training then.
    pub seconds: f64,
    /// The final best validation accuracy.
    pub validation: f64,
}

/// The plateau of a history; `None` of an empty one. The running best never falls, so the first row that comes near
/// enough is where it starts.
pub fn plateau(history: &[Record]) -> Option<Plateau> {
    let validation = history.iter().map(|row| row.validation).reduce(f64::max)?;
    let first = history.iter().find(|row| row.validation >= validation - WITHIN - ROUNDING)?;
    Some(Plateau { iteration: first.iteration, seconds: first.seconds, validation })
}

#[cfg(test)]
mod tests {
    use heaviside::experiment::Accuracy;

    use super::*;

    fn history(validations: &[f64]) -> Vec<Record> {
        let row = |(iteration, &validation): (usize, &f64)| Record {
            iteration,
            seconds: iteration as f64 / 4.0,
            objective: None,
            loss: None,
            accuracy: Accuracy { train: 0.0, test: 0.0, auxiliary: None, control: 0.0 },
            validation,
            residuals: Vec::new(),
            firing_rates: Vec::new(),
            silent: Vec::new(),
            saturated: Vec::new(),
            max_abs_potential: 0.0,
            timing: None,
            timing_layers: Vec::new(),
        };
        validations.iter().enumerate().map(row).collect()
    }

    fn start(validations: &[f64]) -> Option<(usize, f64)> {
        plateau(&history(validations)).map(|p| (p.iteration, p.seconds))
    }

    #[test]
    fn it_starts_where_the_running_best_comes_within_a_hundredth() {
        assert_eq!(start(&[0.5, 0.9, 0.97, 0.96, 0.98]), Some((2, 0.5)));
        assert_eq!(start(&[0.5, 0.9, 0.969, 0.96, 0.98]), Some((4, 1.0)));
        // A later fall does not undo the best that was reached.
        assert_eq!(start(&[0.5, 0.98, 0.3, 0.2]), Some((1, 0.25)));
        assert_eq!(plateau(&history(&[0.5, 0.98, 0.975])).map(|p| p.validation), Some(0.98));
    }

    #[test]
    fn a_run_that_never_moves_is_there_at_once() {
        assert_eq!(start(&[0.5, 0.5, 0.5]), Some((0, 0.0)));
        assert_eq!(start(&[0.7]), Some((0, 0.0)));
        assert_eq!(start(&[]), None);
    }

    #[test]
    fn exactly_a_hundredth_below_is_within() {
        // .99 - .01 > .98 in binary.
        assert_eq!(start(&[0.5, 0.98, 0.99]), Some((1, 0.25)));
    }
}
