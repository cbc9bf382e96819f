// scheduler.postTask and yield, TaskController, TaskSignal (Prioritized Task Scheduling).
'use strict';
const { load, exposeMembers } = require;
const { Event, setTrusted, defineHandler } = load('events');
const { AbortSignal, AbortController } = load('abort');

const priorities = ['user-blocking', 'user-visible', 'background'];

function priorityOf(value) {
  const text = `${value}`;
  if (!priorities.includes(text)) throw new TypeError(`The provided value '${text}' is not a valid enum value of type TaskPriority.`);
  return text;
}

class TaskPriorityChangeEvent extends Event {
  #previous;
  constructor(type, init) {
    if (arguments.length < 2) throw new TypeError('TaskPriorityChangeEvent: 2 arguments are needed');
    super(type, init);
    this.#previous = priorityOf(init?.previousPriority);
  }
  get previousPriority() { return this.#previous; }
  get [Symbol.toStringTag]() { return 'TaskPriorityChangeEvent'; }
}

let setPriority, stampSignal;

/** Puts the private state of a TaskSignal on an AbortSignal. */
class Stamp { constructor(object) { return object; } }
class TaskState extends Stamp {
  // `source` is whose priority it has, a signal with one of its own; `followers` are in the order of their making.
  #priority; #changing = false; #source; #followers = [];
  static {
    stampSignal = (signal, priority) => { new TaskState(signal).#priority = priority; return signal; };
    TaskState.priority = (signal) => signal.#priority;
    TaskState.has = (object) => typeof object === 'object' && object !== null && #priority in object;
    TaskState.follow = (signal, source) => {
      signal.#source = source.#source ?? source;
      signal.#source.#followers.push(new WeakRef(signal));
    };
    setPriority = (signal, priority) => {
      if (signal.#changing) throw new DOMException('The priority is being changed', 'NotAllowedError');
      if (signal.#priority === priority) return;
      signal.#changing = true;
      const previousPriority = signal.#priority;
      signal.#priority = priority;
      requeue(signal);
      signal.dispatchEvent(setTrusted(new TaskPriorityChangeEvent('prioritychange', { previousPriority })));
      for (const it of signal.#followers) { const follower = it.deref(); if (follower !== undefined) setPriority(follower, priority); }
      signal.#changing = false;
    };
  }
}

class TaskSignal extends AbortSignal {
  get priority() { return TaskState.priority(this); }
  static any(signals, init = undefined) {
    const signal = Object.setPrototypeOf(AbortSignal.any(signals), TaskSignal.prototype);
    const wish = init?.priority ?? 'user-visible';
    if (typeof wish === 'object' && TaskState.has(wish)) {
      stampSignal(signal, TaskState.priority(wish));
      TaskState.follow(signal, wish);
      return signal;
    }
    return stampSignal(signal, priorityOf(wish));
  }
  get [Symbol.toStringTag]() { return 'TaskSignal'; }
}
defineHandler(TaskSignal.prototype, 'prioritychange');

class TaskController extends AbortController {
  constructor(init = undefined) {
    super();
    stampSignal(Object.setPrototypeOf(super.signal, TaskSignal.prototype), priorityOf(init?.priority ?? 'user-visible'));
  }
  setPriority(priority) {
    if (arguments.length === 0) throw new TypeError('setPriority: 1 argument is needed');
    setPriority(this.signal, priorityOf(priority));
  }
  get [Symbol.toStringTag]() { return 'TaskController'; }
}

/** Tasks by effective priority: that of a continuation comes before that of a task of the same name. */
const queues = priorities.flatMap(() => [[], []]);

function enqueue(task) {
  task.queue = queues[priorities.indexOf(task.priority()) * 2 + (task.isContinuation ? 0 : 1)];
  // In the order of their posting, also where a task comes from another queue.
  let at = task.queue.length;
  while (at > 0 && task.queue[at - 1].number > task.number) at--;
  task.queue.splice(at, 0, task);
}

/** One immediate a task: each runs the best task of that moment, so that other sources have their turn between two. */
function schedule(task) {
  task.number = ++numbers;
  enqueue(task);
  setImmediate(runOne);
}

function runOne() {
  for (const queue of queues) {
    while (queue.length > 0) {
      const task = queue.shift();
      if (task.done) continue;
      task.run();
      return;
    }
  }
}

/** A signal has another priority: its tasks go to that queue, in the order of their posting. */
function requeue(signal) {
  const moved = [];
  for (const queue of queues) {
    for (let i = queue.length - 1; i >= 0; i--) if (queue[i].signal === signal) moved.push(...queue.splice(i, 1));
  }
  for (const task of moved.sort((a, b) => a.number - b.number)) enqueue(task);
}

let numbers = 0;
/** What `yield` inherits inside a task: its priority source and its signal. */
let current;

function makeTask({ signal, priority, isContinuation, run, reject }) {
  const task = {
    number: 0, signal: TaskState.has(signal) && priority === undefined ? signal : undefined, isContinuation, done: false, queue: undefined,
    priority: () => priority ?? (TaskState.has(signal) ? TaskState.priority(signal) : 'user-visible'),
    run() {
      task.done = true;
      current = { signal, priority };
      run();
      // A signal that is aborted while the task runs rejects its promise still.
      signal?.removeEventListener('abort', abort);
      // What awaits the outcome goes on in the jobs that follow; the first of them belongs to the task still.
      const mine = current;
      if (isContinuation) queueMicrotask(() => { if (current === mine) current = undefined; });
      else current = undefined;
    },
  };
  const abort = () => { task.done = true; reject(signal.reason); };
  signal?.addEventListener('abort', abort, { once: true });
  return task;
}

class Scheduler {
  postTask(callback, options = undefined) {
    return new Promise((resolve, reject) => {
      if (typeof callback !== 'function') throw new TypeError('postTask: the callback is not a function');
      const signal = options?.signal;
      if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError('postTask: the signal is not an AbortSignal');
      const priority = options?.priority === undefined ? undefined : priorityOf(options.priority);
      const delay = Number(options?.delay ?? 0);
      if (!(delay >= 0)) throw new TypeError('postTask: the delay is negative or no number');
      if (signal?.aborted) { reject(signal.reason); return; }
      const task = makeTask({
        signal, priority, isContinuation: false, reject,
        run: () => { try { resolve(callback()); } catch (error) { reject(error); } },
      });
      if (delay > 0) setTimeout(() => { if (!task.done) schedule(task); }, delay);
      else schedule(task);
    });
  }
  yield() {
    const { signal, priority } = current ?? {};
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      schedule(makeTask({ signal, priority, isContinuation: true, reject, run: () => resolve(undefined) }));
    });
  }
  wait(milliseconds, options = undefined) {
    return new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted) { reject(signal.reason); return; }
      const timer = setTimeout(() => { signal?.removeEventListener('abort', stop); resolve(undefined); }, milliseconds);
      const stop = () => { clearTimeout(timer); reject(signal.reason); };
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
  get [Symbol.toStringTag]() { return 'Scheduler'; }
}

for (const { prototype } of [TaskPriorityChangeEvent, TaskSignal, TaskController, Scheduler]) exposeMembers(prototype);

Object.assign(exports, { Scheduler, scheduler: new Scheduler(), TaskController, TaskSignal, TaskPriorityChangeEvent });
