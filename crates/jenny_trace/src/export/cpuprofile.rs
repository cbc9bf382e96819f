//! DevTools' CPU profile (`.cpuprofile`): a tree of calls, and which of its nodes ran from when to when.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::timeline::{SliceKind, Timeline};
use crate::json;
use crate::trace::Trace;

/// A function in a profile. Lines and columns count from 1; 0 where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Function {
    pub name: String,
    /// A path or URL; empty for what has no source.
    pub file: String,
    pub line: u32,
    pub column: u32,
}

/// The nodes that a reader knows by name besides functions.
pub const IDLE: &str = "(idle)";
pub const PROGRAM: &str = "(program)";

#[derive(Debug)]
struct Node {
    function: Function,
    children: Vec<usize>,
    hits: u64,
    /// Line and how often it was met.
    lines: FxHashMap<u32, u64>,
}

/// A profile while it is made.
#[derive(Debug)]
pub struct Profile {
    nodes: Vec<Node>,
    known: FxHashMap<(usize, Function), usize>,
    /// A node, and until when it ran, in nanoseconds.
    samples: Vec<(usize, u64)>,
    begin: u64,
}

impl Profile {
    /// A profile that begins at a moment, in nanoseconds.
    pub fn new(begin: u64) -> Profile {
        let root = Function { name: "(root)".to_owned(), file: String::new(), line: 0, column: 0 };
        Profile {
            nodes: vec![Node { function: root, children: Vec::new(), hits: 0, lines: FxHashMap::default() }],
            known: FxHashMap::default(),
            samples: Vec::new(),
            begin,
        }
    }

    /// The node of a function called from another node; 0 is the root.
    pub fn node(&mut self, caller: usize, function: Function) -> usize {
        let caller = caller.min(self.nodes.len() - 1);
        let next = self.nodes.len();
        let node = *self.known.entry((caller, function.clone())).or_insert(next);
        if node == next {
            self.nodes.push(Node { function, children: Vec::new(), hits: 0, lines: FxHashMap::default() });
            self.nodes[caller].children.push(node);
        }
        node
    }

    /// A node below the root that is no function.
    pub fn named(&mut self, name: &str) -> usize {
        self.node(0, Function { name: name.to_owned(), file: String::new(), line: 0, column: 0 })
    }

    /// A node ran from the end of the last sample until now; `line`: where it stood.
    pub fn sample(&mut self, node: usize, until: u64, line: Option<u32>) {
        let Some(at) = self.nodes.get_mut(node) else { return };
        at.hits += 1;
        if let Some(line) = line {
            *at.lines.entry(line).or_default() += 1;
        }
        let last = self.samples.last().map_or(self.begin, |&(_, until)| until);
        self.samples.push((node, until.max(last)));
    }

    /// Whether nothing was ever seen to run.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Writes it as JSON. A reader takes a sample's node to run from the sample's time to the next one's.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut text = String::from("{\"nodes\":[");
        for (number, node) in self.nodes.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            text.push_str(&format!("\n{{\"id\":{},\"callFrame\":{{\"functionName\":", number + 1));
            json::string(&mut text, &node.function.name);
            text.push_str(",\"scriptId\":\"0\",\"url\":");
            let url = match node.function.file.starts_with('/') {
                true => format!("file://{}", node.function.file),
                false => node.function.file.clone(),
            };
            json::string(&mut text, &url);
            // The format counts lines and columns from 0, ticks of lines from 1.
            let (line, column) = (i64::from(node.function.line) - 1, i64::from(node.function.column) - 1);
            text.push_str(&format!(",\"lineNumber\":{line},\"columnNumber\":{column}}},\"hitCount\":{}", node.hits));
            if !node.children.is_empty() {
                let children: Vec<String> = node.children.iter().map(|child| (child + 1).to_string()).collect();
                text.push_str(&format!(",\"children\":[{}]", children.join(",")));
            }
            if !node.lines.is_empty() {
                let mut lines: Vec<_> = node.lines.iter().collect();
                lines.sort_unstable();
                let lines: Vec<String> =
                    lines.iter().map(|(line, ticks)| format!("{{\"line\":{line},\"ticks\":{ticks}}}")).collect();
                text.push_str(&format!(",\"positionTicks\":[{}]", lines.join(",")));
            }
            text.push('}');
            out.write_all(text.as_bytes())?;
            text.clear();
        }
        let end = self.samples.last().map_or(self.begin, |&(_, until)| until);
        text.push_str(&format!("],\n\"startTime\":{},\"endTime\":{},\n\"samples\":[", self.begin / 1000, end / 1000));
        let samples: Vec<String> = self.samples.iter().map(|(node, _)| (node + 1).to_string()).collect();
        text.push_str(&samples.join(","));
        text.push_str("],\n\"timeDeltas\":[");
        // A delta leads from the sample before to the sample's own time, which is when its node began to run.
        let mut begins = vec![self.begin];
        begins.extend(self.samples.iter().map(|&(_, until)| until));
        let mut last = self.begin / 1000;
        let deltas = begins.iter().take(self.samples.len()).map(|begin| {
            let delta = begin / 1000 - last;
            last = begin / 1000;
            delta.to_string()
        });
        text.push_str(&deltas.collect::<Vec<String>>().join(","));
        text.push_str("]}\n");
        out.write_all(text.as_bytes())
    }
}

/// The profile of an agent's recorded calls; None if the record holds no calls of it.
pub fn of_calls(trace: &Trace, agent: u16) -> Option<Profile> {
    let agent = trace.agent(agent)?;
    let timeline = Timeline::of(agent);
    let first = timeline.slices.iter().find(|slice| slice.kind == SliceKind::Call)?;
    let mut profile = Profile::new(timeline.slices.first().map_or(first.begin, |slice| slice.begin));
    let (idle, program) = (profile.named(IDLE), profile.named(PROGRAM));
    // What runs: nodes and ends of the open slices.
    let mut open: Vec<(usize, u64, usize)> = Vec::new();
    let top = |open: &[(usize, u64, usize)]| open.last().map_or(idle, |&(node, ..)| node);
    for slice in &timeline.slices {
        while open.last().is_some_and(|&(.., depth)| depth >= slice.depth) {
            if let Some((node, end, _)) = open.pop() {
                profile.sample(node, end, None);
            }
        }
        profile.sample(top(&open), slice.begin, None);
        let node = match (slice.kind, timeline.place(slice.place)) {
            (SliceKind::Call, place) => {
                let caller = open.last().map_or(0, |&(node, ..)| if node == program { 0 } else { node });
                let function = place.map_or(
                    Function { name: slice.name.clone(), file: String::new(), line: 0, column: 0 },
                    |place| Function {
                        name: slice.name.clone(),
                        file: place.file.to_owned(),
                        line: place.line,
                        column: place.column,
                    },
                );
                profile.node(caller, function)
            }
            _ => program,
        };
        open.push((node, slice.end, slice.depth));
    }
    while let Some((node, end, _)) = open.pop() {
        profile.sample(node, end, None);
    }
    Some(profile)
}
