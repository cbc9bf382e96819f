//! RegExp.prototype [ %Symbol.replace% ] (ECMA-262 22.2.6.11).

use super::RegExpObject;
use super::exec::{
    Captures, advance_string_index, builtin_match, capture_value, groups_object, regexp_exec, run_matcher,
    set_last_index,
};
use super::pristine::is_pristine;
use super::symbol_methods::{flags_of, has, receiver, step_past_empty};
use crate::builtins::string::{find_dollar, get_substitution};
use crate::operations::values;
use crate::string::{JsString, StringBuilder};
use crate::{Agent, Args, JsResult, Object, Value};
use jenny_gc::{Gc, RootVec};
use jenny_regexp::Program;

/// 22.2.6.11
pub(super) fn regexp_replace(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let regexp = receiver(agent, this, "@@replace")?;
    let subject = args.get(0).to_js_string(agent)?;
    let mut replacement = args.get(1);
    if !replacement.is_callable() {
        replacement = replacement.to_js_string(agent)?.into();
    }
    if let Some(builtin) = this.as_kind::<RegExpObject>()
        && is_pristine(agent, builtin)
    {
        return replace_fast(agent, builtin, subject, replacement);
    }
    replace_slow(agent, regexp, subject, replacement)
}

/// What a match is replaced by, for a pristine RegExp.
struct Replacer<'a> {
    program: &'a Program,
    subject: Gc<JsString>,
    replacement: Value,
    /// the replacement is text without `$`
    is_plain: bool,
    arguments: RootVec,
}

impl Replacer<'_> {
    fn push(
        &mut self,
        agent: &mut Agent,
        out: &mut StringBuilder,
        captures: &[Option<(usize, usize)>],
    ) -> JsResult<()> {
        let (start, _) = captures.first().copied().flatten().unwrap_or_default();
        let template = self.replacement.as_string();
        if self.is_plain
            && let Some(template) = template
        {
            return out.push_string(agent, template);
        }
        let subject = self.subject;
        self.arguments.clear();
        for range in captures {
            let value = capture_value(agent, subject, *range);
            self.arguments.push(value.bits());
        }
        let program = self.program;
        let arguments = &self.arguments;
        let groups = groups_object(agent, program, |_, i| Ok(values(arguments)[i]))?;
        match template {
            Some(template) => {
                let matched = values(&self.arguments)[0].to_js_string(agent)?;
                let captures = &values(&self.arguments)[1..];
                get_substitution(agent, out, matched, subject, start, captures, groups, template)
            }
            None => {
                self.arguments.push(Value::from(start).bits());
                self.arguments.push(Value::from(subject).bits());
                if let Some(groups) = groups {
                    self.arguments.push(Value::from(groups).bits());
                }
                let made = agent.call(self.replacement, Value::UNDEFINED, values(&self.arguments))?;
                let made = made.to_js_string(agent)?;
                out.push_string(agent, made)
            }
        }
    }
}

fn replace_fast(
    agent: &mut Agent,
    regexp: Gc<RegExpObject>,
    subject: Gc<JsString>,
    replacement: Value,
) -> JsResult<Value> {
    let Some(program) = regexp.program() else { return Ok(subject.into()) };
    let is_plain = replacement.as_string().is_some_and(|t| find_dollar(t.view(), 0).is_none());
    let arguments = RootVec::new(&agent.heap);
    let mut replacer = Replacer { program: &program, subject, replacement, is_plain, arguments };
    let flags = program.flags();
    if !flags.global {
        if !builtin_match(agent, regexp, subject)? {
            return Ok(subject.into());
        }
        let captures = agent.regexp.captures.clone();
        let (start, end) = captures.first().copied().flatten().unwrap_or_default();
        let mut middle = StringBuilder::new();
        replacer.push(agent, &mut middle, &captures)?;
        let head = agent.substring(subject, 0, start);
        let tail = agent.substring(subject, end, subject.len());
        let middle = middle.finish(agent)?;
        let front = agent.concat(head, middle)?;
        return Ok(agent.concat(front, tail)?.into());
    }
    set_last_index(agent, regexp, 0)?;
    let unicode = flags.unicode || flags.unicode_sets;
    // Functions may do anything, so all matches are found before the first call.
    let deferred = replacement.as_string().is_none();
    let mut found: Captures = Vec::new();
    let width = program.capture_count();
    let mut out = StringBuilder::with_capacity(subject.len());
    let (mut index, mut copied, mut count) = (0usize, 0usize, 0u32);
    while index <= subject.len() && run_matcher(agent, regexp, &program, subject, index)? {
        let (start, end) = agent.regexp.captures.first().copied().flatten().unwrap_or_default();
        if deferred {
            found.extend_from_slice(&agent.regexp.captures);
        } else {
            out.push_view(agent, subject.view().slice(copied, start))?;
            let captures = std::mem::take(&mut agent.regexp.captures);
            let pushed = replacer.push(agent, &mut out, &captures);
            agent.regexp.captures = captures;
            pushed?;
            copied = end;
        }
        index = if start == end { advance_string_index(subject, end as u64, unicode) as usize } else { end };
        count += 1;
        if count & 0xff == 0 {
            agent.poll_interrupts()?;
        }
    }
    if count == 0 {
        return Ok(subject.into());
    }
    for captures in found.chunks_exact(width) {
        let (start, end) = captures[0].unwrap_or_default();
        out.push_view(agent, subject.view().slice(copied, start))?;
        replacer.push(agent, &mut out, captures)?;
        copied = end;
    }
    out.push_view(agent, subject.view().slice(copied, subject.len()))?;
    Ok(out.finish(agent)?.into())
}

fn replace_slow(agent: &mut Agent, regexp: Gc<Object>, subject: Gc<JsString>, replacement: Value) -> JsResult<Value> {
    let flags = flags_of(agent, regexp)?;
    let global = has(flags, b'g');
    let unicode = has(flags, b'u') || has(flags, b'v');
    if global {
        regexp.set(agent, agent.names.last_index, Value::ZERO)?;
    }
    let mut results = RootVec::new(&agent.heap);
    while let Some(result) = regexp_exec(agent, regexp, subject)? {
        results.push(Value::from(result).bits());
        if !global {
            break;
        }
        let matched = result.get_index(agent, 0)?.to_js_string(agent)?;
        if matched.is_empty() {
            step_past_empty(agent, regexp, subject, unicode)?;
        }
        agent.poll_interrupts()?;
    }
    let mut out = StringBuilder::new();
    let mut next = 0;
    for i in 0..results.len() {
        let Some(result) = values(&results)[i].as_object() else { continue };
        let count = result.length_of_array_like(agent)?.max(1) - 1;
        let matched = result.get_index(agent, 0)?.to_js_string(agent)?;
        let position = result.get(agent, agent.names.index)?.to_integer_or_infinity(agent)?;
        let position = position.clamp(0.0, subject.len() as f64) as usize;
        let mut captures = RootVec::new(&agent.heap);
        for n in 1..=count {
            let capture = result.get_index(agent, n)?;
            let capture = if capture.is_undefined() { capture } else { capture.to_js_string(agent)?.into() };
            captures.push(capture.bits());
            if n & 0xfff == 0 {
                agent.poll_interrupts()?;
            }
        }
        let groups = result.get(agent, agent.names.groups)?;
        let mut piece = StringBuilder::new();
        if let Some(template) = replacement.as_string() {
            let groups = if groups.is_undefined() { None } else { Some(groups.to_object(agent)?) };
            get_substitution(agent, &mut piece, matched, subject, position, values(&captures), groups, template)?;
        } else {
            let mut arguments = RootVec::new(&agent.heap);
            arguments.push(Value::from(matched).bits());
            arguments.extend_from_slice(captures.as_slice());
            arguments.push(Value::from(position).bits());
            arguments.push(Value::from(subject).bits());
            if !groups.is_undefined() {
                arguments.push(groups.bits());
            }
            let made = agent.call(replacement, Value::UNDEFINED, values(&arguments))?.to_js_string(agent)?;
            piece.push_string(agent, made)?;
        }
        if position >= next {
            out.push_view(agent, subject.view().slice(next, position))?;
            let piece = piece.finish(agent)?;
            out.push_string(agent, piece)?;
            next = position + matched.len();
        }
    }
    if next >= subject.len() {
        return Ok(out.finish(agent)?.into());
    }
    out.push_view(agent, subject.view().slice(next, subject.len()))?;
    Ok(out.finish(agent)?.into())
}
