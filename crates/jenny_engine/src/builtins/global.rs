//! Functions of the global object (ECMA-262 19.2, B.2.1): parseInt, parseFloat, URI coding, escape; `eval` is the interpreter's.

use crate::object::AsObject;
use crate::operations::text_of;
use crate::{Agent, Args, JsResult, Object, Value};
use jenny_gc::Gc;
use jenny_text::{Text, TextBuf};

/// %eval% (19.2.1)
pub fn make_eval(agent: &mut Agent) -> Gc<Object> {
    agent.new_native("eval", 1, eval, &[]).as_object()
}

/// eval called as a value: global code (19.2.1).
fn eval(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    crate::interpreter::indirect_eval(agent, args.get(0))
}

/// %parseInt%
pub fn make_parse_int(agent: &mut Agent) -> Gc<Object> {
    agent.new_native("parseInt", 2, parse_int, &[]).as_object()
}

/// %parseFloat%
pub fn make_parse_float(agent: &mut Agent) -> Gc<Object> {
    agent.new_native("parseFloat", 1, parse_float, &[]).as_object()
}

/// parseInt ( string, radix ) (19.2.5)
fn parse_int(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    // An int32 in base ten is its own text.
    if args.get(0).is_int() && (args.get(1).is_undefined() || args.get(1) == Value::int(10)) {
        return Ok(args.get(0));
    }
    let string = args.get(0).to_js_string(agent)?;
    let radix = args.get(1).to_int32(agent)?;
    Ok(Value::number(jenny_text::number::parse_int(text_of(string.view()), radix)))
}

/// parseFloat ( string ) (19.2.4)
fn parse_float(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let string = args.get(0).to_js_string(agent)?;
    Ok(Value::number(jenny_text::number::parse_float(text_of(string.view()))))
}

/// isNaN ( number ) (19.2.3)
pub(super) fn is_nan(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(args.get(0).to_number(agent)?.is_nan().into())
}

/// isFinite ( number ) (19.2.2)
pub(super) fn is_finite(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(args.get(0).to_number(agent)?.is_finite().into())
}

type UriCoder = fn(Text<'_>) -> Result<TextBuf, jenny_text::escape::UriError>;

fn code_uri(agent: &mut Agent, args: Args, coder: UriCoder) -> JsResult<Value> {
    let string = args.get(0).to_js_string(agent)?;
    match coder(text_of(string.view())) {
        Ok(text) => Ok(agent.string_from_text_buf(&text)?.into()),
        Err(_) => Err(agent.throw_uri_error("URI malformed")),
    }
}

/// decodeURI ( encodedURI ) (19.2.6.1)
pub(super) fn decode_uri(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    code_uri(agent, args, jenny_text::escape::decode_uri)
}

/// decodeURIComponent ( encodedURIComponent ) (19.2.6.2)
pub(super) fn decode_uri_component(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    code_uri(agent, args, jenny_text::escape::decode_uri_component)
}

/// encodeURI ( uri ) (19.2.6.3)
pub(super) fn encode_uri(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    code_uri(agent, args, jenny_text::escape::encode_uri)
}

/// encodeURIComponent ( uriComponent ) (19.2.6.4)
pub(super) fn encode_uri_component(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    code_uri(agent, args, jenny_text::escape::encode_uri_component)
}

/// escape ( string ) (B.2.1.1)
pub(super) fn escape(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let string = args.get(0).to_js_string(agent)?;
    let text = jenny_text::escape::escape(text_of(string.view()));
    Ok(agent.string_from_text_buf(&text)?.into())
}

/// unescape ( string ) (B.2.1.2)
pub(super) fn unescape(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let string = args.get(0).to_js_string(agent)?;
    let text = jenny_text::escape::unescape(text_of(string.view()));
    Ok(agent.string_from_text_buf(&text)?.into())
}
