/** Events folded to the state of one agent at one moment, and the digest that the loop's own must equal. */

/**
 * @typedef {import('./decode.js').TraceEvent} TraceEvent
 * @typedef {{ type: 'task' | 'tick' | 'job', number: number }} Context
 * @typedef {{ operation: number, kind: string, creator: Context | null, stack: number | null, name: number | null,
 *   due: number | null, repeats: boolean, referenced: boolean, ready: boolean, since: number }} PendingOperation
 * @typedef {{ task: number, source: string, channel: number, trigger: number | null }} QueuedTask
 * @typedef {{ job: number, kind: string, promise: number | null, activation: number | null, rejected: boolean }} QueuedJob
 * @typedef {{ activation: number, promise: number, result: number | null, stack: number | null }} Waiting
 * @typedef {{ turn: number, phase: string | null, t: number, running: Context[], calls: number[], place: number | null,
 *   parked: { due: number | null, pending: number } | null, operations: Map<number, PendingOperation>,
 *   tasks: Map<number, QueuedTask>, closing: Map<number, QueuedTask>, ticks: Map<number, number | null>,
 *   jobs: Map<number, QueuedJob>, awaits: Map<number, Waiting>, locks: Map<number, { name: number, mode: string, held: boolean }>,
 *   listeners: Map<number, { target: number, class: number, types: Map<number, { count: number, stack: number | null }> }>,
 *   atomics: number | null, heap: number, exit: number | null, values: string | null, valuesAt: number }} State
 */

/** @returns {State} */
export function emptyState() {
  return {
    turn: 0, phase: null, t: 0, running: [], calls: [], place: null, parked: null, operations: new Map(), tasks: new Map(),
    closing: new Map(), ticks: new Map(), jobs: new Map(), awaits: new Map(), locks: new Map(), listeners: new Map(), atomics: null, heap: 0, exit: null,
    values: null, valuesAt: 0,
  };
}

/** A state that later events leave alone: what stands in the maps is never changed, only replaced. @param {State} state @returns {State} */
export function copyState(state) {
  return {
    ...state, running: [...state.running], calls: [...state.calls], operations: new Map(state.operations),
    tasks: new Map(state.tasks), closing: new Map(state.closing), ticks: new Map(state.ticks), jobs: new Map(state.jobs),
    awaits: new Map(state.awaits), locks: new Map(state.locks), listeners: new Map(state.listeners),
  };
}

/** How much a copy costs. @param {State} state */
export function sizeOfState(state) {
  return state.operations.size + state.tasks.size + state.closing.size + state.ticks.size + state.jobs.size
    + state.awaits.size + state.locks.size + state.listeners.size + state.calls.length;
}

/** @param {State} state @param {Context['type']} type @param {number} number */
function leave(state, type, number) {
  const { running } = state;
  for (let place = running.length - 1; place >= 0; place -= 1) {
    if (running[place].type === type && running[place].number === number) {
      running.length = place;
      break;
    }
  }
  state.place = null;
  state.calls.length = 0;
  state.values = null;
}

/** @param {State} state @param {Context['type']} type @param {number} number */
function enter(state, type, number) {
  if (type === 'task') state.running.length = 0;
  state.running.push({ type, number });
  state.place = null;
  state.calls.length = 0;
  state.values = null;
}

/** @template V @param {Map<number, V>} map @param {number} key @param {Partial<V>} change */
function replace(map, key, change) {
  const old = map.get(key);
  if (old !== undefined) map.set(key, { ...old, ...change });
}

/** Takes an event in. @param {State} state @param {TraceEvent} event */
export function applyEvent(state, event) {
  state.t = event.t;
  if (event.stack !== undefined && event.stack !== null) state.place = event.stack;
  switch (event.kind) {
    case 'TurnBegin': state.turn = event.turn; state.phase = null; break;
    case 'TurnEnd': state.phase = null; break;
    case 'Phase': state.phase = event.phase; break;
    case 'AgentExit': state.exit = event.code; break;
    case 'Park': state.parked = { due: event.next_due, pending: event.pending }; break;
    case 'Unpark': state.parked = null; break;
    case 'TaskQueue': {
      const { task, source, channel, trigger } = event;
      (source === 'close' ? state.closing : state.tasks).set(task, { task, source, channel, trigger });
      break;
    }
    case 'TaskStart':
      if (!state.tasks.delete(event.task)) state.closing.delete(event.task);
      enter(state, 'task', event.task);
      break;
    case 'TaskEnd': leave(state, 'task', event.task); break;
    case 'TaskCancel': if (!state.tasks.delete(event.task)) state.closing.delete(event.task); break;
    case 'TickQueue': state.ticks.set(event.tick, event.stack); break;
    case 'TickStart': state.ticks.delete(event.tick); enter(state, 'tick', event.tick); break;
    case 'TickEnd': leave(state, 'tick', event.tick); break;
    case 'JobQueue': {
      const { job, job_kind, promise, activation, rejected } = event;
      state.jobs.set(job, { job, kind: job_kind, promise, activation, rejected });
      break;
    }
    case 'JobStart': {
      const queued = state.jobs.get(event.job);
      if (queued) {
        state.jobs.delete(event.job);
        if (queued.activation !== null) state.awaits.delete(queued.activation);
      }
      enter(state, 'job', event.job);
      break;
    }
    case 'JobEnd': leave(state, 'job', event.job); break;
    case 'Await': {
      const { activation, promise, result, stack } = event;
      state.awaits.set(activation, { activation, promise, result, stack });
      break;
    }
    case 'OperationStart': {
      const { operation, operation_kind, due, repeats, name, stack } = event;
      const creator = state.running.length > 0 ? state.running[state.running.length - 1] : null;
      state.operations.set(operation, {
        operation, kind: operation_kind, creator, stack, name, due, repeats, referenced: true, ready: false, since: event.t,
      });
      break;
    }
    case 'OperationReady': replace(state.operations, event.operation, { ready: true }); break;
    case 'OperationEnd':
    case 'OperationCancel': state.operations.delete(event.operation); break;
    case 'OperationRef': replace(state.operations, event.operation, { referenced: event.referenced }); break;
    case 'OperationRearm': replace(state.operations, event.operation, { due: event.due }); break;
    case 'LockRequest': state.locks.set(event.operation, { name: event.name, mode: event.mode, held: false }); break;
    case 'LockGrant': replace(state.locks, event.operation, { held: true }); break;
    case 'LockRelease': state.locks.delete(event.operation); break;
    case 'ListenerAdd':
    case 'ListenerRemove': {
      const known = state.listeners.get(event.target);
      const types = new Map(known?.types);
      const count = (types.get(event.event_type)?.count ?? 0) + (event.kind === 'ListenerAdd' ? 1 : -1);
      if (count > 0) types.set(event.event_type, { count, stack: event.stack ?? types.get(event.event_type)?.stack ?? null });
      else types.delete(event.event_type);
      if (types.size > 0) state.listeners.set(event.target, { target: event.target, class: known?.class ?? event.class, types });
      else state.listeners.delete(event.target);
      break;
    }
    case 'AtomicsWait': state.atomics = event.index; break;
    case 'AtomicsWake': state.atomics = null; break;
    case 'CallEnter': state.calls.push(event.stack); break;
    case 'CallExit': {
      state.calls.pop();
      state.place = state.calls.length > 0 ? state.calls[state.calls.length - 1] : null;
      break;
    }
    // Where the call that has made another goes on when that has returned.
    case 'Statement': if (state.calls.length > 0) state.calls[state.calls.length - 1] = event.stack; break;
    case 'Values': state.values = event.text; state.valuesAt = state.calls.length; break;
    case 'Gc':
    case 'HeapStats': state.heap = event.used; break;
    default:
  }
}

const WORD = (1n << 64n) - 1n;

/** The finalizer of SplitMix64. @param {bigint} x */
export function mix(x) {
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & WORD;
  return x ^ (x >> 31n);
}

/** The digest's hash over numbers in their order. @param {Iterable<number>} operations @param {Iterable<number>} tasks @param {Iterable<number>} closing */
export function digestHash(operations, tasks, closing) {
  let sum = 0n;
  for (const operation of operations) sum += mix(BigInt(operation) * 4n + 1n);
  for (const [kind, queue] of /** @type {[bigint, Iterable<number>][]} */ ([[2n, tasks], [3n, closing]])) {
    let weight = 1n;
    for (const task of queue) {
      sum += mix(BigInt(task) * 4n + kind) * weight;
      weight += 2n;
    }
  }
  return (sum & WORD).toString(16).padStart(16, '0');
}

/** What a `TurnEnd` says, as this state has it. @param {State} state @param {boolean} withHash */
export function digestOf(state, withHash) {
  let timers = 0;
  let immediates = 0;
  for (const { kind } of state.operations.values()) {
    if (kind === 'timer') timers += 1;
    else if (kind === 'immediate') immediates += 1;
  }
  return {
    timers, immediates, operations: state.operations.size - timers - immediates, tasks: state.tasks.size,
    closing: state.closing.size, jobs: state.jobs.size,
    hash: withHash ? digestHash(state.operations.keys(), state.tasks.keys(), state.closing.keys()) : '0000000000000000',
  };
}

/**
 * Whether a `TurnEnd` says what this state says; else both. A hash of 0 was not taken.
 * @param {State} state @param {TraceEvent} turnEnd
 */
export function compareDigest(state, turnEnd) {
  const mine = digestOf(state, !/^0+$/.test(turnEnd.hash));
  const differs = Object.entries(mine).some(([name, value]) => turnEnd[name] !== value);
  return differs ? { mine, theirs: turnEnd } : null;
}
