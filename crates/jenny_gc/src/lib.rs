//! jenny_gc
