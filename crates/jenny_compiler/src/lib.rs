//! jenny_compiler
