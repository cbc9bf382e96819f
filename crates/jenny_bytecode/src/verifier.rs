//! The verifier: checks of a template that the interpreter relies on. Run on everything in debug builds and tests.

use crate::disassembler::decode;
use crate::ops::{FRAME_HEADER, Op, Operand};
use crate::template::{Constant, FeedbackKind, FunctionBody, FunctionTemplate};

/// Registers that a run operand spans, the first included.
fn run_length(op: Op, bytes: &[u32; 3], word: impl Fn(usize) -> u32) -> u32 {
    match op {
        Op::Call | Op::Construct | Op::ConstructSuper | Op::DirectEval => (FRAME_HEADER + 1).saturating_add(word(0)),
        Op::Concat | Op::NewArrayFrom => bytes[2],
        Op::CopyDataProperties => word(0),
        Op::GetIterator
        | Op::GetAsyncIterator
        | Op::IteratorStep
        | Op::IteratorNext
        | Op::AsyncIteratorStep
        | Op::IteratorClose
        | Op::IteratorCloseSilently
        | Op::IteratorReturn
        | Op::IteratorThrow
        | Op::IteratorRest => 3,
        _ => 1,
    }
}

/// Checks register bounds, jump targets, table indices and handlers. Errors: a sentence about the first problem.
pub fn verify(template: &FunctionTemplate) -> Result<(), String> {
    verify_body(template)
}

/// The same for a body alone.
pub(crate) fn verify_body(template: &FunctionBody) -> Result<(), String> {
    let code = &template.code;
    let mut starts = vec![false; code.len() + 1];
    let mut jumps = Vec::new();
    let mut at = 0;
    let mut last = None;
    while (at as usize) < code.len() {
        let i = decode(code, at).ok_or_else(|| format!("no instruction at word {at}"))?;
        starts[at as usize] = true;
        let name = i.op.info().name;
        let word = |n: usize| code[i.head as usize + 1 + n];
        let register = |r: u32| {
            if r < template.register_count {
                Ok(())
            } else {
                Err(format!("{name} at word {at}: register {r} is out of bounds"))
            }
        };
        for (n, (_, kind)) in i.op.info().bytes.iter().enumerate() {
            match kind {
                Operand::Count => {}
                Operand::Run => {
                    let length = run_length(i.op, &i.bytes, word);
                    if length > 0 {
                        register(i.bytes[n].saturating_add(length - 1))?;
                    }
                }
                _ => register(i.bytes[n])?,
            }
        }
        for (n, (_, kind)) in i.op.info().words.iter().enumerate() {
            let value = word(n);
            let bound = |what: &str, length: usize| {
                if (value as usize) < length {
                    Ok(())
                } else {
                    Err(format!("{name} at word {at}: {what} {value} is out of bounds"))
                }
            };
            match kind {
                Operand::Const => bound("constant", template.constants.len())?,
                Operand::Feedback => bound("feedback slot", template.feedback.len())?,
                Operand::Function => bound("function", template.functions.len())?,
                Operand::ScopeInfo => bound("scope", template.scopes.len())?,
                Operand::EvalSite => bound("eval site", template.eval_sites.len())?,
                Operand::WordIn | Operand::WordOut => register(value)?,
                Operand::Jump => jumps.push((at, i.head.wrapping_add(value), i.op)),
                _ => {}
            }
        }
        last = Some(i.op);
        at = i.next;
    }
    if !last.is_some_and(Op::is_terminator) {
        return Err("control falls off the end".to_owned());
    }
    let is_start = |at: u32| starts.get(at as usize).copied().unwrap_or(false);
    for (from, to, op) in jumps {
        if !is_start(to) {
            return Err(format!("the jump at word {from} goes to word {to}"));
        }
        if op == Op::LoopJump {
            if to > from {
                return Err(format!("the LoopJump at word {from} goes forward"));
            }
        } else if to <= from {
            return Err(format!("the jump at word {from} goes backward"));
        }
    }
    for handler in &template.handlers {
        if !is_start(handler.start)
            || !is_start(handler.target)
            || handler.end <= handler.start
            || handler.end as usize > code.len()
            || !(is_start(handler.end) || handler.end as usize == code.len())
            || handler.register >= template.register_count
        {
            return Err(format!("bad handler {handler:?}"));
        }
    }
    for pair in template.positions.windows(2) {
        if pair[0].pc >= pair[1].pc {
            return Err("the position table is not in order".to_owned());
        }
    }
    for kind in &template.feedback {
        if let FeedbackKind::GetNamed(n)
        | FeedbackKind::SetNamed(n)
        | FeedbackKind::DefineNamed(n)
        | FeedbackKind::GetGlobal(n)
        | FeedbackKind::SetGlobal(n) = kind
            && !matches!(template.constants.get(*n as usize), Some(Constant::String(_)))
        {
            return Err(format!("feedback {kind:?} has no name"));
        }
    }
    if template.parameter_count >= template.register_count {
        return Err("parameters do not fit into the frame".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Encoder, Register};

    #[test]
    fn a_run_past_all_registers_is_refused() {
        for (first, count) in [(1, 1), (1, -1), (0, 2), (1, i32::MAX)] {
            let mut code = Encoder::new();
            code.copy_data_properties(Register(0), Register(0), Register(first), count);
            code.throw_error(0, 0);
            let body = FunctionBody { register_count: 1, code: code.finish(), ..FunctionBody::default() };
            assert!(verify_body(&body).unwrap_err().contains("out of bounds"), "{count} from register {first}");
        }
    }
}
