//! What is wrong with a JSON text, in the words V8 uses.

use crate::string::{JsString, StringView};
use crate::{Agent, Throw};
use jenny_gc::Gc;

/// A fault at a position of the text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// No token may stand here.
    Unexpected,
    /// A specific complaint; the position is added.
    At(&'static str),
    /// Anything that carries an exception of its own.
    Thrown(Throw),
}

impl From<Throw> for Fault {
    fn from(thrown: Throw) -> Fault {
        Fault::Thrown(thrown)
    }
}

/// Units of context shown on either side of a fault.
const CONTEXT: usize = 10;
/// Texts that usually come from a value of another type.
const SPECIAL: &[&str] = &["[object Object]", "NaN", "Infinity", "undefined"];

/// Throws the SyntaxError for a fault.
#[cold]
pub(super) fn throw_fault(agent: &mut Agent, text: Gc<JsString>, at: usize, fault: Fault) -> Throw {
    let view = text.view();
    let message = match fault {
        Fault::Thrown(thrown) => return thrown,
        Fault::At(what) => format!("{what} in JSON at position {at} {}", line_and_column(view, at)),
        Fault::Unexpected => unexpected(view, at),
    };
    agent.throw_syntax_error(message.replace("after JSON in JSON", "after JSON"))
}

fn line_and_column(view: StringView<'_>, at: usize) -> String {
    let (mut line, mut start, mut i) = (1, 0, 0);
    while i < at.min(view.len()) {
        let unit = view.at(i);
        if unit == 13 && i + 1 < at && view.at(i + 1) == 10 {
            i += 1;
        }
        if unit == 13 || unit == 10 {
            line += 1;
            start = i + 1;
        }
        i += 1;
    }
    format!("(line {line} column {})", at - start + 1)
}

fn unexpected(view: StringView<'_>, at: usize) -> String {
    let length = view.len();
    if at >= length {
        return "Unexpected end of JSON input".into();
    }
    let place = || format!("in JSON at position {at} {}", line_and_column(view, at));
    let unit = view.at(at);
    if unit == 0x22 {
        return format!("Unexpected string {}", place());
    }
    if (0x30..=0x39).contains(&unit) || unit == 0x2d {
        return format!("Unexpected number {}", place());
    }
    let whole = || view.to_rust_string();
    if length <= 15 && SPECIAL.contains(&whole().as_str()) {
        return format!("\"{}\" is not valid JSON", whole());
    }
    let token = view.slice(at, at + 1).to_rust_string();
    if length <= 2 * CONTEXT {
        return format!("Unexpected token '{token}', \"{}\" is not valid JSON", whole());
    }
    let part = |from: usize, to: usize| view.slice(from, to).to_rust_string();
    if at < CONTEXT {
        format!("Unexpected token '{token}', \"{}\"... is not valid JSON", part(0, at + CONTEXT))
    } else if at < length - CONTEXT {
        format!("Unexpected token '{token}', ...\"{}\"... is not valid JSON", part(at - CONTEXT, at + CONTEXT))
    } else {
        format!("Unexpected token '{token}', ...\"{}\" is not valid JSON", part(at - CONTEXT, length))
    }
}
