//! RegExpExec and RegExpBuiltinExec (ECMA-262 22.2.7), exec and test.

use super::pristine::is_pristine;
use super::{InitialShape, NO_LEGACY_FEATURES, RegExpObject};
use crate::object::array::ArrayObject;
use crate::string::JsString;
use crate::{Agent, Args, AsObject, Attributes, Intrinsic, JsResult, Object, PropertyKey, StringView, Value};
use jenny_gc::Gc;
use jenny_regexp::{Input, MatchError, Program};

/// Where the groups of a match lie, group 0 first.
pub(super) type Captures = Vec<Option<(usize, usize)>>;

/// Set(R, "lastIndex", n, true) for a RegExp object.
#[inline]
pub(super) fn set_last_index(agent: &mut Agent, regexp: Gc<RegExpObject>, n: usize) -> JsResult<()> {
    let key = agent.names.last_index;
    if regexp.object.shape().find(key).is_some_and(|f| f.attributes.is_writable()) {
        regexp.object.set_raw_slot(0, Value::from(n));
        return Ok(());
    }
    Err(agent.throw_read_only(key, regexp.into()))
}

/// ToLength(lastIndex)
#[inline]
pub(super) fn last_index(agent: &mut Agent, regexp: Gc<RegExpObject>) -> JsResult<u64> {
    match regexp.last_index().as_int() {
        Some(i) => Ok(i.max(0) as u64),
        None => regexp.last_index().to_length(agent),
    }
}

/// Runs the matcher; on success the groups are in `agent.regexp.captures` and the legacy properties follow.
pub(super) fn run_matcher(
    agent: &mut Agent,
    regexp: Gc<RegExpObject>,
    program: &Program,
    subject: Gc<JsString>,
    from: usize,
) -> JsResult<bool> {
    let input = match subject.view() {
        StringView::Latin1(units) => Input::Latin1(units),
        StringView::Utf16(units) => Input::Utf16(units),
    };
    loop {
        let mut matcher = agent.regexp.matcher.take().unwrap_or_default();
        let outcome = matcher.exec(program, input, from, &mut || agent.must_stop());
        let outcome = outcome.map(|groups| {
            let Some(groups) = groups else { return false };
            agent.regexp.captures.clear();
            agent.regexp.captures.extend_from_slice(groups);
            true
        });
        agent.regexp.matcher = Some(matcher);
        match outcome {
            Ok(found) => {
                if found {
                    note_match(agent, regexp, subject);
                }
                return Ok(found);
            }
            Err(MatchError::Interrupted) => agent.handle_interrupts()?,
            Err(MatchError::StackOverflow) => return Err(agent.throw_stack_overflow()),
            Err(error @ MatchError::StepLimit) => return Err(agent.throw_range_error(error.to_string())),
        }
    }
}

/// UpdateLegacyRegExpStaticProperties, or their invalidation.
#[inline]
fn note_match(agent: &mut Agent, regexp: Gc<RegExpObject>, subject: Gc<JsString>) {
    if regexp.realm != agent.realm() {
        return;
    }
    let enabled = !regexp.object.has_flag(NO_LEGACY_FEATURES);
    agent.regexp.last_subject = Some(if enabled { subject.into() } else { Value::UNDEFINED });
    agent.regexp.input = None;
}

/// RegExpBuiltinExec up to the result: whether there is a match, whose groups are then in `agent.regexp.captures`.
pub(super) fn builtin_match(agent: &mut Agent, regexp: Gc<RegExpObject>, subject: Gc<JsString>) -> JsResult<bool> {
    let index = last_index(agent, regexp)?;
    let Some(program) = regexp.program() else { return Err(throw_uninitialized(agent, regexp)) };
    match_from(agent, regexp, &program, subject, index)
}

/// The part of [`builtin_match`] after `lastIndex` was read, which may run the program's own code.
#[inline]
fn match_from(
    agent: &mut Agent,
    regexp: Gc<RegExpObject>,
    program: &Program,
    subject: Gc<JsString>,
    index: u64,
) -> JsResult<bool> {
    let flags = program.flags();
    let moves = flags.global || flags.sticky;
    let index = if moves { index } else { 0 };
    if index > subject.len() as u64 || !run_matcher(agent, regexp, program, subject, index as usize)? {
        if moves {
            set_last_index(agent, regexp, 0)?;
        }
        return Ok(false);
    }
    if moves {
        let end = agent.regexp.captures.first().copied().flatten().map_or(0, |(_, end)| end);
        set_last_index(agent, regexp, end)?;
    }
    Ok(true)
}

#[cold]
fn throw_uninitialized(agent: &mut Agent, regexp: Gc<RegExpObject>) -> crate::Throw {
    agent.throw_incompatible_receiver("RegExp.prototype.exec", regexp.into())
}

/// RegExpBuiltinExec (22.2.7.2): the match array or null.
pub(super) fn builtin_exec(agent: &mut Agent, regexp: Gc<RegExpObject>, subject: Gc<JsString>) -> JsResult<Value> {
    let index = last_index(agent, regexp)?;
    let Some(program) = regexp.program() else { return Err(throw_uninitialized(agent, regexp)) };
    if !match_from(agent, regexp, &program, subject, index)? {
        return Ok(Value::NULL);
    }
    let captures = std::mem::take(&mut agent.regexp.captures);
    let array = match_array(agent, &program, subject, &captures);
    agent.regexp.captures = captures;
    Ok(array?.into())
}

/// The string of a group, or undefined.
#[inline]
pub(super) fn capture_value(agent: &mut Agent, subject: Gc<JsString>, range: Option<(usize, usize)>) -> Value {
    match range {
        Some((from, to)) => agent.substring(subject, from, to).into(),
        None => Value::UNDEFINED,
    }
}

/// The `groups` object: for each name, the value of the group of that name that took part.
pub(super) fn groups_object(
    agent: &mut Agent,
    program: &Program,
    mut value_of: impl FnMut(&mut Agent, usize) -> JsResult<Value>,
) -> JsResult<Option<Gc<Object>>> {
    if program.group_names().is_empty() {
        return Ok(None);
    }
    let groups = agent.new_object_with_prototype(Value::NULL);
    for (name, indices) in program.group_names() {
        let key: PropertyKey = agent.key_from_view(StringView::Utf16(name));
        let mut value = Value::UNDEFINED;
        for &i in indices {
            value = value_of(agent, i)?;
            if !value.is_undefined() {
                break;
            }
        }
        groups.create_data_property(agent, key, value)?;
    }
    Ok(Some(groups))
}

/// The array that exec returns.
fn match_array(
    agent: &mut Agent,
    program: &Program,
    subject: Gc<JsString>,
    captures: &Captures,
) -> JsResult<Gc<ArrayObject>> {
    let elements = agent.new_elements(captures.len() as u32)?;
    for range in captures {
        let value = capture_value(agent, subject, *range);
        elements.push_within_capacity(value);
    }
    let array = agent.new_array_with_elements(Some(elements));
    let object = array.as_object();
    let start = captures.first().copied().flatten().map_or(0, |(start, _)| start);
    let groups = groups_object(agent, program, |_, i| Ok(elements.get(i as u32)))?;
    let values = [Value::from(start), subject.into(), Value::from_option(groups)];
    let prototype = agent.intrinsic(Intrinsic::ArrayPrototype);
    // OPTIMIZATION: the second result of a realm gets the shape of the first at once.
    match agent.regexp.result.filter(|known| known.prototype == prototype) {
        Some(known) => agent.init_properties(object, known.shape, &values)?,
        None => {
            let keys = [agent.names.index, agent.names.input, agent.names.groups];
            for (key, value) in keys.into_iter().zip(values) {
                agent.add_property(object, key, value, Attributes::ALL)?;
            }
            let shape = object.shape();
            if !shape.is_dictionary() && shape.inline_capacity() == 0 {
                agent.regexp.result = Some(InitialShape { prototype, shape });
            }
        }
    }
    if program.flags().has_indices {
        let indices = indices_array(agent, program, captures)?;
        agent.add_property(object, agent.names.indices, indices.into(), Attributes::ALL)?;
    }
    Ok(array)
}

/// MakeMatchIndicesIndexPairArray (22.2.7.8)
fn indices_array(agent: &mut Agent, program: &Program, captures: &Captures) -> JsResult<Gc<ArrayObject>> {
    let elements = agent.new_elements(captures.len() as u32)?;
    for range in captures {
        let pair = match range {
            Some((from, to)) => agent.new_array(&[Value::from(*from), Value::from(*to)])?.into(),
            None => Value::UNDEFINED,
        };
        elements.push_within_capacity(pair);
    }
    let array = agent.new_array_with_elements(Some(elements));
    let groups = groups_object(agent, program, |_, i| Ok(elements.get(i as u32)))?;
    agent.add_property(array.as_object(), agent.names.groups, Value::from_option(groups), Attributes::ALL)?;
    Ok(array)
}

/// RegExpExec (22.2.7.1): an object, or None for null.
pub fn regexp_exec(agent: &mut Agent, regexp: Gc<Object>, subject: Gc<JsString>) -> JsResult<Option<Gc<Object>>> {
    let builtin = Value::from(regexp).as_kind::<RegExpObject>();
    if let Some(builtin) = builtin
        && is_pristine(agent, builtin)
    {
        return Ok(builtin_exec(agent, builtin, subject)?.as_object());
    }
    let exec = regexp.get(agent, agent.names.exec)?;
    if exec.is_callable() {
        let result = agent.call(exec, regexp.into(), &[subject.into()])?;
        if !result.is_object() && !result.is_null() {
            let text = crate::error::describe(agent, result);
            return Err(agent.throw_type_error(format!("object null is not a function: exec returned {text}")));
        }
        return Ok(result.as_object());
    }
    match builtin {
        Some(builtin) => Ok(builtin_exec(agent, builtin, subject)?.as_object()),
        None => Err(agent.throw_incompatible_receiver("RegExp.prototype.exec", regexp.into())),
    }
}

/// 22.2.6.2
pub(super) fn regexp_prototype_exec(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(regexp) = this.as_kind::<RegExpObject>() else {
        return Err(agent.throw_incompatible_receiver("RegExp.prototype.exec", this));
    };
    let subject = args.get(0).to_js_string(agent)?;
    builtin_exec(agent, regexp, subject)
}

/// 22.2.6.16
pub(super) fn regexp_test(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        return Err(agent.throw_incompatible_receiver("RegExp.prototype.test", this));
    };
    let subject = args.get(0).to_js_string(agent)?;
    if let Some(regexp) = this.as_kind::<RegExpObject>()
        && is_pristine(agent, regexp)
    {
        return Ok(Value::bool(builtin_match(agent, regexp, subject)?));
    }
    Ok(Value::bool(regexp_exec(agent, object, subject)?.is_some()))
}

/// AdvanceStringIndex (22.2.7.3)
pub(super) fn advance_string_index(subject: Gc<JsString>, index: u64, unicode: bool) -> u64 {
    if !unicode || index + 1 >= subject.len() as u64 {
        return index + 1;
    }
    index + subject.view().code_point_at(index as usize).1 as u64
}
