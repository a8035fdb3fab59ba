//! The list of the training methods.

use std::sync::Arc;

use crate::Error;
use crate::admm::{exact, paper, targets};
use crate::baselines::{control, surrogate};
use crate::linalg::Scalar;
use crate::method::{Extent, Knob, Layers, Method, Problem, Run, Settings, Trainer, gain};
use crate::network::layer::Token;
use crate::tasks::Task;

/// Makes [`Solver`] from the list of descriptors.
macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $descriptor:path,)+) => {
        /// A training method: a handle to its [`Method`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Solver {
            $($(#[$doc])* $name,)+
        }

        impl Solver {
            /// All solvers; the first is the default.
            pub const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];

            /// Name in a link.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => <$descriptor as Method>::NAME,)+ }
            }

            /// What a link can say of it beside the gain, see [`Method::KNOBS`].
            const fn own_knobs(self) -> &'static [Knob] {
                match self { $(Self::$name => <$descriptor as Method>::KNOBS,)+ }
            }

            /// Default gain; none for a method that does not start from random weights.
            pub const fn gain(self) -> Option<f64> {
                match self { $(Self::$name => <$descriptor as Method>::GAIN,)+ }
            }

            /// Iterations when the link says nothing else.
            pub const fn iterations(self) -> usize {
                match self { $(Self::$name => <$descriptor as Method>::ITERATIONS,)+ }
            }

            /// Whether it can train a target that is a spike train, see [`Method::TRAINS`].
            pub const fn trains(self) -> bool {
                match self { $(Self::$name => <$descriptor as Method>::TRAINS,)+ }
            }

            /// Whether it can train layers that are not dense, see [`Method::SHARED`].
            pub const fn shared(self) -> bool {
                match self { $(Self::$name => <$descriptor as Method>::SHARED,)+ }
            }

            /// What a network of such layers has of it otherwise, see [`Method::defaults`].
            pub fn defaults(self, layers: Layers) -> &'static [(&'static str, f64)] {
                match self { $(Self::$name => <$descriptor as Method>::defaults(layers),)+ }
            }

            /// Numbers that its trainer keeps, see [`Method::memory`].
            pub fn memory(self, extent: &Extent) -> u64 {
                match self { $(Self::$name => <$descriptor as Method>::memory(extent),)+ }
            }

            /// Operations of looking at some samples, see [`Method::look_flops`].
            pub fn look_flops(self, extent: &Extent) -> f64 {
                match self { $(Self::$name => <$descriptor as Method>::look_flops(extent),)+ }
            }

            /// Operations of an iteration, see [`Method::flops`].
            pub fn flops(self, extent: &Extent, settings: &Settings) -> f64 {
                match self { $(Self::$name => <$descriptor as Method>::flops(extent, settings),)+ }
            }

            /// A trainer at the start of a run.
            ///
            /// # Errors
            /// Those of [`Method::build`].
            pub fn build<F: Scalar>(
                self,
                problem: &Arc<Problem<F>>,
                run: Run<'_>,
            ) -> Result<Box<dyn Trainer<F>>, Error> {
                match self { $(Self::$name => <$descriptor as Method>::build(problem, run),)+ }
            }
        }
    };
}

methods! {
    /// Exact spikes, multipliers carried down from the readout ([`crate::admm::exact`]).
    Exact = exact::Descriptor,
    /// Target spike trains ([`crate::admm::targets`]).
    Targets = targets::Descriptor,
    /// The relaxed form of arXiv 2505.05527 ([`crate::admm::paper`]).
    Paper = paper::Descriptor,
    /// Surrogate gradients ([`crate::baselines::surrogate`]).
    Surrogate = surrogate::Descriptor,
    /// Frozen random hidden layers and a ridge readout ([`crate::baselines::control`]).
    Control = control::Descriptor,
}

impl Solver {
    /// The solver of that name in a link.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// What a link can say of it.
    pub fn knobs(self) -> impl Iterator<Item = Knob> {
        self.gain().map(gain).into_iter().chain(self.own_knobs().iter().copied())
    }

    /// These layers where it can train them, else dense ones of as many neurons.
    pub(super) fn admitted(self, hidden: &[Token]) -> Vec<Token> {
        if self.shared() {
            return hidden.to_vec();
        }
        match Token::dense(hidden) {
            none if none.is_empty() => vec![Token::Dense(50)],
            layers => layers,
        }
    }

    /// Whether it can train `task`.
    pub fn fits(self, task: &Task) -> bool {
        self.trains() || !task.answer().is_trains()
    }

    /// The solvers that can train `task`; the first is the default.
    pub fn of_task(task: &Task) -> Vec<Self> {
        Self::ALL.into_iter().filter(|solver| solver.fits(task)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of a link has one range and one meaning, whichever solvers have it.
    #[test]
    fn knobs_of_one_key_are_alike() {
        let all: Vec<_> = Solver::ALL.into_iter().flat_map(|solver| solver.knobs().map(move |k| (solver, k))).collect();
        for (solver, knob) in &all {
            for (other, same) in all.iter().filter(|(_, k)| k.key == knob.key) {
                let of = |k: &Knob| (k.number, k.range, k.live);
                assert_eq!(of(knob), of(same), "{} of {solver:?} and {other:?}", knob.key);
            }
            let [least, most] = knob.range;
            assert!((least..=most).contains(&knob.default), "{} of {solver:?}", knob.key);
        }
    }

    #[test]
    fn an_iteration_costs_more_with_more_samples_steps_and_neurons() {
        let extent = |n, steps, hidden| Extent::dense(n, steps, vec![17, hidden, 2], false);
        for solver in Solver::ALL {
            let settings: Settings = solver.knobs().map(|knob| (knob.key, knob.default)).collect();
            let flops = |n, steps, hidden| solver.flops(&extent(n, steps, hidden), &settings);
            let base = flops(200, 20, 50);
            for (more, most) in [(flops(400, 20, 50), 2.0), (flops(200, 40, 50), 4.0), (flops(200, 20, 100), 8.0)] {
                assert!(more > base && more <= most * base, "{solver:?}: {more} of {base}");
            }
            let memory = |n, steps, hidden| solver.memory(&extent(n, steps, hidden));
            let base = memory(200, 20, 50);
            for more in [memory(400, 20, 50), memory(200, 40, 50), memory(200, 20, 100)] {
                assert!(more > base && more <= 4 * base, "{solver:?}: {more} of {base}");
            }
        }
    }
}
