//! `cargo x bench`: the programs of `bench/cases`, on the release build and beside other runtimes, medians and ratios of one run.

use crate::workspace::{self, Binary};
use crate::{process, process::Exit};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

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

/// `cargo x bench [FILTER] [-n RUNS] [NAME=COMMAND...]`.
pub fn run(args: &[String]) -> ExitCode {
    let mut runs = 3;
    let mut filter = String::new();
    let mut peers = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "-n" {
            runs = args.next().and_then(|n| n.parse().ok()).unwrap_or(runs);
        } else if let Some((name, command)) = arg.split_once('=') {
            let command = command.split_whitespace().map(str::to_owned).collect();
            peers.push(Engine { name: name.to_owned(), command });
        } else {
            filter.clone_from(arg);
        }
    }
    let jenny = match workspace::build("jenny_cli", "jenny", "release") {
        Binary::Built(path) => path,
        Binary::NotYet => {
            println!("no jenny binary yet");
            return ExitCode::SUCCESS;
        }
        Binary::Broken => return ExitCode::FAILURE,
    };
    let mut engines = vec![Engine { name: "jenny".to_owned(), command: vec![jenny.to_string_lossy().into_owned()] }];
    engines.append(&mut peers);

    let dir = std::env::var_os("JENNY_BENCH").map_or_else(|| workspace::root().join("bench/cases"), PathBuf::from);
    let cases = workspace::files(&dir)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "mjs"))
        .filter(|path| path.to_string_lossy().contains(&filter));
    let mut all_well = true;
    for case in cases {
        all_well &= run_case(&case, &engines, runs);
    }
    if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Engines run in turn within a round, so that a drift of the machine hits all alike.
fn run_case(case: &Path, engines: &[Engine], runs: usize) -> bool {
    let mut rounds: Vec<Vec<Result<(f64, Value), String>>> = engines.iter().map(|_| Vec::new()).collect();
    for _ in 0..runs {
        for (engine, results) in engines.iter().zip(&mut rounds) {
            if results.iter().all(Result::is_ok) {
                results.push(run_once(case, engine));
            }
        }
    }
    let figures: Vec<Figure> = rounds.into_iter().map(summarise).collect();
    let base = match figures.first() {
        Some(Figure::Median(ms, _)) => Some(*ms),
        _ => None,
    };
    let mut cells = Vec::new();
    let mut checks: Vec<&Value> = Vec::new();
    let mut well = true;
    for (index, (engine, figure)) in engines.iter().zip(&figures).enumerate() {
        match (figure, base) {
            (Figure::Median(ms, check), Some(base)) if index > 0 => {
                cells.push(format!("{} {ms:.1} ({:.2}x)", engine.name, ms / base));
                checks.push(check);
            }
            (Figure::Median(ms, check), _) => {
                cells.push(format!("{} {ms:.1}", engine.name));
                checks.push(check);
            }
            (Figure::Failed(why), _) => {
                cells.push(format!("{} FAILED [{why}]", engine.name));
                well &= index > 0;
            }
        }
    }
    let odd = checks.windows(2).any(|pair| pair[0] != pair[1]);
    let odd = if odd { "  CHECKS DIFFER" } else { "" };
    println!("{:24} {}{odd}", case.file_stem().unwrap_or_default().to_string_lossy(), cells.join(" | "));
    well && odd.is_empty()
}

fn run_once(case: &Path, engine: &Engine) -> Result<(f64, Value), String> {
    let (program, args) = engine.command.split_first().ok_or("no command")?;
    let mut command = Command::new(program);
    command.args(args).arg(case);
    let ended = process::run(&mut command, b"", Duration::from_secs(120));
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
