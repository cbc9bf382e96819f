//! Type conversion (ECMA-262 7.1), as methods of Value.

use crate::agent::Agent;
use crate::object::{AsObject, Object};
use crate::string::{JsString, PropertyKey, StringView, WellKnownSymbol};
use crate::value::bigint::JsBigInt;
use crate::{JsResult, Value};
use jenny_gc::Gc;
use num_bigint::BigInt;
use num_traits::FromPrimitive;

/// Hint of ToPrimitive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreferredType {
    Default,
    String,
    Number,
}

/// A view as jenny_text takes it.
#[inline(always)]
pub fn text_of(view: StringView<'_>) -> jenny_text::Text<'_> {
    match view {
        StringView::Latin1(b) => jenny_text::Text::Latin1(b),
        StringView::Utf16(u) => jenny_text::Text::Utf16(u),
    }
}

impl Value {
    /// ToBoolean (7.1.2)
    #[inline(always)]
    pub fn to_boolean(self) -> bool {
        if self.is_bool() {
            return self.is_true();
        }
        if self.is_int() {
            return self.as_int_unchecked() != 0;
        }
        self.to_boolean_slow()
    }
    fn to_boolean_slow(self) -> bool {
        if self.is_double() {
            let d = self.as_double_unchecked();
            return d != 0.0 && !d.is_nan();
        }
        if let Some(s) = self.as_string() {
            return !s.is_empty();
        }
        if let Some(o) = self.as_object() {
            return !o.has_flag(crate::object::flags::IS_HTMLDDA);
        }
        if let Some(b) = self.as_bigint() {
            return *b.value() != BigInt::ZERO;
        }
        self.is_symbol()
    }
    /// ToPrimitive (7.1.1)
    pub fn to_primitive(self, agent: &mut Agent, hint: PreferredType) -> JsResult<Value> {
        let Some(object) = self.as_object() else { return Ok(self) };
        let exotic = object.get_method(agent, agent.symbol_key(WellKnownSymbol::ToPrimitive))?;
        if !exotic.is_undefined() {
            let hint = match hint {
                PreferredType::Default => agent.names.default,
                PreferredType::String => agent.names.string,
                PreferredType::Number => agent.names.number,
            };
            let hint = agent.key_to_value(hint);
            let result = agent.call(exotic, self, &[hint])?;
            if !result.is_object() {
                return Ok(result);
            }
            return Err(agent.throw_type_error("Cannot convert object to primitive value"));
        }
        ordinary_to_primitive(agent, object, hint)
    }
    /// ToNumber (7.1.4)
    #[inline]
    pub fn to_number(self, agent: &mut Agent) -> JsResult<f64> {
        if self.is_number() { Ok(self.as_f64_unchecked()) } else { self.to_number_slow(agent) }
    }
    #[cold]
    fn to_number_slow(self, agent: &mut Agent) -> JsResult<f64> {
        if let Some(s) = self.as_string() {
            return Ok(jenny_text::number::string_to_number(text_of(s.view())));
        }
        match self {
            Value::UNDEFINED => return Ok(f64::NAN),
            Value::NULL | Value::FALSE => return Ok(0.0),
            Value::TRUE => return Ok(1.0),
            _ => {}
        }
        if self.is_symbol() {
            return Err(agent.throw_type_error("Cannot convert a Symbol value to a number"));
        }
        if self.is_bigint() {
            return Err(agent.throw_type_error("Cannot convert a BigInt value to a number"));
        }
        self.to_primitive(agent, PreferredType::Number)?.to_number(agent)
    }
    /// ToNumeric (7.1.3): a Number or a BigInt.
    #[inline]
    pub fn to_numeric(self, agent: &mut Agent) -> JsResult<Value> {
        if self.is_number() {
            return Ok(self);
        }
        let primitive = self.to_primitive(agent, PreferredType::Number)?;
        if primitive.is_bigint() {
            return Ok(primitive);
        }
        Ok(Value::number(primitive.to_number(agent)?))
    }
    /// ToIntegerOrInfinity (7.1.5)
    #[inline]
    pub fn to_integer_or_infinity(self, agent: &mut Agent) -> JsResult<f64> {
        if let Some(i) = self.as_int() {
            return Ok(i as f64);
        }
        Ok(jenny_text::number::to_integer_or_infinity(self.to_number(agent)?))
    }
    /// ToInt32 (7.1.6)
    #[inline]
    pub fn to_int32(self, agent: &mut Agent) -> JsResult<i32> {
        if let Some(i) = self.as_int() {
            return Ok(i);
        }
        Ok(jenny_text::number::to_int32(self.to_number(agent)?))
    }
    /// ToUint32 (7.1.7)
    pub fn to_uint32(self, agent: &mut Agent) -> JsResult<u32> {
        Ok(self.to_int32(agent)? as u32)
    }
    /// ToLength (7.1.20)
    pub fn to_length(self, agent: &mut Agent) -> JsResult<u64> {
        let n = self.to_integer_or_infinity(agent)?;
        Ok(n.clamp(0.0, 9007199254740991.0) as u64)
    }
    /// ToIndex (7.1.22): RangeError outside 0..=2^53-1.
    pub fn to_index(self, agent: &mut Agent) -> JsResult<u64> {
        let n = self.to_integer_or_infinity(agent)?;
        if !(0.0..=9007199254740991.0).contains(&n) {
            return Err(agent.throw_range_error("Invalid index or length"));
        }
        Ok(n as u64)
    }
    /// ToBigInt (7.1.13)
    pub fn to_bigint(self, agent: &mut Agent) -> JsResult<Gc<JsBigInt>> {
        let primitive = self.to_primitive(agent, PreferredType::Number)?;
        if let Some(b) = primitive.as_bigint() {
            return Ok(b);
        }
        if let Some(b) = primitive.as_bool() {
            return Ok(agent.new_bigint(BigInt::from(b as u8)));
        }
        if let Some(s) = primitive.as_string() {
            let read = jenny_text::number::string_to_bigint_with(text_of(s.view()), |digits, radix| {
                crate::value::bigint_large::from_digits(agent, digits, radix)
            })?;
            return match read {
                Some(n) => Ok(agent.new_bigint(n)),
                None => {
                    let text = s.to_rust_string();
                    Err(agent.throw_syntax_error(format!("Cannot convert {text} to a BigInt")))
                }
            };
        }
        let text = crate::error::describe(agent, primitive);
        Err(agent.throw_type_error(format!("Cannot convert {text} to a BigInt")))
    }
    /// ToString (7.1.17)
    #[inline]
    pub fn to_js_string(self, agent: &mut Agent) -> JsResult<Gc<JsString>> {
        match self.as_string() {
            Some(s) => Ok(s),
            None => self.to_js_string_slow(agent),
        }
    }
    fn to_js_string_slow(self, agent: &mut Agent) -> JsResult<Gc<JsString>> {
        if self.is_number() {
            return Ok(agent.number_to_string(self.as_f64_unchecked()));
        }
        let name = match self {
            Value::UNDEFINED => agent.names.undefined,
            Value::NULL => agent.names.null,
            Value::TRUE => agent.names.true_,
            Value::FALSE => agent.names.false_,
            _ => {
                if self.is_symbol() {
                    return Err(agent.throw_type_error("Cannot convert a Symbol value to a string"));
                }
                if let Some(b) = self.as_bigint() {
                    let text = crate::value::bigint_large::to_text(agent, b.value(), 10)?;
                    return agent.try_string(&text);
                }
                agent.check_native_stack()?;
                return self.to_primitive(agent, PreferredType::String)?.to_js_string(agent);
            }
        };
        Ok(name.as_atom().unwrap_or_else(|| agent.names.empty_string()))
    }
    /// ToString, as Rust text (lone surrogates become U+FFFD).
    pub fn to_rust_string(self, agent: &mut Agent) -> JsResult<String> {
        Ok(self.to_js_string(agent)?.to_rust_string())
    }
    /// ToPropertyKey (7.1.19)
    #[inline]
    pub fn to_property_key(self, agent: &mut Agent) -> JsResult<PropertyKey> {
        if let Some(i) = self.as_int()
            && i >= 0
        {
            return Ok(PropertyKey::from_index(i as u32));
        }
        if let Some(s) = self.as_string() {
            return Ok(agent.key_from_string(s));
        }
        self.to_property_key_slow(agent)
    }
    fn to_property_key_slow(self, agent: &mut Agent) -> JsResult<PropertyKey> {
        if self.is_double() {
            let d = self.as_double_unchecked();
            if d >= 0.0 && d < u32::MAX as f64 && d.fract() == 0.0 {
                return Ok(PropertyKey::from_index(d as u32));
            }
        }
        let primitive = self.to_primitive(agent, PreferredType::String)?;
        if let Some(s) = primitive.as_symbol() {
            return Ok(PropertyKey::from_symbol(s));
        }
        let string = primitive.to_js_string(agent)?;
        Ok(agent.key_from_string(string))
    }
    /// ToObject (7.1.18)
    pub fn to_object(self, agent: &mut Agent) -> JsResult<Gc<Object>> {
        if let Some(o) = self.as_object() {
            return Ok(o);
        }
        if self.is_nullish() {
            return Err(agent.throw_type_error("Cannot convert undefined or null to object"));
        }
        Ok(agent.wrap_primitive(self).as_object())
    }
    /// RequireObjectCoercible (7.2.1), naming the method.
    pub fn require_object_coercible(self, agent: &mut Agent, method: &str) -> JsResult<()> {
        if self.is_nullish() {
            return Err(agent.throw_type_error(format!("{method} called on null or undefined")));
        }
        Ok(())
    }
    /// What `typeof` says.
    pub fn type_of(self) -> &'static str {
        match self.type_for_typeof() {
            TypeOf::Number => "number",
            TypeOf::Boolean => "boolean",
            TypeOf::Undefined => "undefined",
            TypeOf::String => "string",
            TypeOf::Symbol => "symbol",
            TypeOf::BigInt => "bigint",
            TypeOf::Function => "function",
            TypeOf::Object => "object",
        }
    }
    /// The same without a text.
    #[inline]
    pub(crate) fn type_for_typeof(self) -> TypeOf {
        if let Some(object) = self.as_object() {
            return match object {
                o if o.has_flag(crate::object::flags::IS_HTMLDDA) => TypeOf::Undefined,
                o if o.is_callable() => TypeOf::Function,
                _ => TypeOf::Object,
            };
        }
        match self {
            v if v.is_number() => TypeOf::Number,
            v if v.is_string() => TypeOf::String,
            v if v.is_undefined() => TypeOf::Undefined,
            v if v.is_bool() => TypeOf::Boolean,
            v if v.is_symbol() => TypeOf::Symbol,
            v if v.is_bigint() => TypeOf::BigInt,
            _ => TypeOf::Object,
        }
    }
}

/// The results of `typeof`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TypeOf {
    Number,
    Boolean,
    Undefined,
    String,
    Symbol,
    BigInt,
    Function,
    Object,
}

/// OrdinaryToPrimitive (7.1.1.1)
pub fn ordinary_to_primitive(agent: &mut Agent, object: Gc<Object>, hint: PreferredType) -> JsResult<Value> {
    let (first, second) = match hint {
        PreferredType::String => (agent.names.to_string, agent.names.value_of),
        _ => (agent.names.value_of, agent.names.to_string),
    };
    for key in [first, second] {
        let method = object.get(agent, key)?;
        if method.is_callable() {
            let result = agent.call(method, object.into(), &[])?;
            if !result.is_object() {
                return Ok(result);
            }
        }
    }
    Err(agent.throw_type_error("Cannot convert object to primitive value"))
}

/// Texts of the integers below this are cached.
const NUMBERS: usize = 1024;

impl Agent {
    /// Number::toString(n, 10); small integers are cached.
    pub fn number_to_string(&mut self, n: f64) -> Gc<JsString> {
        let cached = (n as usize) < NUMBERS && (n as usize) as f64 == n;
        if cached && let Some(&Some(s)) = self.number_cache.get(n as usize) {
            return s;
        }
        let mut buffer = jenny_text::number::NumberBuffer::new();
        let text = jenny_text::number::number_to_string(n, &mut buffer);
        let string = match self.try_string_from_latin1(text.as_bytes()) {
            Ok(s) => s,
            Err(_) => self.names.empty_string(),
        };
        if cached {
            self.number_cache.resize(NUMBERS, None);
            self.number_cache[n as usize] = Some(string);
        }
        string
    }
    /// NumberToBigInt: RangeError unless the number is an integer.
    pub fn number_to_bigint(&mut self, n: f64) -> JsResult<Gc<JsBigInt>> {
        if n.is_finite()
            && n.fract() == 0.0
            && let Some(b) = BigInt::from_f64(n)
        {
            return Ok(self.new_bigint(b));
        }
        let text = self.number_to_string(n).to_rust_string();
        Err(self.throw_range_error(format!(
            "The number {text} cannot be converted to a BigInt because it is not an integer"
        )))
    }
}
