//! RegExp (ECMA-262 22.2): the tables, the constructor, RegExpAlloc and RegExpInitialize, the cache of compiled programs.

mod accessors;
mod escape;
mod exec;
mod iterator;
mod pristine;
mod replace;
mod symbol_methods;

pub use exec::regexp_exec;
pub use iterator::{REGEXP_STRING_ITERATOR, RegExpStringIterator};

use crate::object::{Attributes, ObjectType, Shape};
use crate::realm::Realm;
use crate::realm::property_spec::*;
use crate::string::JsString;
use crate::{Agent, Args, AsObject, Intrinsic, JsResult, Kind, Object, Value, WellKnownSymbol};
use accessors::*;
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use jenny_regexp::{Flags, Matcher, Program};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::RefCell;
use std::sync::Arc;

pub static REGEXP: ClassSpec =
    ClassSpec::new("RegExp", Intrinsic::RegExp, Intrinsic::RegExpPrototype, regexp_constructor, 2)
        .statics(STATICS)
        .methods(METHODS);

static STATICS: &[PropertySpec] = &[
    method("escape", escape::regexp_escape, 1),
    species(),
    accessor("input", regexp_get_input, regexp_set_input),
    accessor("$_", regexp_get_input, regexp_set_input),
    getter("lastMatch", regexp_get_last_match),
    getter("$&", regexp_get_last_match),
    getter("lastParen", regexp_get_last_paren),
    getter("$+", regexp_get_last_paren),
    getter("leftContext", regexp_get_left_context),
    getter("$`", regexp_get_left_context),
    getter("rightContext", regexp_get_right_context),
    getter("$'", regexp_get_right_context),
    getter("$1", regexp_get_paren::<1>),
    getter("$2", regexp_get_paren::<2>),
    getter("$3", regexp_get_paren::<3>),
    getter("$4", regexp_get_paren::<4>),
    getter("$5", regexp_get_paren::<5>),
    getter("$6", regexp_get_paren::<6>),
    getter("$7", regexp_get_paren::<7>),
    getter("$8", regexp_get_paren::<8>),
    getter("$9", regexp_get_paren::<9>),
];

static METHODS: &[PropertySpec] = &[
    method("exec", exec::regexp_prototype_exec, 1),
    getter("dotAll", regexp_dot_all),
    getter("flags", regexp_flags),
    getter("global", regexp_global),
    getter("hasIndices", regexp_has_indices),
    getter("ignoreCase", regexp_ignore_case),
    getter("multiline", regexp_multiline),
    getter("source", regexp_source),
    getter("sticky", regexp_sticky),
    getter("unicode", regexp_unicode),
    getter("unicodeSets", regexp_unicode_sets),
    method("compile", regexp_compile, 2),
    method("test", exec::regexp_test, 1),
    method("toString", regexp_to_string, 0),
    symbol_method(WellKnownSymbol::Match, symbol_methods::regexp_match, 1, Attributes::BUILTIN),
    symbol_method(WellKnownSymbol::MatchAll, symbol_methods::regexp_match_all, 1, Attributes::BUILTIN),
    symbol_method(WellKnownSymbol::Replace, replace::regexp_replace, 2, Attributes::BUILTIN),
    symbol_method(WellKnownSymbol::Search, symbol_methods::regexp_search, 1, Attributes::BUILTIN),
    symbol_method(WellKnownSymbol::Split, symbol_methods::regexp_split, 2, Attributes::BUILTIN),
];

/// An object with [[RegExpMatcher]]. Its first slot is always `lastIndex`.
#[repr(C)]
pub struct RegExpObject {
    object: Object,
    /// [[OriginalSource]], a string
    source: Field<Value>,
    /// [[OriginalFlags]], a string; undefined before RegExpInitialize is through
    flags_text: Field<Value>,
    realm: Gc<Realm>,
    program: RefCell<Option<Arc<Program>>>,
}

/// Header flag of a RegExp whose [[LegacyFeaturesEnabled]] is false.
const NO_LEGACY_FEATURES: u16 = crate::object::flags::TYPE_A;

// SAFETY: visits the object part and all fields.
unsafe impl Trace for RegExpObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.source.get().trace(tracer);
        self.flags_text.get().trace(tracer);
        tracer.visit(self.realm);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for RegExpObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for RegExpObject {
    const KIND: Kind = Kind::RegExp;
}

impl RegExpObject {
    /// The compiled pattern.
    pub(super) fn program(&self) -> Option<Arc<Program>> {
        self.program.borrow().clone()
    }
    pub(super) fn flags(&self) -> Flags {
        self.program.borrow().as_ref().map_or_else(Flags::default, |p| p.flags())
    }
    /// [[OriginalSource]]
    pub fn source(&self) -> Value {
        self.source.get()
    }
    /// [[OriginalFlags]]
    pub fn flags_text(&self) -> Value {
        self.flags_text.get()
    }
    /// The value of `lastIndex`.
    #[inline(always)]
    fn last_index(&self) -> Value {
        self.object.raw_slot(0)
    }
}

/// Compiled programs kept for patterns seen again.
const MAX_CACHED: usize = 1024;

struct CachedProgram {
    pattern: Vec<u16>,
    program: Arc<Program>,
}

/// State of the RegExp builtins that belongs to an agent.
#[derive(Default)]
pub struct RegExpState {
    /// Not here while it matches.
    matcher: Option<Box<Matcher>>,
    cache: FxHashMap<(u32, u8), Vec<CachedProgram>>,
    cached: usize,
    /// Groups of the last match, in code units of `last_subject`.
    captures: Vec<Option<(usize, usize)>>,
    /// The string last matched; undefined when a match of another kind made the legacy properties unusable, None at first.
    last_subject: Option<Value>,
    /// RegExp.input, if it is not `last_subject`
    input: Option<Value>,
    pristine: Option<pristine::Pristine>,
    initial: Option<InitialShape>,
    /// of the arrays that `exec` gives
    result: Option<InitialShape>,
}

/// The shape that objects with a certain prototype have when they are made: a RegExp with nothing but `lastIndex`, or an array of
/// groups with `index`, `input` and `groups`.
#[derive(Clone, Copy)]
struct InitialShape {
    prototype: Gc<Object>,
    shape: Gc<Shape>,
}

impl RegExpState {
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        self.last_subject.trace(tracer);
        self.input.trace(tracer);
        if let Some(pristine) = &self.pristine {
            pristine.trace(tracer);
        }
        for initial in [&self.initial, &self.result].into_iter().flatten() {
            initial.prototype.trace(tracer);
            initial.shape.trace(tracer);
        }
    }
}

/// IsRegExp (7.2.6)
pub fn is_regexp(agent: &mut Agent, value: Value) -> JsResult<bool> {
    let Some(object) = value.as_object() else { return Ok(false) };
    let matcher = object.get(agent, agent.symbol_key(WellKnownSymbol::Match))?;
    if !matcher.is_undefined() {
        return Ok(matcher.to_boolean());
    }
    Ok(object.is_kind(Kind::RegExp))
}

/// RegExpAlloc with a prototype (22.2.3.2): no pattern yet.
fn regexp_alloc(agent: &mut Agent, prototype: Gc<Object>) -> JsResult<Gc<RegExpObject>> {
    let known = agent.regexp.initial.filter(|i| i.prototype == prototype);
    let shape = match known {
        Some(initial) => initial.shape,
        None => agent.root_shape(prototype.into(), 0),
    };
    let realm = agent.realm();
    let regexp = agent.alloc(RegExpObject {
        object: Object::new(Kind::RegExp, shape),
        source: Field::new(Value::UNDEFINED),
        flags_text: Field::new(Value::UNDEFINED),
        realm,
        program: RefCell::new(None),
    });
    if known.is_some() {
        agent.grow_slots(regexp.as_object(), 0)?;
        regexp.object.set_raw_slot(0, Value::ZERO);
        return Ok(regexp);
    }
    agent.add_property(regexp.as_object(), agent.names.last_index, Value::ZERO, Attributes::WRITABLE)?;
    if !regexp.object.shape().is_dictionary() {
        agent.regexp.initial = Some(InitialShape { prototype, shape: regexp.object.shape() });
    }
    Ok(regexp)
}

fn flag_bits(flags: Flags) -> u8 {
    [
        flags.has_indices,
        flags.global,
        flags.ignore_case,
        flags.multiline,
        flags.dot_all,
        flags.unicode,
        flags.unicode_sets,
        flags.sticky,
    ]
    .into_iter()
    .fold(0, |bits, on| bits << 1 | on as u8)
}

/// The compiled program of a pattern, from the cache if it was compiled before.
fn compiled(agent: &mut Agent, pattern: Gc<JsString>, flags_text: Gc<JsString>) -> JsResult<Arc<Program>> {
    let parsed = match flags_text.len() {
        0 => Some(Flags::default()),
        1..=8 => Flags::parse(&flags_text.view().iter().collect::<SmallVec<[u16; 8]>>()),
        _ => None,
    };
    let Some(flags) = parsed else {
        let text = flags_text.to_rust_string();
        return Err(agent.throw_syntax_error(format!("Invalid flags supplied to RegExp constructor '{text}'")));
    };
    let key = (pattern.hash(), flag_bits(flags));
    let view = pattern.view();
    if let Some(list) = agent.regexp.cache.get(&key)
        && let Some(found) = list.iter().find(|c| crate::StringView::Utf16(&c.pattern).equals(&view))
    {
        return Ok(Arc::clone(&found.program));
    }
    let units = view.to_utf16();
    let program = match jenny_regexp::compile(&units, flags) {
        Ok(program) => Arc::new(program),
        Err(error) => return Err(agent.throw_syntax_error(error.message)),
    };
    let state = &mut agent.regexp;
    if state.cached >= MAX_CACHED {
        state.cache.clear();
        state.cached = 0;
    }
    state.cached += 1;
    state.cache.entry(key).or_default().push(CachedProgram { pattern: units, program: Arc::clone(&program) });
    Ok(program)
}

/// RegExpInitialize (22.2.3.3) for texts that are strings already.
fn initialize(agent: &mut Agent, regexp: Gc<RegExpObject>, pattern: Gc<JsString>, flags: Gc<JsString>) -> JsResult<()> {
    let program = compiled(agent, pattern, flags)?;
    regexp.source.set(regexp.object.header(), pattern.into());
    regexp.flags_text.set(regexp.object.header(), flags.into());
    *regexp.program.borrow_mut() = Some(program);
    Ok(())
}

/// RegExpInitialize (22.2.3.3), `lastIndex` included.
fn regexp_initialize(agent: &mut Agent, regexp: Gc<RegExpObject>, pattern: Value, flags: Value) -> JsResult<()> {
    let text = |agent: &mut Agent, value: Value| match value {
        Value::UNDEFINED => Ok(agent.names.empty_string()),
        value => value.to_js_string(agent),
    };
    let pattern = text(agent, pattern)?;
    let flags = text(agent, flags)?;
    initialize(agent, regexp, pattern, flags)?;
    exec::set_last_index(agent, regexp, 0)
}

/// RegExpCreate (22.2.3.1)
pub fn regexp_create(agent: &mut Agent, pattern: Value, flags: Value) -> JsResult<Gc<Object>> {
    let prototype = agent.intrinsic(Intrinsic::RegExpPrototype);
    let regexp = regexp_alloc(agent, prototype)?;
    regexp_initialize(agent, regexp, pattern, flags)?;
    Ok(regexp.as_object())
}

/// The object of a regular expression literal (13.2.7.3).
pub fn new_regexp(agent: &mut Agent, pattern: Gc<JsString>, flags: Gc<JsString>) -> JsResult<Gc<Object>> {
    let prototype = agent.intrinsic(Intrinsic::RegExpPrototype);
    let regexp = regexp_alloc(agent, prototype)?;
    initialize(agent, regexp, pattern, flags)?;
    Ok(regexp.as_object())
}

/// 22.2.4.1
fn regexp_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (pattern, flags) = (args.get(0), args.get(1));
    let pattern_is_regexp = is_regexp(agent, pattern)?;
    let callee = Value::from(args.callee());
    let new_target = match args.new_target() {
        Value::UNDEFINED => {
            if pattern_is_regexp
                && flags.is_undefined()
                && let Some(object) = pattern.as_object()
                && object.get(agent, agent.names.constructor)? == callee
            {
                return Ok(pattern);
            }
            callee
        }
        new_target => new_target,
    };
    let (source, flags) = if let Some(regexp) = pattern.as_kind::<RegExpObject>() {
        (regexp.source(), if flags.is_undefined() { regexp.flags_text() } else { flags })
    } else if pattern_is_regexp && let Some(object) = pattern.as_object() {
        let source = object.get(agent, agent.names.source)?;
        (source, if flags.is_undefined() { object.get(agent, agent.names.flags)? } else { flags })
    } else {
        (pattern, flags)
    };
    let prototype = agent.get_prototype_from_constructor(new_target, Intrinsic::RegExpPrototype)?;
    let regexp = regexp_alloc(agent, prototype)?;
    if new_target != callee {
        regexp.object.set_flag(NO_LEGACY_FEATURES);
    }
    regexp_initialize(agent, regexp, source, flags)?;
    Ok(regexp.into())
}

/// B.2.4.1 RegExp.prototype.compile
fn regexp_compile(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(regexp) = this.as_kind::<RegExpObject>() else {
        return Err(agent.throw_incompatible_receiver("RegExp.prototype.compile", this));
    };
    if regexp.object.has_flag(NO_LEGACY_FEATURES) || regexp.realm != agent.realm() {
        return Err(agent.throw_incompatible_receiver("RegExp.prototype.compile", this));
    }
    let (pattern, flags) = (args.get(0), args.get(1));
    if let Some(other) = pattern.as_kind::<RegExpObject>() {
        if !flags.is_undefined() {
            return Err(agent.throw_type_error("Invalid flags supplied to RegExp constructor"));
        }
        regexp_initialize(agent, regexp, other.source(), other.flags_text())?;
    } else {
        regexp_initialize(agent, regexp, pattern, flags)?;
    }
    Ok(this)
}
