//! Functions from any bytes. A panic, an abort and a broken promise are findings; so is time without end.

use crate::generate::{self, Random};
use jenny_bytecode::portable::StoredBytes;
use jenny_bytecode::{FunctionTemplate, SourceText, portable};
use jenny_compiler::CompileOptions;
use jenny_engine::agent::host::BareHost;
use jenny_engine::structured::{self, PlainHost, Serialized};
use jenny_engine::{Agent, AgentOptions, Value};
use jenny_regexp::{Flags, Input, MatchError, Matcher};
use jenny_text::{Text, number};
use std::sync::Arc;

/// A target: its name, which is also that of its folder in the corpus, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("source", source),
    ("program", program),
    ("regexp", regexp),
    ("json", json),
    ("structured_clone", structured_clone),
    ("number", number),
    ("code", code),
    ("trace", trace),
];

fn agent(gc_stress: u32) -> Box<Agent> {
    let options =
        AgentOptions { heap_limit: 64 << 20, gc_stress, native_stack_size: 1 << 20, ..AgentOptions::default() };
    Agent::new(options, Box::new(BareHost::default()))
}

/// Evaluates a text in an agent of its own and drops what came of it.
fn evaluate(agent: &mut Agent, text: &str) {
    let source = SourceText::new("fuzz.js", text);
    if jenny_engine::script::evaluate_script(agent, source, true).is_err() {
        agent.take_pending_exception();
    }
    agent.run_jobs(&mut |_, _| {});
}

/// Source text, as a script and as a module: it compiles or there is an error, and what compiles is sound.
pub fn source(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let source = SourceText::new("fuzz.js", text.as_ref());
    let verify = |template: &FunctionTemplate| jenny_bytecode::verify(template).unwrap_or_else(|why| panic!("{why}"));
    if let Ok(template) = jenny_compiler::compile_script(Arc::clone(&source), &CompileOptions::default()) {
        verify(&template);
    }
    if let Ok(module) = jenny_compiler::compile_module(source, &CompileOptions::default()) {
        verify(&module.body);
    }
}

/// A generated program, each byte a choice; the first byte says how often the collector runs.
pub fn program(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let gc_stress = [0, 1, 7, 50][first as usize % 4];
    let text = generate::program(&mut Random::from_bytes(rest));
    let text = format!("{}{text}", generate::PRELUDE);
    evaluate(&mut agent(gc_stress), &text);
}

/// Flags, pattern and input, parted by zeros. Both widths of input give the same.
pub fn regexp(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |&byte| byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let wide = |part: &[u8]| String::from_utf8_lossy(part).encode_utf16().collect::<Vec<u16>>();
    let (flags, pattern, input) = (wide(part()), wide(part()), part());
    let Some(flags) = Flags::parse(&flags) else { return };
    let Ok(program) = jenny_regexp::compile(&pattern, flags) else { return };
    let units: Vec<u16> = input.iter().map(|&byte| u16::from(byte)).collect();
    let run = |input: Input<'_>| {
        let mut polls = 0;
        let mut interrupt = || {
            polls += 1;
            polls > 20
        };
        let mut matcher = Matcher::new();
        matcher.exec(&program, input, 0, &mut interrupt).map(|found| found.map(<[_]>::to_vec))
    };
    let narrow = run(Input::Latin1(input));
    let wide = run(Input::Utf16(&units));
    let stopped = |result: &Result<_, MatchError>| matches!(result, Err(MatchError::Interrupted));
    // The two may be stopped at different steps.
    if !stopped(&narrow) && !stopped(&wide) {
        assert_eq!(narrow, wide, "the width of the input matters");
    }
}

/// A JSON text. What parses is written as a text that parses to what is written the same.
pub fn json(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut agent = agent(0);
    let Ok(text) = agent.try_string(&text) else { return };
    let global = agent.realm().global_object();
    if global.set_str(&mut agent, "text", Value::from(text)).is_err() {
        return;
    }
    const CHECK: &str = "
        let value, parsed = true;
        try { value = JSON.parse(text) } catch (error) { parsed = false; if (!(error instanceof SyntaxError || error instanceof RangeError)) throw 0 }
        if (parsed) { const once = JSON.stringify(value); if (JSON.stringify(JSON.parse(once)) !== once) throw 0 }";
    let source = SourceText::new("fuzz.js", CHECK);
    if jenny_engine::script::evaluate_script(&mut agent, source, false).is_err() {
        assert!(agent.take_pending_exception().is_object(), "a value changed on its way through JSON");
    }
}

/// Bytes of a serialized value. What can be read is written, read and written again as the same.
pub fn structured_clone(bytes: &[u8]) {
    let mut agent = agent(0);
    let agent = &mut *agent;
    // An object that was made from foreign bytes may be kept in another way than one that `serialize` saw, and so be written in
    // another: the second and the third time must be equal.
    let mut written = Vec::new();
    let mut next = Serialized::from_plain(bytes.to_vec());
    for _ in 0..3 {
        let Some(value) = read(agent, next) else { return };
        let Some(serialized) = write(agent, value) else { return };
        written.push(serialized.bytes().to_vec());
        next = serialized;
    }
    assert_eq!(written[1], written[2], "a value changed on its way");
}

fn read(agent: &mut Agent, serialized: Serialized) -> Option<Value> {
    match structured::deserialize(agent, serialized, &mut PlainHost) {
        Ok(read) => Some(read.value),
        Err(_) => {
            agent.take_pending_exception();
            None
        }
    }
}

fn write(agent: &mut Agent, value: Value) -> Option<Serialized> {
    let written = structured::serialize(agent, value, &[], &mut PlainHost);
    if written.is_err() {
        agent.take_pending_exception();
    }
    written.ok()
}

/// A text as a number, and its first eight bytes as one that is printed and read back.
pub fn number(bytes: &[u8]) {
    let text = Text::Latin1(bytes);
    let parsed = number::string_to_number(text);
    let plain = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && *text != ".");
    if let Some(expected) = plain.and_then(|text| text.parse::<f64>().ok()) {
        assert_eq!(parsed, expected, "not the nearest double");
    }
    number::parse_float(text);
    for radix in 0..=37 {
        number::parse_int(text, radix);
    }
    let Some(bits) = bytes.first_chunk::<8>() else { return };
    let x = f64::from_le_bytes(*bits);
    let mut buffer = number::NumberBuffer::default();
    let printed = number::number_to_string(x, &mut buffer).to_owned();
    let back = number::string_to_number(Text::Latin1(printed.as_bytes()));
    assert!(back == x || x.is_nan() && back.is_nan(), "{printed} is read as {back}");
    let digits = u32::from(bytes[0]);
    number::to_fixed(x.clamp(-1e21, 1e21), digits % 101);
    number::to_exponential(x, (digits < 101).then_some(digits));
    number::to_precision(x, 1 + digits % 100);
    number::number_to_string_radix(x, 2 + digits % 35);
}

/// A template as bytes: it is refused or made. Its bodies are read when they are looked at, and what does not pass the verifier is then a body that throws.
pub fn code(bytes: &[u8]) {
    let source: Arc<SourceText> = SourceText::new("fuzz.js", "function f(a) { return a + 1 } f(1)");
    let stored = |bytes: &[u8]| StoredBytes::Shared(Arc::new(bytes.to_vec()));
    if let Some(template) = portable::from_bytes(&stored(bytes), &source)
        && portable::is_portable(&template)
    {
        verify_all(&template);
        let again = portable::to_bytes(&template);
        assert!(portable::from_bytes(&stored(&again), &source).is_some(), "what was written is not read");
    }
}

fn verify_all(template: &FunctionTemplate) {
    if let Err(problem) = jenny_bytecode::verify(template) {
        panic!("a body was taken that does not pass: {problem}");
    }
    template.functions.iter().for_each(|function| verify_all(function));
}

/// The record of a run, read and folded.
pub fn trace(bytes: &[u8]) {
    let _ = jenny_trace::Trace::read(bytes);
}
