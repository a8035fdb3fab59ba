//! The order of the blocks of an iteration.

use crate::method::Block;

/// A phase of an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Forward,
    Message,
    /// Index of the hidden layer, from 0.
    FlipCosts(usize),
    LayerProblem(usize),
    Step,
}

impl Phase {
    pub(super) fn block(self) -> Block {
        match self {
            Self::Forward => Block::whole("forward"),
            Self::Message => Block::whole("message"),
            Self::FlipCosts(l) => Block::of_layer("flip_costs", l + 1),
            Self::LayerProblem(l) => Block::of_layer("layer_problem", l + 1),
            Self::Step => Block::whole("step"),
        }
    }

    /// The phase after it, with so many hidden layers.
    pub(super) const fn next(self, hidden: usize) -> Self {
        match self {
            Self::Forward => Self::Message,
            Self::Message => Self::FlipCosts(hidden - 1),
            Self::FlipCosts(l) => Self::LayerProblem(l),
            Self::LayerProblem(0) => Self::Step,
            Self::LayerProblem(l) => Self::FlipCosts(l - 1),
            Self::Step => Self::Forward,
        }
    }
}
