//! Methods of String.prototype that make other text: parts, case, padding, normalisation, HTML of Annex B.2.2.

use super::{repeat_string, this_string};
use crate::operations::text_of;
use crate::string::{JsString, MAX_LENGTH, StringBuilder, StringView};
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::Gc;
use jenny_text::case::{self, NormalizationForm};
use jenny_text::{Text, TextBuf, utf16, whitespace};

/// 22.1.3.5
pub fn string_concat(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let mut string = this_string(agent, this, "String.prototype.concat")?;
    for i in 0..args.len() {
        let next = args.get(i).to_js_string(agent)?;
        string = agent.concat(string, next)?;
    }
    Ok(string.into())
}

/// A relative index argument as a position in 0..=length; undefined is `default`.
fn relative(agent: &mut Agent, value: Value, length: usize, default: usize) -> JsResult<usize> {
    if value.is_undefined() {
        return Ok(default);
    }
    let n = value.to_integer_or_infinity(agent)?;
    let length = length as f64;
    Ok(if n < 0.0 { (length + n).max(0.0) } else { n.min(length) } as usize)
}

/// 22.1.3.22
pub fn string_slice(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.slice")?;
    let length = string.len();
    let from = relative(agent, args.get(0), length, 0)?;
    let to = relative(agent, args.get(1), length, length)?;
    Ok(agent.substring(string, from, to.max(from)).into())
}

/// 22.1.3.25
pub fn string_substring(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.substring")?;
    let length = string.len();
    let clamp = |n: f64| n.clamp(0.0, length as f64) as usize;
    let start = clamp(args.get(0).to_integer_or_infinity(agent)?);
    let end = match args.get(1) {
        Value::UNDEFINED => length,
        end => clamp(end.to_integer_or_infinity(agent)?),
    };
    Ok(agent.substring(string, start.min(end), start.max(end)).into())
}

/// B.2.2.1
pub fn string_substr(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.substr")?;
    let size = string.len();
    let start = relative(agent, args.get(0), size, 0)?;
    let length = match args.get(1) {
        Value::UNDEFINED => size as f64,
        length => length.to_integer_or_infinity(agent)?,
    };
    let end = (start as f64 + length.clamp(0.0, size as f64)).min(size as f64) as usize;
    Ok(agent.substring(string, start, end.max(start)).into())
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Start,
    End,
    Both,
}

fn trim(agent: &mut Agent, this: Value, method: &str, side: Side) -> JsResult<Value> {
    let string = this_string(agent, this, method)?;
    let text = text_of(string.view());
    let from = if side == Side::End { 0 } else { text.len() - whitespace::trim_start(text).len() };
    let to = if side == Side::Start { text.len() } else { whitespace::trim_end(text).len() };
    Ok(agent.substring(string, from.min(to), to).into())
}

/// 22.1.3.32
pub fn string_trim(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    trim(agent, this, "String.prototype.trim", Side::Both)
}
/// 22.1.3.34
pub fn string_trim_start(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    trim(agent, this, "String.prototype.trimStart", Side::Start)
}
/// 22.1.3.33
pub fn string_trim_end(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    trim(agent, this, "String.prototype.trimEnd", Side::End)
}

/// 22.1.3.18
pub fn string_repeat(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.repeat")?;
    let count = args.get(0).to_integer_or_infinity(agent)?;
    if !(0.0..f64::INFINITY).contains(&count) {
        let shown = agent.number_to_string(count).to_rust_string();
        return Err(agent.throw_range_error(format!("Invalid count value: {shown}")));
    }
    if string.is_empty() {
        return Ok(string.into());
    }
    Ok(repeat_string(agent, string, count.min(u32::MAX as f64) as usize)?.into())
}

/// Longer padded strings are put together of their parts.
const SHORT: usize = 64;

/// StringPaddingBuiltinsImpl (22.1.3.16.1)
fn pad(agent: &mut Agent, this: Value, args: Args, method: &str, at_start: bool) -> JsResult<Value> {
    let string = this_string(agent, this, method)?;
    let max_length = args.get(0).to_length(agent)?;
    if max_length <= string.len() as u64 {
        return Ok(string.into());
    }
    let filler = match args.get(1) {
        Value::UNDEFINED => agent.single_unit_string(0x20),
        filler => filler.to_js_string(agent)?,
    };
    if filler.is_empty() {
        return Ok(string.into());
    }
    if max_length > MAX_LENGTH as u64 {
        return Err(agent.throw_range_error("Invalid string length"));
    }
    let fill = max_length as usize - string.len();
    // OPTIMIZATION: columns of a table are short, and made at once.
    let mut short = [0; SHORT];
    if let (StringView::Latin1(text), StringView::Latin1(filler)) = (string.view(), filler.view())
        && let Some(out) = short.get_mut(..max_length as usize)
    {
        let (padding, rest) = if at_start {
            out.split_at_mut(fill)
        } else {
            let (text, padding) = out.split_at_mut(text.len());
            (padding, text)
        };
        rest.copy_from_slice(text);
        padding.iter_mut().zip(filler.iter().cycle()).for_each(|(unit, &filler)| *unit = filler);
        return Ok(agent.try_string_from_latin1(out)?.into());
    }
    let whole = repeat_string(agent, filler, fill / filler.len())?;
    let rest = agent.substring(filler, 0, fill % filler.len());
    let padding = agent.concat(whole, rest)?;
    Ok(if at_start { agent.concat(padding, string)? } else { agent.concat(string, padding)? }.into())
}

/// 22.1.3.16
pub fn string_pad_end(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    pad(agent, this, args, "String.prototype.padEnd", false)
}
/// 22.1.3.17
pub fn string_pad_start(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    pad(agent, this, args, "String.prototype.padStart", true)
}

/// The changed text as a string, or the string itself if nothing changed.
fn changed(agent: &mut Agent, string: Gc<JsString>, text: Option<TextBuf>) -> JsResult<Value> {
    Ok(match text {
        None => string.into(),
        Some(text) => agent.string_from_text_buf(&text)?.into(),
    })
}

/// 22.1.3.28
pub fn string_to_lower_case(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.toLowerCase")?;
    let text = case::to_lower_case(text_of(string.view()));
    changed(agent, string, text)
}
/// 22.1.3.30
pub fn string_to_upper_case(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.toUpperCase")?;
    let text = case::to_upper_case(text_of(string.view()));
    changed(agent, string, text)
}

/// The language subtag of a locales argument; empty for the default locale.
fn language(agent: &mut Agent, locales: Value) -> JsResult<String> {
    let mut locale = locales;
    if locale.is_null() {
        return Err(agent.throw_type_error("Cannot convert undefined or null to object"));
    }
    if let Some(list) = locale.as_object() {
        if list.length_of_array_like(agent)? == 0 {
            return Ok(String::new());
        }
        locale = list.get_index(agent, 0)?;
        if !locale.is_string() && !locale.is_object() {
            return Err(agent.throw_type_error("Language ID should be string or object."));
        }
    }
    if locale.is_undefined() {
        return Ok(String::new());
    }
    let tag = locale.to_rust_string(agent)?;
    let language = tag.split(['-', '_']).next().unwrap_or("");
    if !(2..=8).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(agent.throw_range_error(format!("Incorrect locale information provided: {tag}")));
    }
    Ok(language.to_ascii_lowercase())
}

/// Languages whose case rules are not those of the default locale.
const OWN_CASE_RULES: &[&str] = &["az", "el", "hy", "lt", "tr"];

/// 22.1.3.26
pub fn string_to_locale_lower_case(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.toLocaleLowerCase")?;
    let language = language(agent, args.get(0))?;
    let text = text_of(string.view());
    let text = if OWN_CASE_RULES.contains(&language.as_str()) {
        case::to_locale_lower_case(text, &language)
    } else {
        case::to_lower_case(text)
    };
    changed(agent, string, text)
}
/// 22.1.3.27
pub fn string_to_locale_upper_case(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.toLocaleUpperCase")?;
    let language = language(agent, args.get(0))?;
    let text = text_of(string.view());
    let text = if OWN_CASE_RULES.contains(&language.as_str()) {
        case::to_locale_upper_case(text, &language)
    } else {
        case::to_upper_case(text)
    };
    changed(agent, string, text)
}

/// 22.1.3.15
pub fn string_normalize(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.normalize")?;
    let form = match args.get(0) {
        Value::UNDEFINED => NormalizationForm::Nfc,
        form => {
            let name = form.to_js_string(agent)?;
            match NormalizationForm::from_name(text_of(name.view())) {
                Some(form) => form,
                None => {
                    return Err(
                        agent.throw_range_error("The normalization form should be one of NFC, NFD, NFKC, NFKD.")
                    );
                }
            }
        }
    };
    let view = string.view();
    if view.len() <= NORMALIZED_AT_ONCE {
        let text = case::normalize(text_of(view), form);
        return changed(agent, string, text);
    }
    // In pieces, so that a request to stop is heard: no character below U+0300 joins what stands before it.
    let units = view.to_utf16();
    let (mut out, mut rest) = (Vec::with_capacity(units.len()), &units[..]);
    while !rest.is_empty() {
        agent.poll_interrupts()?;
        let least = NORMALIZED_AT_ONCE.min(rest.len());
        let end = rest[least..].iter().position(|unit| *unit < 0x300).map_or(rest.len(), |more| least + more);
        let (piece, others) = rest.split_at(end);
        match case::normalize(Text::Utf16(piece), form) {
            Some(TextBuf::Utf16(text)) => out.extend(text),
            Some(TextBuf::Latin1(text)) => out.extend(text.into_iter().map(u16::from)),
            None => out.extend(piece),
        }
        rest = others;
    }
    Ok(agent.try_string_from_utf16(&out)?.into())
}

/// Code units that are normalized without looking whether the agent is to stop.
const NORMALIZED_AT_ONCE: usize = 1 << 18;

/// 22.1.3.10
pub fn string_is_well_formed(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.isWellFormed")?;
    Ok(Value::bool(text_of(string.view()).is_well_formed()))
}

/// 22.1.3.31
pub fn string_to_well_formed(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype.toWellFormed")?;
    match string.view() {
        StringView::Utf16(units) if !utf16::is_well_formed(units) => {
            let mut units = units.to_vec();
            utf16::make_well_formed(&mut units);
            Ok(agent.try_string_from_utf16(&units)?.into())
        }
        _ => Ok(string.into()),
    }
}

/// CreateHTML (B.2.2.2.1)
fn create_html(
    agent: &mut Agent,
    this: Value,
    method: &str,
    tag: &str,
    attribute: &str,
    value: Value,
) -> JsResult<Value> {
    let string = this_string(agent, this, &format!("String.prototype.{method}"))?;
    let mut out = StringBuilder::with_capacity(string.len() + 16);
    out.push_str("<");
    out.push_str(tag);
    if !attribute.is_empty() {
        let value = value.to_js_string(agent)?;
        out.push_str(" ");
        out.push_str(attribute);
        out.push_str("=\"");
        for unit in value.view().iter() {
            if unit == 0x22 { out.push_str("&quot;") } else { out.push_unit(unit) }
        }
        out.push_str("\"");
    }
    out.push_str(">");
    out.push_string(agent, string)?;
    out.push_str("</");
    out.push_str(tag);
    out.push_str(">");
    Ok(out.finish(agent)?.into())
}

macro_rules! html_methods {
    ($($function:ident $method:literal $tag:literal $attribute:literal;)*) => {
        $(
            #[doc = concat!("B.2.2: String.prototype.", $method)]
            pub fn $function(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
                create_html(agent, this, $method, $tag, $attribute, args.get(0))
            }
        )*
    };
}

html_methods! {
    string_anchor "anchor" "a" "name";
    string_big "big" "big" "";
    string_blink "blink" "blink" "";
    string_bold "bold" "b" "";
    string_fixed "fixed" "tt" "";
    string_fontcolor "fontcolor" "font" "color";
    string_fontsize "fontsize" "font" "size";
    string_italics "italics" "i" "";
    string_link "link" "a" "href";
    string_small "small" "small" "";
    string_strike "strike" "strike" "";
    string_sub "sub" "sub" "";
    string_sup "sup" "sup" "";
}
