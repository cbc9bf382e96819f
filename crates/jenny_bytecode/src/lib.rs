//! jenny_bytecode
