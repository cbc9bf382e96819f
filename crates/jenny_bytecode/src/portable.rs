//! Templates as bytes: what the built-in modules are stored as, and what the cache of compiled programs holds.
//!
//! The format belongs to one build: it is written and read by the same table of fields, and whoever keeps the bytes keeps
//! them beside what they were made from. Numbers are little-endian base 128, except code words, which are copied as they are.
//! A function is its head, the length of its body and its body; a body is read when somebody looks at it.
//! A reader takes any bytes without harm. Bodies of bytes that come from outside the program must pass [`crate::verify`];
//! one that does not throws when it is called.

use crate::Encoder;
use crate::template::*;
use std::sync::Arc;

/// The bytes of a template, its source text left out.
pub fn to_bytes(template: &FunctionTemplate) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_function(template, &mut bytes);
    bytes
}

/// The template that [`to_bytes`] wrote, over the same source text. None if it is not all there.
pub fn from_bytes(bytes: &StoredBytes, source: &Arc<SourceText>) -> Option<Arc<FunctionTemplate>> {
    let mut reader = Reader::of_all(bytes, source);
    let template = reader.function()?;
    reader.bytes.is_empty().then_some(template)
}

/// The bytes of a module, its source text left out.
pub fn module_to_bytes(module: &ModuleTemplate) -> Vec<u8> {
    let ModuleTemplate { init, body, scope, info } = module;
    let mut bytes = Vec::new();
    scope.write(&mut bytes);
    info.write(&mut bytes);
    write_function(init, &mut bytes);
    write_function(body, &mut bytes);
    bytes
}

/// The module that [`module_to_bytes`] wrote, over the same source text. None if it is not all there.
pub fn module_from_bytes(bytes: &StoredBytes, source: &Arc<SourceText>) -> Option<Arc<ModuleTemplate>> {
    let mut reader = Reader::of_all(bytes, source);
    let (scope, info) = (Portable::read(&mut reader)?, Portable::read(&mut reader)?);
    let (init, body) = (reader.function()?, reader.function()?);
    reader.bytes.is_empty().then(|| Arc::new(ModuleTemplate { init, body, scope, info }))
}

/// Functions nested deeper than this are not stored, since each level is a call of the writer.
const MAX_DEPTH: u32 = 200;

/// Whether the template may be given to [`to_bytes`].
pub fn is_portable(template: &FunctionTemplate) -> bool {
    fn shallow(template: &FunctionTemplate, depth: u32) -> bool {
        depth < MAX_DEPTH && template.functions.iter().all(|function| shallow(function, depth + 1))
    }
    shallow(template, 0)
}

/// Bytes that templates are read from.
#[derive(Clone, Debug)]
pub enum StoredBytes {
    /// Part of the program, trusted as the program is.
    Static(&'static [u8]),
    /// From outside: each body is verified. Below 4 GiB.
    Shared(Arc<Vec<u8>>),
}

impl StoredBytes {
    fn bytes(&self) -> &[u8] {
        match self {
            StoredBytes::Static(bytes) => bytes,
            StoredBytes::Shared(bytes) => bytes,
        }
    }
}

/// Where a body lies.
#[derive(Clone, Debug)]
pub(crate) struct StoredBody {
    bytes: StoredBytes,
    start: u32,
    end: u32,
}

impl StoredBody {
    /// None if the bytes are damaged.
    pub(crate) fn read(&self, source: &Arc<SourceText>) -> Option<FunctionBody> {
        let bytes = self.bytes.bytes().get(self.start as usize..self.end as usize)?;
        let mut reader = Reader { bytes, end: self.end as usize, stored: &self.bytes, source };
        let body = reader.body()?;
        let trusted = matches!(self.bytes, StoredBytes::Static(_));
        (reader.bytes.is_empty() && (trusted || crate::verifier::verify_body(&body).is_ok())).then_some(body)
    }
}

/// What stands for a body whose bytes are damaged: it throws a TypeError that says so.
pub(crate) fn damaged_body() -> FunctionBody {
    let mut code = Encoder::new();
    code.throw_error(0, 0);
    let message = Text::from_str("The stored code of this function is damaged");
    FunctionBody {
        register_count: 1,
        code: code.finish(),
        constants: vec![Constant::String(message)],
        ..FunctionBody::default()
    }
}

struct Reader<'a> {
    /// What has not been read.
    bytes: &'a [u8],
    /// Where that ends among all bytes.
    end: usize,
    stored: &'a StoredBytes,
    source: &'a Arc<SourceText>,
}

impl<'a> Reader<'a> {
    fn of_all(stored: &'a StoredBytes, source: &'a Arc<SourceText>) -> Reader<'a> {
        let bytes = stored.bytes();
        Reader { bytes, end: bytes.len(), stored, source }
    }
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

impl Portable for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
    fn read(reader: &mut Reader) -> Option<u8> {
        reader.byte()
    }
}

impl<A: Portable, B: Portable, C: Portable> Portable for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }
    fn read(reader: &mut Reader) -> Option<(A, B, C)> {
        Some((A::read(reader)?, B::read(reader)?, C::read(reader)?))
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
    ModuleInfo { requests imports local_exports indirect_exports star_exports scope has_top_level_await }
    ModuleRequest { specifier attributes phase offset }
    ImportEntry { request import_name slot offset }
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
    template.name.write(out);
    template.kind.write(out);
    template.flags.write(out);
    template.length.write(out);
    template.source_range.write(out);
    // The length comes first, so that a reader can pass the body over: four bytes that are filled in afterwards.
    let at = out.len();
    out.extend_from_slice(&[0; 4]);
    write_body(template, out);
    let length = (out.len() - at - 4) as u32;
    out[at..at + 4].copy_from_slice(&length.to_le_bytes());
}

fn write_body(body: &FunctionBody, out: &mut Vec<u8>) {
    // Named one by one, so that a new field cannot be forgotten.
    let FunctionBody {
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
        // The runtime's own modules are nobody's to look at.
        locals: _,
        template_strings,
        mapped_parameters,
        declarations,
    } = body;
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
    declarations.write(out);
}

impl Reader<'_> {
    /// A function, its body passed over.
    fn function(&mut self) -> Option<Arc<FunctionTemplate>> {
        let head = FunctionHead {
            name: Portable::read(self)?,
            kind: Portable::read(self)?,
            flags: Portable::read(self)?,
            length: Portable::read(self)?,
            source_range: Portable::read(self)?,
        };
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        let start = u32::try_from(self.end - self.bytes.len()).ok()?;
        self.take(length as usize)?;
        let stored = StoredBody { bytes: self.stored.clone(), start, end: start.checked_add(length)? };
        Some(Arc::new(FunctionTemplate::stored(head, self.source.clone(), stored)))
    }

    fn body(&mut self) -> Option<FunctionBody> {
        Some(FunctionBody {
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
            locals: Vec::new(),
            template_strings: Portable::read(self)?,
            mapped_parameters: Portable::read(self)?,
            declarations: Portable::read(self)?,
        })
    }
}
