//! Which tests are not run: those of proposals that are no part of the standard.

use crate::metadata::Metadata;

/// Proposals that are not in the standard's 2026 edition.
const PROPOSALS: &[&str] = &["error-stack-accessor", "export-defer"];

/// Why a test is not run.
pub fn reason(metadata: &Metadata) -> Option<String> {
    for feature in &metadata.features {
        if PROPOSALS.contains(&feature.as_str()) {
            return Some(format!("proposal {feature}"));
        }
    }
    None
}
