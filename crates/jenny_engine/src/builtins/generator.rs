//! %GeneratorPrototype% and %AsyncGeneratorPrototype%.

use crate::Intrinsic;
use crate::object::property::Attributes;
use crate::realm::property_spec::*;

pub static GENERATOR_PROTOTYPE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[
        value("constructor", SpecValue::Intrinsic(Intrinsic::GeneratorFunctionPrototype), Attributes::CONFIGURABLE),
        to_string_tag("Generator"),
    ],
};

pub static ASYNC_GENERATOR_PROTOTYPE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::AsyncIteratorPrototype,
    properties: &[
        value(
            "constructor",
            SpecValue::Intrinsic(Intrinsic::AsyncGeneratorFunctionPrototype),
            Attributes::CONFIGURABLE,
        ),
        to_string_tag("AsyncGenerator"),
    ],
};
