//! jenny_text
