//! What a watched agent does at each event of its record: it hands on what it has told, and stops where it is asked to.

use jenny_engine::Agent;
use jenny_engine::agent::observer::AgentEvent;
use jenny_engine::function::Code;
use serde_json::{Value as Json, json};

use super::{Stops, Watch, snapshot};
use crate::event_loop::LoopEvent;
use crate::recording::AgentRecording;

/// Nanoseconds after which the page gets what a busy program has told.
const HAND_ON_AFTER: u64 = 25_000_000;

impl Watch {
    /// After an event of the loop was recorded.
    pub(crate) fn after_loop_event(&self, recording: &AgentRecording, event: &LoopEvent) {
        match event {
            // Whoever waits has time to tell the rest.
            LoopEvent::Park { next_due, .. } if next_due.is_none_or(|left| left > HAND_ON_AFTER) => recording.hand_on(),
            LoopEvent::Park { .. } | LoopEvent::TurnEnd { .. } => recording.hand_on_after(HAND_ON_AFTER),
            LoopEvent::TurnBegin { .. } => self.stop_at(recording, Stops::TURN, None),
            LoopEvent::TaskStart { .. } => self.stop_at(recording, Stops::TASK, None),
            _ => {}
        }
    }

    /// After an event of the agent was recorded.
    pub(crate) fn after_agent_event(&self, recording: &AgentRecording, agent: &Agent, event: &AgentEvent) {
        match event {
            // What the runtime's own modules call is no step of the program's.
            AgentEvent::Call if !agent.active_code().is_some_and(|code| is_of_program(&code)) => {}
            AgentEvent::Call | AgentEvent::Interrupt => self.stop_at(recording, Stops::CALL, Some(agent)),
            AgentEvent::AtomicsWait { .. } => recording.hand_on(),
            _ => {}
        }
    }

    /// After the start of a job was recorded.
    #[cold]
    pub(crate) fn after_job_start(&self, recording: &AgentRecording) {
        self.stop_at(recording, Stops::MICROTASK, None);
    }

    /// After the start of a `process.nextTick` callback was recorded.
    pub(crate) fn after_tick_start(&self, recording: &AgentRecording) {
        self.stop_at(recording, Stops::MICROTASK, None);
    }

    fn stop_at(&self, recording: &AgentRecording, moment: Stops, inside: Option<&Agent>) {
        self.reached(recording.agent(), moment, || {
            let place = match inside {
                None => json!({}),
                Some(agent) => snapshot::take(agent),
            };
            recording.hand_on();
            with_events(place, recording.events())
        });
    }
}

fn is_of_program(code: &Code) -> bool {
    !jenny_engine::error::is_internal_source(&code.template().source.name)
}

/// The same with the number of events that were told when the agent stopped.
fn with_events(mut place: Json, events: u64) -> Json {
    place["events"] = events.into();
    place
}
