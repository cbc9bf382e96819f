//! Symbol.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static SYMBOL: ClassSpec =
    ClassSpec::new("Symbol", Intrinsic::Symbol, Intrinsic::SymbolPrototype, symbol_constructor, 0);

fn symbol_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Symbol is not there yet"))
}
