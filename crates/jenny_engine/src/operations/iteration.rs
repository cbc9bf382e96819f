//! Iterators as natives use them (ECMA-262 7.4).

use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::Object;
use crate::string::WellKnownSymbol;
use crate::{JsResult, Throw, Value};
use jenny_gc::Gc;

/// An Iterator Record. [[Done]] is kept by the caller.
#[derive(Clone, Copy, Debug)]
pub struct IteratorRecord {
    pub iterator: Gc<Object>,
    pub next: Value,
}

impl Agent {
    /// GetIterator(obj, sync)
    pub fn get_iterator(&mut self, iterable: Value) -> JsResult<IteratorRecord> {
        let key = self.symbol_key(WellKnownSymbol::Iterator);
        let method = if iterable.is_nullish() { Value::UNDEFINED } else { self.get_method(iterable, key)? };
        if method.is_undefined() {
            return Err(self.throw_not_iterable(iterable));
        }
        self.get_iterator_from_method(iterable, method)
    }
    /// "x is not iterable"
    pub fn throw_not_iterable(&mut self, value: Value) -> Throw {
        let text = crate::error::describe(self, value);
        self.throw_type_error(format!("{text} is not iterable"))
    }
    /// "number 5 is not iterable (cannot read property Symbol(Symbol.iterator))", for an argument of a builtin.
    pub fn throw_not_iterable_argument(&mut self, value: Value) -> Throw {
        let text = crate::error::describe_argument(self, value);
        self.throw_type_error(format!("{text} is not iterable (cannot read property Symbol(Symbol.iterator))"))
    }
    /// GetIteratorFromMethod
    pub fn get_iterator_from_method(&mut self, iterable: Value, method: Value) -> JsResult<IteratorRecord> {
        let iterator = self.call(method, iterable, &[])?;
        let Some(iterator) = iterator.as_object() else {
            return Err(self.throw_type_error("Result of the Symbol.iterator method is not an object"));
        };
        self.get_iterator_direct(iterator)
    }
    /// GetIteratorDirect
    pub fn get_iterator_direct(&mut self, iterator: Gc<Object>) -> JsResult<IteratorRecord> {
        let next = iterator.get(self, self.names.next)?;
        Ok(IteratorRecord { iterator, next })
    }
    /// IteratorStepValue: None when done.
    #[inline]
    pub fn iterator_step_value(&mut self, record: &IteratorRecord) -> JsResult<Option<Value>> {
        if let Some(stepped) = self.step_builtin_iterator(record) {
            return stepped;
        }
        match self.iterator_step(record)? {
            None => Ok(None),
            Some(result) => Ok(Some(result.get(self, self.names.value)?)),
        }
    }
    /// The step of an iterator over a Map, a Set or an array whose `next` is the builtin one of this realm, without a result
    /// object; None for other iterators.
    #[inline]
    fn step_builtin_iterator(&mut self, record: &IteratorRecord) -> Option<JsResult<Option<Value>>> {
        let iterator = Value::from(record.iterator);
        let original = |agent: &Agent, function: crate::NativeFunction| {
            record.next.as_kind::<crate::function::NativeFunctionObject>().is_some_and(|next| {
                next.function() as usize == function as *const () as usize && next.realm() == agent.realm()
            })
        };
        match record.iterator.kind() {
            Kind::MapIterator if original(self, crate::builtins::map::iterator::map_iterator_next) => {
                Some(iterator.as_kind::<crate::builtins::map::MapIterator>()?.next_value(self))
            }
            Kind::SetIterator if original(self, crate::builtins::set::iterator::set_iterator_next) => {
                Some(iterator.as_kind::<crate::builtins::set::SetIterator>()?.next_value(self))
            }
            Kind::ArrayIterator if original(self, crate::builtins::array::array_iterator_next) => {
                Some(iterator.as_kind::<crate::builtins::array::ArrayIterator>()?.step(self))
            }
            _ => None,
        }
    }
    /// IteratorStep: the result object, None when done.
    pub fn iterator_step(&mut self, record: &IteratorRecord) -> JsResult<Option<Gc<Object>>> {
        let result = self.call(record.next, record.iterator.into(), &[])?;
        let Some(result) = result.as_object() else {
            let text = crate::error::describe(self, result);
            return Err(self.throw_type_error(format!("Iterator result {text} is not an object")));
        };
        let done = result.get(self, self.names.done)?.to_boolean();
        Ok((!done).then_some(result))
    }
    /// IteratorClose after a throw completion: the pending exception survives. `return Err(agent.iterator_close_throw(..))`.
    pub fn iterator_close_throw(&mut self, record: &IteratorRecord, pending: Throw) -> Throw {
        let exception = self.take_exception(pending);
        if exception.is_empty() {
            return self.throw(exception);
        }
        let key = self.names.return_;
        if let Ok(method) = self.get_method(record.iterator.into(), key)
            && !method.is_undefined()
        {
            let _ = self.call(method, record.iterator.into(), &[]);
        }
        self.throw(exception)
    }
    /// IteratorClose after a normal or return completion.
    pub fn iterator_close(&mut self, record: &IteratorRecord) -> JsResult<()> {
        let key = self.names.return_;
        let method = self.get_method(record.iterator.into(), key)?;
        if method.is_undefined() {
            return Ok(());
        }
        let result = self.call(method, record.iterator.into(), &[])?;
        if !result.is_object() {
            let text = crate::error::describe(self, result);
            return Err(self.throw_type_error(format!("{text} is not an object")));
        }
        Ok(())
    }
    /// CreateIterResultObject
    pub fn create_iter_result_object(&mut self, value: Value, done: bool) -> Gc<Object> {
        let shape = self.iterator_result_shape();
        let object = self.alloc_plain(shape);
        object.set_inline_slot(0, value);
        object.set_inline_slot(1, Value::bool(done));
        object
    }
    /// Runs `f` over the values of an iterable; the iterator is closed if `f` throws.
    pub fn iterate(&mut self, iterable: Value, mut f: impl FnMut(&mut Agent, Value) -> JsResult<()>) -> JsResult<()> {
        if let Some(array) = crate::builtins::array::array_with_default_iteration(self, iterable) {
            let mut i = 0;
            while i < array.length() {
                let value = array.object().get_index(self, i as u64)?;
                f(self, value)?;
                i += 1;
            }
            return Ok(());
        }
        let key = self.symbol_key(WellKnownSymbol::Iterator);
        let method = if iterable.is_nullish() { Value::UNDEFINED } else { self.get_method(iterable, key)? };
        if method.is_undefined() {
            return Err(self.throw_not_iterable_argument(iterable));
        }
        let record = self.get_iterator_from_method(iterable, method)?;
        while let Some(value) = self.iterator_step_value(&record)? {
            if let Err(thrown) = f(self, value) {
                return Err(self.iterator_close_throw(&record, thrown));
            }
        }
        Ok(())
    }
}
