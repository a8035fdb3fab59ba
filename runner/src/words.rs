//! The page's own sentences about tasks, solvers and settings, so that terminal and page say the same.

/// The strings of the page: one entry a line, or `says` on a line of its own below its name.
const STRINGS: &str = include_str!("../../www/strings/en.js");

/// What a setting does, by its key in a link.
pub fn setting(key: &str) -> Option<String> {
    entry("fields", key, "help: ")
}

/// What a task is, by its name in a link.
pub fn task(name: &str) -> Option<String> {
    entry("taskHelp", name, "")
}

/// What a solver is, by its name in a link.
pub fn solver(name: &str) -> Option<String> {
    entry("solvers", name, "says: ")
}

/// The string after `label` in the entry `key` of the table `const <table> = {`.
fn entry(table: &str, key: &str, label: &str) -> Option<String> {
    let start = STRINGS.find(&format!("const {table} = {{"))?;
    let body = &STRINGS[start..];
    let body = &body[..body.find("\n};")?];
    // A name with a hyphen is quoted.
    let quoted = format!("\n  '{key}': ");
    let plain = format!("\n  {key}: ");
    let from = body.find(&plain).map(|at| at + plain.len()).or(body.find(&quoted).map(|at| at + quoted.len()))?;
    // The next entry starts at the same depth.
    let mut lines = body[from..].split("\n  ");
    let first = lines.next()?;
    let entry = std::iter::once(first).chain(lines.take_while(|line| !is_entry(line))).collect::<Vec<_>>().join("\n");
    let after = &entry[entry.find(&format!("{label}'"))? + label.len() + 1..];
    unquoted(after)
}

/// Whether a line, its two spaces taken off, starts another entry.
fn is_entry(line: &str) -> bool {
    line.starts_with(|c: char| c.is_alphabetic() || c == '\'')
}

/// A single-quoted string of JavaScript up to its closing quote, its escapes read.
fn unquoted(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '\'' => return Some(out),
            '\\' => match chars.next()? {
                'u' => {
                    let digits: String = chars.by_ref().take(4).collect();
                    out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use heaviside::experiment::{Solver, fields};
    use heaviside::tasks::Task;

    use super::*;

    #[test]
    fn everything_that_a_link_can_say_has_a_sentence() {
        let ends = |sentence: Option<String>| sentence.is_some_and(|s| s.ends_with('.'));
        for field in fields().iter().filter(|f| !matches!(f.key, "task" | "solver")) {
            assert!(ends(setting(field.key)), "{}", field.key);
        }
        for task_ in Task::ALL {
            assert!(ends(task(task_.name())), "{task_:?}");
        }
        for solver_ in Solver::ALL {
            assert!(ends(solver(solver_.name())), "{solver_:?}");
        }
        assert_eq!(setting("lr").as_deref(), Some("Step size of Adam."));
        assert_eq!(setting("nothing"), None);
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(unquoted(r"it\u2019s \'so\', yes' }").as_deref(), Some("it\u{2019}s 'so', yes"));
        assert_eq!(unquoted("no end"), None);
    }
}
