//! Map and Set against a model: order, tombstones, and cursors that survive deletion, growth and clear.

use jenny_engine::agent::host::BareHost;
use jenny_engine::builtins::map::MapIterator;
use jenny_engine::builtins::map::iterator::EntryKind;
use jenny_engine::builtins::map::table::Cursor;
use jenny_engine::{Agent, AgentOptions, Value};
use jenny_gc::RootVec;

fn agent(gc_stress: bool) -> Box<Agent> {
    Agent::new(
        AgentOptions { gc_stress: u32::from(gc_stress), ..AgentOptions::default() },
        Box::new(BareHost::default()),
    )
}

struct Random(u64);
impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
}

/// The entries in order; a deleted one is None, so that places in it are those of the specification's list.
#[derive(Default)]
struct Model {
    list: Vec<Option<(u32, u32)>>,
}

impl Model {
    fn set(&mut self, key: u32, value: u32) {
        match self.list.iter_mut().flatten().find(|e| e.0 == key) {
            Some(entry) => entry.1 = value,
            None => self.list.push(Some((key, value))),
        }
    }
    fn delete(&mut self, key: u32) -> bool {
        let found = self.list.iter_mut().find(|e| e.is_some_and(|e| e.0 == key));
        found.map(|e| *e = None).is_some()
    }
    fn clear(&mut self) {
        self.list.iter_mut().for_each(|e| *e = None);
    }
    fn step(&self, at: &mut usize) -> Option<(u32, u32)> {
        while *at < self.list.len() {
            *at += 1;
            if let Some(entry) = self.list[*at - 1] {
                return Some(entry);
            }
        }
        None
    }
}

fn key(agent: &mut Agent, k: u32) -> Value {
    match k % 4 {
        0 => Value::from(k),
        1 => agent.string(&format!("key number {k}, as text")).into(),
        2 => Value::number(k as f64 + 0.5),
        _ => agent.new_bigint((k as u64 * 0x1_0000_0001).into()).into(),
    }
}

fn run(seed: u64, steps: usize, gc_stress: bool) {
    let mut agent = agent(gc_stress);
    let map = agent.new_map();
    let mut model = Model::default();
    let mut iterators = RootVec::new(&agent.heap);
    let mut places: Vec<usize> = Vec::new();
    let mut random = Random(seed);
    for step in 0..steps {
        let k = random.below(if step % 500 < 250 { 40 } else { 400 }) as u32;
        match random.below(100) {
            0 => {
                map.clear();
                model.clear();
            }
            1..=3 => {
                let iterator = agent.create_map_iterator(map, EntryKind::KeyAndValue);
                iterators.push(Value::from(iterator).bits());
                places.push(0);
            }
            4..=40 => {
                let key = key(&mut agent, k);
                assert_eq!(map.delete(&mut agent, key), model.delete(k));
            }
            41..=55 if !places.is_empty() => {
                let i = random.below(places.len() as u64) as usize;
                let iterator = Value::from_bits(iterators.get(i)).as_kind::<MapIterator>();
                let found = iterator.and_then(|iterator| iterator.step());
                let expected = model.step(&mut places[i]);
                let key = expected.map(|(k, _)| key(&mut agent, k));
                match (found, key) {
                    (None, None) => {
                        iterators.swap_remove(i);
                        places.swap_remove(i);
                    }
                    (Some((k, v)), Some(key)) => {
                        assert!(jenny_engine::operations::same_value(k, key));
                        assert_eq!(Some(v), expected.map(|e| Value::from(e.1)));
                    }
                    (found, expected) => panic!("{found:?} instead of {expected:?} at step {step}"),
                }
            }
            _ => {
                let (key, value) = (key(&mut agent, k), random.below(1000) as u32);
                assert!(map.set(&mut agent, key, Value::from(value)).is_ok());
                model.set(k, value);
            }
        }
        assert_eq!(map.len() as usize, model.list.iter().flatten().count());
    }
    let entries: Vec<(Value, Value)> = map.data().entries().collect();
    let expected: Vec<(u32, u32)> = model.list.iter().flatten().copied().collect();
    assert_eq!(entries.len(), expected.len());
    for ((k, v), (mk, mv)) in entries.into_iter().zip(expected) {
        let key = key(&mut agent, mk);
        assert!(jenny_engine::operations::same_value(k, key));
        assert_eq!(v, Value::from(mv));
        assert_eq!(map.get(key), Some(v));
    }
}

#[test]
fn a_map_behaves_as_the_list_of_the_specification() {
    for seed in 0..40 {
        run(seed, 4000, false);
    }
}

#[test]
fn a_map_survives_a_collection_at_every_allocation() {
    run(7, 600, true);
}

#[test]
fn numbers_are_one_key_however_they_are_held() {
    let mut agent = agent(false);
    let set = agent.new_set();
    for value in [Value::int(0), Value::double(0.0), Value::double(-0.0), Value::double(7.0), Value::int(7), Value::NAN]
    {
        assert!(set.add(&mut agent, value).is_ok());
    }
    assert_eq!(set.len(), 3);
    assert!(set.has(Value::double(f64::from_bits(0x7ff8_0000_0000_0001))));
}

#[test]
fn taking_the_first_entry_again_and_again_is_fast() {
    let mut agent = agent(false);
    let set = agent.new_set();
    for i in 0..200_000u32 {
        assert!(set.add(&mut agent, Value::from(i)).is_ok());
    }
    for i in 0..200_000u32 {
        let first = Cursor::new(set.data()).step(set.data()).map(|e| e.0);
        assert_eq!(first, Some(Value::from(i)));
        assert!(set.delete(&mut agent, Value::from(i)));
    }
    assert!(set.is_empty());
}
