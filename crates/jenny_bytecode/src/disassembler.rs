//! Text form of a template, for `--dump=bytecode` and the goldens in tests/bytecode.

use crate::ops::{Op, Operand};
use crate::template::{Constant, FeedbackKind, FunctionTemplate};
use std::fmt::Write;

/// One decoded instruction.
#[derive(Clone, Copy, Debug)]
pub struct Instruction {
    /// word index of the head word (after a Wide prefix)
    pub head: u32,
    /// operation
    pub op: Op,
    /// byte operands, wide parts included
    pub bytes: [u32; 3],
    /// word index of the next instruction
    pub next: u32,
}

/// Decodes the instruction at `at`; None if the code is malformed.
pub fn decode(code: &[u32], at: u32) -> Option<Instruction> {
    let mut head = at;
    let mut word = *code.get(head as usize)?;
    let mut high = 0u32;
    if word & 0xff == Op::Wide as u32 {
        high = word;
        head += 1;
        word = *code.get(head as usize)?;
    }
    let op = Op::from_code(word as u8)?;
    let byte = |i: u32| (word >> (8 * i)) & 0xff | ((high >> (8 * i)) & 0xff) << 8;
    let next = head + op.len() as u32;
    (next as usize <= code.len()).then_some(Instruction { head, op, bytes: [byte(1), byte(2), byte(3)], next })
}

fn constant_text(constant: &Constant) -> String {
    match constant {
        Constant::Number(n) => format!("{n:?}"),
        Constant::String(text) => format!("{:?}", text.to_display()),
        Constant::BigInt(digits) => format!("{digits}n"),
    }
}

fn feedback_text(template: &FunctionTemplate, slot: u32) -> String {
    let name = |c: u32| template.constants.get(c as usize).map_or_else(String::new, constant_text);
    match template.feedback.get(slot as usize) {
        Some(
            FeedbackKind::GetNamed(c)
            | FeedbackKind::SetNamed(c)
            | FeedbackKind::DefineNamed(c)
            | FeedbackKind::GetGlobal(c)
            | FeedbackKind::SetGlobal(c),
        ) => format!("{} #{slot}", name(*c)),
        _ => format!("#{slot}"),
    }
}

/// Disassembles a template and those nested in it.
pub fn disassemble(template: &FunctionTemplate) -> String {
    let mut out = String::new();
    write_template(template, &mut out);
    out
}

fn write_template(template: &FunctionTemplate, out: &mut String) {
    let name = template.name.to_display();
    let _ = writeln!(
        out,
        "function {} {:?}{}{}{} length={} parameters={} registers={}",
        if name.is_empty() { "(anonymous)" } else { &name },
        template.kind,
        if template.flags.strict { " strict" } else { "" },
        if template.flags.is_async { " async" } else { "" },
        if template.flags.is_generator { " generator" } else { "" },
        template.length,
        template.parameter_count,
        template.register_count
    );
    for (i, scope) in template.scopes.iter().enumerate() {
        let names: Vec<String> = scope.bindings.iter().map(|b| b.name.to_display()).collect();
        let _ = writeln!(out, "  scope {i}: [{}]", names.join(", "));
    }
    let mut at = 0;
    while (at as usize) < template.code.len() {
        let Some(instruction) = decode(&template.code, at) else {
            let _ = writeln!(out, "  {at:5}  <malformed>");
            break;
        };
        write_instruction(template, at, &instruction, out);
        at = instruction.next;
    }
    for h in &template.handlers {
        let _ = writeln!(out, "  handler {}..{} -> {} r{}", h.start, h.end, h.target, h.register);
    }
    for nested in &template.functions {
        out.push('\n');
        write_template(nested, out);
    }
}

fn write_instruction(template: &FunctionTemplate, at: u32, instruction: &Instruction, out: &mut String) {
    let info = instruction.op.info();
    let _ = write!(out, "  {at:5}  {:<22}", info.name);
    let mut first = true;
    let mut separate = |out: &mut String| {
        out.push_str(if first { " " } else { ", " });
        first = false;
    };
    for (i, (_, kind)) in info.bytes.iter().enumerate() {
        separate(out);
        let value = instruction.bytes[i];
        let _ = if *kind == Operand::Count { write!(out, "{value}") } else { write!(out, "r{value}") };
    }
    for (i, (_, kind)) in info.words.iter().enumerate() {
        separate(out);
        let word = template.code[instruction.head as usize + 1 + i];
        let _ = match kind {
            Operand::Imm => write!(out, "{}", word as i32),
            Operand::Const => {
                write!(out, "{}", template.constants.get(word as usize).map_or_else(String::new, constant_text))
            }
            Operand::Feedback => write!(out, "{}", feedback_text(template, word)),
            Operand::Jump => write!(out, "->{}", instruction.head.wrapping_add(word)),
            Operand::WordIn | Operand::WordOut => write!(out, "r{word}"),
            Operand::Function => write!(out, "fn{word}"),
            _ => write!(out, "{word}"),
        };
    }
    out.push('\n');
}
