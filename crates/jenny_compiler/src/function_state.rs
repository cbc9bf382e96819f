//! What the compiler keeps for the function it is in: code, tables, registers and the stack of enclosing control structures.

use crate::scope_analysis::FunctionId;
use jenny_bytecode::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Highest register that the wide encoding reaches.
const MAX_REGISTER: u32 = 0xfff0;

/// Constants are shared by this key.
#[derive(PartialEq, Eq, Hash)]
enum ConstantKey {
    Number(u64),
    String(Text),
    BigInt(Box<str>),
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
    constant_index: FxHashMap<ConstantKey, u32>,
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
            constant_index: FxHashMap::default(),
            feedback: Vec::new(),
            functions: Vec::new(),
            scopes: Vec::new(),
            eval_sites: Vec::new(),
            handlers: Vec::new(),
            handler_labels: Vec::new(),
            positions: Vec::new(),
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

    fn constant(&mut self, key: ConstantKey, make: impl FnOnce() -> Constant) -> u32 {
        let constants = &mut self.constants;
        *self.constant_index.entry(key).or_insert_with(|| {
            constants.push(make());
            constants.len() as u32 - 1
        })
    }
    /// Index of a string constant.
    pub fn string(&mut self, text: &str) -> u32 {
        self.text(Text::from_str(text))
    }
    /// Index of a string constant.
    pub fn text(&mut self, text: Text) -> u32 {
        self.constant(ConstantKey::String(text.clone()), || Constant::String(text))
    }
    /// Index of a number constant.
    pub fn number(&mut self, value: f64) -> u32 {
        self.constant(ConstantKey::Number(value.to_bits()), || Constant::Number(value))
    }
    /// Index of a BigInt constant.
    pub fn big_int(&mut self, digits: &str) -> u32 {
        self.constant(ConstantKey::BigInt(digits.into()), || Constant::BigInt(digits.into()))
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
        FunctionTemplate {
            name,
            kind: self.kind,
            flags: self.flags,
            length: self.length,
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
            template_strings: self.template_strings,
            mapped_parameters: self.mapped_parameters,
            source_range,
            source,
            declarations,
        }
    }
}
