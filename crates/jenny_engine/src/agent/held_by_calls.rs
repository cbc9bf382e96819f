//! What the running calls hold, for those who look at a program that stands: their bindings by name and the objects that these
//! reach. No code of the program runs, and nothing is kept alive: the result is plain data.
//!
//! Bindings in registers have names only in code that was compiled with them (`CompileOptions::names`).

use super::Agent;
use super::heap_snapshot::class_name;
use crate::Value;
use crate::builtins::map::MapObject;
use crate::builtins::set::SetObject;
use crate::environment::{ImportBinding, Scope};
use crate::function::{Closure, Code};
use crate::interpreter::CodePosition;
use crate::interpreter::frame::Frame;
use crate::kind::Kind;
use crate::object::Object;
use crate::object::array::ArrayObject;
use jenny_bytecode::FunctionTemplate;
use jenny_gc::Gc;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// Bindings of a call that are told.
const BINDINGS: usize = 30;
/// Objects that are told, and members of each.
const OBJECTS: usize = 40;
const MEMBERS: usize = 12;
/// Characters of a string.
const CHARACTERS: usize = 60;

/// A value: in words, and where it is an object that is told, its place among the objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldThing {
    pub text: String,
    pub object: Option<usize>,
}

/// A call of the program's own code.
#[derive(Clone, Debug)]
pub struct HeldCall {
    pub position: CodePosition,
    /// By their names, inner scopes first.
    pub bindings: Vec<(String, HeldThing)>,
}

/// An object with its own properties, as far as they are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldObject {
    pub class: String,
    pub members: Vec<(String, HeldThing)>,
    /// Members that are left out.
    pub more: usize,
}

/// What calls hold.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Innermost first.
    pub calls: Vec<HeldCall>,
    pub objects: Vec<HeldObject>,
}

/// A frame of compiled code that runs.
#[derive(Clone, Copy, Debug)]
pub struct RunningFrame {
    /// The address of its registers: no other frame has it at the same time.
    pub place: usize,
    pub code: Gc<Code>,
    /// Word index of its instruction.
    pub pc: u32,
}

impl Agent {
    /// Gives `visit` the running frames of the program's own code, innermost first, until it answers false.
    pub fn visit_frames(&self, mut visit: impl FnMut(RunningFrame) -> bool) {
        self.walk_frames(|frame, code, pc| match code {
            Some(code) if is_of_program(code.template()) => visit(RunningFrame { place: frame.0 as usize, code, pc }),
            _ => true,
        });
    }

    /// The program's function that is about to be called, where [`super::observer::AgentEvent::Call`] is told: its frame
    /// is not made yet.
    pub fn called_frame(&self) -> Option<RunningFrame> {
        let (code, window, _) = self.called()?;
        is_of_program(code.template()).then_some(RunningFrame { place: window as usize, code, pc: 0 })
    }

    /// What at most `most` running calls hold. Where a call is about to be made, that is the innermost, with its arguments.
    pub fn held_by_calls(&self, most: usize) -> Held {
        let mut eye = Eye { agent: self, held: Held::default(), places: FxHashMap::default(), next: VecDeque::new() };
        if let Some((code, window, argc)) = self.called()
            && is_of_program(code.template())
        {
            eye.arguments(code, window, argc);
        }
        self.visit_frames(|frame| {
            eye.call(frame);
            eye.held.calls.len() < most
        });
        eye.objects();
        eye.held
    }
}

fn is_of_program(template: &FunctionTemplate) -> bool {
    !crate::error::is_internal_source(&template.source.name)
}

struct Eye<'a> {
    agent: &'a Agent,
    held: Held,
    /// Objects that are told, by their addresses.
    places: FxHashMap<usize, usize>,
    /// Those whose members are not told yet, in the order of their places.
    next: VecDeque<Gc<Object>>,
}

impl Eye<'_> {
    fn arguments(&mut self, code: Gc<Code>, window: *mut Value, argc: u32) {
        let template = code.template();
        let parameters =
            template.locals.iter().filter(|local| (1..=template.parameter_count).contains(&local.register));
        let bindings = parameters
            .map(|local| {
                // SAFETY: `argc` arguments follow the window's first word.
                let given = (local.register <= argc).then(|| unsafe { *window.add(local.register as usize) });
                (local.name.to_display(), self.thing(given.unwrap_or(Value::UNDEFINED)))
            })
            .collect();
        let position = CodePosition { template: template.clone(), pc: 0 };
        self.held.calls.push(HeldCall { position, bindings });
    }

    fn call(&mut self, frame: RunningFrame) {
        let RunningFrame { place, code, pc } = frame;
        let registers = Frame(place as *mut Value);
        let template = code.template();
        let mut bindings: Vec<(String, HeldThing)> = Vec::new();
        let mut known: FxHashSet<String> = FxHashSet::default();
        let mut scope = None;
        let locals = template.locals.iter().rev().filter(|local| local.start <= pc && pc < local.end);
        for local in locals {
            let value = registers.register(local.register as usize);
            let name = local.name.to_display();
            if name.is_empty() {
                scope = scope.or(Some(value));
            } else if bindings.len() < BINDINGS && known.insert(name.clone()) {
                bindings.push((name, self.thing(value)));
            }
        }
        // From the innermost scope outward: what closures share.
        while let Some(of) = scope.and_then(scope_of) {
            for (slot, binding) in (0..of.count()).zip(&of.info().bindings) {
                let name = binding.name.to_display();
                let is_written =
                    !name.is_empty() && !name.starts_with(['#', '%', '*']) && name != "this" && !name.contains('.');
                if is_written && bindings.len() < BINDINGS && known.insert(name.clone()) {
                    let value = import_of(of.get(slot)).map_or(of.get(slot), |import| import.get());
                    bindings.push((name, self.thing(value)));
                }
            }
            scope = Some(of.parent());
        }
        let this = registers.register(0);
        if this.is_object() && bindings.len() < BINDINGS {
            bindings.push(("this".to_owned(), self.thing(this)));
        }
        self.held.calls.push(HeldCall { position: CodePosition { template: template.clone(), pc }, bindings });
    }

    /// The members of all objects that were met, and of those that these reach.
    fn objects(&mut self) {
        while let Some(object) = self.next.pop_front() {
            let told = self.object(object);
            self.held.objects.push(told);
        }
    }

    fn object(&mut self, object: Gc<Object>) -> HeldObject {
        let value = Value::from(object);
        // A member without a value is an accessor.
        let (mut found, mut count): (Vec<(String, Option<Value>)>, usize) = (Vec::new(), 0);
        let mut note = |name: &dyn Fn() -> String, value: Option<Value>| {
            count += 1;
            if found.len() < MEMBERS {
                found.push((name(), value));
            }
        };
        if let Some(elements) = object.dense_elements() {
            let length = value.as_kind::<ArrayObject>().map_or(usize::MAX, |array| array.length() as usize);
            let elements = elements.as_slice().iter().take(length).enumerate();
            elements
                .filter(|(_, value)| !value.is_empty())
                .for_each(|(at, value)| note(&|| at.to_string(), Some(*value)));
        }
        if let Some(map) = value.as_kind::<MapObject>() {
            for (at, (key, value)) in map.data().entries().enumerate() {
                note(&|| format!("key {at}"), Some(key));
                note(&|| format!("value {at}"), Some(value));
            }
        }
        if let Some(set) = value.as_kind::<SetObject>() {
            set.data()
                .entries()
                .enumerate()
                .for_each(|(at, (member, _))| note(&|| format!("member {at}"), Some(member)));
        }
        for entry in object.shape().entries() {
            let value = (!entry.attributes.is_accessor()).then(|| object.raw_slot(entry.slot));
            note(&|| entry.key.to_display(), value);
        }
        let more = count - found.len();
        let accessor = || HeldThing { text: "accessor".to_owned(), object: None };
        let members = found
            .into_iter()
            .map(|(name, value)| (name, value.map_or_else(accessor, |value| self.thing(value))))
            .collect();
        HeldObject { class: class_name(self.agent, object, object_kind(object)), members, more }
    }

    fn thing(&mut self, value: Value) -> HeldThing {
        let plain = |text: String| HeldThing { text, object: None };
        if value.is_empty() {
            return plain("not initialised yet".to_owned());
        }
        if let Some(object) = value.as_object() {
            return self.reference(object);
        }
        if let Some(text) = value.as_string() {
            let text = text.to_rust_string();
            let cut = text.chars().count() > CHARACTERS;
            let shown: String = text.chars().take(CHARACTERS).collect();
            return plain(format!("{shown:?}{}", if cut { "…" } else { "" }));
        }
        if let Some(number) = value.as_number() {
            let zero = number == 0.0 && number.is_sign_negative();
            let mut buffer = jenny_text::number::NumberBuffer::default();
            let digits = jenny_text::number::number_to_string(number, &mut buffer);
            return plain(if zero { "-0".to_owned() } else { digits.to_owned() });
        }
        if let Some(symbol) = value.as_symbol() {
            let description = symbol.description().map_or_else(String::new, |text| text.to_rust_string());
            return plain(format!("Symbol({description})"));
        }
        plain(match value.as_bool() {
            Some(truth) => truth.to_string(),
            None if value.is_undefined() => "undefined".to_owned(),
            None if value.is_null() => "null".to_owned(),
            None if value.is_bigint() => "a BigInt".to_owned(),
            None => "a value of the engine's own".to_owned(),
        })
    }

    fn reference(&mut self, object: Gc<Object>) -> HeldThing {
        let kind = object_kind(object);
        let text = match Value::from(object).as_kind::<Closure>() {
            Some(closure) => format!("function {}", closure.template().name.to_display()).trim_end().to_owned(),
            None => class_name(self.agent, object, kind),
        };
        let places = self.places.len();
        let place = match self.places.get(&object.addr()) {
            Some(&known) => Some(known),
            None if places < OBJECTS => {
                self.places.insert(object.addr(), places);
                self.next.push_back(object);
                Some(places)
            }
            None => None,
        };
        HeldThing { text, object: place }
    }
}

fn object_kind(object: Gc<Object>) -> Kind {
    Value::from(object).kind().unwrap_or(Kind::FIRST_OBJECT)
}

fn scope_of(value: Value) -> Option<Gc<Scope>> {
    // SAFETY: the kind was checked.
    value.is_kind(Kind::Scope).then(|| unsafe { value.as_gc_unchecked() })
}

fn import_of(value: Value) -> Option<Gc<ImportBinding>> {
    // SAFETY: the kind was checked.
    value.is_kind(Kind::ImportBinding).then(|| unsafe { value.as_gc_unchecked() })
}
