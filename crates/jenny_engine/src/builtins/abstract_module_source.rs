//! %AbstractModuleSource% (ECMA-262 proposal "source phase imports"): what the source objects of modules inherit from.

use crate::embed::{HostData, HostRef};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value, WellKnownSymbol};

pub static ABSTRACT_MODULE_SOURCE: ClassSpec = ClassSpec::new(
    "AbstractModuleSource",
    Intrinsic::AbstractModuleSource,
    Intrinsic::AbstractModuleSourcePrototype,
    abstract_module_source_constructor,
    0,
)
.methods(&[symbol_getter(WellKnownSymbol::ToStringTag, abstract_module_source_to_string_tag)]);

/// What the source object of a module carries: a host class makes such objects, with this intrinsic as its parent.
pub struct ModuleSource {
    /// [[ModuleSourceClassName]]
    pub class_name: &'static str,
}

impl HostData for ModuleSource {}

fn abstract_module_source_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Abstract class AbstractModuleSource not directly constructable"))
}

fn abstract_module_source_to_string_tag(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(match HostRef::<ModuleSource>::of(this) {
        Some(source) => agent.string_value(source.class_name),
        None => Value::UNDEFINED,
    })
}
