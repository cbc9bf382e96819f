//! jenny_macros
