//! `bench/baseline.json`: what the cases took when somebody last saved it. Instructions are those of one counter, which counts alike on
//! every machine; times are multiples of other runtimes' in the same run, since those of another machine say nothing.

use super::instructions::Counter;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Default, Serialize, Deserialize)]
struct Case {
    /// By counter.
    #[serde(default)]
    instructions: BTreeMap<String, u64>,
    /// Jenny's time as a multiple of a peer's, by its name.
    #[serde(default)]
    times: BTreeMap<String, f64>,
}

/// What is known of the cases, by profile of the build.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
struct File(BTreeMap<String, BTreeMap<String, Case>>);

/// What one case took.
pub(super) struct Stored {
    pub instructions: Option<u64>,
    pub times: Vec<(String, f64)>,
}

#[derive(Default)]
pub(super) struct Baseline {
    file: File,
    /// The last one looked up, in the form that is compared.
    found: Option<Stored>,
}

impl Baseline {
    /// The file, or an empty baseline if there is none.
    pub fn read(path: &Path) -> Result<Baseline, String> {
        let Ok(text) = std::fs::read_to_string(path) else { return Ok(Baseline::default()) };
        let file = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(Baseline { file, found: None })
    }

    /// What a case took, as this counter counts.
    pub fn of(&mut self, profile: &str, counter: Option<Counter>, case: &str) -> Option<&Stored> {
        let case = self.file.0.get(profile)?.get(case)?;
        let instructions = counter.and_then(|counter| case.instructions.get(counter.name()).copied());
        let times = case.times.iter().map(|(name, ratio)| (name.clone(), *ratio)).collect();
        self.found = Some(Stored { instructions, times });
        self.found.as_ref()
    }

    /// What was measured takes the place of what was known; what was not measured stays.
    pub fn set(&mut self, profile: &str, counter: Option<Counter>, case: &str, now: Stored) {
        let case = self.file.0.entry(profile.to_owned()).or_default().entry(case.to_owned()).or_default();
        if let (Some(counter), Some(count)) = (counter, now.instructions) {
            case.instructions.insert(counter.name().to_owned(), count);
        }
        case.times.extend(now.times.into_iter().map(|(name, ratio)| (name, (ratio * 1000.0).round() / 1000.0)));
    }

    /// Writes the file, cases in order.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let text = serde_json::to_string_pretty(&self.file).map_err(std::io::Error::other)?;
        std::fs::write(path, text + "\n")
    }
}
