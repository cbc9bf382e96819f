//! Rust source with comments, strings and character literals blanked out, line for line.

/// What precedes a place in the source.
enum State {
    Code,
    LineComment,
    /// Depth of nesting.
    BlockComment(u32),
    /// Number of `#` of a raw string, or `None` for one with escapes.
    Str(Option<usize>),
}

/// `source` with everything but code turned into spaces. Lines and their lengths in characters stay.
pub fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut state = State::Code;
    let mut i = 0;
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    while i < chars.len() {
        let c = chars[i];
        let mut take = 1;
        match state {
            State::Code => match (c, at(i + 1)) {
                ('/', '/') => state = State::LineComment,
                ('/', '*') => state = State::BlockComment(0),
                ('"', _) => state = State::Str(None),
                ('r', '"' | '#') if !is_word(at(i.wrapping_sub(1))) || at(i.wrapping_sub(1)) == 'b' => {
                    let hashes = chars[i + 1..].iter().take_while(|&&c| c == '#').count();
                    if at(i + 1 + hashes) == '"' {
                        state = State::Str(Some(hashes));
                        take = hashes + 2;
                    } else {
                        out.push(c);
                        i += 1;
                        continue;
                    }
                }
                ('\'', next) => {
                    // A lifetime has no closing quote two characters on, unless it is a literal of one character.
                    if next == '\\' {
                        let close = (i + 3..chars.len().min(i + 14)).find(|&j| chars[j] == '\'');
                        take = close.map_or(1, |j| j + 1 - i);
                    } else if at(i + 2) == '\'' {
                        take = 3;
                    }
                }
                _ => {
                    out.push(c);
                    i += 1;
                    continue;
                }
            },
            State::LineComment if c == '\n' => state = State::Code,
            State::LineComment => {}
            State::BlockComment(depth) => match (c, at(i + 1)) {
                ('/', '*') => {
                    state = State::BlockComment(depth + 1);
                    take = 2;
                }
                ('*', '/') => {
                    state = if depth <= 1 { State::Code } else { State::BlockComment(depth - 1) };
                    take = 2;
                }
                _ => {}
            },
            State::Str(None) => match c {
                '\\' => take = 2,
                '"' => state = State::Code,
                _ => {}
            },
            State::Str(Some(hashes)) => {
                if c == '"' && (0..hashes).all(|n| at(i + 1 + n) == '#') {
                    state = State::Code;
                    take = 1 + hashes;
                }
            }
        }
        // The opening of a block comment is met again in its own state, which counts it.
        if matches!(state, State::BlockComment(0)) {
            state = State::BlockComment(1);
            take = 2;
        }
        for &blank in &chars[i..chars.len().min(i + take)] {
            out.push(if blank == '\n' { '\n' } else { ' ' });
        }
        i += take;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::code_only;

    #[test]
    fn only_code_is_left() {
        for (source, expected) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("f(\"x\\\"y\") + 1", "f(      ) + 1"),
            ("r#\"a\"b\"# x", "         x"),
            ("br\"todo!\" x", "b         x"),
            ("'a' 'b", "     b"),
            ("let r = for_;", "let r = for_;"),
            ("'\\u{1F600}' z", "            z"),
            ("&'a str", "& a str"),
        ] {
            assert_eq!(code_only(source), expected, "{source}");
        }
    }
}
