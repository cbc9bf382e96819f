//! `jenny trace export`: a record for Perfetto, Chrome's trace viewers and DevTools.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use jenny_trace::export::{chrome, cpuprofile, perfetto};

use crate::flags::{self, Flags};
use crate::program::fail;
use crate::trace;

/// Makes a record readable for other programs
#[derive(Clone, Debug, Parser)]
#[command(name = "jenny trace export")]
#[group(required = true, multiple = false)]
struct Format {
    /// Perfetto's TrackEvents: ui.perfetto.dev, trace_processor (.pftrace)
    #[arg(long)]
    perfetto: bool,
    /// Chrome's trace events: chrome://tracing, DevTools' performance panel (.json)
    #[arg(long)]
    chrome: bool,
    /// DevTools' CPU profile of the recorded calls (.cpuprofile)
    #[arg(long)]
    cpuprofile: bool,
    /// The heap at the end of a turn, or of the run: the record is replayed up to there (.heapsnapshot)
    #[arg(long, value_name = "TURN", require_equals = true, num_args = 0..=1)]
    heapsnapshot: Option<Option<u64>>,
}

/// Makes a record readable for other programs
#[derive(Clone, Debug, Parser)]
#[command(name = "jenny trace export")]
struct ExportFlags {
    #[command(flatten)]
    format: Format,
    /// Where it goes (else beside the record)
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// The agent whose calls are meant: 0 is the program's own, Workers follow
    #[arg(long, default_value_t = 0)]
    agent: u16,
    /// The record
    #[arg(value_name = "RECORD", default_value = "run.jtrace")]
    record: PathBuf,
}

/// Runs `jenny trace export` with these words behind it; the exit code.
pub fn run(flags: &Flags, words: &[String]) -> i32 {
    let export: ExportFlags = match flags::parse(words) {
        Ok(export) => export,
        Err(code) => return code,
    };
    let format = &export.format;
    let extension = match format {
        Format { perfetto: true, .. } => "pftrace",
        Format { chrome: true, .. } => "json",
        Format { cpuprofile: true, .. } => "cpuprofile",
        _ => "heapsnapshot",
    };
    let output = export.output.clone().unwrap_or_else(|| export.record.with_extension(extension));
    if let Some(turn) = format.heapsnapshot {
        return trace::replay_to_snapshot(flags, &export.record, turn, &output);
    }
    let record = match trace::read(&export.record) {
        Ok(record) => record,
        Err(error) => return fail(&format!("{}: {error}", export.record.display())),
    };
    let written = match (format.perfetto, format.chrome) {
        (true, _) => write(&output, |out| perfetto::write(&record, out)),
        (_, true) => write(&output, |out| chrome::write(&record, out)),
        _ => match cpuprofile::of_calls(&record, export.agent) {
            Some(profile) => write(&output, |out| profile.write(out)),
            None => {
                let record = export.record.display();
                return fail(&format!(
                    "{record}: the record holds no calls. `jenny --cpu-prof FILE` samples a run, `jenny --cpu-prof replay RECORD` a replay"
                ));
            }
        },
    };
    match written {
        Ok(()) => 0,
        Err(error) => fail(&format!("{}: {error}", output.display())),
    }
}

fn write(path: &Path, content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    content(&mut out)?;
    out.flush()
}
