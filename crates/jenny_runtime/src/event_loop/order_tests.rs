//! Order litmus tests: small programs of callbacks against the log that the contract demands.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::mpsc;

use super::*;
use crate::oracle::{MILLISECOND, RealOracle, Strategy, VirtualOracle};

type Callback = Rc<dyn Fn(&World)>;

/// A host whose callbacks are closures that log what runs.
#[derive(Clone)]
struct World {
    event_loop: EventLoop,
    callbacks: Rc<RefCell<Vec<Callback>>>,
    jobs: Rc<RefCell<VecDeque<Callback>>>,
    log: Rc<RefCell<Vec<String>>>,
    before_exit: Rc<RefCell<Option<Callback>>>,
    exit: Rc<Cell<Option<i32>>>,
}

impl World {
    fn new(oracle: impl Oracle + 'static) -> World {
        World {
            event_loop: EventLoop::new(AgentId(0), Box::new(oracle)),
            callbacks: Rc::default(),
            jobs: Rc::default(),
            log: Rc::default(),
            before_exit: Rc::default(),
            exit: Rc::default(),
        }
    }

    fn register(&self, callback: impl Fn(&World) + 'static) -> Payload {
        self.callbacks.borrow_mut().push(Rc::new(callback));
        Payload(self.callbacks.borrow().len() as u64 - 1)
    }

    fn say(&self, what: impl Into<String>) {
        self.log.borrow_mut().push(what.into());
    }

    fn timeout(&self, ms: u32, callback: impl Fn(&World) + 'static) -> TimerId {
        self.event_loop.set_timer(timer_duration(f64::from(ms)), false, self.register(callback))
    }

    fn interval(&self, ms: u32, callback: impl Fn(&World) + 'static) -> TimerId {
        self.event_loop.set_timer(ms, true, self.register(callback))
    }

    fn immediate(&self, callback: impl Fn(&World) + 'static) -> ImmediateId {
        self.event_loop.set_immediate(self.register(callback))
    }

    fn tick(&self, callback: impl Fn(&World) + 'static) {
        self.event_loop.queue_tick(self.register(callback));
    }

    fn job(&self, callback: impl Fn(&World) + 'static) {
        self.jobs.borrow_mut().push_back(Rc::new(callback));
    }

    /// An operation that has finished by the next poll.
    fn io(&self, callback: impl Fn(&World) + 'static) -> OperationId {
        let spec = OperationSpec::new(OperationKind::Fs, TaskSource::FileIo, self.register(callback));
        let (id, poster) = self.event_loop.start_external(spec);
        poster.finish(());
        id
    }

    fn call(&self, payload: Payload) -> Flow {
        let callback = self.callbacks.borrow()[payload.0 as usize].clone();
        callback(self);
        match self.exit.get() {
            Some(code) => Flow::Break(code),
            None => Flow::Continue(()),
        }
    }

    /// Runs `entry` as the entry script and the loop after it; answers the log.
    fn run(self, entry: impl Fn(&World) + 'static) -> Vec<String> {
        let payload = self.register(entry);
        let mut host = self.clone();
        let event_loop = self.event_loop.clone();
        if event_loop.run_entry(&mut host, payload).is_continue() {
            let _ = event_loop.run(&mut host);
        }
        Rc::try_unwrap(self.log).map_or_else(|log| log.borrow().clone(), RefCell::into_inner)
    }
}

impl Host for World {
    fn run_task(&mut self, task: Task) -> Flow {
        self.call(task.payload)
    }

    fn run_tick(&mut self, payload: Payload) -> Flow {
        self.call(payload)
    }

    fn run_microtasks(&mut self) -> Flow {
        loop {
            let job = self.jobs.borrow_mut().pop_front();
            let Some(job) = job else {
                return Flow::Continue(());
            };
            job(self);
        }
    }

    fn has_microtasks(&self) -> bool {
        !self.jobs.borrow().is_empty()
    }

    fn before_exit(&mut self) -> Flow {
        let callback = self.before_exit.borrow_mut().take();
        if let Some(callback) = callback {
            callback(self);
        }
        Flow::Continue(())
    }
}

fn natural() -> World {
    World::new(VirtualOracle::new(Strategy::Natural, 0))
}

fn check(entry: impl Fn(&World) + 'static, expected: &str) {
    assert_eq!(natural().run(entry).join(" "), expected);
}

macro_rules! say {
    ($what:expr) => {
        |world: &World| world.say($what)
    };
}

#[test]
fn script_then_ticks_then_jobs_then_tasks() {
    check(
        |world| {
            world.timeout(0, say!("timeout"));
            world.immediate(say!("immediate"));
            world.job(|world| {
                world.say("job");
                world.tick(say!("tick-of-job"));
                world.job(say!("job-of-job"));
            });
            world.tick(|world| {
                world.say("tick");
                world.tick(say!("tick-of-tick"));
                world.job(say!("job-of-tick"));
            });
            world.say("script");
        },
        "script tick tick-of-tick job job-of-tick job-of-job tick-of-job immediate timeout",
    );
}

#[test]
fn timers_run_in_due_order_and_equal_ones_in_order_of_starting() {
    check(
        |world| {
            world.timeout(3, say!("c"));
            world.timeout(1, say!("a"));
            world.timeout(0, say!("b"));
            world.timeout(3, say!("d"));
            world.timeout(2, |world| {
                world.say("m");
                world.timeout(1, say!("e"));
            });
        },
        "a b m c d e",
    );
}

#[test]
fn a_checkpoint_follows_every_timer_callback() {
    check(
        |world| {
            for name in ["1", "2"] {
                world.timeout(1, move |world| {
                    world.say(format!("timer{name}"));
                    world.job(move |world| world.say(format!("job{name}")));
                    world.tick(move |world| world.say(format!("tick{name}")));
                });
            }
        },
        "timer1 tick1 job1 timer2 tick2 job2",
    );
}

#[test]
fn an_immediate_of_an_io_callback_comes_before_a_timer_of_it() {
    check(
        |world| {
            world.io(|world| {
                world.say("io");
                world.timeout(0, say!("timeout"));
                world.immediate(say!("immediate"));
            });
        },
        "io immediate timeout",
    );
}

#[test]
fn immediates_queued_by_immediates_wait_for_the_next_turn_after_io() {
    check(
        |world| {
            world.immediate(|world| {
                world.say("i1");
                world.immediate(say!("i3"));
                world.io(say!("io"));
            });
            world.immediate(say!("i2"));
        },
        "i1 i2 io i3",
    );
}

#[test]
fn a_cleared_callback_never_runs() {
    check(
        |world| {
            let second = world.timeout(2, say!("never"));
            world.timeout(1, move |world| {
                world.event_loop.clear_timer(second);
                world.say("cleared");
            });
            let immediate = Rc::new(Cell::new(ImmediateId(0)));
            let target = immediate.clone();
            world.immediate(move |world| {
                world.say("first");
                assert!(world.event_loop.clear_immediate(target.get()).is_some());
            });
            immediate.set(world.immediate(say!("never")));
        },
        "first cleared",
    );
}

#[test]
fn an_interval_repeats_from_the_end_of_its_callback_until_cleared() {
    check(
        |world| {
            let id = Rc::new(Cell::new(None));
            let (count, own) = (Rc::new(Cell::new(0)), id.clone());
            id.set(Some(world.interval(10, move |world| {
                count.set(count.get() + 1);
                world.say(format!("{}@{}", count.get(), world.event_loop.now(Clock::Monotonic) / MILLISECOND));
                if count.get() == 3 {
                    world.event_loop.clear_timer(own.get().unwrap());
                }
            })));
        },
        "1@10 2@20 3@30",
    );
}

#[test]
fn what_is_unreferenced_keeps_nothing_alive_but_runs_while_the_loop_lives() {
    check(
        |world| {
            let early = world.timeout(1, say!("early"));
            let late = world.timeout(9, say!("late"));
            world.event_loop.set_timer_ref(early, false);
            world.event_loop.set_timer_ref(late, false);
            world.timeout(5, say!("end"));
        },
        "early end",
    );
}

#[test]
fn close_callbacks_run_after_immediates() {
    check(
        |world| {
            world.io(|world| {
                let payload = world.register(say!("close"));
                world.event_loop.queue_task(TaskSource::Close, 0, payload);
                world.immediate(say!("immediate"));
                world.timeout(0, say!("timeout"));
            });
        },
        "immediate close timeout",
    );
}

#[test]
fn before_exit_may_start_more_work() {
    let world = natural();
    *world.before_exit.borrow_mut() = Some(Rc::new(|world: &World| {
        world.say("beforeExit");
        world.timeout(1, say!("more"));
    }));
    assert_eq!(world.run(say!("script")).join(" "), "script beforeExit more");
}

#[test]
fn exit_stops_everything_at_once() {
    check(
        |world| {
            world.timeout(1, |world| {
                world.say("last");
                world.exit.set(Some(3));
                world.tick(say!("never"));
            });
            world.timeout(1, say!("never"));
        },
        "last",
    );
}

#[test]
fn a_cancelled_operation_delivers_nothing_even_if_it_had_arrived() {
    check(
        |world| {
            let cancelled = Rc::new(Cell::new(None));
            let own = cancelled.clone();
            world.io(move |world| {
                world.say("first");
                assert!(world.event_loop.cancel_operation(own.get().unwrap()).is_some());
            });
            cancelled.set(Some(world.io(say!("never"))));
            world.io(say!("third"));
        },
        "first third",
    );
}

#[test]
fn tasks_of_one_channel_keep_their_order_under_every_choice() {
    for seed in 0..200 {
        let log = World::new(VirtualOracle::new(Strategy::Random(seed), 0)).run(|world| {
            for (port, name) in [(1, "a1"), (2, "b1"), (1, "a2"), (2, "b2"), (1, "a3")] {
                let payload = world.register(move |world| world.say(name));
                world.event_loop.queue_task(TaskSource::MessagePort, port, payload);
            }
        });
        let of = |port: &str| log.iter().filter(|name| name.starts_with(port)).cloned().collect::<Vec<_>>();
        assert_eq!(of("a"), ["a1", "a2", "a3"]);
        assert_eq!(of("b"), ["b1", "b2"]);
    }
}

#[test]
fn the_oracle_chooses_between_queues_and_is_not_asked_about_one() {
    let oracle = VirtualOracle::new(Strategy::Script(vec![1]), 0);
    let decisions = oracle.decisions();
    let log = World::new(oracle).run(|world| {
        world.io(say!("first"));
        world.io(say!("second"));
    });
    assert_eq!(log, ["second", "first"]);
    assert_eq!(decisions.borrow().len(), 1);
    assert_eq!(decisions.borrow()[0].alternatives.len(), 2);
}

#[test]
fn lost_work_ends_its_operation() {
    check(
        |world| {
            let payload = world.register(say!("ended"));
            let spec = OperationSpec::new(OperationKind::Net, TaskSource::Networking, payload);
            drop(world.event_loop.start_external(spec).1);
        },
        "ended",
    );
}

#[test]
fn the_observer_sees_whole_turns_in_dense_numbers() {
    struct Recorder(mpsc::Sender<LoopEvent>);
    impl LoopObserver for Recorder {
        fn event(&mut self, event: &LoopEvent) {
            let _ = self.0.send(event.clone());
        }
    }
    let run = || {
        let world = natural();
        let (sender, receiver) = mpsc::channel();
        world.event_loop.set_observer(Some(Box::new(Recorder(sender))));
        world.run(|world| {
            world.timeout(5, say!("t"));
            world.io(say!("io"));
        });
        receiver.try_iter().collect::<Vec<_>>()
    };
    let events = run();
    assert_eq!(events, run(), "two runs give the same events");
    let operation = |number| OperationId::new(AgentId(0), number);
    let has = |test: &dyn Fn(&LoopEvent) -> bool| events.iter().any(test);
    assert!(has(
        &|event| matches!(event, LoopEvent::Park { next_due: Some(due), pending: 0 } if *due <= 5 * MILLISECOND)
    ));
    assert!(has(
        &|event| matches!(event, LoopEvent::TaskQueue { trigger: Some(of), creator: None, .. } if *of == operation(1))
    ));
    assert!(has(&|event| matches!(event, LoopEvent::OperationEnd { operation: of } if *of == operation(0))));
    let digests = events.iter().filter_map(|event| match event {
        LoopEvent::TurnEnd { digest, .. } => Some((digest.timers, digest.tasks, digest.operations)),
        _ => None,
    });
    assert_eq!(digests.collect::<Vec<_>>(), [(1, 0, 1), (1, 0, 0), (0, 0, 0)], "the entry is turn 0");
}

#[test]
fn real_timers_are_never_early_and_the_loop_waits_for_real_operations() {
    let world = World::new(RealOracle::new());
    let log = world.run(|world| {
        let start = world.event_loop.now(Clock::Monotonic);
        for ms in [1, 7, 3] {
            world.timeout(ms, move |world| {
                assert!(world.event_loop.now(Clock::Monotonic) - start >= u64::from(ms) * MILLISECOND);
                world.say(format!("{ms}"));
            });
        }
        let payload = world.register(say!("blocking"));
        let spec = OperationSpec::new(OperationKind::Pool, TaskSource::Pool, payload);
        world
            .event_loop
            .start_blocking(spec, || std::thread::sleep(std::time::Duration::from_millis(30)))
            .expect("the reactor starts");
    });
    assert_eq!(log, ["1", "3", "7", "blocking"]);
}

#[test]
fn a_million_far_timers_are_cheap_to_set_and_clear() {
    let world = natural();
    let ids: Vec<_> = (0..1_000_000).map(|n| world.event_loop.set_timer(1000 + n % 7, false, Payload(0))).collect();
    for id in ids.iter().rev() {
        assert!(world.event_loop.clear_timer(*id).is_some());
    }
    assert_eq!(world.event_loop.pending(), (0, 0, 0));
    assert!(!world.event_loop.is_alive());
}

#[test]
fn inputs_become_user_interaction_tasks() {
    let mut oracle = VirtualOracle::new(Strategy::Natural, 0);
    oracle.push_input(crate::oracle::Input { target: 0, kind: "click".into(), data: Vec::new() });
    let world = World::new(oracle);
    assert_eq!(world.register(say!("click")), Payload(0), "the binding's number for the target");
    let log = world.run(|world| {
        world.timeout(1, say!("end"));
    });
    assert_eq!(log, ["click", "end"]);
}
