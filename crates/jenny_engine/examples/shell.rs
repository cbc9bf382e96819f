//! The engine alone: runs a script file with `print`, for work on the engine.

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::BareHost;
use jenny_engine::structured::PlainHost;
use jenny_engine::{Agent, AgentOptions, AsObject, Value};

#[allow(clippy::disallowed_methods)] // a tool for developers
fn main() {
    let mut options = AgentOptions::default();
    let mut dump = false;
    let mut file = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--gc-stress" => options.gc_stress = 1,
            "--dump" => dump = true,
            _ => file = Some(argument),
        }
    }
    let Some(file) = file else { return eprintln!("usage: shell [--gc-stress] [--dump] FILE") };
    let text = std::fs::read_to_string(&file).expect("a readable file");
    let source = SourceText::new(file, text);
    if dump {
        let template = jenny_compiler::compile_script(source.clone(), &Default::default()).expect("valid source");
        println!("{}", jenny_bytecode::disassembler::disassemble(&template));
        return;
    }
    let mut agent = Agent::new(options, Box::new(BareHost::default()));
    let print = agent.new_native(
        "print",
        1,
        |agent, _, args| {
            let mut line = Vec::new();
            for value in args.as_slice() {
                line.push(if value.is_symbol() { "Symbol".into() } else { value.to_rust_string(agent)? });
            }
            println!("{}", line.join(" "));
            Ok(Value::UNDEFINED)
        },
        &[],
    );
    let global = agent.realm().global_object();
    let _ = global.set_str(&mut agent, "print", Value::from(print.as_object()));
    let clock = agent.new_native("clock", 0, |_, _, _| Ok(Value::number(now())), &[]);
    let _ = global.set_str(&mut agent, "clock", Value::from(clock.as_object()));
    let clone = agent.new_native(
        "structuredClone",
        1,
        |agent, _, args| {
            let list = jenny_engine::structured::transfer_list(agent, args.get(1))?;
            let transfer = jenny_engine::operations::values(&list);
            jenny_engine::structured::structured_clone(agent, args.get(0), transfer, &mut PlainHost)
        },
        &[],
    );
    let _ = global.set_str(&mut agent, "structuredClone", Value::from(clone.as_object()));
    let report = |agent: &mut Agent, exception: Value| {
        let stack = exception.as_object().and_then(|o| o.get_str(agent, "stack").ok()).filter(|s| s.is_string());
        let shown = stack.unwrap_or(exception).to_rust_string(agent).unwrap_or_default();
        println!("Uncaught {shown}");
    };
    if let Err(thrown) = jenny_engine::script::evaluate_script(&mut agent, source, false) {
        let exception = agent.take_exception(thrown);
        report(&mut agent, exception);
    }
    agent.run_jobs(&mut |agent, exception| report(agent, exception));
}

fn now() -> f64 {
    #[allow(clippy::disallowed_methods)]
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
}
