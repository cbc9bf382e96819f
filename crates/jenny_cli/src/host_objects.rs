//! What flags add to the global object: `gc`, and the `$262` of the conformance suite.

use jenny_engine::embed::{
    ArrayBufferObject, Gc, PropertySpec, SpecValue, install as install_rows, lazy, method, value,
};
use jenny_engine::embed::{Realm, new_builtin_object};
use jenny_engine::object::flags as object_flags;
use jenny_engine::{Agent, Args, AsObject, Attributes, Intrinsic, JsResult, Object, Value};
use jenny_runtime::binding::compile::SourceUnit;
use jenny_runtime::binding::runtime::evaluate_script;
use jenny_runtime::conformance_agents::make_agent_object;

use crate::flags::Flags;

static GC: &[PropertySpec] = &[method("gc", gc, 0)];

static TEST262: &[PropertySpec] = &[lazy("$262", |agent| Ok(make_262(agent).into()))];

static MEMBERS_OF_262: &[PropertySpec] = &[
    method("createRealm", create_realm, 0),
    method("evalScript", eval_script, 1),
    method("detachArrayBuffer", detach_array_buffer, 1),
    method("gc", gc, 0),
    value("AbstractModuleSource", SpecValue::Intrinsic(Intrinsic::AbstractModuleSource), Attributes::BUILTIN),
    value("IsHTMLDDA", SpecValue::Make(make_html_dda), Attributes::BUILTIN),
    value("agent", SpecValue::Make(|agent| Ok(make_agent_object(agent).into())), Attributes::BUILTIN),
];

/// Adds what the flags ask for.
pub fn install(agent: &mut Agent, flags: &Flags) {
    let global = agent.realm().global_object();
    if flags.expose_gc {
        install_rows(agent, global, GC);
    }
    if flags.expose_test262 {
        install_rows(agent, global, TEST262);
    }
}

/// gc(): a full collection.
fn gc(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    agent.heap.collect(true);
    Ok(Value::UNDEFINED)
}

fn make_262(agent: &mut Agent) -> Gc<Object> {
    let realm = agent.realm();
    let prototype = agent.intrinsic(jenny_engine::Intrinsic::ObjectPrototype);
    let object = new_builtin_object(agent, realm, prototype.into());
    install_rows(agent, object, MEMBERS_OF_262);
    let global = realm.global_this();
    // A fresh object: only memory can be short.
    let _ = object.create_str(agent, "global", global);
    object
}

fn create_realm(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let realm: Gc<Realm> = agent.create_realm();
    let global = realm.global_object();
    agent.with_realm(realm, |agent| {
        install_rows(agent, global, TEST262);
        global.get_str(agent, "$262")
    })
}

fn eval_script(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    let _ = this;
    evaluate_script(agent, &SourceUnit::javascript("[evalScript]", text), true)
}

fn detach_array_buffer(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    match args.get(0).as_kind::<ArrayBufferObject>() {
        Some(buffer) if buffer.is_plain() => {
            buffer.detach();
            Ok(Value::NULL)
        }
        _ => Err(agent.throw_type_error("detachArrayBuffer: the argument must be an ArrayBuffer that can be detached")),
    }
}

/// An object with [[IsHTMLDDA]] (B.3.6): callable, answers null.
fn make_html_dda(agent: &mut Agent) -> JsResult<Value> {
    let object = agent.new_native("IsHTMLDDA", 0, |_, _, _| Ok(Value::NULL), &[]).as_object();
    object.set_flag(object_flags::IS_HTMLDDA);
    Ok(object.into())
}
