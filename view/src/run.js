/** One agent's run: facts of every thing with the places of its events, states by place, steps and causes. */

import { applyEvent, compareDigest, copyState, emptyState, sizeOfState } from './state.js';

/**
 * A place is a number of events: the state at place p is what the first p events come to.
 * In facts, `at` members are indexes of events, or -1.
 * @typedef {import('./decode.js').AgentRecord} AgentRecord
 * @typedef {import('./decode.js').TraceEvent} TraceEvent
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').Context} Context
 * @typedef {{ creator: Context | null, queuedAt: number, startAt: number, endAt: number }} Life
 * @typedef {Life & { task: number, source: string, trigger: number | null, cancelAt: number }} TaskFact
 * @typedef {Life & { job: number, kind: string, promise: number | null, activation: number | null, causedAt: number }} JobFact
 * @typedef {Life & { tick: number, stack: number | null }} TickFact
 * @typedef {{ operation: number, kind: string, name: number | null, stack: number | null, creator: Context | null,
 *   startAt: number, readyAt: number, endAt: number, cancelled: boolean, tasks: number[] }} OperationFact
 * @typedef {{ promise: number, kind: string, stack: number | null, creator: Context | null, bornAt: number, settleAt: number,
 *   state: string | null, settledBy: Context | null, preview: number | null, parents: { promise: number, how: string, at: number }[],
 *   children: number[], awaits: number[], thenStack: number | null }} PromiseFact
 * @typedef {{ unit: string, label: string }} StepUnit
 */

/** The events at which a step of each unit stops. */
const STOPS = {
  microtask: new Set(['JobStart', 'TickStart']),
  task: new Set(['TaskStart']),
  turn: new Set(['TurnBegin']),
  call: new Set(['CallEnter', 'CallExit']),
  statement: new Set(['Statement']),
};

/** Types of events that a user brings about: who listens for them is on the stage. */
export const STAGE_TYPES = new Set(['click', 'dblclick', 'auxclick', 'contextmenu', 'mousedown', 'mouseup', 'mousemove', 'pointerdown', 'pointerup', 'pointermove',
  'wheel', 'scroll', 'keydown', 'keyup', 'keypress', 'input', 'change', 'submit', 'focus', 'blur']);

/** First of the numbers below `length` for which it holds, if it does for all from there on; else `length`. @param {number} length @param {(n: number) => boolean} holds */
function firstThat(length, holds) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** First index whose value is above `value`. @param {ArrayLike<number>} sorted @param {number} value */
export function firstAbove(sorted, value) {
  return firstThat(sorted.length, (n) => sorted[n] > value);
}

export class AgentRun {
  /** @param {AgentRecord} record */
  constructor(record) {
    this.record = record;
    this.events = record.events;
    /** How many events are taken in. */ this.length = 0;
    /** @type {Map<number, TaskFact>} */ this.tasks = new Map();
    /** @type {Map<number, JobFact>} */ this.jobs = new Map();
    /** @type {Map<number, TickFact>} */ this.ticks = new Map();
    /** @type {Map<number, OperationFact>} */ this.operations = new Map();
    /** @type {Map<number, PromiseFact>} */ this.promises = new Map();
    /** @type {PromiseFact[]} in the order of their making */ this.promiseList = [];
    /** @type {Map<number, { at: number, promise: number, result: number | null, stack: number | null }[]>} */ this.activations = new Map();
    /** @type {Map<number, number>} activation by the promise of its function */ this.activationOf = new Map();
    /** @type {number[]} */ this.outputs = [];
    /** @type {number[]} */ this.messages = [];
    /** @type {number[]} */ this.turnEnds = [];
    /** @type {Record<string, number[]>} */ this.stops = { microtask: [], task: [], turn: [], call: [], statement: [] };
    /** @type {{ place: number, turn: number }[]} */ this.disagreements = [];
    /** @type {State[]} */ this.keptStates = [emptyState()];
    /** @type {number[]} */ this.keptPlaces = [0];
    /** @type {{ place: number, state: State } | null} where the last seek ended */ this.cursor = null;
    this.hasCalls = false;
    /** @type {Set<string>} sources of tasks */ this.sources = new Set();
    /** @type {number[]} events that tell of the heap */ this.heap = [];
    /** @type {number[]} events of locks and of Atomics */ this.sharing = [];
    /** Whether anybody listens for what a user does. */ this.hasStage = false;
    /** The state after the last event, and how far the last kept state lies back. */
    this.tip = { state: emptyState(), since: 0 };
    this.grow();
  }

  /** One pass over the events that have come: facts, kept states and the comparison with the loop's digests. */
  grow() {
    const { state } = this.tip;
    let { since } = this.tip;
    for (let at = this.length; at < this.events.length; at += 1) {
      const event = this.events[at];
      if (event.kind === 'TurnEnd') {
        this.turnEnds.push(at);
        if (compareDigest(state, event)) this.disagreements.push({ place: at, turn: event.turn });
      }
      this.note(event, at, state.running.length > 0 ? state.running[state.running.length - 1] : null);
      applyEvent(state, event);
      since += 1;
      // Kept so far apart that all copies together stay as small as the events.
      if (since >= 256 && since >= 4 * sizeOfState(state)) {
        this.keptStates.push(copyState(state));
        this.keptPlaces.push(at + 1);
        since = 0;
      }
    }
    this.length = this.events.length;
    this.tip.since = since;
  }

  /** @param {TraceEvent} event @param {number} at @param {Context | null} creator */
  note(event, at, creator) {
    const { kind } = event;
    for (const unit in STOPS) if (STOPS[/** @type {keyof STOPS} */ (unit)].has(kind)) this.stops[unit].push(at);
    switch (kind) {
      case 'TaskQueue': {
        const { task, source, trigger } = event;
        this.tasks.set(task, { task, source, trigger, creator, queuedAt: at, startAt: -1, endAt: -1, cancelAt: -1 });
        this.sources.add(source);
        if (trigger !== null) this.operations.get(trigger)?.tasks.push(task);
        break;
      }
      case 'TaskStart': mark(this.tasks.get(event.task), 'startAt', at); break;
      case 'TaskEnd': mark(this.tasks.get(event.task), 'endAt', at); break;
      case 'TaskCancel': mark(this.tasks.get(event.task), 'cancelAt', at); break;
      case 'TickQueue': this.ticks.set(event.tick, { tick: event.tick, stack: event.stack, creator, queuedAt: at, startAt: -1, endAt: -1 }); break;
      case 'TickStart': mark(this.ticks.get(event.tick), 'startAt', at); break;
      case 'TickEnd': mark(this.ticks.get(event.tick), 'endAt', at); break;
      case 'JobQueue': {
        const { job, job_kind, promise, activation } = event;
        const causedAt = this.events[at - 1]?.kind === 'PromiseSettle' ? at - 1 : -1;
        this.jobs.set(job, { job, kind: job_kind, promise, activation, creator, queuedAt: at, startAt: -1, endAt: -1, causedAt });
        break;
      }
      case 'JobStart': mark(this.jobs.get(event.job), 'startAt', at); break;
      case 'JobEnd': mark(this.jobs.get(event.job), 'endAt', at); break;
      case 'PromiseNew': {
        const { promise, promise_kind, stack } = event;
        const fact = {
          promise, kind: promise_kind, stack, creator, bornAt: at, settleAt: -1, state: null, settledBy: null, preview: null,
          parents: NONE, children: NONE, awaits: NONE, thenStack: null,
        };
        this.promises.set(promise, fact);
        this.promiseList.push(fact);
        break;
      }
      case 'PromiseSettle': {
        const fact = this.promises.get(event.promise);
        if (fact) Object.assign(fact, { settleAt: at, state: event.state, settledBy: creator, preview: event.preview });
        break;
      }
      case 'PromiseThen':
        if (event.derived !== null) this.link(event.derived, event.promise, 'then', at);
        mark(this.promises.get(event.derived), 'thenStack', event.stack);
        break;
      case 'PromiseFollow': this.link(event.promise, event.to, 'follows', at); break;
      case 'PromiseMember': this.link(event.promise, event.member, 'member', at); break;
      case 'Await': {
        const { activation, promise, result, stack } = event;
        const list = this.activations.get(activation) ?? [];
        list.push({ at, promise, result, stack });
        this.activations.set(activation, list);
        addTo(this.promises.get(promise), 'awaits', activation);
        if (result !== null) this.activationOf.set(result, activation);
        break;
      }
      case 'OperationStart': {
        const { operation, operation_kind, name, stack } = event;
        this.operations.set(operation, {
          operation, kind: operation_kind, name, stack, creator, startAt: at, readyAt: -1, endAt: -1, cancelled: false, tasks: [],
        });
        break;
      }
      case 'OperationReady': mark(this.operations.get(event.operation), 'readyAt', at); break;
      case 'OperationEnd': mark(this.operations.get(event.operation), 'endAt', at); break;
      case 'OperationCancel': {
        const fact = this.operations.get(event.operation);
        mark(fact, 'endAt', at);
        if (fact) fact.cancelled = true;
        break;
      }
      case 'Output': this.outputs.push(at); break;
      case 'MessageSend':
      case 'MessageDeliver': this.messages.push(at); break;
      case 'CallEnter': this.hasCalls = true; break;
      // A step goes to where the call or the statement and what it holds are known.
      case 'Values': {
        const before = this.events[at - 1]?.kind;
        const stops = before === 'CallEnter' ? this.stops.call : before === 'Statement' ? this.stops.statement : null;
        if (stops) stops[stops.length - 1] = at;
        break;
      }
      case 'Gc':
      case 'HeapStats': this.heap.push(at); break;
      case 'LockRequest':
      case 'LockGrant':
      case 'LockRelease':
      case 'AtomicsWait':
      case 'AtomicsWake':
      case 'AtomicsNotify': this.sharing.push(at); break;
      case 'ListenerAdd': if (STAGE_TYPES.has(this.record.strings[event.event_type])) this.hasStage = true; break;
      default:
    }
  }

  /** @param {number} child @param {number} parent @param {string} how @param {number} at */
  link(child, parent, how, at) {
    addTo(this.promises.get(child), 'parents', { promise: parent, how, at });
    addTo(this.promises.get(parent), 'children', child);
  }

  /** The state at a place. What comes back is the run's own until the next seek. @param {number} place @returns {State} */
  stateAt(place) {
    place = Math.max(0, Math.min(this.length, place));
    const kept = firstAbove(this.keptPlaces, place) - 1;
    let from = this.cursor;
    if (!from || from.place > place || from.place < this.keptPlaces[kept]) {
      from = { place: this.keptPlaces[kept], state: copyState(this.keptStates[kept]) };
    }
    const { state } = from;
    for (let at = from.place; at < place; at += 1) applyEvent(state, this.events[at]);
    this.cursor = { place, state };
    return state;
  }

  /** The place just after the event of this number. @param {number} seq */
  placeOfSeq(seq) {
    return firstThat(this.length, (at) => this.events[at].seq > seq);
  }

  /** How many events had happened at this time. @param {number} t */
  placeOfTime(t) {
    return firstThat(this.length, (at) => this.events[at].t > t);
  }

  /**
   * Where a step of this unit from a place ends; the place itself when there is no more.
   * @param {number} place @param {string} unit @param {1 | -1} direction @param {(event: TraceEvent) => boolean} [shown] which events count
   */
  step(place, unit, direction, shown) {
    if (unit !== 'event') {
      const stops = this.stops[unit];
      // A stop at index i is the place i + 1: the event has happened.
      const next = direction > 0 ? firstAbove(stops, place - 1) : firstAbove(stops, place - 2) - 1;
      if (next >= 0 && next < stops.length) return stops[next] + 1;
      return direction > 0 ? this.length : 0;
    }
    for (let to = place + direction; to >= 0 && to <= this.length; to += direction) {
      if (to === 0 || !shown || shown(this.events[to - 1])) return to;
    }
    return place;
  }

  /** What runs after this place: the first task, tick or job that starts. @param {number} place @returns {{ context: Context, at: number } | null} */
  nextToRun(place) {
    const starts = [this.stops.microtask, this.stops.task].map((stops) => stops[firstAbove(stops, place - 1)] ?? Infinity);
    const at = Math.min(...starts);
    if (at === Infinity) return null;
    return { context: contextOf(this.events[at]), at };
  }

  /** Frames of a stack, innermost first. @param {number | null | undefined} stack */
  frames(stack) {
    const { stacks, sites, scripts, strings } = this.record;
    const frames = [];
    for (let row = stack; row !== null && row !== undefined && stacks[row]; row = stacks[row].caller) {
      const site = sites[stacks[row].site];
      frames.push({ script: site.script, file: scripts[site.script]?.name ?? '', line: site.line, column: site.column, function: strings[site.function] ?? '' });
    }
    return frames;
  }

  /** Where a context's callback was handed over: the stack of `setTimeout`, `then`, `await`, `nextTick`. @param {Context | null} context */
  originOf(context) {
    if (!context) return null;
    const { type, number } = context;
    if (type === 'tick') return this.ticks.get(number)?.stack ?? null;
    if (type === 'task') {
      const trigger = this.tasks.get(number)?.trigger ?? null;
      return trigger === null ? null : this.operations.get(trigger)?.stack ?? null;
    }
    const job = this.jobs.get(number);
    if (!job) return null;
    if (job.activation !== null) return this.awaitBefore(job.activation, job.queuedAt)?.stack ?? null;
    const promise = job.promise === null ? undefined : this.promises.get(job.promise);
    return promise?.thenStack ?? promise?.stack ?? null;
  }

  /** The last time that an activation fell asleep before an event. @param {number} activation @param {number} at */
  awaitBefore(activation, at) {
    const list = this.activations.get(activation) ?? [];
    return list[firstThat(list.length, (n) => list[n].at >= at) - 1];
  }

  /**
   * Async parents of what runs: who waits for it, outward, and at the end who handed it over.
   * @param {Context | null} context @param {number} place
   * @returns {{ label: string, stack: number | null }[]}
   */
  asyncParents(context, place) {
    const parents = [];
    const seen = new Set();
    let promise = null;
    if (context?.type === 'job') {
      const job = this.jobs.get(context.number);
      promise = job?.promise ?? null;
      parents.push({ label: job?.kind === 'resume' ? 'resumed after await' : 'reaction of then', stack: this.originOf(context) });
    } else if (context?.type === 'tick') parents.push({ label: 'process.nextTick', stack: this.originOf(context) });
    else if (context) {
      const trigger = this.tasks.get(context.number)?.trigger ?? null;
      const operation = trigger === null ? undefined : this.operations.get(trigger);
      if (operation?.stack !== null && operation) parents.push({ label: `${operation.kind} started`, stack: operation.stack });
    }
    // Whoever awaits the promise of what runs goes on after it.
    while (promise !== null && !seen.has(promise)) {
      seen.add(promise);
      const fact = this.promises.get(promise);
      promise = null;
      for (const activation of fact?.awaits ?? []) {
        const sleep = this.awaitBefore(activation, place);
        if (sleep && fact && sleep.promise === fact.promise) {
          parents.push({ label: 'awaited by', stack: sleep.stack });
          promise = sleep.result;
          break;
        }
      }
    }
    return parents;
  }

  /**
   * The chain of causes of a thing, nearest first: creator, trigger, resume.
   * @param {{ type: string, number: number }} thing
   * @returns {{ relation: string, thing: { type: string, number: number } | null, at: number, stack: number | null }[]}
   */
  why(thing) {
    /** @type {{ relation: string, thing: { type: string, number: number } | null, at: number, stack: number | null }[]} */
    const chain = [];
    const seen = new Set();
    /** @type {{ type: string, number: number } | null} */
    let next = thing;
    while (next && !seen.has(`${next.type} ${next.number}`) && chain.length < 60) {
      seen.add(`${next.type} ${next.number}`);
      /** @type {{ type: string, number: number } | null} */
      const current = next;
      next = null;
      /** @param {string} relation @param {number} at @param {number | null} stack @param {{ type: string, number: number } | null} [of] */
      const say = (relation, at, stack, of = current) => chain.push({ relation, thing: of, at, stack });
      if (current.type === 'task') {
        const fact = this.tasks.get(current.number);
        if (!fact) break;
        say('queued', fact.queuedAt, null);
        next = fact.trigger !== null ? { type: 'operation', number: fact.trigger } : fact.creator;
      } else if (current.type === 'tick') {
        const fact = this.ticks.get(current.number);
        if (!fact) break;
        say('queued by process.nextTick', fact.queuedAt, fact.stack);
        next = fact.creator;
      } else if (current.type === 'job') {
        const fact = this.jobs.get(current.number);
        if (!fact) break;
        say('queued', fact.queuedAt, null);
        if (fact.activation !== null) {
          const sleep = this.awaitBefore(fact.activation, fact.queuedAt);
          if (sleep) {
            say('goes on after await', sleep.at, sleep.stack, { type: 'activation', number: fact.activation });
            const awaited = this.promises.get(sleep.promise);
            if (awaited && awaited.settleAt >= 0) say(`was ${awaited.state}`, awaited.settleAt, awaited.stack, { type: 'promise', number: awaited.promise });
          }
        } else if (fact.promise !== null) {
          const promise = this.promises.get(fact.promise);
          if (promise?.thenStack !== null && promise) say('handed over by then', promise.bornAt, promise.thenStack, { type: 'promise', number: fact.promise });
          const parent = promise?.parents[0] && this.promises.get(promise.parents[0].promise);
          if (parent && parent.settleAt >= 0) say(`was ${parent.state}`, parent.settleAt, parent.stack, { type: 'promise', number: parent.promise });
        }
        next = fact.creator;
      } else if (current.type === 'operation') {
        const fact = this.operations.get(current.number);
        if (!fact) break;
        if (fact.readyAt >= 0) say('result lay ready', fact.readyAt, null);
        say('started', fact.startAt, fact.stack);
        next = fact.creator;
      } else if (current.type === 'promise') {
        const fact = this.promises.get(current.number);
        if (!fact) break;
        if (fact.settleAt >= 0) say(`${fact.state}`, fact.settleAt, null);
        say('made', fact.bornAt, fact.thenStack ?? fact.stack);
        for (const parent of fact.parents.slice(0, 4)) say(parent.how, parent.at, null, { type: 'promise', number: parent.promise });
        next = fact.settledBy ?? fact.creator;
      } else if (current.type === 'event') {
        const state = this.stateAt(current.number);
        say('happened', current.number, this.events[current.number]?.stack ?? null);
        next = state.running.length > 0 ? state.running[state.running.length - 1] : null;
      }
    }
    return chain;
  }
}

/** @template T @param {T | undefined} fact @param {keyof T} member @param {any} value */
function mark(fact, member, value) {
  if (fact) fact[member] = value;
}

/** Of promises that nothing was added to, which are many: the collector has fewer things to look at. @type {any[]} */
const NONE = [];

/** @param {PromiseFact | undefined} fact @param {'parents' | 'children' | 'awaits'} member @param {any} value */
function addTo(fact, member, value) {
  if (!fact) return;
  if (fact[member] === NONE) fact[member] = [value];
  else fact[member].push(value);
}

/** What a start event starts. @param {TraceEvent} event @returns {Context} */
export function contextOf(event) {
  if (event.kind === 'TaskStart') return { type: 'task', number: event.task };
  return event.kind === 'TickStart' ? { type: 'tick', number: event.tick } : { type: 'job', number: event.job };
}

/** A state as a text, to tell whether two are the same. @param {State} state */
export function stateText(state) {
  return JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value));
}
