//! Programs that others wrote: `tests/npm/*.mjs` put packages from npm to work and are held to what Node prints.
//!
//! The packages stand in `tests/npm/package.json` at versions that the lock file pins, with the hash of every archive. They
//! are installed once, into a folder of the cache that is named after the lock file, and the programs are copied there, where
//! their imports resolve. `NODE=path/to/node` names the reference: `--bless` writes what it prints, and without `--bless` its
//! time under `--jitless` is shown beside Jenny's.

use crate::workspace::Binary;
use crate::{pattern, process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A program may take this long; TypeScript checking its own library is the longest, and debug builds are slow.
const LIMIT: Duration = Duration::from_secs(180);

/// Runs the programs whose path holds `filter`.
pub fn run(filter: Option<&str>, bless: bool) -> Tally {
    let here = workspace::root().join("tests/npm");
    let programs: Vec<PathBuf> = workspace::files(&here)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "mjs"))
        .filter(|path| !path.file_name().unwrap_or_default().to_string_lossy().starts_with('_'))
        .filter(|path| filter.is_none_or(|filter| workspace::relative(path).contains(filter)))
        .collect();
    if programs.is_empty() {
        return Tally::default();
    }
    if Command::new("npm").arg("--version").output().is_err() {
        return Tally::skipped("not run: npm is not installed");
    }
    let dir = match install(&here) {
        Ok(dir) => dir,
        Err(why) => return Tally::failure(why),
    };
    let reference = std::env::var_os("NODE").map(PathBuf::from);
    let runner = match (bless, &reference) {
        (true, Some(node)) => node.clone(),
        (true, None) => return Tally::failure("to bless, name the reference: NODE=path/to/node"),
        (false, _) => match workspace::jenny() {
            Binary::Built(path) => path,
            Binary::NotYet => return Tally::skipped("not run: no jenny binary yet"),
            Binary::Broken => return Tally::failure("jenny did not build"),
        },
    };
    let mut tally = Tally::default();
    // One after the other: their times are worth reading.
    for program in &programs {
        let name = workspace::relative(program);
        match run_one(program, &dir, &runner, bless) {
            Ok(seconds) => {
                let beside =
                    if bless { None } else { reference.as_deref().and_then(|node| time_of(program, &dir, node)) };
                let beside = beside.map(|node| format!("  node --jitless {node:.2} s  {:.2}", seconds / node));
                println!("{name:<28} {seconds:>6.2} s{}", beside.unwrap_or_default());
                tally.passed += 1;
            }
            Err(why) => {
                println!("FAIL {name}: {why}");
                tally.failed += 1;
            }
        }
    }
    tally
}

/// The folder with the installed packages and fresh copies of the programs.
fn install(here: &Path) -> Result<PathBuf, String> {
    let lock = std::fs::read(here.join("package-lock.json")).map_err(|error| format!("package-lock.json: {error}"))?;
    let name = lock
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let dir = workspace::cache_dir()?.join("npm").join(format!("{name:016x}"));
    if !dir.is_dir() {
        // Under another name until it is whole, since an install can be interrupted.
        let fresh = dir.with_extension(std::process::id().to_string());
        let written = std::fs::create_dir_all(&fresh).and_then(|()| {
            for file in ["package.json", "package-lock.json"] {
                std::fs::copy(here.join(file), fresh.join(file))?;
            }
            Ok(())
        });
        written.map_err(|error| format!("{}: {error}", fresh.display()))?;
        println!("installing the packages of tests/npm");
        let mut npm = Command::new("npm");
        npm.current_dir(&fresh).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if !process::show(&mut npm) {
            let _ = std::fs::remove_dir_all(&fresh);
            return Err("npm could not install the packages".to_owned());
        }
        // Another run may have been faster; its folder is as good.
        if std::fs::rename(&fresh, &dir).is_err() {
            let _ = std::fs::remove_dir_all(&fresh);
        }
    }
    for file in workspace::files(here).iter().filter(|file| file.extension().is_some_and(|e| e == "mjs")) {
        let copy = dir.join(file.file_name().unwrap_or_default());
        std::fs::copy(file, &copy).map_err(|error| format!("{}: {error}", copy.display()))?;
    }
    Ok(dir)
}

fn start(program: &Path, dir: &Path, runner: &Path, flags: &[&str]) -> (process::Ended, f64) {
    let mut command = Command::new(runner);
    command.current_dir(dir).env("NO_COLOR", "1").env_remove("FORCE_COLOR").env("NODE_ENV", "development");
    command.args(flags).arg(program.file_name().unwrap_or_default());
    let started = Instant::now();
    let ended = process::run(&mut command, b"", LIMIT);
    (ended, started.elapsed().as_secs_f64())
}

/// Seconds that the reference takes, if it succeeds.
fn time_of(program: &Path, dir: &Path, node: &Path) -> Option<f64> {
    let (ended, seconds) = start(program, dir, node, &["--jitless"]);
    (ended.exit == process::Exit::Code(0)).then_some(seconds)
}

/// Runs one program and holds it to its `.out`; the seconds it took.
fn run_one(program: &Path, dir: &Path, runner: &Path, bless: bool) -> Result<f64, String> {
    let (ended, seconds) = start(program, dir, runner, &[]);
    let stdout = pattern::normalise(&ended.stdout, &dir.to_string_lossy());
    if ended.exit != process::Exit::Code(0) {
        let tail: String = ended.stderr.lines().take(12).map(|line| format!("    | {line}\n")).collect();
        return Err(format!("{}\n{tail}", ended.exit));
    }
    let path = program.with_extension("out");
    if bless {
        std::fs::write(&path, stdout).map_err(|error| error.to_string())?;
        return Ok(seconds);
    }
    let expected = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    if pattern::matches(&expected, &stdout) {
        return Ok(seconds);
    }
    Err(format!("stdout\n{}", pattern::difference(&expected, &stdout)))
}
