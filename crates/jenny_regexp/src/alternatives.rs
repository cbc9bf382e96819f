//! Sharing the common beginnings of alternatives, so that a list of words is tried as a tree.
//!
//! Only one of several alternatives that begin with different characters can match at one place, so they may be
//! grouped by their first character; within a group the order stays. This holds only when matching forward.

use rustc_hash::FxHashMap;

use crate::node::Node;

/// Sets up to this size count as one character in several cases.
const MAX_CASES: usize = 4;

/// The alternatives regrouped, or `None` where that would change nothing.
pub(crate) fn share_beginnings(alternatives: &[Node]) -> Option<Vec<Node>> {
    let mut shared = Vec::new();
    let mut run = Run::default();
    for node in alternatives {
        let terms = terms(node);
        match terms.first().and_then(cases) {
            None => {
                run.flush(&mut shared);
                shared.push(node.clone());
            }
            Some(cases) => {
                if !run.add(terms, &cases) {
                    run.flush(&mut shared);
                    run.add(terms, &cases);
                }
            }
        }
    }
    run.flush(&mut shared);
    (shared.len() < alternatives.len()).then_some(shared)
}

fn terms(node: &Node) -> &[Node] {
    match node {
        Node::Seq(nodes) => nodes,
        other => std::slice::from_ref(other),
    }
}

/// The characters of a term that is one character.
fn cases(node: &Node) -> Option<Vec<u32>> {
    match node {
        Node::Char(c) => Some(vec![*c]),
        Node::Set(set) if (1..=MAX_CASES).contains(&set.len()) => Some(set.code_points().collect()),
        _ => None,
    }
}

/// Neighbouring alternatives that begin with a character, grouped by it.
#[derive(Default)]
struct Run<'a> {
    groups: Vec<Vec<&'a [Node]>>,
    group_of: FxHashMap<u32, usize>,
}

impl<'a> Run<'a> {
    /// Adds an alternative; `false` if its first character overlaps with another one without being the same.
    fn add(&mut self, terms: &'a [Node], cases: &[u32]) -> bool {
        let known: Vec<usize> = cases.iter().filter_map(|c| self.group_of.get(c).copied()).collect();
        match known[..] {
            [] => {
                self.group_of.extend(cases.iter().map(|&c| (c, self.groups.len())));
                self.groups.push(vec![terms]);
                true
            }
            [group, ..] if self.groups[group][0][0] == terms[0] => {
                self.groups[group].push(terms);
                true
            }
            _ => false,
        }
    }

    fn flush(&mut self, out: &mut Vec<Node>) {
        self.group_of.clear();
        for group in self.groups.drain(..) {
            let (first, others) = (group[0], &group[1..]);
            if others.is_empty() {
                out.push(Node::seq(first.to_vec()));
                continue;
            }
            let common = first
                .iter()
                .enumerate()
                .take_while(|(i, term)| {
                    cases(term).is_some() && others.iter().all(|other| other.get(*i) == Some(*term))
                })
                .count();
            let rests = group.iter().map(|terms| Node::seq(terms[common..].to_vec())).collect();
            let mut terms = first[..common].to_vec();
            terms.push(Node::alt(rests));
            out.push(Node::seq(terms));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Flags;
    use crate::parser::parse;

    fn node_of(pattern: &str, flags: Flags) -> Node {
        parse(&pattern.encode_utf16().collect::<Vec<_>>(), flags).expect("a pattern").node
    }

    #[test]
    fn regrouped_like_written_by_hand() {
        let cases = [
            ("abc|abd|x|abe", Some("ab[c-e]|x")),
            ("for|if|foreach|in", Some("for(?:|each)|i[fn]")),
            ("ab|a*|ac", None),
            ("ab|[ax]c|ad", None),
            ("ab|cd|ef", None),
            ("aa|b|aa|bc", Some("aa(?:|)|b(?:|c)")),
        ];
        let plain = Flags::default();
        for flags in [plain, Flags { ignore_case: true, ..plain }] {
            for (pattern, by_hand) in cases {
                let Node::Alt(nodes) = node_of(pattern, flags) else { panic!("{pattern}") };
                let expected = by_hand.map(|by_hand| node_of(by_hand, flags));
                assert_eq!(share_beginnings(&nodes).map(Node::Alt), expected, "{pattern}");
            }
        }
    }
}
