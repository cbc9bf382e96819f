//! What a program is still waiting for: every suspended async function with the line of its await, and callbacks of promises.

use std::collections::BTreeMap;
use std::fmt::Write;

use jenny_engine::embed::{Gc, PromiseObject, PromiseState, RootVec, awaiting_generator};
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
    let found = cells(agent, Kind::Generator);
    let mut places: Vec<Place> = modules.iter().filter_map(|&body| Place::of(body, "top level")).collect();
    let mut functions = Vec::new();
    for generator in values(&found) {
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

/// A suspended function in a tree: what awaits it, and whether it is a module's own text.
struct Suspended {
    place: Place,
    awaited_by: Option<usize>,
    children: Vec<usize>,
}

/// The suspended functions, each below the one that awaits it, so that the innermost wait is what all above it wait for; nothing if
/// there are none. Equal branches are told once.
pub fn tree(agent: &mut Agent, heading: &str, indent: &str) -> String {
    let modules = agent.waiting_modules();
    let found = cells(agent, Kind::Generator);
    let mut index: BTreeMap<usize, usize> = BTreeMap::new();
    let mut suspended: Vec<Suspended> = Vec::new();
    let mut results = RootVec::new(&agent.heap);
    for generator in values(&found) {
        let Some(generator) = generator.as_kind::<GeneratorObject>() else { continue };
        let Some(code) = generator.code().filter(|code| code.template().flags.is_async) else { continue };
        if generator.state() != GeneratorState::Awaiting {
            continue;
        }
        let name = match modules.contains(&generator) {
            true => "top level".to_owned(),
            false => code.template().name.to_display(),
        };
        let Some(place) = Place::of(generator, &name) else { continue };
        index.insert(generator.addr(), suspended.len());
        suspended.push(Suspended { place, awaited_by: None, children: Vec::new() });
        results.push(generator.result().bits());
    }
    for (at, result) in values(&results).iter().enumerate() {
        let by = awaiting_generator(*result).and_then(|by| index.get(&by.addr()).copied());
        // A function cannot wait for itself but by a circle of promises.
        if let Some(by) = by.filter(|&by| by != at) {
            suspended[at].awaited_by = Some(by);
            suspended[by].children.push(at);
        }
    }
    let mut roots: Vec<usize> = (0..suspended.len()).filter(|&at| suspended[at].awaited_by.is_none()).collect();
    if roots.is_empty() {
        // A circle has no root.
        roots.extend((!suspended.is_empty()).then_some(0));
    }
    let mut lines = Vec::new();
    branches(&suspended, &roots, indent, 0, &mut lines);
    if lines.is_empty() {
        return String::new();
    }
    let more = lines.len().saturating_sub(LINES);
    let mut text = heading.to_owned();
    lines.truncate(LINES);
    lines.iter().for_each(|line| text.push_str(line));
    if more > 0 {
        let _ = writeln!(text, "{indent}and {more} lines more");
    }
    text
}

/// Most lines of a tree, and its deepest branch.
const LINES: usize = 100;
const DEPTH: usize = 30;

fn branches(suspended: &[Suspended], list: &[usize], indent: &str, depth: usize, lines: &mut Vec<String>) {
    let mut told: Vec<(Vec<String>, usize)> = Vec::new();
    let mut sorted = list.to_vec();
    sorted.sort_by(|&a, &b| suspended[a].place.cmp(&suspended[b].place));
    for at in sorted {
        let Suspended { place: Place { file, line, column, name, code }, children, .. } = &suspended[at];
        let deeper = "  ".repeat(depth);
        let mut branch = vec![format!("{indent}{deeper}at {name} ({file}:{line}:{column})  {code}")];
        if depth < DEPTH {
            branches(suspended, children, indent, depth + 1, &mut branch);
        }
        match told.last_mut() {
            Some((known, count)) if *known == branch => *count += 1,
            _ => told.push((branch, 1)),
        }
    }
    for (mut branch, count) in told {
        if count > 1 {
            branch[0].push_str(&format!(", {count} times"));
        }
        for line in &mut branch {
            if !line.ends_with('\n') {
                line.push('\n');
            }
        }
        lines.append(&mut branch);
    }
}

/// The program's own callbacks that wait for promises to settle, each with its place; nothing if there are none.
pub fn callbacks(agent: &mut Agent, heading: &str, indent: &str) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for promise in values(&cells(agent, Kind::Promise)) {
        let Some(promise) = promise.as_kind::<PromiseObject>() else { continue };
        if promise.state() != PromiseState::Pending {
            continue;
        }
        promise.visit_handlers(|handler| {
            let Some(closure) = handler.as_kind::<jenny_engine::function::Closure>() else { return };
            let template = closure.template();
            if jenny_engine::error::is_internal_source(&template.source.name) {
                return;
            }
            let (line, column) = template.source.line_column(template.source_range.0);
            let name = template.name.to_display();
            let name = if name.is_empty() { "(anonymous)" } else { &*name };
            *counts.entry(format!("{name} ({}:{line}:{column})", template.source.name)).or_default() += 1;
        });
    }
    if counts.is_empty() {
        return String::new();
    }
    let mut text = heading.to_owned();
    for (place, count) in counts.iter().take(PLACES) {
        let times = if *count > 1 { format!(", {count} times") } else { String::new() };
        let _ = writeln!(text, "{indent}{place}{times}");
    }
    if counts.len() > PLACES {
        let _ = writeln!(text, "{indent}and {} more", counts.len() - PLACES);
    }
    text
}

/// All cells of a kind that no collection has found dead yet: also those that nothing refers to any more, as a function that awaits a
/// promise that nobody can settle.
fn cells(agent: &Agent, kind: Kind) -> RootVec {
    let mut found: Vec<u64> = Vec::new();
    agent.heap.for_each_kept_cell(|header, _| {
        if header.kind() == kind as u8 {
            found.push(std::ptr::from_ref(header) as u64);
        }
    });
    let mut list = RootVec::new(&agent.heap);
    list.extend_from_slice(&found);
    list
}
