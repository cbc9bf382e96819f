//! %TypedArray%.prototype.sort and toSorted (ECMA-262 23.2.3.29, 23.2.3.33).

use super::element::ElementType;
use super::object::TypedArrayObject;
use super::{create_same_type, validate, validate_writable};
use crate::builtins::array::sort_list;
use crate::operations::values;
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::{Gc, RootVec};
use std::cmp::Ordering;

fn check_comparator(agent: &mut Agent, comparator: Value) -> JsResult<()> {
    if comparator.is_undefined() || comparator.is_callable() {
        return Ok(());
    }
    let text = crate::error::describe(agent, comparator);
    Err(agent.throw_type_error(format!("The comparison function must be either a function or undefined [{text}]")))
}

/// Elements from which on a list is sorted in steps.
const LARGE: usize = 1 << 19;

/// Sorts by a total order. A large list is divided at its median first, so that the agent can be told to end in between.
fn sort_in_steps(agent: &mut Agent, list: &mut [u64], order: &impl Fn(&u64, &u64) -> Ordering) -> JsResult<()> {
    if list.len() < LARGE {
        list.sort_unstable_by(order);
        return agent.poll_interrupts();
    }
    let (smaller, _, larger) = list.select_nth_unstable_by(list.len() / 2, order);
    agent.poll_interrupts()?;
    sort_in_steps(agent, smaller, order)?;
    sort_in_steps(agent, larger, order)
}

/// The bits of all elements in numeric order: -0 before +0, NaN last.
fn sorted_bits(agent: &mut Agent, array: Gc<TypedArrayObject>, length: usize) -> JsResult<Vec<u64>> {
    let element_type = array.element_type();
    let mut list: Vec<u64> = (0..length).filter_map(|i| array.bits(i)).collect();
    match element_type {
        ElementType::BigInt64 => sort_in_steps(agent, &mut list, &|&a, &b| (a as i64).cmp(&(b as i64)))?,
        ElementType::BigUint64
        | ElementType::Uint8
        | ElementType::Uint8Clamped
        | ElementType::Uint16
        | ElementType::Uint32 => sort_in_steps(agent, &mut list, &u64::cmp)?,
        _ => {
            // Whatever its sign, NaN is the last.
            let key = |bits: u64| {
                let n = element_type.number_of_bits(bits);
                if n.is_nan() { f64::NAN.abs() } else { n }
            };
            sort_in_steps(agent, &mut list, &|&a, &b| key(a).total_cmp(&key(b)))?;
        }
    }
    Ok(list)
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
        sorted_bits(agent, array, length)?.into_iter().enumerate().for_each(|(i, bits)| array.set_bits(i, bits));
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
        sorted_bits(agent, array, length)?.into_iter().enumerate().for_each(|(i, bits)| new.set_bits(i, bits));
        return Ok(new.into());
    }
    let list = sorted_values(agent, array, length, comparator)?;
    for i in 0..list.len() {
        new.set_element(agent, i, values(&list)[i])?;
    }
    Ok(new.into())
}
