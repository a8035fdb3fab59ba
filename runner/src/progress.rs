//! The clocks of the runs and the progress bars, on standard error where that is a terminal.

use std::sync::OnceLock;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

/// Seconds from the first call.
pub fn seconds() -> f64 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    ORIGIN.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds that this thread has computed, from any origin: what else runs on the machine does not count. A run stays on
/// one thread.
#[cfg(unix)]
pub fn computed_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Seconds, where the time of a thread is not known finely enough.
#[cfg(not(unix))]
pub fn computed_seconds() -> f64 {
    seconds()
}

/// A bar of `length` steps with the time left; `counted` stands between bar and time.
pub fn bar(length: u64, counted: &str) -> ProgressBar {
    let template = format!("{{bar:24}} {counted}{{eta}} left  {{msg}}");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style)
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn waiting_is_not_computing() {
        let (wall, computed) = (seconds(), computed_seconds());
        std::thread::sleep(Duration::from_millis(200));
        let (wall, computed) = (seconds() - wall, computed_seconds() - computed);
        assert!(wall >= 0.2 && computed < 0.1, "{wall} s passed, {computed} s computed");
        // Long enough to be seen by the clock, however coarse.
        let begun = computed_seconds();
        let mut x = 1.0_f64;
        while computed_seconds() - begun < 0.01 {
            x = std::hint::black_box(x.sqrt());
        }
    }
}
