//! Expected text with `[WILDCARD]` (anything) and `[WILDLINE]` (anything within a line), and the difference when it is not met.

/// Text as tests compare it: paths of this checkout become `[ROOT]`, line ends are `\n`.
pub fn normalise(text: &str, root: &str) -> String {
    text.replace("\r\n", "\n").replace(root, "[ROOT]")
}

/// Whether `text` is what `pattern` says.
pub fn matches(pattern: &str, text: &str) -> bool {
    matches_parts(&parts(pattern), text)
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Literal(&'a str),
    Any,
    Line,
}

fn parts(pattern: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let next = [("[WILDCARD]", Part::Any), ("[WILDLINE]", Part::Line)]
            .into_iter()
            .filter_map(|(name, part)| rest.find(name).map(|at| (at, name.len(), part)))
            .min_by_key(|&(at, ..)| at);
        let Some((at, len, part)) = next else {
            parts.push(Part::Literal(rest));
            break;
        };
        if at > 0 {
            parts.push(Part::Literal(&rest[..at]));
        }
        parts.push(part);
        rest = &rest[at + len..];
    }
    parts
}

fn matches_parts(parts: &[Part<'_>], text: &str) -> bool {
    match parts {
        [] => text.is_empty(),
        [Part::Literal(literal), rest @ ..] => {
            text.strip_prefix(literal).is_some_and(|after| matches_parts(rest, after))
        }
        [Part::Any] => true,
        [wild, rest @ ..] => {
            let reach = match wild {
                Part::Line => text.find('\n').unwrap_or(text.len()),
                _ => text.len(),
            };
            text.char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .take_while(|&at| at <= reach)
                .any(|at| matches_parts(rest, &text[at..]))
        }
    }
}

/// The first lines in which both differ, with some context.
pub fn difference(expected: &str, got: &str) -> String {
    let (expected, got): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    let wild = |line: &&str| line.contains("[WILDCARD]") || line.contains("[WILDLINE]");
    let first = (0..expected.len().max(got.len()))
        .find(|&i| match (expected.get(i), got.get(i)) {
            (Some(e), Some(g)) => !wild(e) && e != g,
            (e, g) => e != g,
        })
        .unwrap_or(0);
    let from = first.saturating_sub(2);
    let mut out = String::new();
    let mut show = |mark: char, lines: &[&str], from: usize, to: usize| {
        for line in lines.iter().take(to).skip(from) {
            out.push_str(&format!("    {mark} {line}\n"));
        }
    };
    show(' ', &expected, from, first);
    show('-', &expected, first, first + 8);
    show('+', &got, first, first + 8);
    if expected.get(first) == got.get(first) {
        out.push_str("    (the texts differ in the newline at their end)\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_what_they_say() {
        for (pattern, text, expected) in [
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("a[WILDCARD]c", "a x\ny c", true),
            ("a[WILDCARD]c", "a x\ny", false),
            ("a[WILDLINE]c\n", "a--c\n", true),
            ("a[WILDLINE]c", "a\nc", false),
            ("[WILDCARD]", "", true),
            ("[WILDCARD]b[WILDLINE]d", "aéb\nbcd", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern:?} {text:?}");
        }
    }

    #[test]
    fn the_difference_begins_where_the_texts_part() {
        let shown = difference("a\nb\nc\n", "a\nb\nd\n");
        assert_eq!(shown, "      a\n      b\n    - c\n    + d\n");
    }
}
