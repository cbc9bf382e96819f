//! Where a stopped agent stands: its calls with their places.

use jenny_engine::Agent;
use serde_json::{Value as Json, json};

/// The calls, innermost first, as the page is told of them.
pub(super) fn take(agent: &Agent) -> Json {
    let sites = agent.call_sites(None).unwrap_or_default();
    let calls: Vec<Json> = sites
        .iter()
        .map(|site| {
            let (line, column) = site.line_column();
            let (script, function) = (&site.template.source.name, site.template.name.to_display());
            json!({ "script": script, "line": line, "column": column, "function": function })
        })
        .collect();
    json!({ "calls": calls })
}
