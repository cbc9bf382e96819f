//! `setImmediate`: a queue numbered by place, so that clearing needs no search.

use std::collections::VecDeque;

use super::{OperationId, OperationKind, Payload, PendingOperation};

/// An immediate; its place in the agent's count of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImmediateId(pub u64);

#[derive(Clone, Copy, Debug)]
pub(super) struct Immediate {
    pub payload: Payload,
    pub operation: OperationId,
    cleared: bool,
    referenced: bool,
}

/// The immediates that wait for the next check phase.
#[derive(Debug, Default)]
pub(super) struct Immediates {
    queue: VecDeque<Immediate>,
    /// The number of the queue's first place.
    base: u64,
    live: usize,
    referenced: usize,
}

impl Immediates {
    pub fn set(&mut self, payload: Payload, operation: OperationId) -> ImmediateId {
        self.queue.push_back(Immediate { payload, operation, cleared: false, referenced: true });
        self.live += 1;
        self.referenced += 1;
        ImmediateId(self.end() - 1)
    }

    fn get(&mut self, id: ImmediateId) -> Option<&mut Immediate> {
        let place = id.0.checked_sub(self.base)?;
        self.queue.get_mut(usize::try_from(place).ok()?).filter(|immediate| !immediate.cleared)
    }

    pub fn clear(&mut self, id: ImmediateId) -> Option<(Payload, OperationId)> {
        let immediate = self.get(id)?;
        immediate.cleared = true;
        let answer = (immediate.payload, immediate.operation);
        let referenced = immediate.referenced;
        self.live -= 1;
        self.referenced -= usize::from(referenced);
        Some(answer)
    }

    /// Gives `visit` every immediate's operation.
    pub fn each_operation(&self, visit: impl FnMut(OperationId)) {
        self.queue.iter().filter(|immediate| !immediate.cleared).map(|immediate| immediate.operation).for_each(visit);
    }

    /// Gives `visit` every immediate with what is known of it.
    pub fn each_pending(&self, mut visit: impl FnMut(PendingOperation)) {
        for immediate in self.queue.iter().filter(|immediate| !immediate.cleared) {
            visit(PendingOperation {
                operation: immediate.operation,
                kind: OperationKind::Immediate,
                payload: immediate.payload,
                referenced: immediate.referenced,
                due: None,
                repeats: false,
            });
        }
    }

    /// Answers the immediate's operation.
    pub fn set_referenced(&mut self, id: ImmediateId, referenced: bool) -> Option<OperationId> {
        let immediate = self.get(id)?;
        let before = std::mem::replace(&mut immediate.referenced, referenced);
        let operation = immediate.operation;
        self.referenced = self.referenced + usize::from(referenced) - usize::from(before);
        Some(operation)
    }

    pub fn is_referenced(&mut self, id: ImmediateId) -> Option<bool> {
        self.get(id).map(|immediate| immediate.referenced)
    }

    /// The number that the next one set will get: the end of a batch.
    pub fn end(&self) -> u64 {
        self.base + self.queue.len() as u64
    }

    /// Takes the next one that is not cleared and comes before `end`.
    pub fn pop_before(&mut self, end: u64) -> Option<Immediate> {
        while self.base < end {
            let immediate = self.queue.pop_front()?;
            self.base += 1;
            if !immediate.cleared {
                self.live -= 1;
                self.referenced -= usize::from(immediate.referenced);
                return Some(immediate);
            }
        }
        None
    }

    pub fn len(&self) -> usize {
        self.live
    }

    pub fn referenced(&self) -> usize {
        self.referenced
    }
}

#[cfg(test)]
mod tests {
    use super::super::AgentId;
    use super::*;

    #[test]
    fn a_batch_ends_where_it_began_to_run() {
        let mut immediates = Immediates::default();
        let operation = OperationId::new(AgentId(0), 0);
        let ids: Vec<_> = (0..3).map(|n| immediates.set(Payload(n), operation)).collect();
        let end = immediates.end();
        immediates.clear(ids[1]);
        assert_eq!(immediates.clear(ids[1]), None);
        let mut ran = Vec::new();
        while let Some(immediate) = immediates.pop_before(end) {
            ran.push(immediate.payload.0);
            immediates.set(Payload(9), operation);
        }
        assert_eq!((ran, immediates.len(), immediates.referenced()), (vec![0, 2], 2, 2));
        assert_eq!(immediates.clear(ids[0]), None);
    }
}
