//! jenny_regexp
