//! The module loader of the engine: files, CommonJS modules, JSON, text, bytes, data URLs, and the runtime's own modules.

use std::cell::RefCell;
use std::rc::Rc;

use jenny_engine::agent::host::ModuleLoader;
use jenny_engine::embed::{Gc, HeldValue, Root};
use jenny_engine::module::{self, ImportRequest, Module, ScriptRecord};
use jenny_engine::{Agent, AsObject, JsResult, Object, Throw, Value};
use rustc_hash::FxHashMap;
use url::Url;

use super::commonjs_names::exported_names;
use super::compile::{SourceUnit, throw_load_error};
use super::state::{RuntimeState, state_of};
use crate::loader::{Content, ImportKind, LoadError, ModuleFormat, Resolved, Source, builtin_url};

/// The module map (HTML 8.1.5.1): one module for each URL and type.
#[derive(Default)]
pub struct FileModules {
    map: RefCell<FxHashMap<(String, Option<String>), Root<Module>>>,
}

/// A loaded source as what the compiler takes. Modules are named by their URL, others by their path, as in Node.
pub fn unit_of(source: &Source) -> SourceUnit {
    unit_made_of(source.clone())
}

/// The same without a copy of the text.
pub(super) fn unit_made_of(source: Source) -> SourceUnit {
    let name = match (&source.path, source.format) {
        (Some(path), format) if format != ModuleFormat::Module => path.display().to_string(),
        _ => source.url.clone(),
    };
    SourceUnit {
        language: source.language,
        typescript: source.typescript,
        ..SourceUnit::javascript(name, source.content.into_text())
    }
}

/// What `import()` in a script or CommonJS module of that name is relative to.
pub fn referrer_for(agent: &mut Agent, name: &str) -> Value {
    let url = match Url::from_file_path(name) {
        Ok(url) => url.to_string(),
        Err(()) if Url::parse(name).is_ok() => name.to_owned(),
        Err(()) => working_directory_url().to_string(),
    };
    Value::cell(ScriptRecord::create(agent, &url))
}

/// The URL of a file in the working directory, for sources that are no files.
fn working_directory_url() -> Url {
    let directory = crate::process::working_directory().unwrap_or_else(|_| "/".into());
    Url::from_file_path(directory.join("[eval]")).unwrap_or_else(|()| root_url())
}

fn root_url() -> Url {
    crate::loader::file_url(std::path::Path::new("/"))
}

/// Makes the loader of the agent, once.
pub fn install(agent: &mut Agent) {
    if agent.module_loader.is_none() {
        let loader: Rc<FileModules> = agent.state();
        agent.module_loader = Some(loader);
    }
}

/// Loads, links and begins to evaluate a module: the promise of its evaluation. `source`: if it was read already.
pub fn start_module(agent: &mut Agent, url: &str, source: Option<Source>) -> JsResult<Value> {
    install(agent);
    let module = module_of_url(agent, url, source)?;
    Ok(module::load_link_evaluate(agent, module)?.as_object().into())
}

/// Evaluates the module of a file at once, as `require` does: its namespace. Errors: `ERR_REQUIRE_ASYNC_MODULE` if it, or
/// one that it imports, awaits at its top level.
pub fn require_module(agent: &mut Agent, path: &str) -> JsResult<Value> {
    install(agent);
    let url = Url::from_file_path(path).unwrap_or_else(|()| root_url());
    let module = module_of_url(agent, url.as_str(), None)?;
    let loaded = module::load_requested_modules(agent, module)?;
    // Our loader finishes at once, so the promise is settled.
    if loaded.state() == jenny_engine::embed::PromiseState::Rejected {
        loaded.mark_handled();
        let reason = loaded.result();
        agent.host.promise_rejection(loaded.as_object().into(), jenny_engine::agent::host::RejectionOperation::Handle);
        return Err(agent.throw(reason));
    }
    module::link(agent, module)?;
    if module::has_asynchronous_dependencies(agent, module)? {
        let message =
            format!("require() cannot be used on an ESM graph with top-level await. Use import() instead. ({path})");
        let error = agent.new_error(jenny_engine::Intrinsic::ErrorPrototype, &message).as_object();
        let code = agent.string_value("ERR_REQUIRE_ASYNC_MODULE");
        error.create_str(agent, "code", code)?;
        return Err(agent.throw(error.into()));
    }
    module::evaluate_sync(agent, module)?;
    Ok(module::get_module_namespace(agent, module, false)?.as_object().into())
}

/// Evaluates a source text as a module with an identity of its own: the promise of its evaluation, and the module.
pub fn start_text_module(agent: &mut Agent, unit: &SourceUnit, url: &str) -> JsResult<(Value, Gc<Module>)> {
    install(agent);
    let module = compile(agent, unit, url)?;
    let promise = module::load_link_evaluate(agent, module)?;
    Ok((promise.as_object().into(), module))
}

/// As `start_text_module`, as the program's entry.
pub fn start_entry_text(agent: &mut Agent, unit: &SourceUnit, url: &str) -> JsResult<()> {
    let (promise, _) = start_text_module(agent, unit, url)?;
    let held = HeldValue::new(agent, promise);
    *state_of(agent).entry.borrow_mut() = Some(held);
    super::runtime::finish_entry_module(agent);
    Ok(())
}

fn compile(agent: &mut Agent, unit: &SourceUnit, url: &str) -> JsResult<Gc<Module>> {
    unit.record(agent);
    let compiled = match state_of(agent).options.worker_url {
        Some(_) => super::worker_code::module(unit),
        None => unit.module(),
    };
    match compiled {
        Ok(template) => Ok(Module::from_template(agent, template, url)),
        Err(error) => Err(unit.throw(agent, &error)),
    }
}

fn module_of_url(agent: &mut Agent, url: &str, source: Option<Source>) -> JsResult<Gc<Module>> {
    let modules: Rc<FileModules> = agent.state();
    let key = (url.to_owned(), None);
    let known = modules.map.borrow().get(&key).map(Root::get);
    if let Some(module) = known {
        return Ok(module);
    }
    let state = state_of(agent);
    let resolved = Url::parse(url)
        .ok()
        .and_then(|url| Some(Resolved::File { path: url.to_file_path().ok()?, url }))
        .unwrap_or_else(|| Resolved::Builtin(url.to_owned()));
    let source = match source {
        Some(source) => source,
        None => state.loader.load(&resolved, None, true).map_err(|error| throw_load_error(agent, &error))?,
    };
    let module = make_module(agent, &resolved, Some(source), None)?;
    modules.keep(agent, key, module);
    Ok(module)
}

/// Makes the module that `resolved` names. `source`: None for the runtime's own.
fn make_module(
    agent: &mut Agent,
    resolved: &Resolved,
    source: Option<Source>,
    type_attribute: Option<&str>,
) -> JsResult<Gc<Module>> {
    let state = state_of(agent);
    if let Resolved::Builtin(name) = resolved {
        return builtin_module(agent, &state, name);
    }
    let url = resolved.url();
    let source = match source {
        Some(source) => source,
        None => match state.loader.load(resolved, type_attribute, false) {
            Ok(source) => source,
            Err(error) => return Err(throw_load_error(agent, &error)),
        },
    };
    match source.format {
        ModuleFormat::Module => compile(agent, &unit_made_of(source), &url),
        ModuleFormat::Json => json_module(agent, &source, &url),
        ModuleFormat::Text => Module::text(agent, source.text(), &url),
        ModuleFormat::Bytes => {
            let bytes = match source.content {
                Content::Bytes(bytes) => bytes,
                Content::Text(text) => text.into_bytes(),
            };
            Module::bytes(agent, bytes, &url)
        }
        ModuleFormat::CommonJs => commonjs_module(agent, &state, &source, &url),
    }
}

/// A JSON module; errors name its file and the place in it.
pub fn json_module(agent: &mut Agent, source: &Source, url: &str) -> JsResult<Gc<Module>> {
    match Module::json(agent, source.text(), url) {
        Ok(module) => Ok(module),
        Err(thrown) => {
            let name = unit_of(source).text.name.clone();
            let thrown = name_json_error(agent, thrown, &name);
            Err(place_json_error(agent, thrown, &name, source.text()))
        }
    }
}

/// Gives an error without any frame the place of the import declaration that it is about.
fn name_place(agent: &mut Agent, thrown: Throw, source: &jenny_bytecode::SourceText, offset: u32) -> Throw {
    if agent.is_terminating() {
        return thrown;
    }
    let error = agent.take_exception(thrown);
    let key = agent.names.stack;
    let has_place = match error.as_object().map(|object| object.get(agent, key)) {
        Some(Ok(stack)) => stack.as_string().is_none_or(|stack| stack.to_rust_string().contains("\n    at ")),
        Some(Err(thrown)) => {
            agent.take_exception(thrown);
            true
        }
        None => true,
    };
    let thrown = agent.throw(error);
    if has_place { thrown } else { module::throw_at(agent, thrown, source, offset) }
}

/// Puts the file's name before the message of a JSON error, as Node does.
fn name_json_error(agent: &mut Agent, thrown: Throw, name: &str) -> Throw {
    if agent.is_terminating() {
        return thrown;
    }
    let error = agent.take_exception(thrown);
    let key = agent.names.message;
    if let Some(object) = error.as_object()
        && let Some(message) = object.own_data_value(agent, key).and_then(|message| message.as_string())
    {
        let text = agent.string_value(&format!("{name}: {}", message.to_rust_string()));
        // A fresh error object: only memory can be short.
        let _ = object.set(agent, key, text);
    }
    agent.throw(error)
}

/// Puts the place that the message of a JSON error ends with into its stack.
fn place_json_error(agent: &mut Agent, thrown: Throw, name: &str, text: &str) -> Throw {
    if agent.is_terminating() {
        return thrown;
    }
    let error = agent.take_exception(thrown);
    let key = agent.names.message;
    let message = error.as_object().and_then(|object| object.own_data_value(agent, key));
    let message =
        message.and_then(|message| message.as_string()).map_or_else(String::new, |text| text.to_rust_string());
    let source = jenny_bytecode::SourceText::new(name, text);
    let offset = message.rsplit_once("at position ").and_then(|(_, rest)| {
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        // The position counts UTF-16 code units.
        let mut units = digits.parse::<usize>().ok()?;
        let end = text.char_indices().find(|&(_, c)| {
            let found = units == 0;
            units = units.saturating_sub(c.len_utf16());
            found
        });
        Some(end.map_or(text.len(), |(at, _)| at))
    });
    let thrown = agent.throw(error);
    module::throw_at(agent, thrown, &source, offset.unwrap_or(text.len()) as u32)
}

/// One of the runtime's own modules: its exports by name, the whole as `default`.
fn builtin_module(agent: &mut Agent, state: &RuntimeState, name: &str) -> JsResult<Gc<Module>> {
    let Some(builtins) = state.builtin_modules() else {
        return Err(agent.throw_plain_error(format!("No such built-in module: node:{name}")));
    };
    let exports = builtins.exports(agent, name)?;
    let mut names = own_names(agent, exports)?;
    names.retain(|name| name != "default");
    let held = HeldValue::new(agent, exports);
    Ok(synthetic(agent, names, &builtin_url(name), move |agent, module, names| {
        copy_exports(agent, module, held.get(), names)?;
        module.set_synthetic_export(agent, "default", held.get())
    }))
}

/// A CommonJS module as imported: `default` is `module.exports`; names that its text assigns are exports of their own.
fn commonjs_module(agent: &mut Agent, state: &RuntimeState, source: &Source, url: &str) -> JsResult<Gc<Module>> {
    let Some(builtins) = state.builtin_modules() else {
        return Err(agent.throw_plain_error(format!("Cannot import the CommonJS module {url}")));
    };
    let path = source.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    let names = exported_names(&state.loader, source);
    Ok(synthetic(agent, names, url, move |agent, module, names| {
        let exports = builtins.require_file(agent, &path, false)?;
        copy_exports(agent, module, exports, names)?;
        module.set_synthetic_export(agent, "module.exports", exports)?;
        module.set_synthetic_export(agent, "default", exports)
    }))
}

fn synthetic(
    agent: &mut Agent,
    names: Vec<String>,
    url: &str,
    evaluate: impl Fn(&mut Agent, Gc<Module>, &[String]) -> JsResult<()> + 'static,
) -> Gc<Module> {
    let mut all: Vec<&str> = names.iter().map(String::as_str).collect();
    all.push("default");
    if !url.starts_with("node:") && !url.starts_with("jenny:") {
        all.push("module.exports");
    }
    let owned = names.clone();
    Module::synthetic(agent, &all, url, Rc::new(move |agent, module| evaluate(agent, module, &owned)))
}

fn own_names(agent: &mut Agent, exports: Value) -> JsResult<Vec<String>> {
    let Some(object) = exports.as_object() else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for &key in object.own_keys(agent)?.as_slice() {
        if !key.is_string() && !key.is_index() {
            continue;
        }
        if object.get_own_property(agent, key)?.is_some_and(|own| own.attributes.is_enumerable()) {
            names.push(key.to_display());
        }
    }
    Ok(names)
}

fn copy_exports(agent: &mut Agent, module: Gc<Module>, exports: Value, names: &[String]) -> JsResult<()> {
    let Some(object) = exports.as_object() else { return Ok(()) };
    for name in names {
        let key = agent.key(name);
        let value = object.get(agent, key)?;
        module.set_synthetic_export(agent, name, value)?;
    }
    Ok(())
}

impl FileModules {
    fn keep(&self, agent: &Agent, key: (String, Option<String>), module: Gc<Module>) {
        self.map.borrow_mut().insert(key, Root::new(&agent.heap, module));
    }

    fn find(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<Gc<Module>> {
        let state = state_of(agent);
        let specifier = request.specifier();
        let type_attribute = request.attribute("type");
        let referrer = referrer_url(request);
        let resolved = match state.loader.resolve(&specifier, &referrer, ImportKind::Import) {
            Ok(resolved) => resolved,
            Err(error) => return Err(throw_load_error(agent, &error)),
        };
        let key = (resolved.url(), type_attribute);
        let known = self.map.borrow().get(&key).map(Root::get);
        if let Some(module) = known {
            return Ok(module);
        }
        let module = make_module(agent, &resolved, None, key.1.as_deref())?;
        self.keep(agent, key, module);
        Ok(module)
    }
}

fn referrer_url(request: Gc<ImportRequest>) -> Url {
    request.referrer_url().and_then(|url| Url::parse(&url).ok()).unwrap_or_else(working_directory_url)
}

impl ModuleLoader for FileModules {
    fn load(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<()> {
        let known = self.map.borrow().len();
        let result = self.find(agent, request);
        // A module that cannot be had: the declaration is the place. One whose own text is wrong has its place already.
        let result = match (result, request.declaration()) {
            (Err(thrown), Some((source, offset))) if known == self.map.borrow().len() => {
                Err(name_place(agent, thrown, &source, offset))
            }
            (result, _) => result,
        };
        module::finish_loading_imported_module(agent, request, result)
    }

    /// `url`, `filename`, `dirname`, `resolve` and `main`, as in Node.
    fn import_meta(&self, agent: &mut Agent, module: Gc<Module>, meta: Gc<Object>) -> JsResult<()> {
        let url = module.url().to_owned();
        if let Some(path) = Url::parse(&url).ok().and_then(|url| url.to_file_path().ok()) {
            let directory = path.parent().map(|parent| parent.display().to_string()).unwrap_or_default();
            let directory = agent.string_value(&directory);
            meta.create_str(agent, "dirname", directory)?;
            let filename = agent.string_value(&path.display().to_string());
            meta.create_str(agent, "filename", filename)?;
        }
        let state = state_of(agent);
        let main = state.options.entry.as_ref().and_then(|entry| crate::fs_ops::real_path(entry).ok());
        let is_main = main.and_then(|main| Url::from_file_path(main).ok()).is_some_and(|main| main.as_str() == url);
        meta.create_str(agent, "main", is_main)?;
        let text = agent.string_value(&url);
        let resolve = agent.new_native("resolve", 1, import_meta_resolve, &[text]);
        meta.create_str(agent, "resolve", resolve.as_object())?;
        meta.create_str(agent, "url", text)
    }
}

/// import.meta.resolve(specifier): the URL that an import of the specifier means here.
fn import_meta_resolve(agent: &mut Agent, _: Value, args: jenny_engine::Args) -> JsResult<Value> {
    let specifier = args.get(0).to_rust_string(agent)?;
    let base = args.data(0).to_rust_string(agent)?;
    let state = state_of(agent);
    let base = Url::parse(&base).unwrap_or_else(|_| working_directory_url());
    match state.loader.resolve(&specifier, &base, ImportKind::Import) {
        Ok(resolved) => Ok(agent.string_value(&resolved.url())),
        // As in Node, a path need not lead to a file.
        Err(LoadError { code: "ERR_MODULE_NOT_FOUND", .. }) if specifier.starts_with(['.', '/']) => {
            let url = base.join(&specifier).map(String::from).unwrap_or(specifier);
            Ok(agent.string_value(&url))
        }
        Err(error) => Err(throw_load_error(agent, &error)),
    }
}
