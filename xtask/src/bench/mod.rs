//! `cargo x bench`: the programs of `bench/cases`, beside what they took before and beside other runtimes.
//!
//! | module | what it does |
//! |---|---|
//! | `baseline` | the file of what the cases took before |
//! | `instructions` | how many instructions a program executes |

mod baseline;
mod instructions;

use crate::workspace::{self, Binary};
use crate::{process, process::Exit};
use baseline::{Baseline, Stored};
use instructions::Counter;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(120);

/// One runtime: its name and the command that precedes the file.
struct Engine {
    name: String,
    command: Vec<String>,
}

/// What one runtime made of one case.
enum Figure {
    /// Median of the figure `ms`, and the check that the program printed.
    Median(f64, Value),
    Failed(String),
}

/// What the command line asks for.
struct Options {
    runs: usize,
    filter: String,
    profile: &'static str,
    /// Write what is measured into the baseline.
    save: bool,
    count: bool,
    peers: Vec<Engine>,
}

fn options(args: &[String]) -> Options {
    let (runs, filter, profile) = (3, String::new(), "fast");
    let mut options = Options { runs, filter, profile, save: false, count: true, peers: Vec::new() };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "-n" => options.runs = args.next().and_then(|n| n.parse().ok()).unwrap_or(options.runs),
            "--release" => options.profile = "release",
            "--save" => options.save = true,
            "--no-count" => options.count = false,
            arg => match arg.split_once('=') {
                Some((name, command)) => {
                    let command = command.split_whitespace().map(str::to_owned).collect();
                    options.peers.push(Engine { name: name.to_owned(), command });
                }
                None => arg.clone_into(&mut options.filter),
            },
        }
    }
    options
}

/// `cargo x bench [FILTER] [-n RUNS] [--release] [--save] [--no-count] [NAME=COMMAND...]`.
pub fn run(args: &[String]) -> ExitCode {
    let options = options(args);
    let built = match options.profile {
        "fast" => workspace::jenny(),
        profile => workspace::build("jenny_cli", "jenny", profile),
    };
    let jenny = match built {
        Binary::Built(path) => path,
        Binary::NotYet => {
            println!("no jenny binary yet");
            return ExitCode::SUCCESS;
        }
        Binary::Broken => return ExitCode::FAILURE,
    };
    let file = workspace::root().join("bench/baseline.json");
    let mut baseline = match Baseline::read(&file) {
        Ok(baseline) => baseline,
        Err(why) => {
            println!("{}: {why}", file.display());
            return ExitCode::FAILURE;
        }
    };
    let dir = std::env::var_os("JENNY_BENCH").map_or_else(|| workspace::root().join("bench/cases"), PathBuf::from);
    let cases: Vec<PathBuf> = workspace::files(&dir)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "mjs"))
        .filter(|path| path.to_string_lossy().contains(&options.filter))
        .collect();
    // Counting goes first and on all processors: it does not mind what else runs, and times do.
    let counter = options.count.then(Counter::find).flatten();
    let counts = counter.map_or_else(|| vec![None; cases.len()], |counter| counter.count_all(&jenny, &cases));
    let jenny = vec![jenny.to_string_lossy().into_owned()];
    let mut engines = vec![Engine { name: "jenny".to_owned(), command: jenny }];
    engines.extend(options.peers);
    let mut all_well = true;
    for (case, count) in cases.iter().zip(counts) {
        let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (times, well) = run_case(case, &engines, options.runs);
        all_well &= well;
        let now = Stored { instructions: count, times: relative(&engines, &times) };
        let known = baseline.of(options.profile, counter, &name);
        println!("{}", line(&name, &engines, &times, &now, known));
        if options.save {
            baseline.set(options.profile, counter, &name, now);
        }
    }
    if options.save
        && let Err(error) = baseline.write(&file)
    {
        println!("{}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Jenny's time as a multiple of each peer's.
fn relative(engines: &[Engine], figures: &[Figure]) -> Vec<(String, f64)> {
    let Some(Figure::Median(base, _)) = figures.first() else { return Vec::new() };
    let peers = engines.iter().zip(figures).skip(1);
    peers
        .filter_map(|(engine, figure)| match figure {
            Figure::Median(ms, _) => Some((engine.name.clone(), base / ms)),
            Figure::Failed(_) => None,
        })
        .collect()
}

/// One case: instructions and times, each beside what they were.
fn line(name: &str, engines: &[Engine], figures: &[Figure], now: &Stored, known: Option<&Stored>) -> String {
    let mut cells = Vec::new();
    if let Some(count) = now.instructions {
        let before = known.and_then(|known| known.instructions);
        let change =
            before.map(|before| format!(" (was {:.1}, {:.3}x)", millions(before), count as f64 / before as f64));
        cells.push(format!("{:.1} M instructions{}", millions(count), change.unwrap_or_default()));
    }
    for (engine, figure) in engines.iter().zip(figures) {
        let ratio = now.times.iter().find(|(name, _)| *name == engine.name).map(|(_, ratio)| *ratio);
        let was = known.and_then(|known| known.times.iter().find(|(name, _)| *name == engine.name));
        let was = was.map(|(_, ratio)| format!(", was {ratio:.2}x")).unwrap_or_default();
        cells.push(match (figure, ratio) {
            (Figure::Median(ms, _), Some(ratio)) => format!("{} {ms:.1} ({ratio:.2}x{was})", engine.name),
            (Figure::Median(ms, _), None) => format!("{} {ms:.1} ms", engine.name),
            (Figure::Failed(why), _) => format!("{} FAILED [{why}]", engine.name),
        });
    }
    let odd = if checks_differ(figures) { "  CHECKS DIFFER" } else { "" };
    format!("{name:20} {}{odd}", cells.join(" | "))
}

fn millions(count: u64) -> f64 {
    count as f64 / 1e6
}

fn checks_differ(figures: &[Figure]) -> bool {
    let checks = figures.iter().filter_map(|figure| match figure {
        Figure::Median(_, check) => Some(check),
        Figure::Failed(_) => None,
    });
    let checks: Vec<&Value> = checks.collect();
    checks.windows(2).any(|pair| pair[0] != pair[1])
}

/// Engines run in turn within a round, so that a drift of the machine hits all alike. False if ours failed or the checks differ.
fn run_case(case: &Path, engines: &[Engine], runs: usize) -> (Vec<Figure>, bool) {
    let mut rounds: Vec<Vec<Result<(f64, Value), String>>> = engines.iter().map(|_| Vec::new()).collect();
    for _ in 0..runs {
        for (engine, results) in engines.iter().zip(&mut rounds) {
            if results.iter().all(Result::is_ok) {
                results.push(run_once(case, engine));
            }
        }
    }
    let figures: Vec<Figure> = rounds.into_iter().map(summarise).collect();
    let well = matches!(figures.first(), Some(Figure::Median(..))) && !checks_differ(&figures);
    (figures, well)
}

fn run_once(case: &Path, engine: &Engine) -> Result<(f64, Value), String> {
    let (program, args) = engine.command.split_first().ok_or("no command")?;
    let mut command = Command::new(program);
    command.args(args).arg(case);
    let ended = process::run(&mut command, b"", LIMIT);
    if ended.exit != Exit::Code(0) {
        return Err(ended.stderr.lines().next().map_or_else(|| ended.exit.to_string(), str::to_owned));
    }
    let line = ended.stdout.lines().rev().find(|line| line.starts_with('{')).ok_or("printed no figures")?;
    let figures: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let ms = figures["ms"].as_f64().ok_or("printed no `ms`")?;
    Ok((ms, figures["check"].clone()))
}

fn summarise(results: Vec<Result<(f64, Value), String>>) -> Figure {
    let mut times = Vec::new();
    let mut last = Value::Null;
    for result in results {
        match result {
            Ok((ms, check)) => {
                times.push(ms);
                last = check;
            }
            Err(why) => return Figure::Failed(why),
        }
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).map_or_else(|| Figure::Failed("never ran".to_owned()), |&ms| Figure::Median(ms, last))
}
