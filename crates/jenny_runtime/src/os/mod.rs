//! What the system offers only to callers that keep its rules: each with the reason why they are kept.

pub mod descriptors;
pub mod signals;
