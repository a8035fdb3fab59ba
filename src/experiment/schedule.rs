//! Which iterations of a run are measured.
//!
//! An evaluation runs three whole data sets through the network and can cost many iterations. So that a run takes little longer than
//! its training, evaluations follow a schedule: every iteration where that is cheap, else every 2nd, 5th, 10th, 20th, 50th and so on,
//! the least of these for which an evaluation costs at most a [`SHARE`] of the training since the one before. A run has a few rows
//! more where a learning curve starts, at 20, 10, 5, 2 and 1 iterations as far as they come before the regular ones and there is
//! room for them in [`FIRST`], and always one of its last iteration. Costs are counted in operations, from the sizes of data,
//! network and method, and no clock has a say: a link is measured at the same iterations everywhere.

use crate::method::{EVALUATION, Extent, timing};

use super::{Shape, Spec};

/// Most that an evaluation may cost, of the training since the one before.
pub const SHARE: f64 = 0.2;

/// What all the first evaluations but one may cost together, of the planned training.
pub const FIRST: f64 = 0.05;

/// Which iterations of a run are measured: the rule stands at the head of this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Iterations from one evaluation to the next.
    every: usize,
    /// The rounds (1, 2, 5, ...) below that from this one on are measured, too.
    first: usize,
    /// Planned number of iterations.
    planned: usize,
}

impl Schedule {
    /// That of an experiment on data of that shape.
    pub fn of(spec: &Spec, shape: &Shape) -> Self {
        let extent = spec.extent(shape);
        let iteration = spec.solver.flops(&extent, &spec.settings);
        Self::new(evaluation_flops(spec, &extent, shape) / iteration, spec.iterations)
    }

    /// That of a run of `planned` iterations, an evaluation costing so many of them.
    fn new(cost: f64, planned: usize) -> Self {
        let every = rounds().find(|&every| every >= planned || cost <= SHARE * every as f64).unwrap_or(planned).max(1);
        let affordable = (FIRST * planned as f64 / cost).ceil().min(planned as f64) as usize;
        let below = rounds().take_while(|&k| k < every).count();
        let first = rounds().nth(below.saturating_sub(affordable)).filter(|_| every < planned).unwrap_or(every);
        Self { every, first, planned }
    }

    /// Whether the run is measured after so many iterations.
    pub fn has(&self, iteration: usize) -> bool {
        iteration.is_multiple_of(self.every)
            || iteration == self.planned
            || iteration >= self.first && rounds().take_while(|&k| k < self.every).any(|k| k == iteration)
    }

    /// Iterations from one evaluation to the next, but for the first and the last ones.
    pub fn every(&self) -> usize {
        self.every
    }
}

/// 1, 2, 5, 10, 20, 50, ...
fn rounds() -> impl Iterator<Item = usize> {
    (0..).map_while(|power| 10_usize.checked_pow(power)).flat_map(|ten| [1, 2, 5].map(|n| ten.saturating_mul(n)))
}

/// Operations of an evaluation of all three sets, and of the samples whose residuals and spike times are looked at.
fn evaluation_flops(spec: &Spec, extent: &Extent, shape: &Shape) -> f64 {
    let of = |samples: usize| Extent { batch: samples, ..extent.clone() };
    let (all, few) = (of(shape.samples.iter().sum()), of(shape.samples[0].min(timing::SAMPLES)));
    all.forward_flops() + all.elementwise_flops(EVALUATION) + spec.solver.look_flops(&few)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Solver;
    use crate::tasks::Task;

    /// Costs from next to nothing to more than a run.
    fn costs() -> impl Iterator<Item = f64> {
        (0..200).map(|k| 1e-3 * 1.1_f64.powi(k))
    }

    fn rows(schedule: &Schedule, to: usize) -> Vec<usize> {
        (0..=to).filter(|&k| schedule.has(k)).collect()
    }

    #[test]
    fn an_evaluation_costs_at_most_a_fifth_of_the_training_before_it() {
        for planned in [1, 7, 40, 150, 1000, 10_000] {
            for cost in costs() {
                let schedule = Schedule::new(cost, planned);
                let rows = rows(&schedule, planned);
                assert_eq!((rows[0], rows[rows.len() - 1]), (0, planned), "the start and the end have a row");
                // The last one comes when the run ends, and the first ones have a budget of their own.
                let regular: Vec<_> = rows.iter().filter(|k| k.is_multiple_of(schedule.every())).collect();
                for pair in regular.windows(2).filter(|pair| *pair[1] < planned) {
                    assert!(cost <= 0.2 * (pair[1] - pair[0]) as f64, "{cost} {planned} {pair:?}");
                }
                let first = rows.iter().filter(|k| !k.is_multiple_of(schedule.every()) && **k < planned).count();
                assert!(cost * first.saturating_sub(1) as f64 <= 0.05 * planned as f64, "{cost} {planned} {rows:?}");
                let between = rows.len().saturating_sub(3) as f64;
                assert!(cost * between <= 0.25 * planned as f64, "{cost} {planned} {rows:?}");
            }
        }
    }

    #[test]
    fn what_costs_more_is_measured_no_more_often() {
        for planned in [40, 150, 1000] {
            let schedules: Vec<_> = costs().map(|cost| Schedule::new(cost, planned)).collect();
            for pair in schedules.windows(2) {
                assert!(pair[0].every() <= pair[1].every());
            }
            let counts: Vec<_> = schedules.iter().map(|schedule| rows(schedule, planned).len()).collect();
            assert_eq!((counts[0], counts[counts.len() - 1]), (planned + 1, 2), "every iteration; the two ends alone");
        }
    }

    #[test]
    fn rows_stand_at_round_iterations() {
        let schedule = Schedule::new(3.9, 300);
        assert_eq!(schedule.every(), 20);
        assert_eq!(rows(&schedule, 90), [0, 1, 2, 5, 10, 20, 40, 60, 80]);
        assert_eq!(rows(&Schedule::new(3.9, 90), 90), [0, 5, 10, 20, 40, 60, 80, 90], "fewer where the run is short");
        assert_eq!(rows(&Schedule::new(3.9, 30), 30), [0, 10, 20, 30], "but one at least");
        assert_eq!(rows(&Schedule::new(0.2, 3), 3), [0, 1, 2, 3]);
        assert_eq!(rows(&Schedule::new(0.21, 6), 6), [0, 1, 2, 4, 6]);
        assert_eq!(rows(&Schedule::new(9.0, 40), 40), [0, 40]);
        assert_eq!(rows(&Schedule::new(f64::INFINITY, 60), 60), [0, 60]);
    }

    /// What is counted are sizes: neither seed nor clock, nor what the settings are that no size depends on.
    #[test]
    fn a_link_has_one_schedule() {
        let of = |link: &str| {
            let spec = Spec::parse(link).spec;
            Schedule::of(&spec, &spec.shape())
        };
        assert_eq!(of("#v=1&task=spirals&seed=1"), of("#v=1&task=spirals&seed=9&mu=1&tau=.1"));
        let published = of("#v=1&task=yinyang-published");
        assert!(published.every() > of("#v=1&task=yinyang&n=400").every(), "{published:?}");
        assert!(of("#v=1&task=yinyang&solver=surrogate").every() > of("#v=1&task=yinyang").every());
        for solver in Solver::ALL {
            for task in Task::ALL.into_iter().filter(|task| solver.fits(task)) {
                let spec = Spec::defaults(task.clone(), solver);
                let schedule = Schedule::of(&spec, &spec.shape());
                assert!(schedule.has(0) && schedule.has(spec.iterations));
                let rows = rows(&schedule, spec.iterations).len();
                assert!(rows >= 4 || solver == Solver::Control, "{solver:?} {task:?}: {schedule:?}");
            }
        }
    }
}
