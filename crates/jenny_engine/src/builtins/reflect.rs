//! reflect.

use crate::Intrinsic;
use crate::realm::property_spec::*;

pub static REFLECT: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: &[] };
