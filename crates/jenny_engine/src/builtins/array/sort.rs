//! Array.prototype.sort and toSorted (ECMA-262 23.1.3.30): a stable merge sort over runs. Elements are copied out first, so
//! a comparator that lies, throws or changes the array does no harm.

use super::access::*;
use super::difference::Difference;
use crate::interpreter::RepeatedCall;
use crate::kind::Kind;
use crate::object::Object;
use crate::operations::values;
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::{Gc, RootVec};

fn check_comparator(agent: &mut Agent, comparator: Value) -> JsResult<()> {
    if comparator.is_undefined() || comparator.is_callable() {
        return Ok(());
    }
    let text = crate::error::describe(agent, comparator);
    Err(agent.throw_type_error(format!("The comparison function must be either a function or undefined: {text}")))
}

/// Array.prototype.sort ( comparator ) (23.1.3.30)
pub(super) fn array_sort(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let comparator = args.get(0);
    check_comparator(agent, comparator)?;
    let o = this_object(agent, this, "Array.prototype.sort")?;
    let length = o.length_of_array_like(agent)?;
    let mut list = RootVec::new(&agent.heap);
    // Of a sparse array only the elements that exist are looked at, unless its prototypes have some too.
    let is_plain_array = o.is_kind(Kind::Array) && holes_are_absent(o);
    if is_plain_array && o.dense_elements().is_none() {
        for i in o.element_indices() {
            if (i as u64) < length
                && let Some(value) = get_if_present(agent, o, i as u64)?
            {
                list.push(value.bits());
            }
        }
    } else {
        let dense = if is_plain_array { movable(o, length) } else { None };
        match dense.and_then(|_| o.dense_elements()) {
            Some(dense) => {
                dense.as_slice().iter().filter(|v| !v.is_empty()).for_each(|v| list.push(v.bits()));
            }
            None => {
                for k in 0..length {
                    if let Some(value) = get_if_present(agent, o, k)? {
                        list.push(value.bits());
                    }
                }
            }
        }
    }
    sort_list(agent, &mut list, comparator)?;
    write_back(agent, o, length, &list)?;
    Ok(o.into())
}

fn write_back(agent: &mut Agent, o: Gc<Object>, length: u64, list: &RootVec) -> JsResult<()> {
    let sorted = values(list);
    if movable(o, length).is_some()
        && let Some(dense) = o.dense_elements()
    {
        for (i, &value) in sorted.iter().enumerate() {
            dense.set(i as u32, value);
        }
        for i in sorted.len() as u32..length as u32 {
            dense.set(i, Value::EMPTY);
        }
        return Ok(());
    }
    for (i, &value) in sorted.iter().enumerate() {
        set_element(agent, o, i as u64, value)?;
    }
    if o.is_kind(Kind::Array) {
        for i in o.element_indices() {
            if i as usize >= sorted.len() && (i as u64) < length {
                delete_element(agent, o, i as u64)?;
            }
        }
        return Ok(());
    }
    for k in sorted.len() as u64..length {
        delete_element(agent, o, k)?;
    }
    Ok(())
}

/// Array.prototype.toSorted ( comparator ) (23.1.3.34)
pub(super) fn array_to_sorted(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let comparator = args.get(0);
    check_comparator(agent, comparator)?;
    let o = this_object(agent, this, "Array.prototype.toSorted")?;
    let length = o.length_of_array_like(agent)?;
    // Only to throw where the copy would be too long.
    agent.array_create(length, None)?;
    let mut list = RootVec::new(&agent.heap);
    for k in 0..length {
        list.push(get_element(agent, o, k)?.bits());
    }
    sort_list(agent, &mut list, comparator)?;
    Ok(agent.new_array(values(&list))?.into())
}

/// Sorts values as SortCompare orders them: undefined last; by `comparator`, or as text if it is undefined. Stable.
pub fn sort_list(agent: &mut Agent, list: &mut RootVec, comparator: Value) -> JsResult<()> {
    let total = list.len();
    let undefined = Value::UNDEFINED.bits();
    let mut kept = 0;
    for i in 0..total {
        let word = list.get(i);
        if word != undefined {
            list.set(kept, word);
            kept += 1;
        }
    }
    list.truncate(kept);
    if kept > 1 {
        if comparator.is_undefined() {
            sort_as_text(agent, list)?;
        } else {
            let calls = RepeatedCall::new(agent, comparator, Value::UNDEFINED);
            let difference = if calls.is_plain() { Difference::of(comparator) } else { None };
            if !difference.is_some_and(|difference| difference.sort(list)) {
                merge_sort(agent, list, &calls)?;
            }
        }
    }
    (kept..total).for_each(|_| list.push(undefined));
    Ok(())
}

/// Decimal digits of an int32, padded with zero bytes, which order before any digit.
fn int_text(i: i32) -> [u8; 12] {
    let mut buffer = jenny_text::number::NumberBuffer::new();
    let text = jenny_text::number::int_to_string(i, &mut buffer).as_bytes();
    let mut key = [0; 12];
    key[..text.len()].copy_from_slice(text);
    key
}

fn sort_as_text(agent: &mut Agent, list: &mut RootVec) -> JsResult<()> {
    if values(list).iter().all(|v| v.is_int()) {
        let mut keyed: Vec<([u8; 12], u64)> =
            values(list).iter().map(|v| (int_text(v.as_int_unchecked()), v.bits())).collect();
        keyed.sort_unstable();
        keyed.iter().enumerate().for_each(|(i, (_, word))| list.set(i, *word));
        return Ok(());
    }
    let mut texts = RootVec::with_capacity(&agent.heap, list.len());
    for i in 0..list.len() {
        let text = Value::from_bits(list.get(i)).to_js_string(agent)?;
        // Flat now, so that comparing allocates nothing.
        text.view();
        texts.push(Value::from(text).bits());
    }
    let strings = values(&texts);
    let mut order: Vec<u32> = (0..list.len() as u32).collect();
    order.sort_by(|&a, &b| match (strings[a as usize].as_string(), strings[b as usize].as_string()) {
        (Some(a), Some(b)) => a.view().compare(&b.view()),
        _ => std::cmp::Ordering::Equal,
    });
    let old: Vec<u64> = list.as_slice().to_vec();
    order.iter().enumerate().for_each(|(to, &from)| list.set(to, old[from as usize]));
    Ok(())
}

/// Whether `a` orders before `b` strictly: CompareArrayElements(a, b) < 0.
#[inline]
fn precedes(agent: &mut Agent, comparator: &RepeatedCall, a: u64, b: u64) -> JsResult<bool> {
    let result = comparator.call(agent, [Value::from_bits(a), Value::from_bits(b)])?;
    if let Some(i) = result.as_int() {
        return Ok(i < 0);
    }
    Ok(result.to_number(agent)? < 0.0)
}

/// Lists up to this length are sorted by insertion alone, as V8 does (the calls of the comparator can be observed).
const SHORT: usize = 7;

/// Natural runs, extended to a minimal length by binary insertion, merged while they keep their sizes in balance.
fn merge_sort(agent: &mut Agent, list: &mut RootVec, comparator: &RepeatedCall) -> JsResult<()> {
    let total = list.len();
    if total <= SHORT {
        return binary_insertion(agent, list, comparator, 0, 1, total);
    }
    let mut minimum = total;
    let mut odd = 0;
    while minimum >= 64 {
        odd |= minimum & 1;
        minimum >>= 1;
    }
    minimum += odd;
    let mut spare = RootVec::with_capacity(&agent.heap, total / 2 + 1);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut low = 0;
    while low < total {
        let mut run = count_and_make_run(agent, list, comparator, low, total)?;
        if run < minimum {
            let forced = minimum.min(total - low);
            binary_insertion(agent, list, comparator, low, low + run, low + forced)?;
            run = forced;
        }
        runs.push((low, run));
        low += run;
        while runs.len() > 1 {
            let n = runs.len();
            let unbalanced = |i: usize| runs[i - 1].1 <= runs[i].1 + runs.get(i + 1).map_or(0, |r| r.1);
            if n > 2 && (unbalanced(n - 2) || (n > 3 && unbalanced(n - 3))) {
                let at = if runs[n - 3].1 < runs[n - 1].1 { n - 3 } else { n - 2 };
                merge_at(agent, list, &mut spare, comparator, &mut runs, at)?;
            } else if runs[n - 2].1 <= runs[n - 1].1 {
                merge_at(agent, list, &mut spare, comparator, &mut runs, n - 2)?;
            } else {
                break;
            }
        }
    }
    while runs.len() > 1 {
        let n = runs.len();
        let at = if n > 2 && runs[n - 3].1 < runs[n - 1].1 { n - 3 } else { n - 2 };
        merge_at(agent, list, &mut spare, comparator, &mut runs, at)?;
    }
    Ok(())
}

/// The length of the run at `low`; one that descends strictly is reversed.
fn count_and_make_run(
    agent: &mut Agent,
    list: &mut RootVec,
    comparator: &RepeatedCall,
    low: usize,
    high: usize,
) -> JsResult<usize> {
    if low + 1 >= high {
        return Ok(high - low);
    }
    let descending = precedes(agent, comparator, list.get(low + 1), list.get(low))?;
    let mut end = low + 2;
    while end < high && precedes(agent, comparator, list.get(end), list.get(end - 1))? == descending {
        end += 1;
    }
    if descending {
        list.as_mut_slice()[low..end].reverse();
    }
    Ok(end - low)
}

/// Inserts the elements start..high into the sorted ones low..start.
fn binary_insertion(
    agent: &mut Agent,
    list: &mut RootVec,
    comparator: &RepeatedCall,
    low: usize,
    start: usize,
    high: usize,
) -> JsResult<()> {
    for at in start.max(low + 1)..high {
        let pivot = list.get(at);
        let (mut left, mut right) = (low, at);
        while left < right {
            let middle = left + (right - left) / 2;
            if precedes(agent, comparator, pivot, list.get(middle))? {
                right = middle;
            } else {
                left = middle + 1;
            }
        }
        list.as_mut_slice()[left..=at].rotate_right(1);
    }
    Ok(())
}

/// Merges the runs `at` and `at + 1`.
fn merge_at(
    agent: &mut Agent,
    list: &mut RootVec,
    spare: &mut RootVec,
    comparator: &RepeatedCall,
    runs: &mut Vec<(usize, usize)>,
    at: usize,
) -> JsResult<()> {
    let (start, left_length) = runs[at];
    let (middle, right_length) = runs.remove(at + 1);
    runs[at] = (start, left_length + right_length);
    let end = middle + right_length;
    // Already in order.
    if !precedes(agent, comparator, list.get(middle), list.get(middle - 1))? {
        return Ok(());
    }
    spare.clear();
    spare.extend_from_slice(&list.as_slice()[start..middle]);
    let (mut left, mut right, mut to) = (0, middle, start);
    while left < left_length && right < end {
        if precedes(agent, comparator, list.get(right), spare.get(left))? {
            list.set(to, list.get(right));
            right += 1;
        } else {
            list.set(to, spare.get(left));
            left += 1;
        }
        to += 1;
    }
    list.as_mut_slice()[to..to + left_length - left].copy_from_slice(&spare.as_slice()[left..left_length]);
    Ok(())
}
