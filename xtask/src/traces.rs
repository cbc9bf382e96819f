//! Picture and truth: programs are recorded, and their events must fold to what the loop itself had at the end of each turn.

use crate::workspace::Binary;
use crate::{js_files, parallel, process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Folders of `tests/js` whose programs keep the loop busy.
const FOLDERS: [&str; 5] = ["async", "seeds", "workers", "node", "web"];

/// Runs the section.
pub fn run(filter: Option<&str>) -> Tally {
    let binary = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let tests: Vec<PathBuf> = FOLDERS
        .iter()
        .flat_map(|folder| workspace::files(&workspace::root().join("tests/js").join(folder)))
        .filter(|path| js_files::is_test(path))
        .filter(|path| filter.is_none_or(|filter| workspace::relative(path).contains(filter)))
        .collect();
    let mut tally = Tally::default();
    let mut turns = 0;
    for (test, outcome) in tests.iter().zip(parallel::map(&tests, |test| run_one(test, &binary))) {
        match outcome {
            Some(Ok(count)) => {
                turns += count;
                tally.passed += 1;
            }
            Some(Err(why)) => {
                println!("FAIL {}: {why}", workspace::relative(test));
                tally.failed += 1;
            }
            None => {}
        }
    }
    tally.note = Some(format!("{turns} turns"));
    tally
}

/// How many turns agree; None for a program that is not for this section.
fn run_one(test: &Path, binary: &Path) -> Option<Result<u64, String>> {
    let source = std::fs::read_to_string(test).ok()?;
    let directives = js_files::directives(&source);
    // A server, a standard input or flags of the program's own are other tests' business.
    if directives.exit != 0
        || !directives.flags.is_empty()
        || source.contains("TEST_SERVER")
        || source.contains("stdin")
    {
        return None;
    }
    let mut command = Command::new(binary);
    command.current_dir(test.parent().unwrap_or(Path::new("."))).env("NO_COLOR", "1");
    command.args(["trace", "--check"]).arg(test.file_name().unwrap_or_default()).args(&directives.args);
    let ended = process::run(&mut command, &[], Duration::from_secs(60));
    let said = ended.stdout.lines().last().unwrap_or_default().split(' ').next().and_then(|count| count.parse().ok());
    Some(match (ended.exit == process::Exit::Code(0), said) {
        (true, Some(turns)) => Ok(turns),
        _ => Err(format!("{}\n{}{}", ended.exit, ended.stdout, ended.stderr)),
    })
}
