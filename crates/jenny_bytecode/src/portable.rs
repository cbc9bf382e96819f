//! Templates as bytes: what the built-in modules are stored as, and what a cache of compiled programs may hold.
//!
//! The format belongs to one build: it is written and read by the same table of fields, and whoever keeps the bytes keeps
//! them beside what they were made from. Numbers are little-endian base 128, except code words, which are copied as they are.
//! A reader takes any bytes without harm; what it makes of foreign ones still has to pass [`crate::verify`].

use crate::template::*;
use std::sync::Arc;

/// The bytes of a template, its source text left out.
pub fn to_bytes(template: &FunctionTemplate) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_function(template, &mut bytes);
    bytes
}

/// The template that [`to_bytes`] wrote, over the same source text. None if the bytes are damaged.
pub fn from_bytes(bytes: &[u8], source: &Arc<SourceText>) -> Option<Arc<FunctionTemplate>> {
    let mut reader = Reader { bytes, source, depth: 0 };
    let template = reader.function()?;
    reader.bytes.is_empty().then_some(template)
}

/// Functions nested deeper than this are refused, since each level is a call of the reader.
const MAX_DEPTH: u32 = 200;

/// Whether [`from_bytes`] would take the template back.
pub fn is_portable(template: &FunctionTemplate) -> bool {
    fn shallow(template: &FunctionTemplate, depth: u32) -> bool {
        depth < MAX_DEPTH && template.functions.iter().all(|function| shallow(function, depth + 1))
    }
    shallow(template, 0)
}

struct Reader<'a> {
    bytes: &'a [u8],
    source: &'a Arc<SourceText>,
    depth: u32,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }
    /// The length of a list, which has at least a byte for each item.
    fn length(&mut self) -> Option<usize> {
        let length = u32::read(self)? as usize;
        (length <= self.bytes.len()).then_some(length)
    }
}

/// A part of a template.
trait Portable: Sized {
    fn write(&self, out: &mut Vec<u8>);
    fn read(reader: &mut Reader) -> Option<Self>;
}

impl Portable for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
    fn read(reader: &mut Reader) -> Option<u32> {
        let first = reader.byte()?;
        if first < 0x80 {
            return Some(u32::from(first));
        }
        let mut value = u32::from(first & 0x7f);
        for shift in [7, 14, 21, 28] {
            let byte = reader.byte()?;
            value |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

impl Portable for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn read(reader: &mut Reader) -> Option<bool> {
        Some(reader.byte()? != 0)
    }
}

impl<T: Portable> Portable for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        for item in self {
            item.write(out);
        }
    }
    fn read(reader: &mut Reader) -> Option<Vec<T>> {
        let length = reader.length()?;
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(T::read(reader)?);
        }
        Some(items)
    }
}

impl<T: Portable> Portable for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }
    fn read(reader: &mut Reader) -> Option<Option<T>> {
        match bool::read(reader)? {
            true => T::read(reader).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Portable> Portable for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
    fn read(reader: &mut Reader) -> Option<Box<T>> {
        T::read(reader).map(Box::new)
    }
}

impl<A: Portable, B: Portable> Portable for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(reader: &mut Reader) -> Option<(A, B)> {
        Some((A::read(reader)?, B::read(reader)?))
    }
}

impl Portable for Text {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Text::Latin1(bytes) => {
                ((bytes.len() as u32) << 1).write(out);
                out.extend_from_slice(bytes);
            }
            Text::Utf16(units) => {
                ((units.len() as u32) << 1 | 1).write(out);
                out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
            }
        }
    }
    fn read(reader: &mut Reader) -> Option<Text> {
        let head = u32::read(reader)?;
        let length = (head >> 1) as usize;
        if head & 1 == 0 {
            return reader.take(length).map(|bytes| Text::Latin1(bytes.into()));
        }
        let bytes = reader.take(length.checked_mul(2)?)?;
        Some(Text::Utf16(bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect()))
    }
}

impl Portable for Constant {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Constant::Number(number) => {
                out.push(0);
                out.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            Constant::String(text) => {
                out.push(1);
                text.write(out);
            }
            Constant::BigInt(digits) => {
                out.push(2);
                Text::from_str(digits).write(out);
            }
        }
    }
    fn read(reader: &mut Reader) -> Option<Constant> {
        Some(match reader.byte()? {
            0 => Constant::Number(f64::from_bits(u64::from_le_bytes(reader.take(8)?.try_into().ok()?))),
            1 => Constant::String(Text::read(reader)?),
            2 => Constant::BigInt(Text::read(reader)?.to_display().into()),
            _ => return None,
        })
    }
}

/// Code words of one template, as they are.
fn write_code(code: &[u32], out: &mut Vec<u8>) {
    (code.len() as u32).write(out);
    out.extend(code.iter().flat_map(|word| word.to_le_bytes()));
}

fn read_code(reader: &mut Reader) -> Option<Vec<u32>> {
    let length = reader.length()?;
    let bytes = reader.take(length.checked_mul(4)?)?;
    Some(bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect())
}

/// Structs, with their fields in the order of the bytes.
macro_rules! structs {
    ($($name:ident { $($field:ident)* })*) => {
        $(impl Portable for $name {
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$field.write(out);)*
            }
            fn read(reader: &mut Reader) -> Option<$name> {
                Some($name { $($field: Portable::read(reader)?),* })
            }
        })*
    };
}

structs! {
    FunctionFlags { strict is_async is_generator needs_arguments_list is_class_constructor has_instance_initializer
        has_prototype has_direct_eval }
    BindingInfo { name lexical constant function_name import }
    ScopeInfo { bindings is_variable_scope is_extensible is_catch_parameter this_slot function_slot home_slot new_target_slot }
    EvalSite { strict in_function in_method in_derived_constructor in_class_field_initializer private_names in_parameters }
    ExceptionHandler { start end target register }
    TemplateStrings { cooked raw }
    Declarations { var_names functions annex_b_functions lexical }
}

/// Enums whose variants have no fields, with their bytes.
macro_rules! plain_enums {
    ($($name:ident { $($variant:ident $byte:literal)* })*) => {
        $(impl Portable for $name {
            fn write(&self, out: &mut Vec<u8>) {
                out.push(match self { $($name::$variant => $byte),* });
            }
            fn read(reader: &mut Reader) -> Option<$name> {
                Some(match reader.byte()? {
                    $($byte => $name::$variant,)*
                    _ => return None,
                })
            }
        })*
    };
}

plain_enums! {
    FunctionKind { Normal 0 Arrow 1 Method 2 BaseConstructor 3 DerivedConstructor 4 Script 5 Module 6 Eval 7 }
}

/// Feedback kinds: those with a name's constant, then those without.
macro_rules! feedback_kinds {
    ({ $($named:ident $named_byte:literal)* } { $($plain:ident $plain_byte:literal)* }) => {
        impl Portable for FeedbackKind {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $(FeedbackKind::$named(constant) => {
                        out.push($named_byte);
                        constant.write(out);
                    })*
                    $(FeedbackKind::$plain => out.push($plain_byte),)*
                }
            }
            fn read(reader: &mut Reader) -> Option<FeedbackKind> {
                Some(match reader.byte()? {
                    $($named_byte => FeedbackKind::$named(u32::read(reader)?),)*
                    $($plain_byte => FeedbackKind::$plain,)*
                    _ => return None,
                })
            }
        }
    };
}

feedback_kinds! {
    { GetNamed 0 SetNamed 1 DefineNamed 2 GetGlobal 3 SetGlobal 4 }
    { GetKeyed 5 SetKeyed 6 HasProperty 7 InstanceOf 8 GetPrivate 9 SetPrivate 10 DefinePrivateField 11 Call 12 Construct 13 }
}

/// Positions: both columns rise slowly, mostly; what is written is how far.
fn write_positions(positions: &[Position], out: &mut Vec<u8>) {
    (positions.len() as u32).write(out);
    let mut last = Position { pc: 0, offset: 0 };
    for &position in positions {
        position.pc.wrapping_sub(last.pc).write(out);
        let step = position.offset.wrapping_sub(last.offset) as i32;
        ((step << 1) ^ (step >> 31)).cast_unsigned().write(out);
        last = position;
    }
}

fn read_positions(reader: &mut Reader) -> Option<Vec<Position>> {
    let length = reader.length()?;
    let mut positions = Vec::with_capacity(length);
    let mut last = Position { pc: 0, offset: 0 };
    for _ in 0..length {
        let pc = last.pc.wrapping_add(u32::read(reader)?);
        let folded = u32::read(reader)?;
        let step = (folded >> 1) ^ (folded & 1).wrapping_neg();
        last = Position { pc, offset: last.offset.wrapping_add(step) };
        positions.push(last);
    }
    Some(positions)
}

fn write_function(template: &FunctionTemplate, out: &mut Vec<u8>) {
    // Named one by one, so that a new field cannot be forgotten.
    let FunctionTemplate {
        name,
        kind,
        flags,
        length,
        parameter_count,
        register_count,
        code,
        constants,
        feedback,
        functions,
        scopes,
        eval_sites,
        handlers,
        positions,
        template_strings,
        mapped_parameters,
        source_range,
        source: _,
        declarations,
    } = template;
    name.write(out);
    kind.write(out);
    flags.write(out);
    length.write(out);
    parameter_count.write(out);
    register_count.write(out);
    write_code(code, out);
    constants.write(out);
    feedback.write(out);
    (functions.len() as u32).write(out);
    for function in functions {
        write_function(function, out);
    }
    scopes.write(out);
    eval_sites.write(out);
    handlers.write(out);
    write_positions(positions, out);
    template_strings.write(out);
    mapped_parameters.write(out);
    source_range.write(out);
    declarations.write(out);
}

impl Reader<'_> {
    fn function(&mut self) -> Option<Arc<FunctionTemplate>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let template = FunctionTemplate {
            name: Portable::read(self)?,
            kind: Portable::read(self)?,
            flags: Portable::read(self)?,
            length: Portable::read(self)?,
            parameter_count: Portable::read(self)?,
            register_count: Portable::read(self)?,
            code: read_code(self)?,
            constants: Portable::read(self)?,
            feedback: Portable::read(self)?,
            functions: {
                let length = self.length()?;
                let mut functions = Vec::with_capacity(length);
                for _ in 0..length {
                    functions.push(self.function()?);
                }
                functions
            },
            scopes: Portable::read(self)?,
            eval_sites: Portable::read(self)?,
            handlers: Portable::read(self)?,
            positions: read_positions(self)?,
            template_strings: Portable::read(self)?,
            mapped_parameters: Portable::read(self)?,
            source_range: Portable::read(self)?,
            source: self.source.clone(),
            declarations: Portable::read(self)?,
        };
        self.depth -= 1;
        Some(Arc::new(template))
    }
}
