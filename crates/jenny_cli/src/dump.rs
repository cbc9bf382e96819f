//! `--check` and `--dump`: what the compiler makes of a source, without running it.

use std::path::Path;

use jenny_bytecode::FunctionTemplate;
use jenny_bytecode::disassembler::disassemble;
use jenny_compiler::{CompileError, dump_ast, dump_scopes};
use jenny_runtime::binding::RuntimeOptions;
use jenny_runtime::binding::compile::SourceUnit;
use jenny_runtime::binding::modules::json_module;
use jenny_runtime::compile_source::has_module_syntax;
use jenny_runtime::loader::{Loader, ModuleFormat, Source, read_source_text};
use jenny_runtime::process::{StandardStream, tell, write_all};

use crate::flags::{Dump, Flags};
use crate::program::{fail, new_runtime, unit_of_file};

/// The exit code.
pub fn run(flags: &Flags) -> i32 {
    let (unit, format, json) = match source(flags) {
        Ok(found) => found,
        Err(message) => return fail(&message),
    };
    if let (ModuleFormat::Json, Some(json)) = (format, json) {
        return check_json(flags, json);
    }
    match text_of(&unit, format, flags.dump) {
        Ok(text) => match write_all(StandardStream::Output, text.as_bytes()) {
            Ok(()) => 0,
            // A reader that has seen enough is no failure.
            Err(_) => 1,
        },
        Err(error) => {
            let place = jenny_runtime::binding::report::frame_of_source(
                &unit.text.name,
                &unit.text.text,
                unit.text.line_starts(),
                error.line,
                error.column,
                error.length,
            );
            tell(&format!("{place}\n{error}\n"));
            1
        }
    }
}

/// Parses a JSON file as a module of it would be; the exit code.
fn check_json(flags: &Flags, source: Source) -> i32 {
    let mut runtime = new_runtime(flags, RuntimeOptions::default());
    let entry = runtime.run_entry(move |agent| json_module(agent, &source, &source.url).map(|_| ()));
    runtime.run_to_end(entry)
}

/// What is looked at, how it is read, and all of it where it is JSON.
fn source(flags: &Flags) -> Result<(SourceUnit, ModuleFormat, Option<Source>), String> {
    if let Some(text) = flags.eval.clone().or_else(|| flags.print.clone()) {
        let unit = SourceUnit::javascript("[eval]", text);
        let is_module = has_module_syntax(&unit.text.text, unit.language);
        return Ok((unit, if is_module { ModuleFormat::Module } else { ModuleFormat::Text }, None));
    }
    let Some(name) = flags.file.as_deref() else { return Err("a file must be named".into()) };
    let directory = jenny_runtime::process::working_directory().map_err(|error| error.to_string())?;
    let path = directory.join(name);
    if flags.script {
        let text = read_source_text(&path).map_err(|error| error.to_string())?;
        return Ok((unit_of_file(&path, text), ModuleFormat::Text, None));
    }
    let loader = Loader::new(jenny_node::is_builtin, flags.conditions.clone());
    let resolved = loader.resolve_entry(Path::new(name), &directory).map_err(|error| error.to_string())?;
    let source = loader.load(&resolved, None, true).map_err(|error| error.to_string())?;
    let mut unit = jenny_runtime::binding::modules::unit_of(&source);
    if let Some(path) = &source.path {
        unit.text = jenny_bytecode::SourceText::new(path.display().to_string(), source.text());
    }
    let format = source.format;
    Ok((unit, format, (format == ModuleFormat::Json).then_some(source)))
}

fn text_of(unit: &SourceUnit, format: ModuleFormat, dump: Option<Dump>) -> Result<String, CompileError> {
    let is_module = format == ModuleFormat::Module;
    Ok(match dump {
        Some(Dump::Ast) => dump_ast(&unit.text, is_module).map(|tree| format!("Program {tree}\n"))?,
        Some(Dump::Scopes) => dump_scopes(&unit.text, is_module)?,
        Some(Dump::Bytecode) => match format {
            ModuleFormat::Module => {
                let module = unit.module()?;
                format!("{}\n{}\n{:#?}\n", listing(&module.init), listing(&module.body), module.info)
            }
            ModuleFormat::CommonJs => listing(&*unit.commonjs()?),
            _ => listing(&*unit.script(false)?),
        },
        None => {
            match format {
                ModuleFormat::Module => drop(unit.module()?),
                ModuleFormat::CommonJs => drop(unit.commonjs()?),
                ModuleFormat::Json | ModuleFormat::Bytes => {}
                ModuleFormat::Text => drop(unit.script(false)?),
            }
            String::new()
        }
    })
}

fn listing(template: &FunctionTemplate) -> String {
    disassemble(template)
}
