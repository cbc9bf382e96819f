//! The bytecode of Jenny's register machine: opcode table, encoder, decoder, disassembler and the FunctionTemplate.
//!
//! - [`ops`]: the table, one row an instruction
//! - [`encoder`]: typed emitters and labels
//! - [`template`]: what a compiled function, script or module consists of
//! - [`portable`]: templates as bytes
//! - [`stand_ins`]: lone surrogates of a source text
//! - [`disassembler`]: the text for `--dump=bytecode`
//! - [`verifier`]: what the interpreter may rely on
//!
//! Nothing here sees the heap: templates are plain data.

pub mod disassembler;
pub mod encoder;
pub mod ops;
pub mod portable;
pub mod stand_ins;
pub mod template;
pub mod verifier;

pub use encoder::{Encoder, Label, Register};
pub use ops::{FRAME_HEADER, OPS, Op, OpInfo, Operand};
pub use stand_ins::StandIns;
pub use template::*;
pub use verifier::verify;
