//! Array.prototype.join, toString and toLocaleString (ECMA-262 23.1.3); an array inside itself reads as empty text.

use super::access::*;
use crate::object::Object;
use crate::string::builder::StringBuilder;
use crate::string::{JsString, MAX_LENGTH};
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::Gc;

/// Joins the texts of the elements; `localized`: by their toLocaleString, with these arguments.
fn join(
    agent: &mut Agent,
    o: Gc<Object>,
    length: u64,
    separator: Gc<JsString>,
    localized: Option<[Value; 2]>,
) -> JsResult<Value> {
    let object = Value::from(o);
    if agent.join_stack.contains(&object) {
        return Ok(agent.names.empty_string().into());
    }
    agent.check_native_stack()?;
    if !separator.is_empty() && length > 1 && (length - 1).saturating_mul(separator.len() as u64) > MAX_LENGTH as u64 {
        return Err(agent.throw_range_error("Invalid string length"));
    }
    agent.join_stack.push(object);
    let result = join_elements(agent, o, length, separator, localized);
    agent.join_stack.pop();
    Ok(result?.into())
}

fn join_elements(
    agent: &mut Agent,
    o: Gc<Object>,
    length: u64,
    separator: Gc<JsString>,
    localized: Option<[Value; 2]>,
) -> JsResult<Gc<JsString>> {
    if length == 1 && localized.is_none() {
        let value = get_element(agent, o, 0)?;
        return if value.is_nullish() { Ok(agent.names.empty_string()) } else { value.to_js_string(agent) };
    }
    let mut text = StringBuilder::new();
    let localized = localized.map(|arguments| (agent.key("toLocaleString"), arguments));
    let mut k = 0;
    while k < length {
        if k > 0 {
            text.push_string(agent, separator)?;
        }
        if dense_value(o, k).is_none()
            && let Some(next) = next_present(o, k, length).filter(|&next| next > k)
        {
            // Holes are empty texts: of a run of them there is what stands between.
            text.push_repeated(agent, separator, next - k - 1)?;
            agent.poll_interrupts()?;
            k = next;
            continue;
        }
        let value = get_element(agent, o, k)?;
        k += 1;
        if value.is_nullish() {
            continue;
        }
        if let Some(i) = value.as_int()
            && localized.is_none()
        {
            let mut buffer = jenny_text::number::NumberBuffer::new();
            text.push_str(jenny_text::number::int_to_string(i, &mut buffer));
            continue;
        }
        let value = match &localized {
            Some((key, arguments)) => agent.invoke(value, *key, arguments)?,
            None => value,
        };
        let string = value.to_js_string(agent)?;
        text.push_string(agent, string)?;
    }
    text.finish(agent)
}

/// Array.prototype.join ( separator ) (23.1.3.18)
pub(super) fn array_join(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.join")?;
    let length = o.length_of_array_like(agent)?;
    let separator = match args.get(0) {
        Value::UNDEFINED => agent.single_unit_string(u16::from(b',')),
        value => value.to_js_string(agent)?,
    };
    join(agent, o, length, separator, None)
}

/// Array.prototype.toString ( ) (23.1.3.36)
pub(super) fn array_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.toString")?;
    let function = o.get(agent, agent.names.join)?;
    if is_native(function, array_join) {
        let length = o.length_of_array_like(agent)?;
        let separator = agent.single_unit_string(u16::from(b','));
        return join(agent, o, length, separator, None);
    }
    if function.is_callable() {
        return agent.call(function, o.into(), &[]);
    }
    crate::builtins::object::object_to_string(agent, o.into(), args)
}

/// Array.prototype.toLocaleString ( ) (23.1.3.32)
pub(super) fn array_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.toLocaleString")?;
    let length = o.length_of_array_like(agent)?;
    let separator = agent.single_unit_string(u16::from(b','));
    join(agent, o, length, separator, Some([args.get(0), args.get(1)]))
}
