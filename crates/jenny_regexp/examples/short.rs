//! Times single calls on short inputs, where the cost is that of starting a match.

#![expect(clippy::disallowed_methods, reason = "measures")]

use std::time::Instant;

use jenny_regexp::{Flags, Input, Matcher, compile};

fn main() {
    let cases: &[(&str, &str, &str)] = &[
        (r"^[\w-]+$", "", "foo-bar-baz"),
        (r"^\s*$", "", "   "),
        (r"^(?:\d{1,3}\.){3}\d{1,3}$", "", "192.168.100.200"),
        (r"^([a-z]+):\/\/([^/]+)(\/.*)?$", "", "https://www.example.com/path/to?x=1"),
        ("[A-Z]", "", "someCamelCaseName"),
        (r#"[&<>"']"#, "", "no special characters in this sentence at all"),
        (r"^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?Z$", "", "2024-05-06T07:08:09.123Z"),
        ("^(?:true|false|null|yes|no)$", "i", "NULL"),
        (r"\.([a-z]+)$", "", "archive.tar.gz"),
        (r"^#?([a-f\d]{2})([a-f\d]{2})([a-f\d]{2})$", "i", "#a1B2c3"),
        (r"(?:^|\s)class(?:\s|$)", "", "one two class three"),
        (r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "", "someone@example.com"),
        (r"\{\{\s*(\w+)\s*\}\}", "", "Hello {{ name }}, welcome"),
        (r"^(?=.*[A-Z])(?=.*\d)(?=.*[a-z]).{8,}$", "", "Passw0rdIsLong"),
        (r"^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$", "i", "-123.456e+10"),
        (r"(\w)(\w*)", "", "capitalise"),
    ];
    let mut matcher = Matcher::new();
    for (pattern, flags, input) in cases {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        let flags = Flags::parse(&flags.encode_utf16().collect::<Vec<_>>()).expect("flags");
        let start = Instant::now();
        for _ in 0..1000 {
            std::hint::black_box(compile(&units, flags).is_ok());
        }
        let compiling = start.elapsed().as_nanos() / 1000;
        let program = compile(&units, flags).expect("a pattern");
        let mut best = u128::MAX;
        let mut found = 0;
        for _ in 0..5 {
            let start = Instant::now();
            for _ in 0..100_000 {
                let captures = matcher.exec(&program, Input::Latin1(input.as_bytes()), 0, &mut || false);
                found += usize::from(captures.is_ok_and(|captures| captures.is_some()));
            }
            best = best.min(start.elapsed().as_nanos() / 100_000);
        }
        println!("{best:6} ns  {compiling:6} ns to compile  {}  /{pattern}/", found > 0);
    }
}
