//! The text of an expression for error messages, as V8's call printer writes it: `a.b.c`, `(intermediate value).x`, `f(...)`.

use jenny_bytecode::SourceText;

/// The callee (or object) expression that ends with the name at `offset`.
///
/// `offset` is what the position table says of a call or property access: the last name of a member chain, or the start of
/// a plain callee. None if nothing sensible is there.
pub fn render_expression_at(source: &SourceText, offset: u32) -> Option<String> {
    let text = &source.text;
    let at = offset as usize;
    let rest = text.get(at..)?;
    let rest = match rest.strip_prefix("new") {
        Some(callee) if callee.starts_with(|c: char| c.is_whitespace() || c == '(') => {
            let start = at + 3 + (callee.len() - callee.trim_start().len());
            return render_forward(text, start);
        }
        _ => rest,
    };
    let name: String = rest.chars().take_while(|&c| is_name(c)).collect();
    let before = text.get(..at)?.trim_end();
    if name.is_empty() {
        let first = rest.chars().next()?;
        return (first == '(' || first == '[' || first == '{' || first == '"' || first == '\'')
            .then(|| "(intermediate value)".to_owned());
    }
    let (base, separator) = match before.strip_suffix("?.") {
        Some(base) => (base, "?."),
        None => match before.strip_suffix('.') {
            Some(base) if !base.ends_with('.') => (base, "."),
            _ => {
                if before.ends_with('[') {
                    return None;
                }
                return render_forward(text, at);
            }
        },
    };
    let base = render_backward(base.trim_end());
    Some(format!("{base}{separator}{name}"))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || c == '#'
}

/// A member chain from its start on, up to the call.
fn render_forward(text: &str, start: usize) -> Option<String> {
    let mut out = String::new();
    let mut rest = text.get(start..)?;
    loop {
        let name: String = rest.chars().take_while(|&c| is_name(c)).collect();
        if name.is_empty() {
            break;
        }
        rest = &rest[name.len()..];
        out.push_str(&name);
        match rest.strip_prefix('.') {
            Some(after) if after.starts_with(is_name) => {
                out.push('.');
                rest = after;
            }
            _ => break,
        }
    }
    if out.is_empty() {
        return Some("(intermediate value)".to_owned());
    }
    Some(out)
}

/// The expression that ends at the end of `text`, read backwards.
fn render_backward(text: &str) -> String {
    let text = text.trim_end();
    if let Some(open) = text.ends_with(')').then(|| matching(text)).flatten() {
        let callee = text[..open].trim_end();
        if callee.ends_with(is_name) || callee.ends_with(')') {
            let word: String = last_name(callee).to_owned();
            if !matches!(word.as_str(), "if" | "while" | "for" | "with" | "return") {
                return format!("{}(...)", render_backward(callee));
            }
        }
        return "(intermediate value)".to_owned();
    }
    if let Some(open) = text.ends_with(']').then(|| matching(text)).flatten() {
        let base = text[..open].trim_end();
        if base.ends_with(is_name) || base.ends_with(')') || base.ends_with(']') {
            let key = text[open + 1..text.len() - 1].trim();
            let simple = !key.is_empty() && key.chars().all(|c| is_name(c) || c == '.');
            let key = if simple { key } else { "..." };
            let base = render_backward(base);
            return format!("{base}[{key}]");
        }
        return "(intermediate value)".to_owned();
    }
    let name = last_name(text);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return "(intermediate value)".to_owned();
    }
    let before = text[..text.len() - name.len()].trim_end();
    if let Some(base) = before.strip_suffix("?.") {
        return format!("{}?.{name}", render_backward(base));
    }
    if let Some(base) = before.strip_suffix('.')
        && !base.ends_with('.')
    {
        return format!("{}.{name}", render_backward(base));
    }
    if name == "super" {
        return "(intermediate value)".to_owned();
    }
    name.to_owned()
}

fn last_name(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|&(_, c)| is_name(c)).last().map_or(text.len(), |(i, _)| i);
    &text[start..]
}

/// Index of the bracket that the last character closes; strings are not looked into, lines are bounded.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (index, c) in text.char_indices().rev().take(4096) {
        match c {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}
