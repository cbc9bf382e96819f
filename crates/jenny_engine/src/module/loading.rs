//! LoadRequestedModules (ECMA-262 16.2.1.6.1.1) and the talk with the host's loader (16.2.1.10).

use super::record::{ImportPhase, Module, ModuleStatus, Record, ScriptRecord};
use super::{caught, dynamic_import};
use crate::agent::Agent;
use crate::builtins::promise::{PromiseObject, fulfill_promise, new_promise, reject_promise};
use crate::kind::Kind;
use crate::{JsResult, Throw, Value};
use jenny_bytecode::Text;
use jenny_gc::{Gc, GcCell, Header, Trace, Tracer};
use rustc_hash::FxHashSet;
use std::cell::{Cell, RefCell};

/// A GraphLoadingState Record. Modules to look at wait in `work`, so that a long chain of imports needs no native stack.
#[repr(C)]
pub struct GraphLoading {
    header: Header,
    promise: Gc<PromiseObject>,
    is_loading: Cell<bool>,
    /// loads that the host has not finished
    pending: Cell<u32>,
    visited: RefCell<FxHashSet<Gc<Module>>>,
    /// modules being looked at, with the index of their next request
    work: RefCell<Vec<(Gc<Module>, u32)>>,
    /// `work` is being done further up the native stack
    is_working: Cell<bool>,
}

// SAFETY: visits all cells held.
unsafe impl Trace for GraphLoading {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(self.promise);
        self.visited.borrow().iter().for_each(|m| tracer.visit(*m));
        self.work.borrow().iter().for_each(|(m, _)| tracer.visit(*m));
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for GraphLoading {}

/// What a host is asked to load: HostLoadImportedModule's referrer, ModuleRequest and payload.
#[repr(C)]
pub struct ImportRequest {
    header: Header,
    referrer: Value,
    specifier: Text,
    attributes: Vec<(Text, Text)>,
    phase: ImportPhase,
    /// a GraphLoading cell, or the promise of a dynamic import
    payload: Value,
    finished: Cell<bool>,
}

// SAFETY: visits both values.
unsafe impl Trace for ImportRequest {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.referrer.trace(tracer);
        self.payload.trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for ImportRequest {}

impl ImportRequest {
    pub(super) fn create(
        agent: &mut Agent,
        referrer: Value,
        specifier: Text,
        attributes: Vec<(Text, Text)>,
        phase: ImportPhase,
        payload: Value,
    ) -> Gc<ImportRequest> {
        let header = Header::new(Kind::ImportRequest as u8);
        agent.alloc(ImportRequest {
            header,
            referrer,
            specifier,
            attributes,
            phase,
            payload,
            finished: Cell::new(false),
        })
    }
    /// A Module, a ScriptRecord or another value given to `run_script`; undefined for code without either.
    pub fn referrer(&self) -> Value {
        self.referrer
    }
    /// [[HostDefined]] of the referrer.
    pub fn referrer_url(&self) -> Option<String> {
        Module::from_value(self.referrer)
            .map(|m| m.url().to_owned())
            .or_else(|| ScriptRecord::from_value(self.referrer).map(|s| s.url().to_owned()))
    }
    /// The source and the place in it of the declaration that asks; None for `import()`, whose stack tells.
    pub fn declaration(&self) -> Option<(std::sync::Arc<jenny_bytecode::SourceText>, u32)> {
        let template = Module::from_value(self.referrer).filter(|_| !self.is_dynamic())?.template()?.clone();
        let request = template.info.requests.iter().find(|request| request.specifier == self.specifier)?;
        Some((template.body.source.clone(), request.offset))
    }
    /// [[Specifier]]; lone surrogates as U+FFFD.
    pub fn specifier(&self) -> String {
        self.specifier.to_display()
    }
    /// [[Attributes]], sorted by key.
    pub fn attributes(&self) -> Vec<(String, String)> {
        self.attributes.iter().map(|(k, v)| (k.to_display(), v.to_display())).collect()
    }
    /// The value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<String> {
        let key = Text::from_str(key);
        self.attributes.iter().find(|(k, _)| *k == key).map(|(_, v)| v.to_display())
    }
    pub fn phase(&self) -> ImportPhase {
        self.phase
    }
    /// Whether it is an `import()`.
    pub fn is_dynamic(&self) -> bool {
        self.payload.is_kind(Kind::Promise)
    }
}

/// The first of the attributes that the host does not support (AllImportAttributesSupported).
pub(super) fn unsupported_attribute(agent: &Agent, attributes: &[(Text, Text)]) -> Option<String> {
    let loader = agent.module_loader.as_ref();
    attributes.iter().find_map(|(key, value)| {
        let name = key.to_display();
        let supported = loader.is_some_and(|l| l.supported_attributes().contains(&name.as_str()));
        (!supported)
            .then(|| format!("Import attribute \"{name}\" with value \"{}\" is not supported", value.to_display()))
    })
}

/// HostLoadImportedModule (16.2.1.10).
pub(super) fn host_load_imported_module(agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<()> {
    let loaded = match agent.module_loader.clone() {
        Some(loader) => loader.load(agent, request),
        None => {
            Err(agent.throw_type_error(format!("Cannot import '{}': there is no module loader", request.specifier())))
        }
    };
    match loaded {
        Err(thrown) => finish_loading_imported_module(agent, request, Err(thrown)),
        Ok(()) => Ok(()),
    }
}

/// FinishLoadingImportedModule (16.2.1.11): called by the host's loader, now or later, once for each request. Errors: only that
/// the agent is being terminated.
pub fn finish_loading_imported_module(
    agent: &mut Agent,
    request: Gc<ImportRequest>,
    result: Result<Gc<Module>, Throw>,
) -> JsResult<()> {
    let result = match result {
        Ok(module) => Ok(module),
        Err(thrown) => Err(caught(agent, thrown)?),
    };
    if request.finished.replace(true) {
        return Ok(());
    }
    if let (Some(referrer), Ok(module)) = (Module::from_value(request.referrer), &result) {
        referrer.set_loaded(&request.specifier, &request.attributes, *module);
    }
    if request.payload.is_kind(Kind::GraphLoading) {
        // SAFETY: the kind was checked.
        let state = unsafe { request.payload.as_gc_unchecked::<GraphLoading>() };
        state.pending.set(state.pending.get().saturating_sub(1));
        return continue_module_loading(agent, state, result);
    }
    match request.payload.as_kind::<PromiseObject>() {
        Some(promise) => dynamic_import::continue_dynamic_import(agent, promise, request.phase, result),
        None => Ok(()),
    }
}

/// LoadRequestedModules (16.2.1.6.1.1): a promise that is fulfilled when all modules of the graph are loaded. Errors: only that
/// the agent is being terminated.
pub fn load_requested_modules(agent: &mut Agent, module: Gc<Module>) -> JsResult<Gc<PromiseObject>> {
    let promise = new_promise(agent);
    let state = agent.alloc(GraphLoading {
        header: Header::new(Kind::GraphLoading as u8),
        promise,
        is_loading: Cell::new(true),
        pending: Cell::new(0),
        visited: RefCell::default(),
        work: RefCell::default(),
        is_working: Cell::new(false),
    });
    continue_module_loading(agent, state, Ok(module))?;
    Ok(promise)
}

/// ContinueModuleLoading (16.2.1.6.1.1.2)
fn continue_module_loading(
    agent: &mut Agent,
    state: Gc<GraphLoading>,
    result: Result<Gc<Module>, Value>,
) -> JsResult<()> {
    if !state.is_loading.get() {
        return Ok(());
    }
    match result {
        Ok(module) => {
            visit(state, module);
            inner_module_loading(agent, state)
        }
        Err(reason) => {
            state.is_loading.set(false);
            reject_promise(agent, state.promise, reason);
            Ok(())
        }
    }
}

/// Puts a module on the list of those to look at, unless it was or has nothing to load.
fn visit(state: Gc<GraphLoading>, module: Gc<Module>) {
    if module.is_source_text() && module.status() == ModuleStatus::New {
        jenny_gc::write_barrier(state.header());
        if state.visited.borrow_mut().insert(module) {
            state.work.borrow_mut().push((module, 0));
        }
    }
}

/// InnerModuleLoading (16.2.1.6.1.1.1) of all modules in `work`, depth first.
fn inner_module_loading(agent: &mut Agent, state: Gc<GraphLoading>) -> JsResult<()> {
    if state.is_working.replace(true) {
        return Ok(());
    }
    let result = work(agent, state);
    state.is_working.set(false);
    result?;
    if !state.is_loading.get() || state.pending.get() != 0 {
        return Ok(());
    }
    state.is_loading.set(false);
    for module in state.visited.borrow().iter() {
        if module.status() == ModuleStatus::New {
            module.status.set(ModuleStatus::Unlinked);
        }
    }
    fulfill_promise(agent, state.promise, Value::UNDEFINED);
    Ok(())
}

fn work(agent: &mut Agent, state: Gc<GraphLoading>) -> JsResult<()> {
    while state.is_loading.get() {
        let next = {
            let mut work = state.work.borrow_mut();
            let Some(top) = work.last_mut() else { break };
            top.1 += 1;
            (top.0, top.1 - 1)
        };
        let (module, index) = next;
        let Record::SourceText { template, .. } = &module.record else { continue };
        let Some(request) = template.info.requests.get(index as usize) else {
            state.work.borrow_mut().pop();
            continue;
        };
        if let Some(message) = unsupported_attribute(agent, &request.attributes) {
            let thrown = agent.throw_syntax_error(message);
            let thrown = super::throw_at(agent, thrown, &template.body.source, request.offset);
            let reason = caught(agent, thrown)?;
            continue_module_loading(agent, state, Err(reason))?;
        } else if let Some(loaded) = module.imported(index) {
            visit(state, loaded);
        } else {
            state.pending.set(state.pending.get() + 1);
            let (specifier, attributes) = (request.specifier.clone(), request.attributes.clone());
            let phase = ImportPhase::from_u8(request.phase);
            let request =
                ImportRequest::create(agent, Value::cell(module), specifier, attributes, phase, Value::cell(state));
            host_load_imported_module(agent, request)?;
        }
    }
    Ok(())
}
