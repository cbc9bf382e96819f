//! What a program that cannot end is still waiting for: every suspended async function with the line of its await.

use jenny_engine::embed::{Gc, RootVec};
use jenny_engine::interpreter::generator::{GeneratorObject, GeneratorState};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Kind};

/// Most places that are listed.
const PLACES: usize = 20;
/// Most characters of a line that are shown.
const SHOWN: usize = 100;

/// The message for a top-level await that can never settle.
pub fn describe(agent: &mut Agent) -> String {
    let modules = agent.waiting_modules();
    let mut places: Vec<Place> = modules.iter().filter_map(|&body| Place::of(body, "top level")).collect();
    let mut functions = Vec::new();
    for generator in values(&generators(agent)) {
        let Some(generator) = generator.as_kind::<GeneratorObject>() else { continue };
        let Some(code) = generator.code().filter(|code| code.template().flags.is_async) else { continue };
        if generator.state() == GeneratorState::Awaiting && !modules.contains(&generator) {
            functions.extend(Place::of(generator, &code.template().name.to_display()));
        }
    }
    functions.sort();
    places.extend(functions);
    let mut counted: Vec<(Place, usize)> = Vec::new();
    for place in places {
        match counted.iter_mut().find(|(known, _)| *known == place) {
            Some((_, count)) => *count += 1,
            None => counted.push((place, 1)),
        }
    }
    let more = counted.len().saturating_sub(PLACES);
    let mut text =
        String::from("Warning: the program has ended while it still awaits at its top level.\nStill awaited:\n");
    for (Place { file, line, column, name, code }, count) in counted.into_iter().take(PLACES) {
        let times = if count > 1 { format!(", {count} times") } else { String::new() };
        text.push_str(&format!("    at {name} ({file}:{line}:{column}){times}\n        {code}\n"));
    }
    if more > 0 {
        text.push_str(&format!("    and {more} more\n"));
    }
    text
}

/// Where something is awaited, in the order of files and lines.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: String,
    line: u32,
    column: u32,
    name: String,
    /// The line from the await on, shortened.
    code: String,
}

impl Place {
    /// None for the runtime's own functions.
    fn of(generator: Gc<GeneratorObject>, name: &str) -> Option<Place> {
        let code = generator.code()?;
        let source = &code.template().source;
        if jenny_engine::error::is_internal_source(&source.name) {
            return None;
        }
        let offset = jenny_engine::builtins::error::call_site::source_offset(code, generator.position());
        let (line, column) = source.line_column(offset);
        let rest = source.text.get(offset as usize..).unwrap_or("");
        let code: String = rest.split(['\n', '\r']).next().unwrap_or("").trim_end().chars().take(SHOWN).collect();
        let name = if name.is_empty() { "(anonymous)" } else { name };
        Some(Place { file: source.name.clone(), line, column, name: name.to_owned(), code })
    }
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
