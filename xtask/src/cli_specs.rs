//! Specs of the command line: each folder of `tests/specs` is copied, its steps are run there and held to `spec.toml`.

use crate::workspace::Binary;
use crate::{parallel, pattern, process, report::Tally, workspace};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// `spec.toml`: one step at the top, or several as `[[steps]]`.
#[derive(Deserialize)]
struct Spec {
    /// Only on this operating system.
    platform: Option<String>,
    /// Files to write beside those of the folder.
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    steps: Vec<Step>,
    #[serde(flatten)]
    only: Step,
}

#[derive(Deserialize, Default)]
struct Step {
    args: Option<Vec<String>>,
    /// Instead of `args`: a command line for `sh`, in which `$JENNY` is the binary.
    shell: Option<String>,
    #[serde(default)]
    stdin: String,
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// Folder to run in, below the copy.
    cwd: Option<String>,
    /// Patterns; what is not given is not looked at, except that a step with exit 0 must write nothing to stderr.
    stdout: Option<String>,
    stderr: Option<String>,
    #[serde(default)]
    exit: i32,
    timeout: Option<u64>,
    /// Patterns of files after the step, and files that must not be there.
    #[serde(default)]
    writes: BTreeMap<String, String>,
    #[serde(default)]
    absent: Vec<String>,
}

/// Runs the folder.
pub fn run(filter: Option<&str>) -> Tally {
    let binary = match workspace::jenny() {
        Binary::Built(path) => path,
        Binary::NotYet => return Tally::skipped("no jenny binary yet"),
        Binary::Broken => return Tally::failure("jenny did not build"),
    };
    let specs: Vec<PathBuf> = workspace::files(&workspace::root().join("tests/specs"))
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name == "spec.toml"))
        .filter(|path| filter.is_none_or(|filter| workspace::relative(path).contains(filter)))
        .collect();
    let mut tally = Tally::default();
    for (spec, result) in specs.iter().zip(parallel::map(&specs, |spec| run_spec(spec, &binary))) {
        if let Err(why) = &result {
            println!("FAIL {}: {why}", workspace::relative(spec));
        }
        tally.count(result.is_ok());
    }
    tally
}

/// A fresh folder, removed with everything in it when dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> std::io::Result<Self> {
        let dir = workspace::target_dir().join("specs").join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir)?;
        Ok(Scratch(std::fs::canonicalize(dir)?))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).and_then(|()| std::fs::write(path, bytes)).map_err(|error| error.to_string())
}

fn run_spec(path: &Path, binary: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let spec: Spec = toml::from_str(&text).map_err(|error| error.to_string())?;
    if spec.platform.as_ref().is_some_and(|name| name != std::env::consts::OS) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = workspace::relative(folder).replace('/', "-");
    let scratch = Scratch::new(&name).map_err(|error| error.to_string())?;
    for file in workspace::files(folder).iter().filter(|file| file.as_path() != path) {
        let below = file.strip_prefix(folder).unwrap_or(file);
        let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
        write_file(&scratch.0.join(below), &bytes)?;
    }
    for (name, text) in &spec.files {
        write_file(&scratch.0.join(name), text.as_bytes())?;
    }
    let steps = if spec.steps.is_empty() { std::slice::from_ref(&spec.only) } else { &spec.steps };
    for (index, step) in steps.iter().enumerate() {
        run_step(step, &scratch.0, binary).map_err(|why| format!("step {}: {why}", index + 1))?;
    }
    Ok(())
}

fn run_step(step: &Step, dir: &Path, binary: &Path) -> Result<(), String> {
    let mut command = match (&step.args, &step.shell) {
        (Some(args), None) => {
            let mut command = Command::new(binary);
            command.args(args);
            command
        }
        (None, Some(line)) => {
            let mut command = Command::new("sh");
            command.arg("-c").arg(line).env("JENNY", binary);
            command
        }
        _ => return Err("it has neither `args` nor `shell`, or both".to_owned()),
    };
    command.current_dir(step.cwd.as_ref().map_or_else(|| dir.to_path_buf(), |cwd| dir.join(cwd)));
    command.env("NO_COLOR", "1").env_remove("FORCE_COLOR").envs(&step.env);
    let limit = Duration::from_secs(step.timeout.unwrap_or(20));
    let ended = process::run(&mut command, step.stdin.as_bytes(), limit);
    let here = dir.to_string_lossy();
    let stdout = pattern::normalise(&ended.stdout, &here);
    let stderr = pattern::normalise(&ended.stderr, &here);
    if ended.exit != process::Exit::Code(step.exit) {
        return Err(format!("{} where {} was expected\n{stdout}{stderr}", ended.exit, step.exit));
    }
    let quiet = (step.exit == 0).then_some("");
    let streams = [("stdout", step.stdout.as_deref(), &stdout), ("stderr", step.stderr.as_deref().or(quiet), &stderr)];
    for (name, expected, got) in streams {
        let Some(expected) = expected else { continue };
        if !pattern::matches(expected, got) {
            return Err(format!("{name}\n{}", pattern::difference(expected, got)));
        }
    }
    for (name, expected) in &step.writes {
        let got = std::fs::read_to_string(dir.join(name)).map_err(|error| format!("{name}: {error}"))?;
        if !pattern::matches(expected, &got) {
            return Err(format!("{name}\n{}", pattern::difference(expected, &got)));
        }
    }
    match step.absent.iter().find(|name| dir.join(name).exists()) {
        Some(name) => Err(format!("{name} must not exist")),
        None => Ok(()),
    }
}
