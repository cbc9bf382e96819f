//! Entry points for Scripts, eval code, CommonJS bodies and `new Function`.

use crate::compiler::Compiler;
use crate::function_state::FunctionState;
use crate::parse::{Allowances, Goal, parse, with_stack};
use crate::scope_analysis::*;
use crate::scope_collector::{COMMON_JS_PARAMETERS, Collected, TopLevel, analyse};
use crate::{CompileError, CompileOptions, DynamicFunctionKind, ErrorKind, EvalContext, OuterScope};
use jenny_bytecode::*;
use oxc_allocator::Allocator;
use oxc_ast::ast::*;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Starts a compilation.
pub(crate) fn new_compiler<'a>(
    source: Arc<SourceText>,
    collected: Collected<'a>,
    names: &'a Allocator,
    outer: &'a [OuterScope],
    site: Option<&'a EvalSite>,
    shift: u32,
) -> Compiler<'a> {
    let function = collected.function;
    let info = collected.analysis.function(function);
    let mut state = FunctionState::new(function, info.kind, info.strict);
    state.flags.has_direct_eval = info.contains_eval;
    let early_error = collected.analysis.early_error;
    let mut compiler = Compiler {
        source,
        shift,
        scope: collected.scope,
        f: state,
        analysis: collected.analysis,
        outer,
        site,
        names,
        error: None,
        private_names: Vec::new(),
        keeps_names: false,
        tells_statements: false,
    };
    if let Some((message, span)) = early_error {
        compiler.fail(ErrorKind::SyntaxError, message, span);
    }
    compiler
}

/// Finishes the top level function.
pub(crate) fn finish_top_level(
    mut compiler: Compiler<'_>,
    declarations: Option<Box<Declarations>>,
) -> Result<Arc<FunctionTemplate>, CompileError> {
    let length = compiler.source.text.len() as u32;
    let function = compiler.f.id;
    let state = std::mem::replace(&mut compiler.f, FunctionState::new(function, FunctionKind::Script, false));
    let template = compiler.finish(state, Text::from_str(""), (0, length), declarations);
    match compiler.error {
        Some(error) => Err(error),
        None => Ok(template),
    }
}

/// Compiles a Script.
pub fn compile_script(
    source: Arc<SourceText>,
    options: &CompileOptions,
) -> Result<Arc<FunctionTemplate>, CompileError> {
    with_stack(&source.clone(), &source.clone().text, || {
        let allocator = Allocator::default();
        let program = parse(&allocator, &source, &source.text, Goal::Script, Allowances::default(), 0)?;
        compile_script_program(source.clone(), &program, &allocator, options)
    })
}

/// Compiles a Script that has been parsed (and transformed). `names` is an arena for names.
pub fn compile_script_program<'a>(
    source: Arc<SourceText>,
    program: &Program<'a>,
    names: &'a Allocator,
    options: &CompileOptions,
) -> Result<Arc<FunctionTemplate>, CompileError> {
    compile_script_body(source, program, names, options, 0).map(|script| script.0)
}

/// As `compile_script_program`; also whether it awaits at its top level, which only a prompt's input can. The completion
/// value of an awaiting one comes in an array, so that the promise of it does not take it apart.
pub(crate) fn compile_script_body<'a>(
    source: Arc<SourceText>,
    program: &Program<'a>,
    names: &'a Allocator,
    options: &CompileOptions,
    shift: u32,
) -> Result<(Arc<FunctionTemplate>, bool), CompileError> {
    let collected = analyse(program, names, TopLevel::Script, false);
    let annex_b_names = collected.annex_b_names.clone();
    let scope = collected.scope;
    let is_async = collected.analysis.has_top_level_await;
    let mut compiler = new_compiler(source, collected, names, &[], None, shift);
    compiler.f.flags.is_async = is_async;
    compiler.choose(options);
    let mut declarations = Declarations::default();
    for binding in &compiler.analysis.scope(scope).bindings {
        let name = Text::from_str(binding.name);
        match binding.kind {
            BindingKind::Var | BindingKind::Function => declarations.var_names.push(name),
            BindingKind::Const => declarations.lexical.push((name, true)),
            _ => declarations.lexical.push((name, false)),
        }
    }
    declarations.annex_b_functions = annex_b_names.iter().map(|n| Text::from_str(n)).collect();
    compiler.load_function_scope_if_used(scope);
    compiler.script_functions(&program.body, &mut declarations);
    compiler.script_body(program, options.completion_value, 0);
    finish_top_level(compiler, Some(Box::new(declarations))).map(|template| (template, is_async))
}

impl<'a> Compiler<'a> {
    /// Templates of the top level functions; the last of a name counts.
    fn script_functions(&mut self, body: &[Statement<'a>], declarations: &mut Declarations) {
        let mut functions: Vec<(Text, u32)> = Vec::new();
        for statement in body {
            let mut statement = statement;
            while let Statement::LabeledStatement(labeled) = statement {
                statement = &labeled.body;
            }
            if let Statement::FunctionDeclaration(function) = statement
                && let Some(id) = &function.id
                && function.body.is_some()
            {
                let name = Text::from_str(id.name.as_str());
                let range = self.range(function.span);
                let index = self.function_template(function, name.clone(), range, false);
                functions.push((name, index));
            }
        }
        let mut later = FxHashSet::default();
        let is_last: Vec<bool> = functions.iter().rev().map(|(name, _)| later.insert(name.clone())).collect();
        let mut is_last = is_last.into_iter().rev();
        functions.retain(|_| is_last.next().unwrap_or(true));
        declarations.functions = functions;
    }

    /// The statements of a script or eval; returns the completion value.
    fn script_body(&mut self, program: &Program<'a>, completion_value: bool, skip: usize) {
        let completion = self.f.temp();
        self.f.e.load_undefined(completion);
        if completion_value {
            self.f.completion = Some(completion);
            if let Some(directive) = program.directives.iter().skip(skip).next_back() {
                let text = crate::literals::string_value(&directive.expression);
                self.load_text(text, Some(completion));
            }
        }
        self.statements(&program.body);
        if self.f.flags.is_async {
            let array = self.f.temp();
            self.f.e.new_array_from(array, completion, 1);
            self.f.e.ret(array);
            return;
        }
        self.f.e.ret(completion);
    }
}

/// Compiles eval code. Completion values are kept.
///
/// For sloppy code `declarations` lists what EvalDeclarationInstantiation must check and declare; the code itself makes the
/// closures of its functions and hands them over with DeclareEvalVar. The vars of strict code are bindings of its own scope.
pub fn compile_eval(source: Arc<SourceText>, context: &EvalContext) -> Result<Arc<FunctionTemplate>, CompileError> {
    const STRICT_PREFIX: &str = "'use strict';";
    let strict = context.direct && context.strict;
    let text = match source.text.strip_prefix("#!") {
        // A hashbang comment is one only at the very start.
        Some(rest) if strict => format!("{STRICT_PREFIX}//{rest}"),
        _ if strict => format!("{STRICT_PREFIX}{}", source.text),
        _ => source.text.to_string(),
    };
    let shift = if strict { STRICT_PREFIX.len() as u32 } else { 0 };
    let none = EvalSite::default();
    let site = context.site.as_ref().filter(|_| context.direct);
    let allowed = site.unwrap_or(&none);
    let allowances = Allowances {
        new_target: allowed.in_function,
        super_property: allowed.in_method,
        super_call: allowed.in_derived_constructor,
        private_names: !allowed.private_names.is_empty(),
    };
    with_stack(&source, &text, || {
        let allocator = Allocator::default();
        let program = parse(&allocator, &source, &text, Goal::Script, allowances, shift)?;
        crate::early_errors::check_eval(&source, &program, allowed, shift)?;
        let collected = analyse(&program, &allocator, TopLevel::Eval, strict);
        let scope = collected.scope;
        let is_strict = collected.analysis.scope(scope).strict;
        let mut declarations = Declarations {
            var_names: collected.eval_var_names.iter().map(|n| Text::from_str(n)).collect(),
            annex_b_functions: if is_strict {
                Vec::new()
            } else {
                collected.annex_b_names.iter().map(|n| Text::from_str(n)).collect()
            },
            ..Declarations::default()
        };
        for binding in &collected.analysis.scope(scope).bindings {
            if binding.kind.is_lexical() {
                declarations.lexical.push((Text::from_str(binding.name), binding.kind == BindingKind::Const));
            }
        }
        let mut compiler = new_compiler(source.clone(), collected, &allocator, &context.outer, site, shift);
        let register = compiler.f.temp();
        compiler.f.e.load_function_scope(register);
        compiler.f.function_scope = Some(register);
        let _ = compiler.enter_scope(scope);
        if is_strict {
            for index in 0..compiler.analysis.scope(scope).bindings.len() {
                let binding = &compiler.analysis.scope(scope).bindings[index];
                if binding.kind == BindingKind::Var
                    && let Some(register) = binding.register
                {
                    compiler.f.e.load_undefined(register);
                }
            }
            compiler.instantiate_functions(&program.body);
        } else {
            compiler.script_functions(&program.body, &mut declarations);
            for (name, index) in declarations.functions.clone() {
                let mark = compiler.f.mark();
                let closure = compiler.f.temp();
                let scope = compiler.scope_register();
                compiler.f.e.new_closure(closure, scope, index);
                let name = compiler.f.text(name);
                compiler.f.e.declare_eval_var(closure, scope, name);
                compiler.f.release(mark);
            }
        }
        compiler.script_body(&program, true, usize::from(strict));
        finish_top_level(compiler, Some(Box::new(declarations)))
    })
}

/// Compiles a CommonJS body: a sloppy function (exports, require, module, __filename, __dirname).
pub fn compile_commonjs(
    source: Arc<SourceText>,
    options: &CompileOptions,
) -> Result<Arc<FunctionTemplate>, CompileError> {
    with_stack(&source.clone(), &source.clone().text, || {
        let allocator = Allocator::default();
        let program = parse(&allocator, &source, &source.text, Goal::CommonJs, Allowances::default(), 0)?;
        compile_commonjs_program(source.clone(), &program, &allocator, options)
    })
}

/// Compiles a CommonJS body that has been parsed (and transformed).
pub fn compile_commonjs_program<'a>(
    source: Arc<SourceText>,
    program: &Program<'a>,
    names: &'a Allocator,
    options: &CompileOptions,
) -> Result<Arc<FunctionTemplate>, CompileError> {
    let collected = analyse(program, names, TopLevel::CommonJs, false);
    let mut compiler = new_compiler(source, collected, names, &[], None, 0);
    compiler.choose(options);
    compiler.f.flags.has_prototype = true;
    compiler.check_wrapper_parameters(&program.body);
    compiler.commonjs_instantiation(&program.body);
    compiler.statements(&program.body);
    compiler.return_undefined();
    finish_top_level(compiler, None)
}

impl<'a> Compiler<'a> {
    /// A lexical declaration of the body may not redeclare a parameter of the wrapper.
    fn check_wrapper_parameters(&mut self, body: &[Statement<'a>]) {
        for statement in body {
            let identifiers: Vec<&BindingIdentifier<'a>> = match statement {
                Statement::VariableDeclaration(d) if !d.kind.is_var() => {
                    d.declarations.iter().flat_map(|d| d.id.get_binding_identifiers()).collect()
                }
                Statement::ClassDeclaration(c) => c.id.iter().collect(),
                _ => continue,
            };
            for id in identifiers {
                if COMMON_JS_PARAMETERS.contains(&id.name.as_str()) {
                    let message = format!("Identifier '{}' has already been declared", id.name);
                    self.fail(ErrorKind::SyntaxError, message, id.span);
                }
            }
        }
    }

    /// FunctionDeclarationInstantiation of the CommonJS wrapper, whose parameters are not in the tree.
    fn commonjs_instantiation(&mut self, body: &[Statement<'a>]) {
        self.function_declaration_instantiation_named(&COMMON_JS_PARAMETERS, body);
    }
}

/// Compiles the function that `new Function(parameters, body)` and its relatives make (CreateDynamicFunction).
///
/// `name` is what stacks show for the text; `stand_ins` are those of both texts. The template returned is that of the function; its closure has no outer scope.
pub fn compile_function(
    name: &str,
    parameters: &str,
    body: &str,
    stand_ins: StandIns,
    kind: DynamicFunctionKind,
) -> Result<Arc<FunctionTemplate>, CompileError> {
    let head = match kind {
        DynamicFunctionKind::Normal => "function",
        DynamicFunctionKind::Generator => "function*",
        DynamicFunctionKind::Async => "async function",
        DynamicFunctionKind::AsyncGenerator => "async function*",
    };
    // Parameters and body must be complete on their own: no comment or bracket may reach over the border.
    let alone = |text: String, what: &str| {
        let source = SourceText::new(what, text);
        with_stack(&source.clone(), &source.clone().text, || {
            let allocator = Allocator::default();
            parse(&allocator, &source, &source.text, Goal::Script, Allowances::default(), 0)
                .map(|program| program.body.len())
        })
    };
    let one = |count: usize| {
        if count == 1 {
            return Ok(());
        }
        let source = SourceText::new(name, "");
        Err(CompileError::new(&source, ErrorKind::SyntaxError, "Arg string terminates parameters early", 0, 0))
    };
    one(alone(format!("({head} anonymous(\n) {{\n{body}\n}})"), name)?)?;
    one(alone(format!("({head} anonymous({parameters}\n) {{\n}})"), name)?)?;
    let text = format!("{head} anonymous({parameters}\n) {{\n{body}\n}}");
    let source = SourceText::with_stand_ins(name, text, stand_ins);
    with_stack(&source.clone(), &source.text.clone(), || {
        let allocator = Allocator::default();
        let program = parse(&allocator, &source, &source.text, Goal::Script, Allowances::default(), 0)?;
        let collected = analyse(&program, &allocator, TopLevel::Script, false);
        let mut compiler = new_compiler(source.clone(), collected, &allocator, &[], None, 0);
        let register = compiler.f.temp();
        compiler.f.e.load_function_scope(register);
        compiler.f.function_scope = Some(register);
        let result = compiler.f.temp();
        // The declaration binds `anonymous` for the script around it, which is never run; the function sees no such name.
        if let [Statement::FunctionDeclaration(function)] = program.body.as_slice() {
            let range = compiler.range(function.span);
            let index = compiler.function_template(function, Text::from_str("anonymous"), range, false);
            compiler.f.e.new_closure(result, register, index);
        } else {
            compiler.fail(ErrorKind::SyntaxError, "Unexpected token ')'", program.span);
        }
        compiler.f.e.ret(result);
        let script = finish_top_level(compiler, Some(Box::default()))?;
        Ok(script.functions[0].clone())
    })
}
