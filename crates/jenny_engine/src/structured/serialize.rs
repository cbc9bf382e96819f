//! StructuredSerializeWithTransfer (HTML 2.7.5).

use super::format::{ERROR_NAMES, Tag, Writer, element_type_number, varint, zigzag};
use super::{Bytes, DataCloneError, More, SHORT, Serialized, StructuredHost, Transferred};
use crate::builtins::array_buffer::{ArrayBufferObject, BackingStore};
use crate::builtins::data_view::DataViewObject;
use crate::builtins::date::DateObject;
use crate::builtins::map::{MapObject, map_entries};
use crate::builtins::regexp::RegExpObject;
use crate::builtins::set::{SetObject, set_values};
use crate::builtins::typed_array::TypedArrayObject;
use crate::object::array::ArrayObject;
use crate::object::wrapper::PrimitiveWrapper;
use crate::object::{AsObject, Shape};
use crate::operations::values;
use crate::{Agent, JsResult, Kind, Object, PropertyKey, Throw, Value};
use jenny_gc::{Gc, RootVec};
use num_bigint::Sign;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;
use std::sync::Arc;

/// What goes wrong on the way: a throw of the program's, or an offending value with the way to it, innermost step first.
enum Failure {
    Thrown(Throw),
    NotCloneable(Box<(String, Vec<Step>)>),
}

enum Step {
    Property(PropertyKey),
    MapKey(usize),
    MapValue(usize),
    SetValue(usize),
}

type Done<T = ()> = Result<T, Failure>;

impl From<Throw> for Failure {
    fn from(thrown: Throw) -> Failure {
        Failure::Thrown(thrown)
    }
}

fn not_cloneable<T>(message: String) -> Done<T> {
    Err(Failure::NotCloneable(Box::new((message, Vec::new()))))
}

/// Adds the step by which the failing value was reached.
fn within<T>(result: Done<T>, step: impl FnOnce() -> Step) -> Done<T> {
    match result {
        Err(Failure::NotCloneable(mut failure)) => {
            failure.1.push(step());
            Err(Failure::NotCloneable(failure))
        }
        other => other,
    }
}

fn path_text(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps.iter().rev() {
        match step {
            Step::Property(key) => {
                let name = key.to_display();
                if key.is_index() {
                    path.push_str(&format!("[{name}]"));
                } else if !name.starts_with(|c: char| c.is_ascii_digit())
                    && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$')
                {
                    path.push_str(&format!(".{name}"));
                } else {
                    path.push_str(&format!("[{name:?}]"));
                }
            }
            Step::MapKey(i) => path.push_str(&format!(".keys().toArray()[{i}]")),
            Step::MapValue(i) | Step::SetValue(i) => path.push_str(&format!(".values().toArray()[{i}]")),
        }
    }
    path
}

/// The named properties of a shape, when they can be read without asking: (key, slot).
struct PlainShape {
    number: u32,
    slots: Rc<[(PropertyKey, u32)]>,
}

/// Bytes that an output begins with.
const FIRST_ROOM: usize = 128;

/// So many objects are looked for one by one.
const FEW: usize = 12;

/// Output below this length asks for no room.
const FIRST_CHECK: usize = 1 << 20;

struct Serializer<'h> {
    out: Writer,
    /// The length of the output from which on room is asked for again.
    next_check: usize,
    /// Objects by address, with their numbers; `objects` keeps them alive, so that no address is used twice.
    memory: FxHashMap<usize, u32>,
    /// The numbers of the first objects are their places in `objects`, and `memory` is empty.
    is_small: bool,
    objects: RootVec,
    /// None: not one to be read without asking
    shapes: FxHashMap<u32, Option<PlainShape>>,
    shape_count: u32,
    /// Keeps shapes alive.
    kept: RootVec,
    transfer: FxHashMap<usize, u32>,
    shared: Vec<(Arc<BackingStore>, bool)>,
    hosts: Vec<super::HostPayload>,
    host: &'h mut dyn StructuredHost,
}

fn may_be_platform_object(object: Gc<Object>) -> bool {
    object.is_kind(Kind::HostObject)
        || (object.is_kind(Kind::Object) || object.is_kind(Kind::Error)) && object.shape().has_private_names()
}

/// Serializes a value; what is in the transfer list is moved. Errors: DataCloneError, and what getters throw.
pub fn serialize(
    agent: &mut Agent,
    value: Value,
    transfer: &[Value],
    host: &mut dyn StructuredHost,
) -> JsResult<Serialized> {
    match try_serialize(agent, value, transfer, host) {
        Ok(serialized) => Ok(serialized),
        Err(Failure::Thrown(thrown)) => Err(thrown),
        Err(Failure::NotCloneable(failure)) => {
            let error = DataCloneError { message: failure.0, path: path_text(&failure.1) };
            Err(host.throw_data_clone_error(agent, error))
        }
    }
}

fn try_serialize(
    agent: &mut Agent,
    value: Value,
    transfer: &[Value],
    host: &mut dyn StructuredHost,
) -> Done<Serialized> {
    if transfer.is_empty()
        && let Some((length, bytes)) = short_number(value)
    {
        return Ok(Bytes::Short(length, bytes).into());
    }
    let mut out = Writer { bytes: Vec::with_capacity(FIRST_ROOM) };
    if transfer.is_empty() && write_primitive(&mut out, value) {
        return Ok(Serialized::from_plain(out.bytes));
    }
    let mut serializer = Serializer {
        out,
        next_check: FIRST_CHECK,
        memory: FxHashMap::default(),
        // Transferred objects lie in the list as well.
        is_small: transfer.is_empty(),
        objects: RootVec::new(&agent.heap),
        shapes: FxHashMap::default(),
        shape_count: 0,
        kept: RootVec::new(&agent.heap),
        transfer: FxHashMap::default(),
        shared: Vec::new(),
        hosts: Vec::new(),
        host,
    };
    for (i, &item) in transfer.iter().enumerate() {
        serializer.add_transfer(agent, item, i)?;
    }
    serializer.value(agent, value)?;
    let mut transferred = Vec::with_capacity(transfer.len());
    for &item in transfer {
        transferred.push(serializer.transfer_now(agent, item)?);
    }
    let more = More { shared: serializer.shared, hosts: serializer.hosts, transferred };
    Ok(Serialized::new(serializer.out.bytes.into(), more))
}

/// A number, a boolean, null or undefined as the bytes of a short message, and how many they are; None for all others.
#[inline]
fn short_number(value: Value) -> Option<(u8, [u8; SHORT])> {
    let mut bytes = [0; SHORT];
    let mut length = 1;
    if let Some(i) = value.as_int() {
        bytes[0] = Tag::Int as u8;
        varint(u64::from(zigzag(i)), |byte| {
            bytes[length] = byte;
            length += 1;
        });
    } else if let Some(n) = value.as_number() {
        bytes[0] = Tag::Double as u8;
        bytes[1..9].copy_from_slice(&n.to_le_bytes());
        length = 9;
    } else if value.is_undefined() {
        bytes[0] = Tag::Undefined as u8;
    } else if value.is_null() {
        bytes[0] = Tag::Null as u8;
    } else {
        bytes[0] = if value.as_bool()? { Tag::True as u8 } else { Tag::False as u8 };
    }
    Some((length as u8, bytes))
}

/// Writes a value that needs no memory of what came before, and no check of the room for it. False: it is none, and nothing was written.
#[inline]
fn write_primitive(out: &mut Writer, value: Value) -> bool {
    if let Some(i) = value.as_int() {
        out.int(i);
    } else if let Some(n) = value.as_number() {
        out.tag(Tag::Double);
        out.raw(&n.to_le_bytes());
    } else if let Some(string) = value.as_string() {
        if string.len() > FIRST_CHECK {
            return false;
        }
        out.text(string.view());
    } else if value.is_undefined() {
        out.tag(Tag::Undefined);
    } else if value.is_null() {
        out.tag(Tag::Null);
    } else if let Some(is) = value.as_bool() {
        out.tag(if is { Tag::True } else { Tag::False });
    } else {
        return false;
    }
    true
}

impl Serializer<'_> {
    fn add_transfer(&mut self, agent: &mut Agent, item: Value, i: usize) -> Done {
        let Some(object) = item.as_object() else {
            return not_cloneable(format!("Value at index {i} does not have a transferable type."));
        };
        let is_buffer = match item.as_kind::<ArrayBufferObject>() {
            Some(buffer) => buffer.is_plain(),
            None => false,
        };
        let transferable = is_buffer || may_be_platform_object(object) && self.host.is_transferable(agent, object);
        if !transferable {
            return not_cloneable(format!("Value at index {i} does not have a transferable type."));
        }
        if self.transfer.insert(object.addr(), i as u32).is_some() {
            let what = if is_buffer { "ArrayBuffer" } else { "Object" };
            return not_cloneable(format!("{what} at index {i} is a duplicate of an earlier {what}."));
        }
        self.objects.push(item.bits());
        Ok(())
    }

    fn transfer_now(&mut self, agent: &mut Agent, item: Value) -> Done<Transferred> {
        if let Some(buffer) = item.as_kind::<ArrayBufferObject>() {
            let resizable = buffer.is_resizable();
            return match buffer.detach() {
                Some(store) => Ok(Transferred::Buffer(store, resizable)),
                None => not_cloneable("An ArrayBuffer is detached and could not be cloned.".into()),
            };
        }
        let payload = match item.as_object() {
            Some(object) => self.host.transfer(agent, object)?,
            None => None,
        };
        match payload {
            Some(payload) => Ok(Transferred::Host(payload)),
            None => {
                let text = crate::error::describe(agent, item);
                not_cloneable(format!("{text} could not be transferred."))
            }
        }
    }

    /// StructuredSerializeInternal (HTML 2.7.3)
    fn value(&mut self, agent: &mut Agent, value: Value) -> Done {
        if self.out.bytes.len() > self.next_check {
            self.check_room(agent, 0)?;
        }
        if write_primitive(&mut self.out, value) {
            return Ok(());
        }
        if let Some(object) = value.as_object() {
            return self.object(agent, object);
        }
        if let Some(string) = value.as_string() {
            self.check_room(agent, string.len() * 2)?;
            self.out.text(string.view());
            return Ok(());
        }
        if let Some(bigint) = value.as_bigint() {
            let (sign, bytes) = bigint.value().to_bytes_le();
            self.out.tag(Tag::BigInt);
            self.out.byte((sign == Sign::Minus) as u8);
            self.out.varint(bytes.len() as u64);
            self.out.raw(&bytes);
            return Ok(());
        }
        let text = crate::error::describe(agent, value);
        not_cloneable(format!("{text} could not be cloned."))
    }

    /// A small heap can hold a value whose serialization is huge, since strings are written wherever they stand.
    #[cold]
    fn check_room(&mut self, agent: &mut Agent, more: usize) -> Done {
        let length = self.out.bytes.len();
        self.next_check = length + length / 2;
        let wanted = more.max(length / 2);
        if !agent.heap.has_room(length + wanted) || self.out.bytes.try_reserve(wanted).is_err() {
            return not_cloneable("Data cannot be cloned, out of memory.".into());
        }
        Ok(())
    }

    fn object(&mut self, agent: &mut Agent, object: Gc<Object>) -> Done {
        agent.check_native_stack()?;
        if self.objects.len() & 1023 == 1023 {
            agent.poll_interrupts()?;
        }
        if let Some(&number) = self.transfer.get(&object.addr()) {
            self.out.tag(Tag::Transferred);
            self.out.varint(number as u64);
            return Ok(());
        }
        if let Some(number) = self.number_before(object) {
            self.out.tag(Tag::Reference);
            self.out.varint(u64::from(number));
            return Ok(());
        }
        self.objects.push(Value::from(object).bits());
        let value = Value::from(object);
        match object.kind() {
            Kind::Object => {
                if object.has_flag(crate::object::flags::CALLABLE) {
                    return self.reject(agent, value);
                }
                self.plain_object(agent, object)
            }
            Kind::Array => self.array(agent, object),
            Kind::PrimitiveWrapper => {
                let primitive = value.as_kind::<PrimitiveWrapper>().map_or(Value::UNDEFINED, |w| w.primitive());
                if primitive.is_symbol() {
                    return self.reject(agent, value);
                }
                self.out.tag(Tag::Wrapper);
                self.value(agent, primitive)
            }
            Kind::Date => {
                self.out.tag(Tag::Date);
                let time = value.as_kind::<DateObject>().map_or(f64::NAN, |d| d.time());
                self.out.raw(&time.to_le_bytes());
                Ok(())
            }
            Kind::RegExp => {
                self.out.tag(Tag::RegExp);
                if let Some(regexp) = value.as_kind::<RegExpObject>() {
                    self.value(agent, regexp.source())?;
                    self.value(agent, regexp.flags_text())?;
                }
                Ok(())
            }
            Kind::Map => self.map(agent, value),
            Kind::Set => self.set(agent, value),
            Kind::Error => {
                // DOMException is an error, and a platform object written in JavaScript.
                if may_be_platform_object(object)
                    && let Some(payload) = self.host.serialize(agent, object)?
                {
                    return self.host_payload(payload);
                }
                self.error(agent, object)
            }
            Kind::ArrayBuffer => self.array_buffer(agent, value),
            Kind::TypedArray => self.typed_array(agent, value),
            Kind::DataView => self.data_view(agent, value),
            Kind::HostObject => match self.host.serialize(agent, object)? {
                Some(payload) => self.host_payload(payload),
                None => self.reject(agent, value),
            },
            _ => self.reject(agent, value),
        }
    }

    /// The number of an object that came before; else it gets its number now.
    fn number_before(&mut self, object: Gc<Object>) -> Option<u32> {
        if self.is_small {
            let before = values(&self.objects);
            if before.len() < FEW {
                let value = Value::from(object);
                return before.iter().position(|other| *other == value).map(|at| at as u32);
            }
            self.is_small = false;
            let numbers = before.iter().zip(0..).filter_map(|(value, at)| Some((value.as_object()?.addr(), at)));
            self.memory.extend(numbers);
        }
        let next = self.memory.len() as u32;
        match self.memory.entry(object.addr()) {
            Entry::Occupied(seen) => Some(*seen.get()),
            Entry::Vacant(entry) => {
                entry.insert(next);
                None
            }
        }
    }

    fn host_payload(&mut self, payload: super::HostPayload) -> Done {
        self.out.tag(Tag::Host);
        self.out.varint(self.hosts.len() as u64);
        self.hosts.push(payload);
        Ok(())
    }

    #[cold]
    fn reject(&mut self, agent: &mut Agent, value: Value) -> Done {
        let text = crate::error::describe(agent, value);
        not_cloneable(format!("{text} could not be cloned."))
    }

    /// What is known of a shape, found out when it is first met.
    fn shape(&mut self, shape: Gc<Shape>, id: u32) -> Option<(u32, Rc<[(PropertyKey, u32)]>, bool)> {
        if let Some(known) = self.shapes.get(&id) {
            return known.as_ref().map(|p| (p.number, Rc::clone(&p.slots), false));
        }
        self.kept.push(shape.addr() as u64);
        let entries = shape.entries();
        // One with private names may be that of platform objects, which are asked for one by one.
        let plain = !shape.is_dictionary()
            && entries
                .iter()
                .all(|e| !e.deleted && !e.attributes.is_accessor() && !e.key.is_index() && !e.key.is_private());
        if !plain {
            self.shapes.insert(id, None);
            return None;
        }
        let slots: Rc<[(PropertyKey, u32)]> = entries
            .iter()
            .filter(|e| e.attributes.is_enumerable() && !e.key.is_symbol())
            .map(|e| (e.key, e.slot))
            .collect();
        let number = self.shape_count;
        self.shape_count += 1;
        self.shapes.insert(id, Some(PlainShape { number, slots: Rc::clone(&slots) }));
        Some((number, slots, true))
    }

    fn plain_object(&mut self, agent: &mut Agent, object: Gc<Object>) -> Done {
        let id = object.shape_id();
        if object.raw_elements().is_undefined()
            && let Some((number, slots, is_new)) = self.shape(object.shape(), id)
        {
            if is_new {
                self.out.tag(Tag::NewShape);
                self.out.varint(slots.len() as u64);
                for (key, _) in slots.iter() {
                    self.key(*key);
                }
            } else {
                self.out.tag(Tag::Shaped);
                self.out.varint(number as u64);
            }
            for &(key, slot) in slots.iter() {
                // A getter met meanwhile may have changed this object.
                if object.shape_id() == id {
                    let value = object.raw_slot(slot);
                    within(self.value(agent, value), || Step::Property(key))?;
                } else if object.has_own_property(agent, key)? {
                    let value = object.get(agent, key)?;
                    within(self.value(agent, value), || Step::Property(key))?;
                } else {
                    self.out.tag(Tag::Absent);
                }
            }
            return Ok(());
        }
        // Platform objects that are written in JavaScript keep their state under private names.
        if object.shape().has_private_names()
            && let Some(payload) = self.host.serialize(agent, object)?
        {
            return self.host_payload(payload);
        }
        self.out.tag(Tag::Object);
        self.properties(agent, object, 0)
    }

    fn key(&mut self, key: PropertyKey) {
        match (key.as_index(), key.as_atom()) {
            (Some(i), _) => {
                self.out.tag(Tag::Int);
                self.out.varint(i as u64);
            }
            (None, Some(atom)) => self.out.text(atom.view()),
            (None, None) => self.out.tag(Tag::Absent),
        }
    }

    /// The enumerable own properties with string keys, but for indices below `from`, and End.
    fn properties(&mut self, agent: &mut Agent, object: Gc<Object>, from: u32) -> Done {
        let mut kept = RootVec::new(&agent.heap);
        let keys = object.own_property_keys(agent)?;
        let mut chosen = Vec::new();
        for key in keys {
            if key.is_symbol() || key.as_index().is_some_and(|i| i < from) {
                continue;
            }
            if let Some(own) = object.get_own_property(agent, key)?
                && own.attributes.is_enumerable()
            {
                if let Some(atom) = key.as_atom() {
                    kept.push(atom.addr() as u64);
                }
                chosen.push(key);
            }
        }
        for key in chosen {
            let Some(own) = object.get_own_property(agent, key)? else { continue };
            let value = if own.attributes.is_accessor() { object.get(agent, key)? } else { own.value };
            self.key(key);
            within(self.value(agent, value), || Step::Property(key))?;
        }
        self.out.tag(Tag::End);
        Ok(())
    }

    fn array(&mut self, agent: &mut Agent, object: Gc<Object>) -> Done {
        let Some(array) = Value::from(object).as_kind::<ArrayObject>() else { return Ok(()) };
        let length = array.length();
        let dense = object.dense_elements().filter(|d| d.len() as u64 * 2 + 16 >= length as u64);
        if dense.is_none() && length > 0 {
            self.out.tag(Tag::SparseArray);
            self.out.varint(length as u64);
            return self.properties(agent, object, 0);
        }
        self.out.tag(Tag::DenseArray);
        self.out.varint(length as u64);
        for i in 0..length {
            if i & 4095 == 4095 {
                agent.poll_interrupts()?;
            }
            let mut element = object.dense_elements().map_or(Value::EMPTY, |d| d.get(i));
            let key = PropertyKey::from_index(i);
            if element.is_empty()
                && let Some(own) = object.get_own_property(agent, key)?
            {
                element = if own.attributes.is_accessor() { object.get(agent, key)? } else { own.value };
            }
            if element.is_empty() {
                self.out.tag(Tag::Absent);
            } else {
                within(self.value(agent, element), || Step::Property(key))?;
            }
        }
        // Without own names but `length`, which is none of the shape's, there is nothing more.
        if object.shape().count() == 0 {
            self.out.tag(Tag::End);
            return Ok(());
        }
        self.properties(agent, object, length)
    }

    fn map(&mut self, agent: &mut Agent, value: Value) -> Done {
        let Some(map) = value.as_kind::<MapObject>() else { return Ok(()) };
        let mut list = RootVec::with_capacity(&agent.heap, map.len() as usize * 2);
        for (key, value) in map_entries(map) {
            list.push(key.bits());
            list.push(value.bits());
        }
        self.out.tag(Tag::Map);
        self.out.varint(list.len() as u64 / 2);
        for (i, &item) in values(&list).iter().enumerate() {
            within(self.value(agent, item), || if i % 2 == 0 { Step::MapKey(i / 2) } else { Step::MapValue(i / 2) })?;
        }
        Ok(())
    }

    fn set(&mut self, agent: &mut Agent, value: Value) -> Done {
        let Some(set) = value.as_kind::<SetObject>() else { return Ok(()) };
        let mut list = RootVec::with_capacity(&agent.heap, set.len() as usize);
        set_values(set).for_each(|value| list.push(value.bits()));
        self.out.tag(Tag::Set);
        self.out.varint(list.len() as u64);
        for (i, &item) in values(&list).iter().enumerate() {
            within(self.value(agent, item), || Step::SetValue(i))?;
        }
        Ok(())
    }

    fn error(&mut self, agent: &mut Agent, object: Gc<Object>) -> Done {
        let name = object.get(agent, agent.names.name)?;
        let name = if name.is_undefined() { String::new() } else { name.to_rust_string(agent)? };
        let number = ERROR_NAMES.iter().position(|(known, _)| *known == name).unwrap_or(0);
        let own_data = |agent: &mut Agent, key: PropertyKey| -> JsResult<Option<Value>> {
            let own = object.get_own_property(agent, key)?;
            Ok(own.filter(|own| !own.attributes.is_accessor()).map(|own| own.value))
        };
        let message = match own_data(agent, agent.names.message)? {
            Some(message) => Some(message.to_js_string(agent)?),
            None => None,
        };
        let stack = own_data(agent, agent.names.stack)?.and_then(|stack| stack.as_string());
        let cause = own_data(agent, agent.names.cause)?;
        self.out.tag(Tag::Error);
        self.out.byte(number as u8);
        for text in [message, stack] {
            match text {
                Some(text) => self.out.text(text.view()),
                None => self.out.tag(Tag::Absent),
            }
        }
        match cause {
            Some(cause) => {
                let key = agent.names.cause;
                within(self.value(agent, cause), || Step::Property(key))
            }
            None => {
                self.out.tag(Tag::Absent);
                Ok(())
            }
        }
    }

    fn array_buffer(&mut self, agent: &mut Agent, value: Value) -> Done {
        let Some(buffer) = value.as_kind::<ArrayBufferObject>() else { return Ok(()) };
        if buffer.is_shared()
            && let Some(store) = buffer.store()
        {
            self.out.tag(Tag::SharedBuffer);
            self.out.varint(self.shared.len() as u64);
            self.shared.push((store, buffer.is_resizable()));
            return Ok(());
        }
        if buffer.is_detached() {
            return not_cloneable("An ArrayBuffer is detached and could not be cloned.".into());
        }
        if buffer.is_resizable() {
            self.out.tag(Tag::ResizableBuffer);
            self.out.varint(buffer.max_byte_length() as u64);
        } else if buffer.is_immutable() {
            self.out.tag(Tag::ImmutableBuffer);
        } else {
            self.out.tag(Tag::Buffer);
        }
        self.out.varint(buffer.byte_length() as u64);
        if buffer.byte_length() > FIRST_CHECK {
            self.check_room(agent, buffer.byte_length())?;
        }
        self.out.raw(buffer.bytes());
        Ok(())
    }

    fn typed_array(&mut self, agent: &mut Agent, value: Value) -> Done {
        let Some(array) = value.as_kind::<TypedArrayObject>() else { return Ok(()) };
        let Some(length) = array.length() else { return self.reject_view(array.buffer()) };
        self.out.tag(Tag::TypedArray);
        self.out.byte(element_type_number(array.element_type()));
        self.out.varint(array.raw_byte_offset() as u64);
        self.out.varint(if array.is_length_tracking() { 0 } else { length as u64 + 1 });
        self.object(agent, array.buffer().as_object())
    }

    fn data_view(&mut self, agent: &mut Agent, value: Value) -> Done {
        let Some(view) = value.as_kind::<DataViewObject>() else { return Ok(()) };
        let Some(length) = view.byte_length() else { return self.reject_view(view.buffer()) };
        self.out.tag(Tag::DataView);
        self.out.varint(view.byte_offset() as u64);
        self.out.varint(if view.is_length_tracking() { 0 } else { length as u64 + 1 });
        self.object(agent, view.buffer().as_object())
    }

    #[cold]
    fn reject_view(&mut self, buffer: Gc<ArrayBufferObject>) -> Done {
        let why = if buffer.is_detached() { "is detached" } else { "is out of bounds" };
        not_cloneable(format!("An ArrayBuffer {why} and could not be cloned."))
    }
}
