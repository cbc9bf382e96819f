//! Entry point for Modules: import and export entries, the init function and the body.

use crate::compiler::Compiler;
use crate::function_state::FunctionState;
use crate::literals;
use crate::parse::{Allowances, Goal, parse, with_stack};
use crate::scope_analysis::*;
use crate::scope_collector::{DEFAULT_EXPORT, TopLevel, analyse, declared_names};
use crate::script::new_compiler;
use crate::{CompileError, CompileOptions};
use jenny_bytecode::*;
use oxc_allocator::Allocator;
use oxc_ast::ast::*;
use std::sync::Arc;

/// Compiles a Module.
pub fn compile_module(source: Arc<SourceText>, options: &CompileOptions) -> Result<Arc<ModuleTemplate>, CompileError> {
    with_stack(&source.clone(), &source.clone().text, || {
        let allocator = Allocator::default();
        let program = parse(&allocator, &source, &source.text, Goal::Module, Allowances::default(), 0)?;
        compile_module_program(source.clone(), &program, &allocator, options)
    })
}

/// Compiles a Module that has been parsed (and transformed). `names` is an arena for names.
pub fn compile_module_program<'a>(
    source: Arc<SourceText>,
    program: &Program<'a>,
    names: &'a Allocator,
    options: &CompileOptions,
) -> Result<Arc<ModuleTemplate>, CompileError> {
    let collected = analyse(program, names, TopLevel::Module, false);
    let scope = collected.scope;
    let function = collected.function;
    let mut compiler = new_compiler(source, collected, names, &[], None, 0);
    compiler.choose(options);
    // Function declarations are instantiated by the init function, so they live in the module scope.
    for binding in &mut compiler.analysis.scope_mut(scope).bindings {
        if binding.kind == BindingKind::Function {
            binding.captured = true;
        }
    }
    let is_async = compiler.analysis.has_top_level_await;
    let scope_info = compiler.scope_info(scope);
    let info = compiler.module_info(&program.body, scope, is_async);
    let length = compiler.source.text.len() as u32;

    // init
    compiler.load_module_scope();
    compiler.instantiate_functions(&program.body);
    let result = compiler.f.temp();
    compiler.f.e.load_undefined(result);
    compiler.f.e.ret(result);
    let state = std::mem::replace(&mut compiler.f, FunctionState::new(function, FunctionKind::Module, true));
    let init = compiler.finish(state, Text::from_str(""), (0, length), None);

    // body
    compiler.f.flags.is_async = is_async;
    compiler.f.scopes.push(scope_info.clone());
    compiler.load_module_scope();
    compiler.allocate_bindings(scope);
    for index in 0..compiler.analysis.scope(scope).bindings.len() {
        let binding = &compiler.analysis.scope(scope).bindings[index];
        if binding.kind == BindingKind::Var
            && let Some(register) = binding.register
        {
            compiler.f.e.load_undefined(register);
        }
    }
    compiler.statements(&program.body);
    compiler.return_undefined();
    let state = std::mem::replace(&mut compiler.f, FunctionState::new(function, FunctionKind::Module, true));
    let body = compiler.finish(state, Text::from_str(""), (0, length), None);
    if let Some(error) = compiler.error {
        return Err(error);
    }
    Ok(Arc::new(ModuleTemplate { init, body, scope: scope_info, info }))
}

impl<'a> Compiler<'a> {
    fn load_module_scope(&mut self) {
        let register = self.f.temp();
        self.f.e.load_function_scope(register);
        self.f.function_scope = Some(register);
        self.name_register("", register);
    }

    fn request(
        info: &mut ModuleInfo,
        source: &StringLiteral<'a>,
        with_clause: Option<&WithClause<'a>>,
        phase: Option<ImportPhase>,
        offset: u32,
    ) -> u32 {
        let mut attributes: Vec<(Text, Text)> = with_clause
            .iter()
            .flat_map(|w| w.with_entries.iter())
            .map(|entry| {
                let key = match &entry.key {
                    ImportAttributeKey::Identifier(id) => Text::from_str(id.name.as_str()),
                    ImportAttributeKey::StringLiteral(l) => literals::string_value(l),
                };
                (key, literals::string_value(&entry.value))
            })
            .collect();
        attributes.sort_by_key(|(key, _)| key.to_display());
        let specifier = literals::string_value(source);
        let phase = match phase {
            None => 0,
            Some(ImportPhase::Defer) => 1,
            Some(ImportPhase::Source) => 2,
        };
        if let Some(at) = info
            .requests
            .iter()
            .position(|r| r.specifier == specifier && r.attributes == attributes && r.phase == phase)
        {
            return at as u32;
        }
        info.requests.push(ModuleRequest { specifier, attributes, phase, offset });
        info.requests.len() as u32 - 1
    }

    fn module_slot(&self, scope: ScopeId, name: &str) -> Option<(u32, BindingKind)> {
        let scope = self.analysis.scope(scope);
        let binding = &scope.bindings[scope.find(name)?];
        Some((binding.slot?, binding.kind))
    }

    /// ParseModule: the import and export entries.
    fn module_info(&mut self, body: &[Statement<'a>], scope: ScopeId, has_top_level_await: bool) -> ModuleInfo {
        let mut info = ModuleInfo { has_top_level_await, ..ModuleInfo::default() };
        // Requests in source order, import entries.
        for statement in body {
            match statement {
                Statement::ImportDeclaration(it) if !it.import_kind.is_type() => {
                    let offset = self.offset(it.source.span.start);
                    let request = Self::request(&mut info, &it.source, it.with_clause.as_deref(), it.phase, offset);
                    for specifier in it.specifiers.iter().flatten() {
                        let import_name = match specifier {
                            ImportDeclarationSpecifier::ImportSpecifier(s) => {
                                if s.import_kind.is_type() {
                                    continue;
                                }
                                Some(export_name(&s.imported))
                            }
                            // A source object is a binding of this module's own.
                            ImportDeclarationSpecifier::ImportDefaultSpecifier(_)
                                if it.phase == Some(ImportPhase::Source) =>
                            {
                                None
                            }
                            ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => Some(Text::from_str("default")),
                            ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => None,
                        };
                        let local = specifier.local();
                        if let Some((slot, _)) = self.module_slot(scope, local.name.as_str()) {
                            let offset = self.offset(local.span.start);
                            info.imports.push(ImportEntry { request, import_name, slot, offset });
                        }
                    }
                }
                Statement::ExportFromDeclaration(it) if !it.export_kind.is_type() => {
                    let offset = self.offset(it.source.span.start);
                    Self::request(&mut info, &it.source, it.with_clause.as_deref(), None, offset);
                }
                Statement::ExportAllDeclaration(it) if !it.export_kind.is_type() => {
                    let offset = self.offset(it.source.span.start);
                    Self::request(&mut info, &it.source, it.with_clause.as_deref(), None, offset);
                }
                _ => {}
            }
        }
        for statement in body {
            self.export_entries(statement, scope, &mut info);
        }
        info
    }

    fn export_entries(&mut self, statement: &Statement<'a>, scope: ScopeId, info: &mut ModuleInfo) {
        match statement {
            Statement::ExportDeclaration(it) => {
                for name in declared_names(&it.declaration) {
                    self.local_export(Text::from_str(name), name, scope, info);
                }
            }
            Statement::ExportNamedDeclaration(it) if !it.export_kind.is_type() => {
                for specifier in &it.specifiers {
                    if specifier.export_kind.is_type() {
                        continue;
                    }
                    let exported = export_name(&specifier.exported);
                    let local = specifier.local.name();
                    self.local_export(exported, local.as_str(), scope, info);
                }
            }
            Statement::ExportFromDeclaration(it) if !it.export_kind.is_type() => {
                let request = Self::request(info, &it.source, it.with_clause.as_deref(), None, 0);
                for specifier in &it.specifiers {
                    if !specifier.export_kind.is_type() {
                        info.indirect_exports.push((
                            export_name(&specifier.exported),
                            request,
                            Some(export_name(&specifier.local)),
                        ));
                    }
                }
            }
            Statement::ExportAllDeclaration(it) if !it.export_kind.is_type() => {
                let request = Self::request(info, &it.source, it.with_clause.as_deref(), None, 0);
                match &it.exported {
                    Some(name) => {
                        info.indirect_exports.push((export_name(name), request, None));
                    }
                    None => info.star_exports.push(request),
                }
            }
            Statement::ExportDefaultDeclaration(it) => {
                let local = match &it.declaration {
                    ExportDefaultDeclarationKind::FunctionDeclaration(f) => f.id.as_ref().map(|id| id.name.as_str()),
                    ExportDefaultDeclarationKind::ClassDeclaration(c) => c.id.as_ref().map(|id| id.name.as_str()),
                    ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => return,
                    _ => None,
                };
                let local = local.unwrap_or(DEFAULT_EXPORT);
                self.local_export(Text::from_str("default"), local, scope, info);
            }
            _ => {}
        }
    }

    /// An export of a local name; one that is imported is an indirect export.
    fn local_export(&mut self, exported: Text, local: &str, scope: ScopeId, info: &mut ModuleInfo) {
        let Some((slot, kind)) = self.module_slot(scope, local) else {
            return;
        };
        if kind == BindingKind::Import
            && let Some(entry) = info.imports.iter().find(|i| i.slot == slot)
            && entry.import_name.is_some()
        {
            info.indirect_exports.push((exported, entry.request, entry.import_name.clone()));
            return;
        }
        info.local_exports.push((exported, slot));
    }
}

fn export_name(name: &ModuleExportName) -> Text {
    match name {
        ModuleExportName::StringLiteral(l) => literals::string_value(l),
        name => Text::from_str(name.name().as_str()),
    }
}
