//! %GeneratorPrototype% and %AsyncGeneratorPrototype%.

use crate::Intrinsic;
use crate::realm::property_spec::*;

pub static GENERATOR_PROTOTYPE: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };

pub static ASYNC_GENERATOR_PROTOTYPE: ObjectSpec =
    ObjectSpec { parent: Intrinsic::AsyncIteratorPrototype, properties: &[] };
