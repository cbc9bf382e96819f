//! ECMAScript regular expressions: pattern to program to matcher, without a heap and without JavaScript values.
//!
//! [`compile`] parses a pattern (ECMA-262 §22.2.1 with Annex B.1.2) into a [`Program`], which is plain data and
//! may be shared between threads. A [`Matcher`] holds the scratch memory of a run and is reused: its
//! [`exec`](Matcher::exec) searches an [`Input`] forward from an index. All indices are code units.

mod alternatives;
mod case_folding;
mod class_parser;
mod code_point_set;
mod compiler;
mod error;
mod first_set;
mod flags;
mod input;
mod instruction;
mod linear;
mod linear_compiler;
mod matcher;
mod node;
mod parser;
mod prefilter;
mod program;
mod unicode_property;

pub use error::{MatchError, SyntaxError};
pub use flags::Flags;
pub use input::Input;
pub use matcher::Matcher;
pub use program::{Program, compile};
