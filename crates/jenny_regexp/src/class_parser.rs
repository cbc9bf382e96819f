//! Character classes: the ranges of `[…]` and, with the `v` flag, set operations and strings.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::case_folding::{add_equivalents, canonicalize, close_over};
use crate::code_point_set::CodePointSet;
use crate::error::*;
use crate::node::Node;
use crate::parser::{MAX_DEPTH, Parsed, Parser};
use crate::unicode_property::property_of_strings;

/// The value of a `v` class: single characters and longer (or empty) strings.
///
/// When case is ignored, the characters are closed under folding and the strings are folded, so that the set
/// operations compare what would match.
#[derive(Default)]
struct ClassSet {
    characters: CodePointSet,
    strings: BTreeSet<Vec<u32>>,
    /// MayContainStrings, which looks at the text and not at the result.
    may_contain_strings: bool,
}

enum Operand {
    Character(u32),
    Set(ClassSet),
}

/// One side of a range in a class without the `v` flag.
enum Atom {
    Character(u32),
    Class(CodePointSet),
}

/// Longer strings are matched one by one; shorter ones share their prefixes in a tree.
const MAX_TREE_DEPTH: usize = 64;

impl Parser<'_> {
    /// A class, from its bracket.
    pub(crate) fn parse_class(&mut self) -> Parsed<Node> {
        if self.unicode_sets {
            self.pos += 1;
            let set = self.parse_class_set()?;
            return Ok(self.class_set_node(set));
        }
        self.pos += 1;
        let negated = self.eat('^');
        let mut set = CodePointSet::new();
        loop {
            if self.peek(0).is_none() {
                return self.fail(UNTERMINATED_CLASS);
            }
            if self.eat(']') {
                break;
            }
            let first = self.parse_class_atom()?;
            if !self.eat('-') {
                self.add_atom(&first, &mut set);
                continue;
            }
            if self.peek(0).is_none() || self.is_at(']') {
                self.add_atom(&first, &mut set);
                set.insert(u32::from('-'));
                continue;
            }
            match (first, self.parse_class_atom()?) {
                (Atom::Character(low), Atom::Character(high)) if low <= high => set.insert_range(low, high),
                (Atom::Character(_), Atom::Character(_)) => return self.fail(RANGE_OUT_OF_ORDER),
                _ if self.unicode => return self.fail(INVALID_CLASS),
                (first, second) => {
                    self.add_atom(&first, &mut set);
                    set.insert(u32::from('-'));
                    self.add_atom(&second, &mut set);
                }
            }
        }
        if self.modifiers.ignore_case {
            set = close_over(&set, self.unicode);
        }
        if negated {
            set = set.complement();
        }
        Ok(Node::of_set(set))
    }

    fn add_atom(&self, atom: &Atom, set: &mut CodePointSet) {
        match atom {
            Atom::Character(c) => set.insert(*c),
            Atom::Class(class) => set.union_with(class),
        }
    }

    fn parse_class_atom(&mut self) -> Parsed<Atom> {
        let Some(c) = self.current() else {
            return self.fail(UNTERMINATED_CLASS);
        };
        if c != u32::from('\\') {
            self.advance_over(c);
            return Ok(Atom::Character(c));
        }
        let Some(escaped) = self.peek(1) else {
            return self.fail(ESCAPE_AT_END);
        };
        match char::from_u32(escaped).unwrap_or(char::REPLACEMENT_CHARACTER) {
            'b' => {
                self.pos += 2;
                Ok(Atom::Character(0x08))
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                self.pos += 2;
                Ok(Atom::Class(self.class_escape(escaped)))
            }
            'p' | 'P' if self.unicode => {
                self.pos += 2;
                let set =
                    self.parse_property_name().and_then(|(name, value)| Self::property_set(&name, value.as_deref()));
                match set {
                    Some(set) if escaped == u32::from('P') => Ok(Atom::Class(set.complement())),
                    Some(set) => Ok(Atom::Class(set)),
                    None => self.fail(INVALID_CLASS_PROPERTY),
                }
            }
            _ => Ok(Atom::Character(self.parse_character_escape(true)?)),
        }
    }

    /// `\p{…}` or `\P{…}` outside a class, from its backslash.
    pub(crate) fn parse_property_atom(&mut self) -> Parsed<Node> {
        let Some(set) = self.parse_property() else {
            return self.fail(INVALID_PROPERTY);
        };
        if self.unicode_sets {
            return Ok(self.class_set_node(set));
        }
        let characters = set.characters;
        let closed = if self.modifiers.ignore_case { close_over(&characters, true) } else { characters };
        Ok(Node::Set(Rc::new(closed)))
    }

    /// A property escape in Unicode mode from its backslash; strings only with the `v` flag.
    fn parse_property(&mut self) -> Option<ClassSet> {
        let negated = self.peek(1) == Some(u32::from('P'));
        self.pos += 2;
        let (name, value) = self.parse_property_name()?;
        if let Some(mut characters) = Self::property_set(&name, value.as_deref()) {
            // With v the set is folded before it is complemented, with u after.
            if self.unicode_sets && self.modifiers.ignore_case {
                characters = close_over(&characters, true);
            }
            if negated {
                characters = characters.complement();
            }
            return Some(ClassSet { characters, ..ClassSet::default() });
        }
        if !self.unicode_sets || negated || value.is_some() {
            return None;
        }
        let (mut characters, strings) = property_of_strings(&name)?;
        if self.modifiers.ignore_case {
            characters = close_over(&characters, true);
        }
        let strings = strings.into_iter().map(|string| self.fold_string(string)).collect();
        Some(ClassSet { characters, strings, may_contain_strings: true })
    }

    fn fold_string(&self, mut string: Vec<u32>) -> Vec<u32> {
        if self.modifiers.ignore_case {
            for c in &mut string {
                *c = canonicalize(*c, true);
            }
        }
        string
    }

    fn insert_character(&self, c: u32, set: &mut CodePointSet) {
        if self.modifiers.ignore_case {
            add_equivalents(c, true, set);
        } else {
            set.insert(c);
        }
    }

    /// The inside of a `v` class and its closing bracket; the position is after the opening one.
    fn parse_class_set(&mut self) -> Parsed<ClassSet> {
        if self.class_depth >= MAX_DEPTH {
            return self.fail(TOO_LARGE);
        }
        self.class_depth += 1;
        let negated = self.eat('^');
        let mut set = self.parse_class_set_expression()?;
        self.class_depth -= 1;
        if negated {
            if set.may_contain_strings {
                return self.fail(NEGATED_CLASS_WITH_STRINGS);
            }
            set.characters = set.characters.complement();
        }
        Ok(set)
    }

    fn parse_class_set_expression(&mut self) -> Parsed<ClassSet> {
        let mut result = ClassSet::default();
        if self.peek(0).is_none() {
            return self.fail(UNTERMINATED_CLASS);
        }
        if self.eat(']') {
            return Ok(result);
        }
        let first = self.parse_operand()?;
        if self.is_at('-') && self.peek(1) == Some(u32::from('-')) {
            self.add_operand(first, &mut result);
            while self.eat_two('-') {
                let operand = self.parse_operand_set()?;
                result.characters = result.characters.difference(&operand.characters);
                result.strings.retain(|string| !operand.strings.contains(string));
            }
            return self.end_of_operation(result);
        }
        if self.is_at('&') && self.peek(1) == Some(u32::from('&')) {
            self.add_operand(first, &mut result);
            while self.eat_two('&') {
                if self.is_at('&') {
                    return self.fail(INVALID_CHARACTER_IN_CLASS);
                }
                let operand = self.parse_operand_set()?;
                result.characters = result.characters.intersection(&operand.characters);
                result.strings.retain(|string| operand.strings.contains(string));
                result.may_contain_strings &= operand.may_contain_strings;
            }
            return self.end_of_operation(result);
        }
        let mut operand = first;
        loop {
            if self.is_at('-') {
                if self.peek(1) == Some(u32::from('-')) {
                    return self.fail(INVALID_SET_OPERATION);
                }
                let Operand::Character(low) = operand else {
                    return self.fail(INVALID_CLASS);
                };
                self.pos += 1;
                match self.parse_operand()? {
                    Operand::Character(high) if low <= high => {
                        let mut range = CodePointSet::from_ranges([(low, high)]);
                        if self.modifiers.ignore_case {
                            range = close_over(&range, true);
                        }
                        result.characters.union_with(&range);
                    }
                    Operand::Character(_) => return self.fail(RANGE_OUT_OF_ORDER),
                    Operand::Set(_) => return self.fail(INVALID_CLASS),
                }
            } else {
                self.add_operand(operand, &mut result);
            }
            match self.peek(0) {
                None => return self.fail(UNTERMINATED_CLASS),
                Some(0x5D) => {
                    self.pos += 1;
                    return Ok(result);
                }
                Some(0x26) if self.peek(1) == Some(0x26) => {
                    return self.fail(INVALID_SET_OPERATION);
                }
                Some(0x2D) if self.peek(1) == Some(0x2D) => {
                    return self.fail(INVALID_SET_OPERATION);
                }
                Some(_) => operand = self.parse_operand()?,
            }
        }
    }

    fn end_of_operation(&mut self, result: ClassSet) -> Parsed<ClassSet> {
        if self.eat(']') {
            return Ok(result);
        }
        self.fail(if self.peek(0).is_none() { UNTERMINATED_CLASS } else { INVALID_SET_OPERATION })
    }

    fn add_operand(&self, operand: Operand, to: &mut ClassSet) {
        match operand {
            Operand::Character(c) => self.insert_character(c, &mut to.characters),
            Operand::Set(set) => {
                to.characters.union_with(&set.characters);
                to.strings.extend(set.strings);
                to.may_contain_strings |= set.may_contain_strings;
            }
        }
    }

    fn parse_operand_set(&mut self) -> Parsed<ClassSet> {
        let operand = self.parse_operand()?;
        let mut set = ClassSet::default();
        self.add_operand(operand, &mut set);
        Ok(set)
    }

    /// ClassSetOperand, or the first character of a ClassSetRange.
    fn parse_operand(&mut self) -> Parsed<Operand> {
        if self.eat('[') {
            return Ok(Operand::Set(self.parse_class_set()?));
        }
        if self.is_at('\\') {
            let Some(escaped) = self.peek(1) else {
                return self.fail(ESCAPE_AT_END);
            };
            match char::from_u32(escaped).unwrap_or(char::REPLACEMENT_CHARACTER) {
                'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                    self.pos += 2;
                    let characters = self.class_escape(escaped);
                    return Ok(Operand::Set(ClassSet { characters, ..ClassSet::default() }));
                }
                'p' | 'P' => {
                    return match self.parse_property() {
                        Some(set) => Ok(Operand::Set(set)),
                        None => self.fail(INVALID_CLASS_PROPERTY),
                    };
                }
                'q' => {
                    self.pos += 2;
                    return if self.eat('{') { self.parse_string_disjunction() } else { self.fail(INVALID_ESCAPE) };
                }
                _ => {}
            }
        }
        Ok(Operand::Character(self.parse_class_set_character()?))
    }

    /// ClassSetCharacter.
    fn parse_class_set_character(&mut self) -> Parsed<u32> {
        let Some(c) = self.current() else {
            return self.fail(UNTERMINATED_CLASS);
        };
        let character = char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
        if character == '\\' {
            return match self.peek(1).and_then(char::from_u32) {
                Some('b') => {
                    self.pos += 2;
                    Ok(0x08)
                }
                Some(c @ ('&' | '-' | '!' | '#' | '%' | ',' | ':' | ';' | '<' | '=' | '>' | '@' | '`' | '~')) => {
                    self.pos += 2;
                    Ok(u32::from(c))
                }
                _ => self.parse_character_escape(true),
            };
        }
        if matches!(character, '(' | ')' | '[' | ']' | '{' | '}' | '/' | '-' | '|') {
            return self.fail(INVALID_CHARACTER_IN_CLASS);
        }
        let reserved_double = matches!(
            character,
            '&' | '!'
                | '#'
                | '$'
                | '%'
                | '*'
                | '+'
                | ','
                | '.'
                | ':'
                | ';'
                | '<'
                | '='
                | '>'
                | '?'
                | '@'
                | '^'
                | '`'
                | '~'
        );
        if reserved_double && self.peek(1) == Some(c) {
            return self.fail(INVALID_SET_OPERATION);
        }
        self.advance_over(c);
        Ok(c)
    }

    /// `\q{…}` after its brace.
    fn parse_string_disjunction(&mut self) -> Parsed<Operand> {
        let mut set = ClassSet::default();
        let mut string = Vec::new();
        loop {
            if self.is_at('}') || self.is_at('|') {
                let last = self.is_at('}');
                self.pos += 1;
                match std::mem::take(&mut string)[..] {
                    [single] => self.insert_character(single, &mut set.characters),
                    ref other => {
                        set.may_contain_strings = true;
                        set.strings.insert(self.fold_string(other.to_vec()));
                    }
                }
                if last {
                    return Ok(Operand::Set(set));
                }
            } else if self.peek(0).is_none() {
                return self.fail(INVALID_CHARACTER_IN_CLASS);
            } else {
                string.push(self.parse_class_set_character()?);
            }
        }
    }

    /// CompileAtom for a class with strings: longest strings first, then the characters, then the empty string.
    fn class_set_node(&self, set: ClassSet) -> Node {
        if set.strings.is_empty() {
            return Node::of_set(set.characters);
        }
        let mut strings: Vec<&[u32]> = set.strings.iter().map(Vec::as_slice).collect();
        let has_empty = strings.first().is_some_and(|string| string.is_empty());
        strings.retain(|string| !string.is_empty());
        let mut alternatives = Vec::new();
        if strings.iter().any(|string| string.len() > MAX_TREE_DEPTH) {
            strings.sort_by_key(|string| std::cmp::Reverse(string.len()));
            alternatives
                .extend(strings.iter().map(|string| Node::seq(string.iter().map(|&c| self.char_node(c)).collect())));
        } else if !strings.is_empty() {
            let mut tree = Tree::default();
            for string in strings {
                tree.insert(string);
            }
            match self.tree_node(&tree) {
                Node::Alt(nodes) => alternatives.extend(nodes),
                node => alternatives.push(node),
            }
        }
        if !set.characters.is_empty() {
            alternatives.push(Node::of_set(set.characters));
        }
        if has_empty {
            alternatives.push(Node::Empty);
        }
        Node::alt(alternatives)
    }

    /// All strings that match at one place are prefixes of each other, so trying children before the end of a
    /// string is the same as trying longer strings first. Children with equal continuations share one set.
    fn tree_node(&self, tree: &Tree) -> Node {
        let mut order: Vec<(CodePointSet, Node)> = Vec::new();
        let mut known: FxHashMap<Node, usize> = FxHashMap::default();
        for (&c, child) in &tree.children {
            let node = self.tree_node(child);
            let index = *known.entry(node.clone()).or_insert_with(|| {
                order.push((CodePointSet::new(), node));
                order.len() - 1
            });
            self.insert_character(c, &mut order[index].0);
        }
        let mut alternatives: Vec<Node> = order
            .into_iter()
            .map(|(set, rest)| {
                let first = Node::of_set(set);
                match rest {
                    Node::Empty => first,
                    Node::Seq(mut nodes) => {
                        nodes.insert(0, first);
                        Node::Seq(nodes)
                    }
                    other => Node::Seq(vec![first, other]),
                }
            })
            .collect();
        if tree.ends {
            alternatives.push(Node::Empty);
        }
        Node::alt(alternatives)
    }
}

/// Strings by their common prefixes.
#[derive(Default)]
struct Tree {
    children: BTreeMap<u32, Tree>,
    ends: bool,
}

impl Tree {
    fn insert(&mut self, string: &[u32]) {
        let mut tree = self;
        for &c in string {
            tree = tree.children.entry(c).or_default();
        }
        tree.ends = true;
    }
}
