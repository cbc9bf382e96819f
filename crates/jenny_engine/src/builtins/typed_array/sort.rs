//! %TypedArray%.prototype.sort and toSorted (ECMA-262 23.2.3.29, 23.2.3.33).

use super::element::ElementType;
use super::object::TypedArrayObject;
use super::{create_same_type, validate, validate_writable};
use crate::builtins::array::sort_list;
use crate::operations::values;
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::{Gc, RootVec};

fn check_comparator(agent: &mut Agent, comparator: Value) -> JsResult<()> {
    if comparator.is_undefined() || comparator.is_callable() {
        return Ok(());
    }
    let text = crate::error::describe(agent, comparator);
    Err(agent.throw_type_error(format!("The comparison function must be either a function or undefined [{text}]")))
}

/// The bits of all elements in numeric order: -0 before +0, NaN last.
fn sorted_bits(array: Gc<TypedArrayObject>, length: usize) -> Vec<u64> {
    let element_type = array.element_type();
    let mut list: Vec<u64> = (0..length).filter_map(|i| array.bits(i)).collect();
    match element_type {
        ElementType::BigInt64 => list.sort_unstable_by_key(|&bits| bits as i64),
        ElementType::BigUint64 | ElementType::Uint8 | ElementType::Uint8Clamped => list.sort_unstable(),
        ElementType::Uint16 | ElementType::Uint32 => list.sort_unstable(),
        _ => {
            // Whatever its sign, NaN is the last.
            let key = |bits: u64| {
                let n = element_type.number_of_bits(bits);
                if n.is_nan() { f64::NAN.abs() } else { n }
            };
            list.sort_unstable_by(|&a, &b| key(a).total_cmp(&key(b)));
        }
    }
    list
}

/// The elements as values in a comparator's order.
fn sorted_values(
    agent: &mut Agent,
    array: Gc<TypedArrayObject>,
    length: usize,
    comparator: Value,
) -> JsResult<RootVec> {
    let mut list = RootVec::new(&agent.heap);
    for i in 0..length {
        let value = array.get_element(agent, i);
        list.push(value.bits());
    }
    sort_list(agent, &mut list, comparator)?;
    Ok(list)
}

/// 23.2.3.29
pub fn typed_array_sort(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let comparator = args.get(0);
    check_comparator(agent, comparator)?;
    let (array, length) = validate_writable(agent, this, "sort")?;
    if comparator.is_undefined() {
        sorted_bits(array, length).into_iter().enumerate().for_each(|(i, bits)| array.set_bits(i, bits));
        return Ok(array.into());
    }
    let list = sorted_values(agent, array, length, comparator)?;
    for i in 0..list.len() {
        array.set_element(agent, i, values(&list)[i])?;
    }
    Ok(array.into())
}

/// 23.2.3.33
pub fn typed_array_to_sorted(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let comparator = args.get(0);
    check_comparator(agent, comparator)?;
    let (array, length) = validate(agent, this, "toSorted")?;
    let new = create_same_type(agent, array, length)?;
    if comparator.is_undefined() {
        sorted_bits(array, length).into_iter().enumerate().for_each(|(i, bits)| new.set_bits(i, bits));
        return Ok(new.into());
    }
    let list = sorted_values(agent, array, length, comparator)?;
    for i in 0..list.len() {
        new.set_element(agent, i, values(&list)[i])?;
    }
    Ok(new.into())
}
