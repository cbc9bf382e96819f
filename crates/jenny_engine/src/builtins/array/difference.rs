//! Comparators that only subtract: `(a, b) => a - b`, and `(a, b) => b.key - a.key`.
//!
//! Most comparators that programs write are of this form. Where every element gives a number without running code, calling
//! one can neither be observed nor change anything, and what a stable sort gives by it is what it gives by the numbers.

use crate::Value;
use crate::function::Closure;
use crate::kind::Kind;
use crate::object::Shape;
use crate::operations::values;
use crate::string::PropertyKey;
use jenny_bytecode::Op;
use jenny_bytecode::disassembler::{Instruction, decode};
use jenny_gc::{Gc, RootVec};

/// What such a comparator does.
pub(super) struct Difference {
    /// the property of both arguments that is subtracted; None: the arguments themselves
    key: Option<PropertyKey>,
    /// the first argument is taken from the second
    descends: bool,
}

impl Difference {
    /// What a closure that was called, or was made ready to be, does; None if it does anything else.
    pub fn of(comparator: Value) -> Option<Difference> {
        let code = comparator.as_kind::<Closure>()?.code;
        let template = code.template();
        let mut at = 0;
        let mut next = |op: Op| -> Option<Instruction> {
            let instruction = decode(&template.code, at).filter(|instruction| instruction.op == op)?;
            at = instruction.next;
            Some(instruction)
        };
        if template.parameter_count < 2 {
            return None;
        }
        let word = |instruction: &Instruction| template.code.get(instruction.head as usize + 1).copied();
        // The registers that are subtracted, and the parameters that they stand for.
        let (key, left, right) = match (next(Op::GetNamed), next(Op::GetNamed)) {
            (Some(first), Some(second)) if first.bytes[0] > 2 && second.bytes[0] > 2 => {
                let key = |instruction| Some(code.feedback().cache(word(instruction)?).key);
                let key = key(&first).filter(|&first| key(&second) == Some(first))?;
                (Some(key), (first.bytes[0], first.bytes[1]), (second.bytes[0], second.bytes[1]))
            }
            (None, None) => (None, (1, 1), (2, 2)),
            _ => return None,
        };
        let (difference, result) = (next(Op::Sub)?, next(Op::Return)?);
        if result.bytes[0] != difference.bytes[0] || left.0 == right.0 || left.1 == right.1 {
            return None;
        }
        let parameter = |register| [left, right].into_iter().find(|pair| pair.0 == register).map(|pair| pair.1);
        match (parameter(difference.bytes[1])?, parameter(difference.bytes[2])?) {
            (1, 2) => Some(Difference { key, descends: false }),
            (2, 1) => Some(Difference { key, descends: true }),
            _ => None,
        }
    }

    /// Sorts the list as calls of the comparator would. False, and nothing done, if an element does not simply give a number
    /// other than NaN, or there is no memory for the numbers.
    pub fn sort(&self, list: &mut RootVec) -> bool {
        let mut keyed: Vec<(f64, u64)> = Vec::new();
        if keyed.try_reserve_exact(list.len()).is_err() {
            return false;
        }
        let mut known: Option<(Gc<Shape>, u32)> = None;
        for &element in values(list) {
            match self.number(element, &mut known) {
                Some(number) if !number.is_nan() => keyed.push((number, element.bits())),
                _ => return false,
            }
        }
        let order = |a: &(f64, u64), b: &(f64, u64)| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal);
        if self.descends {
            keyed.sort_by(|a, b| order(b, a));
        } else {
            keyed.sort_by(order);
        }
        keyed.iter().enumerate().for_each(|(i, &(_, word))| list.set(i, word));
        true
    }

    /// The number that an element gives; `known`: the last shape and where it has the property.
    #[inline]
    fn number(&self, element: Value, known: &mut Option<(Gc<Shape>, u32)>) -> Option<f64> {
        let Some(key) = self.key else { return element.as_number() };
        let object = element.as_object().filter(|object| object.is_kind(Kind::Object))?;
        let shape = object.shape();
        let slot = match *known {
            Some((last, slot)) if last == shape => slot,
            _ => {
                let found = shape.find(key).filter(|found| !found.attributes.is_accessor())?;
                *known = Some((shape, found.slot));
                found.slot
            }
        };
        object.raw_slot(slot).as_number()
    }
}
