//! Methods of String.prototype that look at text: positions, containment, comparison, matching by patterns.

use super::this_string;
use crate::builtins::regexp::{is_regexp, regexp_create};
use crate::operations::text_of;
use crate::string::{JsString, StringView};
use crate::{Agent, Args, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;
use std::cmp::Ordering;

/// 22.1.3.1
pub fn string_at(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.at")?;
    let relative = args.get(0).to_integer_or_infinity(agent)?;
    let k = if relative >= 0.0 { relative } else { string.len() as f64 + relative };
    if k < 0.0 || k >= string.len() as f64 {
        return Ok(Value::UNDEFINED);
    }
    let unit = string.at(k as usize);
    Ok(agent.single_unit_string(unit).into())
}

/// The unit at the position that an argument names, if there is one.
#[inline]
fn unit_at(agent: &mut Agent, string: Gc<JsString>, position: Value) -> JsResult<Option<usize>> {
    let position = position.to_integer_or_infinity(agent)?;
    Ok((position >= 0.0 && position < string.len() as f64).then_some(position as usize))
}

/// 22.1.3.2
pub fn string_char_at(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.charAt")?;
    Ok(match unit_at(agent, string, args.get(0))? {
        Some(i) => {
            let unit = string.at(i);
            agent.single_unit_string(unit)
        }
        None => agent.names.empty_string(),
    }
    .into())
}

/// 22.1.3.3
pub fn string_char_code_at(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.charCodeAt")?;
    Ok(unit_at(agent, string, args.get(0))?.map_or(Value::NAN, |i| Value::int(string.at(i) as i32)))
}

/// 22.1.3.4
pub fn string_code_point_at(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.codePointAt")?;
    Ok(unit_at(agent, string, args.get(0))?
        .map_or(Value::UNDEFINED, |i| Value::int(string.view().code_point_at(i).0 as i32)))
}

/// ToString of a search argument that may not be a pattern.
fn search_string(agent: &mut Agent, value: Value, method: &str) -> JsResult<Gc<JsString>> {
    if is_regexp(agent, value)? {
        return Err(agent.throw_type_error(format!("First argument to {method} must not be a regular expression")));
    }
    value.to_js_string(agent)
}

fn clamped(position: f64, length: usize) -> usize {
    position.clamp(0.0, length as f64) as usize
}

/// 22.1.3.7
pub fn string_ends_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    const METHOD: &str = "String.prototype.endsWith";
    let string = this_string(agent, this, METHOD)?;
    let search = search_string(agent, args.get(0), METHOD)?;
    let end = match args.get(1) {
        Value::UNDEFINED => string.len(),
        position => clamped(position.to_integer_or_infinity(agent)?, string.len()),
    };
    let fits = end.checked_sub(search.len());
    Ok(Value::bool(fits.is_some_and(|start| string.view().slice(start, end).equals(&search.view()))))
}

/// 22.1.3.24
pub fn string_starts_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    const METHOD: &str = "String.prototype.startsWith";
    let string = this_string(agent, this, METHOD)?;
    let search = search_string(agent, args.get(0), METHOD)?;
    let start = clamped(args.get(1).to_integer_or_infinity(agent)?, string.len());
    let end = start + search.len();
    Ok(Value::bool(end <= string.len() && string.view().slice(start, end).equals(&search.view())))
}

/// StringIndexOf (6.1.4.1)
pub fn string_index(string: StringView<'_>, search: StringView<'_>, from: usize) -> Option<usize> {
    if from + search.len() > string.len() {
        return None;
    }
    text_of(string).find(text_of(search), from)
}

/// 22.1.3.8
pub fn string_includes(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    const METHOD: &str = "String.prototype.includes";
    let string = this_string(agent, this, METHOD)?;
    let search = search_string(agent, args.get(0), METHOD)?;
    let start = clamped(args.get(1).to_integer_or_infinity(agent)?, string.len());
    Ok(Value::bool(string_index(string.view(), search.view(), start).is_some()))
}

/// 22.1.3.9
pub fn string_index_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.indexOf")?;
    let search = args.get(0).to_js_string(agent)?;
    let start = clamped(args.get(1).to_integer_or_infinity(agent)?, string.len());
    Ok(string_index(string.view(), search.view(), start).map_or(Value::int(-1), Value::from))
}

/// 22.1.3.11
pub fn string_last_index_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.lastIndexOf")?;
    let search = args.get(0).to_js_string(agent)?;
    let position = args.get(1).to_number(agent)?;
    let position = if position.is_nan() { f64::INFINITY } else { jenny_text::number::to_integer_or_infinity(position) };
    let Some(last) = string.len().checked_sub(search.len()) else { return Ok(Value::int(-1)) };
    let start = clamped(position, last);
    let found = text_of(string.view()).rfind(text_of(search.view()), start);
    Ok(found.map_or(Value::int(-1), Value::from))
}

/// 22.1.3.12, with the locales and options of ECMA-402; printable ASCII is compared without the collator.
pub fn string_locale_compare(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.localeCompare")?;
    let that = args.get(0).to_js_string(agent)?;
    let without_locale = args.get(1).is_undefined() && args.get(2).is_undefined();
    if let (true, StringView::Latin1(a), StringView::Latin1(b)) = (without_locale, string.view(), that.view())
        && let Some(order) = collate_ascii(a, b)
    {
        return Ok(Value::int(order as i32));
    }
    crate::builtins::intl::locale_compare(agent, string, that, args)
}

/// Printable ASCII that is no letter and no digit, in the order of the root collation.
const PUNCTUATION: &[u8] = b"\t\n\x0b\x0c\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// The weights of ASCII: base and case, 0 for what is no printable ASCII.
static ASCII_WEIGHTS: [(u16, u8); 256] = {
    let mut table = [(0, 0); 256];
    let mut i = 0;
    while i < PUNCTUATION.len() {
        table[PUNCTUATION[i] as usize] = (i as u16 + 1, 0);
        i += 1;
    }
    i = 0;
    while i < 26 {
        table[b'a' as usize + i] = (300 + i as u16, 0);
        table[b'A' as usize + i] = (300 + i as u16, 1);
        if i < 10 {
            table[b'0' as usize + i] = (200 + i as u16, 0);
        }
        i += 1;
    }
    table
};

/// The order of printable ASCII in the root collation; None where it depends on something else.
fn collate_ascii(a: &[u8], b: &[u8]) -> Option<Ordering> {
    let (mut base, mut case) = (Ordering::Equal, Ordering::Equal);
    for (&x, &y) in a.iter().zip(b) {
        let ((x, x_case), (y, y_case)) = (ASCII_WEIGHTS[x as usize], ASCII_WEIGHTS[y as usize]);
        if x == 0 || y == 0 {
            return None;
        }
        base = base.then(x.cmp(&y));
        case = case.then(x_case.cmp(&y_case));
        if base != Ordering::Equal {
            // What follows can matter only by combining with what stands here.
            break;
        }
    }
    let common = a.len().min(b.len());
    if !a[common..].iter().chain(&b[common..]).all(|&c| ASCII_WEIGHTS[c as usize].0 != 0) {
        return None;
    }
    Some(base.then(a.len().cmp(&b.len())).then(case))
}

/// The method of a pattern object for one of the pattern symbols; None if the argument has none.
pub(super) fn pattern_method(agent: &mut Agent, pattern: Value, symbol: WellKnownSymbol) -> JsResult<Option<Value>> {
    if !pattern.is_object() {
        return Ok(None);
    }
    let method = agent.get_method(pattern, agent.symbol_key(symbol))?;
    Ok((!method.is_undefined()).then_some(method))
}

/// A pattern object given to `method` must have the `g` flag, if it is a regular expression.
pub(super) fn require_global(agent: &mut Agent, pattern: Value, method: &str) -> JsResult<()> {
    if pattern.is_nullish() || !is_regexp(agent, pattern)? {
        return Ok(());
    }
    let flags = agent.get_v(pattern, agent.names.flags)?;
    flags.require_object_coercible(agent, method)?;
    let flags = flags.to_js_string(agent)?;
    if flags.view().iter().any(|u| u == b'g' as u16) {
        return Ok(());
    }
    Err(agent.throw_type_error(format!("{method} called with a non-global RegExp argument")))
}

fn by_pattern(
    agent: &mut Agent,
    this: Value,
    pattern: Value,
    symbol: WellKnownSymbol,
    method: &str,
    flags: &str,
) -> JsResult<Value> {
    this.require_object_coercible(agent, method)?;
    if symbol == WellKnownSymbol::MatchAll && pattern.is_object() {
        require_global(agent, pattern, method)?;
    }
    if let Some(f) = pattern_method(agent, pattern, symbol)? {
        return agent.call(f, pattern, &[this]);
    }
    let string = this.to_js_string(agent)?;
    let flags = if flags.is_empty() { Value::UNDEFINED } else { agent.string_value(flags) };
    let regexp = regexp_create(agent, pattern, flags)?;
    regexp.invoke(agent, agent.symbol_key(symbol), &[string.into()])
}

/// 22.1.3.13
pub fn string_match(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    by_pattern(agent, this, args.get(0), WellKnownSymbol::Match, "String.prototype.match", "")
}

/// 22.1.3.14
pub fn string_match_all(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    by_pattern(agent, this, args.get(0), WellKnownSymbol::MatchAll, "String.prototype.matchAll", "g")
}

/// 22.1.3.21
pub fn string_search(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    by_pattern(agent, this, args.get(0), WellKnownSymbol::Search, "String.prototype.search", "")
}
