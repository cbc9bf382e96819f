//! Whether a RegExp behaves as its builtin methods alone say, so that fast paths need no property look-ups.

use super::{RegExpObject, accessors, exec, replace, symbol_methods};
use crate::agent::epoch_bucket;
use crate::function::{NativeFunction, NativeFunctionObject};
use crate::object::Shape;
use crate::object::internal_methods::ordinary_own_property;
use crate::{Agent, Intrinsic, Object, PropertyKey, Value, WellKnownSymbol};
use jenny_gc::{Gc, Trace, Tracer};

/// The result of looking at %RegExp.prototype%, valid while the epochs of its keys stay.
pub(super) struct Pristine {
    /// shape of a RegExp with nothing but `lastIndex`
    shape: Gc<Shape>,
    prototype: Gc<Object>,
    epochs: u64,
    holds: bool,
}

impl Pristine {
    pub(super) fn trace(&self, tracer: &mut Tracer<'_>) {
        self.shape.trace(tracer);
        self.prototype.trace(tracer);
    }
}

enum Expected {
    Method(NativeFunction),
    Getter(NativeFunction),
}

fn expected(agent: &Agent) -> [(PropertyKey, Expected); 15] {
    let names = &agent.names;
    let symbol = |s| agent.symbol_key(s);
    use Expected::{Getter, Method};
    [
        (names.exec, Method(exec::regexp_prototype_exec)),
        (names.flags, Getter(accessors::regexp_flags)),
        (names.has_indices, Getter(accessors::regexp_has_indices)),
        (names.global, Getter(accessors::regexp_global)),
        (names.ignore_case, Getter(accessors::regexp_ignore_case)),
        (names.multiline, Getter(accessors::regexp_multiline)),
        (names.dot_all, Getter(accessors::regexp_dot_all)),
        (names.unicode, Getter(accessors::regexp_unicode)),
        (names.unicode_sets, Getter(accessors::regexp_unicode_sets)),
        (names.sticky, Getter(accessors::regexp_sticky)),
        (symbol(WellKnownSymbol::Match), Method(symbol_methods::regexp_match)),
        (symbol(WellKnownSymbol::MatchAll), Method(symbol_methods::regexp_match_all)),
        (symbol(WellKnownSymbol::Replace), Method(replace::regexp_replace)),
        (symbol(WellKnownSymbol::Search), Method(symbol_methods::regexp_search)),
        (symbol(WellKnownSymbol::Split), Method(symbol_methods::regexp_split)),
    ]
}

fn runs(value: Value, function: NativeFunction) -> bool {
    value.as_kind::<NativeFunctionObject>().is_some_and(|f| f.function() as usize == function as usize)
}

fn epochs(agent: &Agent) -> u64 {
    let names = &agent.names;
    let symbol = |s| agent.symbol_key(s);
    let keys = [
        names.exec,
        names.flags,
        names.has_indices,
        names.global,
        names.ignore_case,
        names.multiline,
        names.dot_all,
        names.unicode,
        names.unicode_sets,
        names.sticky,
        names.constructor,
        symbol(WellKnownSymbol::Match),
        symbol(WellKnownSymbol::MatchAll),
        symbol(WellKnownSymbol::Replace),
        symbol(WellKnownSymbol::Search),
        symbol(WellKnownSymbol::Split),
    ];
    keys.iter().map(|k| agent.prototype_epochs[epoch_bucket(*k) as usize] as u64).sum()
}

/// Whether all properties that the algorithms of RegExp.prototype read from this object are the builtin ones.
#[inline]
pub(super) fn is_pristine(agent: &mut Agent, regexp: Gc<RegExpObject>) -> bool {
    let now = epochs(agent);
    match &agent.regexp.pristine {
        Some(p) if p.epochs == now && p.shape == regexp.object.shape() => p.holds,
        _ => look(agent, regexp, now),
    }
}

#[cold]
fn look(agent: &mut Agent, regexp: Gc<RegExpObject>, now: u64) -> bool {
    let prototype = agent.intrinsic(Intrinsic::RegExpPrototype);
    let shape = regexp.object.shape();
    if shape.is_dictionary() || shape.count() != 1 || shape.prototype() != prototype.into() {
        return false;
    }
    let holds = expected(agent).into_iter().all(|(key, expected)| {
        let Some(property) = ordinary_own_property(agent, prototype, key) else { return false };
        match (expected, property.accessor()) {
            (Expected::Method(f), None) => runs(property.value, f),
            (Expected::Getter(f), Some(pair)) => runs(pair.getter(), f),
            _ => false,
        }
    });
    agent.regexp.pristine = Some(Pristine { shape, prototype, epochs: now, holds });
    holds
}

/// Whether SpeciesConstructor of a pristine RegExp gives %RegExp%.
pub(super) fn has_builtin_species(agent: &mut Agent) -> bool {
    let prototype = agent.intrinsic(Intrinsic::RegExpPrototype);
    let constructor = agent.intrinsic(Intrinsic::RegExp);
    let key = agent.names.constructor;
    if ordinary_own_property(agent, prototype, key).is_none_or(|p| p.value != constructor.into()) {
        return false;
    }
    let species = agent.symbol_key(WellKnownSymbol::Species);
    let Some(pair) = ordinary_own_property(agent, constructor, species).and_then(|p| p.accessor()) else {
        return false;
    };
    // The getter is a builtin one of this very name; programs cannot make such a function.
    pair.getter()
        .as_kind::<NativeFunctionObject>()
        .is_some_and(|f| f.initial_name().as_string().is_some_and(|name| name.is_text("get [Symbol.species]")))
}
