//! The parser's diagnostics in the words and at the places that users know from V8.

/// A message and the bytes it is about.
pub struct Said {
    /// message
    pub message: String,
    /// first byte
    pub offset: usize,
    /// bytes
    pub length: usize,
}

/// What to say instead of a diagnostic.
enum Say {
    /// this, at the first label
    Text(&'static str),
    /// this, at the last label
    Last(&'static str),
    /// this, at the next token after the label's start, white space skipped
    Next(&'static str),
    /// what stands there does not belong there
    Unexpected,
    /// the token after the first one of the label does not belong there
    UnexpectedAfter(&'static str),
    /// the token that the label begins with does not belong there
    UnexpectedFirst,
    /// `{}` is the quoted name, or the text of the label; at the last label
    Named(&'static str),
}

use Say::*;

/// Part of a diagnostic, what to say. The first row that fits counts.
static WORDING: &[(&str, Say)] = &[
    ("Label `", Named("Label '{}' has already been declared")),
    (
        "Identifier `__proto__` has already been declared",
        Last("Duplicate __proto__ fields are not allowed in object literals"),
    ),
    ("already been declared", Named("Identifier '{}' has already been declared")),
    ("Expected a semicolon or an implicit semicolon", Unexpected),
    ("Expected `,` or `)`", Text("missing ) after argument list")),
    ("Unterminated string", Text("Invalid or unexpected token")),
    ("Unterminated regular expression", Text("Invalid regular expression: missing /")),
    ("Invalid Character", Text("Invalid or unexpected token")),
    ("Invalid characters after number", Text("Invalid or unexpected token")),
    ("Invalid Number", Text("Invalid or unexpected token")),
    ("A 'return' statement", Text("Illegal return statement")),
    (
        "statement can only jump to a label of an enclosing",
        Last("Illegal continue statement: '{}' does not denote an iteration statement"),
    ),
    ("Use of undefined label", Named("Undefined label '{}'")),
    ("Jump target cannot cross function boundary", Named("Undefined label '{}'")),
    ("`for await` loops are only", Text("Unexpected reserved word")),
    ("`await` is only allowed", Text("await is only valid in async functions and the top level bodies of modules")),
    ("Cannot use await in class static initialization block", Text("Unexpected reserved word")),
    ("A 'yield' expression is only allowed", UnexpectedAfter("yield")),
    ("is reserved", Text("Unexpected strict mode reserved word")),
    ("in strict mode", Text("Unexpected eval or arguments in strict mode")),
    ("'with' statements are not allowed", Text("Strict mode code may not include a with statement")),
    ("octal literals and octal escape", Text("Octal literals are not allowed in strict mode.")),
    ("Decimals with leading zeros", Text("Decimals with leading zeros are not allowed in strict mode.")),
    ("Cannot assign to this expression", Text("Invalid left-hand side in assignment")),
    ("Invalid assignment in object literal", Text("Invalid shorthand property initializer")),
    ("for-of loop variable declaration", Text("for-of loop variable declaration may not have an initializer.")),
    ("for-in loop variable declaration", Text("for-in loop variable declaration may not have an initializer.")),
    ("Multiple constructor implementations", Last("A class may only have one constructor")),
    ("Constructor can't have get/set", Text("Class constructor may not be an accessor")),
    ("Constructor can't be an async", Text("Class constructor may not be an async method")),
    ("Constructor can't be a generator", Text("Class constructor may not be a generator")),
    ("an element named '#constructor'", Text("Classes may not have a private field named '#constructor'")),
    ("a field named 'constructor'", Text("Classes may not have a field named 'constructor'")),
    ("Classes may not have a static property named", Text("Classes may not have a static property named 'prototype'")),
    ("Super calls are not permitted", Text("'super' keyword unexpected here")),
    ("'super' can only be", Text("'super' keyword unexpected here")),
    ("'new super()'", Text("'super' keyword unexpected here")),
    ("Unexpected new.target", Text("new.target expression is not allowed here")),
    ("Unexpected import.meta", Text("Cannot use 'import.meta' outside a module")),
    ("import.meta is only allowed", Text("Cannot use 'import.meta' outside a module")),
    ("Cannot use export statement", Text("Unexpected token 'export'")),
    ("A class name is required", UnexpectedAfter("class")),
    ("is not allowed outside class bodies", Named("Private field '{}' must be declared in an enclosing class")),
    ("Private name '#", Named("Private field '{}' must be declared in an enclosing class")),
    ("Invalid optional chain from new", Text("Invalid optional chain from new expression")),
    ("Bad escape sequence in untagged", Text("Invalid escape sequence in template")),
    ("is a reserved word that cannot be used here", UnexpectedFirst),
    ("`let` cannot be declared as a variable name", Text("let is disallowed as a lexically bound name")),
    ("Lexical declaration cannot appear", Text("Lexical declaration cannot appear in a single-statement context")),
    ("Invalid class declaration", UnexpectedFirst),
    (
        "Invalid function declaration",
        Text(
            "In non-strict mode code, functions can only be declared at top level, inside a block, or as the body of an if statement.",
        ),
    ),
    (
        "Async functions can only be declared",
        Text("Async functions can only be declared at the top level or inside a block."),
    ),
    ("Generators can only be declared", Text("Generators can only be declared at the top level or inside a block.")),
    ("as an identifier in a generator", UnexpectedFirst),
    ("as an identifier in an async", Text("Unexpected reserved word")),
    ("A 'get' accessor must not", Text("Getter must not have any formal parameters.")),
    ("A 'set' accessor must have", Text("Setter must have exactly one formal parameter.")),
    ("A 'set' accessor cannot have rest", Text("Setter function argument must not be a rest parameter")),
    ("A rest parameter must be last", Text("Rest parameter must be last formal parameter")),
    ("A rest parameter cannot have", Text("Rest parameter may not have a default initializer")),
    ("A rest element must be last", Text("Rest element must be last element")),
    ("Spread must be last element", Text("Rest element must be last element")),
    (
        "Invalid rest element target in destructuring pattern",
        Text("`...` must be followed by an identifier in declaration contexts"),
    ),
    (
        "Invalid rest element target in destructuring assignment",
        Text("`...` must be followed by an assignable reference in assignment contexts"),
    ),
    ("Missing catch or finally", Text("Missing catch or finally after try")),
    ("A 'default' clause cannot appear", Last("More than one default clause in switch statement")),
    ("Expected switch clause", UnexpectedFirst),
    (
        "as the left operand of an exponentiation",
        Text(
            "Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence",
        ),
    ),
    ("Expected function name", Text("Function statements require a function name")),
    ("Expected function body", Next("")),
    ("Empty parenthesized expression", UnexpectedAfter("(")),
    ("may not have a trailing comma", UnexpectedAfter(",")),
    (
        "is not allowed in class field initializer",
        Text("'arguments' is not allowed in class field initializer or static initialization block"),
    ),
    ("Tagged template expressions are not", Text("Invalid tagged template on optional chain")),
    ("Identifier expected after '?.'", UnexpectedAfter("?.")),
    ("Illegal newline after", Text("Illegal newline after throw")),
    ("Line terminator not permitted", Unexpected),
    ("Unexpected end of file", Text("Invalid or unexpected token")),
    ("Identifier expected", UnexpectedFirst),
    ("Unexpected private identifier", UnexpectedFirst),
    ("Delete of an unqualified identifier", Text("Delete of an unqualified identifier in strict mode.")),
    ("'delete' operator cannot be a private", Text("Private fields can not be deleted")),
    ("import() requires a specifier", Text("import() requires a specifier")),
    ("HTML comments are not allowed", Text("HTML comments are not allowed in modules")),
];

/// The words V8 would use, and the place it would point at. `labels` are (offset, length) pairs.
pub fn translate(diagnostic: &str, labels: &[(usize, usize)], source: &str) -> Said {
    let first = labels.first().copied().unwrap_or((0, 0));
    let last = labels.last().copied().unwrap_or((0, 0));
    let text_of =
        |(offset, length): (usize, usize)| source.get(offset..(offset + length).min(source.len())).unwrap_or_default();
    let said = |message: String, (offset, length): (usize, usize)| Said { message, offset, length };
    let token = text_of(first);
    // Some diagnostics mean several things to V8.
    if diagnostic.starts_with("Cannot assign to this expression") {
        let before = source.get(..first.0).unwrap_or_default().trim_end();
        let after = source.get(first.0 + first.1..).unwrap_or_default().trim_start();
        let message = if before.ends_with("++") || before.ends_with("--") {
            "Invalid left-hand side expression in prefix operation"
        } else if after.starts_with("++") || after.starts_with("--") {
            "Invalid left-hand side expression in postfix operation"
        } else if after.starts_with("of ") || after.starts_with("in ") {
            "Invalid left-hand side in for-loop"
        } else if before.ends_with(['[', ',', ':', '.'])
            && (after.starts_with([']', ',', '}', ')']) || (after.starts_with('=') && !after.starts_with("==")))
        {
            "Invalid destructuring assignment target"
        } else {
            "Invalid left-hand side in assignment"
        };
        return said(message.to_owned(), first);
    }
    if diagnostic.starts_with("Delete of an unqualified identifier") {
        return said(diagnostic.to_owned(), first);
    }
    if diagnostic.starts_with("Unterminated string") && token.starts_with('`') {
        return said("Unterminated template literal".to_owned(), first);
    }
    if diagnostic.starts_with("Logical expressions and coalesce") {
        let mixed = ["||", "&&"].iter().filter_map(|op| token.rfind(op).map(|at| (at, *op))).max();
        let coalesce = token.rfind("??").map(|at| (at, "??"));
        if let Some((at, operator)) = mixed.max(coalesce) {
            let place = (first.0 + at, 2);
            return said(format!("Unexpected token '{operator}'"), place);
        }
    }
    if diagnostic.starts_with("Expected `)` but found `EOF`") && labels.len() == 1 && is_call_open(source) {
        return said("missing ) after argument list".to_owned(), (source.len(), 0));
    }
    if diagnostic.starts_with("Expected `}` but found") && in_template(source, first.0) {
        return said("Missing } in template expression".to_owned(), first);
    }
    if let Some(reason) = diagnostic.strip_prefix("Invalid regular expression: ") {
        return said(regular_expression(reason, source, first.0), first);
    }
    if diagnostic.starts_with("Unexpected token") && token.starts_with('/') && token.len() > 1 {
        return said("Invalid regular expression flags".to_owned(), first);
    }
    if diagnostic.starts_with("Unexpected flag") || diagnostic.starts_with("Flag ") {
        return said("Invalid regular expression flags".to_owned(), first);
    }
    if diagnostic.contains("use strict") && diagnostic.contains("non-simple") {
        let message = "Illegal 'use strict' directive in function with non-simple parameter list";
        return said(message.to_owned(), first);
    }
    for (part, say) in WORDING {
        if !diagnostic.contains(part) {
            continue;
        }
        return match say {
            Text(text) => said((*text).to_owned(), first),
            Last(text) => said(text.replace("{}", text_of(last)), last),
            Next("") | Unexpected => unexpected(source, first.0),
            Next(text) => said((*text).to_owned(), first),
            UnexpectedFirst => unexpected(source, first.0),
            UnexpectedAfter(word) => {
                let at = token.find(word).map_or(first.0, |at| first.0 + at);
                unexpected(source, at + word.len())
            }
            Named(text) => {
                let name = quoted(diagnostic).unwrap_or_else(|| text_of(last));
                said(text.replace("{}", name), last)
            }
        };
    }
    if diagnostic.starts_with("Unexpected token") || diagnostic.contains("xpected") {
        return unexpected(source, first.0);
    }
    said(diagnostic.trim_end_matches('.').to_owned(), first)
}

/// The name between the first pair of quotes or backticks.
fn quoted(message: &str) -> Option<&str> {
    let start = message.find(['`', '\''])?;
    let quote = message[start..].chars().next()?;
    let rest = &message[start + 1..];
    let end = rest.find(quote)?;
    Some(&rest[..end])
}

/// Whether the innermost bracket that is still open at the end of the text is that of an argument list with an argument.
fn is_call_open(source: &str) -> bool {
    let mut depth = 0;
    for (at, c) in source.char_indices().rev() {
        match c {
            ')' | ']' | '}' => depth += 1,
            '[' | '{' | '(' if depth > 0 => depth -= 1,
            '(' => {
                let before = source[..at].trim_end();
                let word: String =
                    before.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$').collect();
                let word: String = word.chars().rev().collect();
                let is_keyword = matches!(
                    word.as_str(),
                    "if" | "while" | "for" | "with" | "switch" | "catch" | "function" | "import"
                );
                let inside = source[at + 1..].trim();
                return !word.is_empty()
                    && !is_keyword
                    && !before.ends_with(&format!("function {word}"))
                    && !inside.is_empty()
                    && !inside.ends_with(',');
            }
            '[' | '{' => return false,
            _ => {}
        }
    }
    false
}

/// Whether a place is inside the `${` of a template.
fn in_template(source: &str, offset: usize) -> bool {
    let before = source.get(..offset).unwrap_or_default();
    let opened = before.rfind("${");
    let closed = before.rfind('}');
    match (opened, closed) {
        (Some(opened), Some(closed)) => opened > closed,
        (Some(_), None) => true,
        _ => false,
    }
}

/// V8's message for a bad regular expression literal.
fn regular_expression(reason: &str, source: &str, offset: usize) -> String {
    let reason = match reason {
        r if r.contains("Unterminated capturing") || r.contains("Unterminated") && r.contains("group") => {
            "Unterminated group"
        }
        r if r.contains("Unterminated character class") => "Unterminated character class",
        r if r.contains("Duplicated capturing group") => "Duplicate capture group name",
        r if r.contains("quantifier") && r.contains("range") => "numbers out of order in {} quantifier",
        r if r.contains("quantifier") => "Nothing to repeat",
        r if r.contains("named reference") || r.contains("Invalid named") => "Invalid named reference",
        r if r.contains("group name") || r.contains("GroupName") => "Invalid capture group name",
        r if r.contains("Character class range") || r.contains("out of order") => {
            "Range out of order in character class"
        }
        r if r.contains("property") => "Invalid property name",
        r if r.contains("escape") => "Invalid escape",
        r if r.contains("group") => "Invalid group",
        r => r,
    };
    // The literal begins at the last slash before the place that is not escaped.
    let start = source.get(..offset).and_then(|before| before.rfind('/')).unwrap_or(offset);
    let end = source
        .get(start + 1..)
        .and_then(|rest| {
            let mut escaped = false;
            let mut in_class = false;
            rest.char_indices().find_map(|(at, c)| {
                let was_escaped = std::mem::take(&mut escaped);
                match c {
                    _ if was_escaped => None,
                    '\\' => {
                        escaped = true;
                        None
                    }
                    '[' => {
                        in_class = true;
                        None
                    }
                    ']' => {
                        in_class = false;
                        None
                    }
                    '/' if !in_class => Some(start + 2 + at),
                    _ => None,
                }
            })
        })
        .unwrap_or(source.len());
    let flags: String = source[end..].chars().take_while(char::is_ascii_alphabetic).collect();
    let literal = source.get(start..end).unwrap_or_default();
    format!("Invalid regular expression: {literal}{flags}: {reason}")
}

/// Bytes of white space and comments at the start of a text.
fn trivia(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.find(['\n', '\r']).map_or("", |at| &comment[at..]);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |at| &comment[at + 2..]);
        } else {
            return text.len() - rest.len();
        }
    }
}

/// V8's wording for a token that does not belong where it is: the first one at or after `offset`.
pub fn unexpected(source: &str, offset: usize) -> Said {
    let rest = source.get(offset..).unwrap_or_default();
    let offset = offset + trivia(rest);
    let rest = source.get(offset..).unwrap_or_default();
    let said = |message: String, length: usize| Said { message, offset, length };
    let Some(first) = rest.chars().next() else {
        return Said { message: "Unexpected end of input".to_owned(), offset: source.len(), length: 0 };
    };
    if first.is_alphabetic() || first == '_' || first == '$' {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$').collect();
        let length = word.len();
        return said(unexpected_word(&word), length);
    }
    match first {
        '0'..='9' => {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '.' && c != '_').unwrap_or(rest.len());
            said("Unexpected number".to_owned(), length)
        }
        '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
            let length = rest[1..].find(|c: char| !c.is_alphanumeric()).map_or(rest.len(), |at| at + 1);
            said("Unexpected number".to_owned(), length)
        }
        '"' | '\'' => {
            let length = rest[1..].find(first).map_or(rest.len(), |at| at + 2);
            said("Unexpected string".to_owned(), length)
        }
        '`' => {
            let length = rest[1..].find('`').map_or(rest.len(), |at| at + 2);
            said("Unexpected template string".to_owned(), length)
        }
        '#' | '@' | '\\' => said("Invalid or unexpected token".to_owned(), 1),
        c if !c.is_ascii() => said("Invalid or unexpected token".to_owned(), c.len_utf8()),
        _ => {
            const PUNCTUATORS: &[&str] = &[
                ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=",
                ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>",
                "**",
            ];
            let token = PUNCTUATORS
                .iter()
                .find(|p| rest.starts_with(**p))
                .map_or_else(|| first.to_string(), |p| (*p).to_owned());
            let length = token.len();
            said(format!("Unexpected token '{token}'"), length)
        }
    }
}

fn unexpected_word(word: &str) -> String {
    match word {
        "break" | "case" | "catch" | "class" | "const" | "continue" | "debugger" | "default" | "delete" | "do"
        | "else" | "export" | "extends" | "false" | "finally" | "for" | "function" | "if" | "import" | "in"
        | "instanceof" | "new" | "null" | "return" | "super" | "switch" | "this" | "throw" | "true" | "try"
        | "typeof" | "var" | "void" | "while" | "with" => format!("Unexpected token '{word}'"),
        "enum" | "await" => "Unexpected reserved word".to_owned(),
        "implements" | "interface" | "package" | "private" | "protected" | "public" | "static" => {
            "Unexpected strict mode reserved word".to_owned()
        }
        _ => format!("Unexpected identifier '{word}'"),
    }
}
