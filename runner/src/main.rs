//! Heaviside in a terminal: trains what a link says, explains a link, sweeps over many links. The same code as the
//! page's below its web face, in single precision.
//!
//! Exit codes: 0 done, 1 failed (a file, memory, a fault of ours), 2 the command line, link or sweep was not understood,
//! 3 trained, but `run` ended with a numerical error (in a sweep that is a result like any other).

mod data;
mod info;
mod links;
mod plateau;
mod progress;
mod results;
mod run;
mod sweep;
mod words;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Train toy spiking networks by ADMM, without gradients of the spike. An experiment is its link, as on the page.
#[derive(Parser)]
#[command(version, after_help = "Exit codes: 0 done; 1 failed; 2 not understood; 3 done, with a numerical error.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train the experiment of a link and print what the page would show
    Run(run::Options),
    /// Explain a link: every setting, sizes, memory, the blocks of an iteration
    Info(info::Options),
    /// Train many links on all cores, one JSON line a result; what is finished is skipped
    Sweep(sweep::Options),
}

/// How a command ended, where that was no error.
enum Ending {
    /// All is well.
    Done,
    /// What was given is not understood; its sentences have been printed.
    NotUnderstood,
    /// Trained, but the run ended with a numerical error.
    Numerical,
}

fn main() -> ExitCode {
    let outcome: Result<Ending> = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Info(options) => info::run(&options),
        Command::Sweep(options) => sweep::run(&options),
    };
    match outcome {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::NotUnderstood) => ExitCode::from(2),
        Ok(Ending::Numerical) => ExitCode::from(3),
        // Whoever reads the output has gone (`| head`): nothing is left to be said.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
