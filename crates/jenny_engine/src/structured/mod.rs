//! Structured serialize and deserialize (HTML 2.7): values as plain data that may go to another agent.
//!
//! [`serialize`] turns a value into a [`Serialized`], which is `Send`; [`deserialize`] makes new values of it in the current realm.
//! Objects of the host (MessagePort, Blob, DOMException...) are the [`StructuredHost`]'s; so is throwing a DataCloneError.

mod deserialize;
mod format;
mod serialize;

pub use deserialize::{Deserialized, deserialize};
pub use serialize::serialize;

use crate::builtins::array_buffer::BackingStore;
use crate::object::{AsObject, Attributes};
use crate::{Agent, JsResult, Object, Throw, Value};
use jenny_gc::{Gc, RootVec};
use std::any::Any;
use std::sync::Arc;

/// What a host object is turned into.
pub type HostPayload = Box<dyn Any + Send>;

/// The plain part of a message. Most messages are short, and lie in the message itself; the others are never copied.
#[derive(Clone)]
enum Bytes {
    Short(u8, [u8; SHORT]),
    Long(Arc<Vec<u8>>),
}

/// Most bytes of a short one.
const SHORT: usize = 62;

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Short(length, bytes) => &bytes[..usize::from(*length)],
            Bytes::Long(bytes) => bytes,
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(mut bytes: Vec<u8>) -> Bytes {
        match u8::try_from(bytes.len()) {
            Ok(length) if bytes.len() <= SHORT => {
                let mut short = [0; SHORT];
                short[..bytes.len()].copy_from_slice(&bytes);
                Bytes::Short(length, short)
            }
            _ => {
                bytes.shrink_to_fit();
                Bytes::Long(Arc::new(bytes))
            }
        }
    }
}

/// A serialized value: plain data.
pub struct Serialized {
    bytes: Bytes,
    /// None: it is nothing but bytes.
    more: Option<Box<More>>,
}

/// What few messages have.
#[derive(Default)]
struct More {
    /// Memory of SharedArrayBuffers.
    shared: Vec<(Arc<BackingStore>, bool)>,
    hosts: Vec<HostPayload>,
    /// The transfer list, in order.
    transferred: Vec<Transferred>,
}

impl More {
    fn is_empty(&self) -> bool {
        self.shared.is_empty() && self.hosts.is_empty() && self.transferred.is_empty()
    }
}

/// An item of the transfer list (a TransferDataHolder).
enum Transferred {
    /// An ArrayBuffer's memory, and whether it is resizable.
    Buffer(Arc<BackingStore>, bool),
    Host(HostPayload),
}

/// Memory of a message, for whoever writes it down.
#[derive(Clone, Debug)]
pub struct Memory {
    pub bytes: Vec<u8>,
    /// How many there may be.
    pub capacity: usize,
    /// The buffer is resizable, or growable.
    pub resizable: bool,
}

impl Memory {
    fn of(store: &BackingStore, resizable: bool) -> Memory {
        Memory { bytes: store.to_vec(), capacity: store.capacity(), resizable }
    }

    fn into_store(self) -> (Arc<BackingStore>, bool) {
        let store = BackingStore::copy_of(&self.bytes, self.capacity);
        (Arc::new(store.unwrap_or_else(|| BackingStore::from_vec(self.bytes))), self.resizable)
    }
}

/// An item of a transfer list, for whoever writes a message down.
pub enum TransferredItem<T> {
    /// An ArrayBuffer's.
    Buffer(Memory),
    Host(T),
}

impl From<Bytes> for Serialized {
    /// One that is nothing but bytes.
    fn from(bytes: Bytes) -> Serialized {
        Serialized { bytes, more: None }
    }
}

impl Serialized {
    /// Its bytes, if it is nothing but them: no shared memory, no objects of the host, nothing transferred.
    pub fn as_plain(&self) -> Option<&[u8]> {
        self.more.is_none().then_some(&*self.bytes)
    }

    fn new(bytes: Bytes, more: More) -> Serialized {
        Serialized { bytes, more: (!more.is_empty()).then(|| Box::new(more)) }
    }

    fn of_more<T>(&self, part: impl FnOnce(&More) -> &[T]) -> &[T] {
        self.more.as_deref().map_or(&[], part)
    }

    /// One of the bytes that [`Serialized::as_plain`] gave, here or elsewhere: [`deserialize`] finds damage.
    pub fn from_plain(bytes: Vec<u8>) -> Serialized {
        Bytes::from(bytes).into()
    }

    /// The bytes of its plain part.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the SharedArrayBuffers in it hold now.
    pub fn shared(&self) -> impl ExactSizeIterator<Item = Memory> {
        self.of_more(|more| &more.shared).iter().map(|(store, growable)| Memory::of(store, *growable))
    }

    /// Objects of the host.
    pub fn hosts(&self) -> &[HostPayload] {
        self.of_more(|more| &more.hosts)
    }

    /// The transfer list, in order.
    pub fn transferred(&self) -> impl ExactSizeIterator<Item = TransferredItem<&HostPayload>> {
        self.of_more(|more| &more.transferred).iter().map(|item| match item {
            Transferred::Buffer(store, resizable) => TransferredItem::Buffer(Memory::of(store, *resizable)),
            Transferred::Host(payload) => TransferredItem::Host(payload),
        })
    }

    /// One of such parts. Memory is a copy that nobody else has.
    pub fn from_parts(
        bytes: Vec<u8>,
        shared: Vec<Memory>,
        hosts: Vec<HostPayload>,
        transferred: Vec<TransferredItem<HostPayload>>,
    ) -> Serialized {
        let transferred = transferred.into_iter().map(|item| match item {
            TransferredItem::Buffer(memory) => {
                let (store, resizable) = memory.into_store();
                Transferred::Buffer(store, resizable)
            }
            TransferredItem::Host(payload) => Transferred::Host(payload),
        });
        let shared = shared.into_iter().map(Memory::into_store).collect();
        Serialized::new(bytes.into(), More { shared, hosts, transferred: transferred.collect() })
    }

    /// Bytes of its plain part, without the memory that is shared or transferred.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Another of the same (for BroadcastChannel): None if something in it can exist only once.
    pub fn try_clone(&self) -> Option<Serialized> {
        let more = match self.more.as_deref() {
            None => None,
            Some(More { shared, hosts, transferred }) if hosts.is_empty() && transferred.is_empty() => {
                Some(Box::new(More { shared: shared.clone(), ..More::default() }))
            }
            Some(_) => return None,
        };
        Some(Serialized { bytes: self.bytes.clone(), more })
    }
}

impl std::fmt::Debug for Serialized {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serialized")
            .field("bytes", &self.bytes.len())
            .field("transferred", &self.transferred().len())
            .finish()
    }
}

/// Why a value could not be serialized.
#[derive(Clone, Debug)]
pub struct DataCloneError {
    /// V8's wording: "#<Promise> could not be cloned."
    pub message: String,
    /// How to get from the value to the offending one, as an expression: `.list[3].callback`; empty for the value itself.
    pub path: String,
}

/// What the host adds.
pub trait StructuredHost {
    /// Throws a "DataCloneError" DOMException.
    fn throw_data_clone_error(&mut self, agent: &mut Agent, error: DataCloneError) -> Throw;
    /// The serialization steps of a platform object; None if it is not serializable.
    fn serialize(&mut self, _agent: &mut Agent, _object: Gc<Object>) -> JsResult<Option<HostPayload>> {
        Ok(None)
    }
    /// Whether a platform object may stand in a transfer list.
    fn is_transferable(&mut self, _agent: &mut Agent, _object: Gc<Object>) -> bool {
        false
    }
    /// The transfer steps of a platform object. None: it is detached, which is a DataCloneError.
    fn transfer(&mut self, _agent: &mut Agent, _object: Gc<Object>) -> JsResult<Option<HostPayload>> {
        Ok(None)
    }
    /// The object of a payload that `serialize` or `transfer` made, maybe in another agent.
    fn deserialize(&mut self, agent: &mut Agent, _payload: HostPayload) -> JsResult<Value> {
        Err(agent.throw_plain_error("This host has no serializable objects"))
    }
}

/// A host without objects of its own; its DataCloneError is an Error with that name, the code 25 and the path.
#[derive(Clone, Copy, Default, Debug)]
pub struct PlainHost;

impl StructuredHost for PlainHost {
    fn throw_data_clone_error(&mut self, agent: &mut Agent, error: DataCloneError) -> Throw {
        let object = agent.new_error(crate::Intrinsic::ErrorPrototype, &error.message).as_object();
        let name = agent.string_value("DataCloneError");
        let path = agent.string_value(&error.path);
        for (key, value) in [("name", name), ("code", Value::int(25)), ("path", path)] {
            let key = agent.key(key);
            if let Err(thrown) = object.define_builtin(agent, key, value, Attributes::BUILTIN) {
                return thrown;
            }
        }
        agent.throw(object.into())
    }
}

/// structuredClone: `transfer` is the transfer list. Errors: DataCloneError, and what getters throw.
pub fn structured_clone(
    agent: &mut Agent,
    value: Value,
    transfer: &[Value],
    host: &mut dyn StructuredHost,
) -> JsResult<Value> {
    if !value.is_cell() && transfer.is_empty() {
        return Ok(value);
    }
    let serialized = serialize(agent, value, transfer, host)?;
    Ok(deserialize(agent, serialized, host)?.value)
}

/// The `transfer` member of a StructuredSerializeOptions dictionary, or a sequence of objects given in its place
/// (`postMessage(message, [port])`). Errors: TypeError if it is no iterable of objects.
pub fn transfer_list(agent: &mut Agent, options: Value) -> JsResult<RootVec> {
    let mut list = RootVec::new(&agent.heap);
    let Some(object) = options.as_object() else {
        if options.is_nullish() {
            return Ok(list);
        }
        return Err(agent.throw_type_error("The provided value is not of type 'StructuredSerializeOptions'."));
    };
    let iterator = agent.symbol_key(crate::WellKnownSymbol::Iterator);
    let is_sequence = !object.get_method(agent, iterator)?.is_undefined();
    let sequence = if is_sequence { options } else { object.get_str(agent, "transfer")? };
    if sequence.is_undefined() {
        return Ok(list);
    }
    if !sequence.is_object() {
        return Err(agent.throw_type_error("The transfer list must be an iterable of objects"));
    }
    agent.iterate(sequence, |agent, item| {
        if !item.is_object() {
            return Err(agent.throw_type_error("Found invalid value in transferList"));
        }
        list.push(item.bits());
        Ok(())
    })?;
    Ok(list)
}
