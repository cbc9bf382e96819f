//! Compares property escapes with the generated tests of test262, when `TEST262_DIR` names its checkout.

#![expect(clippy::disallowed_methods, reason = "reads a checkout of test262")]

use std::path::Path;

use jenny_regexp::{Flags, Input, Matcher, compile};

/// The numbers of `loneCodePoints` and `ranges` in a call of `buildString`.
fn code_points(source: &str, name: &str) -> Option<Vec<(u32, u32)>> {
    let rest = &source[source.find(&format!("const {name} = buildString("))?..];
    let rest = &rest[..rest.find("});")?];
    let numbers = |text: &str| -> Vec<u32> {
        text.split("0x").skip(1).map(|part| u32::from_str_radix(&part[..6], 16).expect("hexadecimal")).collect()
    };
    let (lone, ranges) = rest.split_once("ranges:")?;
    let mut points: Vec<(u32, u32)> = numbers(lone).into_iter().map(|c| (c, c)).collect();
    points.extend(numbers(ranges).chunks(2).map(|pair| (pair[0], pair[1])));
    Some(points)
}

fn encode(c: u32, buffer: &mut Vec<u16>) {
    buffer.clear();
    match char::from_u32(c) {
        Some(c) => buffer.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        None => buffer.push(c as u16),
    }
}

#[test]
fn property_escapes_agree_with_test262() {
    let Ok(root) = std::env::var("TEST262_DIR") else {
        return;
    };
    let folder = Path::new(&root).join("test/built-ins/RegExp/property-escapes/generated");
    let mut matcher = Matcher::new();
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of generated tests") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "js") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a test");
        for (flag, name) in [(r"\p{", "matchSymbols"), (r"\P{", "nonMatchSymbols")] {
            let Some(points) = code_points(&source, name) else {
                continue;
            };
            let needle = format!("/^{flag}");
            let Some(start) = source.find(&needle) else {
                continue;
            };
            let escape = &source[start + 2..start + source[start..].find('}').expect("a brace") + 1];
            let pattern: Vec<u16> = format!("^{escape}$").encode_utf16().collect();
            let flags = Flags { unicode: true, ..Flags::default() };
            let program = match compile(&pattern, flags) {
                Ok(program) => program,
                Err(error) => {
                    failures.push(format!("{}: {error}", path.display()));
                    continue;
                }
            };
            count += 1;
            let mut buffer = Vec::new();
            let mut wrong = Vec::new();
            for c in points.iter().flat_map(|&(low, high)| low..=high) {
                encode(c, &mut buffer);
                let found = matcher.exec(&program, Input::Utf16(&buffer), 0, &mut || false);
                if found.expect("a decision").is_none() {
                    wrong.push(format!("{c:X}"));
                }
            }
            if !wrong.is_empty() {
                failures.push(format!(
                    "{escape}: {} wrong, first {}",
                    wrong.len(),
                    wrong[..wrong.len().min(5)].join(" ")
                ));
            }
        }
    }
    assert!(count > 500, "{count} escapes");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
