//! RegExp.prototype [ %Symbol.match% ], matchAll, search and split (ECMA-262 22.2.6.8, .9, .12, .14).

use super::exec::{advance_string_index, capture_value, regexp_exec, run_matcher, set_last_index};
use super::pristine::{has_builtin_species, is_pristine};
use super::{RegExpObject, iterator};
use crate::operations::same_value;
use crate::string::JsString;
use crate::{Agent, Args, Intrinsic, JsResult, Object, Value};
use jenny_gc::Gc;

/// The receiver of a symbol method, which must be an object.
pub(super) fn receiver(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<Object>> {
    match this.as_object() {
        Some(object) => Ok(object),
        None => Err(agent.throw_incompatible_receiver(&format!("RegExp.prototype.{method}"), this)),
    }
}

/// ToString(Get(rx, "flags"))
pub(super) fn flags_of(agent: &mut Agent, regexp: Gc<Object>) -> JsResult<Gc<JsString>> {
    regexp.get(agent, agent.names.flags)?.to_js_string(agent)
}

pub(super) fn has(flags: Gc<JsString>, letter: u8) -> bool {
    flags.view().iter().any(|u| u == letter as u16)
}

/// Steps `lastIndex` past an empty match.
pub(super) fn step_past_empty(
    agent: &mut Agent,
    regexp: Gc<Object>,
    subject: Gc<JsString>,
    unicode: bool,
) -> JsResult<()> {
    let key = agent.names.last_index;
    let index = regexp.get(agent, key)?.to_length(agent)?;
    let next = advance_string_index(subject, index, unicode);
    regexp.set(agent, key, Value::number(next as f64))
}

/// 22.2.6.8
pub(super) fn regexp_match(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let regexp = receiver(agent, this, "@@match")?;
    let subject = args.get(0).to_js_string(agent)?;
    if let Some(builtin) = this.as_kind::<RegExpObject>()
        && is_pristine(agent, builtin)
        && builtin.flags().global
    {
        return match_all_texts(agent, builtin, subject);
    }
    let flags = flags_of(agent, regexp)?;
    if !has(flags, b'g') {
        return Ok(Value::from_option(regexp_exec(agent, regexp, subject)?).null_if_undefined());
    }
    let unicode = has(flags, b'u') || has(flags, b'v');
    regexp.set(agent, agent.names.last_index, Value::ZERO)?;
    let array = agent.new_array_with_elements(None);
    while let Some(found) = regexp_exec(agent, regexp, subject)? {
        let matched = found.get_index(agent, 0)?.to_js_string(agent)?;
        agent.array_push(array, matched.into())?;
        if matched.is_empty() {
            step_past_empty(agent, regexp, subject, unicode)?;
        }
        agent.poll_interrupts()?;
    }
    Ok(if array.length() == 0 { Value::NULL } else { array.into() })
}

/// All matches of a pristine global RegExp as strings.
fn match_all_texts(agent: &mut Agent, regexp: Gc<RegExpObject>, subject: Gc<JsString>) -> JsResult<Value> {
    let Some(program) = regexp.program() else { return Ok(Value::NULL) };
    let unicode = program.flags().unicode || program.flags().unicode_sets;
    let array = agent.new_array_with_elements(None);
    let mut index = 0;
    while index <= subject.len() && run_matcher(agent, regexp, &program, subject, index)? {
        let range = agent.regexp.captures.first().copied().flatten();
        let matched = capture_value(agent, subject, range);
        agent.array_push(array, matched)?;
        let (start, end) = range.unwrap_or_default();
        index = if start == end { advance_string_index(subject, end as u64, unicode) as usize } else { end };
        if array.length() & 0xff == 0 {
            agent.poll_interrupts()?;
        }
    }
    set_last_index(agent, regexp, 0)?;
    Ok(if array.length() == 0 { Value::NULL } else { array.into() })
}

impl Value {
    /// null in place of undefined.
    fn null_if_undefined(self) -> Value {
        if self.is_undefined() { Value::NULL } else { self }
    }
}

/// 22.2.6.9
pub(super) fn regexp_match_all(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let regexp = receiver(agent, this, "@@matchAll")?;
    let subject = args.get(0).to_js_string(agent)?;
    let default = agent.intrinsic(Intrinsic::RegExp);
    let constructor = regexp.species_constructor(agent, default)?;
    let flags = flags_of(agent, regexp)?;
    let matcher = agent.construct(constructor, &[this, flags.into()], constructor)?;
    let key = agent.names.last_index;
    let index = regexp.get(agent, key)?.to_length(agent)?;
    matcher.set(agent, key, Value::number(index as f64))?;
    let unicode = has(flags, b'u') || has(flags, b'v');
    Ok(iterator::create(agent, matcher, subject, has(flags, b'g'), unicode).into())
}

/// 22.2.6.12
pub(super) fn regexp_search(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let regexp = receiver(agent, this, "@@search")?;
    let subject = args.get(0).to_js_string(agent)?;
    if let Some(builtin) = this.as_kind::<RegExpObject>()
        && is_pristine(agent, builtin)
        && let Some(program) = builtin.program()
    {
        let found = run_matcher(agent, builtin, &program, subject, 0)?;
        let start = agent.regexp.captures.first().copied().flatten().map_or(0, |(start, _)| start);
        return Ok(if found { Value::from(start) } else { Value::int(-1) });
    }
    let key = agent.names.last_index;
    let previous = regexp.get(agent, key)?;
    if !same_value(previous, Value::ZERO) {
        regexp.set(agent, key, Value::ZERO)?;
    }
    let found = regexp_exec(agent, regexp, subject)?;
    let current = regexp.get(agent, key)?;
    if !same_value(current, previous) {
        regexp.set(agent, key, previous)?;
    }
    match found {
        None => Ok(Value::int(-1)),
        Some(found) => found.get(agent, agent.names.index),
    }
}

/// 22.2.6.14
pub(super) fn regexp_split(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let regexp = receiver(agent, this, "@@split")?;
    let subject = args.get(0).to_js_string(agent)?;
    let limit = args.get(1);
    if let Some(builtin) = this.as_kind::<RegExpObject>()
        && (limit.is_undefined() || limit.is_int())
        && is_pristine(agent, builtin)
        && !builtin.flags().sticky
        && has_builtin_species(agent)
    {
        let limit = limit.as_int().map_or(u32::MAX, |l| l as u32);
        return split_fast(agent, builtin, subject, limit);
    }
    let default = agent.intrinsic(Intrinsic::RegExp);
    let constructor = regexp.species_constructor(agent, default)?;
    let flags = flags_of(agent, regexp)?;
    let unicode = has(flags, b'u') || has(flags, b'v');
    let new_flags = if has(flags, b'y') {
        flags
    } else {
        let y = agent.single_unit_string(b'y' as u16);
        agent.concat(flags, y)?
    };
    let splitter = agent.construct(constructor, &[this, new_flags.into()], constructor)?;
    let limit = if limit.is_undefined() { u32::MAX } else { limit.to_uint32(agent)? };
    let array = agent.new_array_with_elements(None);
    if limit == 0 {
        return Ok(array.into());
    }
    if subject.is_empty() {
        if regexp_exec(agent, splitter, subject)?.is_none() {
            agent.array_push(array, subject.into())?;
        }
        return Ok(array.into());
    }
    let size = subject.len() as u64;
    let key = agent.names.last_index;
    let (mut p, mut q) = (0u64, 0u64);
    while q < size {
        agent.poll_interrupts()?;
        splitter.set(agent, key, Value::number(q as f64))?;
        let Some(found) = regexp_exec(agent, splitter, subject)? else {
            q = advance_string_index(subject, q, unicode);
            continue;
        };
        let end = splitter.get(agent, key)?.to_length(agent)?.min(size);
        if end == p {
            q = advance_string_index(subject, q, unicode);
            continue;
        }
        let piece = agent.substring(subject, p as usize, q as usize);
        agent.array_push(array, piece.into())?;
        if array.length() == limit {
            return Ok(array.into());
        }
        p = end;
        let captures = found.length_of_array_like(agent)?;
        for i in 1..captures {
            let capture = found.get_index(agent, i)?;
            agent.array_push(array, capture)?;
            if array.length() == limit {
                return Ok(array.into());
            }
        }
        q = p;
    }
    let piece = agent.substring(subject, p as usize, size as usize);
    agent.array_push(array, piece.into())?;
    Ok(array.into())
}

/// Split by a pristine RegExp: searching forward finds the positions that trying each one would.
fn split_fast(agent: &mut Agent, regexp: Gc<RegExpObject>, subject: Gc<JsString>, limit: u32) -> JsResult<Value> {
    let array = agent.new_array_with_elements(None);
    let Some(program) = regexp.program() else { return Ok(array.into()) };
    if limit == 0 {
        return Ok(array.into());
    }
    let size = subject.len();
    if size == 0 {
        if !run_matcher(agent, regexp, &program, subject, 0)? {
            agent.array_push(array, subject.into())?;
        }
        return Ok(array.into());
    }
    let unicode = program.flags().unicode || program.flags().unicode_sets;
    let (mut p, mut q) = (0, 0);
    while q < size {
        if !run_matcher(agent, regexp, &program, subject, q)? {
            break;
        }
        let (start, end) = agent.regexp.captures.first().copied().flatten().unwrap_or_default();
        if start >= size {
            break;
        }
        if end == p {
            q = advance_string_index(subject, q.max(start) as u64, unicode) as usize;
            continue;
        }
        let piece = agent.substring(subject, p, start);
        agent.array_push(array, piece.into())?;
        if array.length() == limit {
            return Ok(array.into());
        }
        p = end;
        for i in 1..agent.regexp.captures.len() {
            let range = agent.regexp.captures[i];
            let capture = capture_value(agent, subject, range);
            agent.array_push(array, capture)?;
            if array.length() == limit {
                return Ok(array.into());
            }
        }
        q = p;
        if array.length() & 0xff == 0 {
            agent.poll_interrupts()?;
        }
    }
    let piece = agent.substring(subject, p, size);
    agent.array_push(array, piece.into())?;
    Ok(array.into())
}
