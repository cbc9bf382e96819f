//! `jenny trace`: runs a program and records it; shows a record in plain words or as JSON.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{ArgGroup, Parser};
use jenny_runtime::binding::compile::{keep_names, tell_statements};
use jenny_runtime::recording::{Detail, Recorded, Recorder, Turns};
use jenny_trace::file::MAGIC;
use jenny_trace::{Header, State, Trace, json, text};

use crate::export;
use crate::flags::{self, Flags};
use crate::program::{self, fail, say};
use crate::{browser, view};

/// Records a run, or shows a record
#[derive(Clone, Debug, Parser)]
#[command(
    name = "jenny trace",
    override_usage = "jenny trace FILE [ARGS]... [-o RECORD]    runs FILE and records it\n       jenny trace --text FILE [ARGS]...       runs FILE and prints what ran in which order\n       jenny trace --open FILE [ARGS]...       runs FILE and opens the page of its record\n       jenny trace --text RECORD               the same of a record\n       jenny trace --json RECORD               a record as JSON, one event a line\n       jenny trace export RECORD ...           a record for other programs; jenny trace export --help",
    after_help = "-o RECORD is taken before FILE, and as the last two words after it. Behind `--` all words are the program's own:\njenny trace -o RECORD -- FILE ARGS"
)]
struct TraceFlags {
    /// Where the record goes
    #[arg(short = 'o', long = "output", value_name = "RECORD")]
    output: Option<PathBuf>,
    /// Print the order of what ran, in plain words
    #[arg(long, conflicts_with_all = ["json", "check"])]
    text: bool,
    /// Print the record as JSON, one event a line
    #[arg(long)]
    json: bool,
    /// Fold the record and compare every turn with what the loop itself had
    #[arg(long, conflicts_with = "json")]
    check: bool,
    /// Record the calls of functions and what they hold, in all turns or in these
    #[arg(long, value_name = "TURN or FROM-TO", require_equals = true, num_args = 0..=1, default_missing_value = "all", value_parser = turns_of)]
    calls: Option<Turns>,
    /// Record each statement too, in all turns or in these
    #[arg(long, value_name = "TURN or FROM-TO", require_equals = true, num_args = 0..=1, default_missing_value = "all", value_parser = turns_of)]
    statements: Option<Turns>,
    /// Make the record's page and open it in the browser
    #[arg(long, conflicts_with_all = ["text", "json", "check"])]
    open: bool,
    /// A program and its arguments, or a record
    #[arg(value_name = "FILE", required = true, trailing_var_arg = true)]
    words: Vec<String>,
}

/// Runs a recorded program again
#[derive(Clone, Debug, Parser)]
#[command(
    name = "jenny replay",
    override_usage = "jenny replay RECORD                                   runs it again, with the record's answers\n       jenny replay --calls[=TURNS] [-o DETAIL] RECORD       and records calls, for jenny view DETAIL\n       jenny replay --statements[=TURNS] [-o DETAIL] RECORD  and records statements and calls",
    group(ArgGroup::new("detail").args(["calls", "statements"]).multiple(true))
)]
struct ReplayFlags {
    /// Record the calls of functions and what they hold, in all turns or in these
    #[arg(long, value_name = "TURN or FROM-TO", require_equals = true, num_args = 0..=1, default_missing_value = "all", value_parser = turns_of)]
    calls: Option<Turns>,
    /// Record each statement too, in all turns or in these
    #[arg(long, value_name = "TURN or FROM-TO", require_equals = true, num_args = 0..=1, default_missing_value = "all", value_parser = turns_of)]
    statements: Option<Turns>,
    /// Where that record goes (else beside the first, as .detail.jtrace)
    #[arg(short = 'o', long = "output", value_name = "DETAIL", requires = "detail")]
    output: Option<PathBuf>,
    /// The record
    #[arg(value_name = "RECORD")]
    record: PathBuf,
}

/// What is recorded beside the structure, if anything is.
fn detail_of(calls: Option<Turns>, statements: Option<Turns>) -> Option<Detail> {
    (calls.is_some() || statements.is_some()).then_some(Detail { calls, statements })
}

/// Has agents that begin from now on tell of it.
fn begin_detail(recorder: &Recorder, detail: Detail) {
    keep_names();
    if detail.statements.is_some() {
        tell_statements();
    }
    recorder.set_detail(detail);
}

/// `all`, `3` or `3-8`.
fn turns_of(text: &str) -> Result<Turns, String> {
    let number = |text: &str| text.parse().map_err(|_| format!("{text:?} is no turn"));
    match text.split_once('-') {
        _ if text == "all" => Ok(0..=u64::MAX),
        Some((from, to)) => Ok(number(from)?..=number(to)?),
        None => number(text).map(|turn| turn..=turn),
    }
}

/// Runs `jenny replay` with these words behind it; the exit code.
pub fn run_replay(flags: &Flags, words: &[String]) -> i32 {
    let replay_flags: ReplayFlags = match flags::parse(words) {
        Ok(replay_flags) => replay_flags,
        Err(code) => return code,
    };
    let ReplayFlags { calls, statements, output, record } = replay_flags;
    let path = output.unwrap_or_else(|| record.with_extension("detail.jtrace"));
    let detail = detail_of(calls, statements).map(|detail| (path, detail));
    replay(flags, &record, detail)
}

/// Runs `jenny trace` with these words behind it; the exit code.
pub fn run(flags: &Flags, words: &[String]) -> i32 {
    let mut trace_flags: TraceFlags = match flags::parse(words) {
        Ok(trace_flags) => trace_flags,
        Err(code) => return code,
    };
    if trace_flags.words[0] == "export" && trace_flags.words.len() > 1 {
        return export::run(flags, &trace_flags.words[1..]);
    }
    if trace_flags.output.is_none() && !is_after_dashes(words, &trace_flags.words) {
        trace_flags.output = take_output(&mut trace_flags.words);
    }
    let file = PathBuf::from(&trace_flags.words[0]);
    let view = match (trace_flags.text, trace_flags.json, trace_flags.check) {
        (true, ..) => Some(View::Text),
        (_, true, _) => Some(View::Json),
        (.., true) => Some(View::Check),
        _ => None,
    };
    if is_record(&file) {
        match view {
            Some(view) => return show(&file, view),
            None if trace_flags.open => return open_page(&file),
            None => {}
        }
    }
    let kept = trace_flags.output.is_some() || view.is_none();
    let record = match (&trace_flags.output, kept) {
        (Some(output), _) => output.clone(),
        (None, true) => PathBuf::from("run.jtrace"),
        (None, false) => std::env::temp_dir().join(format!("jenny-{}.jtrace", std::process::id())),
    };
    let mut program = flags.clone();
    program.file = Some(trace_flags.words[0].clone());
    program.arguments = trace_flags.words[1..].to_vec();
    program.quiet = view.is_some();
    match record_program(program, &record, view, kept, &trace_flags) {
        Ok(code) => code,
        Err(error) => fail(&format!("{}: {error}", record.display())),
    }
}

/// Whether a `--` stands before the file: what follows is the program's alone.
fn is_after_dashes(words: &[String], program: &[String]) -> bool {
    words.len().checked_sub(program.len() + 1).is_some_and(|before| words[before] == "--")
}

/// `FILE ARGS -o RECORD`: takes the last two words away.
fn take_output(program: &mut Vec<String>) -> Option<PathBuf> {
    match &program[..] {
        [_, .., flag, record] if flag == "-o" || flag == "--output" => {
            let record = PathBuf::from(record);
            program.truncate(program.len() - 2);
            Some(record)
        }
        _ => None,
    }
}

fn is_record(path: &Path) -> bool {
    let mut begin = [0; MAGIC.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut begin)).is_ok() && begin == MAGIC
}

/// Runs and records; what is to be shown is shown at the end, also where the program ends the process itself.
fn record_program(
    mut flags: Flags,
    record: &Path,
    view: Option<View>,
    kept: bool,
    trace_flags: &TraceFlags,
) -> std::io::Result<i32> {
    let recorder = Recorder::start(BufWriter::new(File::create(record)?), &header(&flags, false))?;
    let opens = trace_flags.open;
    if let Some(detail) = detail_of(trace_flags.calls.clone(), trace_flags.statements.clone()) {
        begin_detail(&recorder, detail);
    }
    flags.recorder = Some(recorder.clone());
    let path = record.to_owned();
    recorder.set_after(Box::new(move |recorded| {
        let Some(view) = view else {
            tell(&path, recorded);
            if opens {
                open_page(&path);
            }
            return;
        };
        let code = show(&path, view);
        if !kept {
            // What cannot be removed is in the folder of temporary files.
            let _ = std::fs::remove_file(&path);
        }
        if code != 0 {
            jenny_runtime::process::exit(code);
        }
    }));
    let code = program::run_settled(flags);
    if let Err(error) = recorder.finish() {
        // The program ran as it would have without a record, so the exit code is its own.
        tell_of_failure(record, &error);
    }
    Ok(code)
}

/// Makes the page of a record and opens it, or says where it lies; the exit code.
fn open_page(record: &Path) -> i32 {
    let page = match view::make_page(record) {
        Ok(page) => std::path::absolute(&page).unwrap_or(page),
        Err(error) => return fail(&format!("{}: {error}", record.display())),
    };
    let opened = browser::open(&page.display().to_string());
    let text = if opened { "opening" } else { "open in a browser:" };
    say(&format!("{text} {}", page.display()));
    0
}

pub fn tell(record: &Path, recorded: Recorded) {
    let Recorded { events, dropped, bytes } = recorded;
    let missing = if dropped > 0 { format!(", {dropped} dropped") } else { String::new() };
    say(&format!("{}: {events} events, {bytes} bytes{missing}", record.display()));
}

fn tell_of_failure(record: &Path, error: &std::io::Error) {
    say(&format!("{}: the record could not be written to its end: {error}", record.display()));
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    json::string(&mut out, text);
    out
}

/// The head of a record. `replayed`: it is made by replaying, so it holds no decisions.
pub fn header(flags: &Flags, replayed: bool) -> Header {
    let words: Vec<String> = flags.file.iter().chain(&flags.arguments).map(|word| quoted(word)).collect();
    let directory = jenny_runtime::process::working_directory().unwrap_or_default();
    let wall = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Header::new(&[
        ("jenny", quoted(env!("CARGO_PKG_VERSION"))),
        ("arguments", format!("[{}]", words.join(","))),
        ("entry", quoted(flags.file.as_deref().unwrap_or_default())),
        ("directory", quoted(&directory.display().to_string())),
        ("platform", quoted(std::env::consts::OS)),
        ("wall", quoted(&wall.as_nanos().to_string())),
        ("stage", flags.has_stage.to_string()),
        ("replayed", replayed.to_string()),
    ])
}

/// Replays a record up to the end of a turn, or of the run, and writes the heap of then; the exit code.
pub(super) fn replay_to_snapshot(flags: &Flags, record: &Path, turn: Option<u64>, output: &Path) -> i32 {
    let directory = match jenny_runtime::process::working_directory() {
        Ok(directory) => directory,
        Err(error) => return fail(&error.to_string()),
    };
    let mut flags = flags.clone();
    flags.heap_snapshot_at_exit = Some(directory.join(output));
    flags.heap_snapshot_turn = turn;
    flags.quiet = true;
    let code = replay(&flags, record, None);
    // The program's own code says nothing about the export.
    if output.exists() { 0 } else { code.max(1) }
}

/// Runs a recorded program again, with the record's answers in place of the world's; the exit code.
/// `detail`: what of the replay is recorded, and where.
fn replay(flags: &Flags, record: &Path, detail: Option<(PathBuf, Detail)>) -> i32 {
    let trace = match read(record) {
        Ok(trace) => trace,
        Err(error) => return fail(&format!("{}: {error}", record.display())),
    };
    let header: serde_json::Value = serde_json::from_str(&trace.header.json).unwrap_or_default();
    let mut words = header["arguments"].as_array().into_iter().flatten().filter_map(|word| word.as_str());
    let mut program = flags.clone();
    program.file = words.next().map(str::to_owned);
    program.arguments = words.map(str::to_owned).collect();
    let directory = header["directory"].as_str().unwrap_or(".").to_owned();
    program.has_stage = header["stage"].as_bool().unwrap_or(false);
    if header["replayed"].as_bool().unwrap_or(false) {
        return fail(&format!(
            "{}: this was made by replaying; replay the record that it was made from",
            record.display()
        ));
    }
    program.replays = Some(Arc::new(trace));
    let recorder = match detail.map(|(path, detail)| start_detail(&program, path, detail)).transpose() {
        Ok(recorder) => recorder,
        Err(why) => return fail(&why),
    };
    program.recorder.clone_from(&recorder);
    if let Err(error) = std::env::set_current_dir(&directory) {
        return fail(&format!("{directory}: {error}"));
    }
    let code = program::run_settled(program);
    if let Some(Err(error)) = recorder.map(|recorder| recorder.finish()) {
        say(&format!("the record could not be written to its end: {error}"));
    }
    code
}

/// Begins the record of a replay's calls and statements.
fn start_detail(program: &Flags, path: PathBuf, detail: Detail) -> Result<Arc<Recorder>, String> {
    let begun = File::create(&path).and_then(|file| Recorder::start(BufWriter::new(file), &header(program, true)));
    let recorder = begun.map_err(|error| format!("{}: {error}", path.display()))?;
    begin_detail(&recorder, detail);
    recorder.set_after(Box::new(move |recorded| tell(&path, recorded)));
    Ok(recorder)
}

pub(super) fn read(path: &Path) -> Result<Trace, jenny_trace::ReadError> {
    Trace::read(BufReader::new(File::open(path)?))
}

/// What of a record is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Text,
    Json,
    Check,
}

/// Prints a record; the exit code.
fn show(path: &Path, view: View) -> i32 {
    let trace = match read(path) {
        Ok(trace) => trace,
        Err(error) => return fail(&format!("{}: {error}", path.display())),
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let written = match view {
        View::Json => json::write(&trace, &mut out),
        View::Text => out.write_all(text::describe(&trace).as_bytes()),
        View::Check => {
            let turns: Result<Vec<u64>, String> = trace.agents.iter().map(State::check_all).collect();
            match turns {
                Ok(turns) => writeln!(out, "{} turns agree", turns.iter().sum::<u64>()),
                Err(difference) => return fail(&difference),
            }
        }
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => 0,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(error) => fail(&format!("standard output cannot be written: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_named_before_or_last() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut program = words("a.js x -o run.jtrace");
        assert_eq!((take_output(&mut program), program), (Some("run.jtrace".into()), words("a.js x")));
        for kept in ["a.js -o x y", "-o run.jtrace", "a.js -o", "a.js"] {
            let mut program = words(kept);
            assert_eq!((take_output(&mut program), program), (None, words(kept)));
        }
        assert!(is_after_dashes(&words("-- a.js -o x"), &words("a.js -o x")));
        assert!(is_after_dashes(&words("--text -- a.js"), &words("a.js")));
        assert!(!is_after_dashes(&words("a.js -- -o x"), &words("a.js -- -o x")));
    }
}
