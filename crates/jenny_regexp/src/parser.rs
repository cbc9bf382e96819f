//! The pattern grammar of ECMA-262 §22.2.1 and Annex B.1.2, from code units to a [`Node`] tree.
//!
//! Groups are kept on an explicit stack, so nesting cannot overflow the native one. The reasons and the order in
//! which they are found follow V8, because programs show and compare these messages.

use std::rc::Rc;

use crate::case_folding::add_equivalents;
use crate::code_point_set::{CodePointSet, digits, line_terminators, white_space, word_characters};
use crate::error::*;
use crate::flags::Flags;
use crate::input::{combine, is_lead, is_trail};
use crate::node::{GroupRange, INFINITE, Look, Node, Pattern, Reference, Repeat};
use crate::unicode_property::{is_identifier_part, is_identifier_start, lone_property, property_value};

/// How deep groups and classes may nest; the compilers recurse over the tree.
pub(crate) const MAX_DEPTH: usize = 1000;
/// V8's limit, kept so that the same patterns are refused.
const MAX_CAPTURES: u32 = (1 << 15) - 1;

pub(crate) struct Parser<'a> {
    pub(crate) units: &'a [u16],
    pub(crate) pos: usize,
    /// Whether the pattern is read as code points.
    pub(crate) unicode: bool,
    pub(crate) unicode_sets: bool,
    pub(crate) modifiers: Modifiers,
    /// All capturing groups of the pattern, counted before parsing.
    total_groups: u32,
    has_named_groups: bool,
    /// Groups begun so far.
    group_count: u32,
    named_groups: Vec<NamedGroup>,
    named_references: Vec<(Vec<u16>, usize)>,
    /// The disjunctions around the current term, each with the number of its current alternative.
    path: Vec<(u32, u32)>,
    disjunctions: u32,
    pub(crate) class_depth: usize,
}

/// The flags that a `(?ims-ims:…)` group can change.
#[derive(Clone, Copy)]
pub(crate) struct Modifiers {
    pub(crate) ignore_case: bool,
    multiline: bool,
    dot_all: bool,
}

struct NamedGroup {
    name: Vec<u16>,
    index: u32,
    path: Vec<(u32, u32)>,
}

enum Kind {
    Whole,
    Capture(u32),
    Plain,
    Look { behind: bool, negated: bool },
}

/// A group being read.
struct Open {
    kind: Kind,
    alternatives: Vec<Node>,
    terms: Vec<Node>,
    outer_modifiers: Modifiers,
    first_group: u32,
}

impl Open {
    fn new(kind: Kind, outer_modifiers: Modifiers, first_group: u32) -> Open {
        Open { kind, alternatives: Vec::new(), terms: Vec::new(), outer_modifiers, first_group }
    }

    fn end_alternative(&mut self) {
        let terms = std::mem::take(&mut self.terms);
        self.alternatives.push(Node::seq(terms));
    }
}

pub(crate) type Parsed<T> = Result<T, Fault>;

/// Parses a whole pattern.
pub(crate) fn parse(units: &[u16], flags: Flags) -> Parsed<Pattern> {
    let unicode = flags.either_unicode();
    let mut parser = Parser {
        units,
        pos: 0,
        unicode,
        unicode_sets: flags.unicode_sets,
        modifiers: Modifiers { ignore_case: flags.ignore_case, multiline: flags.multiline, dot_all: flags.dot_all },
        total_groups: 0,
        has_named_groups: false,
        group_count: 0,
        named_groups: Vec::new(),
        named_references: Vec::new(),
        path: Vec::new(),
        disjunctions: 0,
        class_depth: 0,
    };
    parser.count_groups();
    let node = parser.parse_pattern()?;
    let mut names: Vec<(Box<[u16]>, Vec<usize>)> = Vec::new();
    for group in &parser.named_groups {
        match names.iter_mut().find(|(name, _)| **name == group.name[..]) {
            Some((_, indices)) => indices.push(group.index as usize),
            None => names.push((group.name.clone().into(), vec![group.index as usize])),
        }
    }
    let mut named_references = Vec::new();
    for (name, offset) in &parser.named_references {
        let Some((_, indices)) = names.iter().find(|(known, _)| **known == name[..]) else {
            return Err(Fault { reason: INVALID_NAMED_CAPTURE, offset: *offset });
        };
        named_references.push(indices.iter().map(|&index| index as u32).collect());
    }
    Ok(Pattern { node, group_count: parser.group_count, names, named_references })
}

impl Parser<'_> {
    pub(crate) fn fail<T>(&self, reason: &'static str) -> Parsed<T> {
        Err(Fault { reason, offset: self.pos.min(self.units.len()) })
    }

    /// The code unit, or in Unicode mode the code point, at the current position.
    pub(crate) fn current(&self) -> Option<u32> {
        let unit = u32::from(*self.units.get(self.pos)?);
        if self.unicode && is_lead(unit) {
            return self.code_point();
        }
        Some(unit)
    }

    /// The code point at the current position, whatever the mode.
    fn code_point(&self) -> Option<u32> {
        let unit = u32::from(*self.units.get(self.pos)?);
        if is_lead(unit)
            && let Some(&next) = self.units.get(self.pos + 1)
            && is_trail(u32::from(next))
        {
            return Some(combine(unit, u32::from(next)));
        }
        Some(unit)
    }

    /// The code unit `n` after the current position.
    pub(crate) fn peek(&self, n: usize) -> Option<u32> {
        self.units.get(self.pos + n).map(|&unit| u32::from(unit))
    }

    pub(crate) fn is_at(&self, c: char) -> bool {
        self.peek(0) == Some(u32::from(c))
    }

    pub(crate) fn eat(&mut self, c: char) -> bool {
        let found = self.is_at(c);
        self.pos += usize::from(found);
        found
    }

    pub(crate) fn eat_two(&mut self, c: char) -> bool {
        let found = self.is_at(c) && self.peek(1) == Some(u32::from(c));
        self.pos += 2 * usize::from(found);
        found
    }

    /// Steps over the character that [`current`](Self::current) showed.
    pub(crate) fn advance_over(&mut self, c: u32) {
        self.pos += if c > 0xFFFF { 2 } else { 1 };
    }

    /// Counts the capturing groups ahead of parsing: `\2` and `\k` mean different things with and without them.
    fn count_groups(&mut self) {
        let mut i = 0;
        let mut class_depth = 0usize;
        let at = |i: usize| self.units.get(i).copied().unwrap_or(0);
        const fn unit(c: u8) -> u16 {
            c as u16
        }
        while i < self.units.len() {
            let c = self.units[i];
            if c == unit(b'\\') {
                i += 1;
            } else if c == unit(b'[') {
                if class_depth == 0 || self.unicode_sets {
                    class_depth += 1;
                }
            } else if c == unit(b']') {
                class_depth = class_depth.saturating_sub(1);
            } else if c == unit(b'(') && class_depth == 0 {
                if at(i + 1) != unit(b'?') {
                    self.total_groups += 1;
                } else if at(i + 2) == unit(b'<') && at(i + 3) != unit(b'=') && at(i + 3) != unit(b'!') {
                    self.total_groups += 1;
                    self.has_named_groups = true;
                }
            }
            i += 1;
        }
    }

    fn enter_disjunction(&mut self) {
        self.path.push((self.disjunctions, 0));
        self.disjunctions += 1;
    }

    fn parse_pattern(&mut self) -> Parsed<Node> {
        let mut outer: Vec<Open> = Vec::new();
        let mut open = Open::new(Kind::Whole, self.modifiers, 1);
        self.enter_disjunction();
        loop {
            let first_group = self.group_count + 1;
            let mut quantifiable = true;
            let Some(c) = self.current() else {
                if !outer.is_empty() {
                    return self.fail(UNTERMINATED_GROUP);
                }
                open.end_alternative();
                return Ok(Node::alt(open.alternatives));
            };
            let mut term_groups = GroupRange { first: first_group, end: first_group };
            let term = match char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER) {
                '|' => {
                    self.pos += 1;
                    open.end_alternative();
                    if let Some(last) = self.path.last_mut() {
                        last.1 += 1;
                    }
                    continue;
                }
                '(' => {
                    if outer.len() >= MAX_DEPTH {
                        return self.fail(TOO_LARGE);
                    }
                    let modifiers = self.modifiers;
                    let kind = self.parse_group_start()?;
                    let inner = Open::new(kind, modifiers, first_group);
                    outer.push(std::mem::replace(&mut open, inner));
                    self.enter_disjunction();
                    continue;
                }
                ')' => {
                    let Some(around) = outer.pop() else {
                        return self.fail(UNMATCHED_PARENTHESIS);
                    };
                    self.pos += 1;
                    self.path.pop();
                    let mut closed = std::mem::replace(&mut open, around);
                    closed.end_alternative();
                    self.modifiers = closed.outer_modifiers;
                    term_groups = GroupRange { first: closed.first_group, end: self.group_count + 1 };
                    let node = Node::alt(closed.alternatives);
                    match closed.kind {
                        Kind::Capture(index) => Node::Group(index, Box::new(node)),
                        Kind::Plain | Kind::Whole => node,
                        Kind::Look { behind, negated } => {
                            quantifiable = !behind && !self.unicode;
                            Node::Look(Box::new(Look { node, behind, negated }))
                        }
                    }
                }
                '*' | '+' | '?' => return self.fail(NOTHING_TO_REPEAT),
                '^' => {
                    self.pos += 1;
                    open.terms.push(Node::LineStart { multiline: self.modifiers.multiline });
                    continue;
                }
                '$' => {
                    self.pos += 1;
                    open.terms.push(Node::LineEnd { multiline: self.modifiers.multiline });
                    continue;
                }
                '.' => {
                    self.pos += 1;
                    let excluded = if self.modifiers.dot_all { CodePointSet::new() } else { line_terminators() };
                    Node::Set(Rc::new(excluded.complement()))
                }
                '[' => self.parse_class()?,
                '\\' => match self.parse_escape()? {
                    assertion @ Node::WordBoundary { .. } => {
                        open.terms.push(assertion);
                        continue;
                    }
                    atom => atom,
                },
                '{' => {
                    if self.parse_interval().is_some() {
                        return self.fail(NOTHING_TO_REPEAT);
                    }
                    if self.unicode {
                        return self.fail(LONE_QUANTIFIER_BRACKETS);
                    }
                    self.pos += 1;
                    self.char_node(c)
                }
                '}' | ']' if self.unicode => return self.fail(LONE_QUANTIFIER_BRACKETS),
                _ => {
                    self.advance_over(c);
                    self.char_node(c)
                }
            };
            let term = self.parse_quantifier(term, term_groups, quantifiable)?;
            open.terms.push(term);
        }
    }

    fn parse_quantifier(&mut self, node: Node, groups: GroupRange, quantifiable: bool) -> Parsed<Node> {
        let (min, max) = match self.peek(0).and_then(char::from_u32) {
            Some('*') => (0, u64::MAX),
            Some('+') => (1, u64::MAX),
            Some('?') => (0, 1),
            Some('{') => match self.parse_interval() {
                Some((min, max)) if max < min => return self.fail(NUMBERS_OUT_OF_ORDER),
                Some(bounds) => {
                    self.pos -= 1;
                    bounds
                }
                None if self.unicode => return self.fail(INCOMPLETE_QUANTIFIER),
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        self.pos += 1;
        let greedy = !self.eat('?');
        if !quantifiable {
            return self.fail(INVALID_QUANTIFIER);
        }
        let min = u32::try_from(min).unwrap_or(INFINITE).min(INFINITE - 1);
        let max = u32::try_from(max).unwrap_or(INFINITE);
        Ok(match (min, max) {
            (_, 0) => Node::Empty,
            (1, 1) => node,
            // An optional iteration must consume something, and further ones that do not change nothing.
            (0, _) if node.is_always_empty() => Node::Empty,
            _ if node.is_always_empty() => node,
            _ => Node::Repeat(Box::new(Repeat { node, min, max, greedy, groups })),
        })
    }

    /// `{n}`, `{n,}` or `{n,m}`; without one the position stays. `u64::MAX` stands for no bound.
    fn parse_interval(&mut self) -> Option<(u64, u64)> {
        let start = self.pos;
        self.pos += 1;
        let bounds = (|| {
            let min = self.parse_decimal()?;
            let max = if self.eat(',') { if self.is_at('}') { u64::MAX } else { self.parse_decimal()? } } else { min };
            self.eat('}').then_some((min, max))
        })();
        if bounds.is_none() {
            self.pos = start;
        }
        bounds
    }

    /// A saturating decimal number.
    fn parse_decimal(&mut self) -> Option<u64> {
        let mut value = None;
        while let Some(digit) = self.peek(0).and_then(char::from_u32).and_then(|c| c.to_digit(10)) {
            value = Some(value.unwrap_or(0u64).saturating_mul(10).saturating_add(u64::from(digit)));
            self.pos += 1;
        }
        value
    }

    /// The start of a group, from its parenthesis; sets the modifiers that hold inside.
    fn parse_group_start(&mut self) -> Parsed<Kind> {
        self.pos += 1;
        if !self.is_at('?') {
            return self.start_capture(false);
        }
        match self.peek(1).and_then(char::from_u32) {
            Some(':') => {
                self.pos += 2;
                Ok(Kind::Plain)
            }
            Some(sign @ ('=' | '!')) => {
                self.pos += 2;
                Ok(Kind::Look { behind: false, negated: sign == '!' })
            }
            Some('<') => match self.peek(2).and_then(char::from_u32) {
                Some(sign @ ('=' | '!')) => {
                    self.pos += 3;
                    Ok(Kind::Look { behind: true, negated: sign == '!' })
                }
                _ => {
                    self.pos += 2;
                    self.start_capture(true)
                }
            },
            Some('-' | 'i' | 'm' | 's') => {
                self.pos += 1;
                self.parse_modifiers()?;
                Ok(Kind::Plain)
            }
            _ => self.fail(INVALID_GROUP),
        }
    }

    fn start_capture(&mut self, named: bool) -> Parsed<Kind> {
        if self.group_count >= MAX_CAPTURES {
            return self.fail(TOO_MANY_CAPTURES);
        }
        self.group_count += 1;
        let index = self.group_count;
        if named {
            let name = self.parse_group_name()?;
            for other in &self.named_groups {
                if other.name == name && might_both_participate(&other.path, &self.path) {
                    return self.fail(DUPLICATE_NAME);
                }
            }
            self.named_groups.push(NamedGroup { name, index, path: self.path.clone() });
        }
        Ok(Kind::Capture(index))
    }

    fn parse_modifiers(&mut self) -> Parsed<()> {
        let mut seen = [false; 3];
        let mut enable = true;
        loop {
            let Some(c) = self.peek(0).and_then(char::from_u32) else {
                return self.fail(INVALID_GROUP);
            };
            let (index, flag) = match c {
                '-' if !enable => return self.fail(MULTIPLE_DASHES),
                '-' => {
                    enable = false;
                    self.pos += 1;
                    continue;
                }
                ':' if seen == [false; 3] => return self.fail(INVALID_FLAG_GROUP),
                ':' => {
                    self.pos += 1;
                    return Ok(());
                }
                'i' => (0, &mut self.modifiers.ignore_case),
                'm' => (1, &mut self.modifiers.multiline),
                's' => (2, &mut self.modifiers.dot_all),
                _ => return self.fail(INVALID_FLAG_GROUP),
            };
            if std::mem::replace(&mut seen[index], true) {
                return self.fail(REPEATED_FLAG);
            }
            *flag = enable;
            self.pos += 1;
        }
    }

    /// RegExpIdentifierName up to and over its `>`, as code units.
    fn parse_group_name(&mut self) -> Parsed<Vec<u16>> {
        let mut name = Vec::new();
        loop {
            let Some(mut c) = self.code_point() else {
                return self.fail(INVALID_CAPTURE_NAME);
            };
            if c == u32::from('>') && !name.is_empty() {
                self.pos += 1;
                return Ok(name);
            }
            self.advance_over(c);
            if c == u32::from('\\') {
                if !self.eat('u') {
                    return self.fail(INVALID_CAPTURE_NAME);
                }
                match self.parse_unicode_escape(true) {
                    Some(escaped) => c = escaped,
                    None => return self.fail(INVALID_UNICODE_ESCAPE),
                }
            }
            let allowed = if name.is_empty() { is_identifier_start(c) } else { is_identifier_part(c) };
            match char::from_u32(c) {
                Some(c) if allowed => name.extend_from_slice(c.encode_utf16(&mut [0; 2])),
                _ => return self.fail(INVALID_CAPTURE_NAME),
            }
        }
    }

    /// An escape outside a class, from its backslash: an atom or a word boundary.
    fn parse_escape(&mut self) -> Parsed<Node> {
        let Some(c) = self.peek(1) else {
            return self.fail(ESCAPE_AT_END);
        };
        match char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER) {
            '1'..='9' => {
                let start = self.pos;
                self.pos += 1;
                if let Some(index) = self.parse_decimal().and_then(|index| u32::try_from(index).ok())
                    && index <= self.total_groups
                {
                    return Ok(Node::BackReference {
                        reference: Reference::Index(index),
                        ignore_case: self.modifiers.ignore_case,
                    });
                }
                self.pos = start;
                if self.unicode {
                    return self.fail(INVALID_ESCAPE);
                }
                self.pos += 1;
                if c >= u32::from('8') {
                    self.pos += 1;
                    return Ok(self.char_node(c));
                }
                let octal = self.parse_octal();
                Ok(self.char_node(octal))
            }
            '0' => {
                self.pos += 1;
                if self.unicode && self.peek(1).is_some_and(|c| (0x30..=0x39).contains(&c)) {
                    return self.fail(INVALID_DECIMAL_ESCAPE);
                }
                let octal = self.parse_octal();
                Ok(self.char_node(octal))
            }
            letter @ ('b' | 'B') => {
                self.pos += 2;
                Ok(Node::WordBoundary { negated: letter == 'B', folded: self.unicode && self.modifiers.ignore_case })
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                self.pos += 2;
                Ok(Node::Set(Rc::new(self.class_escape(c))))
            }
            'p' | 'P' if self.unicode => self.parse_property_atom(),
            'k' if self.unicode || self.has_named_groups => {
                let offset = self.pos;
                self.pos += 2;
                if !self.eat('<') {
                    return self.fail(INVALID_NAMED_REFERENCE);
                }
                let name = self.parse_group_name()?;
                self.named_references.push((name, offset));
                Ok(Node::BackReference {
                    reference: Reference::Name(self.named_references.len() - 1),
                    ignore_case: self.modifiers.ignore_case,
                })
            }
            _ => {
                let c = self.parse_character_escape(false)?;
                Ok(self.char_node(c))
            }
        }
    }

    /// LegacyOctalEscapeSequence without its backslash: up to three digits, at most 0o377.
    fn parse_octal(&mut self) -> u32 {
        let mut value = 0;
        for _ in 0..3 {
            match self.peek(0) {
                Some(c @ 0x30..=0x37) if value * 8 + (c - 0x30) <= 0o377 => value = value * 8 + (c - 0x30),
                _ => break,
            }
            self.pos += 1;
        }
        value
    }

    /// CharacterEscape from its backslash; the value of the character.
    pub(crate) fn parse_character_escape(&mut self, in_class: bool) -> Parsed<u32> {
        self.pos += 1;
        let Some(c) = self.current() else {
            return self.fail(ESCAPE_AT_END);
        };
        self.advance_over(c);
        Ok(match char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER) {
            'f' => 0x0C,
            'n' => 0x0A,
            'r' => 0x0D,
            't' => 0x09,
            'v' => 0x0B,
            'c' => {
                let letter = self.peek(0).and_then(char::from_u32).unwrap_or('\0');
                if letter.is_ascii_alphabetic()
                    || (in_class && !self.unicode && (letter.is_ascii_digit() || letter == '_'))
                {
                    self.pos += 1;
                    return Ok(u32::from(letter) & 0x1F);
                }
                if self.unicode {
                    return self.fail(INVALID_UNICODE_ESCAPE);
                }
                // The backslash stands for itself and the letter is read again.
                self.pos -= 1;
                u32::from('\\')
            }
            '0' if !self.peek(0).is_some_and(|c| (0x30..=0x39).contains(&c)) => 0,
            '0'..='7' => {
                if self.unicode {
                    return self.fail(if in_class { INVALID_CLASS_ESCAPE } else { INVALID_DECIMAL_ESCAPE });
                }
                self.pos -= 1;
                self.parse_octal()
            }
            'x' => match self.parse_hex(2) {
                Some(value) => value,
                None if self.unicode => return self.fail(INVALID_ESCAPE),
                None => c,
            },
            'u' => match self.parse_unicode_escape(self.unicode) {
                Some(value) => value,
                None if self.unicode => return self.fail(INVALID_UNICODE_ESCAPE),
                None => c,
            },
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => c,
            '-' if self.unicode && in_class => c,
            _ if self.unicode => return self.fail(INVALID_ESCAPE),
            'k' if self.has_named_groups => return self.fail(INVALID_ESCAPE),
            _ => c,
        })
    }

    /// Exactly `count` hexadecimal digits; otherwise the position stays.
    fn parse_hex(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for n in 0..count {
            value = value * 16 + self.peek(n).and_then(char::from_u32)?.to_digit(16)?;
        }
        self.pos += count;
        Some(value)
    }

    /// RegExpUnicodeEscapeSequence after its `u`; otherwise the position stays.
    fn parse_unicode_escape(&mut self, unicode: bool) -> Option<u32> {
        let start = self.pos;
        if unicode && self.eat('{') {
            let mut value: u32 = 0;
            let mut digits = 0;
            while let Some(digit) = self.peek(0).and_then(char::from_u32).and_then(|c| c.to_digit(16)) {
                value = value * 16 + digit;
                digits += 1;
                self.pos += 1;
                if value > 0x10_FFFF {
                    break;
                }
            }
            if digits > 0 && value <= 0x10_FFFF && self.eat('}') {
                return Some(value);
            }
            self.pos = start;
            return None;
        }
        let value = self.parse_hex(4)?;
        if unicode && is_lead(value) && self.is_at('\\') && self.peek(1) == Some(u32::from('u')) {
            let after_lead = self.pos;
            self.pos += 2;
            match self.parse_hex(4) {
                Some(trail) if is_trail(trail) => return Some(combine(value, trail)),
                _ => self.pos = after_lead,
            }
        }
        Some(value)
    }

    /// The set of `\d`, `\D`, `\s`, `\S`, `\w` or `\W`.
    pub(crate) fn class_escape(&self, letter: u32) -> CodePointSet {
        let letter = char::from_u32(letter).unwrap_or('d');
        let set = match letter.to_ascii_lowercase() {
            'd' => digits(),
            's' => white_space(),
            _ => word_characters(self.unicode && self.modifiers.ignore_case),
        };
        if letter.is_ascii_uppercase() { set.complement() } else { set }
    }

    /// The braces of `\p{…}` after the letter: a name and perhaps a value. The position is after the brace.
    pub(crate) fn parse_property_name(&mut self) -> Option<(String, Option<String>)> {
        if !self.eat('{') {
            return None;
        }
        let mut word = || {
            let mut text = String::new();
            while let Some(c) = self.peek(0).and_then(char::from_u32)
                && (c.is_ascii_alphanumeric() || c == '_')
            {
                text.push(c);
                self.pos += 1;
            }
            text
        };
        let name = word();
        let value = if self.eat('=') {
            let mut text = String::new();
            while let Some(c) = self.peek(0).and_then(char::from_u32)
                && (c.is_ascii_alphanumeric() || c == '_')
            {
                text.push(c);
                self.pos += 1;
            }
            Some(text)
        } else {
            None
        };
        self.eat('}').then_some((name, value))
    }

    /// The set of a property of code points.
    pub(crate) fn property_set(name: &str, value: Option<&str>) -> Option<CodePointSet> {
        match value {
            Some(value) => property_value(name, value),
            None => lone_property(name),
        }
    }

    /// One character as a node, widened to its case variants when case is ignored.
    pub(crate) fn char_node(&self, c: u32) -> Node {
        if self.modifiers.ignore_case {
            let mut set = CodePointSet::new();
            add_equivalents(c, self.unicode, &mut set);
            if set.single().is_none() {
                return Node::Set(Rc::new(set));
            }
        }
        Node::Char(c)
    }
}

/// MightBothParticipate (§22.2.1.7): whether no common disjunction has the two groups in different alternatives.
fn might_both_participate(a: &[(u32, u32)], b: &[(u32, u32)]) -> bool {
    !a.iter().zip(b).any(|(a, b)| a.0 == b.0 && a.1 != b.1)
}
