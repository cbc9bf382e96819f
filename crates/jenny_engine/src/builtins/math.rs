//! math.

use crate::Intrinsic;
use crate::realm::property_spec::*;

pub static MATH: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: &[] };
