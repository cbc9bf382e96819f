//! Evaluate (ECMA-262 16.2.1.6.1.3) with asynchronous modules.

use super::deferred::{gather_asynchronous_transitive_dependencies, ready_for_sync_execution};
use super::record::{ImportPhase, Module, ModuleList, ModuleStatus, ORDER_DONE, ORDER_UNSET, Record, environment_of};
use super::{caught, linking};
use crate::agent::Agent;
use crate::agent::host::RejectionOperation;
use crate::builtins::promise::{
    PromiseObject, PromiseState, fulfill_promise, new_promise, perform_promise_then, reject_promise,
};
use crate::function::Args;
use crate::object::AsObject;
use crate::{JsResult, Value};
use jenny_gc::Gc;

/// Evaluate: a promise of the module's evaluation, the same for every call. The module must be linked. Errors: only that the
/// agent is being terminated.
pub fn evaluate(agent: &mut Agent, module: Gc<Module>) -> JsResult<Gc<PromiseObject>> {
    let module = match module.status() {
        ModuleStatus::EvaluatingAsync | ModuleStatus::Evaluated => module.cycle_root().unwrap_or(module),
        _ => module,
    };
    if let Some(promise) = module.top_level_promise() {
        return Ok(promise);
    }
    let promise = new_promise(agent);
    module.set_top_level_promise(promise);
    let mut stack = ModuleList::new(agent);
    match inner_module_evaluation(agent, module, &mut stack, &mut 0) {
        Err(thrown) => {
            let error = caught(agent, thrown)?;
            for member in stack.iter() {
                member.status.set(ModuleStatus::Evaluated);
                member.set_evaluation_error(error);
            }
            reject_promise(agent, promise, error);
        }
        Ok(()) if module.has_async_order() => {}
        Ok(()) => fulfill_promise(agent, promise, Value::UNDEFINED),
    }
    Ok(promise)
}

/// EvaluateModuleSync (16.2.1.10.1): what evaluation throws is thrown. Errors: TypeError if the module or one that it imports is
/// being evaluated or awaits at its top level.
pub fn evaluate_sync(agent: &mut Agent, module: Gc<Module>) -> JsResult<()> {
    if !ready_for_sync_execution(agent, module)? {
        return Err(
            agent.throw_type_error(format!("Deferred module '{}' cannot be evaluated synchronously", module.url()))
        );
    }
    let promise = evaluate(agent, module)?;
    if promise.state() != PromiseState::Rejected {
        return Ok(());
    }
    if !promise.is_handled() {
        promise.mark_handled();
        agent.host.promise_rejection(promise.into(), RejectionOperation::Handle);
    }
    Err(agent.throw(promise.result()))
}

/// InnerModuleEvaluation (16.2.1.6.1.3.1)
fn inner_module_evaluation(
    agent: &mut Agent,
    module: Gc<Module>,
    stack: &mut ModuleList,
    index: &mut u32,
) -> JsResult<()> {
    match module.status() {
        ModuleStatus::EvaluatingAsync | ModuleStatus::Evaluated => {
            return match module.evaluation_error() {
                Some(error) => Err(agent.throw(error)),
                None => Ok(()),
            };
        }
        ModuleStatus::Evaluating => return Ok(()),
        ModuleStatus::Linked => {}
        _ => return Err(agent.throw_plain_error(format!("Module '{}' has not been linked", module.url()))),
    }
    if !module.is_source_text() {
        return evaluate_synthetic(agent, module);
    }
    agent.check_native_stack()?;
    module.status.set(ModuleStatus::Evaluating);
    module.dfs_index.set(*index);
    module.dfs_ancestor_index.set(*index);
    module.pending_async_dependencies.set(0);
    *index += 1;
    stack.push(module);
    let list = evaluation_list(agent, module)?;
    for i in 0..list.len() {
        let mut required = list.get(i);
        inner_module_evaluation(agent, required, stack, index)?;
        if !required.is_source_text() {
            continue;
        }
        if required.status() == ModuleStatus::Evaluating {
            module.dfs_ancestor_index.set(module.dfs_ancestor_index.get().min(required.dfs_ancestor_index.get()));
        } else {
            required = required.cycle_root().unwrap_or(required);
            if let Some(error) = required.evaluation_error() {
                return Err(agent.throw(error));
            }
        }
        if required.has_async_order() {
            module.pending_async_dependencies.set(module.pending_async_dependencies.get() + 1);
            required.add_async_parent(module);
        }
    }
    if module.pending_async_dependencies.get() > 0 || module.has_top_level_await() {
        // IncrementModuleAsyncEvaluationCount (9.6.3)
        agent.module_async_evaluation_count += 1;
        module.async_evaluation_order.set(agent.module_async_evaluation_count);
        if module.pending_async_dependencies.get() == 0 {
            execute_async_module(agent, module)?;
        }
    } else {
        execute_body(agent, module)?;
    }
    if module.dfs_ancestor_index.get() == module.dfs_index.get() {
        while let Some(member) = stack.pop() {
            let is_async = member.async_evaluation_order.get() != ORDER_UNSET;
            member.status.set(if is_async { ModuleStatus::EvaluatingAsync } else { ModuleStatus::Evaluated });
            member.set_cycle_root(module);
            if member == module {
                break;
            }
        }
    }
    Ok(())
}

/// The modules to evaluate before a module: what it requests, and of deferred requests what cannot be evaluated later.
fn evaluation_list(agent: &mut Agent, module: Gc<Module>) -> JsResult<ModuleList> {
    let mut list = ModuleList::new(agent);
    let requests = module.requests().len() as u32;
    // Requests that differ in their attributes or phase only may be the same module.
    for i in 0..requests {
        let phase = ImportPhase::from_u8(module.requests()[i as usize].phase);
        if phase == ImportPhase::Source {
            continue;
        }
        let required = linking::imported(agent, module, i)?;
        if phase == ImportPhase::Defer {
            let mut gathered = ModuleList::new(agent);
            gather_asynchronous_transitive_dependencies(agent, required, &mut gathered)?;
            for additional in gathered.iter() {
                if !list.contains(additional) {
                    list.push(additional);
                }
            }
        } else if requests == 1 || !list.contains(required) {
            list.push(required);
        }
    }
    Ok(list)
}

/// Evaluate of a Synthetic Module Record (16.2.1.8.4.3), at most once.
fn evaluate_synthetic(agent: &mut Agent, module: Gc<Module>) -> JsResult<()> {
    let Record::Synthetic { evaluate, .. } = &module.record else { return Ok(()) };
    module.status.set(ModuleStatus::Evaluated);
    let Some(evaluate) = evaluate.clone() else { return Ok(()) };
    let realm = module.realm();
    if let Err(thrown) = agent.with_realm(realm, |agent| evaluate(agent, module)) {
        let error = caught(agent, thrown)?;
        module.set_evaluation_error(error);
        return Err(agent.throw(error));
    }
    Ok(())
}

/// ExecuteModule (16.2.1.7.3.2): runs the body; for an asynchronous one the result is the promise of its end.
fn execute_body(agent: &mut Agent, module: Gc<Module>) -> JsResult<Value> {
    let scope = environment_of(agent, module)?;
    let body = agent.new_closure(scope.code(), Value::cell(scope), Value::UNDEFINED);
    let result = agent.call(body.as_object().into(), Value::UNDEFINED, &[]);
    if !module.has_top_level_await() {
        // It runs once.
        agent.cool_down(body);
    }
    result
}

/// ExecuteAsyncModule (16.2.1.6.1.3.2)
fn execute_async_module(agent: &mut Agent, module: Gc<Module>) -> JsResult<()> {
    let promise = execute_body(agent, module)?;
    let data = [Value::cell(module)];
    let on_fulfilled = agent.new_native("", 0, on_fulfilled, &data);
    let on_rejected = agent.new_native("", 1, on_rejected, &data);
    if let Some(promise) = promise.as_kind::<PromiseObject>() {
        perform_promise_then(agent, promise, on_fulfilled.into(), on_rejected.into(), None)?;
    }
    Ok(())
}

fn on_fulfilled(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(module) = Module::from_value(args.data(0)) {
        async_module_execution_fulfilled(agent, module)?;
    }
    Ok(Value::UNDEFINED)
}

fn on_rejected(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(module) = Module::from_value(args.data(0)) {
        async_module_execution_rejected(agent, module, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

/// GatherAvailableAncestors (16.2.1.6.1.3.3), in any order.
fn gather_available_ancestors(module: Gc<Module>, list: &mut ModuleList, pending: &mut ModuleList) {
    pending.push(module);
    while let Some(module) = pending.pop() {
        for i in 0..module.async_parent_count() {
            let Some(parent) = module.async_parent(i) else { continue };
            let has_failed = parent.cycle_root().is_some_and(|root| root.evaluation_error().is_some());
            if has_failed || list.contains(parent) {
                continue;
            }
            let count = parent.pending_async_dependencies.get().saturating_sub(1);
            parent.pending_async_dependencies.set(count);
            if count == 0 {
                list.push(parent);
                if !parent.has_top_level_await() {
                    pending.push(parent);
                }
            }
        }
    }
}

/// AsyncModuleExecutionFulfilled (16.2.1.6.1.3.4)
fn async_module_execution_fulfilled(agent: &mut Agent, module: Gc<Module>) -> JsResult<()> {
    if module.status() == ModuleStatus::Evaluated {
        return Ok(());
    }
    settle_fulfilled(agent, module);
    let mut list = ModuleList::new(agent);
    let mut pending = ModuleList::new(agent);
    gather_available_ancestors(module, &mut list, &mut pending);
    list.sort_by_async_order();
    for i in 0..list.len() {
        let ancestor = list.get(i);
        if ancestor.status() == ModuleStatus::Evaluated {
            continue;
        }
        let executed = if ancestor.has_top_level_await() {
            execute_async_module(agent, ancestor)
        } else {
            execute_body(agent, ancestor).map(|_| settle_fulfilled(agent, ancestor))
        };
        if let Err(thrown) = executed {
            let error = caught(agent, thrown)?;
            async_module_execution_rejected(agent, ancestor, error);
        }
    }
    Ok(())
}

fn settle_fulfilled(agent: &mut Agent, module: Gc<Module>) {
    module.async_evaluation_order.set(ORDER_DONE);
    module.status.set(ModuleStatus::Evaluated);
    if let Some(promise) = module.top_level_promise() {
        fulfill_promise(agent, promise, Value::UNDEFINED);
    }
}

/// AsyncModuleExecutionRejected (16.2.1.6.1.3.5) of the module and, depth first, of those that wait for it.
fn async_module_execution_rejected(agent: &mut Agent, module: Gc<Module>, error: Value) {
    let mut pending = ModuleList::new(agent);
    pending.push(module);
    while let Some(module) = pending.pop() {
        if module.status() == ModuleStatus::Evaluated {
            continue;
        }
        module.set_evaluation_error(error);
        module.status.set(ModuleStatus::Evaluated);
        module.async_evaluation_order.set(ORDER_DONE);
        if let Some(promise) = module.top_level_promise() {
            reject_promise(agent, promise, error);
        }
        for i in (0..module.async_parent_count()).rev() {
            if let Some(parent) = module.async_parent(i) {
                pending.push(parent);
            }
        }
    }
}
