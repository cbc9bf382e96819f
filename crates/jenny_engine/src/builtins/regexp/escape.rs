//! RegExp.escape (ECMA-262 22.2.5.1).

use crate::string::StringBuilder;
use crate::{Agent, Args, JsResult, Value};
use jenny_text::whitespace;

/// 22.2.5.1
pub(super) fn regexp_escape(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let Some(string) = args.get(0).as_string() else {
        let text = crate::error::describe(agent, args.get(0));
        return Err(agent.throw_type_error(format!("RegExp.escape requires a string, got {text}")));
    };
    let view = string.view();
    let mut out = StringBuilder::with_capacity(view.len() + 8);
    let mut at = 0;
    while at < view.len() {
        let (point, units) = view.code_point_at(at);
        let alphanumeric = char::from_u32(point).is_some_and(|c| c.is_ascii_alphanumeric());
        if at == 0 && alphanumeric {
            out.push_str(&format!("\\x{point:02x}"));
        } else {
            encode(point, &mut out);
        }
        at += units;
        if at & 0xfff < 2 {
            out.check_room(agent, 0)?;
        }
    }
    Ok(out.finish(agent)?.into())
}

/// EncodeForRegExpEscape (22.2.5.1.1)
fn encode(point: u32, out: &mut StringBuilder) {
    let ascii = u8::try_from(point).ok().filter(u8::is_ascii);
    if let Some(c) = ascii {
        if b"^$\\.*+?()[]{}|/".contains(&c) {
            out.push_unit(0x5c);
            out.push_unit(point as u16);
            return;
        }
        let control = match c {
            b'\t' => Some('t'),
            b'\n' => Some('n'),
            0x0b => Some('v'),
            0x0c => Some('f'),
            b'\r' => Some('r'),
            _ => None,
        };
        if let Some(letter) = control {
            out.push_unit(0x5c);
            out.push_unit(letter as u16);
            return;
        }
    }
    let punctuator = ascii.is_some_and(|c| b",-=<>#&!%:;@~'`\"".contains(&c));
    let space = whitespace::is_white_space(point) || whitespace::is_line_terminator(point);
    let lone_surrogate = (0xd800..0xe000).contains(&point);
    if punctuator || space || lone_surrogate {
        if point <= 0xff {
            out.push_str(&format!("\\x{point:02x}"));
        } else {
            out.push_str(&format!("\\u{point:04x}"));
        }
        return;
    }
    out.text_mut().push_code_point(point);
}
