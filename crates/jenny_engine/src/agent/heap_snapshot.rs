//! The heap as DevTools reads it (`.heapsnapshot`): every live cell with its name, bytes and named references.
//!
//! A reference has a name where the language gives it one: properties, elements, captured variables. The rest, as the collector
//! sees it, is told as internal under the kind of its target.

use super::Agent;
use crate::Value;
use crate::environment::Scope;
use crate::function::{Closure, Code, NativeFunctionObject};
use crate::kind::Kind;
use crate::object::{Object, flags};
use crate::string::{JsString, PropertyKey, Symbol};
use jenny_gc::{Gc, Graph, Header};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io::{self, Write};
use std::ptr::NonNull;

/// Fields of a node and of an edge, and the words of their types; the numbers below are places in these.
const META: &str = r#"{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],"node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic","concatenated string","sliced string","symbol","bigint","object shape"],"string","number","number","number","number","number"],"edge_fields":["type","name_or_index","to_node"],"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"],"trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],"trace_node_fields":["id","function_info_index","count","size","children"],"sample_fields":["timestamp_us","last_assigned_id"],"location_fields":["object_index","script_id","line","column"]}"#;
const NODE_FIELDS: usize = 7;

mod node {
    pub const HIDDEN: usize = 0;
    pub const ARRAY: usize = 1;
    pub const STRING: usize = 2;
    pub const OBJECT: usize = 3;
    pub const CODE: usize = 4;
    pub const CLOSURE: usize = 5;
    pub const REGEXP: usize = 6;
    pub const SYNTHETIC: usize = 9;
    pub const SYMBOL: usize = 12;
    pub const BIGINT: usize = 13;
    pub const SHAPE: usize = 14;
}

mod edge {
    pub const CONTEXT: usize = 0;
    pub const ELEMENT: usize = 1;
    pub const PROPERTY: usize = 2;
    pub const INTERNAL: usize = 3;
    pub const SHORTCUT: usize = 5;
}

/// Most characters of a string that are told.
const SHOWN: usize = 1000;
/// The two nodes that stand for no cell.
const MADE_UP: usize = 2;

/// Texts of the file, each once.
#[derive(Default)]
struct Strings {
    list: Vec<String>,
    index: FxHashMap<String, usize>,
}

impl Strings {
    fn row(&mut self, text: &str) -> usize {
        if let Some(&known) = self.index.get(text) {
            return known;
        }
        self.list.push(text.to_owned());
        self.index.insert(text.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

/// Type, name or index, and the node's place.
type Edge = (usize, usize, usize);

impl Agent {
    /// Writes a snapshot of the heap, after a full collection.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_heap_snapshot(&mut self, out: &mut impl Write) -> io::Result<()> {
        let graph = self.heap.graph();
        // From here on nothing is allocated in the heap: cells are told by their addresses.
        let places: FxHashMap<usize, usize> =
            graph.cells.iter().enumerate().map(|(at, cell)| (cell.address, at + MADE_UP)).collect();
        let mut snapshot =
            Snapshot { agent: self, places, strings: Strings::default(), properties: FxHashMap::default() };
        snapshot.write(&graph, out)
    }
}

struct Snapshot<'a> {
    agent: &'a Agent,
    /// Nodes by the addresses of their cells.
    places: FxHashMap<usize, usize>,
    strings: Strings,
    /// Names and slots of shapes' properties, by the shapes' addresses.
    properties: FxHashMap<usize, std::rc::Rc<[(usize, u32)]>>,
}

fn header(address: usize) -> &'static Header {
    // SAFETY: the address is a live cell's, which begins with a header; nothing is allocated while the snapshot is made, so it stays.
    unsafe { &*(address as *const Header) }
}

/// The cell as what its kind says that it is.
///
/// # Safety
/// The cell's kind is that of `T`, and nothing is allocated while the result is used.
unsafe fn cell<T>(address: usize) -> Gc<T> {
    // SAFETY: the caller's; an address of a cell is not null.
    unsafe { Gc::from_ptr(NonNull::new_unchecked(address as *mut T)) }
}

impl Snapshot<'_> {
    fn write(&mut self, graph: &Graph, out: &mut impl Write) -> io::Result<()> {
        let mut edges: Vec<Edge> = Vec::new();
        let mut nodes = String::new();
        let mut count = 0;
        let mut node = |kind: usize, name: usize, id: usize, size: usize, edges: usize| {
            if count > 0 {
                nodes.push_str(",\n");
            }
            count += 1;
            nodes.push_str(&format!("{kind},{name},{id},{size},{edges},0,0"));
        };
        let global = self.agent.realm().global_object().addr();
        let name = self.strings.row("global");
        edges.push((edge::ELEMENT, 1, 1));
        edges.extend(self.places.get(&global).map(|&place| (edge::SHORTCUT, name, place)));
        node(node::SYNTHETIC, self.strings.row(""), 1, 0, edges.len());
        let before = edges.len();
        let roots = graph.roots.iter().filter_map(|root| self.places.get(root));
        edges.extend(roots.enumerate().map(|(at, &place)| (edge::ELEMENT, at + 1, place)));
        node(node::SYNTHETIC, self.strings.row("(GC roots)"), 3, 0, edges.len() - before);
        for at in &graph.cells {
            let before = edges.len();
            self.edges(at.address, &at.references, &mut edges);
            let (kind, name) = self.name(at.address);
            let name = self.strings.row(&name);
            // Cells do not move: an address is the same number in every snapshot of a run.
            node(kind, name, (at.address & ((1 << 48) - 1)) >> 3 | 1, at.size, edges.len() - before);
        }
        write!(out, "{{\"snapshot\":{{\"meta\":{META},\"node_count\":{count},\"edge_count\":{},", edges.len())?;
        write!(out, "\"trace_function_count\":0,\"extra_native_bytes\":0}},\n\"nodes\":[{nodes}],\n\"edges\":[")?;
        for (nth, (kind, name, place)) in edges.iter().enumerate() {
            let comma = if nth > 0 { ",\n" } else { "" };
            write!(out, "{comma}{kind},{name},{}", place * NODE_FIELDS)?;
        }
        out.write_all(
            b"],\n\"trace_function_infos\":[],\"trace_tree\":[],\"samples\":[],\"locations\":[],\n\"strings\":[",
        )?;
        for (nth, text) in self.strings.list.iter().enumerate() {
            out.write_all(if nth > 0 { b",\n" } else { b"" })?;
            write_json(out, text)?;
        }
        out.write_all(b"]}\n")
    }

    /// The references of a cell: first those with names.
    fn edges(&mut self, address: usize, references: &[usize], edges: &mut Vec<Edge>) {
        let mut named: FxHashSet<usize> = FxHashSet::default();
        let mut add = |edges: &mut Vec<Edge>, kind: usize, name: usize, value: Value| {
            if value.is_cell()
                && let Some(&place) = self.places.get(&(value.bits() as usize))
            {
                named.insert(value.bits() as usize);
                edges.push((kind, name, place));
            }
        };
        let kind = Kind::from_u8(header(address).kind());
        if kind >= Kind::FIRST_OBJECT {
            // SAFETY: every object begins with an `Object`.
            let object = unsafe { cell::<Object>(address) };
            let shape = object.shape();
            let known = self.properties.get(&shape.addr()).cloned();
            let properties = known.unwrap_or_else(|| {
                let entries = shape.entries();
                let rows = entries.iter().map(|entry| (self.strings.row(&entry.key.to_display()), entry.slot));
                let rows: std::rc::Rc<[(usize, u32)]> = rows.collect();
                self.properties.insert(shape.addr(), rows.clone());
                rows
            });
            for &(name, slot) in &*properties {
                add(edges, edge::PROPERTY, name, object.raw_slot(slot));
            }
            add(edges, edge::PROPERTY, self.strings.row("__proto__"), object.prototype());
            if let Some(elements) = object.dense_elements() {
                for (at, value) in elements.as_slice().iter().enumerate() {
                    add(edges, edge::ELEMENT, at, *value);
                }
            }
        }
        match kind {
            Kind::Closure => {
                // SAFETY: the kind was checked.
                let closure = unsafe { cell::<Closure>(address) };
                add(edges, edge::INTERNAL, self.strings.row("context"), closure.scope());
            }
            Kind::Scope => {
                // SAFETY: the kind was checked.
                let scope = unsafe { cell::<Scope>(address) };
                for (slot, binding) in (0..scope.count()).zip(&scope.info().bindings) {
                    add(edges, edge::CONTEXT, self.strings.row(&binding.name.to_display()), scope.get(slot));
                }
                add(edges, edge::INTERNAL, self.strings.row("previous"), scope.parent());
            }
            _ => {}
        }
        for &reference in references {
            if !named.contains(&reference)
                && let Some(&place) = self.places.get(&reference)
            {
                let name = format!("{:?}", Kind::from_u8(header(reference).kind())).to_lowercase();
                edges.push((edge::INTERNAL, self.strings.row(&name), place));
            }
        }
    }

    /// Type and name of a cell's node.
    fn name(&self, address: usize) -> (usize, String) {
        let kind = Kind::from_u8(header(address).kind());
        match kind {
            Kind::String => {
                // SAFETY: the kind was checked.
                let text = unsafe { cell::<JsString>(address) }.to_rust_string();
                (node::STRING, text.chars().take(SHOWN).collect())
            }
            Kind::Symbol => {
                // SAFETY: the kind was checked.
                let symbol = unsafe { cell::<Symbol>(address) };
                (node::SYMBOL, symbol.description().map_or_else(String::new, |text| text.to_rust_string()))
            }
            Kind::BigInt => (node::BIGINT, "bigint".to_owned()),
            Kind::Shape => (node::SHAPE, "shape".to_owned()),
            Kind::Elements => (node::ARRAY, "(elements)".to_owned()),
            Kind::Slots => (node::ARRAY, "(properties)".to_owned()),
            Kind::SparseElements => (node::ARRAY, "(sparse elements)".to_owned()),
            Kind::ShiftedElements => (node::ARRAY, "(shifted elements)".to_owned()),
            Kind::MapTable | Kind::SetTable => (node::ARRAY, "(table)".to_owned()),
            Kind::Code => {
                // SAFETY: the kind was checked.
                (node::CODE, unsafe { cell::<Code>(address) }.template().name.to_display())
            }
            Kind::Scope => (node::OBJECT, "system / Context".to_owned()),
            Kind::Closure => {
                // SAFETY: the kind was checked.
                (node::CLOSURE, unsafe { cell::<Closure>(address) }.template().name.to_display())
            }
            Kind::NativeFunction => {
                // SAFETY: the kind was checked.
                let name = unsafe { cell::<NativeFunctionObject>(address) }.initial_name();
                (node::CLOSURE, name.as_string().map_or_else(String::new, |name| name.to_rust_string()))
            }
            Kind::RegExp => (node::REGEXP, "RegExp".to_owned()),
            kind if kind >= Kind::FIRST_OBJECT => {
                // SAFETY: every object begins with an `Object`.
                (node::OBJECT, class_name(self.agent, unsafe { cell::<Object>(address) }, kind))
            }
            kind => (node::HIDDEN, format!("system / {kind:?}")),
        }
    }
}

/// The name of the function that an object's prototype calls its constructor; no code runs.
pub(super) fn class_name(agent: &Agent, object: Gc<Object>, kind: Kind) -> String {
    let maker = || {
        if let Some(name) = agent.makers.get(&object.shape()) {
            return Some(name.to_string());
        }
        let constructor = data_of(object.prototype().as_object()?, agent.names.constructor)?.as_object()?;
        if let Some(closure) = constructor.has_flag(flags::CALLABLE).then_some(constructor)
            && closure.is_kind(Kind::Closure)
        {
            // SAFETY: the kind was checked.
            return Some(unsafe { closure.cast::<Closure>() }.template().name.to_display());
        }
        let native = Value::from(constructor).as_kind::<NativeFunctionObject>()?;
        Some(native.initial_name().as_string()?.to_rust_string())
    };
    match maker() {
        Some(name) if !name.is_empty() => name,
        _ => format!("{kind:?}"),
    }
}

/// An own property's value, if it is no accessor.
fn data_of(object: Gc<Object>, key: PropertyKey) -> Option<Value> {
    let found = object.shape().find(key)?;
    (!found.attributes.is_accessor()).then(|| object.raw_slot(found.slot))
}

fn write_json(out: &mut impl Write, text: &str) -> io::Result<()> {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' || c == '\u{7f}' => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    out.write_all(quoted.as_bytes())
}
