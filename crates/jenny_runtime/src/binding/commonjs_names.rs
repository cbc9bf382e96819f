//! The export names of a CommonJS module, found in its text without running it: what it assigns to `exports`.

use std::collections::BTreeSet;

use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use url::Url;

use crate::compile_source::{Goal, SourceOptions, with_program};
use crate::loader::{ImportKind, Loader, ModuleFormat, Source};

/// Modules whose exports another hands on are followed this far.
const DEPTH: usize = 32;

/// The names, without `default`. A text with errors has none.
pub fn exported_names(loader: &Loader, source: &Source) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    collect(loader, source, &mut names, &mut seen, DEPTH);
    names.remove("default");
    names.remove("module.exports");
    names.into_iter().collect()
}

fn collect(loader: &Loader, source: &Source, names: &mut BTreeSet<String>, seen: &mut BTreeSet<String>, depth: usize) {
    if depth == 0 || !seen.insert(source.url.clone()) || source.format != ModuleFormat::CommonJs {
        return;
    }
    let found = names_in_text(source);
    names.extend(found.names);
    let Ok(referrer) = Url::parse(&source.url) else { return };
    for specifier in found.handed_on {
        if let Ok(resolved) = loader.resolve(&specifier, &referrer, ImportKind::Require)
            && let Ok(other) = loader.load(&resolved, None, true)
        {
            collect(loader, &other, names, seen, depth - 1);
        }
    }
}

#[derive(Default)]
struct Finder {
    names: BTreeSet<String>,
    /// specifiers of modules all of whose exports are exported too
    handed_on: Vec<String>,
}

fn names_in_text(source: &Source) -> Finder {
    let options = SourceOptions {
        path: source.path.as_deref(),
        language: source.language,
        goal: Goal::CommonJs,
        typescript: source.typescript.clone(),
    };
    with_program(source.text(), &options, |parsed| {
        let mut finder = Finder::default();
        finder.visit_program(parsed.program);
        finder
    })
    .unwrap_or_default()
}

/// Whether an expression is `exports` or `module.exports`.
fn is_exports(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Identifier(name) => name.name == "exports",
        Expression::StaticMemberExpression(member) => is_module_exports(member),
        _ => false,
    }
}

fn is_module_exports(member: &StaticMemberExpression<'_>) -> bool {
    member.property.name == "exports" && matches!(&member.object, Expression::Identifier(name) if name.name == "module")
}

fn required<'a>(expression: &Expression<'a>) -> Option<&'a str> {
    let Expression::CallExpression(call) = expression else { return None };
    let name = call.callee.get_identifier_reference()?.name;
    match (name.as_str(), call.arguments.first()) {
        ("require", Some(Argument::StringLiteral(specifier))) => Some(specifier.value.as_str()),
        // Helpers of compilers around it.
        ("__importStar" | "__importDefault" | "_interopRequireWildcard", Some(argument)) => {
            required(argument.as_expression()?)
        }
        _ => None,
    }
}

impl Finder {
    fn assigned(&mut self, target: &AssignmentTarget<'_>, value: &Expression<'_>) {
        match target {
            AssignmentTarget::StaticMemberExpression(member) if is_exports(&member.object) => {
                self.names.insert(member.property.name.to_string());
            }
            AssignmentTarget::ComputedMemberExpression(member) if is_exports(&member.object) => {
                if let Expression::StringLiteral(name) = &member.expression {
                    self.names.insert(name.value.to_string());
                }
            }
            AssignmentTarget::StaticMemberExpression(member) if is_module_exports(member) => self.whole(value),
            _ => {}
        }
    }

    /// `module.exports = value`
    fn whole(&mut self, value: &Expression<'_>) {
        match value {
            Expression::ObjectExpression(object) => {
                for property in &object.properties {
                    match property {
                        ObjectPropertyKind::ObjectProperty(property) => {
                            if let Some(name) = property.key.static_name() {
                                self.names.insert(name.into_owned());
                            }
                        }
                        ObjectPropertyKind::SpreadProperty(spread) => {
                            self.handed_on.extend(required(&spread.argument).map(str::to_owned));
                        }
                    }
                }
            }
            other => self.handed_on.extend(required(other).map(str::to_owned)),
        }
    }

    fn called(&mut self, call: &CallExpression<'_>) {
        let argument = |i: usize| call.arguments.get(i).and_then(Argument::as_expression);
        if let Some(member) = call.callee.as_member_expression()
            && member.static_property_name().is_some_and(|name| name == "defineProperty")
            && matches!(member.object(), Expression::Identifier(name) if name.name == "Object")
            && argument(0).is_some_and(is_exports)
            && let Some(Expression::StringLiteral(name)) = argument(1)
        {
            self.names.insert(name.value.to_string());
        }
        let name = match &call.callee {
            Expression::Identifier(name) => name.name.as_str(),
            other => other.as_member_expression().and_then(|member| member.static_property_name()).unwrap_or(""),
        };
        if matches!(name, "__exportStar" | "__export" | "_exportStar")
            && let Some(specifier) = argument(0).and_then(required)
        {
            self.handed_on.push(specifier.to_owned());
        }
        // What esbuild writes: __export(target, { name: () => value })
        if name == "__export"
            && let Some(Expression::ObjectExpression(object)) = argument(1)
        {
            for property in &object.properties {
                if let ObjectPropertyKind::ObjectProperty(property) = property
                    && let Some(name) = property.key.static_name()
                {
                    self.names.insert(name.into_owned());
                }
            }
        }
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        self.assigned(&assignment.left, &assignment.right);
        walk::walk_assignment_expression(self, assignment);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.called(call);
        walk::walk_call_expression(self, call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile_source::{Language, TypeScriptSettings};
    use crate::loader::Content;

    #[test]
    fn names_are_found_in_the_text() {
        for (text, expected, handed_on) in [
            ("exports.a = 1; module.exports.b = 2; exports['c'] = 3", "a b c", ""),
            ("module.exports = { a, b: 1, 'c d': 2, ...require('x') }", "a b c d", "x"),
            ("Object.defineProperty(exports, 'a', { get() {} })", "a", ""),
            ("module.exports = require('./lib')", "", "./lib"),
            ("__exportStar(require('y'), exports)", "", "y"),
            ("if (x) { exports.a = exports.b = void 0 }", "a b", ""),
            ("0 && (module.exports = { one, two })", "one two", ""),
            ("const exported = 1", "", ""),
            ("exports.a = (", "", ""),
        ] {
            let source = Source {
                url: "file:///a.cjs".into(),
                path: None,
                content: Content::Text(text.into()),
                format: ModuleFormat::CommonJs,
                language: Language::JavaScript,
                typescript: TypeScriptSettings::default(),
            };
            let found = names_in_text(&source);
            let names: Vec<_> = found.names.iter().map(String::as_str).collect();
            assert_eq!((names.join(" "), found.handed_on.join(" ")), (expected.into(), handed_on.into()), "{text}");
        }
    }
}
