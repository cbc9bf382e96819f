//! Operations on values as objects (ECMA-262 7.3): GetV, GetMethod, Invoke, lists, instanceof.

use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::Object;
use crate::string::{PropertyKey, WellKnownSymbol};
use crate::{JsResult, Value};
use jenny_gc::{Gc, RootVec};

/// More arguments than that are refused.
const MAX_LIST_LENGTH: u64 = 4_000_000;

impl Agent {
    /// GetV(V, P): properties of primitives come from their prototype. undefined and null throw.
    pub fn get_v(&mut self, value: Value, key: PropertyKey) -> JsResult<Value> {
        if let Some(object) = value.as_object() {
            return object.get(self, key);
        }
        if value.is_nullish() {
            let text = if value.is_null() { "null" } else { "undefined" };
            return Err(
                self.throw_type_error(format!("Cannot read properties of {text} (reading '{}')", key.to_display()))
            );
        }
        if let Some(string) = value.as_string() {
            if key == self.names.length {
                return Ok(Value::from(string.len()));
            }
            if let Some(i) = key.as_index()
                && (i as usize) < string.len()
            {
                let unit = string.at(i as usize);
                return Ok(self.single_unit_string(unit).into());
            }
        }
        let prototype = self.primitive_prototype(value);
        prototype.get_with_receiver(self, key, value)
    }
    /// GetMethod(V, P): undefined if it is undefined or null; TypeError if it is not callable.
    pub fn get_method(&mut self, value: Value, key: PropertyKey) -> JsResult<Value> {
        let method = self.get_v(value, key)?;
        if method.is_nullish() {
            return Ok(Value::UNDEFINED);
        }
        if !method.is_callable() {
            let text = crate::error::describe(self, method);
            return Err(self.throw_type_error(format!("{text} is not a function")));
        }
        Ok(method)
    }
    /// Invoke(V, P, args)
    pub fn invoke(&mut self, value: Value, key: PropertyKey, args: &[Value]) -> JsResult<Value> {
        let method = self.get_v(value, key)?;
        if !method.is_callable() {
            let text = crate::error::describe(self, value);
            return Err(self.throw_type_error(format!("{text}.{} is not a function", key.to_display())));
        }
        self.call(method, value, args)
    }
    /// CreateListFromArrayLike. Errors: TypeError if it is no object; RangeError if it is too long to be arguments.
    pub fn create_list_from_array_like(&mut self, value: Value) -> JsResult<RootVec> {
        let Some(object) = value.as_object() else {
            return Err(self.throw_type_error("CreateListFromArrayLike called on non-object"));
        };
        if let Some(list) = self.list_of_plain_elements(value) {
            return Ok(list);
        }
        let length = object.length_of_array_like(self)?;
        if length > MAX_LIST_LENGTH {
            return Err(self.throw_range_error("Invalid array length"));
        }
        let mut list = RootVec::new(&self.heap);
        for i in 0..length {
            let v = object.get_index(self, i)?;
            list.push(v.bits());
        }
        Ok(list)
    }
    /// The elements of an array or of an arguments object that are all plain data: reading them asks nobody.
    fn list_of_plain_elements(&self, value: Value) -> Option<RootVec> {
        if let Some(array) = value.as_kind::<crate::object::array::ArrayObject>() {
            let elements = array.object().dense_elements()?;
            let values = elements.as_slice();
            let too_many = values.len() > MAX_LIST_LENGTH as usize;
            if too_many || values.len() != array.length() as usize || values.iter().any(|value| value.is_empty()) {
                return None;
            }
            let mut list = RootVec::with_capacity(&self.heap, values.len());
            values.iter().for_each(|value| list.push(value.bits()));
            return Some(list);
        }
        let arguments = value.as_kind::<crate::function::arguments::ArgumentsObject>()?;
        let length = arguments.plain_length(self)?;
        let mut list = RootVec::with_capacity(&self.heap, length as usize);
        for index in 0..length {
            list.push(arguments.element(index)?.bits());
        }
        Some(list)
    }
    /// OrdinaryHasInstance (7.3.22)
    pub fn ordinary_has_instance(&mut self, constructor: Value, value: Value) -> JsResult<bool> {
        let Some(c) = constructor.as_object().filter(|c| c.is_callable()) else { return Ok(false) };
        if let Some(bound) = constructor.as_kind::<crate::function::BoundFunction>() {
            self.check_native_stack()?;
            return self.instance_of(value, bound.target().into());
        }
        let Some(mut object) = value.as_object() else { return Ok(false) };
        let known = constructor.as_kind::<crate::function::Closure>().and_then(|closure| closure.known_prototype());
        let prototype = match known {
            Some(prototype) => prototype,
            None => c.get(self, self.names.prototype)?,
        };
        let Some(prototype) = prototype.as_object() else {
            let text = crate::error::describe(self, prototype);
            return Err(
                self.throw_type_error(format!("Function has non-object prototype '{text}' in instanceof check"))
            );
        };
        loop {
            let next = if object.is_kind(Kind::Proxy) { object.get_prototype_of(self)? } else { object.prototype() };
            let Some(p) = next.as_object() else { return Ok(false) };
            if p == prototype {
                return Ok(true);
            }
            object = p;
        }
    }
    /// InstanceofOperator (13.10.2)
    pub fn instance_of(&mut self, value: Value, target: Value) -> JsResult<bool> {
        let Some(object) = target.as_object() else {
            return Err(self.throw_type_error("Right-hand side of 'instanceof' is not an object"));
        };
        // OPTIMIZATION: until a program defines Symbol.hasInstance somewhere, all that a function can inherit is
        // Function.prototype's, which does what follows.
        if self.protectors.has_instance && inherits_as_functions_do(object) {
            return self.ordinary_has_instance(target, value);
        }
        let method = object.get_method(self, self.symbol_key(WellKnownSymbol::HasInstance))?;
        if !method.is_undefined() {
            return Ok(self.call(method, target, &[value])?.to_boolean());
        }
        if !target.is_callable() {
            return Err(self.throw_type_error("Right-hand side of 'instanceof' is not callable"));
        }
        self.ordinary_has_instance(target, value)
    }
}

/// Whether a function's prototype chain holds only functions and plain objects, whose look-ups run no code.
fn inherits_as_functions_do(function: Gc<Object>) -> bool {
    let mut next = Some(function);
    let mut is_callable = false;
    while let Some(object) = next {
        match object.kind() {
            Kind::Closure | Kind::NativeFunction => is_callable = true,
            Kind::Object if is_callable => {}
            _ => return false,
        }
        next = object.prototype().as_object();
    }
    true
}

impl Object {
    /// The own property as stored, without running user code (Proxy traps): Ok(None) where that is not possible.
    pub fn get_own_property_without_code(
        &self,
        agent: &mut Agent,
        key: PropertyKey,
    ) -> JsResult<Option<crate::object::OwnProperty>> {
        if !self.internal_methods().named_properties_are_ordinary {
            return Ok(None);
        }
        self.get_own_property(agent, key)
    }
}

/// Values of a RootVec as a slice (they stay rooted while the vector lives).
pub fn values(list: &RootVec) -> &[Value] {
    let words = list.as_slice();
    // SAFETY: Value is transparent over u64 and every word pushed was a Value's bits.
    unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<Value>(), words.len()) }
}
