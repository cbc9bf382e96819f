//! Getters of RegExp.prototype, toString, and the legacy static properties of the constructor.

use super::RegExpObject;
use crate::string::{JsString, StringBuilder};
use crate::{Agent, Args, Intrinsic, JsResult, PropertyKey, Value};
use jenny_gc::Gc;
use jenny_regexp::Flags;

/// RegExpHasFlag (22.2.6.4.1)
fn has_flag(agent: &mut Agent, this: Value, name: &str, flag: fn(Flags) -> bool) -> JsResult<Value> {
    if let Some(regexp) = this.as_kind::<RegExpObject>() {
        return Ok(Value::bool(flag(regexp.flags())));
    }
    if this == agent.intrinsic(Intrinsic::RegExpPrototype).into() {
        return Ok(Value::UNDEFINED);
    }
    let text = crate::error::describe(agent, this);
    Err(agent.throw_type_error(format!("RegExp.prototype.{name} getter called on non-RegExp object: {text}")))
}

macro_rules! flag_getters {
    ($($function:ident $name:literal $field:ident;)*) => {
        $(
            #[doc = concat!("get RegExp.prototype.", $name)]
            pub fn $function(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
                has_flag(agent, this, $name, |f| f.$field)
            }
        )*
    };
}

flag_getters! {
    regexp_dot_all "dotAll" dot_all;
    regexp_global "global" global;
    regexp_has_indices "hasIndices" has_indices;
    regexp_ignore_case "ignoreCase" ignore_case;
    regexp_multiline "multiline" multiline;
    regexp_sticky "sticky" sticky;
    regexp_unicode "unicode" unicode;
    regexp_unicode_sets "unicodeSets" unicode_sets;
}

/// 22.2.6.4: get RegExp.prototype.flags
pub fn regexp_flags(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        let text = crate::error::describe(agent, this);
        return Err(agent.throw_type_error(format!("RegExp.prototype.flags getter called on non-object {text}")));
    };
    let names = &agent.names;
    let rows: [(PropertyKey, u8); 8] = [
        (names.has_indices, b'd'),
        (names.global, b'g'),
        (names.ignore_case, b'i'),
        (names.multiline, b'm'),
        (names.dot_all, b's'),
        (names.unicode, b'u'),
        (names.unicode_sets, b'v'),
        (names.sticky, b'y'),
    ];
    let mut text = Vec::with_capacity(8);
    for (key, letter) in rows {
        if object.get(agent, key)?.to_boolean() {
            text.push(letter);
        }
    }
    Ok(agent.try_string_from_latin1(&text)?.into())
}

/// 22.2.6.13: get RegExp.prototype.source
pub fn regexp_source(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if let Some(regexp) = this.as_kind::<RegExpObject>() {
        return match regexp.source().as_string() {
            Some(source) => escape_pattern(agent, source),
            None => Ok(agent.string_value("(?:)")),
        };
    }
    if this == agent.intrinsic(Intrinsic::RegExpPrototype).into() {
        return Ok(agent.string_value("(?:)"));
    }
    let text = crate::error::describe(agent, this);
    Err(agent.throw_type_error(format!("RegExp.prototype.source getter called on non-RegExp object: {text}")))
}

/// EscapeRegExpPattern (22.2.6.13.1): slashes and line terminators so that a literal could hold the text.
fn escape_pattern(agent: &mut Agent, source: Gc<JsString>) -> JsResult<Value> {
    let view = source.view();
    if view.is_empty() {
        return Ok(agent.string_value("(?:)"));
    }
    if !view.iter().any(|u| matches!(u, 0x2f | 0x0a | 0x0d | 0x2028 | 0x2029)) {
        return Ok(source.into());
    }
    let mut out = StringBuilder::with_capacity(view.len() + 8);
    let (mut escaped, mut in_class) = (false, false);
    for unit in view.iter() {
        let line = match unit {
            0x0a => "n",
            0x0d => "r",
            0x2028 => "u2028",
            0x2029 => "u2029",
            _ => "",
        };
        if !line.is_empty() {
            if !escaped {
                out.push_unit(0x5c);
            }
            out.push_str(line);
            escaped = false;
            continue;
        }
        if escaped {
            escaped = false;
        } else {
            match unit {
                0x2f if !in_class => out.push_unit(0x5c),
                0x5b => in_class = true,
                0x5d => in_class = false,
                0x5c => escaped = true,
                _ => {}
            }
        }
        out.push_unit(unit);
    }
    Ok(out.finish(agent)?.into())
}

/// 22.2.6.17
pub fn regexp_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        return Err(agent.throw_incompatible_receiver("RegExp.prototype.toString", this));
    };
    let source = object.get(agent, agent.names.source)?.to_js_string(agent)?;
    let flags = object.get(agent, agent.names.flags)?.to_js_string(agent)?;
    let mut out = StringBuilder::new();
    out.push_unit(0x2f);
    out.push_string(agent, source)?;
    out.push_unit(0x2f);
    out.push_string(agent, flags)?;
    Ok(out.finish(agent)?.into())
}

/// The receiver of a legacy static property must be %RegExp% itself.
fn check_constructor(agent: &mut Agent, this: Value, name: &str) -> JsResult<()> {
    if this == agent.intrinsic(Intrinsic::RegExp).into() {
        return Ok(());
    }
    Err(agent.throw_incompatible_receiver(&format!("get RegExp.{name}"), this))
}

/// A part of the string last matched; empty before any match.
fn legacy(
    agent: &mut Agent,
    this: Value,
    name: &str,
    part: impl FnOnce(&[Option<(usize, usize)>], usize) -> Option<(usize, usize)>,
) -> JsResult<Value> {
    check_constructor(agent, this, name)?;
    let Some(subject) = agent.regexp.last_subject else { return Ok(agent.names.empty_string().into()) };
    let Some(subject) = subject.as_string() else {
        return Err(agent.throw_type_error(format!("RegExp.{name} is not available after a match of a subclass")));
    };
    Ok(match part(&agent.regexp.captures, subject.len()) {
        Some((from, to)) => agent.substring(subject, from, to),
        None => agent.names.empty_string(),
    }
    .into())
}

/// get RegExp.$1 to RegExp.$9
pub fn regexp_get_paren<const N: usize>(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    legacy(agent, this, &format!("${N}"), |captures, _| captures.get(N).copied().flatten())
}
/// get RegExp.lastMatch
pub fn regexp_get_last_match(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    legacy(agent, this, "lastMatch", |captures, _| captures.first().copied().flatten())
}
/// get RegExp.lastParen
pub fn regexp_get_last_paren(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    legacy(agent, this, "lastParen", |captures, _| captures.get(1..).and_then(|c| c.last().copied().flatten()))
}
/// get RegExp.leftContext
pub fn regexp_get_left_context(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    legacy(agent, this, "leftContext", |captures, _| captures.first().copied().flatten().map(|(from, _)| (0, from)))
}
/// get RegExp.rightContext
pub fn regexp_get_right_context(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    legacy(agent, this, "rightContext", |captures, length| {
        captures.first().copied().flatten().map(|(_, to)| (to, length))
    })
}
/// get RegExp.input
pub fn regexp_get_input(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if let Some(input) = agent.regexp.input {
        check_constructor(agent, this, "input")?;
        return Ok(input);
    }
    legacy(agent, this, "input", |_, length| Some((0, length)))
}
/// set RegExp.input
pub fn regexp_set_input(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    check_constructor(agent, this, "input")?;
    let input = args.get(0).to_js_string(agent)?;
    agent.regexp.input = Some(input.into());
    Ok(Value::UNDEFINED)
}
