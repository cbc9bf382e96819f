//! Scope analysis: which scopes a program has, what they bind, and which bindings must live in heap scopes.
//!
//! One walk over the tree (see `scope_collector`) fills an [`Analysis`]. When a scope is left, the names mentioned in it are
//! resolved against its bindings; what is not found travels to the parent. A binding that is reached from another function,
//! through a `with` or by a direct eval is *captured*: it gets a slot of a heap scope. All others live in registers.

use jenny_bytecode::{FunctionKind, Register};
use rustc_hash::FxHashMap;

/// Index of a scope in [`Analysis::scopes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct ScopeId(pub u32);

/// Index of a function in [`Analysis::functions`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FunctionId(pub u32);

/// Name of the binding that holds `this` for arrows and direct eval.
pub const THIS: &str = "this";
/// Name of the binding that holds `new.target` for arrows and direct eval.
pub const NEW_TARGET: &str = "new.target";
/// Name of the binding that holds the home object for arrows and direct eval.
pub const HOME_OBJECT: &str = "%home%";
/// Name of the binding that holds the active function for super calls in arrows and direct eval.
pub const ACTIVE_FUNCTION: &str = "%function%";

/// Name under which the number of arguments is mentioned, where an arguments object would be made for nothing else.
pub const ARGUMENT_COUNT: &str = "arguments.length";

/// What opened a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// top level of a Script: its names are properties of the global object or global lexical bindings
    Global,
    /// top level of a Module
    Module,
    /// top level of eval code (lexical declarations; in strict code vars too)
    Eval,
    /// the name of a function expression
    FunctionName,
    /// where a sloppy direct eval in a parameter list declares its vars
    ParameterEval,
    /// parameters, and the body's declarations if no parameter has an expression
    Function,
    /// the body's declarations where parameters have expressions
    Body,
    /// block, case block excepted
    Block,
    /// case block: its declarations may be passed over
    Switch,
    /// head of a for statement
    For,
    /// catch parameter
    Catch,
    /// class: inner name, private names, computed field keys
    Class,
    /// `with`
    With,
}

/// How a binding was declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BindingKind {
    /// `var`
    Var,
    /// function declaration
    Function,
    /// formal parameter
    Parameter,
    /// `let`
    Let,
    /// `const`, `using`, `await using`, the inner name of a class
    Const,
    /// class declaration
    Class,
    /// catch parameter
    CatchParameter,
    /// the name of a function expression
    FunctionName,
    /// import binding
    Import,
    /// the arguments object
    Arguments,
    /// `this`, `new.target`, home object, active function
    Pseudo,
    /// private name, private method, computed key of a field
    Internal,
}

impl BindingKind {
    /// Whether it starts uninitialised.
    pub fn is_lexical(self) -> bool {
        matches!(self, Self::Let | Self::Const | Self::Class)
    }
}

/// One binding of a scope.
#[derive(Debug)]
pub struct Binding<'a> {
    /// its name
    pub name: &'a str,
    /// how it was declared
    pub kind: BindingKind,
    /// lives in a heap scope
    pub captured: bool,
    /// something assigns to it (its declaration apart)
    pub assigned: bool,
    /// end of its declarator: mentions before that offset may come too early
    pub declared_at: u32,
    /// in a register, a mention may come before initialisation
    pub needs_tdz: bool,
    /// the code being compiled comes after initialisation
    pub initialized: bool,
    /// its register, once the scope is entered
    pub register: Option<Register>,
    /// its slot, if captured
    pub slot: Option<u32>,
}

/// What is known of the mentions of one name in a scope and the scopes inside it.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// lowest offset
    pub first: u32,
    /// crosses a function boundary, a `with` or an extensible scope
    pub captured: bool,
    /// is assigned to
    pub assigned: bool,
}

impl Mention {
    /// Adds what another mention tells.
    pub fn add(&mut self, other: Mention) {
        self.first = self.first.min(other.first);
        self.captured |= other.captured;
        self.assigned |= other.assigned;
    }
}

/// So many bindings are compared one by one; more have an index.
const FEW_BINDINGS: usize = 8;

/// A scope.
#[derive(Debug)]
pub struct Scope<'a> {
    /// what opened it
    pub kind: ScopeKind,
    /// enclosing scope
    pub parent: Option<ScopeId>,
    /// function whose code creates it
    pub function: FunctionId,
    /// bindings in order of declaration
    pub bindings: Vec<Binding<'a>>,
    /// where names are, once there are more than [`FEW_BINDINGS`]
    index: FxHashMap<&'a str, u32>,
    /// where its unresolved mentions begin, while it is open
    pub first_mention: u32,
    /// a direct eval is in it or in a function inside
    pub contains_eval: bool,
    /// sloppy direct eval may add bindings
    pub is_extensible: bool,
    /// exists in the heap at run time
    pub materialized: bool,
    /// simple catch parameter (Annex B.3.4)
    pub simple_catch: bool,
    /// strict mode code
    pub strict: bool,
    /// the register that holds it, once entered
    pub register: Option<Register>,
}

impl<'a> Scope<'a> {
    /// The binding of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        if self.bindings.len() <= FEW_BINDINGS {
            return self.bindings.iter().position(|binding| binding.name == name);
        }
        self.index.get(name).map(|&i| i as usize)
    }
    /// Declares a name, or returns the binding that is there already.
    pub fn declare(&mut self, name: &'a str, kind: BindingKind, declared_at: u32) -> usize {
        if let Some(at) = self.find(name) {
            return at;
        }
        let at = self.bindings.len();
        if at == FEW_BINDINGS {
            self.index = self.bindings.iter().zip(0..).map(|(binding, at)| (binding.name, at)).collect();
        }
        if at >= FEW_BINDINGS {
            self.index.insert(name, at as u32);
        }
        self.bindings.push(Binding {
            name,
            kind,
            captured: false,
            assigned: false,
            declared_at,
            needs_tdz: false,
            initialized: !kind.is_lexical() && declared_at == 0,
            register: None,
            slot: None,
        });
        at
    }
}

/// A function (or script, module, eval body).
#[derive(Debug)]
pub struct FunctionInfo<'a> {
    /// kind
    pub kind: FunctionKind,
    /// strict mode code
    pub strict: bool,
    /// generator
    pub is_generator: bool,
    /// async
    pub is_async: bool,
    /// scope of the name of a function expression
    pub name_scope: Option<ScopeId>,
    /// scope for sloppy eval in parameters
    pub parameter_eval_scope: Option<ScopeId>,
    /// parameters
    pub scope: ScopeId,
    /// body, if it is not the same
    pub body_scope: Option<ScopeId>,
    /// every parameter is an identifier without initializer, and there is no rest parameter
    pub simple_parameters: bool,
    /// some parameter has an initializer or a computed key
    pub parameter_expressions: bool,
    /// `this` is mentioned (arrows and evals inside included)
    pub uses_this: bool,
    /// `arguments` is mentioned for its length alone, so that there need be no such object
    pub counts_arguments: bool,
    /// has functions or classes inside
    pub has_inner_functions: bool,
    /// some scope of it exists in the heap
    pub has_heap_scopes: bool,
    /// contains a direct eval, itself or in arrows inside
    pub contains_eval: bool,
    /// names that it mentions and does not bind
    pub free_names: Vec<&'a str>,
    /// Annex B.3.3 functions: address of the declaration, name
    pub annex_b: Vec<(usize, &'a str)>,
    /// is a class field initializer or static block function
    pub is_class_element: bool,
}

/// Which part of a node a scope or function belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeRole {
    /// the node itself
    Own,
    /// the heads' scope while the right-hand side of for-in/of is evaluated
    Head,
    /// instance initializer of a class
    InstanceInitializer,
    /// function of a static element
    StaticElement,
}

/// The result of scope analysis.
#[derive(Debug, Default)]
pub struct Analysis<'a> {
    /// scopes
    pub scopes: Vec<Scope<'a>>,
    /// functions
    pub functions: Vec<FunctionInfo<'a>>,
    /// scope of a node, by address
    pub scope_of: FxHashMap<(usize, NodeRole), ScopeId>,
    /// function of a node, by address
    pub function_of: FxHashMap<(usize, NodeRole), FunctionId>,
    /// declarations of Annex B.3.3 functions that also assign to a var
    pub annex_b_declarations: FxHashMap<usize, ()>,
    /// the top level of a module awaits
    pub has_top_level_await: bool,
    /// an early error that the parser does not find
    pub early_error: Option<(&'static str, oxc_span::Span)>,
}

/// Address of a node: nodes do not move while they are analysed and compiled.
pub fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

impl<'a> Analysis<'a> {
    /// A scope.
    pub fn scope(&self, id: ScopeId) -> &Scope<'a> {
        &self.scopes[id.0 as usize]
    }
    /// A scope, to be changed.
    pub fn scope_mut(&mut self, id: ScopeId) -> &mut Scope<'a> {
        &mut self.scopes[id.0 as usize]
    }
    /// A function.
    pub fn function(&self, id: FunctionId) -> &FunctionInfo<'a> {
        &self.functions[id.0 as usize]
    }
    /// A function, to be changed.
    pub fn function_mut(&mut self, id: FunctionId) -> &mut FunctionInfo<'a> {
        &mut self.functions[id.0 as usize]
    }
    /// Opens a scope.
    pub fn new_scope(
        &mut self,
        kind: ScopeKind,
        parent: Option<ScopeId>,
        function: FunctionId,
        strict: bool,
    ) -> ScopeId {
        let id = ScopeId(self.scopes.len() as u32);
        self.scopes.push(Scope {
            kind,
            parent,
            function,
            bindings: Vec::new(),
            index: FxHashMap::default(),
            first_mention: 0,
            contains_eval: false,
            is_extensible: false,
            materialized: false,
            simple_catch: false,
            strict,
            register: None,
        });
        id
    }
    /// Text form for `--dump=scopes`.
    pub fn dump(&self) -> String {
        use std::fmt::Write;
        let mut out = String::new();
        for (i, scope) in self.scopes.iter().enumerate() {
            let mut depth = 0;
            let mut at = scope.parent;
            while let Some(parent) = at {
                depth += 1;
                at = self.scope(parent).parent;
            }
            let _ = write!(out, "{:indent$}#{i} {:?}", "", scope.kind, indent = depth * 2);
            if scope.materialized {
                out.push_str(" heap");
            }
            if scope.is_extensible {
                out.push_str(" extensible");
            }
            for b in &scope.bindings {
                let _ = write!(out, " {}:{:?}", b.name, b.kind);
                if b.captured {
                    out.push_str("(captured)");
                } else if b.needs_tdz {
                    out.push_str("(tdz)");
                }
            }
            out.push('\n');
        }
        out
    }
}
