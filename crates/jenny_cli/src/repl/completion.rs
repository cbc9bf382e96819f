//! What TAB offers: globals, properties and commands. Nothing of the user's runs for it.

use std::collections::BTreeSet;

use jenny_engine::embed::{Gc, HeldValue};
use jenny_engine::function::Closure;
use jenny_engine::{Agent, JsResult, Kind, Object, Value};
use jenny_runtime::stdin::Completion;

use super::commands::COMMANDS;

const KEYWORDS: &[&str] = &[
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "null",
    "return",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// The words that can stand where the cursor is.
pub fn complete(agent: &mut Agent, text: &str, position: usize) -> Completion {
    let before = text.get(..position).unwrap_or(text);
    if before.starts_with('.') && before.bytes().skip(1).all(|byte| byte.is_ascii_lowercase()) {
        let words =
            COMMANDS.iter().map(|(name, _)| (*name).to_owned()).filter(|name| name.starts_with(before)).collect();
        return Completion { start: 0, words };
    }
    let chain = chain_before(before);
    let (base, word) = match chain.rfind('.') {
        Some(dot) => (Some(chain[..dot].trim_end_matches('?')), &chain[dot + 1..]),
        None => (None, chain),
    };
    let names = match base {
        None => Ok(global_names(agent)),
        Some(base) => value_of_chain(agent, base).and_then(|value| match value {
            Some(value) => property_names(agent, value),
            None => Ok(BTreeSet::new()),
        }),
    };
    let names = names.unwrap_or_else(|thrown| {
        agent.take_exception(thrown);
        BTreeSet::new()
    });
    let words = names.into_iter().filter(|name| name.starts_with(word) && is_identifier(name)).collect();
    Completion { start: before.len() - word.len(), words }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn is_identifier(name: &str) -> bool {
    name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty()
}

/// The names with dots between them that end the text.
fn chain_before(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|&(at, c)| is_part(c) || c == '.' || c == '?' && text[at..].starts_with("?."))
        .last();
    let chain = start.map_or("", |(at, _)| &text[at..]);
    // What a call, an index or a literal gives is not known without running it.
    chain.trim_start_matches('?')
}

fn global_names(agent: &mut Agent) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = KEYWORDS.iter().map(|&word| word.to_owned()).collect();
    names.extend(agent.realm().lexical_names().into_iter().map(|key| key.to_display()));
    let global = agent.realm().global_object();
    if let Ok(found) = property_names(agent, global.into()) {
        names.extend(found);
    }
    names
}

/// The value of `a.b.c`, if every step is a plain value.
fn value_of_chain(agent: &mut Agent, chain: &str) -> JsResult<Option<Value>> {
    let mut parts = chain.split('.').map(|part| part.trim_end_matches('?'));
    let Some(first) = parts.next().filter(|first| is_identifier(first)) else { return Ok(None) };
    let key = agent.key(first);
    let realm = agent.realm();
    let mut value = match realm.lexical(key) {
        Some(index) => realm.lexical_binding(index).value,
        None if first == "this" => realm.global_this(),
        None => {
            let global = realm.global_object();
            match read(agent, global, global.into(), first)? {
                Some(value) => value,
                None => return Ok(None),
            }
        }
    };
    for part in parts {
        if value.is_empty() || !is_identifier(part) {
            return Ok(None);
        }
        let Some(object) = holder(agent, value)? else { return Ok(None) };
        match read(agent, object, value, part)? {
            Some(found) => value = found,
            None => return Ok(None),
        }
    }
    Ok((!value.is_empty()).then_some(value))
}

/// The object where the properties of a value are looked for.
fn holder(agent: &mut Agent, value: Value) -> JsResult<Option<Gc<Object>>> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let object = value.to_object(agent)?;
    Ok((!object.is_kind(Kind::Proxy)).then_some(object))
}

/// A property without running the user's code: data, or what one of the runtime's own getters gives.
fn read(agent: &mut Agent, object: Gc<Object>, receiver: Value, name: &str) -> JsResult<Option<Value>> {
    let key = agent.key(name);
    let mut next = Some(object);
    while let Some(object) = next {
        if object.is_kind(Kind::Proxy) {
            return Ok(None);
        }
        if let Some(own) = object.get_own_property(agent, key)? {
            let Some(pair) = own.accessor() else { return Ok(Some(own.value)) };
            return if is_our_own(pair.getter()) { own.read(agent, receiver).map(Some) } else { Ok(None) };
        }
        next = object.prototype().as_object();
    }
    Ok(None)
}

/// Whether a function belongs to the runtime.
fn is_our_own(function: Value) -> bool {
    match function.as_kind::<Closure>() {
        Some(closure) => closure.code().template().source.name.starts_with("node:"),
        None => function.is_callable() && !function.as_object().is_some_and(|object| object.is_kind(Kind::Proxy)),
    }
}

/// The names of all properties that a value has, inherited ones too.
fn property_names(agent: &mut Agent, value: Value) -> JsResult<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let held = HeldValue::new(agent, value);
    let mut next = holder(agent, held.get())?;
    while let Some(object) = next {
        if object.is_kind(Kind::Proxy) {
            break;
        }
        let keys = object.own_keys(agent)?;
        names.extend(keys.as_slice().iter().filter(|key| key.is_string()).map(|key| key.to_display()));
        next = object.prototype().as_object();
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_before_the_cursor() {
        assert_eq!(chain_before("x = a.b.c"), "a.b.c");
        assert_eq!(chain_before("f(console.lo"), "console.lo");
        assert_eq!(chain_before("a?.b"), "a?.b");
        assert_eq!(chain_before("f().x"), ".x");
        assert_eq!(chain_before("x ? y"), "y");
        assert_eq!(chain_before("1 + "), "");
    }
}
