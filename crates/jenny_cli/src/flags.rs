//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use jenny_runtime::inspection::{HeapSnapshotAt, InspectionOptions};

/// What `--dump` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dump {
    Ast,
    Scopes,
    Bytecode,
}

/// Runs JavaScript and TypeScript programs.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "jenny",
    version,
    about = "Runs JavaScript and TypeScript programs",
    disable_version_flag = true,
    override_usage = "jenny [FLAGS] [run] FILE [ARGS]...\n       jenny [FLAGS] -e CODE | -p CODE [ARGS]...\n       jenny [FLAGS] -          (the program comes from standard input)\n       jenny                    (a prompt)\n       jenny trace ...          (records a run; jenny trace --help)\n       jenny replay RECORD      (runs it again)\n       jenny view RECORD        (makes a page of a record; jenny view --help)\n       jenny watch FILE         (runs it while a page follows; jenny watch --help)\n       jenny ps [PID]           (lists running programs; what one waits for)",
    disable_help_subcommand = true
)]
pub struct Flags {
    /// Run this text
    #[arg(short = 'e', long = "eval", value_name = "CODE", allow_hyphen_values = true)]
    pub eval: Option<String>,
    /// Run this text and print its value
    #[arg(short = 'p', long = "print", value_name = "CODE", allow_hyphen_values = true)]
    pub print: Option<String>,
    /// Show a prompt, also if standard input is no terminal; with -e, after that text
    #[arg(short = 'i', long)]
    pub interactive: bool,
    /// Run the file as a classic script in the global scope, without a module around it
    #[arg(long)]
    pub script: bool,
    /// Look for syntax errors; do not run
    #[arg(short = 'c', long)]
    pub check: bool,
    /// Print what the compiler makes of the file; do not run
    #[arg(long, value_name = "WHAT", require_equals = true)]
    pub dump: Option<Dump>,
    /// Neither read nor keep compiled code of large sources on disk, as with an empty $JENNY_CACHE_DIR
    #[arg(long)]
    pub no_code_cache: bool,
    /// Collect garbage at every allocation, or at every Nth
    #[arg(long, value_name = "N", require_equals = true, num_args = 0..=1, default_value_t = 0, default_missing_value = "1")]
    pub gc_stress: u32,
    /// Give programs the function gc()
    #[arg(long)]
    pub expose_gc: bool,
    /// Give programs the object $262 of the conformance suite
    #[arg(long)]
    pub expose_test262: bool,
    /// Most megabytes that the heap may hold
    #[arg(long, value_name = "MEGABYTES", require_equals = true)]
    pub max_heap: Option<usize>,
    /// Tell at the end what was left: pending operations, awaiting functions, and where they started
    #[arg(long)]
    pub why_exit: bool,
    /// Tell what keeps the program alive once it has had nothing to run for so long, and at Ctrl-C
    #[arg(long, value_name = "MILLISECONDS", require_equals = true, num_args = 0..=1, default_missing_value = "1000")]
    pub why_alive: Option<u64>,
    /// Name the code that holds the loop for longer
    #[arg(long, value_name = "MILLISECONDS", require_equals = true)]
    pub slow_turn: Option<u64>,
    /// Sample the run and write a CPU profile for DevTools
    #[arg(long, value_name = "FILE", require_equals = true, num_args = 0..=1, default_missing_value = "run.cpuprofile")]
    pub cpu_prof: Option<PathBuf>,
    /// Write the heap at the program's end for DevTools
    #[arg(long, value_name = "FILE", require_equals = true, num_args = 0..=1, default_missing_value = "run.heapsnapshot")]
    pub heap_snapshot_at_exit: Option<PathBuf>,
    /// Add a condition for the `exports` and `imports` of packages
    #[arg(short = 'C', long = "conditions", value_name = "NAME")]
    pub conditions: Vec<String>,
    /// Print the version
    #[arg(short = 'v', short_alias = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// The program and its arguments
    #[arg(value_name = "FILE", trailing_var_arg = true, hide = true)]
    words: Vec<String>,
    /// The program
    #[arg(skip)]
    pub file: Option<String>,
    /// Its arguments
    #[arg(skip)]
    pub arguments: Vec<String>,
    /// Who gets its record
    #[arg(skip)]
    pub recorder: Option<std::sync::Arc<jenny_runtime::recording::Recorder>>,
    /// The record that it answers from
    #[arg(skip)]
    pub replays: Option<std::sync::Arc<jenny_trace::Trace>>,
    /// Clicks and keys may come from a page, or from the record of a run that had one
    #[arg(skip)]
    pub has_stage: bool,
    /// The turn at whose end the heap is written, in place of the program's end
    #[arg(skip)]
    pub heap_snapshot_turn: Option<u64>,
    /// What it prints goes to its record only
    #[arg(skip)]
    pub quiet: bool,
}

/// The flags of a subcommand, from the words behind its name.
///
/// # Errors
/// The exit code, once clap has printed what is wrong, or the help that was asked for.
pub fn parse<T: Parser>(words: &[String]) -> Result<T, i32> {
    let name = T::command().get_name().to_owned();
    T::try_parse_from(std::iter::once(&name).chain(words)).map_err(|error| {
        // The help of a closed terminal is nobody's loss.
        let _ = error.print();
        error.exit_code()
    })
}

impl Flags {
    /// Puts aside the word `run`, and gives the words after `-e CODE` to the program.
    pub fn settle(mut self) -> Flags {
        let mut words = std::mem::take(&mut self.words).into_iter();
        if self.eval.is_none() && self.print.is_none() {
            self.file = words.next();
            if self.file.as_deref() == Some("run") && words.len() > 0 {
                self.file = words.next();
            }
        }
        self.arguments = words.collect();
        // Where they are named from, not where the program goes.
        for path in [&mut self.cpu_prof, &mut self.heap_snapshot_at_exit].into_iter().flatten() {
            *path = std::path::absolute(&*path).unwrap_or_else(|_| path.clone());
        }
        self
    }

    /// What is to be told of the run.
    pub fn inspection(&self) -> InspectionOptions {
        let turn = self.heap_snapshot_turn;
        InspectionOptions {
            why_exit: self.why_exit,
            why_alive: self.why_alive,
            slow_turn: self.slow_turn,
            cpu_profile: self.cpu_prof.clone(),
            heap_snapshot: self.heap_snapshot_at_exit.clone().map(|path| HeapSnapshotAt { path, turn }),
        }
    }

    /// The flags that were given, for `process.execArgv`.
    pub fn given(&self) -> Vec<String> {
        let stress = match self.gc_stress {
            0 | 1 => "--gc-stress".to_owned(),
            every => format!("--gc-stress={every}"),
        };
        let flags = [
            (self.script, "--script"),
            (self.no_code_cache, "--no-code-cache"),
            (self.gc_stress != 0, &*stress),
            (self.expose_gc, "--expose-gc"),
            (self.expose_test262, "--expose-test262"),
        ];
        flags.into_iter().filter(|(given, _)| *given).map(|(_, name)| name.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Flags {
        Flags::try_parse_from(std::iter::once(&"jenny").chain(words)).unwrap().settle()
    }

    #[test]
    fn words_go_where_they_belong() {
        let flags = parse(&["--gc-stress", "run", "a.js", "--check", "-", "x"]);
        assert_eq!((flags.file.as_deref(), flags.check, flags.gc_stress), (Some("a.js"), false, 1));
        assert_eq!(flags.given(), ["--gc-stress"]);
        assert_eq!(parse(&["--gc-stress=7", "a.js"]).given(), ["--gc-stress=7"]);
        assert_eq!(flags.arguments, ["--check", "-", "x"]);
        let flags = parse(&["-e", "1", "a", "-b"]);
        assert_eq!(
            (flags.eval.as_deref(), flags.file, flags.arguments),
            (Some("1"), None, vec!["a".into(), "-b".into()])
        );
        assert_eq!(parse(&["-"]).file.as_deref(), Some("-"));
        assert_eq!(parse(&["-", "a", "--check"]).arguments, ["a", "--check"]);
        assert_eq!(parse(&["a.js", "--help"]).arguments, ["--help"]);
        assert_eq!(parse(&["--", "a.js", "--", "-x"]).arguments, ["--", "-x"]);
        assert!(Flags::try_parse_from(["jenny", "--no-such-flag"]).is_err());
        assert_eq!(parse(&["--dump=ast", "a.js"]).dump, Some(Dump::Ast));
    }
}
