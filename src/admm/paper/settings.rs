//! What can be set.

use crate::Error;

/// Settings of solver `paper`; the default is that of the paper's public scripts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Penalty `rho > 0` on the dynamics of every layer.
    pub rho: f64,
    /// Penalty `beta > 0` on `a = H(z - theta)`.
    pub beta: f64,
    /// Fraction of [`Self::iterations`], in `[0, 1]`, during which `lambda` stays as it is.
    pub warmup: f64,
    /// Planned number of iterations, at least 1; it sets the length of the warm-up and nothing else.
    pub iterations: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rho: 1.0, beta: 0.1, warmup: 0.3, iterations: 200 }
    }
}

impl Settings {
    /// Checks every range.
    ///
    /// # Errors
    /// [`Error::Setting`] for the first setting that is out of its range.
    pub fn validate(&self) -> Result<(), Error> {
        let check = |key: &str, given: f64, fits: bool, allowed: &str| {
            if fits {
                Ok(())
            } else {
                Err(Error::Setting { key: key.to_owned(), given: given.to_string(), allowed: allowed.into() })
            }
        };
        let positive = |x: f64| x.is_finite() && x > 0.0;
        check("rho", self.rho, positive(self.rho), "a number above 0")?;
        check("beta", self.beta, positive(self.beta), "a number above 0")?;
        check("warmup", self.warmup, (0.0..=1.0).contains(&self.warmup), "between 0 and 1")?;
        check("iterations", self.iterations as f64, self.iterations > 0, "at least 1")
    }

    /// Number of iterations at the start that leave `lambda` alone.
    pub fn warmup_iterations(&self) -> usize {
        (self.warmup * self.iterations as f64).round() as usize
    }
}
