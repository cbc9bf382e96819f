//! The loop of an agent without a runtime: jobs, timers, and waits of `Atomics.waitAsync` that other threads end.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use jenny_engine::agent::host::{AsyncWaits, HostHooks, RejectionOperation};
use jenny_engine::builtins::atomics::finish_async_wait;
use jenny_engine::embed::{HeldValue, PropertySpec, install as install_rows, method};
use jenny_engine::{Agent, Args, JsResult, Value};

use crate::oracle::{Clock, MILLISECOND, Oracle, RealOracle, Stream, VTime};

/// The longest sleep of the loop, after which it looks whether the agent is asked to end.
const LONGEST_SLEEP: Duration = Duration::from_millis(50);

/// Hooks of a bare agent: the machine's clocks and randomness, no time zones.
pub struct AgentHost {
    oracle: RealOracle,
    can_suspend: bool,
}

impl AgentHost {
    /// `can_suspend`: whether `Atomics.wait` may block.
    pub fn new(can_suspend: bool) -> AgentHost {
        AgentHost { oracle: RealOracle::new(), can_suspend }
    }
}

impl HostHooks for AgentHost {
    fn now(&mut self) -> f64 {
        (self.oracle.now(Clock::Wall) / MILLISECOND) as f64
    }
    fn random(&mut self, _: &'static str, out: &mut [u8]) {
        self.oracle.rand(Stream::MathRandom, out);
    }
    fn local_offset(&mut self, _: f64, _: bool) -> (f64, String) {
        (0.0, "UTC".into())
    }
    fn promise_rejection(&mut self, _: Value, _: RejectionOperation) {}
    fn can_suspend(&self) -> bool {
        self.can_suspend
    }
}

/// Waits that other threads have ended.
#[derive(Default)]
struct Mailbox {
    ended: Mutex<VecDeque<u64>>,
    arrival: Condvar,
}

enum Due {
    Callback(HeldValue),
    Wait(u64),
}

struct Timer {
    due: VTime,
    number: u64,
    what: Due,
}

/// The loop of one agent.
pub struct SmallLoop {
    clock: RefCell<RealOracle>,
    mailbox: Arc<Mailbox>,
    timers: RefCell<Vec<Timer>>,
    timer_count: Cell<u64>,
    /// Waits that have begun and not ended.
    waits: RefCell<Vec<u64>>,
}

struct Waits(Rc<SmallLoop>);

impl AsyncWaits for Waits {
    fn begin(&self, _: &mut Agent, wait: u64, timeout: Option<f64>) -> Box<dyn FnOnce() + Send> {
        self.0.waits.borrow_mut().push(wait);
        if let Some(timeout) = timeout {
            self.0.set_timer(timeout, Due::Wait(wait));
        }
        let mailbox = self.0.mailbox.clone();
        Box::new(move || {
            mailbox.ended.lock().unwrap_or_else(PoisonError::into_inner).push_back(wait);
            mailbox.arrival.notify_all();
        })
    }
}

static GLOBALS: &[PropertySpec] = &[method("setTimeout", set_timeout, 2)];

fn set_timeout(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let delay = args.get(1).to_number(agent)?;
    let callback = HeldValue::new(agent, args.get(0));
    let Some(small_loop) = agent.existing_state::<SmallLoop>() else { return Ok(Value::UNDEFINED) };
    Ok(Value::number(small_loop.set_timer(delay, Due::Callback(callback)) as f64))
}

impl SmallLoop {
    /// Gives an agent such a loop, `setTimeout` included.
    pub fn install(agent: &mut Agent) -> Rc<SmallLoop> {
        let small_loop = Rc::new(SmallLoop {
            clock: RefCell::new(RealOracle::new()),
            mailbox: Arc::default(),
            timers: RefCell::default(),
            timer_count: Cell::new(0),
            waits: RefCell::default(),
        });
        agent.set_state(small_loop.clone());
        agent.async_waits = Some(Rc::new(Waits(small_loop.clone())));
        let global = agent.realm().global_object();
        install_rows(agent, global, GLOBALS);
        small_loop
    }

    fn now(&self) -> VTime {
        self.clock.borrow_mut().now(Clock::Monotonic)
    }

    fn set_timer(&self, delay: f64, what: Due) -> u64 {
        // The casts saturate, and take NaN to 0.
        let due = self.now().saturating_add((delay.max(0.0) * MILLISECOND as f64) as VTime);
        let number = self.timer_count.get() + 1;
        self.timer_count.set(number);
        self.timers.borrow_mut().push(Timer { due, number, what });
        number
    }

    /// Runs jobs, and what comes due, until nothing is left to wait for, `done` says so or the agent is asked to end.
    pub fn run(&self, agent: &mut Agent, done: &mut dyn FnMut() -> bool) {
        loop {
            agent.run_jobs(&mut |_, _| {});
            if done() || agent.poll_interrupts().is_err() {
                return;
            }
            let ended = self.mailbox.ended.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            if let Some(wait) = ended {
                self.end_wait(agent, wait);
                continue;
            }
            match self.take_due() {
                Some(Due::Wait(wait)) => self.end_wait(agent, wait),
                Some(Due::Callback(callback)) => {
                    if agent.call(callback.get(), Value::UNDEFINED, &[]).is_err() && !agent.is_terminating() {
                        // As in a browser's loop, the error of a callback ends nothing.
                        agent.take_pending_exception();
                    }
                }
                None if self.timers.borrow().is_empty() && self.waits.borrow().is_empty() => return,
                None => self.sleep(),
            }
        }
    }

    fn end_wait(&self, agent: &mut Agent, wait: u64) {
        self.waits.borrow_mut().retain(|other| *other != wait);
        self.timers.borrow_mut().retain(|timer| !matches!(timer.what, Due::Wait(other) if other == wait));
        finish_async_wait(agent, wait);
    }

    fn take_due(&self) -> Option<Due> {
        let now = self.now();
        let mut timers = self.timers.borrow_mut();
        let (index, _) = timers.iter().enumerate().min_by_key(|(_, timer)| (timer.due, timer.number))?;
        (timers[index].due <= now).then(|| timers.swap_remove(index).what)
    }

    fn sleep(&self) {
        let next = self.timers.borrow().iter().map(|timer| timer.due).min();
        let left = next.map_or(LONGEST_SLEEP, |due| Duration::from_nanos(due.saturating_sub(self.now())));
        let ended = self.mailbox.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if ended.is_empty() {
            drop(self.mailbox.arrival.wait_timeout(ended, left.min(LONGEST_SLEEP)));
        }
    }
}
