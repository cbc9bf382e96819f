//! From source text to a syntax tree that the compiler takes: parsing, TypeScript, JSX, on a stack that is deep enough.
//!
//! Besides the compiler, this is the only room that names the parser. Nodes keep the spans of the source as written, so
//! positions in errors and stack traces need no source map.

mod decorator_helpers;
mod diagnostic;
mod nesting;
mod prompt_imports;

use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use oxc_transformer::{HelperLoaderMode, JsxOptions, JsxRuntime, TransformOptions, Transformer};

pub use decorator_helpers::{HELPER_PACKAGE, helper_source};
pub use diagnostic::{Diagnostic, DiagnosticKind, locate};
pub use nesting::{MAX_BRACKET_DEPTH, stack_needed};
pub use prompt_imports::{has_module_declarations, imports_as_awaits};

use std::path::Path;

/// What grammar a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    #[default]
    JavaScript,
    Jsx,
    TypeScript,
    Tsx,
}

impl Language {
    /// Whether sources in it go through the transformer.
    pub fn needs_transform(self) -> bool {
        self != Language::JavaScript
    }
}

/// Which goal symbol a source is parsed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Goal {
    Script,
    #[default]
    Module,
    /// The body of a CommonJS wrapper: a function body that may return.
    CommonJs,
    /// A module if it has module syntax, a script otherwise.
    Unambiguous,
}

/// How JSX becomes calls.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum JsxTransform {
    /// Imports from `<import source>/jsx-runtime`; `None` is `react`.
    #[default]
    Automatic,
    /// Imports from this package's runtime.
    AutomaticFrom(String),
    /// The same with `jsx-dev-runtime`; the package, or `react`.
    Development(Option<String>),
    /// Calls of `factory` and `fragment`, such as `React.createElement` and `React.Fragment`.
    Classic { factory: String, fragment: String },
}

/// What the nearest tsconfig.json says about the meaning of a file. Comments in the file override the JSX part.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TypeScriptSettings {
    /// `experimentalDecorators`: decorators as TypeScript had them before the standard.
    pub experimental_decorators: bool,
    /// `emitDecoratorMetadata`.
    pub emit_decorator_metadata: bool,
    /// `useDefineForClassFields: false`: fields without an initializer do not exist.
    pub fields_are_assigned: bool,
    /// `verbatimModuleSyntax`: only `import type` is removed.
    pub verbatim_module_syntax: bool,
    pub jsx: JsxTransform,
}

/// How to read one source.
#[derive(Clone, Debug, Default)]
pub struct SourceOptions<'a> {
    /// Names the source in messages of the transformer; need not exist.
    pub path: Option<&'a Path>,
    pub language: Language,
    pub goal: Goal,
    pub typescript: TypeScriptSettings,
}

/// A parsed source, with TypeScript and JSX already gone.
pub struct Parsed<'a> {
    pub allocator: &'a Allocator,
    pub program: &'a Program<'a>,
    /// What an unambiguous goal turned out to be.
    pub is_module: bool,
}

/// Parses `source`, transforms it if its language asks for it, and hands the tree to `f`.
///
/// `f` runs on the calling thread but maybe on a stack of its own, large enough to recurse over the tree: it must not
/// make garbage-collected values, whose roots are looked for on the thread's own stack.
///
/// # Errors
/// Every syntax error found, in source order; or one [`DiagnosticKind::RangeError`] if the source is nested too deeply.
pub fn with_program<R>(
    source: &str,
    options: &SourceOptions<'_>,
    f: impl FnOnce(&Parsed<'_>) -> R,
) -> Result<R, Vec<Diagnostic>> {
    on_stack_for(source, options.language, || {
        let allocator = Allocator::default();
        let source_type = source_type(options.language, options.goal);
        let mut parsed = Parser::new(&allocator, source, source_type)
            .with_options(ParseOptions { parse_regular_expression: false, ..ParseOptions::default() })
            .parse();
        if !parsed.diagnostics.is_empty() {
            return Err(diagnostic::from_parser(source, &parsed.diagnostics));
        }
        if options.language.needs_transform() {
            transform(&allocator, source, options, &mut parsed.program)?;
        }
        let program = allocator.alloc(parsed.program);
        Ok(f(&Parsed { allocator: &allocator, is_module: program.source_type.is_module(), program }))
    })?
}

/// Runs `f` on a stack that suffices for recursion over `source`'s tree.
///
/// # Errors
/// One diagnostic if no stack of acceptable size suffices.
pub fn on_stack_for<R>(source: &str, language: Language, f: impl FnOnce() -> R) -> Result<R, Vec<Diagnostic>> {
    let needed = stack_needed(source, language).map_err(|at| vec![Diagnostic::too_deep(source, at)])?;
    let remaining = stacker::remaining_stack().unwrap_or(0);
    Ok(if needed < remaining { f() } else { stacker::grow(needed, f) })
}

fn source_type(language: Language, goal: Goal) -> SourceType {
    let base = match goal {
        Goal::Script => SourceType::script(),
        Goal::Module => SourceType::mjs(),
        Goal::CommonJs => SourceType::cjs(),
        Goal::Unambiguous => SourceType::unambiguous(),
    };
    match language {
        Language::JavaScript => base,
        Language::Jsx => base.with_jsx(true),
        Language::TypeScript => base.with_typescript(true),
        Language::Tsx => base.with_typescript(true).with_jsx(true),
    }
}

fn transform<'a>(
    allocator: &'a Allocator,
    source: &str,
    options: &SourceOptions<'_>,
    program: &mut Program<'a>,
) -> Result<(), Vec<Diagnostic>> {
    let analysed = SemanticBuilder::new()
        .with_check_syntax_error(true)
        .with_excess_capacity(2.0)
        .with_enum_eval(true)
        .build(program);
    if analysed.diagnostics.has_errors() {
        return Err(diagnostic::from_parser(source, &analysed.diagnostics));
    }
    let scoping = analysed.semantic.into_scoping();
    let mut transform_options = transform_options(&options.typescript);
    // TypeScript takes a factory named in a comment to ask for the classic runtime; the transformer wants to be told.
    if source.contains("@jsx ") && !source.contains("@jsxImportSource") {
        transform_options.jsx.runtime = JsxRuntime::Classic;
    }
    let path = options.path.unwrap_or(Path::new("source.ts"));
    let done = Transformer::new(allocator, path, &transform_options).build_with_scoping(scoping, program);
    if done.diagnostics.has_errors() {
        return Err(diagnostic::from_parser(source, &done.diagnostics));
    }
    // Decorators of the standards proposal are left to the compiler.
    Ok(())
}

fn transform_options(settings: &TypeScriptSettings) -> TransformOptions {
    let mut options = TransformOptions::default();
    options.helper_loader.mode = HelperLoaderMode::Runtime;
    options.helper_loader.module_name = HELPER_PACKAGE.into();
    options.typescript.only_remove_type_imports = settings.verbatim_module_syntax;
    options.typescript.remove_class_fields_without_initializer = settings.fields_are_assigned;
    options.assumptions.set_public_class_fields = settings.fields_are_assigned;
    options.decorator.legacy = settings.experimental_decorators;
    options.decorator.emit_decorator_metadata = settings.emit_decorator_metadata;
    options.jsx = JsxOptions { pure: false, display_name_plugin: false, ..JsxOptions::enable() };
    match &settings.jsx {
        JsxTransform::Automatic => {}
        JsxTransform::AutomaticFrom(package) => options.jsx.import_source = Some(package.clone()),
        JsxTransform::Development(package) => {
            options.jsx.development = true;
            options.jsx.import_source.clone_from(package);
        }
        JsxTransform::Classic { factory, fragment } => {
            options.jsx.runtime = JsxRuntime::Classic;
            options.jsx.pragma = Some(factory.clone());
            options.jsx.pragma_frag = Some(fragment.clone());
            options.typescript.jsx_pragma = factory.clone().into();
            options.typescript.jsx_pragma_frag = fragment.clone().into();
        }
    }
    options
}

/// Whether `source` has module syntax: an import or export declaration, `import.meta`, or an `await` at its top level
/// that no script allows. A source that does not parse either way counts as a script, whose error is then the clearer one.
pub fn has_module_syntax(source: &str, language: Language) -> bool {
    // Without these words there is no such syntax, and most scripts end here.
    if !["import", "export", "await"].iter().any(|word| source.contains(word)) {
        return false;
    }
    let parses_as = |goal| {
        let options = SourceOptions { language, goal, ..SourceOptions::default() };
        on_stack_for(source, language, || {
            let allocator = Allocator::default();
            let parsed = Parser::new(&allocator, source, source_type(options.language, options.goal)).parse();
            (parsed.diagnostics.is_empty() && !parsed.panicked, parsed.program.source_type.is_module())
        })
        .unwrap_or((false, false))
    };
    match parses_as(Goal::Unambiguous) {
        (true, is_module) => is_module,
        (false, _) => !parses_as(Goal::CommonJs).0 && parses_as(Goal::Module).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxc_codegen::Codegen;

    fn print(source: &str, options: &SourceOptions<'_>) -> String {
        with_program(source, options, |parsed| Codegen::new().build(parsed.program).code)
            .unwrap_or_else(|errors| format!("{errors:?}"))
    }

    fn check(language: Language, source: &str, expected: &[&str]) {
        let printed = print(source, &SourceOptions { language, ..SourceOptions::default() });
        for part in expected {
            assert!(printed.contains(part), "{part:?} is missing in\n{printed}");
        }
    }

    #[test]
    fn typescript_leaves_plain_javascript() {
        check(Language::TypeScript, "let a: number = 1 as any; export { a }", &["let a = 1;"]);
        check(Language::TypeScript, "enum E { A, B = 5, C } console.log(E.C)", &["E[E[\"C\"] = 6] = \"C\""]);
        check(Language::TypeScript, "namespace N { export const x = 1 } N.x", &["N.x"]);
        check(
            Language::TypeScript,
            "class P { constructor(private readonly x: number) {} }",
            &["constructor(x)", "this.x = x"],
        );
        check(Language::TypeScript, "import type { T } from './t'; import { U } from './u'; let u: U", &["let u"]);
        check(Language::Tsx, "export const e = <a b={1}>c</a>", &["react/jsx-runtime", "jsx(\"a\""]);
        check(Language::Jsx, "/** @jsx h */ const e = <a/>", &["h(\"a\", null)"]);
    }

    #[test]
    fn legacy_decorators_call_the_helper() {
        let typescript = TypeScriptSettings { experimental_decorators: true, ..Default::default() };
        let options = SourceOptions { language: Language::TypeScript, typescript, ..SourceOptions::default() };
        let printed = print("@d class C { @p x = 1; m(@q a) {} }", &options);
        assert!(printed.contains("helpers/decorate"), "{printed}");
        for helper in ["decorate", "decorateParam", "decorateMetadata"] {
            assert!(helper_source(&format!("{HELPER_PACKAGE}/helpers/{helper}")).is_some());
        }
    }

    #[test]
    fn standard_decorators_are_left_as_they_are() {
        let source = "@a @b(1) export class C<T> { @f x: T = 1 as T; @m static #s() {} accessor y = 1; }";
        check(Language::TypeScript, source, &["@a", "@b(1)", "@f x = 1", "@m static #s() {}", "accessor y = 1"]);
    }

    #[test]
    fn spans_point_into_the_source_as_written() {
        let source = "type T = number;\nlet x: T = f();";
        let options = SourceOptions { language: Language::TypeScript, ..SourceOptions::default() };
        let start = with_program(source, &options, |parsed| {
            use oxc_span::GetSpan;
            parsed.program.body.last().map(|statement| statement.span().start)
        });
        assert_eq!(start, Ok(Some(17)));
    }

    #[test]
    fn errors_have_lines_and_columns() {
        let errors = with_program("let a;\nlet é = ;", &SourceOptions::default(), |_| ()).unwrap_err();
        assert_eq!((errors[0].line, errors[0].column, errors[0].kind), (2, 9, DiagnosticKind::SyntaxError));
        let options = SourceOptions { language: Language::TypeScript, ..SourceOptions::default() };
        assert!(with_program("let a; let a;", &options, |_| ()).is_err());
    }

    #[test]
    fn module_syntax_is_found_as_node_finds_it() {
        for (source, expected) in [
            ("const a = require('a'); module.exports = a", false),
            ("import a from 'a'", true),
            ("export {}", true),
            ("import.meta.url", true),
            ("await 1", true),
            ("import('a')", false),
            ("const s = 'import a from b'", false),
            ("async () => { await 1 }", false),
            ("return 1", false),
            ("let x = ; import", false),
        ] {
            assert_eq!(has_module_syntax(source, Language::JavaScript), expected, "{source}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error_or_works_but_never_a_crash() {
        let nested = |open: &str, middle: &str, close: &str, count: usize| {
            format!("{}{middle}{}", open.repeat(count), close.repeat(count))
        };
        let deep = with_program(&nested("(", "1", ")", 100_000), &SourceOptions::default(), |_| ()).unwrap_err();
        assert_eq!(deep[0].kind, DiagnosticKind::RangeError);
        assert_eq!(deep[0].message, "Maximum call stack size exceeded");
        for (source, language) in [
            (nested("(", "1", ")", 4_900), Language::JavaScript),
            (nested("[", "", "]", 4_900), Language::TypeScript),
            (nested("{", "", "}", 4_900), Language::JavaScript),
            (nested("()=>{", "", "}", 4_900), Language::TypeScript),
            (nested("`${", "1", "}`", 4_900), Language::TypeScript),
            (format!("x = {}", nested("function(){return ", "1", "}", 4_900)), Language::JavaScript),
            (format!("x={}1", "!".repeat(100_000)), Language::JavaScript),
            (format!("x={}1", "1+".repeat(100_000)), Language::TypeScript),
            (format!("x{}", ".y".repeat(100_000)), Language::TypeScript),
            (format!("x{}", "()".repeat(50_000)), Language::TypeScript),
            (format!("{}1", "x=".repeat(20_000)), Language::JavaScript),
            (format!("{}1", "x=>".repeat(20_000)), Language::TypeScript),
            (format!("{}1", "a?b:".repeat(20_000)), Language::TypeScript),
            (format!("{};", "if(a)".repeat(20_000)), Language::TypeScript),
            (format!("if(a);{}", "else if(a);".repeat(20_000)), Language::TypeScript),
            (format!("if(a){{}}{}", "else if(a){}".repeat(20_000)), Language::TypeScript),
            (format!("x = {}1", "typeof ".repeat(20_000)), Language::JavaScript),
            (format!("x = {}1", "new ".repeat(20_000)), Language::JavaScript),
            (format!("x = {}1", "1**".repeat(20_000)), Language::JavaScript),
        ] {
            let options = SourceOptions { language, goal: Goal::Script, ..SourceOptions::default() };
            let walked = with_program(&source, &options, |parsed| Codegen::new().build(parsed.program).code.len());
            match walked {
                Ok(length) => assert!(length > 1),
                Err(errors) => assert_ne!(errors[0].message, "", "{}", &source[..20]),
            }
        }
    }
}
