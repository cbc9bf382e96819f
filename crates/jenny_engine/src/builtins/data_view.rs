//! DataView.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static DATA_VIEW: ClassSpec =
    ClassSpec::new("DataView", Intrinsic::DataView, Intrinsic::DataViewPrototype, data_view_constructor, 0);

fn data_view_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("DataView is not there yet"))
}
