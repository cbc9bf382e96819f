//! `cargo x test262`: the conformance suite at one pinned revision, run in worker processes and held to a list of what fails.
//!
//! | module | what it does |
//! |---|---|
//! | `suite` | finds the suite, checks its revision, lists its tests |
//! | `worker` | one `jenny_test262` process: feeds it paths, watches the clock, starts it again after a crash |
//! | `failing` | `tests/test262/failing.txt`: read, compared, rewritten |
//! | `summary` | results by area |

mod failing;
mod suite;
mod summary;
mod worker;

use crate::report::{Report, Tally};
use crate::workspace::{self, Binary};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Which half of the tests that run in both modes is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modes {
    Both,
    Sloppy,
    Strict,
}

impl Modes {
    fn name(self) -> &'static str {
        match self {
            Modes::Both => "both",
            Modes::Sloppy => "sloppy",
            Modes::Strict => "strict",
        }
    }
}

/// How one run of one test ended. `Crash` and `Hang` may never stand in the list of what fails.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Pass,
    Fail(String),
    Skip(String),
    Crash(String),
    Hang,
}

/// One run of one test in one mode.
#[derive(Clone, Debug)]
struct RunResult {
    path: String,
    /// `sloppy`, `strict` or `module`.
    mode: String,
    outcome: Outcome,
}

struct Options {
    filters: Vec<String>,
    bless: bool,
    modes: Modes,
    jobs: usize,
    timeout: Duration,
    /// Only every n-th test.
    sample: usize,
    /// A collection at every n-th allocation; 0: none.
    gc_stress: u64,
    /// Built with overflow checks and debug assertions.
    checked: bool,
    /// Another runtime (a program and its flags) in which the tests are run instead; its results are held to no list.
    peer: Vec<String>,
}

impl Options {
    /// What the worker is told.
    fn worker_flags(&self) -> Vec<String> {
        if !self.peer.is_empty() {
            return std::iter::once("--peer".to_owned()).chain(self.peer.iter().cloned()).collect();
        }
        if self.gc_stress > 0 { vec![format!("--gc-stress={}", self.gc_stress)] } else { Vec::new() }
    }
}

fn options(args: &[String]) -> Result<Options, String> {
    let mut options = Options {
        filters: Vec::new(),
        bless: false,
        modes: Modes::Both,
        jobs: crate::parallel::threads(),
        timeout: Duration::from_secs(20),
        sample: 1,
        gc_stress: 0,
        checked: false,
        peer: Vec::new(),
    };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.parse::<u64>().ok()).ok_or(format!("{arg} takes a number"));
        match arg.as_str() {
            "--bless" => options.bless = true,
            "--strict" => options.modes = Modes::Strict,
            "--sloppy" => options.modes = Modes::Sloppy,
            "--jobs" => options.jobs = number()?.max(1) as usize,
            "--timeout" => options.timeout = Duration::from_secs(number()?),
            "--sample" => options.sample = number()?.max(1) as usize,
            "--gc-stress" => options.gc_stress = 1,
            "--checked" => options.checked = true,
            "--peer" => {
                let command = args.next().ok_or("--peer takes a command")?;
                options.peer = command.split_whitespace().map(str::to_owned).collect();
            }
            flag if let Some(every) = flag.strip_prefix("--gc-stress=") => {
                options.gc_stress = every.parse().map_err(|_| format!("{flag} takes a number"))?;
            }
            flag if flag.starts_with("--") => return Err(format!("cargo x test262 has no flag `{flag}`")),
            filter => options.filters.push(filter.to_owned()),
        }
    }
    if options.bless && (options.modes != Modes::Both || !options.peer.is_empty()) {
        return Err("--bless needs both modes, and this engine".to_owned());
    }
    Ok(options)
}

/// `cargo x test262`.
pub fn run(args: &[String]) -> ExitCode {
    let options = match options(args) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    let mut report = Report::default();
    report.section("test262", || run_suite(&options));
    report.finish()
}

/// A tenth of the suite with a collection at every twentieth allocation, if the suite is there.
pub fn stressed_tenth() -> Tally {
    let args = ["--sample", "10", "--gc-stress=20", "--timeout", "60"].map(str::to_owned);
    options(&args).map_or_else(Tally::failure, |options| run_suite(&options))
}

fn run_suite(options: &Options) -> Tally {
    let dir = match suite::find() {
        Ok(dir) => dir,
        Err(why) => {
            println!("not run: {why}");
            return Tally::skipped("not run");
        }
    };
    if let Err(why) = suite::check_revision(&dir) {
        return Tally::failure(why);
    }
    let binary = match workspace::test262_worker(options.checked) {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("not run: no engine to run it yet"),
        Binary::Broken => return Tally::failure("jenny_test262 did not build"),
    };
    let tests: Vec<String> = suite::tests(&dir, &options.filters).into_iter().step_by(options.sample).collect();
    if tests.is_empty() {
        return Tally::failure("no test has a path like that");
    }
    println!("{} files, {} workers", tests.len(), options.jobs);
    let results = run_tests(&tests, &dir, &binary, options);
    if let Err(error) = keep(&results, options) {
        println!("the results could not be kept: {error}");
    }
    summary::print(&results);
    if options.peer.is_empty() {
        judge(&results, options)
    } else {
        Tally::skipped("a peer's results are held to no list")
    }
}

/// Runs every test over the workers; results are sorted by path and mode.
fn run_tests(tests: &[String], suite: &Path, binary: &Path, options: &Options) -> Vec<RunResult> {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs {
            scope.spawn(|| {
                let mut worker = worker::Worker::new(binary, suite, &options.worker_flags(), options.timeout);
                while let Some(test) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let results = worker.run(test, options.modes);
                    let mut all = all.lock().unwrap_or_else(|e| e.into_inner());
                    all.extend(results);
                    let done = next.load(Ordering::Relaxed);
                    if done.is_multiple_of(2_000) {
                        println!("  {done} of {}", tests.len());
                    }
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap_or_else(|e| e.into_inner());
    all.sort_by(|a, b| (&a.path, &a.mode).cmp(&(&b.path, &b.mode)));
    all
}

/// Keeps every result for a closer look, one JSON object a line.
fn keep(results: &[RunResult], options: &Options) -> std::io::Result<()> {
    let peer =
        options.peer.first().and_then(|program| Path::new(program).file_stem()).map(|name| name.to_string_lossy());
    let name = peer.map_or("test262-results.jsonl".to_owned(), |peer| format!("test262-results-{peer}.jsonl"));
    let path = workspace::target_dir().join(name);
    std::fs::create_dir_all(workspace::target_dir())?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    for result in results {
        let (outcome, reason) = match &result.outcome {
            Outcome::Pass => ("pass", ""),
            Outcome::Fail(why) => ("fail", why.as_str()),
            Outcome::Skip(why) => ("skip", why.as_str()),
            Outcome::Crash(why) => ("crash", why.as_str()),
            Outcome::Hang => ("hang", ""),
        };
        let line = serde_json::json!({"path": result.path, "mode": result.mode, "outcome": outcome, "reason": reason});
        writeln!(file, "{line}")?;
    }
    println!("every result: {}", workspace::relative(&path));
    file.flush()
}

/// Holds the results to the list: a failure that is not on it and a line whose test passes both fail the run.
fn judge(results: &[RunResult], options: &Options) -> Tally {
    let path = workspace::root().join("tests/test262/failing.txt");
    let mut list = match failing::FailingList::read(&path) {
        Ok(list) => list,
        Err(why) => return Tally::failure(why),
    };
    let mut tally = Tally::default();
    for result in results {
        match &result.outcome {
            Outcome::Crash(why) => println!("CRASH {} ({}): {why}", result.path, result.mode),
            Outcome::Hang => println!("HANG {} ({})", result.path, result.mode),
            _ => continue,
        }
        tally.failed += 1;
    }
    if options.bless {
        list.update(results);
        if let Err(error) = list.write(&path) {
            return Tally::failure(error.to_string());
        }
        tally.note = Some(format!("{} lines in failing.txt", list.len()));
    }
    let shown = if options.filters.is_empty() { 40 } else { 400 };
    let mut surprises = 0;
    for result in results {
        let listed = list.contains(&result.path, &result.mode);
        let surprise = match &result.outcome {
            Outcome::Pass if listed => Some("passes now: remove its line (or --bless)".to_owned()),
            Outcome::Fail(why) if !listed => Some(why.clone()),
            Outcome::Pass | Outcome::Fail(_) => {
                tally.passed += 1;
                None
            }
            _ => None,
        };
        if let Some(what) = surprise {
            surprises += 1;
            if surprises <= shown {
                println!("FAIL {} ({}): {what}", result.path, result.mode);
            }
        }
    }
    if surprises > shown {
        println!("... and {} more", surprises - shown);
    }
    tally.failed += surprises;
    tally
}
