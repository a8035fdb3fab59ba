//! The clock of the runs and the progress bars, on standard error where that is a terminal.

use std::sync::OnceLock;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

/// Seconds from the first call.
pub fn seconds() -> f64 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    ORIGIN.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// A bar of `length` steps with the time left; `counted` stands between bar and time.
pub fn bar(length: u64, counted: &str) -> ProgressBar {
    let template = format!("{{bar:24}} {counted}{{eta}} left  {{msg}}");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style)
}
