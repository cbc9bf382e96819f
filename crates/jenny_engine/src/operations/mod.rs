//! Abstract operations of ECMA-262 section 7 that are not methods of objects.

mod comparison;
pub mod iteration;
mod objects;
mod type_conversion;

pub use comparison::*;
pub use objects::values;
pub use type_conversion::*;
