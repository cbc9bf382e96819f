//! Compares matches and error messages with tables written by Node (see `data/generate.mjs`).

#![expect(clippy::disallowed_methods, reason = "a table made elsewhere may be named")]

use jenny_regexp::{Flags, Input, Matcher, Program, compile};

/// Undoes the `%XXXX` of the tables.
fn decode(text: &str) -> Vec<u16> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '%' {
            units.push(u16::from_str_radix(&rest[1..5], 16).expect("four digits"));
            rest = &rest[5..];
        } else {
            units.push(c as u16);
            rest = &rest[1..];
        }
    }
    units
}

fn flags(text: &str) -> Flags {
    Flags::parse(&text.encode_utf16().collect::<Vec<_>>()).expect("flags")
}

fn show(captures: Option<&[Option<(usize, usize)>]>) -> String {
    let Some(captures) = captures else {
        return "null".into();
    };
    let ranges: Vec<String> =
        captures.iter().map(|range| range.map_or("-".into(), |(start, end)| format!("{start}-{end}"))).collect();
    ranges.join(",")
}

fn run(matcher: &mut Matcher, program: &Program, input: Input, last_index: usize) -> String {
    match matcher.exec(program, input, last_index, &mut || false) {
        Ok(captures) => show(captures),
        Err(error) => error.to_string(),
    }
}

#[test]
fn matches_agree_with_the_table() {
    let mut matcher = Matcher::new();
    let mut failures = Vec::new();
    let mut count = 0;
    let more = std::env::var("JENNY_REGEXP_CASES").map(|path| std::fs::read_to_string(path).expect("a table"));
    let more = more.unwrap_or_default();
    for line in
        more.lines().chain(include_str!("data/matches.txt").lines()).chain(include_str!("data/newer.txt").lines())
    {
        if line.starts_with("# ") {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [pattern, flag_text, input, last_index, expected] = fields[..] else { panic!("a bad line: {line}") };
        let program = match compile(&decode(pattern), flags(flag_text)) {
            Ok(program) => program,
            Err(error) => {
                failures.push(format!("{line}\n    {error}"));
                continue;
            }
        };
        let last_index = last_index.parse().expect("a number");
        let units = decode(input);
        let wide = run(&mut matcher, &program, Input::Utf16(&units), last_index);
        if wide != expected {
            failures.push(format!("{line}\n    {wide}"));
        }
        let bytes: Result<Vec<u8>, _> = units.iter().map(|&unit| u8::try_from(unit)).collect();
        if let Ok(bytes) = bytes {
            let narrow = run(&mut matcher, &program, Input::Latin1(&bytes), last_index);
            if narrow != expected {
                failures.push(format!("{line}\n    {narrow} (Latin-1)"));
            }
        }
        count += 1;
    }
    assert!(count > 3000, "{count} lines");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures[..failures.len().min(60)].join("\n"));
}

#[test]
fn errors_agree_with_the_table() {
    let mut failures = Vec::new();
    for line in include_str!("data/errors.txt").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [pattern, flag_text, reason] = fields[..] else { panic!("a bad line: {line}") };
        let units = decode(pattern);
        let expected =
            format!("Invalid regular expression: /{}/{flag_text}: {reason}", String::from_utf16_lossy(&units));
        match compile(&units, flags(flag_text)) {
            Ok(_) => failures.push(format!("accepted: {line}")),
            Err(error) if error.message != expected => failures.push(format!("{line}\n    {}", error.message)),
            Err(error) => assert!(error.offset <= units.len()),
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
