//! The block `W_l`.

use super::{AugmentedLagrangian, Variables, Work};
use crate::Error;
use crate::linalg::{Scalar, product, pseudo_inverse};
use crate::network::Heard;

/// What holds the weights beside the data: adds `ridge |W|^2 + prox |W - W_before|^2` to `sum_t |r_{l,t} + u_{l,t}|^2`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor<F> {
    /// Pull towards zero.
    pub ridge: F,
    /// Pull towards the weights before the update.
    pub prox: F,
}

impl<F: Scalar> Anchor<F> {
    /// Nothing: least squares, of which the smallest solution is taken.
    pub fn none() -> Self {
        Self { ridge: F::zero(), prox: F::zero() }
    }
}

impl<F: Scalar> AugmentedLagrangian<F> {
    /// Exact minimiser over `W_l`, with `x` the increments `z_t - delta z_{t-1} + theta a_{t-1}`:
    ///
    /// ```text
    /// W_l = (sum_t (x_t + u_t)' a_{l-1,t}) (sum_t a_{l-1,t}' a_{l-1,t})^+
    /// W_l = (sum_t (x_t + u_t)' a_{l-1,t} + prox W_l) (sum_t a_{l-1,t}' a_{l-1,t} + (ridge + prox) I)^-1
    /// ```
    ///
    /// the second when anchored. Spikes that are all below the rounding error of 1 count as none: `W_l = 0`.
    ///
    /// # Errors
    /// [`Error::Numerical`] when the system is not finite or has no solution.
    pub fn update_weights(
        &self,
        v: &mut Variables<F>,
        l: usize,
        anchor: Anchor<F>,
        work: &mut Work<F>,
    ) -> Result<(), Error> {
        let Variables { network, a, .. } = &*v;
        let (heard, layer) = (Heard::all(self.below(a, l)), &network.layers[l]);
        v.shifted_increments(l, &mut work.scratch[l]);
        let cross = &mut work.cross[l];
        layer.statistics(F::one(), work.scratch[l].flat(), heard, F::zero(), cross.view_mut());
        let gram = if l == 0 {
            self.input_gram.view()
        } else {
            layer.gram(F::one(), heard, work.gram[l].view_mut());
            work.gram[l].view()
        };
        let hold = anchor.ridge + anchor.prox;
        if hold > F::zero() {
            cross.scaled_add(anchor.prox, layer.parameters());
            let system = &mut work.weight_system[l];
            system.factor(gram, hold, "W")?;
            system.solve_rows(cross)?;
            v.network.layers[l].parameters_mut().assign(cross);
        } else if l == 0 {
            let inverse = self.input_inverse.view();
            product(F::one(), cross.view(), inverse, F::zero(), v.network.layers[l].parameters_mut().view_mut());
        } else if gram.diag().iter().all(|&g| g <= F::default_epsilon() * F::default_epsilon()) {
            // Spikes are of the order of 1: what is left of them here is rounding, and its inverse may overflow.
            v.network.layers[l].parameters_mut().fill(F::zero());
        } else {
            let inverse = pseudo_inverse(gram)?;
            product(F::one(), cross.view(), inverse.view(), F::zero(), v.network.layers[l].parameters_mut().view_mut());
        }
        Ok(())
    }
}
