//! String (ECMA-262 22.1): the tables, the constructor and its statics.

mod iterator;
mod replace;
mod search;
mod substitution;
mod transform;

pub use iterator::{STRING_ITERATOR, StringIterator};
pub(crate) use substitution::find_dollar;
pub use substitution::get_substitution;

use crate::realm::property_spec::*;
use crate::string::{JsString, MAX_LENGTH, StringBuilder};
use crate::{Agent, Args, AsObject, Attributes, Intrinsic, JsResult, Object, Value, WellKnownSymbol};
use iterator::string_iterator;
use jenny_gc::Gc;
use replace::*;
use search::*;
use transform::*;

pub static STRING: ClassSpec =
    ClassSpec::new("String", Intrinsic::String, Intrinsic::StringPrototype, string_constructor, 1)
        .statics(STATICS)
        .methods(METHODS)
        .make_prototype(make_prototype);

static STATICS: &[PropertySpec] = &[
    method("fromCharCode", string_from_char_code, 1),
    method("fromCodePoint", string_from_code_point, 1),
    method("raw", string_raw, 1),
];

static METHODS: &[PropertySpec] = &[
    method("anchor", string_anchor, 1),
    method("at", string_at, 1),
    method("big", string_big, 0),
    method("blink", string_blink, 0),
    method("bold", string_bold, 0),
    method("charAt", string_char_at, 1),
    method("charCodeAt", string_char_code_at, 1),
    method("codePointAt", string_code_point_at, 1),
    method("concat", string_concat, 1),
    method("endsWith", string_ends_with, 1),
    method("fontcolor", string_fontcolor, 1),
    method("fontsize", string_fontsize, 1),
    method("fixed", string_fixed, 0),
    method("includes", string_includes, 1),
    method("indexOf", string_index_of, 1),
    method("italics", string_italics, 0),
    method("lastIndexOf", string_last_index_of, 1),
    method("link", string_link, 1),
    method("localeCompare", string_locale_compare, 1),
    method("match", string_match, 1),
    method("matchAll", string_match_all, 1),
    method("normalize", string_normalize, 0),
    method("padEnd", string_pad_end, 1),
    method("padStart", string_pad_start, 1),
    method("repeat", string_repeat, 1),
    method("replace", string_replace, 2),
    method("replaceAll", string_replace_all, 2),
    method("search", string_search, 1),
    method("slice", string_slice, 2),
    method("small", string_small, 0),
    method("split", string_split, 2),
    method("strike", string_strike, 0),
    method("sub", string_sub, 0),
    method("substr", string_substr, 2),
    method("substring", string_substring, 2),
    method("sup", string_sup, 0),
    method("startsWith", string_starts_with, 1),
    method("toString", string_to_string, 0),
    method("trim", string_trim, 0),
    method("trimStart", string_trim_start, 0),
    alias("trimLeft", "trimStart"),
    method("trimEnd", string_trim_end, 0),
    alias("trimRight", "trimEnd"),
    method("toLocaleLowerCase", string_to_locale_lower_case, 0),
    method("toLocaleUpperCase", string_to_locale_upper_case, 0),
    method("toLowerCase", string_to_lower_case, 0),
    method("toUpperCase", string_to_upper_case, 0),
    method("valueOf", string_value_of, 0),
    method("isWellFormed", string_is_well_formed, 0),
    method("toWellFormed", string_to_well_formed, 0),
    symbol_method(WellKnownSymbol::Iterator, string_iterator, 0, Attributes::BUILTIN),
];

/// String.prototype is itself a String exotic object, of the empty string (22.1.3).
fn make_prototype(agent: &mut Agent, parent: Value) -> Gc<Object> {
    let empty = agent.names.empty_string();
    let parent = parent.as_object().unwrap_or_else(|| agent.intrinsic(Intrinsic::ObjectPrototype));
    agent.new_wrapper(empty.into(), parent).as_object()
}

/// 22.1.1.1
fn string_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let string = if args.is_empty() {
        agent.names.empty_string()
    } else {
        let value = args.get(0);
        if args.new_target().is_undefined()
            && let Some(symbol) = value.as_symbol()
        {
            let mut text = StringBuilder::new();
            text.push_str("Symbol(");
            if let Some(description) = symbol.description() {
                text.push_string(agent, description)?;
            }
            text.push_str(")");
            return Ok(text.finish(agent)?.into());
        }
        value.to_js_string(agent)?
    };
    if args.new_target().is_undefined() {
        return Ok(string.into());
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::StringPrototype)?;
    Ok(agent.new_wrapper(string.into(), prototype).into())
}

/// 22.1.2.1
fn string_from_char_code(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.len() == 1 {
        let unit = args.get(0).to_int32(agent)? as u16;
        return Ok(agent.single_unit_string(unit).into());
    }
    let mut text = StringBuilder::with_capacity(args.len());
    for i in 0..args.len() {
        let unit = args.get(i).to_int32(agent)? as u16;
        text.push_unit(unit);
    }
    Ok(text.finish(agent)?.into())
}

/// 22.1.2.2
fn string_from_code_point(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let mut text = StringBuilder::with_capacity(args.len());
    for i in 0..args.len() {
        let argument = args.get(i);
        let point = argument.to_number(agent)?;
        if point.trunc() != point || !(0.0..=1114111.0).contains(&point) {
            let shown = argument.to_rust_string(agent)?;
            return Err(agent.throw_range_error(format!("Invalid code point {shown}")));
        }
        text.text_mut().push_code_point(point as u32);
    }
    Ok(text.finish(agent)?.into())
}

/// 22.1.2.4
fn string_raw(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let cooked = args.get(0).to_object(agent)?;
    let literals = cooked.get(agent, agent.names.raw)?.to_object(agent)?;
    let length = literals.length_of_array_like(agent)?;
    let mut text = StringBuilder::new();
    for i in 0..length {
        let literal = literals.get_index(agent, i)?.to_js_string(agent)?;
        text.push_string(agent, literal)?;
        if i + 1 < length && (i as usize) < args.len() - 1 {
            let substitution = args.get(i as usize + 1).to_js_string(agent)?;
            text.push_string(agent, substitution)?;
        }
        if i & 0xfff == 0xfff {
            agent.poll_interrupts()?;
        }
    }
    Ok(text.finish(agent)?.into())
}

/// RequireObjectCoercible(this), then ToString.
#[inline]
pub(super) fn this_string(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<JsString>> {
    match this.as_string() {
        Some(s) => Ok(s),
        None => {
            this.require_object_coercible(agent, method)?;
            this.to_js_string(agent)
        }
    }
}

/// ThisStringValue (22.1.3.35.1)
fn this_string_value(agent: &mut Agent, this: Value, method: &str) -> JsResult<Value> {
    if this.is_string() {
        return Ok(this);
    }
    if let Some(wrapper) = this.as_kind::<crate::object::wrapper::PrimitiveWrapper>()
        && wrapper.primitive().is_string()
    {
        return Ok(wrapper.primitive());
    }
    Err(agent.throw_type_error(format!("{method} requires that 'this' be a String")))
}

/// 22.1.3.29
fn string_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    this_string_value(agent, this, "String.prototype.toString")
}

/// 22.1.3.35
fn string_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    this_string_value(agent, this, "String.prototype.valueOf")
}

/// `count` copies of a string as one. Errors: RangeError past the longest string.
pub(super) fn repeat_string(agent: &mut Agent, unit: Gc<JsString>, count: usize) -> JsResult<Gc<JsString>> {
    if count == 0 || unit.is_empty() {
        return Ok(agent.names.empty_string());
    }
    if unit.len().checked_mul(count).is_none_or(|n| n > MAX_LENGTH) {
        return Err(agent.throw_range_error("Invalid string length"));
    }
    if unit.len() * count <= 4096 {
        let mut text = StringBuilder::with_capacity(unit.len() * count);
        for _ in 0..count {
            text.push_view(agent, unit.view())?;
        }
        return text.finish(agent);
    }
    // Ropes over shared halves: the text itself is made when it is read.
    let (mut power, mut result, mut left) = (unit, agent.names.empty_string(), count);
    loop {
        if left & 1 == 1 {
            result = agent.concat(result, power)?;
        }
        left >>= 1;
        if left == 0 {
            return Ok(result);
        }
        power = agent.concat(power, power)?;
    }
}
