//! Import declarations at a prompt, where there is no module: each becomes an awaited `import()`.

use oxc_allocator::Allocator;
use oxc_ast::ast::{ImportDeclaration, ImportDeclarationSpecifier, ImportOrExportKind, ModuleExportName, Statement};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType};

/// The text with its import declarations replaced; None if it has none or is no module.
pub fn imports_as_awaits(text: &str) -> Option<String> {
    if !text.contains("import") {
        return None;
    }
    super::on_stack_for(text, super::Language::TypeScript, || {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, text, SourceType::ts().with_module(true)).parse();
        if !parsed.diagnostics.is_empty() {
            return None;
        }
        let mut replaced = String::new();
        let mut from = 0;
        for statement in &parsed.program.body {
            let Statement::ImportDeclaration(declaration) = statement else { continue };
            let span = declaration.span();
            replaced.push_str(&text[from..span.start as usize]);
            replaced.push_str(&as_await(text, declaration));
            from = span.end as usize;
        }
        replaced.push_str(&text[from..]);
        (from > 0).then_some(replaced)
    })
    .ok()
    .flatten()
}

/// Whether a program imports or exports.
pub fn has_module_declarations(parsed: &super::Parsed<'_>) -> bool {
    parsed.program.body.iter().any(|statement| statement.is_module_declaration())
}

fn as_await(text: &str, declaration: &ImportDeclaration<'_>) -> String {
    if declaration.import_kind == ImportOrExportKind::Type {
        return String::new();
    }
    let source = declaration.source.span;
    let from = &text[source.start as usize..source.end as usize];
    let with = declaration.with_clause.as_ref().map_or_else(String::new, |clause| {
        let entries: Vec<&str> =
            clause.with_entries.iter().map(|entry| &text[entry.span.start as usize..entry.span.end as usize]).collect();
        format!(", {{ with: {{ {} }} }}", entries.join(", "))
    });
    let awaited = format!("await import({from}{with})");
    let Some(specifiers) = &declaration.specifiers else { return format!("{awaited};") };
    let mut names = Vec::new();
    let mut namespace = None;
    for specifier in specifiers {
        let local = specifier.local().name.as_str();
        match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(it) if it.import_kind == ImportOrExportKind::Type => {}
            ImportDeclarationSpecifier::ImportSpecifier(it) => {
                let imported = match &it.imported {
                    ModuleExportName::StringLiteral(name) => {
                        text[name.span.start as usize..name.span.end as usize].to_owned()
                    }
                    name => name.name().to_string(),
                };
                names.push(format!("{imported}: {local}"));
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => names.push(format!("default: {local}")),
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => namespace = Some(local),
        }
    }
    match namespace {
        Some(local) if names.is_empty() => format!("const {local} = {awaited};"),
        Some(local) => format!("const {local} = {awaited}, {{ {} }} = {local};", names.join(", ")),
        None => format!("const {{ {} }} = {awaited};", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_become_constants() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(imports_as_awaits(text).as_deref(), expected);
        check("import fs from 'fs'", Some("const { default: fs } = await import('fs');"));
        check("import * as a from \"b\"; a.x", Some("const a = await import(\"b\"); a.x"));
        check(
            "import d, { a as b, 'c d' as e } from 'm'",
            Some("const { default: d, a: b, 'c d': e } = await import('m');"),
        );
        check("import 'm'", Some("await import('m');"));
        check(
            "import x from './x.json' with { type: 'json' }",
            Some("const { default: x } = await import('./x.json', { with: { type: 'json' } });"),
        );
        check("import type { T } from 'm'", Some(""));
        check("await import('m')", None);
        check("1", None);
    }
}
