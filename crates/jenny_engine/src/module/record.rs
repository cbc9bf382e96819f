//! Module Records as one kind of cell, Source Text or Synthetic (ECMA-262 16.2.1.4 to 16.2.1.8), and Script Records.

use crate::agent::Agent;
use crate::builtins::array_buffer::BackingStore;
use crate::builtins::promise::PromiseObject;
use crate::environment::Scope;
use crate::kind::Kind;
use crate::module::embedding::throw_at;
use crate::realm::Realm;
use crate::{JsResult, Value};
use jenny_bytecode::{
    BindingInfo, FunctionBody, FunctionFlags, FunctionHead, FunctionKind, FunctionTemplate, ModuleRequest,
    ModuleTemplate, ScopeInfo, SourceText, Text,
};
use jenny_compiler::CompileOptions;
use jenny_gc::{Field, Gc, GcCell, Header, RootVec, Trace, Tracer};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;

/// [[Status]] of a Cyclic Module Record; synthetic ones go from Unlinked over Linked to Evaluated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ModuleStatus {
    New,
    Unlinked,
    Linking,
    Linked,
    Evaluating,
    EvaluatingAsync,
    Evaluated,
}

/// [[Phase]] of a ModuleRequest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportPhase {
    Evaluation,
    Defer,
    Source,
}

impl ImportPhase {
    /// As the compiler numbers them.
    pub fn from_u8(code: u8) -> ImportPhase {
        match code {
            1 => ImportPhase::Defer,
            2 => ImportPhase::Source,
            _ => ImportPhase::Evaluation,
        }
    }
}

/// [[EvaluationSteps]] of a Synthetic Module Record: sets the exports (`Module::set_synthetic_export`). Holds no cells but in roots.
pub type SyntheticEvaluation = Rc<dyn Fn(&mut Agent, Gc<Module>) -> JsResult<()>>;

/// Where the value of an export lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Export {
    /// slot of the module's scope
    Local(u32),
    /// index of an indirect export entry
    Indirect(u32),
    /// the namespace, deferred namespace or source object of the module that this request asks for: `import * as ns` and
    /// `import source s` exported again
    Namespace(u32),
}

/// [[BindingName]] of a ResolvedBinding Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BindingName {
    /// slot of the module's scope
    Slot(u32),
    Namespace,
    DeferredNamespace,
    /// the module's source object
    Source,
}

pub(super) enum Record {
    SourceText {
        template: Arc<ModuleTemplate>,
        /// [[LoadedModules]] for the static requests, by their index
        loaded: RefCell<Vec<Option<Gc<Module>>>>,
    },
    Synthetic {
        /// describes the scope of the exports
        template: Arc<FunctionTemplate>,
        /// None: the exports are there from the beginning
        evaluate: Option<SyntheticEvaluation>,
    },
}

/// [[AsyncEvaluationOrder]] is unset.
pub(super) const ORDER_UNSET: u64 = 0;
/// [[AsyncEvaluationOrder]] is done.
pub(super) const ORDER_DONE: u64 = u64::MAX;

/// A Module Record.
#[repr(C)]
pub struct Module {
    header: Header,
    realm: Gc<Realm>,
    /// [[HostDefined]]: the module's URL
    url: Box<str>,
    pub(super) record: Record,
    /// names of local and indirect exports; star exports are not among them
    exports: FxHashMap<Text, Export>,
    pub(super) status: Cell<ModuleStatus>,
    /// [[Environment]], whose Code is that of the body
    environment: Field<Option<Gc<Scope>>>,
    namespace: Field<Value>,
    deferred_namespace: Field<Value>,
    import_meta: Field<Value>,
    /// [[ModuleSource]]; EMPTY if it is empty
    source: Field<Value>,
    /// what [[EvaluationError]] throws; EMPTY if it is empty
    evaluation_error: Field<Value>,
    pub(super) dfs_index: Cell<u32>,
    pub(super) dfs_ancestor_index: Cell<u32>,
    cycle_root: Field<Option<Gc<Module>>>,
    pub(super) async_evaluation_order: Cell<u64>,
    top_level_capability: Field<Option<Gc<PromiseObject>>>,
    pub(super) pending_async_dependencies: Cell<u32>,
    async_parents: RefCell<Vec<Gc<Module>>>,
    /// a value that the host attaches
    data: Field<Value>,
}

// SAFETY: visits all cells held; the record's closure holds none.
unsafe impl Trace for Module {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(self.realm);
        if let Record::SourceText { loaded, .. } = &self.record {
            loaded.borrow().iter().for_each(|m| m.trace(tracer));
        }
        self.environment.trace(tracer);
        self.namespace.trace(tracer);
        self.deferred_namespace.trace(tracer);
        self.import_meta.trace(tracer);
        self.source.trace(tracer);
        self.evaluation_error.trace(tracer);
        self.cycle_root.trace(tracer);
        self.top_level_capability.trace(tracer);
        self.async_parents.borrow().iter().for_each(|m| tracer.visit(*m));
        self.data.trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Module {}

impl Module {
    fn allocate(
        agent: &mut Agent,
        url: &str,
        record: Record,
        exports: FxHashMap<Text, Export>,
        status: ModuleStatus,
    ) -> Gc<Module> {
        let realm = agent.realm();
        agent.alloc(Module {
            header: Header::new(Kind::Module as u8),
            realm,
            url: url.into(),
            record,
            exports,
            status: Cell::new(status),
            environment: Field::new(None),
            namespace: Field::new(Value::UNDEFINED),
            deferred_namespace: Field::new(Value::UNDEFINED),
            import_meta: Field::new(Value::UNDEFINED),
            source: Field::new(Value::EMPTY),
            evaluation_error: Field::new(Value::EMPTY),
            dfs_index: Cell::new(0),
            dfs_ancestor_index: Cell::new(0),
            cycle_root: Field::new(None),
            async_evaluation_order: Cell::new(ORDER_UNSET),
            top_level_capability: Field::new(None),
            pending_async_dependencies: Cell::new(0),
            async_parents: RefCell::default(),
            data: Field::new(Value::UNDEFINED),
        })
    }
    /// Sets [[ModuleSource]], which modules of JavaScript have none of: an object that carries a `ModuleSource`.
    pub fn set_source(&self, source: Gc<crate::Object>) {
        self.source.set(&self.header, source.into());
    }
    /// GetModuleSource (16.2.1.7.2.3). Errors: SyntaxError if there is none.
    pub(super) fn source(&self, agent: &mut Agent) -> JsResult<Value> {
        if self.source.get().is_empty() {
            let message = format!("Source phase import object is not defined for module '{}'", self.url);
            return Err(agent.throw_syntax_error(message));
        }
        Ok(self.source.get())
    }
    /// ParseModule in the current realm. Errors: what the compiler found, with its place in the error's stack.
    pub fn parse(agent: &mut Agent, source: Arc<SourceText>, url: &str) -> JsResult<Gc<Module>> {
        match jenny_compiler::compile_module(source.clone(), &CompileOptions::default()) {
            Ok(template) => Ok(Module::from_template(agent, template, url)),
            Err(error) => {
                let thrown = crate::script::throw_compile_error(agent, &error);
                Err(throw_at(agent, thrown, &source, error.offset))
            }
        }
    }
    /// A Source Text Module Record of a compiled module, in the current realm.
    pub fn from_template(agent: &mut Agent, template: Arc<ModuleTemplate>, url: &str) -> Gc<Module> {
        let info = &template.info;
        let local = info.local_exports.iter().map(|(name, slot)| {
            let namespace = info.imports.iter().find(|i| i.slot == *slot && i.import_name.is_none());
            (name.clone(), namespace.map_or(Export::Local(*slot), |i| Export::Namespace(i.request)))
        });
        let indirect = info.indirect_exports.iter().enumerate().map(|(i, e)| (e.0.clone(), Export::Indirect(i as u32)));
        let exports = local.chain(indirect).collect();
        let loaded = RefCell::new(vec![None; info.requests.len()]);
        Module::allocate(agent, url, Record::SourceText { template, loaded }, exports, ModuleStatus::New)
    }
    /// A Synthetic Module Record (16.2.1.8) with exports of those names, in the current realm. `evaluate` runs once, when the
    /// module is evaluated.
    pub fn synthetic(agent: &mut Agent, names: &[&str], url: &str, evaluate: SyntheticEvaluation) -> Gc<Module> {
        Module::new_synthetic(agent, names, url, Some(evaluate))
    }
    fn new_synthetic(
        agent: &mut Agent,
        names: &[&str],
        url: &str,
        evaluate: Option<SyntheticEvaluation>,
    ) -> Gc<Module> {
        let mut exports = FxHashMap::default();
        let mut scope = ScopeInfo::default();
        for name in names {
            let name = Text::from_str(name);
            if !exports.contains_key(&name) {
                exports.insert(name.clone(), Export::Local(scope.bindings.len() as u32));
                scope.bindings.push(BindingInfo {
                    name,
                    lexical: false,
                    constant: false,
                    function_name: false,
                    import: false,
                });
            }
        }
        let template = Arc::new(scope_template(scope, url));
        Module::allocate(agent, url, Record::Synthetic { template, evaluate }, exports, ModuleStatus::Unlinked)
    }
    /// CreateDefaultExportSyntheticModule (16.2.1.8.1): exports the value as `default`.
    pub fn default_export(agent: &mut Agent, value: Value, url: &str) -> JsResult<Gc<Module>> {
        let module = Module::new_synthetic(agent, &["default"], url, None);
        module.set_synthetic_export(agent, "default", value)?;
        Ok(module)
    }
    /// ParseJSONModule (16.2.1.8.2). Errors: SyntaxError.
    pub fn json(agent: &mut Agent, text: &str, url: &str) -> JsResult<Gc<Module>> {
        let text = agent.try_string(text)?;
        let value = crate::builtins::json::parse_json(agent, text)?;
        Module::default_export(agent, value, url)
    }
    /// A module whose default export is the text.
    pub fn text(agent: &mut Agent, text: &str, url: &str) -> JsResult<Gc<Module>> {
        let text = agent.try_string(text)?;
        Module::default_export(agent, text.into(), url)
    }
    /// A module whose default export is a Uint8Array over an immutable buffer of the bytes.
    pub fn bytes(agent: &mut Agent, bytes: Vec<u8>, url: &str) -> JsResult<Gc<Module>> {
        if !agent.heap.has_room(bytes.len()) {
            return Err(agent.throw_range_error("Array buffer allocation failed"));
        }
        let length = bytes.len();
        let buffer = agent.new_immutable_array_buffer(Arc::new(BackingStore::from_vec(bytes)));
        let array = agent.new_uint8_array(buffer, 0, length);
        Module::default_export(agent, array.into(), url)
    }
    /// The module that a value of [[ScriptOrModule]] is.
    pub fn from_value(value: Value) -> Option<Gc<Module>> {
        // SAFETY: the kind was checked.
        value.is_kind(Kind::Module).then(|| unsafe { value.as_gc_unchecked() })
    }

    pub fn realm(&self) -> Gc<Realm> {
        self.realm
    }
    /// [[HostDefined]]: the URL given when the module was made.
    pub fn url(&self) -> &str {
        &self.url
    }
    pub fn status(&self) -> ModuleStatus {
        self.status.get()
    }
    /// Whether it is a Source Text Module Record.
    pub fn is_source_text(&self) -> bool {
        matches!(self.record, Record::SourceText { .. })
    }
    /// The compiled module of a Source Text Module Record.
    pub fn template(&self) -> Option<&Arc<ModuleTemplate>> {
        match &self.record {
            Record::SourceText { template, .. } => Some(template),
            Record::Synthetic { .. } => None,
        }
    }
    /// [[RequestedModules]]
    pub fn requests(&self) -> &[ModuleRequest] {
        self.template().map_or(&[], |t| &t.info.requests)
    }
    /// [[HasTLA]]
    pub fn has_top_level_await(&self) -> bool {
        self.template().is_some_and(|t| t.info.has_top_level_await)
    }
    /// What evaluation threw.
    pub fn evaluation_error(&self) -> Option<Value> {
        let error = self.evaluation_error.get();
        (!error.is_empty()).then_some(error)
    }
    pub(super) fn set_evaluation_error(&self, error: Value) {
        self.evaluation_error.set(&self.header, error);
    }
    /// A value of the host's.
    pub fn data(&self) -> Value {
        self.data.get()
    }
    pub fn set_data(&self, value: Value) {
        self.data.set(&self.header, value);
    }
    /// SetSyntheticModuleExport (16.2.1.8.4). A name that is no export is ignored.
    pub fn set_synthetic_export(&self, agent: &mut Agent, name: &str, value: Value) -> JsResult<()> {
        let scope = environment_of(agent, self.gc())?;
        if let Some(Export::Local(slot)) = self.export(&Text::from_str(name)) {
            scope.set(slot, value);
        }
        Ok(())
    }
    fn gc(&self) -> Gc<Module> {
        // SAFETY: modules exist in the heap only.
        unsafe { Gc::from_ptr(NonNull::from(self)) }
    }
    pub(super) fn export(&self, name: &Text) -> Option<Export> {
        self.exports.get(name).copied()
    }
    /// Names of local and indirect exports, in source order.
    pub(super) fn own_export_names(&self) -> Vec<Text> {
        match &self.record {
            Record::SourceText { template, .. } => {
                let info = &template.info;
                info.local_exports
                    .iter()
                    .map(|e| &e.0)
                    .chain(info.indirect_exports.iter().map(|e| &e.0))
                    .cloned()
                    .collect()
            }
            Record::Synthetic { template, .. } => template.scopes[0].bindings.iter().map(|b| b.name.clone()).collect(),
        }
    }
    /// GetImportedModule for the static request of that index; None before it is loaded.
    pub fn imported(&self, request: u32) -> Option<Gc<Module>> {
        match &self.record {
            Record::SourceText { loaded, .. } => loaded.borrow().get(request as usize).copied().flatten(),
            Record::Synthetic { .. } => None,
        }
    }
    /// Notes a loaded module for all static requests with that specifier and those attributes that have none yet.
    pub(super) fn set_loaded(&self, specifier: &Text, attributes: &[(Text, Text)], module: Gc<Module>) {
        let Record::SourceText { template, loaded } = &self.record else { return };
        jenny_gc::write_barrier(&self.header);
        let mut loaded = loaded.borrow_mut();
        for (request, slot) in template.info.requests.iter().zip(loaded.iter_mut()) {
            if request.specifier == *specifier && request.attributes == attributes {
                slot.get_or_insert(module);
            }
        }
    }
    /// [[Environment]], once something needed it.
    pub fn environment(&self) -> Option<Gc<Scope>> {
        self.environment.get()
    }
    pub(super) fn namespace(&self, deferred: bool) -> Value {
        if deferred { self.deferred_namespace.get() } else { self.namespace.get() }
    }
    pub(super) fn set_namespace(&self, deferred: bool, namespace: Value) {
        let field = if deferred { &self.deferred_namespace } else { &self.namespace };
        field.set(&self.header, namespace);
    }
    pub(super) fn import_meta(&self) -> Value {
        self.import_meta.get()
    }
    pub(super) fn set_import_meta(&self, meta: Value) {
        self.import_meta.set(&self.header, meta);
    }
    /// [[CycleRoot]]
    pub(super) fn cycle_root(&self) -> Option<Gc<Module>> {
        self.cycle_root.get()
    }
    pub(super) fn set_cycle_root(&self, root: Gc<Module>) {
        self.cycle_root.set(&self.header, Some(root));
    }
    /// The promise of [[TopLevelCapability]]
    pub fn top_level_promise(&self) -> Option<Gc<PromiseObject>> {
        self.top_level_capability.get()
    }
    pub(super) fn set_top_level_promise(&self, promise: Gc<PromiseObject>) {
        self.top_level_capability.set(&self.header, Some(promise));
    }
    pub(super) fn add_async_parent(&self, parent: Gc<Module>) {
        jenny_gc::write_barrier(&self.header);
        self.async_parents.borrow_mut().push(parent);
    }
    pub(super) fn async_parent(&self, i: usize) -> Option<Gc<Module>> {
        self.async_parents.borrow().get(i).copied()
    }
    pub(super) fn async_parent_count(&self) -> usize {
        self.async_parents.borrow().len()
    }
    /// Whether [[AsyncEvaluationOrder]] is an integer.
    pub(super) fn has_async_order(&self) -> bool {
        !matches!(self.async_evaluation_order.get(), ORDER_UNSET | ORDER_DONE)
    }
}

/// The module's [[Environment]], made when first asked for: bindings of imports refer to scopes of modules that are
/// initialised later.
pub(super) fn environment_of(agent: &mut Agent, module: Gc<Module>) -> JsResult<Gc<Scope>> {
    if let Some(scope) = module.environment.get() {
        return Ok(scope);
    }
    let (template, info) = match &module.record {
        Record::SourceText { template, .. } => (template.body.clone(), template.info.scope),
        Record::Synthetic { template, .. } => (template.clone(), 0),
    };
    let code = agent.with_realm(module.realm, |agent| agent.new_code(template, Value::cell(module)));
    let scope = agent.new_scope(code, info, Value::UNDEFINED)?;
    module.environment.set(&module.header, Some(scope));
    Ok(scope)
}

/// A list of modules that the collector sees.
pub struct ModuleList(RootVec);

impl ModuleList {
    pub fn new(agent: &Agent) -> ModuleList {
        ModuleList(RootVec::new(&agent.heap))
    }
    pub fn push(&mut self, module: Gc<Module>) {
        self.0.push(Value::cell(module).bits());
    }
    pub fn pop(&mut self) -> Option<Gc<Module>> {
        self.0.pop().map(ModuleList::module)
    }
    pub fn get(&self, i: usize) -> Gc<Module> {
        ModuleList::module(self.0.get(i))
    }
    pub fn len(&self) -> usize {
        self.0.len()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn contains(&self, module: Gc<Module>) -> bool {
        self.0.as_slice().contains(&Value::cell(module).bits())
    }
    pub fn iter(&self) -> impl Iterator<Item = Gc<Module>> + '_ {
        self.0.as_slice().iter().map(|&word| ModuleList::module(word))
    }
    /// In ascending [[AsyncEvaluationOrder]].
    pub(super) fn sort_by_async_order(&mut self) {
        self.0.as_mut_slice().sort_by_key(|&word| ModuleList::module(word).async_evaluation_order.get());
    }
    fn module(word: u64) -> Gc<Module> {
        // SAFETY: only modules are pushed, and the list keeps them alive.
        unsafe { Value::from_bits(word).as_gc_unchecked() }
    }
}

/// A Script Record, as the referrer of dynamic imports in scripts and in functions that the host compiled.
#[repr(C)]
pub struct ScriptRecord {
    header: Header,
    realm: Gc<Realm>,
    url: Box<str>,
    data: Field<Value>,
}

// SAFETY: visits the realm and the host's value.
unsafe impl Trace for ScriptRecord {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(self.realm);
        self.data.trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for ScriptRecord {}

impl ScriptRecord {
    /// A record of the current realm; `url` is [[HostDefined]], against which specifiers resolve. Goes into `run_script` as
    /// its referrer: `Value::cell(record)`.
    pub fn create(agent: &mut Agent, url: &str) -> Gc<ScriptRecord> {
        let realm = agent.realm();
        let header = Header::new(Kind::ScriptRecord as u8);
        agent.alloc(ScriptRecord { header, realm, url: url.into(), data: Field::new(Value::UNDEFINED) })
    }
    /// The script that a value of [[ScriptOrModule]] is.
    pub fn from_value(value: Value) -> Option<Gc<ScriptRecord>> {
        // SAFETY: the kind was checked.
        value.is_kind(Kind::ScriptRecord).then(|| unsafe { value.as_gc_unchecked() })
    }
    pub fn realm(&self) -> Gc<Realm> {
        self.realm
    }
    pub fn url(&self) -> &str {
        &self.url
    }
    /// A value of the host's.
    pub fn data(&self) -> Value {
        self.data.get()
    }
    pub fn set_data(&self, value: Value) {
        self.data.set(&self.header, value);
    }
}

/// A template that only describes a scope; its code is never run.
fn scope_template(scope: ScopeInfo, url: &str) -> FunctionTemplate {
    let head = FunctionHead {
        name: Text::from_str(""),
        kind: FunctionKind::Module,
        flags: FunctionFlags { strict: true, ..FunctionFlags::default() },
        length: 0,
        source_range: (0, 0),
    };
    let body = FunctionBody { register_count: 1, scopes: vec![scope], ..FunctionBody::default() };
    FunctionTemplate::new(head, SourceText::new(url, ""), body)
}
