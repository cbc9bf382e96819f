//! Bytes of serialized values.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| jenny_fuzz::targets::structured_clone(bytes));
