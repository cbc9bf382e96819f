//! The page of a record: `view/test/programs` are recorded and made pages of, and `view/test` looks at them in Node, in Jenny and in Chromium.

use crate::workspace::Binary;
use crate::{process, report::Tally, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Runs the section.
pub fn run() -> Tally {
    let jenny = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let folder = workspace::target_dir().join("view-tests");
    if let Err(why) = make_pages(&jenny, &folder) {
        return Tally::failure(why);
    }
    let tests = workspace::root().join("view/test");
    let node = PathBuf::from("node");
    let has_node = Command::new(&node).arg("--version").output().is_ok_and(|output| output.status.success());
    let mut runs = vec![(&jenny, "all.mjs")];
    if has_node {
        runs.extend([(&node, "all.mjs"), (&node, "page.mjs")]);
    }
    let mut tally = Tally::default();
    let mut notes = Vec::new();
    for (runner, test) in runs {
        let mut command = Command::new(runner);
        command.arg(tests.join(test)).arg(&folder).env("NO_COLOR", "1");
        let ended = process::run(&mut command, &[], Duration::from_secs(180));
        let last = ended.stdout.lines().last().unwrap_or_default();
        match counts(last) {
            Some((passed, failed)) => {
                tally.passed += passed;
                tally.failed += failed;
                if failed > 0 {
                    print!("{}", ended.stdout);
                }
            }
            None if last.starts_with("not run") => notes.push(format!("{test} {last}")),
            None => {
                println!("FAIL {} {test}: {}\n{}{}", runner.display(), ended.exit, ended.stdout, ended.stderr);
                tally.failed += 1;
            }
        }
    }
    if !has_node {
        notes.push("page.mjs not run: Node is not installed".to_owned());
    }
    tally.note = (!notes.is_empty()).then(|| notes.join("; "));
    tally
}

/// Records the programs; of each a record, its JSON and its page lie in `folder` then.
fn make_pages(jenny: &Path, folder: &Path) -> Result<(), String> {
    // What an earlier run left is of an earlier binary.
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for program in workspace::files(&workspace::root().join("view/test/programs")) {
        let record = folder.join(program.file_name().unwrap_or_default()).with_extension("jtrace");
        let page = record.with_extension("html");
        jenny_says(jenny, &[Path::new("trace"), Path::new("-o"), &record, &program])?;
        jenny_says(jenny, &[Path::new("view"), &record, Path::new("-o"), &page])?;
        let json = jenny_says(jenny, &[Path::new("trace"), Path::new("--json"), &record])?;
        std::fs::write(record.with_extension("json"), json).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn jenny_says(jenny: &Path, words: &[&Path]) -> Result<String, String> {
    let ended = process::run(Command::new(jenny).args(words), &[], Duration::from_secs(60));
    if ended.exit == process::Exit::Code(0) {
        return Ok(ended.stdout);
    }
    Err(format!("jenny {words:?}: {}\n{}{}", ended.exit, ended.stdout, ended.stderr))
}

/// The numbers of `N passed, N failed`.
fn counts(line: &str) -> Option<(usize, usize)> {
    let (passed, failed) = line.split_once(" passed, ")?;
    Some((passed.parse().ok()?, failed.strip_suffix(" failed")?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_read() {
        assert_eq!(counts("12 passed, 3 failed"), Some((12, 3)));
        assert_eq!(counts("not run: Chromium is not installed"), None);
    }
}
