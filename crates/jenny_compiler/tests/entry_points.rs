//! The entry points beside scripts: eval code among outer scopes, `new Function`, CommonJS bodies, modules, callee texts.

use jenny_bytecode::disassembler::disassemble;
use jenny_bytecode::*;
use jenny_compiler::*;

fn binding(name: &str) -> BindingInfo {
    BindingInfo { name: Text::from_str(name), lexical: false, constant: false, function_name: false, import: false }
}

fn scope(names: &[&str], is_extensible: bool) -> OuterScope {
    OuterScope::Scope(ScopeInfo {
        bindings: names.iter().map(|n| binding(n)).collect(),
        is_extensible,
        ..ScopeInfo::default()
    })
}

fn eval(text: &str, context: &EvalContext) -> Result<String, String> {
    compile_eval(SourceText::new("eval", text), context).map(|t| disassemble(&t)).map_err(|e| e.message)
}

fn direct(outer: Vec<OuterScope>, site: EvalSite) -> EvalContext {
    EvalContext { direct: true, strict: site.strict, site: Some(site), outer }
}

#[test]
fn eval_resolves_names_in_outer_scopes() {
    let context =
        direct(vec![scope(&["a"], false), scope(&["b", "c"], true), scope(&["d"], false)], EvalSite::default());
    let code = eval("a; b; c; d; e", &context).unwrap();
    assert!(code.contains("GetScoped              r3, r1, 0, 0"), "{code}");
    assert!(code.contains("r1, 1, 0"), "{code}");
    assert!(code.contains("r1, 1, 1"), "{code}");
    assert!(code.contains("GetDynamic             r3, r1, \"d\""), "{code}");
    assert!(code.contains("GetDynamic             r3, r1, \"e\""), "{code}");
    let through_with = direct(vec![OuterScope::With, scope(&["a"], false)], EvalSite::default());
    assert!(eval("a", &through_with).unwrap().contains("GetDynamic"));
}

#[test]
fn eval_allows_what_its_site_allows() {
    let none = EvalContext::default();
    for text in ["new.target", "super.x", "super()", "#x in o", "o.#x"] {
        assert!(eval(text, &none).is_err(), "{text}");
    }
    let method = EvalSite {
        in_function: true,
        in_method: true,
        in_derived_constructor: true,
        private_names: vec![Text::from_str("x")],
        ..EvalSite::default()
    };
    let mut info = ScopeInfo {
        bindings: vec![binding("this"), binding("%home%"), binding("%function%"), binding("new.target"), binding("#x")],
        ..ScopeInfo::default()
    };
    info.this_slot = Some(0);
    info.home_slot = Some(1);
    info.function_slot = Some(2);
    info.new_target_slot = Some(3);
    let context = direct(vec![OuterScope::Scope(info)], method);
    for text in ["new.target", "super.x", "super()", "#x in o", "o.#x", "() => super.x"] {
        assert!(eval(text, &context).is_ok(), "{text}: {:?}", eval(text, &context));
    }
    assert_eq!(eval("o.#y", &context), Err("Private field '#y' must be declared in an enclosing class".to_owned()));
    let field = EvalSite { in_class_field_initializer: true, ..EvalSite::default() };
    let context = direct(Vec::new(), field);
    assert!(eval("arguments", &context).is_err());
    assert!(eval("() => arguments", &context).is_err());
    assert!(eval("(function () { arguments })", &context).is_ok());
}

#[test]
fn eval_declares_vars_where_the_engine_must() {
    let template = compile_eval(
        SourceText::new("eval", "var a; function f() {} let l; { function g() {} }"),
        &EvalContext::default(),
    )
    .unwrap();
    let declarations = template.declarations.as_ref().unwrap();
    let names: Vec<String> = declarations.var_names.iter().map(Text::to_display).collect();
    assert_eq!(names, ["a", "f"]);
    assert_eq!(declarations.functions.len(), 1);
    assert_eq!(declarations.annex_b_functions, [Text::from_str("g")]);
    assert_eq!(declarations.lexical, [(Text::from_str("l"), false)]);
    let strict = EvalContext { direct: true, strict: true, ..EvalContext::default() };
    let template = compile_eval(SourceText::new("eval", "var a; a = 010 "), &strict);
    assert!(template.is_err(), "octal literals are errors in strict code");
    let template = compile_eval(SourceText::new("eval", "var a; function f() {}"), &strict).unwrap();
    assert!(template.flags.strict);
    assert!(template.declarations.as_ref().unwrap().var_names.is_empty());
    assert_eq!(template.functions[0].source_range, (7, 22));
}

#[test]
fn dynamic_functions_are_whole_on_their_own() {
    let make = |parameters: &str, body: &str| {
        compile_function("anonymous", parameters, body, StandIns::default(), DynamicFunctionKind::Normal)
    };
    let template = make("a,b", "return a + b").unwrap();
    assert_eq!(template.source.text, "function anonymous(a,b\n) {\nreturn a + b\n}");
    assert_eq!(template.source_range, (0, template.source.text.len() as u32));
    assert_eq!(template.length, 2);
    assert_eq!(template.name.to_display(), "anonymous");
    assert!(make("/*", "*/){").is_err());
    assert!(make("a", "}); (function () {").is_err());
    assert!(make("a) { }, function (b", "").is_err());
    assert!(make("a //", "return a").is_ok());
    assert!(make("a = super.x", "").is_err());
    assert!(make("", "return new.target").is_ok());
    assert!(make("a, a", "'use strict'").is_err());
    let generator = compile_function("g", "", "yield 1", StandIns::default(), DynamicFunctionKind::Generator).unwrap();
    assert!(generator.flags.is_generator);
    let ag =
        compile_function("g", "x", "yield await x", StandIns::default(), DynamicFunctionKind::AsyncGenerator).unwrap();
    assert!(ag.flags.is_generator && ag.flags.is_async);
}

#[test]
fn commonjs_bodies_are_functions() {
    let source = SourceText::new("m.js", "#!/usr/bin/env node\nexports.a = new.target; return () => this");
    let template = compile_commonjs(source, &CompileOptions::default()).unwrap();
    assert_eq!(template.parameter_count, 5);
    assert_eq!(template.kind, FunctionKind::Normal);
    let source = SourceText::new("m.js", "let exports = 1;");
    assert!(compile_commonjs(source, &CompileOptions::default()).is_err());
    let source = SourceText::new("m.js", "await 1");
    assert_eq!(
        compile_commonjs(source, &CompileOptions::default()).unwrap_err().message,
        "await is only valid in async functions and the top level bodies of modules"
    );
}

#[test]
fn errors_say_where() {
    let source = SourceText::new("e.js", "let a;\n  let é = 1, a;");
    let error = compile_script(source, &CompileOptions::default()).unwrap_err();
    assert_eq!(error.message, "Identifier 'a' has already been declared");
    assert_eq!((error.line, error.column, error.length), (2, 14, 1));
}
