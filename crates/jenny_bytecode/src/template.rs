//! FunctionTemplate: what the compiler makes of a function; plain data without a heap, shared by Workers, cacheable.

use crate::StandIns;
use crate::portable::StoredBody;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Text of a constant; Latin-1 where it fits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Text {
    /// Every code unit is below 256.
    Latin1(Box<[u8]>),
    /// UTF-16 code units, possibly with lone surrogates.
    Utf16(Box<[u16]>),
}

impl Text {
    /// From UTF-8 text.
    #[allow(clippy::should_implement_trait)] // it cannot fail
    pub fn from_str(text: &str) -> Text {
        if text.is_ascii() {
            return Text::Latin1(text.as_bytes().into());
        }
        if text.chars().all(|c| (c as u32) < 256) {
            return Text::Latin1(text.chars().map(|c| c as u8).collect());
        }
        Text::Utf16(text.encode_utf16().collect())
    }
    /// From code units.
    pub fn from_utf16(units: &[u16]) -> Text {
        if units.iter().all(|&u| u < 256) {
            Text::Latin1(units.iter().map(|&u| u as u8).collect())
        } else {
            Text::Utf16(units.into())
        }
    }
    /// For people: lone surrogates become U+FFFD.
    pub fn to_display(&self) -> String {
        match self {
            Text::Latin1(b) => b.iter().map(|&c| c as char).collect(),
            Text::Utf16(u) => String::from_utf16_lossy(u),
        }
    }
    /// Length in code units.
    pub fn len(&self) -> usize {
        match self {
            Text::Latin1(b) => b.len(),
            Text::Utf16(u) => u.len(),
        }
    }
    /// Whether it has no code unit.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An entry of the constant table. Equal constants share an entry.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant {
    /// A Number that is not an int32 (compared by bits).
    Number(f64),
    /// A String (strings used as property names or binding names too).
    String(Text),
    /// A BigInt, decimal digits.
    BigInt(Box<str>),
}

/// What a feedback slot is for; slots with a name hold the constant index of that name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FeedbackKind {
    /// GetNamed, GetLength, with the name's constant.
    GetNamed(u32),
    /// SetNamed.
    SetNamed(u32),
    /// DefineNamed.
    DefineNamed(u32),
    /// GetGlobal, GetGlobalOrUndefined.
    GetGlobal(u32),
    /// SetGlobal.
    SetGlobal(u32),
    /// GetKeyed.
    GetKeyed,
    /// SetKeyed.
    SetKeyed,
    /// HasProperty.
    HasProperty,
    /// InstanceOf.
    InstanceOf,
    /// GetPrivate.
    GetPrivate,
    /// SetPrivate.
    SetPrivate,
    /// DefinePrivateField.
    DefinePrivateField,
    /// Call.
    Call,
    /// Construct.
    Construct,
}

/// What kind of function a template makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FunctionKind {
    /// `function`
    Normal,
    /// `=>`; `this`, `arguments`, `super`, `new.target` come from outside
    Arrow,
    /// method, getter, setter, static block, field initializer: no [[Construct]]
    Method,
    /// class constructor without heritage
    BaseConstructor,
    /// class constructor with heritage
    DerivedConstructor,
    /// Script body
    Script,
    /// Module body (an async function if it has top-level await)
    Module,
    /// eval body
    Eval,
}

/// Flags of a function.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct FunctionFlags {
    /// strict mode code
    pub strict: bool,
    /// async function, async arrow, async method, module with top-level await
    pub is_async: bool,
    /// generator or async generator
    pub is_generator: bool,
    /// needs the full list of actual arguments (arguments object or rest parameter): the call saves it
    pub needs_arguments_list: bool,
    /// class constructor: [[Call]] throws
    pub is_class_constructor: bool,
    /// has a class field initializer to run (class constructors)
    pub has_instance_initializer: bool,
    /// sloppy `function`-style: the `prototype` property is created (Normal, generators)
    pub has_prototype: bool,
    /// contains a direct eval call
    pub has_direct_eval: bool,
}

/// One binding of a scope that lives in the heap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BindingInfo {
    /// its name (for eval, with, errors)
    pub name: Text,
    /// starts empty (let, const, class)
    pub lexical: bool,
    /// const: assignment throws TypeError
    pub constant: bool,
    /// the name of a function expression: assignment is ignored in sloppy mode, throws in strict mode
    pub function_name: bool,
    /// an import: the slot holds an import cell
    pub import: bool,
}

/// What a heap scope holds: `bindings[i]` is slot i.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ScopeInfo {
    /// the slots
    pub bindings: Vec<BindingInfo>,
    /// a function's (or eval's) variable scope: sloppy direct eval declares its vars here
    pub is_variable_scope: bool,
    /// sloppy direct eval may add bindings at run time
    pub is_extensible: bool,
    /// a simple catch parameter scope (Annex B.3.4: `var e` in eval may redeclare it)
    pub is_catch_parameter: bool,
    /// the slot holding `this` / the function / home object / new.target for arrows and eval inside, where captured
    pub this_slot: Option<u32>,
    /// the active function (for super calls from arrows and eval)
    pub function_slot: Option<u32>,
    /// [[HomeObject]]
    pub home_slot: Option<u32>,
    /// new.target
    pub new_target_slot: Option<u32>,
}

/// What a direct eval call site tells the compiler of the eval'd code.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct EvalSite {
    /// strict code
    pub strict: bool,
    /// inside a function (new.target allowed)
    pub in_function: bool,
    /// inside a method (super.x allowed)
    pub in_method: bool,
    /// inside a derived constructor (super() allowed)
    pub in_derived_constructor: bool,
    /// inside a class field initializer (`arguments` forbidden)
    pub in_class_field_initializer: bool,
    /// private names visible, without `#`
    pub private_names: Vec<Text>,
    /// inside the parameter list of a function
    pub in_parameters: bool,
}

/// A range of code guarded by a handler. Inner handlers come first in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExceptionHandler {
    /// first word guarded
    pub start: u32,
    /// one past the last word guarded
    pub end: u32,
    /// where to go
    pub target: u32,
    /// register that gets the thrown value
    pub register: u32,
}

/// The name of what a register holds in a range of the code. Only where the host asked for names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LocalName {
    /// the binding's name; empty: a heap scope
    pub name: Text,
    /// the register
    pub register: u32,
    /// first word of the code where it holds it
    pub start: u32,
    /// one past the last
    pub end: u32,
}

/// One row of the position table: code from `pc` on comes from the source at `offset` (UTF-8 byte offset).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// word index of the instruction
    pub pc: u32,
    /// byte offset into the source text
    pub offset: u32,
}

/// The strings of a tagged template literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateStrings {
    /// cooked strings; None for an invalid escape
    pub cooked: Vec<Option<Text>>,
    /// raw strings
    pub raw: Vec<Text>,
}

/// The source text that a template came from.
#[derive(Debug)]
pub struct SourceText {
    /// name shown in stacks: an absolute path, a URL, `[eval]`
    pub name: String,
    /// UTF-8 text as written
    pub text: Cow<'static, str>,
    /// what stands in `text` for lone surrogates; templates have these themselves
    pub stand_ins: StandIns,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceText {
    /// A text without stand-ins.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<SourceText> {
        SourceText::with_stand_ins(name, text, StandIns::default())
    }
    /// The same for a JavaScript string in UTF-16 code units, which may have lone surrogates.
    pub fn from_utf16(name: impl Into<String>, units: &[u16]) -> Arc<SourceText> {
        let stand_ins = StandIns::choose(&[units]);
        SourceText::with_stand_ins(name, stand_ins.encode(units), stand_ins)
    }
    /// The same for a text in which code points stand for lone surrogates.
    pub fn with_stand_ins(name: impl Into<String>, text: impl Into<String>, stand_ins: StandIns) -> Arc<SourceText> {
        SourceText::made_of(name.into(), Cow::Owned(text.into()), stand_ins)
    }
    /// A text of the program's own, which is not copied.
    pub fn of_static(name: impl Into<String>, text: &'static str) -> Arc<SourceText> {
        SourceText::made_of(name.into(), Cow::Borrowed(text), StandIns::default())
    }
    fn made_of(name: String, text: Cow<'static, str>, stand_ins: StandIns) -> Arc<SourceText> {
        Arc::new(SourceText { name, text, stand_ins, line_starts: OnceLock::new() })
    }
    /// Byte offset of the start of each line; found when somebody first asks.
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let mut line_starts = vec![0];
            let bytes = self.text.as_bytes();
            for (i, &b) in bytes.iter().enumerate() {
                if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                    line_starts.push(i as u32 + 1);
                }
            }
            line_starts
        })
    }
    /// The text of a range in bytes, with its lone surrogates; `None` if it is no range of this text.
    pub fn text_of(&self, (from, to): (u32, u32)) -> Option<Text> {
        let mut text = Text::from_str(self.text.get(from as usize..to as usize)?);
        self.stand_ins.decode(&mut text);
        Some(text)
    }
    /// Line and column, both from 1, the column in UTF-16 code units, as V8 prints them.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line_starts = self.line_starts();
        let line = line_starts.partition_point(|&s| s <= offset) - 1;
        let start = line_starts[line] as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self.text.get(start..end).map_or(end.saturating_sub(start), |s| s.encode_utf16().count());
        (line as u32 + 1, column as u32 + 1)
    }
}

/// What GlobalDeclarationInstantiation and EvalDeclarationInstantiation need to know.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Declarations {
    /// top-level var names (functions included), in order, without duplicates
    pub var_names: Vec<Text>,
    /// top-level functions in source order, the last of a name only: (name, function template index)
    pub functions: Vec<(Text, u32)>,
    /// Annex B.3.3 candidates: block functions that may also become vars if no conflict exists
    pub annex_b_functions: Vec<Text>,
    /// top-level let/const/class names: (name, is const)
    pub lexical: Vec<(Text, bool)>,
}

/// Everything that the engine needs to run a function. Immutable.
///
/// What tells functions apart is there at once; the body, which is reached by dereferencing, may still lie in stored bytes
/// (see [`crate::portable`]) and is read when somebody first looks at it: most functions of a large program are never called.
#[derive(Debug)]
pub struct FunctionTemplate {
    /// own name, possibly empty
    pub name: Text,
    /// kind
    pub kind: FunctionKind,
    /// flags
    pub flags: FunctionFlags,
    /// `length` property: parameters before the first default or rest
    pub length: u32,
    /// byte range of the function's text (Function.prototype.toString)
    pub source_range: (u32, u32),
    /// the text
    pub source: Arc<SourceText>,
    body: OnceLock<Box<FunctionBody>>,
    stored: Option<StoredBody>,
}

/// What running a function needs.
#[derive(Debug, Default)]
pub struct FunctionBody {
    /// number of parameter registers r1..=n to fill with undefined where arguments are missing
    pub parameter_count: u32,
    /// registers of the frame, with r0 and parameters
    pub register_count: u32,
    /// code words
    pub code: Vec<u32>,
    /// constants
    pub constants: Vec<Constant>,
    /// feedback slots
    pub feedback: Vec<FeedbackKind>,
    /// nested functions
    pub functions: Vec<Arc<FunctionTemplate>>,
    /// heap scopes made by this function
    pub scopes: Vec<ScopeInfo>,
    /// direct eval sites
    pub eval_sites: Vec<EvalSite>,
    /// exception handlers, inner first
    pub handlers: Vec<ExceptionHandler>,
    /// source positions, by pc
    pub positions: Vec<Position>,
    /// names of registers, outer scopes first; not part of the portable form
    pub locals: Vec<LocalName>,
    /// tagged templates
    pub template_strings: Vec<TemplateStrings>,
    /// parameter i lives in that slot of the scope given to CreateMappedArguments; None if shadowed by a later one of the same name
    pub mapped_parameters: Vec<Option<u32>>,
    /// Script and Eval only
    pub declarations: Option<Box<Declarations>>,
}

/// What a function is before its body is looked at.
#[derive(Debug)]
pub struct FunctionHead {
    /// own name, possibly empty
    pub name: Text,
    /// kind
    pub kind: FunctionKind,
    /// flags
    pub flags: FunctionFlags,
    /// `length` property
    pub length: u32,
    /// byte range of the function's text
    pub source_range: (u32, u32),
}

impl Deref for FunctionTemplate {
    type Target = FunctionBody;
    #[inline]
    fn deref(&self) -> &FunctionBody {
        match self.body.get() {
            Some(body) => body,
            None => self.read_body(),
        }
    }
}

impl FunctionTemplate {
    /// A function whose body is there.
    pub fn new(head: FunctionHead, source: Arc<SourceText>, body: FunctionBody) -> FunctionTemplate {
        FunctionTemplate::made_of(head, source, OnceLock::from(Box::new(body)), None)
    }
    /// A function whose body is read when it is needed.
    pub(crate) fn stored(head: FunctionHead, source: Arc<SourceText>, stored: StoredBody) -> FunctionTemplate {
        FunctionTemplate::made_of(head, source, OnceLock::new(), Some(stored))
    }
    fn made_of(
        head: FunctionHead,
        source: Arc<SourceText>,
        body: OnceLock<Box<FunctionBody>>,
        stored: Option<StoredBody>,
    ) -> FunctionTemplate {
        let FunctionHead { name, kind, flags, length, source_range } = head;
        FunctionTemplate { name, kind, flags, length, source_range, source, body, stored }
    }
    #[cold]
    #[inline(never)]
    fn read_body(&self) -> &FunctionBody {
        self.body.get_or_init(|| {
            let read = self.stored.as_ref().and_then(|stored| stored.read(&self.source));
            Box::new(read.unwrap_or_else(crate::portable::damaged_body))
        })
    }
    /// The names that this function, and the functions in it, look up as globals: bound nowhere around them.
    pub fn global_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut rest = vec![self];
        while let Some(function) = rest.pop() {
            for feedback in &function.feedback {
                if let FeedbackKind::GetGlobal(constant) | FeedbackKind::SetGlobal(constant) = feedback
                    && let Some(Constant::String(name)) = function.constants.get(*constant as usize)
                {
                    names.insert(name.to_display());
                }
            }
            rest.extend(function.functions.iter().map(Arc::as_ref));
        }
        names
    }
}

impl Drop for FunctionTemplate {
    /// Lets nested functions go one after the other: their nesting has no limit, the native stack has.
    fn drop(&mut self) {
        let functions = |function: &mut FunctionTemplate| {
            function.body.get_mut().map(|body| std::mem::take(&mut body.functions)).unwrap_or_default()
        };
        let mut rest = functions(self);
        while let Some(function) = rest.pop() {
            if let Some(mut function) = Arc::into_inner(function) {
                rest.append(&mut functions(&mut function));
            }
        }
    }
}

/// import and export entries of a Module (ECMA-262 16.2.1.6).
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ModuleInfo {
    /// requested modules in source order, without duplicates
    pub requests: Vec<ModuleRequest>,
    /// import entries
    pub imports: Vec<ImportEntry>,
    /// local exports: (export name, slot of the module scope)
    pub local_exports: Vec<(Text, u32)>,
    /// indirect exports: `export { a as b } from 'x'`: (export name, request, import name; None for `* as`)
    pub indirect_exports: Vec<(Text, u32, Option<Text>)>,
    /// star exports: request indices
    pub star_exports: Vec<u32>,
    /// scope descriptor index (in the body's template) of the module scope
    pub scope: u32,
    /// has top-level await
    pub has_top_level_await: bool,
}

/// A requested module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModuleRequest {
    /// specifier
    pub specifier: Text,
    /// import attributes, sorted by key
    pub attributes: Vec<(Text, Text)>,
    /// 0 evaluation, 1 defer, 2 source
    pub phase: u8,
    /// byte offset of the request, for errors
    pub offset: u32,
}

/// An import binding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportEntry {
    /// index into requests
    pub request: u32,
    /// imported name; None for a namespace import
    pub import_name: Option<Text>,
    /// slot of the module scope
    pub slot: u32,
    /// byte offset, for errors
    pub offset: u32,
}

/// A compiled Module: `init` instantiates function declarations into the module scope, `body` evaluates.
/// Both run with the module scope as the scope they closed over.
#[derive(Debug)]
pub struct ModuleTemplate {
    /// run once when the module is linked; a plain function without parameters
    pub init: Arc<FunctionTemplate>,
    /// run when the module is evaluated; async iff `info.has_top_level_await`
    pub body: Arc<FunctionTemplate>,
    /// the module scope
    pub scope: ScopeInfo,
    /// entries
    pub info: ModuleInfo,
}
