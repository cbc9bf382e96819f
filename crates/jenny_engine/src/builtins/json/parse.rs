//! JSON text to values: one pass, without recursion.

use super::errors::{Fault, throw_fault};
use crate::object::Attributes;
use crate::operations::{text_of, values};
use crate::string::{JsString, PropertyKey, StringView};
use crate::{Agent, JsResult, Value};
use jenny_gc::{Gc, RootVec};
use jenny_text::TextBuf;

/// A code unit of either encoding.
trait Unit: Copy {
    fn code(self) -> u32;
    fn view(units: &[Self]) -> StringView<'_>
    where
        Self: Sized;
    /// Where the first unit lies that ends a run of plain text: a quote, a backslash or a control character.
    fn special(units: &[Self]) -> Option<usize>
    where
        Self: Sized;
}
impl Unit for u8 {
    #[inline(always)]
    fn code(self) -> u32 {
        self as u32
    }
    fn view(units: &[u8]) -> StringView<'_> {
        StringView::Latin1(units)
    }
    #[inline(always)]
    fn special(units: &[u8]) -> Option<usize> {
        jenny_text::escape::json_special(units)
    }
}
impl Unit for u16 {
    #[inline(always)]
    fn code(self) -> u32 {
        self as u32
    }
    fn view(units: &[u16]) -> StringView<'_> {
        StringView::Utf16(units)
    }
    #[inline(always)]
    fn special(units: &[u16]) -> Option<usize> {
        units.iter().position(|unit| matches!(unit, 0x22 | 0x5c | 0..=0x1f))
    }
}

/// What a value was made of: the JSON Parse Record (25.5.1.1) of one value.
#[derive(Debug)]
pub(super) struct Node {
    /// where the source text of the value lies
    pub start: usize,
    pub end: usize,
    /// nodes of the elements, or of the members with the index of each key in `ParseRecord::roots`
    pub children: Vec<(usize, usize)>,
    /// index of the value in `ParseRecord::roots`
    pub value: usize,
}

/// Parse records of a whole text.
pub(super) struct ParseRecord {
    pub nodes: Vec<Node>,
    /// values and keys that the nodes refer to
    pub roots: RootVec,
    /// the node of the whole text
    pub root: usize,
}

/// An array or object whose end was not reached yet.
struct Open {
    /// where its members begin on the stack: values of an array, keys and values in turn of an object
    base: usize,
    is_array: bool,
    start: usize,
    node_base: usize,
}

struct Parser<'a, 'v, U> {
    agent: &'a mut Agent,
    units: &'v [U],
    at: usize,
    stack: RootVec,
    open: Vec<Open>,
    record: Option<ParseRecord>,
    /// nodes of the values on the stack, when they are recorded
    node_stack: Vec<usize>,
    /// Keys met lately, by their length and ends. The parser lies on the native stack, so they stay alive.
    keys: [Option<Gc<JsString>>; KEYS],
}

/// Keys that are remembered; a power of two.
const KEYS: usize = 64;

/// ParseJSON; with `record`, what each value was made of.
pub(super) fn parse(agent: &mut Agent, text: Gc<JsString>, record: bool) -> JsResult<(Value, Option<ParseRecord>)> {
    match text.view() {
        StringView::Latin1(units) => run(agent, text, units, record),
        StringView::Utf16(units) => run(agent, text, units, record),
    }
}

fn run<U: Unit>(
    agent: &mut Agent,
    text: Gc<JsString>,
    units: &[U],
    record: bool,
) -> JsResult<(Value, Option<ParseRecord>)> {
    let stack = RootVec::new(&agent.heap);
    let record = record.then(|| ParseRecord { nodes: Vec::new(), roots: RootVec::new(&agent.heap), root: 0 });
    let mut parser =
        Parser { agent, units, at: 0, stack, open: Vec::new(), record, node_stack: Vec::new(), keys: [None; KEYS] };
    match parser.text() {
        Ok(value) => Ok((value, parser.record)),
        Err(fault) => {
            let at = parser.at;
            Err(throw_fault(parser.agent, text, at, fault))
        }
    }
}

impl<U: Unit> Parser<'_, '_, U> {
    #[inline(always)]
    fn peek(&self) -> u32 {
        self.units.get(self.at).map_or(u32::MAX, |u| u.code())
    }
    #[inline(always)]
    fn skip_space(&mut self) {
        while matches!(self.peek(), 0x20 | 0x0a | 0x0d | 0x09) {
            self.at += 1;
        }
    }

    fn text(&mut self) -> Result<Value, Fault> {
        let mut steps = 0u32;
        'value: loop {
            self.skip_space();
            let start = self.at;
            let mut value = match self.peek() {
                0x22 => self.string()?.into(),
                0x5b => {
                    self.at += 1;
                    self.skip_space();
                    self.push_open(true, start);
                    if self.peek() != 0x5d {
                        continue 'value;
                    }
                    self.at += 1;
                    self.close()?
                }
                0x7b => {
                    self.at += 1;
                    self.skip_space();
                    self.push_open(false, start);
                    if self.peek() != 0x7d {
                        if self.peek() != 0x22 {
                            return Err(Fault::At("Expected property name or '}'"));
                        }
                        self.key()?;
                        continue 'value;
                    }
                    self.at += 1;
                    self.close()?
                }
                0x2d | 0x30..=0x39 => self.number()?,
                0x74 => self.literal(b"true", Value::TRUE)?,
                0x66 => self.literal(b"false", Value::FALSE)?,
                0x6e => self.literal(b"null", Value::NULL)?,
                _ => return Err(Fault::Unexpected),
            };
            if !value.is_object() {
                self.note_primitive(value, start);
            }
            steps += 1;
            if steps & 0xfff == 0 {
                self.agent.poll_interrupts()?;
            }
            // A value is complete: it ends the text, or belongs to what is open.
            loop {
                self.skip_space();
                let Some(open) = self.open.last() else {
                    if self.at < self.units.len() {
                        return Err(Fault::At("Unexpected non-whitespace character after JSON"));
                    }
                    if let Some(record) = &mut self.record {
                        record.root = self.node_stack[0];
                    }
                    return Ok(value);
                };
                let is_array = open.is_array;
                self.stack.push(value.bits());
                match (self.peek(), is_array) {
                    (0x2c, true) => {
                        self.at += 1;
                        continue 'value;
                    }
                    (0x2c, false) => {
                        self.at += 1;
                        self.skip_space();
                        if self.peek() != 0x22 {
                            return Err(Fault::At("Expected double-quoted property name"));
                        }
                        self.key()?;
                        continue 'value;
                    }
                    (0x5d, true) | (0x7d, false) => {
                        self.at += 1;
                        value = self.close()?;
                    }
                    (_, true) => return Err(Fault::At("Expected ',' or ']' after array element")),
                    (_, false) => return Err(Fault::At("Expected ',' or '}' after property value")),
                }
            }
        }
    }

    fn push_open(&mut self, is_array: bool, start: usize) {
        self.open.push(Open { base: self.stack.len(), is_array, start, node_base: self.node_stack.len() });
    }

    /// Makes the array or object that ends here.
    fn close(&mut self) -> Result<Value, Fault> {
        let Some(open) = self.open.pop() else { return Err(Fault::Unexpected) };
        let value: Value = if open.is_array {
            let members = &values(&self.stack)[open.base..];
            if members.is_empty() {
                self.agent.new_array_with_elements(None).into()
            } else {
                let elements = self.agent.elements_from_slice(members)?;
                self.agent.new_array_with_elements(Some(elements)).into()
            }
        } else {
            let count = (self.stack.len() - open.base) / 2;
            let root = self.agent.plain_object_shape(count as u32);
            let members = &values(&self.stack)[open.base..];
            // OPTIMIZATION: as far as an object before it began with the same keys, it gets that one's shape at once. A shape
            // grows by keys only that it does not have, so these are no duplicates.
            let (mut shape, mut known) = (root, 0);
            while known < count.min(root.inline_capacity() as usize) {
                let key = PropertyKey::from_raw(members[2 * known]);
                let Some(next) = shape.find_transition(key, Attributes::ALL) else { break };
                (shape, known) = (next, known + 1);
            }
            let object = self.agent.alloc_plain(shape);
            for (slot, member) in members.chunks_exact(2).take(known).enumerate() {
                object.set_inline_slot(slot as u32, member[1]);
            }
            for i in known..count {
                let member = &values(&self.stack)[open.base + 2 * i..];
                let (key, value) = (PropertyKey::from_raw(member[0]), member[1]);
                if !key.is_index() && object.shape().find(key).is_none() {
                    self.agent.add_property(object, key, value, Attributes::ALL)?;
                } else {
                    object.create_data_property(self.agent, key, value)?;
                }
            }
            object.into()
        };
        if let Some(record) = &mut self.record {
            let mut children = Vec::new();
            for (i, node) in self.node_stack.drain(open.node_base..).enumerate() {
                let key = if open.is_array {
                    0
                } else {
                    record.roots.push(self.stack.get(open.base + 2 * i));
                    record.roots.len() - 1
                };
                children.push((key, node));
            }
            record.roots.push(value.bits());
            record.nodes.push(Node { start: open.start, end: self.at, children, value: record.roots.len() - 1 });
            self.node_stack.push(record.nodes.len() - 1);
        }
        self.stack.truncate(open.base);
        Ok(value)
    }

    #[inline]
    fn note_primitive(&mut self, value: Value, start: usize) {
        if let Some(record) = &mut self.record {
            record.roots.push(value.bits());
            record.nodes.push(Node { start, end: self.at, children: Vec::new(), value: record.roots.len() - 1 });
            self.node_stack.push(record.nodes.len() - 1);
        }
    }

    fn literal(&mut self, text: &[u8], value: Value) -> Result<Value, Fault> {
        for &c in text {
            if self.peek() != c as u32 {
                return Err(Fault::Unexpected);
            }
            self.at += 1;
        }
        Ok(value)
    }

    /// A member's name and its colon; the key goes on the stack.
    fn key(&mut self) -> Result<(), Fault> {
        let plain = self.plain_string_end();
        let key = match plain {
            Some(end) => {
                let units = &self.units[self.at + 1..end];
                self.at = end + 1;
                self.key_of(units)
            }
            None => {
                let string = self.string()?;
                self.agent.key_from_string(string)
            }
        };
        self.stack.push(key.bits());
        self.skip_space();
        if self.peek() != 0x3a {
            return Err(Fault::At("Expected ':' after property name"));
        }
        self.at += 1;
        Ok(())
    }

    /// The key for a text without escapes.
    #[inline]
    fn key_of(&mut self, units: &[U]) -> PropertyKey {
        let view = U::view(units);
        let ends = units.first().zip(units.last()).map_or(0, |(first, last)| first.code() ^ last.code() << 2);
        let place = (ends as usize ^ units.len() << 3) % KEYS;
        if let Some(atom) = self.keys[place]
            && atom.view().equals(&view)
        {
            return PropertyKey::from_atom(atom);
        }
        let key = self.agent.key_from_view(view);
        self.keys[place] = key.as_atom();
        key
    }

    /// The closing quote of the string that begins here, if it has no escapes and no faults.
    #[inline]
    fn plain_string_end(&self) -> Option<usize> {
        let rest = &self.units[self.at + 1..];
        let stop = U::special(rest)?;
        (rest[stop].code() == 0x22).then_some(self.at + 1 + stop)
    }

    fn string(&mut self) -> Result<Gc<JsString>, Fault> {
        if let Some(end) = self.plain_string_end() {
            let view = U::view(&self.units[self.at + 1..end]);
            self.at = end + 1;
            return Ok(self.agent.string_from_view(view)?);
        }
        self.string_with_escapes()
    }

    fn string_with_escapes(&mut self) -> Result<Gc<JsString>, Fault> {
        self.at += 1;
        let mut out = TextBuf::new();
        loop {
            let rest = &self.units[self.at.min(self.units.len())..];
            let run = U::special(rest).unwrap_or(rest.len());
            out.push_text(text_of(U::view(&rest[..run])));
            self.at += run;
            match self.peek() {
                u32::MAX => return Err(Fault::At("Unterminated string")),
                0x22 => {
                    self.at += 1;
                    return Ok(self.agent.string_from_text_buf(&out)?);
                }
                0x5c => {
                    self.at += 1;
                    let unit = match self.peek() {
                        u32::MAX => return Err(Fault::Unexpected),
                        c @ (0x22 | 0x5c | 0x2f) => c as u16,
                        0x62 => 8,
                        0x66 => 12,
                        0x6e => 10,
                        0x72 => 13,
                        0x74 => 9,
                        0x75 => {
                            let mut unit = 0u32;
                            for _ in 0..4 {
                                self.at += 1;
                                let digit = char::from_u32(self.peek()).and_then(|c| c.to_digit(16));
                                let Some(digit) = digit else {
                                    return Err(Fault::At("Bad Unicode escape"));
                                };
                                unit = unit << 4 | digit;
                            }
                            unit as u16
                        }
                        _ => return Err(Fault::At("Bad escaped character")),
                    };
                    self.at += 1;
                    out.push(unit);
                }
                _ => return Err(Fault::At("Bad control character in string literal")),
            }
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), 0x30..=0x39) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        let negative = self.peek() == 0x2d;
        if negative {
            self.at += 1;
        }
        let first = self.peek();
        let whole_start = self.at;
        if !matches!(first, 0x30..=0x39) {
            return Err(Fault::At("No number after minus sign"));
        }
        let whole = self.digits();
        if first == 0x30 && whole > 1 {
            self.at = whole_start + 1;
            return Err(Fault::Unexpected);
        }
        if !matches!(self.peek(), 0x2e | 0x65 | 0x45) && whole <= 9 {
            let mut n = 0i32;
            for unit in &self.units[whole_start..self.at] {
                n = n * 10 + (unit.code() - 0x30) as i32;
            }
            return Ok(match (negative, n) {
                (false, n) => Value::int(n),
                (true, 0) => Value::double(-0.0),
                (true, n) => Value::int(-n),
            });
        }
        if self.peek() == 0x2e {
            self.at += 1;
            if self.digits() == 0 {
                return Err(Fault::At("Unterminated fractional number"));
            }
        }
        if matches!(self.peek(), 0x65 | 0x45) {
            self.at += 1;
            if matches!(self.peek(), 0x2b | 0x2d) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(Fault::At("Exponent part is missing a number"));
            }
        }
        let text = text_of(U::view(&self.units[start..self.at]));
        Ok(Value::number(jenny_text::number::string_to_number(text)))
    }
}

/// The values that a record keeps alive.
impl ParseRecord {
    pub(super) fn value(&self, node: usize) -> Value {
        values(&self.roots)[self.nodes[node].value]
    }
    pub(super) fn key(&self, index: usize) -> Value {
        values(&self.roots)[index]
    }
}
