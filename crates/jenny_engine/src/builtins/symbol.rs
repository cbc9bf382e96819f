//! Symbol (ECMA-262 20.4).

use crate::object::property::Attributes;
use crate::realm::property_spec::*;
use crate::string::{JsString, Symbol};
use crate::{Agent, Args, Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

macro_rules! well_known {
    ($name:literal, $symbol:ident) => {
        value($name, SpecValue::Make(|agent| Ok(agent.symbol_value(WellKnownSymbol::$symbol))), Attributes::NONE)
    };
}

pub static SYMBOL: ClassSpec =
    ClassSpec::new("Symbol", Intrinsic::Symbol, Intrinsic::SymbolPrototype, symbol_constructor, 0)
        .statics(&[
            method("for", symbol_for, 1),
            method("keyFor", symbol_key_for, 1),
            well_known!("asyncDispose", AsyncDispose),
            well_known!("asyncIterator", AsyncIterator),
            well_known!("dispose", Dispose),
            well_known!("hasInstance", HasInstance),
            well_known!("isConcatSpreadable", IsConcatSpreadable),
            well_known!("iterator", Iterator),
            well_known!("match", Match),
            well_known!("matchAll", MatchAll),
            well_known!("replace", Replace),
            well_known!("search", Search),
            well_known!("species", Species),
            well_known!("split", Split),
            well_known!("toPrimitive", ToPrimitive),
            well_known!("toStringTag", ToStringTag),
            well_known!("unscopables", Unscopables),
        ])
        .methods(&[
            method("toString", symbol_to_string, 0),
            method("valueOf", symbol_value_of, 0),
            getter("description", symbol_get_description),
            to_string_tag("Symbol"),
            symbol_method(WellKnownSymbol::ToPrimitive, symbol_to_primitive, 1, Attributes::CONFIGURABLE),
        ]);

impl Agent {
    /// A well-known symbol as a value.
    pub fn symbol_value(&self, symbol: WellKnownSymbol) -> Value {
        self.well_known_symbols[symbol as usize].into()
    }
    /// The symbol of the GlobalSymbolRegistry with this key, made if it is not there.
    pub fn symbol_for(&mut self, key: Gc<JsString>) -> Gc<Symbol> {
        let property_key = self.key_from_string(key);
        if let Some(&symbol) = self.symbol_registry.get(&property_key.bits()) {
            return symbol;
        }
        // The description keeps the atom (and so the registry's key) alive.
        let symbol = self.new_symbol(Some(property_key.as_atom().unwrap_or(key)));
        symbol.mark_registered();
        self.symbol_registry.insert(property_key.bits(), symbol);
        symbol
    }
}

/// Symbol ( [ description ] ) (20.4.1.1)
fn symbol_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if !args.new_target().is_undefined() {
        return Err(agent.throw_type_error("Symbol is not a constructor"));
    }
    let description = match args.get(0) {
        Value::UNDEFINED => None,
        value => Some(value.to_js_string(agent)?),
    };
    Ok(agent.new_symbol(description).into())
}

/// Symbol.for ( key ) (20.4.2.2)
fn symbol_for(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let key = args.get(0).to_js_string(agent)?;
    Ok(agent.symbol_for(key).into())
}

/// Symbol.keyFor ( sym ) (20.4.2.6)
fn symbol_key_for(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let Some(symbol) = args.get(0).as_symbol() else {
        let text = match args.get(0).as_string() {
            Some(text) => text.to_rust_string(),
            None => crate::error::describe(agent, args.get(0)),
        };
        return Err(agent.throw_type_error(format!("{text} is not a symbol")));
    };
    Ok(if symbol.is_registered() { Value::from_option(symbol.description()) } else { Value::UNDEFINED })
}

/// ThisSymbolValue (20.4.3.4.1)
fn this_symbol_value(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<Symbol>> {
    if let Some(symbol) = this.as_symbol() {
        return Ok(symbol);
    }
    if let Some(wrapper) = this.as_kind::<crate::object::wrapper::PrimitiveWrapper>()
        && let Some(symbol) = wrapper.primitive().as_symbol()
    {
        return Ok(symbol);
    }
    Err(agent.throw_type_error(format!("{method} requires that 'this' be a Symbol")))
}

/// Symbol.prototype.toString ( ) (20.4.3.3)
fn symbol_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let symbol = this_symbol_value(agent, this, "Symbol.prototype.toString")?;
    symbol_descriptive_string(agent, symbol)
}

/// SymbolDescriptiveString (20.4.3.3.1)
pub fn symbol_descriptive_string(agent: &mut Agent, symbol: Gc<Symbol>) -> JsResult<Value> {
    let (open, close) = (agent.string("Symbol("), agent.string(")"));
    let description = symbol.description().unwrap_or_else(|| agent.names.empty_string());
    let text = agent.concat(open, description)?;
    Ok(agent.concat(text, close)?.into())
}

/// Symbol.prototype.valueOf ( ) (20.4.3.4)
fn symbol_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_symbol_value(agent, this, "Symbol.prototype.valueOf")?.into())
}

/// get Symbol.prototype.description (20.4.3.2)
fn symbol_get_description(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let symbol = this_symbol_value(agent, this, "Symbol.prototype.description")?;
    Ok(Value::from_option(symbol.description()))
}

/// Symbol.prototype [ %Symbol.toPrimitive% ] ( hint ) (20.4.3.5)
fn symbol_to_primitive(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_symbol_value(agent, this, "Symbol.prototype [ @@toPrimitive ]")?.into())
}
