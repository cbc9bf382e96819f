//! StructuredDeserializeWithTransfer (HTML 2.7.6): new objects in the current realm.

use super::format::{ERROR_NAMES, Reader, Tag, element_type};
use super::{DataCloneError, HostPayload, More, Serialized, StructuredHost, Transferred};
use crate::builtins::array_buffer::{ArrayBufferObject, BackingStore};
use crate::object::{AsObject, Attributes, Shape};
use crate::operations::values;
use crate::{Agent, Intrinsic, JsResult, Object, PropertyKey, Throw, Value};
use jenny_gc::{Gc, RootVec};
use num_bigint::{BigInt, Sign};
use std::sync::Arc;

/// What a message becomes.
pub struct Deserialized {
    pub value: Value,
    /// [[TransferredValues]]: the objects of the transfer list, in order; words of Values. None for no list.
    pub transferred: Option<RootVec>,
}

/// Most inline slots that a plain object may have.
const MAX_INLINE: usize = 32;

/// The keys of a shape written once, and the shape that the first such object got.
struct KnownShape {
    keys: Vec<PropertyKey>,
    shape: Option<Gc<Shape>>,
}

struct Deserializer<'h> {
    /// Objects by number.
    objects: RootVec,
    shapes: Vec<KnownShape>,
    /// Keeps keys and shapes alive.
    kept: RootVec,
    transferred: RootVec,
    shared: Vec<(Arc<BackingStore>, bool)>,
    hosts: Vec<Option<HostPayload>>,
    host: &'h mut dyn StructuredHost,
}

/// Makes values of serialized ones. Errors: RangeError without memory for them, DataCloneError for bytes that `serialize` never
/// writes, and what the host throws.
pub fn deserialize(agent: &mut Agent, serialized: Serialized, host: &mut dyn StructuredHost) -> JsResult<Deserialized> {
    let Serialized { bytes, more } = serialized;
    if more.is_none()
        && let Some(value) = primitive(agent, &bytes)?
    {
        return Ok(Deserialized { value, transferred: None });
    }
    let More { shared, hosts, transferred } = more.map_or_else(More::default, |more| *more);
    let has_list = !transferred.is_empty();
    let mut list = RootVec::new(&agent.heap);
    for item in transferred {
        let value: Value = match item {
            Transferred::Buffer(store, resizable) => {
                let prototype = agent.intrinsic(Intrinsic::ArrayBufferPrototype);
                agent.new_array_buffer_from_store(store, prototype, resizable, false).into()
            }
            Transferred::Host(payload) => host.deserialize(agent, payload)?,
        };
        list.push(value.bits());
    }
    let mut deserializer = Deserializer {
        objects: RootVec::new(&agent.heap),
        shapes: Vec::new(),
        kept: RootVec::new(&agent.heap),
        transferred: list,
        shared,
        hosts: hosts.into_iter().map(Some).collect(),
        host,
    };
    let mut reader = Reader::new(&bytes);
    let value = deserializer.value(agent, &mut reader)?;
    if reader.is_damaged() {
        return Err(deserializer.damaged(agent));
    }
    Ok(Deserialized { value, transferred: has_list.then_some(deserializer.transferred) })
}

/// The value of a message that is nothing but a primitive. None: it is more, or damaged.
fn primitive(agent: &mut Agent, bytes: &[u8]) -> JsResult<Option<Value>> {
    let mut reader = Reader::new(bytes);
    let tag = reader.tag();
    let value = match tag {
        Tag::Latin1 => {
            let text = reader.sized();
            if reader.is_damaged() {
                return Ok(None);
            }
            agent.try_string_from_latin1(text)?.into()
        }
        _ => match unboxed(&mut reader, tag) {
            Some(value) => value,
            None => return Ok(None),
        },
    };
    Ok((!reader.is_damaged()).then_some(value))
}

/// The value of a tag that takes no cell; None for the other tags, of which nothing is read.
#[inline]
fn unboxed(reader: &mut Reader<'_>, tag: Tag) -> Option<Value> {
    Some(match tag {
        Tag::Undefined => Value::UNDEFINED,
        Tag::Null => Value::NULL,
        Tag::True => Value::TRUE,
        Tag::False => Value::FALSE,
        Tag::Int => Value::int(reader.int()),
        Tag::Double => Value::number(reader.double()),
        _ => return None,
    })
}

impl Deserializer<'_> {
    #[cold]
    fn damaged(&mut self, agent: &mut Agent) -> Throw {
        let message = "The serialized value is damaged".to_owned();
        self.host.throw_data_clone_error(agent, DataCloneError { message, path: String::new() })
    }

    /// A value; there must be one.
    fn value(&mut self, agent: &mut Agent, reader: &mut Reader<'_>) -> JsResult<Value> {
        let value = self.value_or_absent(agent, reader)?;
        if value.is_empty() {
            return Err(self.damaged(agent));
        }
        Ok(value)
    }

    /// A value, or EMPTY for Absent.
    fn value_or_absent(&mut self, agent: &mut Agent, reader: &mut Reader<'_>) -> JsResult<Value> {
        let tag = reader.tag();
        if reader.is_damaged() || tag == Tag::End {
            return Err(self.damaged(agent));
        }
        self.tagged(agent, reader, tag)
    }

    /// The value of a tag; EMPTY for Absent.
    fn tagged(&mut self, agent: &mut Agent, reader: &mut Reader<'_>, tag: Tag) -> JsResult<Value> {
        if let Some(value) = unboxed(reader, tag) {
            return Ok(value);
        }
        Ok(match tag {
            Tag::End | Tag::Absent => Value::EMPTY,
            Tag::Latin1 => agent.try_string_from_latin1(reader.sized())?.into(),
            Tag::Utf16 => agent.try_string_from_utf16(&reader.utf16())?.into(),
            Tag::BigInt => {
                let sign = if reader.byte() == 0 { Sign::Plus } else { Sign::Minus };
                agent.new_bigint(BigInt::from_bytes_le(sign, reader.sized())).into()
            }
            Tag::Reference => match self.objects.len() {
                0 => Value::UNDEFINED,
                count => Value::from_bits(self.objects.get(reader.number().min(count - 1))),
            },
            Tag::Transferred => values(&self.transferred).get(reader.number()).copied().unwrap_or(Value::UNDEFINED),
            _ => return self.object(agent, reader, tag),
        })
    }

    fn add(&mut self, object: impl Into<Value>) -> Value {
        let value = object.into();
        self.objects.push(value.bits());
        value
    }

    fn object(&mut self, agent: &mut Agent, reader: &mut Reader<'_>, tag: Tag) -> JsResult<Value> {
        agent.check_native_stack()?;
        if self.objects.len() & 1023 == 1023 {
            agent.poll_interrupts()?;
        }
        match tag {
            Tag::NewShape => {
                let count = reader.count(1);
                let mut keys = Vec::with_capacity(count.min(1 << 16));
                for _ in 0..count {
                    let tag = reader.tag();
                    let key = self.key(agent, reader, tag)?;
                    keys.push(key);
                }
                self.shapes.push(KnownShape { keys, shape: None });
                self.shaped(agent, reader, self.shapes.len() - 1)
            }
            Tag::Shaped => {
                let number = reader.number();
                self.shaped(agent, reader, number)
            }
            Tag::Object => {
                let object = agent.new_object();
                self.add(object);
                self.properties(agent, reader, object)?;
                Ok(object.into())
            }
            Tag::DenseArray => {
                let length = reader.count(1);
                let Ok(length) = u32::try_from(length) else { return Err(self.damaged(agent)) };
                let elements = agent.new_elements(length)?;
                let array = agent.new_array_with_elements(Some(elements));
                self.add(array);
                for i in 0..length {
                    let value = self.value_or_absent(agent, reader)?;
                    if value.is_empty() {
                        elements.set_len(i + 1);
                    } else {
                        elements.push_within_capacity(value);
                    }
                }
                array.set_length_raw(length);
                self.properties(agent, reader, array.as_object())?;
                Ok(array.into())
            }
            Tag::SparseArray => {
                let length = reader.varint();
                let array = agent.array_create(length, None)?;
                self.add(array);
                self.properties(agent, reader, array.as_object())?;
                Ok(array.into())
            }
            Tag::Wrapper => {
                let number = self.objects.len();
                self.add(Value::UNDEFINED);
                let primitive = self.value(agent, reader)?;
                if primitive.is_nullish() || primitive.is_object() {
                    return Err(self.damaged(agent));
                }
                let wrapper = agent.wrap_primitive(primitive);
                self.objects.set(number, Value::from(wrapper).bits());
                Ok(wrapper.into())
            }
            Tag::Date => {
                let date = agent.new_date(crate::builtins::date::time_clip(reader.double()));
                Ok(self.add(date))
            }
            Tag::RegExp => {
                let source = self.value(agent, reader)?;
                let flags = self.value(agent, reader)?;
                let regexp = crate::builtins::regexp::regexp_create(agent, source, flags)?;
                Ok(self.add(regexp))
            }
            Tag::Map => {
                let map = agent.new_map();
                self.add(map);
                let count = reader.count(2);
                map.reserve(agent, count)?;
                for _ in 0..count {
                    let key = self.value(agent, reader)?;
                    let value = self.value(agent, reader)?;
                    map.set(agent, key, value)?;
                }
                Ok(map.into())
            }
            Tag::Set => {
                let set = agent.new_set();
                self.add(set);
                let count = reader.count(1);
                set.reserve(agent, count)?;
                for _ in 0..count {
                    let value = self.value(agent, reader)?;
                    set.add(agent, value)?;
                }
                Ok(set.into())
            }
            Tag::Error => self.error(agent, reader),
            Tag::Buffer => {
                let bytes = reader.sized();
                let buffer = crate::builtins::array_buffer::new_array_buffer(agent, bytes.len() as u64)?;
                buffer.bytes_mut().copy_from_slice(bytes);
                Ok(self.add(buffer))
            }
            Tag::ImmutableBuffer => {
                let bytes = reader.sized().to_vec();
                if !agent.heap.has_room(bytes.len()) {
                    return Err(agent.throw_range_error("Array buffer allocation failed"));
                }
                let buffer = agent.new_immutable_array_buffer(std::sync::Arc::new(BackingStore::from_vec(bytes)));
                Ok(self.add(buffer))
            }
            Tag::ResizableBuffer => {
                let max = reader.varint();
                let bytes = reader.sized();
                let buffer = crate::builtins::array_buffer::allocate_array_buffer(
                    agent,
                    Value::UNDEFINED,
                    bytes.len() as u64,
                    Some(max),
                )?;
                buffer.bytes_mut().copy_from_slice(bytes);
                Ok(self.add(buffer))
            }
            Tag::SharedBuffer => {
                let Some((store, growable)) = self.shared.get(reader.number()).cloned() else {
                    return Ok(Value::UNDEFINED);
                };
                let prototype = agent.intrinsic(Intrinsic::SharedArrayBufferPrototype);
                let buffer = agent.new_array_buffer_from_store(store, prototype, growable, true);
                Ok(self.add(buffer))
            }
            Tag::TypedArray => {
                let element_type = element_type(reader.byte());
                let (byte_offset, length) = (reader.number(), reader.number());
                let number = self.objects.len();
                self.add(Value::UNDEFINED);
                let buffer = self.buffer_of_view(agent, reader, element_type.size(), byte_offset, length)?;
                let prototype = agent.intrinsic(element_type.prototype());
                let array = agent.new_typed_array(element_type, prototype, buffer, byte_offset, length.checked_sub(1));
                self.objects.set(number, Value::from(array).bits());
                Ok(array.into())
            }
            Tag::DataView => {
                let (byte_offset, length) = (reader.number(), reader.number());
                let number = self.objects.len();
                self.add(Value::UNDEFINED);
                let buffer = self.buffer_of_view(agent, reader, 1, byte_offset, length)?;
                let prototype = agent.intrinsic(Intrinsic::DataViewPrototype);
                let view = agent.new_data_view(prototype, buffer, byte_offset, length.checked_sub(1));
                self.objects.set(number, Value::from(view).bits());
                Ok(view.into())
            }
            Tag::Host => {
                let number = self.objects.len();
                self.add(Value::UNDEFINED);
                let payload = self.hosts.get_mut(reader.number()).and_then(Option::take);
                let Some(payload) = payload else { return Ok(Value::UNDEFINED) };
                let value = self.host.deserialize(agent, payload)?;
                self.objects.set(number, value.bits());
                Ok(value)
            }
            _ => Err(self.damaged(agent)),
        }
    }

    /// The buffer of a view, which must hold it: `length` is in elements, plus one; 0: to the buffer's end, whatever that is.
    fn buffer_of_view(
        &mut self,
        agent: &mut Agent,
        reader: &mut Reader<'_>,
        element_size: usize,
        byte_offset: usize,
        length: usize,
    ) -> JsResult<Gc<ArrayBufferObject>> {
        let Some(buffer) = self.value(agent, reader)?.as_kind::<ArrayBufferObject>() else {
            return Err(self.damaged(agent));
        };
        // A view that was out of bounds of a resizable buffer when it was sent may still be so: what counts is the largest length.
        let most = if buffer.is_resizable() { buffer.max_byte_length() } else { buffer.byte_length() };
        let end = length.saturating_sub(1).checked_mul(element_size).and_then(|bytes| bytes.checked_add(byte_offset));
        let fits = end.is_some_and(|end| end <= most) && byte_offset.is_multiple_of(element_size);
        if fits { Ok(buffer) } else { Err(self.damaged(agent)) }
    }

    /// A property key, kept alive.
    fn key(&mut self, agent: &mut Agent, reader: &mut Reader<'_>, tag: Tag) -> JsResult<PropertyKey> {
        if tag == Tag::Int {
            let index = u32::try_from(reader.varint()).ok().filter(|index| *index < u32::MAX);
            return index.map(PropertyKey::from_index).ok_or_else(|| self.damaged(agent));
        }
        if reader.is_damaged() || !matches!(tag, Tag::Latin1 | Tag::Utf16) {
            return Err(self.damaged(agent));
        }
        let text = self.tagged(agent, reader, tag)?;
        let key = text.to_property_key(agent)?;
        if let Some(atom) = key.as_atom() {
            self.kept.push(atom.addr() as u64);
        }
        Ok(key)
    }

    fn shaped(&mut self, agent: &mut Agent, reader: &mut Reader<'_>, number: usize) -> JsResult<Value> {
        let Some(known) = self.shapes.get(number) else { return Err(self.damaged(agent)) };
        let count = known.keys.len();
        if let Some(shape) = known.shape {
            // All slots are inline, so the object can have its final shape from the start: nothing looks at it before it is full.
            let object = agent.alloc_plain(shape);
            self.add(object);
            let mut absent = Vec::new();
            for slot in 0..count {
                let value = self.value_or_absent(agent, reader)?;
                if value.is_empty() {
                    absent.push(slot);
                } else {
                    object.set_raw_slot(slot as u32, value);
                }
            }
            for slot in absent {
                let key = self.shapes[number].keys[slot];
                object.delete(agent, key)?;
            }
            return Ok(object.into());
        }
        let root = agent.plain_object_shape(count as u32);
        let object = agent.alloc_plain(root);
        self.add(object);
        let mut complete = true;
        for slot in 0..count {
            let value = self.value_or_absent(agent, reader)?;
            let key = self.shapes[number].keys[slot];
            if value.is_empty() {
                complete = false;
            } else {
                object.create_data_property_or_throw(agent, key, value)?;
            }
        }
        let shape = object.shape();
        if complete && count <= MAX_INLINE && !shape.is_dictionary() && shape.count() as usize == count {
            self.kept.push(shape.addr() as u64);
            self.shapes[number].shape = Some(shape);
        }
        Ok(object.into())
    }

    /// Key and value pairs up to End.
    fn properties(&mut self, agent: &mut Agent, reader: &mut Reader<'_>, object: Gc<Object>) -> JsResult<()> {
        loop {
            let tag = reader.tag();
            if tag == Tag::End {
                return Ok(());
            }
            let key = self.key(agent, reader, tag)?;
            let value = self.value(agent, reader)?;
            object.create_data_property_or_throw(agent, key, value)?;
        }
    }

    fn error(&mut self, agent: &mut Agent, reader: &mut Reader<'_>) -> JsResult<Value> {
        let (_, prototype) = ERROR_NAMES[(reader.byte() as usize).min(ERROR_NAMES.len() - 1)];
        let prototype = agent.intrinsic(prototype);
        let error = agent.alloc_error(prototype).as_object();
        self.add(error);
        let message = self.value_or_absent(agent, reader)?;
        let stack = self.value_or_absent(agent, reader)?;
        let cause = self.value_or_absent(agent, reader)?;
        let fields = [(agent.names.stack, stack), (agent.names.message, message), (agent.names.cause, cause)];
        for (key, value) in fields {
            if !value.is_empty() {
                error.define_builtin(agent, key, value, Attributes::BUILTIN)?;
            }
        }
        Ok(error.into())
    }
}
