//! import.meta and dynamic import.

use super::Insn;
use crate::JsResult;
use crate::agent::Agent;

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
