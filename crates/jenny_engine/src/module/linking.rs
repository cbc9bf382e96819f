//! Link (ECMA-262 16.2.1.6.1.2), ResolveExport (16.2.1.7.2.2) and InitializeEnvironment (16.2.1.7.3.1).

use super::namespace::get_module_namespace;
use super::record::{BindingName, Export, ImportPhase, Module, ModuleList, ModuleStatus, Record, environment_of};
use super::throw_at;
use crate::agent::Agent;
use crate::object::AsObject;
use crate::{JsResult, Throw, Value};
use jenny_bytecode::{ModuleTemplate, Text};
use jenny_gc::Gc;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What an export name stands for.
#[derive(Clone, Debug)]
pub(super) enum Resolution {
    /// ResolvedBinding Record
    Found(Gc<Module>, BindingName),
    /// null: there is none, or the request is circular
    Missing,
    /// the specifiers of the later and the earlier star export that differ
    Ambiguous(Text, Text),
}

/// Pairs of module and name being resolved.
pub(super) type ResolveSet = FxHashSet<(usize, Text)>;

/// Link: prepares the module and everything that it imports for evaluation. The graph must be loaded. Errors: SyntaxError for
/// exports that are missing or ambiguous; RangeError if the graph is too deep.
pub fn link(agent: &mut Agent, module: Gc<Module>) -> JsResult<()> {
    let mut stack = ModuleList::new(agent);
    let mut index = 0;
    let result = inner_module_linking(agent, module, &mut stack, &mut index);
    if result.is_err() {
        stack.iter().for_each(|m| m.status.set(ModuleStatus::Unlinked));
    }
    result
}

/// InnerModuleLinking (16.2.1.6.1.2.1)
fn inner_module_linking(
    agent: &mut Agent,
    module: Gc<Module>,
    stack: &mut ModuleList,
    index: &mut u32,
) -> JsResult<()> {
    let Record::SourceText { template, .. } = &module.record else {
        environment_of(agent, module)?;
        module.status.set(module.status().max(ModuleStatus::Linked));
        return Ok(());
    };
    match module.status() {
        ModuleStatus::Unlinked => {}
        ModuleStatus::New => return Err(throw_not_loaded(agent, module)),
        _ => return Ok(()),
    }
    agent.check_native_stack()?;
    module.status.set(ModuleStatus::Linking);
    module.dfs_index.set(*index);
    module.dfs_ancestor_index.set(*index);
    *index += 1;
    stack.push(module);
    for i in 0..template.info.requests.len() as u32 {
        if ImportPhase::from_u8(template.info.requests[i as usize].phase) == ImportPhase::Source {
            continue;
        }
        let required = imported(agent, module, i)?;
        inner_module_linking(agent, required, stack, index)?;
        if required.status() == ModuleStatus::Linking {
            module.dfs_ancestor_index.set(module.dfs_ancestor_index.get().min(required.dfs_ancestor_index.get()));
        }
    }
    initialize_environment(agent, module, &template.clone())?;
    if module.dfs_ancestor_index.get() == module.dfs_index.get() {
        while let Some(member) = stack.pop() {
            member.status.set(ModuleStatus::Linked);
            if member == module {
                break;
            }
        }
    }
    Ok(())
}

fn throw_not_loaded(agent: &mut Agent, module: Gc<Module>) -> Throw {
    agent.throw_plain_error(format!("Module '{}' has not been loaded", module.url()))
}

/// GetImportedModule; an error if the host links before it loaded.
pub(super) fn imported(agent: &mut Agent, module: Gc<Module>, request: u32) -> JsResult<Gc<Module>> {
    match module.imported(request) {
        Some(imported) => Ok(imported),
        None => Err(throw_not_loaded(agent, module)),
    }
}

/// GetExportedNames (16.2.1.7.2.1): all names, without duplicates.
pub(super) fn get_exported_names(agent: &mut Agent, module: Gc<Module>) -> JsResult<Vec<Text>> {
    let mut names = Vec::new();
    let mut known = FxHashSet::default();
    let mut visited = FxHashSet::default();
    // Depth first without recursion: modules whose star exports are still to be followed. All are reachable from `module`.
    let mut pending = vec![(module, true)];
    while let Some((module, is_first)) = pending.pop() {
        if !visited.insert(module) {
            continue;
        }
        for name in module.own_export_names() {
            let exported = is_first || name != Text::from_str("default");
            if exported && known.insert(name.clone()) {
                names.push(name);
            }
        }
        if let Some(template) = module.template() {
            for &request in template.info.star_exports.iter().rev() {
                pending.push((imported(agent, module, request)?, false));
            }
        }
    }
    Ok(names)
}

/// ResolveExport (16.2.1.7.2.2).
pub(super) fn resolve_export(agent: &mut Agent, module: Gc<Module>, name: &Text) -> JsResult<Resolution> {
    if let Some(Export::Local(slot)) = module.export(name) {
        return Ok(Resolution::Found(module, BindingName::Slot(slot)));
    }
    inner_resolve_export(agent, module, name, &mut ResolveSet::default())
}

fn inner_resolve_export(
    agent: &mut Agent,
    module: Gc<Module>,
    name: &Text,
    set: &mut ResolveSet,
) -> JsResult<Resolution> {
    let export = module.export(name);
    match export {
        Some(Export::Local(slot)) => return Ok(Resolution::Found(module, BindingName::Slot(slot))),
        Some(Export::Namespace(request)) => {
            let phase = module.requests().get(request as usize).map(|r| ImportPhase::from_u8(r.phase));
            let binding = match phase {
                Some(ImportPhase::Defer) => BindingName::DeferredNamespace,
                Some(ImportPhase::Source) => BindingName::Source,
                _ => BindingName::Namespace,
            };
            return Ok(Resolution::Found(imported(agent, module, request)?, binding));
        }
        Some(Export::Indirect(_)) | None => {}
    }
    let Some(template) = module.template() else { return Ok(Resolution::Missing) };
    if !set.insert((module.addr(), name.clone())) {
        return Ok(Resolution::Missing);
    }
    agent.check_native_stack()?;
    let info = &template.info;
    if let Some(Export::Indirect(entry)) = export {
        let (_, request, import_name) = &info.indirect_exports[entry as usize];
        let target = imported(agent, module, *request)?;
        return match import_name {
            None => Ok(Resolution::Found(target, BindingName::Namespace)),
            Some(import_name) => inner_resolve_export(agent, target, import_name, set),
        };
    }
    if *name == Text::from_str("default") {
        return Ok(Resolution::Missing);
    }
    let mut star: Option<(Gc<Module>, BindingName, u32)> = None;
    for &request in &info.star_exports {
        let target = imported(agent, module, request)?;
        match inner_resolve_export(agent, target, name, set)? {
            Resolution::Missing => {}
            ambiguous @ Resolution::Ambiguous(..) => return Ok(ambiguous),
            Resolution::Found(found, slot) => match star {
                None => star = Some((found, slot, request)),
                Some((first, first_slot, earlier)) if first != found || first_slot != slot => {
                    let specifier = |i: u32| info.requests[i as usize].specifier.clone();
                    return Ok(Resolution::Ambiguous(specifier(request), specifier(earlier)));
                }
                Some(_) => {}
            },
        }
    }
    Ok(star.map_or(Resolution::Missing, |(found, slot, _)| Resolution::Found(found, slot)))
}

/// SyntaxError for a name that cannot be imported, with the importing place in its stack.
#[cold]
fn throw_unresolvable(
    agent: &mut Agent,
    template: &ModuleTemplate,
    request: u32,
    name: &Text,
    resolution: &Resolution,
    offset: u32,
) -> Throw {
    let name = name.to_display();
    let message = match resolution {
        Resolution::Ambiguous(later, earlier) => format!(
            "The requested module '{}' contains conflicting star exports for name '{name}' with the previous requested module '{}'",
            later.to_display(),
            earlier.to_display()
        ),
        _ => {
            let specifier = template.info.requests[request as usize].specifier.to_display();
            format!("The requested module '{specifier}' does not provide an export named '{name}'")
        }
    };
    let thrown = agent.throw_syntax_error(message);
    throw_at(agent, thrown, &template.body.source, offset)
}

/// InitializeEnvironment (16.2.1.7.3.1)
fn initialize_environment(agent: &mut Agent, module: Gc<Module>, template: &Arc<ModuleTemplate>) -> JsResult<()> {
    let info = &template.info;
    for (exported, request, import_name) in &info.indirect_exports {
        let resolution = resolve_export(agent, module, exported)?;
        if !matches!(resolution, Resolution::Found(..)) {
            let offset = info.requests[*request as usize].offset;
            let name = import_name.as_ref().unwrap_or(exported);
            return Err(throw_unresolvable(agent, template, *request, name, &resolution, offset));
        }
    }
    let scope = environment_of(agent, module)?;
    for entry in &info.imports {
        let phase = ImportPhase::from_u8(info.requests[entry.request as usize].phase);
        let target = imported(agent, module, entry.request)?;
        if phase == ImportPhase::Source {
            let source = target.source(agent);
            scope.set(
                entry.slot,
                source.map_err(|thrown| throw_at(agent, thrown, &template.body.source, entry.offset))?,
            );
            continue;
        }
        let value = match &entry.import_name {
            None => get_module_namespace(agent, target, phase == ImportPhase::Defer)?.into(),
            Some(name) => match resolve_export(agent, target, name)? {
                Resolution::Found(found, BindingName::Namespace) => get_module_namespace(agent, found, false)?.into(),
                Resolution::Found(found, BindingName::DeferredNamespace) => {
                    get_module_namespace(agent, found, true)?.into()
                }
                Resolution::Found(found, BindingName::Source) => found.source(agent)?,
                Resolution::Found(found, BindingName::Slot(slot)) => {
                    let target = environment_of(agent, found)?;
                    Value::cell(agent.new_import_binding(target, slot))
                }
                other => return Err(throw_unresolvable(agent, template, entry.request, name, &other, entry.offset)),
            },
        };
        scope.set(entry.slot, value);
    }
    let realm = module.realm();
    agent.with_realm(realm, |agent| {
        let code = agent.new_code(template.init.clone(), Value::cell(module));
        let init = agent.new_closure(code, Value::cell(scope), Value::UNDEFINED);
        agent.call(init.as_object().into(), Value::UNDEFINED, &[]).map(|_| ())
    })
}
