//! One run of one test: its mode, the sources to evaluate in order, and what must happen.

use crate::metadata::{Metadata, Negative, Phase};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How the source of a test is to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Sloppy,
    Strict,
    Module,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Mode::Sloppy => "sloppy",
            Mode::Strict => "strict",
            Mode::Module => "module",
        }
    }
}

/// The modes in which a test is run.
pub fn modes(metadata: &Metadata) -> &'static [Mode] {
    if metadata.has_flag("module") {
        &[Mode::Module]
    } else if metadata.has_flag("onlyStrict") {
        &[Mode::Strict]
    } else if metadata.has_flag("noStrict") || metadata.has_flag("raw") {
        &[Mode::Sloppy]
    } else {
        &[Mode::Sloppy, Mode::Strict]
    }
}

/// A file of the harness, evaluated as a script in the realm of the test before it.
#[derive(Clone, Debug)]
pub struct Prelude {
    pub name: String,
    pub source: Rc<str>,
}

/// One run, ready to be executed in a fresh realm.
#[derive(Debug)]
pub struct Run {
    /// The file of the test, from which modules resolve.
    pub file: PathBuf,
    pub mode: Mode,
    pub preludes: Vec<Prelude>,
    /// The test itself, with the directive of strict mode where the mode asks for it.
    pub source: String,
    /// Whether the test is over only when it has printed that it is.
    pub is_async: bool,
    /// Whether `Atomics.wait` may block.
    pub can_block: bool,
    pub negative: Option<Negative>,
}

/// How an execution ended, as the engine tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    Normal,
    /// An error that nothing caught.
    Threw {
        phase: Phase,
        /// Name of the constructor of the thrown value (its `constructor.name`), or a type's name for a primitive.
        error: String,
        message: String,
    },
}

/// What an execution came to: its completion once the job queue was empty, and what `print` was given.
#[derive(Debug)]
pub struct Ended {
    pub completion: Completion,
    pub printed: Vec<String>,
}

/// Why a run does not pass.
pub type Verdict = Result<(), String>;

const COMPLETE: &str = "Test262:AsyncTestComplete";
const FAILURE: &str = "Test262:AsyncTestFailure:";

impl Run {
    /// Whether an asynchronous test has printed how it ended.
    pub fn is_over(&self, printed: &[String]) -> bool {
        self.is_async && printed.iter().any(|line| line == COMPLETE || line.starts_with(FAILURE))
    }
    /// Judges how the run ended.
    pub fn judge(&self, ended: &Ended) -> Verdict {
        match (&self.negative, &ended.completion) {
            (Some(negative), Completion::Threw { phase, error, message }) => {
                if negative.phase != *phase {
                    Err(format!("{error} arose in {phase:?}, not in {:?}: {message}", negative.phase))
                } else if negative.error != *error {
                    Err(format!("expected {}, got {error}: {message}", negative.error))
                } else {
                    Ok(())
                }
            }
            (Some(negative), Completion::Normal) => {
                Err(format!("expected {} in {:?}, nothing was thrown", negative.error, negative.phase))
            }
            (None, Completion::Threw { error, message, .. }) => Err(format!("{error}: {message}")),
            (None, Completion::Normal) if self.is_async => judge_async(&ended.printed),
            (None, Completion::Normal) => Ok(()),
        }
    }
}

fn judge_async(printed: &[String]) -> Verdict {
    if let Some(failure) = printed.iter().find_map(|line| line.strip_prefix(FAILURE)) {
        return Err(failure.trim().to_owned());
    }
    if printed.iter().any(|line| line == COMPLETE) {
        return Ok(());
    }
    Err("the test never said that it was done".to_owned())
}

/// The files of the harness, read once.
#[derive(Debug)]
pub struct Harness {
    folder: PathBuf,
    files: HashMap<String, Rc<str>>,
}

impl Harness {
    pub fn new(suite: &Path) -> Self {
        Harness { folder: suite.join("harness"), files: HashMap::new() }
    }

    fn prelude(&mut self, name: &str) -> Result<Prelude, String> {
        if !self.files.contains_key(name) {
            let path = self.folder.join(name);
            let source = std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
            self.files.insert(name.to_owned(), source.into());
        }
        Ok(Prelude { name: name.to_owned(), source: Rc::clone(&self.files[name]) })
    }

    /// The run of `source`, which is the text of `file`, in `mode`.
    pub fn run(&mut self, file: &Path, source: &str, metadata: &Metadata, mode: Mode) -> Result<Run, String> {
        let is_async = metadata.has_flag("async");
        let mut preludes = Vec::new();
        if !metadata.has_flag("raw") {
            let always = ["assert.js", "sta.js"];
            let printing = is_async.then_some("doneprintHandle.js");
            let names = always.into_iter().chain(printing).chain(metadata.includes.iter().map(String::as_str));
            for name in names {
                preludes.push(self.prelude(name)?);
            }
        }
        let directive = if mode == Mode::Strict { "\"use strict\";\n" } else { "" };
        Ok(Run {
            file: file.to_path_buf(),
            mode,
            preludes,
            source: format!("{directive}{source}"),
            is_async,
            can_block: !metadata.has_flag("CanBlockIsFalse"),
            negative: metadata.negative.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(is_async: bool, negative: Option<(Phase, &str)>) -> Run {
        let negative = negative.map(|(phase, error)| Negative { phase, error: error.to_owned() });
        Run {
            file: PathBuf::new(),
            mode: Mode::Sloppy,
            preludes: vec![],
            source: String::new(),
            is_async,
            can_block: true,
            negative,
        }
    }

    fn ended(thrown: Option<(Phase, &str)>, printed: &[&str]) -> Ended {
        let completion = thrown.map_or(Completion::Normal, |(phase, error)| Completion::Threw {
            phase,
            error: error.to_owned(),
            message: "m".to_owned(),
        });
        Ended { completion, printed: printed.iter().map(|&line| line.to_owned()).collect() }
    }

    #[test]
    fn verdicts() {
        let parse = Some((Phase::Parse, "SyntaxError"));
        assert_eq!(run(false, None).judge(&ended(None, &[])), Ok(()));
        assert!(run(false, None).judge(&ended(parse, &[])).is_err());
        assert_eq!(run(false, parse).judge(&ended(parse, &[])), Ok(()));
        for other in [None, Some((Phase::Runtime, "SyntaxError")), Some((Phase::Parse, "TypeError"))] {
            assert!(run(false, parse).judge(&ended(other, &[])).is_err(), "{other:?}");
        }
        assert_eq!(run(true, None).judge(&ended(None, &["x", COMPLETE])), Ok(()));
        assert!(run(true, None).judge(&ended(None, &[])).is_err());
        let failure = format!("{FAILURE} Error: no");
        assert_eq!(run(true, None).judge(&ended(None, &[&failure, COMPLETE])), Err("Error: no".to_owned()));
    }

    #[test]
    fn flags_choose_the_modes() {
        let with = |flag: &str| modes(&Metadata { flags: vec![flag.to_owned()], ..Metadata::default() });
        assert_eq!(with("async"), [Mode::Sloppy, Mode::Strict]);
        assert_eq!(with("onlyStrict"), [Mode::Strict]);
        assert_eq!(with("noStrict"), [Mode::Sloppy]);
        assert_eq!(with("raw"), [Mode::Sloppy]);
        assert_eq!(with("module"), [Mode::Module]);
    }
}
