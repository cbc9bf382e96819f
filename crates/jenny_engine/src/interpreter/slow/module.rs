//! Imports, import.meta and dynamic import.

use super::Insn;
use crate::JsResult;
use crate::agent::Agent;
use crate::environment::ImportBinding;
use crate::interpreter::handlers::binding::scope_at;
use crate::kind::Kind;

pub fn get_import(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    // SAFETY: the compiler counts hops to the module scope.
    let scope = unsafe { scope_at(insn.get(2), insn.byte(3)) };
    let mut value = scope.get(insn.word(1));
    if value.is_kind(Kind::ImportBinding) {
        // SAFETY: the kind was checked.
        value = unsafe { value.as_gc_unchecked::<ImportBinding>() }.get();
    }
    if value.is_empty() {
        let name = insn.constant(2).as_string().map_or_else(String::new, |s| s.to_rust_string());
        return Err(agent.throw_reference_error(format!("Cannot access '{name}' before initialization")));
    }
    insn.set(1, value);
    Ok(())
}

pub fn import_meta(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let module = insn.code().script_or_module();
    let meta = crate::module::import_meta(agent, module)?;
    insn.set(1, meta);
    Ok(())
}

pub fn dynamic_import(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let referrer = insn.code().script_or_module();
    let promise = crate::module::dynamic_import(agent, referrer, insn.get(2), insn.get(3), insn.word(1) as u8)?;
    insn.set(1, promise);
    Ok(())
}
