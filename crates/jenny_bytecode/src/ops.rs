//! THE opcode table: one row an instruction; enum, encoder, decoder, dump and verifier all derive from it.
//!
//! Instructions are 32-bit words. The head word is `op | a << 8 | b << 16 | c << 24`; up to three *byte operands*
//! (registers or small counts) live there, in the order of the row. *Word operands* follow, one 32-bit word each.
//! When a byte operand does not fit in 8 bits, a [`Op::Wide`] head word `Wide | a_hi << 8 | b_hi << 16 | c_hi << 24`
//! precedes the instruction and supplies the high bytes, so byte operands reach 65,535.
//!
//! Registers: r0 is `this`, r1.. are the formal parameters, then locals and temporaries.
//! Jump offsets are in words, relative to the first word of the jump itself (after a Wide prefix, the head word).

/// What an operand means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// Register written.
    Out,
    /// Register read.
    In,
    /// Register read and written.
    InOut,
    /// First register of a run: a call window, an iterator record, a list of keys.
    Run,
    /// Small unsigned number.
    Count,
    /// Signed 32-bit immediate (word operand).
    Imm,
    /// Index into the constant table (word operand).
    Const,
    /// Index into the feedback table (word operand).
    Feedback,
    /// Index of a nested function template (word operand).
    Function,
    /// Index of a scope descriptor (word operand).
    ScopeInfo,
    /// Index of an eval site descriptor (word operand).
    EvalSite,
    /// Jump offset in words, signed, relative to the head word of the instruction (word operand).
    Jump,
    /// A register in a word operand (read).
    WordIn,
    /// A register in a word operand (written).
    WordOut,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// Name as the disassembler prints it.
    pub name: &'static str,
    /// Byte operands (at most three).
    pub bytes: &'static [(&'static str, Operand)],
    /// Word operands.
    pub words: &'static [(&'static str, Operand)],
    /// One line of pseudo-code.
    pub doc: &'static str,
}

macro_rules! operand_type {
    (Out) => {
        $crate::Register
    };
    (In) => {
        $crate::Register
    };
    (InOut) => {
        $crate::Register
    };
    (Run) => {
        $crate::Register
    };
    (WordIn) => {
        $crate::Register
    };
    (WordOut) => {
        $crate::Register
    };
    (Count) => {
        u32
    };
    (Imm) => {
        i32
    };
    (Const) => {
        u32
    };
    (Feedback) => {
        u32
    };
    (Function) => {
        u32
    };
    (ScopeInfo) => {
        u32
    };
    (EvalSite) => {
        u32
    };
    (Jump) => {
        $crate::Label
    };
}

macro_rules! word_of {
    ($e:ident, $at:expr, $v:expr, Jump) => {
        $e.label_word($at, $v)
    };
    ($e:ident, $at:expr, $v:expr, WordIn) => {
        $v.0
    };
    ($e:ident, $at:expr, $v:expr, WordOut) => {
        $v.0
    };
    ($e:ident, $at:expr, $v:expr, Imm) => {
        $v as u32
    };
    ($e:ident, $at:expr, $v:expr, $k:ident) => {
        $v
    };
}

macro_rules! byte_of {
    ($v:expr, Count) => {
        $v
    };
    ($v:expr, $k:ident) => {
        $v.0
    };
}

macro_rules! ops {
    ($( $(#[doc = $doc:literal])+ $name:ident $method:ident ( $($b:ident : $bk:ident),* ) [ $($w:ident : $wk:ident),* ] )*) => {
        /// Operation codes, in table order.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Op { $( $(#[doc = $doc])+ $name, )* }

        /// The table, indexed by `Op as usize`.
        pub static OPS: &[OpInfo] = &[ $( OpInfo {
            name: stringify!($name),
            bytes: &[ $( (stringify!($b), Operand::$bk) ),* ],
            words: &[ $( (stringify!($w), Operand::$wk) ),* ],
            doc: concat!($($doc),+),
        }, )* ];

        const ALL: &[Op] = &[ $( Op::$name, )* ];

        /// Expands `$m!` with the names of all operations in table order, so that another crate's table cannot miss a row.
        #[macro_export]
        macro_rules! for_each_op { ($m:ident) => { $m! { $( $name $method ),* } }; }

        /// Typed emitters, one an operation.
        impl $crate::Encoder {
            $(
                $(#[doc = $doc])+
                #[allow(clippy::too_many_arguments, unused_mut, unused_variables, unused_assignments)]
                pub fn $method(&mut self $(, $b: operand_type!($bk))* $(, $w: operand_type!($wk))*) {
                    let bytes: &[u32] = &[ $( byte_of!($b, $bk) ),* ];
                    let start = self.begin(Op::$name, bytes);
                    $( { let word = word_of!(self, start, $w, $wk); self.push_word(word); } )*
                }
            )*
        }
    };
}

impl Op {
    /// The operation with this code, or `None`.
    pub fn from_code(code: u8) -> Option<Op> {
        ALL.get(code as usize).copied()
    }
    /// Its row.
    pub fn info(self) -> &'static OpInfo {
        &OPS[self as usize]
    }
    /// Words taken, without a Wide prefix.
    #[allow(clippy::len_without_is_empty)] // words of an instruction, never none
    pub fn len(self) -> usize {
        1 + self.info().words.len()
    }
    /// Whether control never falls through to the next instruction.
    pub fn is_terminator(self) -> bool {
        matches!(
            self,
            Op::Jump
                | Op::LoopJump
                | Op::Return
                | Op::ReturnDerived
                | Op::Throw
                | Op::ThrowConstAssign
                | Op::ThrowError
                | Op::ThrowTdz
        )
    }
}

ops! {
    /// High bytes of the next instruction's byte operands; never emitted by hand.
    Wide wide_prefix (a: Count, b: Count, c: Count) []

    // ---- loads ----
    /// dst = undefined
    LoadUndefined load_undefined (dst: Out) []
    /// dst = null
    LoadNull load_null (dst: Out) []
    /// dst = true
    LoadTrue load_true (dst: Out) []
    /// dst = false
    LoadFalse load_false (dst: Out) []
    /// dst = empty (the uninitialised binding and the array hole)
    LoadEmpty load_empty (dst: Out) []
    /// dst = value as int32
    LoadInt load_int (dst: Out) [value: Imm]
    /// dst = constants[index]
    LoadConst load_const (dst: Out) [index: Const]
    /// dst = src
    Move mov (dst: Out, src: In) []
    /// dst = the running function object
    LoadCallee load_callee (dst: Out) []
    /// dst = new.target of the running call
    LoadNewTarget load_new_target (dst: Out) []
    /// dst = how many arguments the running call was given
    LoadArgumentCount load_argument_count (dst: Out) []
    /// dst = the scope that the running function closed over
    LoadFunctionScope load_function_scope (dst: Out) []
    /// dst = [[HomeObject]] of the running function (undefined if none)
    LoadHomeObject load_home_object (dst: Out) []
    /// dst = the global object's this value (globalThis)
    LoadGlobalThis load_global_this (dst: Out) []
    /// r0 = OrdinaryCallBindThis for a sloppy function: undefined/null -> globalThis, primitive -> wrapper object
    CoerceThis coerce_this () []

    // ---- arithmetic; all may call user code through ToPrimitive ----
    /// dst = lhs + rhs
    Add add (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs - rhs
    Sub sub (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs * rhs
    Mul mul (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs / rhs
    Div div (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs % rhs
    Mod modulo (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs ** rhs
    Exp exp (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs & rhs
    BitAnd bit_and (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs | rhs
    BitOr bit_or (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs ^ rhs
    BitXor bit_xor (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs << rhs
    Shl shl (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs >> rhs
    Shr shr (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs >>> rhs
    UShr ushr (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs + value
    AddI add_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs - value
    SubI sub_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs * value
    MulI mul_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs % value (value > 0)
    ModI mod_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs & value
    BitAndI bit_and_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs | value
    BitOrI bit_or_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs << value
    ShlI shl_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs >> value
    ShrI shr_i (dst: Out, lhs: In) [value: Imm]
    /// dst = lhs >>> value
    UShrI ushr_i (dst: Out, lhs: In) [value: Imm]
    /// dst = -src
    Neg neg (dst: Out, src: In) []
    /// dst = ToNumber(src) (unary plus)
    ToNumber to_number (dst: Out, src: In) []
    /// dst = ToNumeric(src) (the old value of a postfix update)
    ToNumeric to_numeric (dst: Out, src: In) []
    /// dst = ToNumeric(src) + 1
    Inc inc (dst: Out, src: In) []
    /// dst = ToNumeric(src) - 1
    Dec dec (dst: Out, src: In) []
    /// dst = ~src
    BitNot bit_not (dst: Out, src: In) []
    /// dst = !ToBoolean(src)
    Not not (dst: Out, src: In) []
    /// dst = typeof src
    TypeOf type_of (dst: Out, src: In) []
    /// dst = ToString(src); a Symbol throws
    ToString to_string (dst: Out, src: In) []
    /// dst = ToPropertyKey(src)
    ToPropertyKey to_property_key (dst: Out, src: In) []
    /// dst = ToObject(src)
    ToObject to_object (dst: Out, src: In) []
    /// dst = the concatenation of `count` registers from first, each through ToString (template literals)
    Concat concat (dst: Out, first: Run, count: Count) []

    // ---- comparison ----
    /// dst = lhs < rhs
    Lt lt (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs <= rhs
    Le le (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs > rhs
    Gt gt (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs >= rhs
    Ge ge (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs == rhs
    Eq eq (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs != rhs
    Ne ne (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs === rhs
    StrictEq strict_eq (dst: Out, lhs: In, rhs: In) []
    /// dst = lhs !== rhs
    StrictNe strict_ne (dst: Out, lhs: In, rhs: In) []
    /// dst = value instanceof target
    InstanceOf instance_of (dst: Out, value: In, target: In) [cache: Feedback]
    /// dst = key in object
    HasProperty has_property (dst: Out, key: In, object: In) [cache: Feedback]

    // ---- jumps ----
    /// goto target (forward)
    Jump jump () [target: Jump]
    /// goto target (backward; polls the interrupt flag)
    LoopJump loop_jump () [target: Jump]
    /// if ToBoolean(value) goto target
    JumpIfTrue jump_if_true (value: In) [target: Jump]
    /// if !ToBoolean(value) goto target
    JumpIfFalse jump_if_false (value: In) [target: Jump]
    /// if value is undefined or null goto target
    JumpIfNullish jump_if_nullish (value: In) [target: Jump]
    /// if value is neither undefined nor null goto target
    JumpIfNotNullish jump_if_not_nullish (value: In) [target: Jump]
    /// if value is undefined goto target
    JumpIfUndefined jump_if_undefined (value: In) [target: Jump]
    /// if value is not undefined goto target
    JumpIfNotUndefined jump_if_not_undefined (value: In) [target: Jump]
    /// if value is empty goto target
    JumpIfEmpty jump_if_empty (value: In) [target: Jump]
    /// if value is not empty goto target
    JumpIfNotEmpty jump_if_not_empty (value: In) [target: Jump]
    /// if lhs < rhs goto target
    JumpLt jump_lt (lhs: In, rhs: In) [target: Jump]
    /// if !(lhs < rhs) goto target
    JumpNotLt jump_not_lt (lhs: In, rhs: In) [target: Jump]
    /// if lhs <= rhs goto target
    JumpLe jump_le (lhs: In, rhs: In) [target: Jump]
    /// if !(lhs <= rhs) goto target
    JumpNotLe jump_not_le (lhs: In, rhs: In) [target: Jump]
    /// if lhs > rhs goto target
    JumpGt jump_gt (lhs: In, rhs: In) [target: Jump]
    /// if !(lhs > rhs) goto target
    JumpNotGt jump_not_gt (lhs: In, rhs: In) [target: Jump]
    /// if lhs >= rhs goto target
    JumpGe jump_ge (lhs: In, rhs: In) [target: Jump]
    /// if !(lhs >= rhs) goto target
    JumpNotGe jump_not_ge (lhs: In, rhs: In) [target: Jump]
    /// if lhs == rhs goto target
    JumpEq jump_eq (lhs: In, rhs: In) [target: Jump]
    /// if lhs != rhs goto target
    JumpNe jump_ne (lhs: In, rhs: In) [target: Jump]
    /// if lhs === rhs goto target
    JumpStrictEq jump_strict_eq (lhs: In, rhs: In) [target: Jump]
    /// if lhs !== rhs goto target
    JumpStrictNe jump_strict_ne (lhs: In, rhs: In) [target: Jump]
    /// if lhs < value goto target
    JumpLtI jump_lt_i (lhs: In) [value: Imm, target: Jump]
    /// if !(lhs < value) goto target
    JumpNotLtI jump_not_lt_i (lhs: In) [value: Imm, target: Jump]
    /// if lhs <= value goto target
    JumpLeI jump_le_i (lhs: In) [value: Imm, target: Jump]
    /// if !(lhs <= value) goto target
    JumpNotLeI jump_not_le_i (lhs: In) [value: Imm, target: Jump]
    /// if lhs > value goto target
    JumpGtI jump_gt_i (lhs: In) [value: Imm, target: Jump]
    /// if !(lhs > value) goto target
    JumpNotGtI jump_not_gt_i (lhs: In) [value: Imm, target: Jump]
    /// if lhs >= value goto target
    JumpGeI jump_ge_i (lhs: In) [value: Imm, target: Jump]
    /// if !(lhs >= value) goto target
    JumpNotGeI jump_not_ge_i (lhs: In) [value: Imm, target: Jump]
    /// if lhs === value goto target (value an int32)
    JumpStrictEqI jump_strict_eq_i (lhs: In) [value: Imm, target: Jump]
    /// if lhs !== value goto target (value an int32)
    JumpStrictNeI jump_strict_ne_i (lhs: In) [value: Imm, target: Jump]

    // ---- bindings ----
    /// if value is empty throw ReferenceError "Cannot access 'name' before initialization"
    CheckTdz check_tdz (value: In) [name: Const]
    /// throw ReferenceError "Cannot access 'name' before initialization"
    ThrowTdz throw_tdz () [name: Const]
    /// throw TypeError "Assignment to constant variable."
    ThrowConstAssign throw_const_assign () [name: Const]
    /// if value (the `this` of a derived constructor) is empty throw ReferenceError "Must call super constructor ..."
    CheckThis check_this (value: In) []
    /// if value is not empty throw ReferenceError "Super constructor may only be called once"
    CheckThisUnbound check_this_unbound (value: In) []
    /// dst = new Scope(scope_infos[info]) with the given parent (a scope, or undefined at the top); lexical slots start empty, others undefined
    NewScope new_scope (dst: Out, parent: In) [info: ScopeInfo]
    /// dst = a copy of src with the same parent (per-iteration bindings)
    CopyScope copy_scope (dst: Out, src: In) []
    /// dst = a with-scope over ToObject(object)
    NewWithScope new_with_scope (dst: Out, parent: In, object: In) []
    /// dst = the parent of a scope
    ParentScope parent_scope (dst: Out, scope: In) []
    /// dst = scope up `depth` levels, slot
    GetScoped get_scoped (dst: Out, scope: In, depth: Count) [slot: Imm]
    /// as GetScoped, and throws if it is empty
    GetScopedChecked get_scoped_checked (dst: Out, scope: In, depth: Count) [slot: Imm, name: Const]
    /// scope up `depth` levels, slot = value
    SetScoped set_scoped (value: In, scope: In, depth: Count) [slot: Imm]
    /// as SetScoped, and throws if the old value is empty
    SetScopedChecked set_scoped_checked (value: In, scope: In, depth: Count) [slot: Imm, name: Const]
    /// dst = the imported binding in that slot of the module scope (through the exporting module; throws if it is empty)
    GetImport get_import (dst: Out, scope: In, depth: Count) [slot: Imm, name: Const]
    /// dst = the global binding named by the feedback's name; ReferenceError if there is none
    GetGlobal get_global (dst: Out) [cache: Feedback]
    /// dst = the global binding, or undefined if there is none (typeof)
    GetGlobalOrUndefined get_global_or_undefined (dst: Out) [cache: Feedback]
    /// assign to a global binding (strictness from the function; ReferenceError if strict and there is none)
    SetGlobal set_global (value: In) [cache: Feedback]
    /// initialise the global lexical binding
    InitGlobalLexical init_global_lexical (value: In) [name: Const]
    /// dst = binding looked up by name from scope outwards, then the global ones; ReferenceError if there is none
    GetDynamic get_dynamic (dst: Out, scope: In) [name: Const]
    /// as GetDynamic, undefined if there is none (typeof)
    GetDynamicOrUndefined get_dynamic_or_undefined (dst: Out, scope: In) [name: Const]
    /// dst = function looked up by name; this = the with-object it came from, or undefined
    GetDynamicCallee get_dynamic_callee (dst: Out, this: Out, scope: In) [name: Const]
    /// dst = the base that binds name (a scope, a with-object, the global object, or undefined if there is none)
    ResolveBinding resolve_binding (dst: Out, scope: In) [name: Const]
    /// dst = the value of name in base (from ResolveBinding)
    GetResolved get_resolved (dst: Out, base: In) [name: Const]
    /// assign name in base (from ResolveBinding), strictness from the function
    SetResolved set_resolved (value: In, base: In) [name: Const]
    /// declare or initialise a var/function of a sloppy direct eval in the nearest variable scope
    DeclareEvalVar declare_eval_var (value: In, scope: In) [name: Const]
    /// dst = delete name
    DeleteDynamic delete_dynamic (dst: Out, scope: In) [name: Const]

    // ---- properties ----
    /// dst = object.name
    GetNamed get_named (dst: Out, object: In) [cache: Feedback]
    /// dst = object.length
    GetLength get_length (dst: Out, object: In) [cache: Feedback]
    /// object.name = value
    SetNamed set_named (object: In, value: In) [cache: Feedback]
    /// dst = object[key]
    GetKeyed get_keyed (dst: Out, object: In, key: In) [cache: Feedback]
    /// object[key] = value
    SetKeyed set_keyed (object: In, key: In, value: In) [cache: Feedback]
    /// dst = delete object[key]
    DeleteKeyed delete_keyed (dst: Out, object: In, key: In) []
    /// dst = home.[[GetPrototypeOf]]() (GetSuperBase)
    GetSuperBase get_super_base (dst: Out, home: In) []
    /// dst = base[key] with receiver this
    GetSuper get_super (dst: Out, base: In, key: In) [this: WordIn]
    /// base[key] = value with receiver this
    SetSuper set_super (base: In, key: In, value: In) [this: WordIn]
    /// CreateDataProperty(object, name, value): object literals
    DefineNamed define_named (object: In, value: In) [cache: Feedback]
    /// CreateDataPropertyOrThrow(object, name, value): class fields (DefineNamed feedback)
    DefineField define_field (object: In, value: In) [cache: Feedback]
    /// CreateDataPropertyOrThrow(object, key, value): computed keys of literals and class fields
    DefineKeyed define_keyed (object: In, key: In, value: In) []
    /// DefineMethod property: writable, configurable, enumerable iff flags & 1
    DefineMethod define_method (object: In, key: In, value: In) [flags: Imm]
    /// define an accessor half: flags & 1 enumerable, flags & 2 setter (else getter)
    DefineAccessor define_accessor (object: In, key: In, function: In) [flags: Imm]
    /// `__proto__: value` in an object literal
    SetLiteralPrototype set_literal_prototype (object: In, value: In) []
    /// dst = {} with room for `capacity` properties
    NewObject new_object (dst: Out) [capacity: Imm]
    /// dst = [] with room for `capacity` elements
    NewArray new_array (dst: Out) [capacity: Imm]
    /// dst = [first, ..] of `count` registers
    NewArrayFrom new_array_from (dst: Out, first: Run, count: Count) []
    /// append value (empty appends a hole)
    ArrayPush array_push (array: In, value: In) []
    /// append all values of an iterable
    ArrayAppendSpread array_append_spread (array: In, iterable: In) []
    /// CopyDataProperties(target, source, excluded keys: `count` registers from first)
    CopyDataProperties copy_data_properties (target: In, source: In, first: Run) [count: Imm]
    /// dst = new RegExp(pattern, flags)
    NewRegExp new_reg_exp (dst: Out) [pattern: Const, flags: Const]
    /// dst = GetTemplateObject of the template literal `index`
    GetTemplateObject get_template_object (dst: Out) [index: Imm]
    /// SetFunctionName(function, key, prefix: 0 none, 1 get, 2 set), only if it has no own name yet
    SetFunctionName set_function_name (function: In, key: In, prefix: Count) []

    // ---- private names; a name is a private symbol held in a binding of the class scope ----
    /// dst = new private name with a description
    NewPrivateName new_private_name (dst: Out) [description: Const]
    /// dst = object.#name
    GetPrivate get_private (dst: Out, object: In, name: In) [cache: Feedback]
    /// object.#name = value
    SetPrivate set_private (object: In, name: In, value: In) [cache: Feedback]
    /// PrivateFieldAdd
    DefinePrivateField define_private_field (object: In, name: In, value: In) [cache: Feedback]
    /// PrivateMethodOrAccessorAdd: kind 0 method, 1 getter, 2 setter
    DefinePrivateMethod define_private_method (object: In, name: In, function: In) [kind: Imm]
    /// dst = #name in object
    HasPrivate has_private (dst: Out, object: In, name: In) []

    // ---- functions and classes ----
    /// dst = closure of functions[index] over scope
    NewClosure new_closure (dst: Out, scope: In) [index: Function]
    /// dst = method closure of functions[index] over scope with [[HomeObject]] home
    NewMethod new_method (dst: Out, scope: In, home: In) [index: Function]
    /// constructor, prototype = ClassDefinitionEvaluation of functions[index]; superclass is empty without heritage
    NewClass new_class (constructor: Out, superclass: In, scope: In) [prototype: WordOut, index: Function]
    /// [[Fields]] and private methods of the class are made by calling initializer with this = instance
    SetClassInitializer set_class_initializer (constructor: In, initializer: In) []
    /// run the instance initializer of the class constructor `function` on this; its result is left in scratch
    InitializeInstance initialize_instance (this: In, function: In, scratch: Out) []
    /// dst = callee(args): window is HEADER registers of room, then this, then argc arguments
    Call call (dst: Out, callee: In, window: Run) [argc: Imm, cache: Feedback]
    /// dst = new callee(args): same window, its this register is ignored
    Construct construct (dst: Out, callee: In, window: Run) [argc: Imm, cache: Feedback]
    /// dst = function.[[GetPrototypeOf]](); TypeError if it is not a constructor (super calls)
    GetSuperConstructor get_super_constructor (dst: Out, function: In) []
    /// dst = Construct(callee, args, new_target)
    ConstructSuper construct_super (dst: Out, callee: In, window: Run) [argc: Imm, new_target: WordIn]
    /// dst = Construct(callee.[[GetPrototypeOf]](), the arguments of this call, new.target); nothing may have run before it
    ConstructForward construct_forward (dst: Out) []
    /// dst = callee.call(this, ...arguments)
    CallSpread call_spread (dst: Out, callee: In, this: In) [arguments: WordIn]
    /// dst = Construct(callee, arguments, new_target)
    ConstructSpread construct_spread (dst: Out, callee: In, arguments: In) [new_target: WordIn]
    /// dst = direct eval if callee is %eval%, else an ordinary call
    DirectEval direct_eval (dst: Out, callee: In, window: Run) [argc: Imm, scope: WordIn, site: EvalSite]
    /// dst = direct eval whose arguments are an array (eval(...args))
    DirectEvalSpread direct_eval_spread (dst: Out, callee: In, arguments: In) [scope: WordIn, site: EvalSite]
    /// return value
    Return ret (value: In) []
    /// return from a derived constructor: value if an object; if undefined, this (ReferenceError if empty); else TypeError
    ReturnDerived ret_derived (value: In, this: In) []
    /// dst = unmapped arguments object
    CreateUnmappedArguments create_unmapped_arguments (dst: Out) []
    /// dst = mapped arguments object whose parameters live in scope (template.mapped_parameters)
    CreateMappedArguments create_mapped_arguments (dst: Out, scope: In) []
    /// dst = array of the arguments from `start` on
    CreateRest create_rest (dst: Out) [start: Imm]

    // ---- iteration; a record is three registers: iterator, next method, state ----
    /// record = GetIterator(iterable, sync)
    GetIterator get_iterator (record: Run, iterable: In) []
    /// record = GetIterator(iterable, async)
    GetAsyncIterator get_async_iterator (record: Run, iterable: In) []
    /// value = next value of a sync record, or goto done
    IteratorStep iterator_step (value: Out, record: Run) [done: Jump]
    /// result = Call(next, iterator, argument) of yield*; argument empty means none
    IteratorNext iterator_next (result: Out, record: Run, argument: In) []
    /// suspend until what next() of an async record answers has settled; then state is empty and result the iterator result, or state is its `done` and result its `value`
    AsyncIteratorStep async_iterator_step (result: Out, record: Run, state: Out) []
    /// value = what AsyncIteratorStep brought, or goto done (TypeError if an iterator result is not an object)
    IteratorUnwrap iterator_unwrap (value: Out, result: In, state: In) [done: Jump]
    /// IteratorClose of a sync record after a normal, return, break or continue completion
    IteratorClose iterator_close (record: Run) []
    /// IteratorClose of a sync record after a throw completion: errors are dropped
    IteratorCloseSilently iterator_close_silently (record: Run) []
    /// dst = Call(iterator.return) of the record, or empty if there is no return method (async close, yield*); argument empty means none
    IteratorReturn iterator_return (dst: Out, record: Run, argument: In) []
    /// dst = Call(iterator.throw, argument), or empty if there is no throw method
    IteratorThrow iterator_throw (dst: Out, record: Run, argument: In) []
    /// dst = all remaining values of a sync record as an array
    IteratorRest iterator_rest (dst: Out, record: Run) []
    /// iterator = EnumerateObjectProperties(object); undefined or null enumerate nothing
    ForInPrepare for_in_prepare (iterator: Out, object: In) []
    /// key = next enumerable string key, or goto done
    ForInNext for_in_next (key: Out, iterator: In) [done: Jump]
    /// if value is not an object throw TypeError "Iterator result x is not an object"
    CheckObject check_object (value: In) []
    /// if value is undefined or null throw TypeError "Cannot destructure 'x' as it is undefined."
    CheckObjectCoercible check_object_coercible (value: In) []

    // ---- generators and async functions ----
    /// make the generator object, move the frame into it, return it to the caller (after the parameters are bound)
    GeneratorStart generator_start () []
    /// suspend with value; on resumption dst = received value, is_return = true for return(); throw() throws here
    Yield yield_ (dst: Out, value: In, is_return: Out) []
    /// suspend with an iterator result object as it is (yield*; in an async generator, with a plain value that is not awaited); on resumption mode = 0 next, 1 throw, 2 return, none of them handled
    YieldDelegate yield_delegate (dst: Out, value: In, mode: Out) []
    /// suspend an async function until value settles; dst = its value, a rejection throws here
    Await await_ (dst: Out, value: In) []

    // ---- exceptions and disposal ----
    /// throw value
    Throw throw (value: In) []
    /// throw a new error: kind 0 TypeError, 1 ReferenceError, 2 SyntaxError, 3 RangeError
    ThrowError throw_error (kind: Count) [message: Const]
    /// dst = new DisposeCapability
    NewDisposeCapability new_dispose_capability (dst: Out) []
    /// AddDisposableResource(capability, value, hint: 0 sync, 1 async)
    AddDisposable add_disposable (capability: In, value: In, hint: Count) []
    /// dispose all, sync: has_error (boolean) and error are the pending completion, updated
    DisposeResources dispose_resources (capability: In, has_error: InOut, error: InOut) []
    /// async: dispose the next resource; value = what to await, or empty when there is none left
    DisposeAsyncStep dispose_async_step (value: Out, capability: In, has_error: InOut) [error: WordIn]
    /// fold an error thrown by an awaited disposal into the pending completion (SuppressedError)
    DisposeFoldError dispose_fold_error (has_error: InOut, error: InOut, thrown: In) []

    // ---- modules and the rest ----
    /// dst = import.meta
    ImportMeta import_meta (dst: Out) []
    /// dst = import(specifier, options); phase 0 evaluation, 1 defer, 2 source
    DynamicImport dynamic_import (dst: Out, specifier: In, options: In) [phase: Imm]
    /// statement boundary for a debugger; does nothing otherwise
    Debugger debugger () []
}

/// Registers that a frame header takes, before `this`, in a call window.
pub const FRAME_HEADER: u32 = 8;
