/** Everything that the page says in English: names of things, one sentence for an event, lengths of time. */

import { contextOf } from './run.js';

/**
 * @typedef {import('./run.js').AgentRun} AgentRun
 * @typedef {import('./decode.js').TraceEvent} TraceEvent
 * @typedef {{ type: string, number: number }} Thing
 */

/** Families of events, for filters. @type {Record<string, string[]>} */
export const FAMILIES = {
  turns: ['TurnBegin', 'TurnEnd', 'Phase', 'Park', 'Unpark', 'AgentStart', 'AgentExit', 'Checkpoint'],
  tasks: ['TaskQueue', 'TaskStart', 'TaskEnd', 'TaskCancel'],
  microtasks: ['TickQueue', 'TickStart', 'TickEnd', 'JobQueue', 'JobStart', 'JobEnd'],
  promises: ['PromiseNew', 'PromiseSettle', 'PromiseThen', 'PromiseFollow', 'PromiseMember', 'Await', 'Unhandled', 'HandledLate'],
  operations: ['OperationStart', 'OperationReady', 'OperationEnd', 'OperationCancel', 'OperationRef', 'OperationRearm'],
  'events and messages': ['ListenerAdd', 'ListenerRemove', 'Dispatch', 'DispatchEnd', 'ChannelNew', 'PortStart', 'PortClose', 'MessageSend', 'MessageDeliver'],
  'locks and waits': ['LockRequest', 'LockGrant', 'LockRelease', 'AtomicsWait', 'AtomicsWake', 'AtomicsNotify'],
  'calls and statements': ['CallEnter', 'CallExit', 'Values', 'Statement'],
  'output and memory': ['Output', 'Span', 'Gc', 'HeapStats'],
};

/** @type {Map<string, string>} */
export const FAMILY_OF = new Map(Object.entries(FAMILIES).flatMap(([family, kinds]) => kinds.map((kind) => /** @type {[string, string]} */ ([kind, family]))));

/** @param {number} ns */
export function duration(ns) {
  const size = Math.abs(ns);
  if (size < 1_000_000) return `${(ns / 1000).toFixed(size < 10_000 ? 1 : 0)} µs`;
  if (size < 1_000_000_000) return `${(ns / 1_000_000).toFixed(size < 10_000_000 ? 2 : 1)} ms`;
  return `${(ns / 1_000_000_000).toFixed(2)} s`;
}

/** @param {number} count @param {string} word */
export function plural(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** The last part of a path or an address. @param {string} name */
export function shortName(name) {
  return name.replace(/[?#].*$/, '').split('/').pop() || name;
}

/** A place in the source; the file goes without saying where there is only one. @param {AgentRun} run @param {{ file: string, line: number }} frame */
export function frameName(run, frame) {
  return run.record.scripts.length === 1 ? `line ${frame.line}` : `${shortName(frame.file)}:${frame.line}`;
}

/** @param {AgentRun} run @param {number | null | undefined} stack */
export function placeName(run, stack) {
  const [frame] = run.frames(stack);
  return frame ? frameName(run, frame) : '';
}

/** @param {AgentRun} run @param {number | null | undefined} stack */
function from(run, stack) {
  const place = placeName(run, stack);
  return place ? ` at ${place}` : '';
}

/** @param {AgentRun} run @param {number} string */
function text(run, string) {
  return run.record.strings[string] ?? '';
}

const JOB_WORDS = { reaction: 'reaction of then', thenable: 'follows a promise', resume: 'resume after await', callback: 'queueMicrotask', internal: 'internal' };

/** A thing by its name and kind. @param {AgentRun} run @param {Thing | null} thing */
export function thingName(run, thing) {
  if (!thing) return 'the runtime';
  const { type, number } = thing;
  if (type === 'task') return `task ${number} (${run.tasks.get(number)?.source ?? 'unknown'})`;
  if (type === 'job') return `job ${number} (${jobWord(run.jobs.get(number)?.kind)})`;
  if (type === 'tick') return `tick ${number} (nextTick)`;
  if (type === 'operation') {
    const fact = run.operations.get(number);
    const name = fact && fact.name !== null ? ` ${text(run, fact.name)}` : '';
    return `${fact?.kind ?? 'operation'} ${number}${name}`;
  }
  if (type === 'promise') return `promise ${number} (${run.promises.get(number)?.kind ?? 'unknown'})`;
  if (type === 'activation') return `async call ${number}`;
  if (type === 'event') return `event ${run.events[number]?.seq ?? number}`;
  return `${type} ${number}`;
}

/** @param {string | undefined} kind */
export function jobWord(kind) {
  return JOB_WORDS[/** @type {keyof JOB_WORDS} */ (kind)] ?? kind ?? 'unknown';
}

/** What an event is about, to be selected. @param {TraceEvent} event @returns {Thing | null} */
export function subjectOf(event) {
  if (/^(Task|Job|Tick)Start$/.test(event.kind)) return contextOf(event);
  const types = event.kind === 'Await' ? ['activation'] : ['task', 'job', 'tick', 'promise', 'operation'];
  for (const type of types) if (typeof event[type] === 'number') return { type, number: event[type] };
  return null;
}

/** What has just happened, in one sentence. @param {AgentRun} run @param {TraceEvent} event */
export function sentence(run, event) {
  const thing = subjectOf(event);
  const name = thingName(run, thing);
  const where = from(run, event.stack);
  switch (event.kind) {
    case 'AgentStart': return event.agent_kind === 'worker' ? 'A worker begins.' : 'The program begins.';
    case 'AgentExit': return `The program ends with code ${event.code}.`;
    case 'TurnBegin': return `Turn ${event.turn} of the loop begins.`;
    case 'TurnEnd': return `Turn ${event.turn} ends.`;
    case 'Phase': return `The loop looks at ${{ poll: 'what arrived', check: 'immediates', close: 'close callbacks', timers: 'timers' }[/** @type {'poll'} */ (event.phase)]}.`;
    case 'Park': return event.next_due === null ? `The loop waits for ${plural(event.pending, 'operation')}.` : `The loop waits, at most ${duration(Math.max(0, event.next_due - event.t))}.`;
    case 'Unpark': return event.arrival ? 'The wait is over: something arrived.' : 'The wait is over: the time has come.';
    case 'TaskQueue': return `${cap(name)} is queued${event.trigger === null ? '' : `: ${thingName(run, { type: 'operation', number: event.trigger })} made it runnable`}.`;
    case 'TaskStart': return `${cap(name)} starts, on an empty stack.`;
    case 'TaskEnd': return `${cap(name)} ends; the stack is empty.`;
    case 'TaskCancel': return `${cap(name)} is taken back.`;
    case 'TickQueue': return `${cap(name)} is queued${where}.`;
    case 'TickStart': return `${cap(name)} starts.`;
    case 'TickEnd': return `${cap(name)} ends.`;
    case 'Checkpoint': return 'Ticks and microtasks have run dry.';
    case 'JobQueue': return `${cap(name)} is queued as a microtask.`;
    case 'JobStart': return event && run.jobs.get(event.job)?.activation !== null ? `${cap(name)} starts: the async function goes on${from(run, run.originOf(thing && contextOf(event)))}.` : `${cap(name)} starts.`;
    case 'JobEnd': return `${cap(name)} ${event.threw ? 'throws' : 'ends'}.`;
    case 'PromiseNew': return `${cap(name)} is made${where}.`;
    case 'PromiseSettle': return `${cap(name)} is ${event.state}${event.preview === null ? '' : `: ${text(run, event.preview)}`}.`;
    case 'PromiseThen': return `then is called on ${name}${event.derived === null ? '' : `, which gives promise ${event.derived}`}${where}.`;
    case 'PromiseFollow': return `${cap(name)} will take the state of promise ${event.to}.`;
    case 'PromiseMember': return `${cap(name)} waits for promise ${event.member}.`;
    case 'Await': return `An async function waits for promise ${event.promise}${where}.`;
    case 'Unhandled': return `${cap(name)} was rejected, and nobody handles it.`;
    case 'HandledLate': return `${cap(name)} was unhandled, and now somebody handles it.`;
    case 'OperationStart': return `${cap(name)} starts${where}${event.due === null ? '' : `, due in ${duration(Math.max(0, event.due - event.t))}`}.`;
    case 'OperationReady': return `${cap(name)} has a result ready.`;
    case 'OperationEnd': return `${cap(name)} is over; its last task is about to run.`;
    case 'OperationCancel': return `${cap(name)} is cancelled.`;
    case 'OperationRef': return `${cap(name)} ${event.referenced ? 'keeps the program alive' : 'no longer keeps the program alive'}.`;
    case 'OperationRearm': return `${cap(name)} waits anew, due in ${duration(Math.max(0, event.due - event.t))}.`;
    case 'ListenerAdd': return `A listener for ${text(run, event.event_type)} is added to a ${text(run, event.class)}${where}.`;
    case 'ListenerRemove': return `A listener for ${text(run, event.event_type)} is removed.`;
    case 'Dispatch': return `${text(run, event.event_type)} is dispatched on a ${text(run, event.class)} to ${plural(event.listeners, 'listener')}.`;
    case 'DispatchEnd': return 'The dispatch ends.';
    case 'ChannelNew': return `Ports ${event.a} and ${event.b} are made, entangled.`;
    case 'PortStart': return `Port ${event.port} begins to deliver.`;
    case 'PortClose': return `Port ${event.port} is closed.`;
    case 'MessageSend': return `Message ${event.message} (${plural(event.bytes, 'byte')}) leaves by port ${event.port}${where}.`;
    case 'MessageDeliver': return `Message ${event.message} arrives at port ${event.port}.`;
    case 'LockRequest': return `The lock "${text(run, event.name)}" is asked for (${event.mode}).`;
    case 'LockGrant': return 'The lock is granted.';
    case 'LockRelease': return 'The lock is released.';
    case 'AtomicsWait': return 'Atomics.wait blocks this thread.';
    case 'AtomicsWake': return event.notified ? 'Atomics.wait goes on: it was notified.' : 'Atomics.wait goes on: its time is over.';
    case 'AtomicsNotify': return `Atomics.notify wakes ${event.woken}.`;
    case 'CallEnter': return `${run.frames(event.stack)[0]?.function || 'A function'} is called${where}.`;
    case 'CallExit': return event.threw ? 'The call throws.' : 'The call returns.';
    case 'Statement': return `${run.frames(event.stack)[0]?.function || 'The top level'} goes on${where}.`;
    case 'Values': return 'What the calls hold now is told.';
    case 'Gc': return `${plural(event.collections, 'collection')} took ${duration(event.nanoseconds)}; ${bytes(event.used)} are in use.`;
    case 'HeapStats': return `${bytes(event.used)} of the heap are in use.`;
    case 'Output': return `Prints: ${event.text.trimEnd()}`;
    case 'Span': return event.nanoseconds ? `${text(run, event.name)} took ${duration(event.nanoseconds)}.` : `Mark ${text(run, event.name)}.`;
    default: return event.kind;
  }
}

/** @param {number} count */
export function bytes(count) {
  if (count < 10_000) return plural(count, 'byte');
  return count < 10_000_000 ? `${(count / 1000).toFixed(0)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

/** @param {string} words */
export function cap(words) {
  return words ? words[0].toUpperCase() + words.slice(1) : words;
}

/** Why this kind of thing is next. @param {string} type @param {boolean} queued */
export function ruleOf(type, queued) {
  if (type === 'tick') return 'Callbacks of process.nextTick run when the stack is empty, before other microtasks unless those are already running.';
  if (type === 'job') return 'A microtask runs as soon as the stack is empty, oldest first, before any task.';
  if (queued) return 'No microtask waits, so the loop takes the next task.';
  return 'Nothing waits in a queue, so the loop waits until an operation is ready.';
}
