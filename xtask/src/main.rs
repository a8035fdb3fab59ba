//! Every command of the README: `cargo xtask serve`, `dist`, `test`, `links`, `fuzz`, `bench`, `screens` and `experiments`.
//!
//! Each command checks what it needs and installs what is missing, so that a fresh clone works with Rust and Node alone.

mod bench;
mod browsers;
mod checks;
mod counts;
mod experiments;
mod fuzz;
mod interop;
mod links;
mod modules;
mod need;
mod process;
mod screens;
mod serve;
mod site;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

/// What is printed without a command, with an unknown one, and for `--help`.
const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--port 8080] [--open] [--watch]   build the page and serve it on 127.0.0.1
  dist [--out dist]                        write the page as a static folder for any host
  test [--quick] [STEP...]                 run every check and test, or the named steps only
  links [--accept]                         train the links of tests/links on the page's wasm in Node and compare;
                                           --accept takes what they come to now and prints what changed
  fuzz [--minutes 10] [READER]             give what comes from outside, changed, to its readers
  bench [--peers] [--quick]                measure natively, in Chromium and in Firefox, into docs/performance.md and .json;
                                           --peers: other libraries, too, --quick: only that it works
  screens                                  take the pictures of docs/screens
  experiments [--only PATTERN] [--quick] [--jobs J]
                                           train the whole table and write docs/results.md and .csv; resumes.
                                           PATTERN is a part of `row/method`; a part or a quick run goes to
                                           target/experiments

Steps of test: ";

/// A command with its options.
enum Command {
    Serve(serve::Options),
    Dist { out: PathBuf },
    Test(checks::Options),
    Links(links::Options),
    Fuzz(fuzz::Options),
    Bench(bench::Options),
    Screens,
    Experiments(experiments::Options),
    Help,
}

/// Reads the command line; an error is a sentence about the argument that was not understood.
fn parse() -> Result<Command> {
    let mut args = lexopt::Parser::from_env();
    let mut command = match args.next()? {
        Some(Value(name)) => match name.string()?.as_str() {
            "serve" => Command::Serve(serve::Options::default()),
            "dist" => Command::Dist { out: "dist".into() },
            "test" => Command::Test(checks::Options::default()),
            "links" => Command::Links(links::Options::default()),
            "fuzz" => Command::Fuzz(fuzz::Options::default()),
            "bench" => Command::Bench(bench::Options::default()),
            "screens" => Command::Screens,
            "experiments" => Command::Experiments(experiments::Options::default()),
            "help" => Command::Help,
            other => bail!("There is no command `{other}`."),
        },
        Some(Short('h') | Long("help")) => Command::Help,
        Some(other) => return Err(other.unexpected().into()),
        None => bail!("Which command?"),
    };
    while let Some(arg) = args.next()? {
        match (&mut command, arg) {
            (_, Short('h') | Long("help")) => return Ok(Command::Help),
            (Command::Serve(options), Long("port")) => {
                options.port = args.value()?.parse().context("--port takes a number from 0 to 65535")?;
            }
            (Command::Serve(options), Long("open")) => options.open = true,
            (Command::Serve(options), Long("watch")) => options.watch = true,
            (Command::Dist { out }, Long("out")) => *out = args.value()?.into(),
            (Command::Test(options), Long("quick")) => options.quick = true,
            (Command::Test(options), Value(step)) => options.steps.push(step.string()?),
            (Command::Bench(options), Long("peers")) => options.peers = true,
            (Command::Bench(options), Long("quick")) => options.quick = true,
            (Command::Links(options), Long("accept")) => options.accept = true,
            (Command::Fuzz(options), Long("minutes")) => {
                options.minutes = args.value()?.parse().context("--minutes takes a number")?;
            }
            (Command::Fuzz(options), Value(reader)) => options.only = Some(fuzz::reader(&reader.string()?)?),
            (Command::Experiments(options), Long("only")) => options.only = Some(args.value()?.string()?),
            (Command::Experiments(options), Long("quick")) => options.quick = true,
            (Command::Experiments(options), Long("jobs")) => {
                options.jobs = Some(args.value()?.parse().context("--jobs takes a whole number from 1")?);
            }
            (_, arg) => return Err(arg.unexpected().into()),
        }
    }
    Ok(command)
}

/// Runs one command; `Ok(false)` when it worked but found failures.
fn run(command: Command) -> Result<bool> {
    match command {
        Command::Serve(options) => serve::run(&options).map(|()| true),
        Command::Dist { out } => site::dist(&out).map(|()| true),
        Command::Test(options) => checks::run(&options),
        Command::Links(options) => links::run(&options),
        Command::Fuzz(options) => fuzz::run(&options).map(|()| true),
        Command::Bench(options) => bench::run(&options).map(|()| true),
        Command::Screens => screens::run().map(|()| true),
        Command::Experiments(options) => experiments::run(&options).map(|()| true),
        Command::Help => {
            println!("{}", usage());
            Ok(true)
        }
    }
}

/// The usage text with the names of the test steps.
fn usage() -> String {
    format!("{USAGE}{}", checks::names().join(", "))
}

fn main() -> ExitCode {
    let command = match parse() {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error:#}\n\n{}", usage());
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
