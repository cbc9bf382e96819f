//! How deep a source can be nested, judged from its text before anything recurses over it.
//!
//! The parser and every walker of its tree recurse once or more per level, and none has a limit. So the text is scanned
//! first: brackets are counted exactly, and whatever else can nest (operators, prefixes, statements without braces) is
//! counted from above, by adding one for each such token since the last place where a chain must end. The bound sizes the
//! stack; it may be far too high, which costs address space only.

use super::Language;

/// More brackets than this inside each other are refused.
pub const MAX_BRACKET_DEPTH: u32 = 5_000;

/// Stack for one bracket: a dozen levels of the expression grammar, in the parser or in a walker.
const BYTES_PER_BRACKET: usize = 24 << 10;

/// Stack for one other token that may nest. Twice what one level needs, since a chain that was taken to have ended can
/// go on once, as in `do a; while (b)`.
const BYTES_PER_UNIT: usize = 8 << 10;

/// What is always kept.
const BYTES_AT_LEAST: usize = 256 << 10;

/// No stack is made larger than this.
const BYTES_AT_MOST: usize = 2 << 30;

/// The bytes of stack that recursion over `source`'s tree may use.
///
/// # Errors
/// The byte offset at which the source becomes too deep.
pub fn stack_needed(source: &str, language: Language) -> Result<usize, u32> {
    let scan = Scan::run(source.as_bytes(), language);
    if scan.brackets > MAX_BRACKET_DEPTH {
        return Err(scan.too_deep_at);
    }
    let bytes = BYTES_AT_LEAST + scan.brackets as usize * BYTES_PER_BRACKET + scan.units as usize * BYTES_PER_UNIT;
    if bytes > BYTES_AT_MOST {
        return Err(scan.deepest_at);
    }
    Ok(bytes)
}

/// What the last token was, as far as it matters to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    /// Nothing yet, a separator, or the opening of a block: a statement may begin.
    Start,
    /// An operator or an opening bracket: an operand must follow.
    Operator,
    /// A value: a name, a literal, a closing `)` or `]`.
    Operand,
    /// The `)` of `if (...)` and its kind: a statement follows.
    Head,
    /// A word that an operand follows: `return`, `typeof`.
    Prefix,
    /// A word that a statement follows: `else`, `do`.
    Lead,
    /// A closing brace, of which it is not known what it closed.
    Brace,
    /// `=>`.
    Arrow,
    /// `.`: what follows is a property's name.
    Dot,
    /// The word before the parentheses of a head: `if`, `while`, `for`, `with`.
    HeadWord,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Parenthesis {
        is_head: bool,
    },
    Square,
    /// Braces around statements or class members.
    Block,
    /// Braces in an operand's place: elements are separated by commas and nothing nests across one.
    Literal,
    /// `${` inside a template.
    Template,
}

struct Frame {
    level: Level,
    /// Units of this level that nest as statements do, and end at a semicolon.
    statement: u32,
    /// Units that nest as expressions do, and also end at a comma.
    expression: u32,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    frames: Vec<Frame>,
    previous: Previous,
    newline: bool,
    /// Sum of the units of all open levels.
    current: u32,
    units: u32,
    brackets: u32,
    deepest_at: u32,
    too_deep_at: u32,
    /// Nothing is ever subtracted: the text may be one that this scan cannot tell apart exactly.
    unsure: bool,
}

impl<'a> Scan<'a> {
    fn run(bytes: &'a [u8], language: Language) -> Scan<'a> {
        let mut scan = Scan {
            bytes,
            at: 0,
            frames: vec![Frame { level: Level::Block, statement: 0, expression: 0 }],
            previous: Previous::Start,
            newline: false,
            current: 0,
            units: 0,
            brackets: 0,
            deepest_at: 0,
            too_deep_at: 0,
            unsure: false,
        };
        if matches!(language, Language::Jsx | Language::Tsx) {
            scan.overestimate();
            return scan;
        }
        scan.tokens();
        if scan.unsure {
            scan.overestimate();
        }
        scan
    }

    /// Counts every byte that could possibly nest something, as though nothing ever closed. Brackets are then left to
    /// the units, which weigh less each but are counted over the whole text.
    fn overestimate(&mut self) {
        let mut word = false;
        let (mut units, mut depth, mut deepest) = (0_u32, 0_i64, 0);
        for &byte in self.bytes {
            let is_word = byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'$' | b'#');
            let counts = if is_word { !word } else { byte.is_ascii_punctuation() && !matches!(byte, b';' | b',') };
            units += u32::from(counts);
            word = is_word;
            match byte {
                b'(' | b'[' | b'{' | b'<' => depth += 1,
                b')' | b']' | b'}' | b'>' => depth -= 1,
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        self.units = self.units.max(units);
        // Without string and template boundaries this is only a hint; it refuses what is deep beyond doubt.
        if deepest > i64::from(MAX_BRACKET_DEPTH) * 2 {
            self.brackets = MAX_BRACKET_DEPTH + 1;
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn frame(&mut self) -> &mut Frame {
        // The outermost frame is never popped.
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn unit(&mut self) {
        self.frame().expression += 1;
        self.raise();
    }

    fn statement_unit(&mut self) {
        self.frame().statement += 1;
        self.raise();
    }

    fn raise(&mut self) {
        self.current += 1;
        if self.current > self.units {
            self.units = self.current;
            self.deepest_at = self.at as u32;
        }
    }

    fn end_expression(&mut self) {
        let ended = std::mem::take(&mut self.frame().expression);
        self.current -= ended;
    }

    fn end_statement(&mut self) {
        self.end_expression();
        let ended = std::mem::take(&mut self.frame().statement);
        self.current -= ended;
    }

    fn open(&mut self, level: Level) {
        self.unit();
        self.frames.push(Frame { level, statement: 0, expression: 0 });
        let depth = self.frames.len() as u32 - 1;
        if depth > self.brackets {
            self.brackets = depth;
            if depth == MAX_BRACKET_DEPTH + 1 {
                self.too_deep_at = self.at as u32;
            }
        }
    }

    fn close(&mut self) -> Option<Level> {
        if self.frames.len() == 1 {
            return None;
        }
        let frame = self.frames.pop()?;
        self.current -= frame.statement + frame.expression;
        Some(frame.level)
    }

    fn tokens(&mut self) {
        if self.bytes.starts_with(b"#!") {
            self.skip_line();
        }
        while self.at < self.bytes.len() && self.brackets <= MAX_BRACKET_DEPTH && !self.unsure {
            let byte = self.bytes[self.at];
            match byte {
                b'\n' | b'\r' => {
                    self.newline = true;
                    self.at += 1;
                    continue;
                }
                b' ' | b'\t' => {
                    self.at += 1;
                    continue;
                }
                b'/' if self.peek(1) == b'/' => {
                    self.skip_line();
                    continue;
                }
                b'/' if self.peek(1) == b'*' => {
                    self.skip_comment();
                    continue;
                }
                b'\'' | b'"' => {
                    self.operand_boundary();
                    self.skip_string(byte);
                    self.previous = Previous::Operand;
                }
                b'`' => {
                    self.unit();
                    self.at += 1;
                    self.template();
                }
                b'/' => self.slash(),
                b'0'..=b'9' => {
                    self.operand_boundary();
                    self.skip_number();
                    self.previous = Previous::Operand;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | b'#' | b'\\' | 0x80.. => self.word(),
                _ => self.punctuator(byte),
            }
            self.newline = false;
        }
    }

    fn skip_line(&mut self) {
        while self.at < self.bytes.len() && !matches!(self.bytes[self.at], b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn skip_comment(&mut self) {
        self.at += 2;
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'*' if self.peek(1) == b'/' => {
                    self.at += 2;
                    return;
                }
                b'\n' | b'\r' => self.newline = true,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// An unterminated string is an error to the parser, which stops there as well.
    fn skip_string(&mut self, quote: u8) {
        self.at += 1;
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'\\' => self.at += 1,
                b'\n' => return,
                byte if byte == quote => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn skip_number(&mut self) {
        while self.peek(0).is_ascii_alphanumeric() || matches!(self.peek(0), b'_' | b'.') {
            self.at += 1;
        }
    }

    /// Skips a template's characters up to its end or its next substitution.
    fn template(&mut self) {
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'\\' => self.at += 1,
                b'`' => {
                    self.at += 1;
                    self.previous = Previous::Operand;
                    return;
                }
                b'$' if self.peek(1) == b'{' => {
                    self.at += 2;
                    self.open(Level::Template);
                    self.previous = Previous::Operator;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// A division or a regular expression.
    fn slash(&mut self) {
        match self.previous {
            Previous::Operand => {
                self.unit();
                self.at += 1;
                self.previous = Previous::Operator;
            }
            Previous::Brace => self.unsure = true,
            _ => {
                let mut in_class = false;
                self.at += 1;
                while self.at < self.bytes.len() {
                    match self.bytes[self.at] {
                        b'\\' => self.at += 1,
                        b'[' => in_class = true,
                        b']' => in_class = false,
                        b'\n' | b'\r' => break,
                        b'/' if !in_class => {
                            self.at += 1;
                            break;
                        }
                        _ => {}
                    }
                    self.at += 1;
                }
                self.previous = Previous::Operand;
            }
        }
    }

    /// Two operands in a row: a statement has ended at a closing brace or at the end of a line.
    fn operand_boundary(&mut self) {
        let ended = match self.previous {
            Previous::Brace => true,
            Previous::Operand => self.newline,
            _ => false,
        };
        if ended && self.frame().level == Level::Block {
            self.end_statement();
        }
    }

    fn word(&mut self) {
        let start = self.at;
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' | b'#' | b'\\' | 0x80.. => self.at += 1,
                _ => break,
            }
        }
        let bytes = self.bytes;
        let word = &bytes[start..self.at];
        if self.previous == Previous::Dot {
            self.previous = Previous::Operand;
            return;
        }
        match word {
            b"else" | b"do" | b"try" | b"finally" => {
                self.statement_unit();
                self.previous = Previous::Lead;
            }
            b"catch" => {
                self.statement_unit();
                self.previous = Previous::HeadWord;
            }
            b"if" | b"for" | b"while" | b"with" => {
                if word != b"while" {
                    self.operand_boundary();
                }
                self.statement_unit();
                self.previous = Previous::HeadWord;
            }
            b"in" | b"instanceof" | b"as" | b"satisfies" => {
                self.unit();
                self.previous = Previous::Prefix;
            }
            b"return" | b"throw" | b"case" | b"typeof" | b"void" | b"delete" | b"new" | b"extends" | b"default" => {
                self.operand_boundary();
                self.unit();
                self.previous = Previous::Prefix;
            }
            // These are operators or names; a slash after them could be either.
            b"await" | b"yield" | b"of" => {
                self.unit();
                self.skip_blanks();
                self.unsure |= self.peek(0) == b'/' && !matches!(self.peek(1), b'/' | b'*');
                self.previous = Previous::Prefix;
            }
            b"function" | b"class" | b"async" | b"get" | b"set" | b"static" | b"keyof" | b"infer" | b"readonly"
            | b"unique" | b"asserts" | b"abstract" | b"declare" | b"namespace" | b"module" | b"enum" | b"label" => {
                self.operand_boundary();
                self.unit();
                self.previous = Previous::Operand;
            }
            _ => {
                self.operand_boundary();
                self.previous = Previous::Operand;
            }
        }
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(0), b' ' | b'\t') {
            self.at += 1;
        }
    }

    /// Whether the next token is the word `else`, or `while` after a `do`'s body: the statement goes on.
    fn continues(&self) -> bool {
        let mut at = self.at;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b' ' | b'\t' | b'\n' | b'\r' | b';' => at += 1,
                b'/' if self.bytes.get(at + 1) == Some(&b'/') => {
                    while at < self.bytes.len() && self.bytes[at] != b'\n' {
                        at += 1;
                    }
                }
                b'/' if self.bytes.get(at + 1) == Some(&b'*') => {
                    at += 2;
                    while at < self.bytes.len() && !self.bytes[at..].starts_with(b"*/") {
                        at += 1;
                    }
                    at += 2;
                }
                _ => break,
            }
        }
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(b"else"))
    }

    fn punctuator(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b'(' => {
                let is_head = self.previous == Previous::HeadWord;
                self.open(Level::Parenthesis { is_head });
                self.previous = Previous::Operator;
            }
            b'[' => {
                self.open(Level::Square);
                self.previous = Previous::Operator;
            }
            b'{' => {
                let is_literal = matches!(self.previous, Previous::Operator | Previous::Prefix);
                self.open(if is_literal { Level::Literal } else { Level::Block });
                self.previous = if is_literal { Previous::Operator } else { Previous::Start };
            }
            b')' | b']' => {
                let level = self.close();
                let is_head = level == Some(Level::Parenthesis { is_head: true });
                self.previous = if is_head { Previous::Head } else { Previous::Operand };
            }
            b'}' => match self.close() {
                Some(Level::Template) => self.template(),
                Some(Level::Literal) => self.previous = Previous::Operand,
                _ => self.previous = Previous::Brace,
            },
            b';' => {
                if self.continues() {
                    self.end_expression();
                } else {
                    self.end_statement();
                }
                self.previous = Previous::Start;
            }
            b',' => {
                // Between declarators and in sequences only what nests as statements do goes on.
                self.end_expression();
                self.previous = Previous::Operator;
            }
            b':' if self.frame().level == Level::Block => {
                self.statement_unit();
                self.previous = Previous::Start;
            }
            b'=' if self.peek(0) == b'>' => {
                self.at += 1;
                self.unit();
                self.previous = Previous::Arrow;
            }
            b'+' | b'-' if self.peek(0) == byte => {
                // After an operand it is a postfix, or a line has ended; before one it is a prefix.
                self.at += 1;
                self.unit();
                if self.previous != Previous::Operand {
                    self.previous = Previous::Operator;
                    self.skip_blanks();
                    self.unsure |= self.peek(0) == b'/';
                }
            }
            b'.' if self.peek(0).is_ascii_digit() && self.previous != Previous::Operand => {
                self.skip_number();
                self.previous = Previous::Operand;
            }
            b'.' => {
                self.unit();
                self.previous = if self.peek(0) == b'.' { Previous::Operator } else { Previous::Dot };
                while self.peek(0) == b'.' {
                    self.at += 1;
                }
            }
            b'?' if self.peek(0) == b'.' && !self.peek(1).is_ascii_digit() => {
                self.at += 1;
                self.unit();
                self.previous = Previous::Dot;
            }
            b'!' if self.previous == Previous::Operand && self.peek(0) != b'=' => self.unit(),
            _ => {
                self.unit();
                self.previous = Previous::Operator;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(source: &str) -> (u32, u32, bool) {
        let scan = Scan::run(source.as_bytes(), Language::JavaScript);
        (scan.brackets, scan.units, scan.unsure)
    }

    #[test]
    fn brackets_in_strings_comments_and_patterns_do_not_count() {
        for (source, brackets) in [
            ("f('((((', \"[[[\", `{{{`)", 1),
            ("// ((((\n/* [[[ */ a[0]", 1),
            ("x = /[(]((((/; f(1)", 1),
            ("x = a / (b) / ((c))", 2),
            ("if (a) /[(]/.test(b)", 1),
            ("`${f(`${g(1)}`)}`", 4),
            ("({a: [{b: (1)}]})", 5),
        ] {
            let (found, _, unsure) = units(source);
            assert_eq!((found, unsure), (brackets, false), "{source}");
        }
    }

    #[test]
    fn chains_end_where_statements_do() {
        let lines = |line: &str| units(&line.repeat(1000)).1;
        assert!(lines("a.b(c + d);\n") < 10);
        assert!(lines("a.b(c + d)\n") < 10);
        assert!(lines("function f(a) { return a + 1 }\n") < 20);
        assert!(lines("function f(a){if(a){g()}else{h()}}") < 20);
        assert!(lines("if (a) b(); else c();\n") < 20);
        assert!(lines("const x = 1, y = 2;\n") < 10);
        assert!(units(&format!("x = {{{}}}", "a: 1 + 2, ".repeat(1000))).1 < 10);
        assert!(units(&format!("x = [{}]", "f(1), ".repeat(1000))).1 < 10);
        assert!(units(&"else if (a);".repeat(1000)).1 >= 2000);
        assert!(units(&"!".repeat(1000)).1 >= 1000);
    }
}
