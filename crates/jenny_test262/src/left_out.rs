//! Which tests are not run, and why: work of later issues, and proposals that are no part of the standard.

use crate::metadata::Metadata;

/// Features of the standard that come later.
const LATER: &[(&str, &str)] = &[
    ("Atomics", "Atomics come later"),
    ("Atomics.pause", "Atomics come later"),
    ("Atomics.waitAsync", "Atomics come later"),
    ("SharedArrayBuffer", "SharedArrayBuffer comes later"),
];

/// Proposals that are not in the standard's 2026 edition.
const PROPOSALS: &[&str] = &[
    "Iterator.prototype.join",
    "ShadowRealm",
    "await-dictionary",
    "decorators",
    "error-stack-accessor",
    "export-defer",
    "immutable-arraybuffer",
    "import-bytes",
    "nonextensible-applies-to-private",
    "source-phase-imports-module-source",
];

/// Why the test at `path` (below the suite) is not run.
pub fn reason(path: &str, metadata: &Metadata) -> Option<String> {
    if path.contains("/intl402/") {
        return Some("Intl comes later".to_owned());
    }
    if metadata.has_flag("CanBlockIsFalse") {
        return Some("needs an agent that may not block".to_owned());
    }
    for feature in &metadata.features {
        if let Some((_, why)) = LATER.iter().find(|(name, _)| name == feature) {
            return Some((*why).to_owned());
        }
        if feature.starts_with("Intl") {
            return Some("Intl comes later".to_owned());
        }
        if PROPOSALS.contains(&feature.as_str()) {
            return Some(format!("proposal {feature}"));
        }
    }
    None
}
