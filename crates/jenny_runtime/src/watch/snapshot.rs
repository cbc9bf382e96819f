//! Where an agent stands: its calls with their places, their bindings and the objects that these reach.

use jenny_engine::Agent;
use jenny_engine::agent::held_by_calls::HeldThing;
use serde_json::{Value as Json, json};

/// Calls that are told of.
const CALLS: usize = 30;

/// The calls, innermost first, as the page is told of them.
pub(crate) fn take(agent: &Agent) -> Json {
    let held = agent.held_by_calls(CALLS);
    let named = |list: &[(String, HeldThing)]| -> Vec<Json> {
        list.iter()
            .map(|(name, thing)| match thing.object {
                Some(object) => json!({ "name": name, "value": { "text": thing.text, "object": object } }),
                None => json!({ "name": name, "value": { "text": thing.text } }),
            })
            .collect()
    };
    let calls: Vec<Json> = held
        .calls
        .iter()
        .map(|call| {
            let (line, column) = call.position.line_column();
            let template = &call.position.template;
            json!({
                "script": template.source.name, "line": line, "column": column,
                "function": template.name.to_display(), "bindings": named(&call.bindings),
            })
        })
        .collect();
    let objects: Vec<Json> = held
        .objects
        .iter()
        .map(|object| json!({ "class": object.class, "members": named(&object.members), "more": object.more }))
        .collect();
    json!({ "calls": calls, "objects": objects })
}
