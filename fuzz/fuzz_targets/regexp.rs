//! Flags, patterns and inputs.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| jenny_fuzz::targets::regexp(bytes));
