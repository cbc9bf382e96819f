//! GetSubstitution (ECMA-262 22.1.3.19.1), shared by String.prototype.replace and RegExp.prototype [ %Symbol.replace% ].

use crate::string::{JsString, StringBuilder, StringView};
use crate::{Agent, JsResult, Object, Value};
use jenny_gc::Gc;

/// Appends the expansion of a replacement template.
///
/// `matched` is the text that matched at `position` of `string`; `captures` are strings or
/// undefined; `named_captures` is the groups object. The groups object may run user code.
pub fn get_substitution(
    agent: &mut Agent,
    out: &mut StringBuilder,
    matched: Gc<JsString>,
    string: Gc<JsString>,
    position: usize,
    captures: &[Value],
    named_captures: Option<Gc<Object>>,
    template: Gc<JsString>,
) -> JsResult<()> {
    let view = template.view();
    let subject = string.view();
    let length = view.len();
    let mut at = 0;
    while at < length {
        let Some(dollar) = find_dollar(view, at) else { break };
        out.push_view(agent, view.slice(at, dollar))?;
        at = dollar;
        let next = if dollar + 1 < length { view.at(dollar + 1) } else { 0 };
        match next {
            0x24 => {
                out.push_unit(0x24);
                at += 2;
            }
            0x60 => {
                out.push_view(agent, subject.slice(0, position))?;
                at += 2;
            }
            0x26 => {
                out.push_string(agent, matched)?;
                at += 2;
            }
            0x27 => {
                let tail = (position + matched.len()).min(subject.len());
                out.push_view(agent, subject.slice(tail, subject.len()))?;
                at += 2;
            }
            0x30..=0x39 => {
                let first = (next - 0x30) as usize;
                let second = if dollar + 2 < length { view.at(dollar + 2) } else { 0 };
                let mut digits = 1;
                let mut index = first;
                if (0x30..=0x39).contains(&second) {
                    let both = first * 10 + (second - 0x30) as usize;
                    if (1..=captures.len()).contains(&both) {
                        (digits, index) = (2, both);
                    }
                }
                if (1..=captures.len()).contains(&index) {
                    if let Some(capture) = captures[index - 1].as_string() {
                        out.push_string(agent, capture)?;
                    }
                } else {
                    out.push_view(agent, view.slice(dollar, dollar + 1 + digits))?;
                }
                at += 1 + digits;
            }
            0x3c => {
                let close = (dollar + 2..length).find(|&i| view.at(i) == 0x3e);
                match (named_captures, close) {
                    (Some(groups), Some(close)) => {
                        let name = agent.substring(template, dollar + 2, close);
                        let key = agent.key_from_string(name);
                        let capture = groups.get(agent, key)?;
                        if !capture.is_undefined() {
                            let capture = capture.to_js_string(agent)?;
                            out.push_string(agent, capture)?;
                        }
                        at = close + 1;
                    }
                    _ => {
                        out.push_str("$<");
                        at += 2;
                    }
                }
            }
            _ => {
                out.push_unit(0x24);
                at += 1;
            }
        }
    }
    out.push_view(agent, view.slice(at, length))
}

/// The next `$` at or after `from`.
#[inline]
pub(crate) fn find_dollar(view: StringView<'_>, from: usize) -> Option<usize> {
    match view {
        StringView::Latin1(b) => b[from..].iter().position(|&c| c == b'$').map(|i| i + from),
        StringView::Utf16(u) => u[from..].iter().position(|&c| c == 0x24).map(|i| i + from),
    }
}
