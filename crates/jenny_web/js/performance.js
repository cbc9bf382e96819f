// Performance: the clock and the timeline (w3c.github.io/hr-time, performance-timeline, user-timing).
'use strict';
const { loopTimes, now, timeOrigin, cloneValue, queueTask, isRecording, recordSpan, load } = require;
const { defineInterface, defineInspect, illegalInvocation, illegalConstructor, isObject, missing, wrongType, typeError } = load('webidl');
const { DOMException } = load('dom_exception');
const { EventTarget } = load('events');

const token = Symbol('token');

class PerformanceEntry {
  #name; #entryType; #startTime; #duration;
  constructor(key, name, entryType, startTime, duration) {
    if (key !== token) throw illegalConstructor();
    this.#name = name; this.#entryType = entryType; this.#startTime = startTime; this.#duration = duration;
  }
  get name() { if (!(#name in this)) throw illegalInvocation(); return this.#name; }
  get entryType() { if (!(#name in this)) throw illegalInvocation(); return this.#entryType; }
  get startTime() { if (!(#name in this)) throw illegalInvocation(); return this.#startTime; }
  get duration() { if (!(#name in this)) throw illegalInvocation(); return this.#duration; }
  toJSON() { return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration }; }
}
defineInterface(PerformanceEntry);

function optionsOf(options, name) {
  if (options === undefined || options === null) return {};
  if (!isObject(options)) throw wrongType(name, 'of type object');
  return options;
}

class PerformanceMark extends PerformanceEntry {
  #detail;
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw missing('name');
    const { detail, startTime } = optionsOf(options, 'options');
    let at = now();
    if (startTime !== undefined) {
      at = +startTime;
      if (at < 0) throw typeError('ERR_PERFORMANCE_INVALID_TIMESTAMP', `${at} is not a valid timestamp`);
    }
    super(token, `${name}`, 'mark', at, 0);
    this.#detail = detail === undefined || detail === null ? null : cloneValue(detail, undefined);
  }
  get detail() { if (!(#detail in this)) throw illegalInvocation(); return this.#detail; }
  toJSON() { return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration, detail: this.detail }; }
}
defineInterface(PerformanceMark);

class PerformanceMeasure extends PerformanceEntry {
  #detail;
  constructor(key, name, startTime, duration, detail) {
    super(key, name, 'measure', startTime, duration);
    this.#detail = detail;
  }
  get detail() { if (!(#detail in this)) throw illegalInvocation(); return this.#detail; }
  toJSON() { return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration, detail: this.detail }; }
}
defineInterface(PerformanceMeasure);

for (const [constructor, read] of [
  [PerformanceEntry, ({ name, entryType, startTime, duration }) => ({ name, entryType, startTime, duration })],
  [PerformanceMark, ({ name, entryType, startTime, duration, detail }) => ({ name, entryType, startTime, duration, detail })],
  [PerformanceMeasure, ({ name, entryType, startTime, duration, detail }) => ({ name, entryType, startTime, duration, detail })],
]) defineInspect(constructor, read);

const TYPES = Object.freeze(['mark', 'measure']);
let marks = [], measures = [];
const recording = isRecording();
const byTime = (list) => list.toSorted((a, b) => a.startTime - b.startTime);

/// The time that a name or a number stands for.
function timeOf(mark) {
  if (typeof mark === 'number') {
    if (mark < 0) throw typeError('ERR_PERFORMANCE_INVALID_TIMESTAMP', `${mark} is not a valid timestamp`);
    return mark;
  }
  const name = `${mark}`;
  for (let i = marks.length - 1; i >= 0; i--) if (marks[i].name === name) return marks[i].startTime;
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

/** What `eventLoopUtilization()` makes of an event loop's times: those until now, or between two looks. */
function utilizationBetween([idle, active], first, second) {
  if (first === undefined) return { idle, active, utilization: active / (idle + active) || 0 };
  const base = second ?? first;
  const at = second === undefined ? { idle, active } : first;
  const deltaIdle = at.idle - base.idle;
  const deltaActive = at.active - base.active;
  return { idle: deltaIdle, active: deltaActive, utilization: deltaActive / (deltaIdle + deltaActive) || 0 };
}

class Performance extends EventTarget {
  #token;
  constructor(key) { if (key !== token) throw illegalConstructor(); super(); this.#token = key; }
  get timeOrigin() { if (!(#token in this)) throw illegalInvocation(); return timeOrigin(); }
  now() { if (!(#token in this)) throw illegalInvocation(); return now(); }
  eventLoopUtilization(first, second) {
    if (!(#token in this)) throw illegalInvocation();
    return utilizationBetween(loopTimes(), first, second);
  }
  mark(name, options = undefined) {
    if (!(#token in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    const mark = new PerformanceMark(name, options);
    marks.push(mark);
    if (recording) recordSpan(mark.name, 0);
    queueEntry(mark);
    return mark;
  }
  measure(name, startOrOptions = undefined, endMark = undefined) {
    if (!(#token in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    name = `${name}`;
    let start, end, detail = null;
    const hasOptions = isObject(startOrOptions) && ['start', 'end', 'duration', 'detail'].some((key) => startOrOptions[key] !== undefined);
    if (hasOptions) {
      const { start: from, end: to, duration } = startOrOptions;
      if (endMark !== undefined) throw typeError('ERR_INVALID_ARG_VALUE', 'endMark must not be specified');
      if (from === undefined && to === undefined) throw typeError('ERR_MISSING_ARGS', 'One of options.start or options.end is required');
      if (from !== undefined && to !== undefined && duration !== undefined) throw typeError('ERR_INVALID_ARG_VALUE', 'Must not have options.start, options.end, and options.duration specified');
      end = to !== undefined ? timeOf(to) : from !== undefined && duration !== undefined ? timeOf(from) + timeOf(+duration) : now();
      start = from !== undefined ? timeOf(from) : to !== undefined && duration !== undefined ? timeOf(to) - timeOf(+duration) : 0;
      if (startOrOptions.detail !== undefined && startOrOptions.detail !== null) detail = cloneValue(startOrOptions.detail, undefined);
    } else {
      end = endMark !== undefined ? timeOf(endMark) : now();
      start = startOrOptions === undefined || startOrOptions === null || isObject(startOrOptions) ? 0 : timeOf(startOrOptions);
    }
    const measure = new PerformanceMeasure(token, name, start, end - start, detail);
    measures.push(measure);
    if (recording) recordSpan(measure.name, measure.duration);
    queueEntry(measure);
    return measure;
  }
  clearMarks(name = undefined) {
    if (!(#token in this)) throw illegalInvocation();
    marks = name === undefined ? [] : marks.filter((it) => it.name !== `${name}`);
  }
  clearMeasures(name = undefined) {
    if (!(#token in this)) throw illegalInvocation();
    measures = name === undefined ? [] : measures.filter((it) => it.name !== `${name}`);
  }
  getEntries() { if (!(#token in this)) throw illegalInvocation(); return byTime([...marks, ...measures]); }
  getEntriesByType(type) {
    if (!(#token in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('type');
    type = `${type}`;
    return type === 'mark' ? byTime(marks) : type === 'measure' ? byTime(measures) : [];
  }
  getEntriesByName(name, type = undefined) {
    if (!(#token in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('name');
    name = `${name}`;
    return this.getEntries().filter((it) => it.name === name && (type === undefined || it.entryType === `${type}`));
  }
  toJSON() { return { timeOrigin: this.timeOrigin }; }
}
defineInterface(Performance);
defineInspect(Performance, (it) => ({ timeOrigin: it.timeOrigin }));

// Observers: entries are gathered, and given out in a task.
const observers = new Set();
let taskQueued = false;

function queueEntry(entry) {
  for (const observer of observers) if (observer.types.has(entry.entryType)) { observer.buffer.push(entry); queueObserverTask(); }
}
function queueObserverTask() {
  if (taskQueued) return;
  taskQueued = true;
  queueTask(2 ** 41, () => {
    taskQueued = false;
    for (const observer of [...observers]) {
      if (observer.buffer.length === 0) continue;
      const entries = observer.buffer;
      observer.buffer = [];
      const list = new PerformanceObserverEntryList(token, entries);
      try { observer.callback.call(observer.object, list, observer.object); } catch (error) { require.reportException(error); }
    }
  });
}

class PerformanceObserverEntryList {
  #entries;
  constructor(key, entries) { if (key !== token) throw illegalConstructor(); this.#entries = byTime(entries); }
  getEntries() { return [...this.#entries]; }
  getEntriesByType(type) { if (arguments.length === 0) throw missing('type'); return this.#entries.filter((it) => it.entryType === `${type}`); }
  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw missing('name');
    return this.#entries.filter((it) => it.name === `${name}` && (type === undefined || it.entryType === `${type}`));
  }
}
defineInterface(PerformanceObserverEntryList);

class PerformanceObserver {
  #it;
  static get supportedEntryTypes() { return TYPES; }
  constructor(callback) {
    if (typeof callback !== 'function') throw wrongType('callback', 'of type function');
    this.#it = { callback, types: new Set(), buffer: [], object: this, mode: undefined };
  }
  observe(options = undefined) {
    const { entryTypes, type, buffered } = optionsOf(options, 'options');
    if (entryTypes === undefined && type === undefined) throw typeError('ERR_MISSING_ARGS', 'The "options.entryTypes" or "options.type" argument must be specified');
    if (entryTypes !== undefined && type !== undefined) throw typeError('ERR_INVALID_ARG_VALUE', 'options.entryTypes can not set with options.type together');
    const it = this.#it;
    const mode = entryTypes !== undefined ? 'multiple' : 'single';
    if (it.mode !== undefined && it.mode !== mode) throw new DOMException('PerformanceObserver can not change to another kind of observation', 'InvalidModificationError');
    it.mode = mode;
    if (mode === 'multiple') {
      if (!isObject(entryTypes)) throw wrongType('options.entryTypes', 'a sequence of strings');
      const types = [...entryTypes].map(String).filter((type) => TYPES.includes(type));
      if (types.length === 0) return;
      it.types = new Set(types);
    } else {
      if (!TYPES.includes(`${type}`)) return;
      it.types.add(`${type}`);
      if (buffered) { it.buffer.push(...(`${type}` === 'mark' ? marks : measures)); if (it.buffer.length > 0) queueObserverTask(); }
    }
    observers.add(it);
  }
  disconnect() { const it = this.#it; observers.delete(it); it.buffer = []; it.types = new Set(); it.mode = undefined; }
  takeRecords() { const it = this.#it; const entries = it.buffer; it.buffer = []; return entries; }
}
defineInterface(PerformanceObserver);

Object.assign(exports, {
  utilizationBetween,
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  performance: new Performance(token),
});
