//! Natives of modules: what CommonJS in JavaScript needs of the loader.

use std::path::Path;

use jenny_engine::embed::{PropertySpec, RootVec, SpecValue, method, value};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, Attributes, JsResult, Value};
use jenny_runtime::binding::compile::{SourceUnit, instantiate, throw_load_error};
use jenny_runtime::binding::required::compile_required;
use jenny_runtime::binding::{modules, state_of};
use jenny_runtime::loader::{ImportKind, ModuleFormat, Resolved, file_url, language_of_extension, read_source_text};

use crate::module_sources::public_modules;

pub static NATIVES: &[PropertySpec] = &[
    method("isBuiltinId", is_builtin_id, 1),
    method("web", web, 1),
    value("loader", SpecValue::Make(|agent| super::new_namespace(agent, LOADER)), Attributes::BUILTIN),
];

static LOADER: &[PropertySpec] = &[
    value("builtinModules", SpecValue::Make(builtin_modules), Attributes::BUILTIN),
    method("resolve", resolve, 2),
    method("format", format, 1),
    method("readSource", read_source, 1),
    method("compileFunction", compile_function, 3),
    method("compileFile", compile_file, 1),
    method("requireModule", require_module, 1),
];

fn is_builtin_id(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = args.get(0).to_rust_string(agent)?;
    Ok(Value::bool(crate::is_builtin(&id)))
}

/// The exports of a body of the Web APIs, which the modules about Workers and streams build on.
fn web(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    match jenny_web::modules::known(&name) {
        Some(name) => jenny_web::modules::load(agent, name),
        None => Ok(Value::UNDEFINED),
    }
}

fn builtin_modules(agent: &mut Agent) -> JsResult<Value> {
    let mut list = RootVec::new(&agent.heap);
    for id in public_modules() {
        list.push(agent.string_value(id).bits());
    }
    Ok(agent.new_array(values(&list))?.as_object().into())
}

fn throw_record<T>(agent: &mut Agent, code: &str, message: &str) -> JsResult<T> {
    let record = agent.new_object();
    let code = agent.string_value(code);
    record.create_str(agent, "code", code)?;
    let message = agent.string_value(message);
    record.create_str(agent, "message", message)?;
    Err(agent.throw(record.into()))
}

/// The absolute path that `require(request)` means in a file.
fn resolve(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let request = args.get(0).to_rust_string(agent)?;
    let from = args.get(1).to_rust_string(agent)?;
    let state = state_of(agent);
    match state.loader.resolve(&request, &file_url(Path::new(&from)), ImportKind::Require) {
        Ok(resolved) => {
            let path = resolved.path().map_or_else(|| resolved.url(), |path| path.display().to_string());
            Ok(agent.string_value(&path))
        }
        Err(error) => throw_record(agent, error.code, &error.message),
    }
}

/// A path as the loader takes it.
fn resolved(path: &str) -> Resolved {
    match path.starts_with("jenny:") {
        true => Resolved::Helper(path.to_owned()),
        false => Resolved::File { path: path.into(), url: file_url(Path::new(path)) },
    }
}

/// What the loader makes of a file for `require`.
fn load(agent: &mut Agent, path: &str) -> JsResult<jenny_runtime::loader::Source> {
    let state = state_of(agent);
    let resolved = resolved(path);
    state.loader.load(&resolved, None, true).map_err(|error| throw_load_error(agent, &error))
}

fn format(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let path = args.get(0).to_rust_string(agent)?;
    let source = load(agent, &path)?;
    let name = if source.format == ModuleFormat::Module { "module" } else { "commonjs" };
    Ok(agent.string_value(name))
}

fn read_source(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let path = args.get(0).to_rust_string(agent)?;
    let text = if path.starts_with("jenny:") {
        load(agent, &path)?.text().to_owned()
    } else {
        match read_source_text(Path::new(&path)) {
            Ok(text) => text,
            Err(error) => return Err(throw_load_error(agent, &error)),
        }
    };
    Ok(agent.try_string(&text)?.into())
}

/// A source as its file's name says that it is to be read.
pub(super) fn unit_for(agent: &mut Agent, text: String, path: &str) -> JsResult<SourceUnit> {
    let mut unit = SourceUnit::javascript(path, text);
    let extension = Path::new(path).extension().map(|extension| extension.to_string_lossy().into_owned());
    if let Some(language) = extension.as_deref().and_then(language_of_extension)
        && language.needs_transform()
    {
        unit.language = language;
        unit.typescript = match state_of(agent).loader.typescript_settings(Path::new(path)) {
            Ok(settings) => settings,
            Err(error) => return Err(throw_load_error(agent, &error)),
        };
    }
    Ok(unit)
}

/// The function whose body is the source.
fn compile_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    let name = args.get(1).to_rust_string(agent)?;
    let unit = unit_for(agent, text, &name)?.as_function_body();
    unit.record(agent);
    let template = match unit.commonjs() {
        Ok(template) => template,
        Err(error) => return Err(unit.throw(agent, &error)),
    };
    let referrer = modules::referrer_for(agent, &name);
    Ok(instantiate(agent, template, referrer)?.into())
}

/// compileFile(filename): the function that a CommonJS file is, undefined for an ES module.
fn compile_file(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let Some(template) = compile_required(agent, &resolved(&name))? else { return Ok(Value::UNDEFINED) };
    let referrer = modules::referrer_for(agent, &name);
    Ok(instantiate(agent, template, referrer)?.into())
}

fn require_module(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let path = args.get(0).to_rust_string(agent)?;
    modules::require_module(agent, &path)
}
