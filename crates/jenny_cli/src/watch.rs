//! `jenny watch`: runs a program while a page on the loopback address follows it.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::Parser;
use jenny_runtime::recording::Recorder;
use jenny_runtime::watch::{self, Watch};

use crate::flags::{self, Flags};
use crate::program::{self, fail, say};
use crate::{browser, trace, view};

/// Runs a program while a page follows it: pauses it, steps it, sends it clicks and keys
#[derive(Clone, Debug, Parser)]
#[command(
    name = "jenny watch",
    override_usage = "jenny watch [--paused] [--no-open] [--port N] [-o RECORD] FILE [ARGS]..."
)]
struct WatchFlags {
    /// Where the record goes
    #[arg(short = 'o', long = "output", value_name = "RECORD", default_value = "run.jtrace")]
    output: PathBuf,
    /// Stop before the first task
    #[arg(long)]
    paused: bool,
    /// Only print the page's address
    #[arg(long)]
    no_open: bool,
    /// The page's port (else one that is free)
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// The program and its arguments
    #[arg(value_name = "FILE", required = true, trailing_var_arg = true)]
    words: Vec<String>,
}

/// Runs `jenny watch` with these words behind it; the exit code.
pub fn run(flags: &Flags, words: &[String]) -> i32 {
    let watch_flags: WatchFlags = match flags::parse(words) {
        Ok(watch_flags) => watch_flags,
        Err(code) => return code,
    };
    let mut program = flags.clone();
    program.file = Some(watch_flags.words[0].clone());
    program.arguments = watch_flags.words[1..].to_vec();
    program.has_stage = true;
    let record = watch_flags.output.clone();
    match watch_program(program, &record, &watch_flags) {
        Ok(code) => code,
        Err(error) => fail(&format!("{}: {error}", record.display())),
    }
}

fn watch_program(mut flags: Flags, record: &Path, watch_flags: &WatchFlags) -> std::io::Result<i32> {
    let recorder = Recorder::start(BufWriter::new(File::create(record)?), &trace::header(&flags, false))?;
    let gate = Watch::new(watch_flags.paused);
    recorder.set_watch(gate.clone());
    jenny_runtime::binding::compile::keep_names();
    flags.recorder = Some(recorder.clone());
    let (page, policy) = view::live_page();
    let server = watch::start(page, policy, watch_flags.port, record, recorder.clone(), gate)?;
    let address = server.address();
    say(&format!("watch at {address}"));
    if !watch_flags.no_open && !browser::open(&address) {
        say("open this address in a browser; it is good for one page");
    }
    let path = record.to_owned();
    recorder.set_after(Box::new(move |recorded| {
        trace::tell(&path, recorded);
        server.wait_for_page();
    }));
    let code = program::run_settled(flags);
    recorder.finish()?;
    Ok(code)
}
