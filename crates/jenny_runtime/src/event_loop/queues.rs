//! The task queues: one arrival order, in which each source and channel forms a queue of its own.

use std::collections::VecDeque;

use super::{Task, TaskId, TaskSource};
use crate::oracle::{AltId, Oracle, Point};

/// Tasks that are ready to run, oldest first.
#[derive(Debug, Default)]
pub(super) struct TaskQueues {
    ready: VecDeque<Task>,
}

impl TaskQueues {
    pub fn push(&mut self, task: Task) {
        self.ready.push_back(task);
    }

    pub fn len(&self) -> usize {
        self.ready.len()
    }

    /// Takes the next task whose number is below `limit`. HTML lets the loop choose a queue in an
    /// implementation-defined manner and then obliges it to take that queue's first task: so the alternatives are
    /// the first tasks of all queues, and the natural choice is the oldest.
    pub fn take(&mut self, limit: u64, oracle: &mut dyn Oracle) -> Option<Task> {
        if oracle.is_natural() {
            self.ready.front().filter(|task| task.id.number() < limit)?;
            return self.ready.pop_front();
        }
        let mut heads: Vec<usize> = Vec::new();
        for (index, task) in self.ready.iter().enumerate().take_while(|(_, task)| task.id.number() < limit) {
            let same_queue = |&head: &usize| {
                let head = &self.ready[head];
                head.source == task.source && head.channel == task.channel
            };
            if !heads.iter().any(same_queue) {
                heads.push(index);
            }
        }
        let chosen = match heads.len() {
            0 => return None,
            1 => 0,
            count => {
                let alternatives: Vec<AltId> = heads.iter().map(|&head| AltId(self.ready[head].id.bits())).collect();
                oracle.choose(Point::TaskSource, &alternatives).min(count - 1)
            }
        };
        self.ready.remove(heads[chosen])
    }

    /// Takes out every task that `test` picks, and answers their ids.
    pub fn remove(&mut self, mut test: impl FnMut(&Task) -> bool) -> Vec<TaskId> {
        let mut removed = Vec::new();
        self.ready.retain(|task| {
            let gone = test(task);
            if gone {
                removed.push(task.id);
            }
            !gone
        });
        removed
    }

    /// The sources of the queued tasks, in order.
    pub fn sources(&self) -> Vec<TaskSource> {
        self.ready.iter().map(|task| task.source).collect()
    }

    /// Gives `visit` every queued task, in order.
    pub fn each_task(&self, visit: impl FnMut(TaskId)) {
        self.ready.iter().map(|task| task.id).for_each(visit);
    }
}
