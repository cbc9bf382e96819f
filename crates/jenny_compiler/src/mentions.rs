//! Who mentions which name, while scopes are open: what is not resolved in a scope travels outwards from one to the next.

use crate::scope_analysis::{Binding, Mention, ScopeId};
use rustc_hash::FxHashMap;

/// The mentions of names in the scopes that are open, as far as they are not resolved: those of inner scopes behind those of
/// outer ones, one for each name and scope.
#[derive(Default)]
pub struct Mentions<'a> {
    ids: FxHashMap<&'a str, u32>,
    /// by id
    pub names: Vec<SeenName<'a>>,
    /// the mentions
    pub open: Vec<OpenMention>,
}

/// A name that is mentioned somewhere.
pub struct SeenName<'a> {
    /// the name
    pub name: &'a str,
    /// its mention in the innermost scope that has one; [`NOWHERE`] if none has
    pub innermost: u32,
    /// the last scope left that bound it, and where
    pub bound_in: Option<ScopeId>,
    /// see `bound_in`
    pub bound_at: u32,
}

/// What is known of the mentions of a name in an open scope.
#[derive(Clone, Copy)]
pub struct OpenMention {
    /// the scope
    pub scope: ScopeId,
    /// id of the name
    pub name: u32,
    /// what is known
    pub mention: Mention,
    /// the mention of the same name in the next outer scope that has one, or [`NOWHERE`]
    pub below: u32,
}

/// No place among the open mentions.
const NOWHERE: u32 = u32::MAX;

impl<'a> Mentions<'a> {
    /// Adds what is known of a name in the innermost open scope.
    pub fn note(&mut self, scope: ScopeId, name: &'a str, mention: Mention) {
        let names = &mut self.names;
        let id = *self.ids.entry(name).or_insert_with(|| {
            names.push(SeenName { name, innermost: NOWHERE, bound_in: None, bound_at: 0 });
            names.len() as u32 - 1
        });
        let seen = &mut self.names[id as usize];
        let below = seen.innermost;
        match self.open.get_mut(below as usize) {
            Some(known) if known.scope == scope => known.mention.add(mention),
            _ => {
                seen.innermost = self.open.len() as u32;
                self.open.push(OpenMention { scope, name: id, mention, below });
            }
        }
    }

    /// Whether a name is mentioned in the innermost open scope.
    pub fn has(&self, scope: ScopeId, name: &str) -> bool {
        let at = self.ids.get(name).map_or(NOWHERE, |&id| self.names[id as usize].innermost);
        self.open.get(at as usize).is_some_and(|mention| mention.scope == scope)
    }

    /// Forgets the mentions of a name in the innermost open scope; whether there were any.
    pub fn take(&mut self, scope: ScopeId, name: &str) -> bool {
        if !self.has(scope, name) {
            return false;
        }
        let seen = &mut self.names[self.ids[name] as usize];
        let at = seen.innermost as usize;
        seen.innermost = self.open.swap_remove(at).below;
        // What was last is of the same scope.
        if let Some(moved) = self.open.get(at) {
            self.names[moved.name as usize].innermost = at as u32;
        }
        true
    }

    /// The scope that is being left binds these.
    pub fn bind(&mut self, scope: ScopeId, bindings: &[Binding<'a>]) {
        for (binding, at) in bindings.iter().zip(0..) {
            if let Some(&id) = self.ids.get(binding.name) {
                let seen = &mut self.names[id as usize];
                (seen.bound_in, seen.bound_at) = (Some(scope), at);
            }
        }
    }
}
