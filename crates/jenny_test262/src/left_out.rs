//! Which tests are not run, and why: work of later issues, and proposals that are no part of the standard.

use crate::metadata::Metadata;

/// Folders and files of ECMA-402's tests that are run.
const INTL_TAKEN: &[&str] = &[
    "/intl402/Collator/",
    "/intl402/Intl/builtin",
    "/intl402/Intl/getCanonicalLocales/",
    "/intl402/Intl/toStringTag/",
    "/intl402/ListFormat/",
    "/intl402/Locale/",
    "/intl402/Segmenter/",
    "/intl402/Temporal/",
];

/// What of those still needs the formatters of ECMA-402.
const INTL_LATER: &[&str] = &["/toLocaleString/", "/timezone-case-insensitive.js"];

/// Features of ECMA-402 that are there.
const INTL_FEATURES: &[&str] = &["Intl.Era-monthcode", "Intl.ListFormat", "Intl.Locale", "Intl.Segmenter"];

/// Proposals that are not in the standard's 2026 edition.
const PROPOSALS: &[&str] = &["decorators", "error-stack-accessor", "export-defer"];

/// Why the test at `path` (below the suite) is not run.
pub fn reason(path: &str, metadata: &Metadata) -> Option<String> {
    let holds_one_of = |parts: &[&str]| parts.iter().any(|part| path.contains(part));
    if path.contains("/intl402/") && (!holds_one_of(INTL_TAKEN) || holds_one_of(INTL_LATER)) {
        return Some("Intl comes later".to_owned());
    }
    for feature in &metadata.features {
        if feature.starts_with("Intl") && !INTL_FEATURES.contains(&feature.as_str()) {
            return Some("Intl comes later".to_owned());
        }
        if PROPOSALS.contains(&feature.as_str()) {
            return Some(format!("proposal {feature}"));
        }
    }
    None
}
