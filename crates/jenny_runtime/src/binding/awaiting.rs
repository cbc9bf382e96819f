//! What a program that cannot end is still waiting for: every suspended async function with the line of its await.

use jenny_engine::embed::{Gc, RootVec};
use jenny_engine::interpreter::generator::{GeneratorObject, GeneratorState};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Kind};

/// Most places that are listed.
const PLACES: usize = 20;

/// The message for a top-level await that can never settle.
pub fn describe(agent: &mut Agent) -> String {
    let mut places: Vec<String> =
        agent.waiting_modules().into_iter().filter_map(|body| place(body, "top level")).collect();
    let mut functions = Vec::new();
    for generator in values(&generators(agent)) {
        let Some(generator) = generator.as_kind::<GeneratorObject>() else { continue };
        let Some(code) = generator.code().filter(|code| code.template().flags.is_async) else { continue };
        if generator.state() == GeneratorState::Awaiting {
            functions.extend(place(generator, &code.template().name.to_display()));
        }
    }
    functions.sort();
    places.extend(functions);
    let mut seen = std::collections::HashSet::new();
    places.retain(|place| seen.insert(place.clone()));
    let more = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    let mut text =
        String::from("Warning: the program has ended while it still awaits at its top level.\nStill awaited:\n");
    for place in places {
        text.push_str(&place);
        text.push('\n');
    }
    if more > 0 {
        text.push_str(&format!("    and {more} more\n"));
    }
    text
}

/// All suspended functions that are alive.
fn generators(agent: &Agent) -> RootVec {
    let mut found: Vec<u64> = Vec::new();
    agent.heap.for_each_cell(|header, _| {
        if header.kind() == Kind::Generator as u8 {
            found.push(std::ptr::from_ref(header) as u64);
        }
    });
    let mut list = RootVec::new(&agent.heap);
    list.extend_from_slice(&found);
    list
}

fn place(generator: Gc<GeneratorObject>, name: &str) -> Option<String> {
    let code = generator.code()?;
    let template = code.template();
    let source = &template.source;
    let offset = jenny_engine::builtins::error::call_site::source_offset(code, generator.position());
    let (line, column) = source.line_column(offset);
    let name = if name.is_empty() { "(anonymous)" } else { name };
    (!source.name.starts_with("node:")).then(|| format!("    at {name} ({}:{line}:{column})", source.name))
}
