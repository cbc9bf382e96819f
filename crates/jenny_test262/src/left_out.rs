//! Which tests are not run, and why: work of later issues, and proposals that are no part of the standard.

use crate::metadata::Metadata;

/// Folders of ECMA-402's tests that need what is not there yet.
const INTL_LATER: &[&str] = &[
    "/intl402/DurationFormat/",
    "/intl402/Intl/DurationFormat",
    "/intl402/Temporal/Duration/prototype/toLocaleString/",
];

/// Proposals that are not in the standard's 2026 edition.
const PROPOSALS: &[&str] = &["decorators", "error-stack-accessor", "export-defer"];

/// Why the test at `path` (below the suite) is not run.
pub fn reason(path: &str, metadata: &Metadata) -> Option<String> {
    let holds_one_of = |parts: &[&str]| parts.iter().any(|part| path.contains(part));
    if holds_one_of(INTL_LATER) {
        return Some("Intl comes later".to_owned());
    }
    for feature in &metadata.features {
        if feature.starts_with("Intl.DurationFormat") {
            return Some("Intl comes later".to_owned());
        }
        if PROPOSALS.contains(&feature.as_str()) {
            return Some(format!("proposal {feature}"));
        }
    }
    None
}
