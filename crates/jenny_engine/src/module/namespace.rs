//! GetModuleNamespace (ECMA-262 16.2.1.12) and the module namespace exotic object (10.4.6).

use super::evaluation::evaluate_sync;
use super::linking::{Resolution, get_exported_names, resolve_export};
use super::record::{BindingName, Module};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::internal_methods::*;
use crate::object::property::{Attributes, OwnProperty, PropertyDescriptor};
use crate::object::{AsObject, Object, ObjectType, flags};
use crate::operations::same_value;
use crate::string::{PropertyKey, WellKnownSymbol};
use crate::{JsResult, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use rustc_hash::FxHashMap;

/// One export: its name and where its value lives.
#[derive(Clone, Copy)]
struct NamespaceExport {
    key: PropertyKey,
    module: Gc<Module>,
    binding: BindingName,
}

/// A module namespace exotic object.
#[repr(C)]
pub struct ModuleNamespace {
    object: Object,
    /// [[Module]]
    module: Gc<Module>,
    /// [[Deferred]]
    deferred: bool,
    /// [[Exports]] with what they resolve to, in code unit order of their names
    exports: Box<[NamespaceExport]>,
    index: FxHashMap<PropertyKey, u32>,
}

// SAFETY: visits the object part, the module, and the exports, whose keys are those of the index.
unsafe impl Trace for ModuleNamespace {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.module);
        for export in &self.exports {
            export.key.trace(tracer);
            tracer.visit(export.module);
        }
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ModuleNamespace {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for ModuleNamespace {
    const KIND: Kind = Kind::ModuleNamespace;
}

impl ModuleNamespace {
    /// [[Module]]
    pub fn module(&self) -> Gc<Module> {
        self.module
    }
    /// [[Deferred]]
    pub fn is_deferred(&self) -> bool {
        self.deferred
    }
    /// Whether the module exports that name; never evaluates it.
    pub fn has_export(&self, key: PropertyKey) -> bool {
        self.index.contains_key(&key)
    }
    fn find(&self, key: PropertyKey) -> Option<NamespaceExport> {
        self.index.get(&key).map(|&i| self.exports[i as usize])
    }
    /// IsSymbolLikeNamespaceKey: such keys never evaluate a deferred module.
    fn is_symbol_like(&self, agent: &Agent, key: PropertyKey) -> bool {
        key.is_symbol() || self.deferred && key == agent.names.then
    }
}

/// GetModuleNamespace: made once for each module and phase. The module's graph must be loaded.
pub fn get_module_namespace(agent: &mut Agent, module: Gc<Module>, deferred: bool) -> JsResult<Gc<ModuleNamespace>> {
    if let Some(namespace) = module.namespace(deferred).as_kind::<ModuleNamespace>() {
        return Ok(namespace);
    }
    let mut names = Vec::new();
    for name in get_exported_names(agent, module)? {
        if let Resolution::Found(found, binding) = resolve_export(agent, module, &name)? {
            names.push((name, found, binding));
        }
    }
    names.sort_by_cached_key(|(name, ..)| match name {
        jenny_bytecode::Text::Latin1(bytes) => bytes.iter().map(|&b| u16::from(b)).collect::<Vec<u16>>(),
        jenny_bytecode::Text::Utf16(units) => units.to_vec(),
    });
    // The keys are held by `keep` until the object holds them.
    let mut keep = jenny_gc::RootVec::new(&agent.heap);
    let mut exports = Vec::with_capacity(names.len());
    let mut index = FxHashMap::default();
    for (name, found, binding) in &names {
        let string = agent.string_from_text(name);
        let key = agent.key_from_string(string);
        keep.push(key.bits());
        // A deferred namespace has no `then`, so that a promise can be resolved with it.
        if deferred && key == agent.names.then {
            continue;
        }
        index.insert(key, exports.len() as u32);
        exports.push(NamespaceExport { key, module: *found, binding: *binding });
    }
    let shape = agent.root_shape(Value::NULL, 0);
    let namespace = agent.alloc(ModuleNamespace {
        object: Object::with_flags(Kind::ModuleNamespace, shape, 0),
        module,
        deferred,
        exports: exports.into_boxed_slice(),
        index,
    });
    let tag = agent.string(if deferred { "Deferred Module" } else { "Module" });
    let key = agent.symbol_key(WellKnownSymbol::ToStringTag);
    agent.add_property(namespace.as_object(), key, tag.into(), Attributes::NONE)?;
    namespace.as_object().set_flag(flags::NON_EXTENSIBLE);
    module.set_namespace(deferred, namespace.into());
    drop(keep);
    Ok(namespace)
}

/// Module namespaces.
pub static NAMESPACE_METHODS: InternalMethods = InternalMethods {
    get_prototype_of: |_, _| Ok(Value::NULL),
    set_prototype_of: |_, _, prototype| Ok(prototype.is_null()),
    is_extensible: |_, _| Ok(false),
    prevent_extensions: |_, _| Ok(true),
    get_own_property: namespace_get_own_property,
    define_own_property: namespace_define_own_property,
    has_property: namespace_has_property,
    get: namespace_get,
    set: |_, _, _, _, _| Ok(false),
    delete: namespace_delete,
    own_property_keys: namespace_own_property_keys,
    named_properties_are_ordinary: false,
    elements_are_ordinary: false,
};

fn namespace_of(object: Gc<Object>) -> Gc<ModuleNamespace> {
    // SAFETY: these methods are those of Kind::ModuleNamespace.
    unsafe { object.cast() }
}

/// GetModuleExportsList (10.4.6.13): evaluates the module of a deferred namespace.
fn ensure_evaluated(agent: &mut Agent, namespace: Gc<ModuleNamespace>) -> JsResult<()> {
    if namespace.deferred { evaluate_sync(agent, namespace.module) } else { Ok(()) }
}

/// The value of an export. Errors: ReferenceError before its initialisation.
fn export_value(agent: &mut Agent, export: NamespaceExport) -> JsResult<Value> {
    let slot = match export.binding {
        BindingName::Slot(slot) => slot,
        BindingName::Namespace => return Ok(get_module_namespace(agent, export.module, false)?.into()),
        BindingName::Source => return export.module.source(agent),
        BindingName::DeferredNamespace => return Ok(get_module_namespace(agent, export.module, true)?.into()),
    };
    match export.module.environment().map(|scope| scope.get(slot)) {
        Some(value) if !value.is_empty() => Ok(value),
        _ => {
            Err(agent
                .throw_reference_error(format!("Cannot access '{}' before initialization", export.key.to_display())))
        }
    }
}

/// 10.4.6.5
fn namespace_get_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
) -> JsResult<Option<OwnProperty>> {
    let namespace = namespace_of(object);
    if namespace.is_symbol_like(agent, key) {
        return Ok(ordinary_own_property(agent, object, key));
    }
    ensure_evaluated(agent, namespace)?;
    let Some(export) = namespace.find(key) else { return Ok(None) };
    let value = export_value(agent, export)?;
    Ok(Some(OwnProperty { value, attributes: Attributes::WRITABLE.union(Attributes::ENUMERABLE) }))
}

/// 10.4.6.6
fn namespace_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    if namespace_of(object).is_symbol_like(agent, key) {
        return ordinary_define_own_property(agent, object, key, desc);
    }
    let Some(current) = namespace_get_own_property(agent, object, key)? else { return Ok(false) };
    Ok(desc.configurable != Some(true)
        && desc.enumerable != Some(false)
        && !desc.is_accessor()
        && desc.writable != Some(false)
        && desc.value.is_none_or(|value| same_value(value, current.value)))
}

/// 10.4.6.7
fn namespace_has_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let namespace = namespace_of(object);
    if namespace.is_symbol_like(agent, key) {
        return Ok(ordinary_own_property(agent, object, key).is_some());
    }
    ensure_evaluated(agent, namespace)?;
    Ok(namespace.find(key).is_some())
}

/// 10.4.6.8
fn namespace_get(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, receiver: Value) -> JsResult<Value> {
    let namespace = namespace_of(object);
    if namespace.is_symbol_like(agent, key) {
        return ordinary_get(agent, object, key, receiver);
    }
    ensure_evaluated(agent, namespace)?;
    match namespace.find(key) {
        Some(export) => export_value(agent, export),
        None => Ok(Value::UNDEFINED),
    }
}

/// 10.4.6.10
fn namespace_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let namespace = namespace_of(object);
    if namespace.is_symbol_like(agent, key) {
        return ordinary_delete(agent, object, key);
    }
    ensure_evaluated(agent, namespace)?;
    Ok(namespace.find(key).is_none())
}

/// 10.4.6.11
fn namespace_own_property_keys(agent: &mut Agent, object: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    let namespace = namespace_of(object);
    ensure_evaluated(agent, namespace)?;
    let mut keys: Vec<PropertyKey> = namespace.exports.iter().map(|e| e.key).collect();
    push_named_keys(object, &mut keys);
    Ok(keys)
}
