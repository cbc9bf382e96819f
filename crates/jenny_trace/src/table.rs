//! The tables of an agent: strings, scripts, sites and stacks, told once and referred to by number.

use rustc_hash::FxHashMap;

use crate::field::{Field, Script, Site, Stack, Str};
use crate::wire::{Decoder, Encoder, Malformed};

/// A row of one of the tables. Each table counts its own rows from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    String(Box<str>),
    /// A source of the program's, whole.
    Script {
        name: Box<str>,
        text: Box<str>,
    },
    /// A place in a script: line and column from 1, and the name of the function around it (empty at the top level).
    Site {
        script: Script,
        line: u32,
        column: u32,
        function: Str,
    },
    /// A site and what called it.
    Stack {
        site: Site,
        caller: Option<Stack>,
    },
}

impl Row {
    pub fn name(&self) -> &'static str {
        match self {
            Row::String(_) => "String",
            Row::Script { .. } => "Script",
            Row::Site { .. } => "Site",
            Row::Stack { .. } => "Stack",
        }
    }

    pub fn write(&self, encoder: &mut Encoder) {
        match self {
            Row::String(text) => {
                encoder.bytes.push(1);
                text.write(encoder);
            }
            Row::Script { name, text } => {
                encoder.bytes.push(2);
                name.write(encoder);
                text.write(encoder);
            }
            Row::Site { script, line, column, function } => {
                encoder.bytes.push(3);
                script.write(encoder);
                encoder.varint(u64::from(*line));
                encoder.varint(u64::from(*column));
                function.write(encoder);
            }
            Row::Stack { site, caller } => {
                encoder.bytes.push(4);
                site.write(encoder);
                caller.write(encoder);
            }
        }
    }

    pub fn read(decoder: &mut Decoder<'_>) -> Result<Row, Malformed> {
        let small = |value: u64| u32::try_from(value).map_err(|_| Malformed);
        Ok(match decoder.byte()? {
            1 => Row::String(Field::read(decoder)?),
            2 => Row::Script { name: Field::read(decoder)?, text: Field::read(decoder)? },
            3 => Row::Site {
                script: Field::read(decoder)?,
                line: small(decoder.varint()?)?,
                column: small(decoder.varint()?)?,
                function: Field::read(decoder)?,
            },
            4 => Row::Stack { site: Field::read(decoder)?, caller: Field::read(decoder)? },
            _ => return Err(Malformed),
        })
    }
}

/// Gives numbers to rows while a run is recorded.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    strings: FxHashMap<Box<str>, Str>,
    sites: FxHashMap<(Script, u32, u32, Str), Site>,
    stacks: FxHashMap<(Site, Option<Stack>), Stack>,
    scripts: u32,
}

impl Interner {
    /// The number of a row, and whether it is new and has to be written.
    pub fn string(&mut self, text: &str) -> (Str, bool) {
        if let Some(&known) = self.strings.get(text) {
            return (known, false);
        }
        let row = Str(self.strings.len() as u32);
        self.strings.insert(text.into(), row);
        (row, true)
    }

    pub fn script(&mut self) -> Script {
        self.scripts += 1;
        Script(self.scripts - 1)
    }

    pub fn site(&mut self, script: Script, line: u32, column: u32, function: Str) -> (Site, bool) {
        let next = Site(self.sites.len() as u32);
        let site = *self.sites.entry((script, line, column, function)).or_insert(next);
        (site, site == next)
    }

    pub fn stack(&mut self, site: Site, caller: Option<Stack>) -> (Stack, bool) {
        let next = Stack(self.stacks.len() as u32);
        let stack = *self.stacks.entry((site, caller)).or_insert(next);
        (stack, stack == next)
    }
}

/// The tables as they were read.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    rows: Vec<(Row, u32)>,
    strings: Vec<usize>,
    scripts: Vec<usize>,
    sites: Vec<usize>,
    stacks: Vec<usize>,
}

/// One frame of a stack, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub function: &'a str,
    pub file: &'a str,
    pub line: u32,
    pub column: u32,
}

impl Tables {
    pub fn push(&mut self, row: Row) {
        let place = self.rows.len();
        let table = match row {
            Row::String(_) => &mut self.strings,
            Row::Script { .. } => &mut self.scripts,
            Row::Site { .. } => &mut self.sites,
            Row::Stack { .. } => &mut self.stacks,
        };
        self.rows.push((row, table.len() as u32));
        table.push(place);
    }

    /// All rows in the order of their telling, each with its number in its own table.
    pub fn rows(&self) -> impl Iterator<Item = (&Row, u32)> {
        self.rows.iter().map(|(row, number)| (row, *number))
    }

    /// The text of a string; empty if the record does not hold it.
    pub fn string(&self, row: Str) -> &str {
        match self.strings.get(row.0 as usize).map(|&place| &self.rows[place].0) {
            Some(Row::String(text)) => text,
            _ => "",
        }
    }

    /// Name and text of a script.
    pub fn script(&self, row: Script) -> Option<(&str, &str)> {
        match &self.rows[*self.scripts.get(row.0 as usize)?].0 {
            Row::Script { name, text } => Some((name, text)),
            _ => None,
        }
    }

    pub fn scripts(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.scripts.len() as u32).filter_map(|row| self.script(Script(row)))
    }

    pub fn place(&self, site: Site) -> Option<Place<'_>> {
        match &self.rows[*self.sites.get(site.0 as usize)?].0 {
            Row::Site { script, line, column, function } => Some(Place {
                function: self.string(*function),
                file: self.script(*script).map_or("", |(name, _)| name),
                line: *line,
                column: *column,
            }),
            _ => None,
        }
    }

    /// The places of a stack, innermost first.
    pub fn places(&self, stack: Stack) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        let mut next = Some(stack);
        while let Some(stack) = next {
            let Some(Row::Stack { site, caller }) = self.stacks.get(stack.0 as usize).map(|&place| &self.rows[place].0)
            else {
                break;
            };
            places.extend(self.place(*site));
            // A caller is told before what it calls, so this ends.
            next = caller.filter(|caller| caller.0 < stack.0);
        }
        places
    }
}
