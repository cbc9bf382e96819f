//! What the compiler keeps for the function it is in: code, tables, registers and the stack of enclosing control structures.

use crate::scope_analysis::FunctionId;
use hashbrown::HashTable;
use jenny_bytecode::*;
use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::sync::Arc;

/// Highest register that the wide encoding reaches.
const MAX_REGISTER: u32 = 0xfff0;

/// What constants are found by; equal ones have equal hashes.
fn hash_of(kind: u8, bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind);
    hasher.write(bytes);
    hasher.finish()
}

fn hash_of_text(text: &Text) -> u64 {
    match text {
        Text::Latin1(bytes) => hash_of(0, bytes),
        Text::Utf16(units) => {
            let mut hasher = FxHasher::default();
            units.iter().for_each(|&unit| hasher.write_u16(unit));
            hasher.finish()
        }
    }
}

fn hash_of_constant(constant: &Constant) -> u64 {
    match constant {
        Constant::String(text) => hash_of_text(text),
        Constant::Number(number) => hash_of(1, &number.to_bits().to_le_bytes()),
        Constant::BigInt(digits) => hash_of(2, digits.as_bytes()),
    }
}

/// A guarded range of code with holes: code that leaves the construct is not guarded by it any more.
#[derive(Debug)]
pub struct Region {
    /// start of the open segment
    pub start: Option<u32>,
    /// closed segments
    pub segments: Vec<(u32, u32)>,
    /// the handler
    pub target: Label,
    /// register that gets the exception
    pub register: Register,
}

/// A way out of a control structure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// to the end of the target at that index of the control stack
    Break(usize),
    /// to the next iteration of the loop at that index
    Continue(usize),
    /// out of the function, with a value
    Return,
}

/// Kind of an enclosing control structure.
#[derive(Debug)]
pub enum ControlKind<'a> {
    /// something that break (and continue) can name
    Target {
        /// label set
        labels: Vec<&'a str>,
        /// where break goes
        break_label: Label,
        /// where continue goes, for loops
        continue_label: Option<Label>,
        /// loops and switch: a break without label means it
        unlabelled: bool,
    },
    /// a guarded block without anything to do on the way out
    Guarded,
    /// something with a finally part
    Finally {
        /// register of the completion kind: 0 normal, 1 throw, 2.. exits
        kind: Register,
        /// register of the completion value
        value: Register,
        /// start of the finally part
        entry: Label,
        /// the exits that go through it: `kind` is the index plus 2
        exits: Vec<Exit>,
    },
    /// an iterator to be closed on the way out
    Iterator {
        /// its record
        record: Register,
        /// async iterator
        is_async: bool,
        /// register that is true when the iterator is exhausted (destructuring)
        done: Option<Register>,
        /// index of the loop that it drives: continue does not close it
        loop_index: Option<usize>,
    },
}

/// An enclosing control structure.
#[derive(Debug)]
pub struct Control<'a> {
    /// what it is
    pub kind: ControlKind<'a>,
    /// its guarded code
    pub region: Option<Region>,
}

/// State of the function being compiled.
pub struct FunctionState<'a> {
    /// which function
    pub id: FunctionId,
    /// its kind
    pub kind: FunctionKind,
    /// strict mode code
    pub strict: bool,
    /// flags of the template
    pub flags: FunctionFlags,
    /// code
    pub e: Encoder,
    constants: Vec<Constant>,
    /// indices of constants, by what they are
    constant_index: HashTable<u32>,
    feedback: Vec<FeedbackKind>,
    /// nested functions
    pub functions: Vec<Arc<FunctionTemplate>>,
    /// scope descriptors
    pub scopes: Vec<ScopeInfo>,
    /// eval sites
    pub eval_sites: Vec<EvalSite>,
    /// handlers
    pub handlers: Vec<ExceptionHandler>,
    /// handlers whose target is not bound yet: index into handlers, label
    pub handler_labels: Vec<(usize, Label)>,
    positions: Vec<Position>,
    /// names of registers; an open range ends at `u32::MAX`
    pub locals: Vec<LocalName>,
    /// tagged templates
    pub template_strings: Vec<TemplateStrings>,
    /// mapped arguments
    pub mapped_parameters: Vec<Option<u32>>,
    /// parameter registers
    pub parameter_count: u32,
    /// `length`
    pub length: u32,
    next_register: u32,
    max_register: u32,
    /// more registers were wanted than there are
    pub overflow: bool,
    /// the scope the function closed over
    pub function_scope: Option<Register>,
    /// completion value of a script or eval
    pub completion: Option<Register>,
    /// enclosing control structures
    pub control: Vec<Control<'a>>,
    /// labels in front of the next statement
    pub labels: Vec<&'a str>,
    /// where the nullish exits of the optional chains around go
    pub chains: Vec<Label>,
    /// the parameter list is being compiled
    pub in_parameters: bool,
    /// dispose capabilities of the blocks around
    pub capabilities: Vec<Register>,
}

impl<'a> FunctionState<'a> {
    /// State at the start of a function.
    pub fn new(id: FunctionId, kind: FunctionKind, strict: bool) -> Self {
        FunctionState {
            id,
            kind,
            strict,
            flags: FunctionFlags { strict, ..FunctionFlags::default() },
            e: Encoder::new(),
            constants: Vec::new(),
            constant_index: HashTable::new(),
            feedback: Vec::new(),
            functions: Vec::new(),
            scopes: Vec::new(),
            eval_sites: Vec::new(),
            handlers: Vec::new(),
            handler_labels: Vec::new(),
            positions: Vec::new(),
            locals: Vec::new(),
            template_strings: Vec::new(),
            mapped_parameters: Vec::new(),
            parameter_count: 0,
            length: 0,
            next_register: 1,
            max_register: 1,
            overflow: false,
            function_scope: None,
            completion: None,
            control: Vec::new(),
            labels: Vec::new(),
            chains: Vec::new(),
            in_parameters: false,
            capabilities: Vec::new(),
        }
    }

    // ---- registers ----

    /// The next free register.
    pub fn temp(&mut self) -> Register {
        self.run(1)
    }
    /// The first of `count` free registers in a row.
    pub fn run(&mut self, count: u32) -> Register {
        let first = self.next_register;
        if first + count > MAX_REGISTER {
            self.overflow = true;
            return Register(1);
        }
        self.next_register += count;
        self.max_register = self.max_register.max(self.next_register);
        Register(first)
    }
    /// Where the free registers begin.
    pub fn mark(&self) -> u32 {
        self.next_register
    }
    /// Frees all registers from a mark on.
    pub fn release(&mut self, mark: u32) {
        self.next_register = mark;
    }
    /// A call window at the top: header, this, no argument yet.
    pub fn window(&mut self) -> Register {
        self.run(FRAME_HEADER + 1)
    }

    // ---- tables ----

    fn constant(&mut self, hash: u64, is_it: impl Fn(&Constant) -> bool, make: impl FnOnce() -> Constant) -> u32 {
        let constants = &mut self.constants;
        if let Some(&known) = self.constant_index.find(hash, |&at| is_it(&constants[at as usize])) {
            return known;
        }
        let at = constants.len() as u32;
        constants.push(make());
        self.constant_index.insert_unique(hash, at, |&at| hash_of_constant(&constants[at as usize]));
        at
    }
    /// Index of a string constant.
    pub fn string(&mut self, text: &str) -> u32 {
        if !text.is_ascii() {
            return self.text(Text::from_str(text));
        }
        let bytes = text.as_bytes();
        let is_it =
            |constant: &Constant| matches!(constant, Constant::String(Text::Latin1(known)) if **known == *bytes);
        self.constant(hash_of(0, bytes), is_it, || Constant::String(Text::Latin1(bytes.into())))
    }
    /// Index of a string constant.
    pub fn text(&mut self, text: Text) -> u32 {
        let hash = hash_of_text(&text);
        // The text itself is moved into the table if it is new.
        let known = self
            .constant_index
            .find(hash, |&at| matches!(&self.constants[at as usize], Constant::String(known) if *known == text));
        match known {
            Some(&known) => known,
            None => self.constant(hash, |_| false, || Constant::String(text)),
        }
    }
    /// Index of a number constant.
    pub fn number(&mut self, value: f64) -> u32 {
        let bits = value.to_bits();
        let is_it = |constant: &Constant| matches!(constant, Constant::Number(known) if known.to_bits() == bits);
        self.constant(hash_of(1, &bits.to_le_bytes()), is_it, || Constant::Number(value))
    }
    /// Index of a BigInt constant.
    pub fn big_int(&mut self, digits: &str) -> u32 {
        let is_it = |constant: &Constant| matches!(constant, Constant::BigInt(known) if **known == *digits);
        self.constant(hash_of(2, digits.as_bytes()), is_it, || Constant::BigInt(digits.into()))
    }
    /// A new feedback slot.
    pub fn feedback(&mut self, kind: FeedbackKind) -> u32 {
        self.feedback.push(kind);
        self.feedback.len() as u32 - 1
    }
    /// A new feedback slot that holds a name.
    pub fn named_feedback(&mut self, kind: fn(u32) -> FeedbackKind, name: &str) -> u32 {
        let name = self.string(name);
        self.feedback(kind(name))
    }

    /// The next instructions come from that source offset.
    pub fn at(&mut self, offset: u32) {
        let pc = self.e.position();
        if let Some(last) = self.positions.last_mut() {
            if last.offset == offset {
                return;
            }
            if last.pc == pc {
                last.offset = offset;
                return;
            }
        }
        self.positions.push(Position { pc, offset });
    }

    /// goto target (forward), unless control cannot get here
    pub fn jump(&mut self, target: Label) {
        if self.e.is_reachable() {
            self.e.jump(target);
        }
    }
    /// goto target (backward), unless control cannot get here
    pub fn loop_jump(&mut self, target: Label) {
        if self.e.is_reachable() {
            self.e.loop_jump(target);
        }
    }

    // ---- guarded code ----

    /// A region that starts here.
    pub fn open_region(&mut self, target: Label, register: Register) -> Region {
        Region { start: Some(self.e.position()), segments: Vec::new(), target, register }
    }
    /// Ends a region here and writes its handlers.
    pub fn close_region(&mut self, mut region: Region) {
        self.suspend(&mut region);
        for (start, end) in region.segments {
            self.handler_labels.push((self.handlers.len(), region.target));
            self.handlers.push(ExceptionHandler { start, end, target: 0, register: region.register.0 });
        }
    }
    /// Ends the open segment.
    pub fn suspend(&mut self, region: &mut Region) {
        if let Some(start) = region.start.take() {
            let end = self.e.position();
            if end > start {
                region.segments.push((start, end));
            }
        }
    }
    /// Starts a segment.
    pub fn resume(&mut self, region: &mut Region) {
        region.start = Some(self.e.position());
    }

    /// Gives the texts that come from the source their lone surrogates.
    fn decode_texts(&mut self, name: &mut Text, stand_ins: StandIns) {
        stand_ins.decode(name);
        for constant in &mut self.constants {
            if let Constant::String(text) = constant {
                stand_ins.decode(text);
            }
        }
        for strings in &mut self.template_strings {
            strings.cooked.iter_mut().flatten().chain(&mut strings.raw).for_each(|text| stand_ins.decode(text));
        }
    }

    /// The finished template.
    pub fn finish(
        mut self,
        mut name: Text,
        source: Arc<SourceText>,
        source_range: (u32, u32),
        declarations: Option<Box<Declarations>>,
    ) -> FunctionTemplate {
        for &(index, label) in &self.handler_labels {
            self.handlers[index].target = self.e.label_position(label).expect("the handler of a region is bound");
        }
        if !source.stand_ins.is_empty() {
            self.decode_texts(&mut name, source.stand_ins);
        }
        let head = FunctionHead { name, kind: self.kind, flags: self.flags, length: self.length, source_range };
        let body = FunctionBody {
            parameter_count: self.parameter_count,
            register_count: self.max_register,
            code: self.e.finish(),
            constants: self.constants,
            feedback: self.feedback,
            functions: self.functions,
            scopes: self.scopes,
            eval_sites: self.eval_sites,
            handlers: self.handlers,
            positions: self.positions,
            locals: self.locals,
            template_strings: self.template_strings,
            mapped_parameters: self.mapped_parameters,
            declarations,
        };
        FunctionTemplate::new(head, source, body)
    }
}
