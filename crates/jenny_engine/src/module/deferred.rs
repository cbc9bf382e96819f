//! What `import defer` needs to know of a graph: which modules cannot be evaluated synchronously later.

use super::linking::imported;
use super::record::{ImportPhase, Module, ModuleList, ModuleStatus};
use crate::JsResult;
use crate::agent::Agent;
use jenny_gc::Gc;
use rustc_hash::FxHashSet;

/// The modules that a module requests in any phase that may evaluate them, last first.
fn push_required(agent: &mut Agent, module: Gc<Module>, pending: &mut ModuleList) -> JsResult<()> {
    for i in (0..module.requests().len() as u32).rev() {
        if ImportPhase::from_u8(module.requests()[i as usize].phase) != ImportPhase::Source {
            let required = imported(agent, module, i)?;
            pending.push(required);
        }
    }
    Ok(())
}

/// IsModuleSCCEvaluated (16.2.1.10.4): whether the whole cycle that a module belongs to is evaluated.
fn is_module_scc_evaluated(module: Gc<Module>) -> bool {
    module.cycle_root().unwrap_or(module).status() == ModuleStatus::Evaluated
}

/// GatherAsynchronousTransitiveDependencies (16.2.1.10.2): adds the modules with top-level await that have to be evaluated
/// before `module` can be evaluated synchronously.
pub(super) fn gather_asynchronous_transitive_dependencies(
    agent: &mut Agent,
    module: Gc<Module>,
    list: &mut ModuleList,
) -> JsResult<()> {
    let mut seen = FxHashSet::default();
    let mut pending = ModuleList::new(agent);
    pending.push(module);
    while let Some(module) = pending.pop() {
        if !seen.insert(module) || !module.is_source_text() {
            continue;
        }
        if module.status() == ModuleStatus::Evaluating || is_module_scc_evaluated(module) {
            continue;
        }
        if module.has_top_level_await() {
            list.push(module);
            continue;
        }
        push_required(agent, module, &mut pending)?;
    }
    Ok(())
}

/// Whether the module or one that it imports awaits at its top level and has not been evaluated: `require` cannot load it.
pub fn has_asynchronous_dependencies(agent: &mut Agent, module: Gc<Module>) -> JsResult<bool> {
    let mut list = ModuleList::new(agent);
    gather_asynchronous_transitive_dependencies(agent, module, &mut list)?;
    Ok(!list.is_empty())
}

/// ReadyForSyncExecution (16.2.1.10.3)
pub(super) fn ready_for_sync_execution(agent: &mut Agent, module: Gc<Module>) -> JsResult<bool> {
    let mut seen = FxHashSet::default();
    let mut pending = ModuleList::new(agent);
    pending.push(module);
    while let Some(module) = pending.pop() {
        if !seen.insert(module) || !module.is_source_text() || is_module_scc_evaluated(module) {
            continue;
        }
        if module.status() != ModuleStatus::Linked || module.has_top_level_await() {
            return Ok(false);
        }
        push_required(agent, module, &mut pending)?;
    }
    Ok(true)
}
