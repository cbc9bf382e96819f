//! Date.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static DATE: ClassSpec = ClassSpec::new("Date", Intrinsic::Date, Intrinsic::DatePrototype, date_constructor, 0);

fn date_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Date is not there yet"))
}
