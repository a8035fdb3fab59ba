//! Heaviside.
