//! The handlers, one family a file. Fast paths are here; what is rare or large is in `slow`.

pub mod arith;
pub mod binding;
pub mod call;
pub mod compare;
pub mod control;
pub mod generator;
pub mod load;
pub mod property;
pub mod slow_ops;
