//! String.prototype.replace, replaceAll and split (ECMA-262 22.1.3.19, 22.1.3.20, 22.1.3.23).

use super::search::{pattern_method, require_global, string_index};
use super::substitution::{find_dollar, get_substitution};
use crate::string::{JsString, StringBuilder, StringView};
use crate::{Agent, Args, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

/// Appends what stands in place of a match of plain text.
fn push_replacement(
    agent: &mut Agent,
    out: &mut StringBuilder,
    string: Gc<JsString>,
    search: Gc<JsString>,
    position: usize,
    replacement: Value,
) -> JsResult<()> {
    if let Some(template) = replacement.as_string() {
        if find_dollar(template.view(), 0).is_none() {
            return out.push_string(agent, template);
        }
        return get_substitution(agent, out, search, string, position, &[], None, template);
    }
    let arguments = [search.into(), Value::from(position), string.into()];
    let made = agent.call(replacement, Value::UNDEFINED, &arguments)?.to_js_string(agent)?;
    out.push_string(agent, made)
}

/// 22.1.3.19
pub fn string_replace(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    const METHOD: &str = "String.prototype.replace";
    this.require_object_coercible(agent, METHOD)?;
    let (search, mut replacement) = (args.get(0), args.get(1));
    if let Some(f) = pattern_method(agent, search, WellKnownSymbol::Replace)? {
        return agent.call(f, search, &[this, replacement]);
    }
    let string = this.to_js_string(agent)?;
    let search = search.to_js_string(agent)?;
    if !replacement.is_callable() {
        replacement = replacement.to_js_string(agent)?.into();
    }
    let Some(position) = string_index(string.view(), search.view(), 0) else { return Ok(string.into()) };
    let mut middle = StringBuilder::new();
    push_replacement(agent, &mut middle, string, search, position, replacement)?;
    let head = agent.substring(string, 0, position);
    let tail = agent.substring(string, position + search.len(), string.len());
    let middle = middle.finish(agent)?;
    let front = agent.concat(head, middle)?;
    Ok(agent.concat(front, tail)?.into())
}

/// 22.1.3.20
pub fn string_replace_all(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    const METHOD: &str = "String.prototype.replaceAll";
    this.require_object_coercible(agent, METHOD)?;
    let (search, mut replacement) = (args.get(0), args.get(1));
    if search.is_object() {
        require_global(agent, search, METHOD)?;
        if let Some(f) = pattern_method(agent, search, WellKnownSymbol::Replace)? {
            return agent.call(f, search, &[this, replacement]);
        }
    }
    let string = this.to_js_string(agent)?;
    let search = search.to_js_string(agent)?;
    if !replacement.is_callable() {
        replacement = replacement.to_js_string(agent)?.into();
    }
    let advance = search.len().max(1);
    let mut out = StringBuilder::with_capacity(string.len());
    let (mut end, mut from, mut count) = (0, 0, 0u32);
    while let Some(position) = string_index(string.view(), search.view(), from) {
        out.push_view(agent, string.view().slice(end, position))?;
        push_replacement(agent, &mut out, string, search, position, replacement)?;
        end = position + search.len();
        from = position + advance;
        count += 1;
        if count & 0xfff == 0 {
            agent.poll_interrupts()?;
        }
    }
    if count == 0 {
        return Ok(string.into());
    }
    out.push_view(agent, string.view().slice(end, string.len()))?;
    Ok(out.finish(agent)?.into())
}

/// 22.1.3.23
pub fn string_split(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    const METHOD: &str = "String.prototype.split";
    this.require_object_coercible(agent, METHOD)?;
    let (separator, limit) = (args.get(0), args.get(1));
    if let Some(f) = pattern_method(agent, separator, WellKnownSymbol::Split)? {
        return agent.call(f, separator, &[this, limit]);
    }
    let string = this.to_js_string(agent)?;
    let limit = if limit.is_undefined() { u32::MAX } else { limit.to_uint32(agent)? };
    let delimiter = separator.to_js_string(agent)?;
    if limit == 0 {
        return Ok(agent.new_array(&[])?.into());
    }
    if separator.is_undefined() || string.is_empty() {
        if !separator.is_undefined() && delimiter.is_empty() {
            return Ok(agent.new_array(&[])?.into());
        }
        return Ok(agent.new_array(&[string.into()])?.into());
    }
    let array = agent.new_array_with_elements(None);
    if delimiter.is_empty() {
        for i in 0..string.len().min(limit as usize) {
            let unit = string.at(i);
            let piece = agent.single_unit_string(unit);
            agent.array_push(array, piece.into())?;
            if i & 0xffff == 0xffff {
                agent.poll_interrupts()?;
            }
        }
        return Ok(array.into());
    }
    let mut start = 0;
    while let Some(at) = find_delimiter(string.view(), delimiter.view(), start) {
        let piece = agent.substring(string, start, at);
        agent.array_push(array, piece.into())?;
        if array.length() >= limit {
            return Ok(array.into());
        }
        if array.length() & 0xffff == 0 {
            agent.poll_interrupts()?;
        }
        start = at + delimiter.len();
    }
    let piece = agent.substring(string, start, string.len());
    agent.array_push(array, piece.into())?;
    Ok(array.into())
}

#[inline]
fn find_delimiter(string: StringView<'_>, delimiter: StringView<'_>, from: usize) -> Option<usize> {
    // Fields between single-unit delimiters are short, so a plain loop beats setting up a searcher.
    if let (StringView::Latin1(bytes), StringView::Latin1([only])) = (string, delimiter) {
        return bytes[from..].iter().position(|b| b == only).map(|i| i + from);
    }
    string_index(string, delimiter, from)
}
