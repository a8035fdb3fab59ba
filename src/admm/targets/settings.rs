//! What can be set, and within which bounds.

use crate::Error;

/// Settings of the solver `targets`, under their keys in a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Weight `rho` of a flip's own violation `(z - theta)^2 / 2` in the first iteration, above 0.
    pub rho0: f64,
    /// The weight towards which `rho` goes by the last iteration, above 0.
    pub rho1: f64,
    /// Distance `m` to the threshold, in units of the potential, that the layer problems ask for, above 0.
    pub margin: f64,
    /// Weight `mu` that holds a layer's weights to their old values, above 0.
    pub mu: f64,
    /// Ridge `kappa` of the readout, above 0.
    pub kappa: f64,
    /// Over-relaxation `alpha` of the layer problems' ADMM, above 0 and below 2; 1 is none.
    pub alpha: f64,
    /// Rounds `K` of each layer problem's ADMM, at least 1.
    pub inner: usize,
    /// Iterations planned: the cap, and the length of the schedule of `rho`; at least 1.
    pub iterations: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rho0: 0.3, rho1: 10.0, margin: 0.15, mu: 100.0, kappa: 1.0, alpha: 1.6, inner: 15, iterations: 40 }
    }
}

impl Settings {
    /// Checks every setting against its bounds.
    ///
    /// # Errors
    /// [`Error::Setting`] naming the first setting that is out of bounds.
    pub fn validate(&self) -> Result<(), Error> {
        let positive =
            [("rho0", self.rho0), ("rho1", self.rho1), ("margin", self.margin), ("mu", self.mu), ("kappa", self.kappa)];
        for (key, value) in positive {
            check(key, value, value.is_finite() && value > 0.0, "a number above 0")?;
        }
        check("alpha", self.alpha, self.alpha > 0.0 && self.alpha < 2.0, "a number above 0 and below 2")?;
        check("inner", self.inner, self.inner >= 1, "a whole number from 1")?;
        check("iterations", self.iterations, self.iterations >= 1, "a whole number from 1")
    }

    /// `rho_k = rho0 (rho1 / rho0)^(k / iterations)` for the iteration of index `k` (from 0); it stays at `rho1`
    /// afterwards.
    pub fn rho(&self, k: usize) -> f64 {
        let progress = k.min(self.iterations) as f64 / self.iterations as f64;
        self.rho0 * libm::pow(self.rho1 / self.rho0, progress)
    }
}

fn check(key: &str, given: impl ToString, holds: bool, allowed: &str) -> Result<(), Error> {
    if holds {
        Ok(())
    } else {
        Err(Error::Setting { key: key.to_owned(), given: given.to_string(), allowed: allowed.into() })
    }
}
