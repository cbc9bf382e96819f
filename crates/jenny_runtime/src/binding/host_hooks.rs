//! What the engine asks of its host, answered by the oracle, the time zone data and the list of rejections.

use std::rc::Rc;

use jenny_engine::Value;
use jenny_engine::agent::host::{HostHooks, RejectionOperation};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::rejections::Rejections;
use crate::event_loop::{EventLoop, Payload, TaskSource};
use crate::oracle::{Clock, MILLISECOND, Stream};

/// The payload of the task that calls the cleanup callbacks of finalization registries. It stands for no entry of the
/// callbacks, since it is queued in the middle of a collection.
pub const FINALIZATION: Payload = Payload(u64::MAX);

/// The hooks of one agent.
pub struct RuntimeHooks {
    event_loop: EventLoop,
    rejections: Rc<Rejections>,
    /// Read from the system at its first use.
    zone: Option<TimeZone>,
}

impl RuntimeHooks {
    pub fn new(event_loop: EventLoop, rejections: Rc<Rejections>) -> RuntimeHooks {
        RuntimeHooks { event_loop, rejections, zone: None }
    }
}

/// The wall clock of the zone at a local time; of a repeated one the earlier, of a skipped one as before the gap (ECMA-262 21.4.1.25).
fn at_local_time(zone: &TimeZone, local: f64) -> Option<Timestamp> {
    let naive: civil::DateTime = TimeZone::UTC.to_datetime(moment(local)?);
    zone.to_timestamp(naive).ok()
}

fn moment(milliseconds: f64) -> Option<Timestamp> {
    let edges = (Timestamp::MIN.as_millisecond() as f64 + 1e8, Timestamp::MAX.as_millisecond() as f64 - 1e8);
    Timestamp::from_millisecond(milliseconds.clamp(edges.0, edges.1) as i64).ok()
}

impl HostHooks for RuntimeHooks {
    fn now(&mut self) -> f64 {
        (self.event_loop.now(Clock::Wall) / MILLISECOND) as f64
    }

    fn random(&mut self, stream: &'static str, out: &mut [u8]) {
        let stream = match stream {
            "Math.random" => Stream::MathRandom,
            "crypto" => Stream::Crypto,
            "hash" => Stream::HashSeed,
            other => {
                Stream::Other(other.bytes().fold(0, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))))
            }
        };
        self.event_loop.rand(stream, out);
    }

    fn local_offset(&mut self, t: f64, is_utc: bool) -> (f64, String) {
        let zone = self.zone.get_or_insert_with(TimeZone::system);
        let at = if is_utc { moment(t) } else { at_local_time(zone, t) };
        let Some(at) = at else { return (0.0, "UTC".into()) };
        let info = zone.to_offset_info(at);
        let name = match info.abbreviation() {
            "UTC" => "Coordinated Universal Time",
            "GMT" => "Greenwich Mean Time",
            other => other,
        };
        (f64::from(info.offset().seconds()) * 1000.0, name.to_owned())
    }

    fn time_zone(&mut self) -> String {
        let zone = self.zone.get_or_insert_with(TimeZone::system);
        match zone.iana_name() {
            Some(name) => name.to_owned(),
            // A fixed offset, or a zone file without a name: the offset of now, to the minute.
            None => {
                let now = self.event_loop.now(Clock::Wall) / MILLISECOND;
                let seconds = moment(now as f64).map_or(0, |at| zone.to_offset(at).seconds());
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }

    fn promise_rejection(&mut self, promise: Value, operation: RejectionOperation) {
        self.rejections.track(promise, operation);
    }

    fn finalization_ready(&mut self) {
        self.event_loop.queue_task(TaskSource::JavaScriptEngine, 0, FINALIZATION);
    }

    fn can_suspend(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_repeated_hours() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let hour = 3_600_000.0;
        // 2024-03-31 02:30 does not exist: it is read with the offset before the gap, as 03:30 summer time.
        let gap = 1_711_852_200_000.0;
        let at = at_local_time(&zone, gap).unwrap();
        assert_eq!(at.as_millisecond() as f64, gap - hour);
        // 2024-10-27 02:30 happens twice: the first counts, two hours ahead of UTC.
        let twice = 1_729_996_200_000.0;
        assert_eq!(at_local_time(&zone, twice).unwrap().as_millisecond() as f64, twice - 2.0 * hour);
        assert!(moment(8.64e15).is_some() && moment(-8.64e15).is_some());
    }
}
