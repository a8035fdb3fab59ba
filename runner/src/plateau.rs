//! When a run stopped getting better.

use serde::Serialize;

/// How far below its final best the running best may be on the plateau.
const WITHIN: f64 = 0.01;
/// What sums of decimals may be off by; far less than one sample of any validation set.
const ROUNDING: f64 = 1e-9;

/// A moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moment {
    /// Iterations done then.
    pub iteration: usize,
    /// Seconds of training then.
    pub seconds: f64,
    /// Accuracy on the validation data.
    pub validation: f64,
}

/// The start of the plateau: the first moment from which the running best validation accuracy is within .01 of its final
/// best, which stands as its `validation`. `None` of a run without moments. The running best never falls, so the first
/// moment that comes near enough is where it starts.
pub fn plateau(course: &[Moment]) -> Option<Moment> {
    let validation = course.iter().map(|moment| moment.validation).reduce(f64::max)?;
    let first = course.iter().find(|moment| moment.validation >= validation - WITHIN - ROUNDING)?;
    Some(Moment { validation, ..*first })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(validations: &[f64]) -> Vec<Moment> {
        let moment = |(iteration, &validation)| Moment { iteration, seconds: iteration as f64 / 4.0, validation };
        validations.iter().enumerate().map(moment).collect()
    }

    fn start(validations: &[f64]) -> Option<(usize, f64)> {
        plateau(&course(validations)).map(|p| (p.iteration, p.seconds))
    }

    #[test]
    fn it_starts_where_the_running_best_comes_within_a_hundredth() {
        assert_eq!(start(&[0.5, 0.9, 0.97, 0.96, 0.98]), Some((2, 0.5)));
        assert_eq!(start(&[0.5, 0.9, 0.969, 0.96, 0.98]), Some((4, 1.0)));
        // A later fall does not undo the best that was reached.
        assert_eq!(start(&[0.5, 0.98, 0.3, 0.2]), Some((1, 0.25)));
        assert_eq!(plateau(&course(&[0.5, 0.98, 0.975])).map(|p| p.validation), Some(0.98));
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
