//! JSON.stringify (ECMA-262 25.5.4).

use super::internalize::enumerable_own_string_keys;
use super::unwrap_string_or_number;
use crate::agent::epoch_bucket;
use crate::error::describe::constructor_name;
use crate::object::flags;
use crate::object::shape::{Shape, ShapeEntry};
use crate::object::wrapper::PrimitiveWrapper;
use crate::operations::{text_of, values};
use crate::string::{JsString, PropertyKey, StringBuilder};
use crate::{Agent, Args, JsResult, Kind, Object, Throw, Value};
use jenny_gc::{Gc, RootVec};
use jenny_text::TextBuf;
use jenny_text::escape::quote_json;
use jenny_text::number::NumberBuffer;
use std::rc::Rc;

/// The JSON text of a value without replacer; None for what has none (undefined, functions, symbols). `gap` indents.
pub fn json_stringify(agent: &mut Agent, value: Value, gap: &str) -> JsResult<Option<Gc<JsString>>> {
    let mut serializer = Serializer::new(agent);
    serializer.gap.push_str(gap);
    serializer.run(agent, value)
}

/// 25.5.4
pub(super) fn json_stringify_builtin(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let mut serializer = Serializer::new(agent);
    let replacer = args.get(1);
    if replacer.is_callable() {
        serializer.replacer = replacer;
    } else if let Some(list) = replacer.as_object()
        && replacer.is_array(agent)?
    {
        serializer.property_list = Some(property_list(agent, list)?);
    }
    let space = unwrap_string_or_number(agent, args.get(2))?;
    if let Some(n) = space.as_number() {
        let count = jenny_text::number::to_integer_or_infinity(n).clamp(0.0, 10.0);
        serializer.gap.push_str(&" ".repeat(count as usize));
    } else if let Some(s) = space.as_string() {
        let view = s.view();
        serializer.gap.push_text(text_of(view.slice(0, view.len().min(10))));
    }
    Ok(Value::from_option(serializer.run(agent, args.get(0))?))
}

/// The keys that an array of names selects, each once.
fn property_list(agent: &mut Agent, list: Gc<Object>) -> JsResult<RootVec> {
    let mut keys = RootVec::new(&agent.heap);
    let mut seen = rustc_hash::FxHashSet::default();
    let length = list.length_of_array_like(agent)?;
    for i in 0..length {
        let item = list.get_index(agent, i)?;
        let item = match item.as_kind::<PrimitiveWrapper>().map(|w| w.primitive()) {
            Some(p) if p.is_string() || p.is_number() => item.to_js_string(agent)?.into(),
            _ => item,
        };
        if item.is_string() || item.is_number() {
            let name = item.to_js_string(agent)?;
            let key = agent.key_from_string(name);
            if seen.insert(key.bits()) {
                keys.push(key.bits());
            }
        }
        if i & 0xfff == 0xfff {
            agent.poll_interrupts()?;
        }
    }
    Ok(keys)
}

struct Serializer {
    /// a function or undefined
    replacer: Value,
    property_list: Option<RootVec>,
    gap: TextBuf,
    /// open objects, each after the key under which it was found
    stack: RootVec,
    out: StringBuilder,
    numbers: NumberBuffer,
    /// Shapes met lately. The serializer lies on the native stack, so they stay alive.
    shapes: [Option<KnownShape>; SHAPES],
    next_shape: usize,
}

/// Shapes that are remembered.
const SHAPES: usize = 8;

/// What is known of plain objects and arrays of a shared shape.
struct KnownShape {
    shape: Gc<Shape>,
    /// properties, those with string keys with their names as they are written, colon included
    entries: Rc<Vec<(ShapeEntry, TextBuf)>>,
    /// epoch of the key `toJSON` at which no such property was found
    without_to_json: Option<u32>,
}

impl Serializer {
    fn new(agent: &Agent) -> Serializer {
        Serializer {
            replacer: Value::UNDEFINED,
            property_list: None,
            gap: TextBuf::new(),
            stack: RootVec::new(&agent.heap),
            out: StringBuilder::new(),
            numbers: NumberBuffer::new(),
            shapes: [const { None }; SHAPES],
            next_shape: 0,
        }
    }

    fn run(mut self, agent: &mut Agent, value: Value) -> JsResult<Option<Gc<JsString>>> {
        let key = agent.names.empty;
        // Only a replacer function can see the wrapper.
        let holder = if self.replacer.is_undefined() {
            None
        } else {
            let wrapper = agent.new_object();
            wrapper.create_data_property_or_throw(agent, key, value)?;
            Some(wrapper)
        };
        let value = self.prepare(agent, holder, key, value)?;
        if !is_serializable(value) {
            return Ok(None);
        }
        self.write(agent, key, value)?;
        Ok(Some(self.out.finish(agent)?))
    }

    /// SerializeJSONProperty up to the point where the text is written: toJSON, the replacer, wrappers.
    #[inline]
    fn prepare(
        &mut self,
        agent: &mut Agent,
        holder: Option<Gc<Object>>,
        key: PropertyKey,
        value: Value,
    ) -> JsResult<Value> {
        if self.replacer.is_undefined() && !value.is_object() && !value.is_bigint() {
            return Ok(value);
        }
        self.prepare_slow(agent, holder, key, value)
    }
    fn prepare_slow(
        &mut self,
        agent: &mut Agent,
        holder: Option<Gc<Object>>,
        key: PropertyKey,
        mut value: Value,
    ) -> JsResult<Value> {
        if (value.is_object() || value.is_bigint()) && !self.lacks_to_json(agent, value) {
            let to_json = agent.get_v(value, agent.names.to_json)?;
            if to_json.is_undefined() {
                self.note_without_to_json(agent, value);
            }
            if to_json.is_callable() {
                let name = agent.key_to_value(key);
                value = agent.call(to_json, value, &[name])?;
            }
        }
        if !self.replacer.is_undefined() {
            let name = agent.key_to_value(key);
            value = agent.call(self.replacer, Value::from_option(holder), &[name, value])?;
        }
        if let Some(wrapper) = value.as_kind::<PrimitiveWrapper>() {
            let primitive = wrapper.primitive();
            if primitive.is_bool() || primitive.is_bigint() {
                value = primitive;
            } else {
                value = unwrap_string_or_number(agent, value)?;
            }
        }
        Ok(value)
    }

    /// What is known of an object's shape.
    #[inline]
    fn known_shape(&mut self, object: Gc<Object>) -> Option<&mut KnownShape> {
        if !object.is_kind(Kind::Object) && !object.is_kind(Kind::Array) {
            return None;
        }
        let shape = object.shape();
        self.shapes.iter_mut().flatten().find(|k| k.shape == shape)
    }

    /// Whether looking for `toJSON` is known to find nothing.
    #[inline]
    fn lacks_to_json(&mut self, agent: &Agent, value: Value) -> bool {
        let epoch = to_json_epoch(agent);
        let Some(object) = value.as_object() else { return false };
        self.known_shape(object).is_some_and(|k| k.without_to_json == Some(epoch))
    }

    /// `toJSON` was looked for in vain. If there is no such property at all, that goes for all objects of the shape while
    /// their prototypes do not get one.
    fn note_without_to_json(&mut self, agent: &Agent, value: Value) {
        let Some(object) = value.as_object() else { return };
        let is_known_kind = object.is_kind(Kind::Object) || object.is_kind(Kind::Array);
        if !is_known_kind || object.shape().is_dictionary() {
            return;
        }
        let mut next = Some(object);
        while let Some(o) = next {
            let ordinary = o.internal_methods().named_properties_are_ordinary;
            if !ordinary || o.shape().find(agent.names.to_json).is_some() {
                return;
            }
            next = o.prototype().as_object();
        }
        let epoch = to_json_epoch(agent);
        self.entries_of(object);
        if let Some(known) = self.known_shape(object) {
            known.without_to_json = Some(epoch);
        }
    }

    /// The properties of an object with a shared shape.
    fn entries_of(&mut self, object: Gc<Object>) -> Rc<Vec<(ShapeEntry, TextBuf)>> {
        if let Some(known) = self.known_shape(object) {
            return Rc::clone(&known.entries);
        }
        let shape = object.shape();
        let with_name = |entry: ShapeEntry| {
            let mut name = TextBuf::new();
            if let Some(atom) = entry.key.as_atom() {
                quote_json(text_of(atom.view()), &mut name);
                name.push_latin1(b':');
            }
            (entry, name)
        };
        let entries = Rc::new(shape.entries().into_iter().map(with_name).collect::<Vec<_>>());
        self.shapes[self.next_shape] = Some(KnownShape { shape, entries: Rc::clone(&entries), without_to_json: None });
        self.next_shape = (self.next_shape + 1) % self.shapes.len();
        entries
    }

    fn push_quoted(&mut self, agent: &mut Agent, string: Gc<JsString>) -> JsResult<()> {
        self.out.check_room(agent, string.len() + 2)?;
        quote_json(text_of(string.view()), self.out.text_mut());
        self.out.check_room(agent, 0)
    }

    fn write(&mut self, agent: &mut Agent, key: PropertyKey, value: Value) -> JsResult<()> {
        if let Some(i) = value.as_int() {
            self.out.text_mut().push_latin1_slice(self.numbers.format_int_bytes(i));
        } else if let Some(d) = value.as_number() {
            let text = if d.is_finite() { self.numbers.format(d) } else { "null" };
            self.out.text_mut().push_latin1_slice(text.as_bytes());
        } else if let Some(string) = value.as_string() {
            self.push_quoted(agent, string)?;
        } else if let Some(object) = value.as_object() {
            self.write_object(agent, key, object)?;
        } else if value.is_bigint() {
            return Err(agent.throw_type_error("Do not know how to serialize a BigInt"));
        } else {
            let text = match value {
                Value::TRUE => "true",
                Value::FALSE => "false",
                _ => "null",
            };
            self.out.text_mut().push_latin1_slice(text.as_bytes());
        }
        Ok(())
    }

    fn write_object(&mut self, agent: &mut Agent, key: PropertyKey, object: Gc<Object>) -> JsResult<()> {
        if object.has_flag(flags::IS_RAW_JSON) {
            let raw = object.get_str(agent, "rawJSON")?.to_js_string(agent)?;
            return self.out.push_string(agent, raw);
        }
        agent.check_native_stack()?;
        agent.poll_interrupts()?;
        self.out.check_room(agent, 2)?;
        let bits = Value::from(object).bits();
        if self.stack.as_slice().iter().skip(1).step_by(2).any(|&b| b == bits) {
            return Err(self.throw_circular(agent, key, object));
        }
        self.stack.push(key.bits());
        self.stack.push(bits);
        if object.is_kind(Kind::Array) || !object.is_kind(Kind::Object) && Value::from(object).is_array(agent)? {
            self.write_array(agent, object)?;
        } else {
            self.write_members(agent, object)?;
        }
        let depth = self.stack.len();
        self.stack.truncate(depth - 2);
        Ok(())
    }

    /// A line break and the indentation of the current depth, if there is a gap.
    #[inline]
    fn break_line(&mut self, agent: &mut Agent, depth: usize) -> JsResult<()> {
        if self.gap.is_empty() {
            return Ok(());
        }
        self.out.check_room(agent, depth * self.gap.len())?;
        self.out.push_unit(10);
        for _ in 0..depth {
            self.out.text_mut().push_text(self.gap.as_text());
        }
        Ok(())
    }

    /// SerializeJSONArray (25.5.4.6)
    fn write_array(&mut self, agent: &mut Agent, array: Gc<Object>) -> JsResult<()> {
        let length = array.length_of_array_like(agent)?;
        let depth = self.stack.len() / 2;
        self.out.push_unit(0x5b);
        for i in 0..length {
            if i > 0 {
                self.out.push_unit(0x2c);
            }
            self.break_line(agent, depth)?;
            let plain = if array.is_kind(Kind::Array) { array.dense_elements() } else { None };
            let value = match plain.and_then(|elements| elements.as_slice().get(i as usize).copied()) {
                Some(value) if !value.is_empty() => value,
                _ => array.get_index(agent, i)?,
            };
            let (simple, key) = if value.is_number() || value.is_string() {
                (self.replacer.is_undefined(), agent.names.empty)
            } else {
                (false, agent.names.empty)
            };
            let key = if simple { key } else { agent.key_from_integer(i) };
            let value = if simple { value } else { self.prepare(agent, Some(array), key, value)? };
            let value = if is_serializable(value) { value } else { Value::NULL };
            self.write(agent, key, value)?;
            if i & 0xfff == 0xfff {
                self.out.check_room(agent, 0)?;
                agent.poll_interrupts()?;
            }
        }
        if length > 0 {
            self.break_line(agent, depth - 1)?;
        }
        self.out.push_unit(0x5d);
        Ok(())
    }

    /// SerializeJSONObject (25.5.4.5)
    fn write_members(&mut self, agent: &mut Agent, object: Gc<Object>) -> JsResult<()> {
        self.out.push_unit(0x7b);
        let mut first = true;
        if self.property_list.is_some() {
            let count = self.property_list.as_ref().map_or(0, |l| l.len());
            for i in 0..count {
                let Some(key) = self.property_list.as_ref().map(|l| PropertyKey::from_raw(values(l)[i])) else { break };
                let value = object.get(agent, key)?;
                self.member(agent, object, key, None, value, &mut first)?;
            }
        } else if object.is_kind(Kind::Object) && !object.shape().is_dictionary() {
            self.plain_members(agent, object, &mut first)?;
        } else {
            let keys = enumerable_own_string_keys(agent, object)?;
            for key in values(&keys) {
                let key = PropertyKey::from_raw(*key);
                let value = object.get(agent, key)?;
                self.member(agent, object, key, None, value, &mut first)?;
            }
        }
        if !first {
            let depth = self.stack.len() / 2;
            self.break_line(agent, depth - 1)?;
        }
        self.out.push_unit(0x7d);
        Ok(())
    }

    /// Members of a plain object with a shared shape, read from its slots while the shape stays.
    fn plain_members(&mut self, agent: &mut Agent, object: Gc<Object>, first: &mut bool) -> JsResult<()> {
        // The shape stays alive in this frame, and with it the keys.
        let shape = object.shape();
        let entries = self.entries_of(object);
        for i in object.element_indices() {
            let key = PropertyKey::from_index(i);
            if object.own_element(i).is_some_and(|p| !p.attributes.is_enumerable()) {
                continue;
            }
            let value = object.get(agent, key)?;
            self.member(agent, object, key, None, value, first)?;
        }
        for (entry, name) in entries.iter() {
            if !entry.key.is_string() || !entry.attributes.is_enumerable() {
                continue;
            }
            let unchanged = object.shape() == shape && !entry.attributes.is_accessor();
            let value = if unchanged { object.raw_slot(entry.slot) } else { Value::EMPTY };
            let value = if value.is_empty() || value.is_lazy() { object.get(agent, entry.key)? } else { value };
            self.member(agent, object, entry.key, Some(name), value, first)?;
        }
        jenny_gc::keep_alive(shape);
        Ok(())
    }

    /// A member, unless its value has no text; `name`: that of the key as it is written, colon included.
    fn member(
        &mut self,
        agent: &mut Agent,
        object: Gc<Object>,
        key: PropertyKey,
        name: Option<&TextBuf>,
        value: Value,
        first: &mut bool,
    ) -> JsResult<()> {
        let value = self.prepare(agent, Some(object), key, value)?;
        if !is_serializable(value) {
            return Ok(());
        }
        if !*first {
            self.out.push_unit(0x2c);
        }
        *first = false;
        let depth = self.stack.len() / 2;
        self.break_line(agent, depth)?;
        match (name, key.as_atom()) {
            (Some(name), _) => {
                self.out.check_room(agent, name.len())?;
                self.out.text_mut().push_text(name.as_text());
            }
            (None, Some(atom)) => {
                self.push_quoted(agent, atom)?;
                self.out.push_unit(0x3a);
            }
            (None, None) => {
                let index = key.as_index().unwrap_or(0);
                self.out.push_str(&format!("\"{index}\":"));
            }
        }
        if !self.gap.is_empty() {
            self.out.push_unit(0x20);
        }
        self.write(agent, key, value)
    }

    #[cold]
    fn throw_circular(&self, agent: &mut Agent, last_key: PropertyKey, object: Gc<Object>) -> Throw {
        let entries: Vec<Value> = values(&self.stack).to_vec();
        let bits = Value::from(object);
        let count = entries.len() / 2;
        let start = (0..count).find(|i| entries[2 * i + 1] == bits).unwrap_or(0);
        let key_text = |key: PropertyKey| match key.as_index() {
            Some(i) => format!("index {i}"),
            None => format!("property '{}'", key.to_display()),
        };
        let mut message =
            "Converting circular structure to JSON\n    --> starting at object with constructor ".to_owned();
        message.push_str(&format!("'{}'", constructor_name(agent, bits)));
        let mut line = |message: &mut String, i: usize| {
            let key = key_text(PropertyKey::from_raw(entries[2 * i]));
            let name = constructor_name(agent, entries[2 * i + 1]);
            message.push_str(&format!("\n    |     {key} -> object with constructor '{name}'"));
        };
        let prefix_end = count.min(start + 3);
        for i in start + 1..prefix_end {
            line(&mut message, i);
        }
        if count > prefix_end + 1 {
            message.push_str("\n    |     ...");
        }
        for i in prefix_end.max(count - 1)..count {
            line(&mut message, i);
        }
        message.push_str(&format!("\n    --- {} closes the circle", key_text(last_key)));
        agent.throw_type_error(message)
    }
}

/// Moves when a property that may be `toJSON` appears on, or goes from, a prototype.
#[inline]
fn to_json_epoch(agent: &Agent) -> u32 {
    agent.prototype_epochs[epoch_bucket(agent.names.to_json) as usize]
}

/// Whether a prepared value has a JSON text.
fn is_serializable(value: Value) -> bool {
    if let Some(object) = value.as_object() {
        return !object.is_callable();
    }
    !value.is_undefined() && !value.is_symbol()
}
