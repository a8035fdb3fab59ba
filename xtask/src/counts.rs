//! How many tests passed and failed, read from the closing lines of the test runners.

use std::ops::AddAssign;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Counts {
    /// What one line of output adds: cargo's and wasm-bindgen's `test result: ...`, or node's `# pass 3` (TAP) and
    /// `ℹ pass 3` (spec reporter). A cancelled test of node did not pass, so it failed.
    pub fn of_line(line: &str) -> Self {
        let line = without_colours(line);
        if let Some(result) = line.trim_start().strip_prefix("test result: ") {
            return Self { passed: before(result, " passed"), failed: before(result, " failed") };
        }
        let Some(summary) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
            return Self::default();
        };
        let Some((word, Ok(number))) = summary.split_once(' ').map(|(word, number)| (word, number.trim().parse()))
        else {
            return Self::default();
        };
        match word {
            "pass" => Self { passed: number, failed: 0 },
            "fail" | "cancelled" => Self { passed: 0, failed: number },
            _ => Self::default(),
        }
    }
}

/// The number that stands right before a word.
fn before(text: &str, word: &str) -> u64 {
    text.split_once(word)
        .and_then(|(head, _)| head.rsplit(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// A line without the escape sequences that colour it.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn cargo_and_wasm_bindgen_say_a_test_result() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s";
        assert_eq!(Counts::of_line(line), counts(12, 3));
        let line = "test result: \u{1b}[32mok\u{1b}[0m. 4 passed; 0 failed; 0 ignored; 0 filtered out; finished in 1s";
        assert_eq!(Counts::of_line(line), counts(4, 0));
    }

    #[test]
    fn node_says_pass_and_fail_in_two_formats() {
        assert_eq!(Counts::of_line("# pass 9"), counts(9, 0));
        assert_eq!(Counts::of_line("\u{1b}[34mℹ fail 2\u{1b}[39m"), counts(0, 2));
        assert_eq!(Counts::of_line("ℹ cancelled 1"), counts(0, 1));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["test a ... ok", "# duration_ms 12", "# pass", "    # pass 3", "the test result: 3 passed", ""] {
            assert_eq!(Counts::of_line(line), Counts::default(), "{line}");
        }
    }
}
