//! The `jenny` binary: flags and subcommands, and nothing that a program of it would miss elsewhere.
//!
//! - [`flags`]: the command line
//! - [`program`]: runs a file, a text or standard input
//! - [`repl`]: the prompt
//! - [`dump`]: `--check` and `--dump`
//! - [`trace`]: `jenny trace`
//! - [`export`]: `jenny trace export`
//! - [`view`]: `jenny view`
//! - [`watch`]: `jenny watch`
//! - [`browser`]: opens a page
//! - [`ps`]: `jenny ps`
//! - [`host_objects`]: `gc` and `$262`

mod browser;
mod dump;
mod export;
mod flags;
mod host_objects;
mod program;
mod ps;
mod repl;
mod trace;
mod view;
mod watch;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let flags = flags::Flags::parse();
    let code = program::run(flags);
    jenny_runtime::process::exit(code)
}
