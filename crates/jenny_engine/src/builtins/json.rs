//! json.

use crate::Intrinsic;
use crate::realm::property_spec::*;

pub static JSON: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: &[] };
