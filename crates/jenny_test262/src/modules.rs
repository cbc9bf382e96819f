//! Modules for tests: files beside the test, one module record for each file and type.

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::ModuleLoader;
use jenny_engine::builtins::abstract_module_source::ModuleSource;
use jenny_engine::builtins::promise::PromiseState;
use jenny_engine::embed::{HostClass, HostParent};
use jenny_engine::module::{self, ImportRequest, Module};
use jenny_engine::{Agent, Intrinsic, JsResult, Object, Value};
use jenny_gc::{Gc, Root};
use jenny_test262::metadata::Phase;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Loads modules from files.
#[derive(Default)]
pub struct FileLoader {
    modules: RefCell<HashMap<(PathBuf, Option<String>), Root<Module>>>,
}

impl FileLoader {
    fn insert(&self, agent: &Agent, path: &Path, kind: Option<String>, module: Gc<Module>) {
        self.modules.borrow_mut().insert((path.to_path_buf(), kind), Root::new(&agent.heap, module));
    }

    /// The module that the suite asks for by this specifier: one that has a source object.
    fn module_with_source(&self, agent: &mut Agent) -> JsResult<Gc<Module>> {
        static CLASS: HostClass = HostClass::without_constructor("ModuleSource")
            .parent(HostParent::Intrinsic(Intrinsic::AbstractModuleSource, Intrinsic::AbstractModuleSourcePrototype));
        let key = (PathBuf::from("<module source>"), None);
        if let Some(module) = self.modules.borrow().get(&key) {
            return Ok(module.get());
        }
        let module = Module::text(agent, "", "<module source>")?;
        let source = ModuleSource { class_name: "ModuleSource" };
        let source = agent.new_host_object(&CLASS, Value::UNDEFINED, source)?;
        module.set_source(source);
        self.modules.borrow_mut().insert(key, Root::new(&agent.heap, module));
        Ok(module)
    }

    fn find(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<Gc<Module>> {
        if request.specifier() == "<module source>" {
            return self.module_with_source(agent);
        }
        let referrer = PathBuf::from(request.referrer_url().unwrap_or_default());
        let mut path = referrer.parent().unwrap_or(Path::new("")).to_path_buf();
        for part in request.specifier().split('/') {
            match part {
                "." => {}
                ".." => _ = path.pop(),
                part => path.push(part),
            }
        }
        let kind = request.attribute("type");
        if let Some(module) = self.modules.borrow().get(&(path.clone(), kind.clone())) {
            return Ok(module.get());
        }
        let Ok(bytes) = std::fs::read(&path) else {
            return Err(agent.throw_type_error(format!("Cannot find module '{}'", path.display())));
        };
        if kind.as_deref() == Some("bytes") {
            let module = Module::bytes(agent, bytes, &path.display().to_string())?;
            self.insert(agent, &path, kind, module);
            return Ok(module);
        }
        let text = String::from_utf8_lossy(&bytes);
        let name = path.display().to_string();
        let module = match kind.as_deref() {
            Some("json") => Module::json(agent, &text, &name)?,
            Some("text") => Module::text(agent, &text, &name)?,
            Some(other) => return Err(agent.throw_type_error(format!("no modules of type '{other}'"))),
            None => Module::parse(agent, SourceText::new(name.as_str(), text), &name)?,
        };
        self.insert(agent, &path, kind, module);
        Ok(module)
    }
}

impl ModuleLoader for FileLoader {
    fn load(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<()> {
        let result = self.find(agent, request);
        module::finish_loading_imported_module(agent, request, result)
    }

    fn import_meta(&self, _: &mut Agent, _: Gc<Module>, _: Gc<Object>) -> JsResult<()> {
        Ok(())
    }
}

/// Runs a module of that file and the jobs that follow. Err: in which phase it threw what.
pub fn run_module(agent: &mut Agent, loader: &FileLoader, file: &Path, text: &str) -> Result<(), (Phase, Value)> {
    let name = file.display().to_string();
    let module = match Module::parse(agent, SourceText::new(name.as_str(), text), &name) {
        Ok(module) => module,
        Err(_) => return Err((Phase::Parse, agent.take_pending_exception())),
    };
    loader.insert(agent, file, None, module);
    let pending = |agent: &mut Agent, phase| Err((phase, agent.take_pending_exception()));
    let Ok(load) = module::load_requested_modules(agent, module) else { return pending(agent, Phase::Resolution) };
    load.mark_handled();
    if load.state() == PromiseState::Rejected {
        return Err((Phase::Resolution, load.result()));
    }
    if module::link(agent, module).is_err() {
        return pending(agent, Phase::Resolution);
    }
    let Ok(evaluation) = module::evaluate(agent, module) else { return pending(agent, Phase::Runtime) };
    evaluation.mark_handled();
    let root = Root::new(&agent.heap, evaluation);
    agent.run_jobs(&mut |_, _| {});
    match root.get().state() {
        PromiseState::Rejected => Err((Phase::Runtime, root.get().result())),
        PromiseState::Fulfilled | PromiseState::Pending => Ok(()),
    }
}
