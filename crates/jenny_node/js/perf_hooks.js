//! `node:perf_hooks`: the Performance clock of the globals, histograms, and the time of the event loop.
'use strict';

const { codes } = require('internal/errors');
const { validateInteger, validateObject } = require('internal/validators');

/** Counts of recorded values; percentiles are exact. */
class Histogram {
  #values = [];
  #sorted = true;
  #exceeds = 0;

  record(value) {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('val', ['integer', 'bigint'], value);
    if (!Number.isSafeInteger(number) || number < 1) {
      throw new codes.ERR_OUT_OF_RANGE('val', '>= 1 && <= 9007199254740991', value);
    }
    this.#values.push(number);
    this.#sorted = false;
  }

  recordDelta() {
    const now = internal.hrtimeMs();
    if (this.last !== undefined) this.record(Math.max(1, Math.round((now - this.last) * 1e6)));
    this.last = now;
  }

  #order() {
    if (!this.#sorted) {
      this.#values.sort((a, b) => a - b);
      this.#sorted = true;
    }
    return this.#values;
  }

  get count() {
    return this.#values.length;
  }

  get countBigInt() {
    return BigInt(this.#values.length);
  }

  get min() {
    return this.#values.length === 0 ? 9223372036854776000 : this.#order()[0];
  }

  get max() {
    return this.#values.length === 0 ? 0 : this.#order()[this.#values.length - 1];
  }

  get mean() {
    return this.#values.length === 0 ? NaN : this.#values.reduce((sum, value) => sum + value, 0) / this.#values.length;
  }

  get stddev() {
    if (this.#values.length === 0) return NaN;
    const { mean } = this;
    return Math.sqrt(this.#values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / this.#values.length);
  }

  get exceeds() {
    return this.#exceeds;
  }

  percentile(percentile) {
    if (typeof percentile !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('percentile', 'number', percentile);
    if (!(percentile > 0 && percentile <= 100)) throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    const values = this.#order();
    return values.length === 0 ? 0 : values[Math.max(0, Math.ceil((percentile / 100) * values.length) - 1)];
  }

  get percentiles() {
    const map = new Map();
    for (const percentile of [0, 50, 75, 87.5, 93.75, 96.875, 98.4375, 99.21875, 100]) {
      map.set(percentile, percentile === 0 ? this.min : this.percentile(percentile));
    }
    return map;
  }

  reset() {
    this.#values = [];
    this.#sorted = true;
    this.#exceeds = 0;
    this.last = undefined;
  }

  add(other) {
    for (const value of other.#values) this.#values.push(value);
    this.#sorted = false;
  }
}
Object.defineProperty(Histogram.prototype, 'last', { value: undefined, writable: true, enumerable: false });

class IntervalHistogram extends Histogram {
  #resolution;
  #timer = null;

  constructor(resolution) {
    super();
    this.#resolution = resolution;
  }

  enable() {
    if (this.#timer !== null) return false;
    let last = internal.hrtimeMs();
    this.#timer = setInterval(() => {
      const now = internal.hrtimeMs();
      this.record(Math.max(1, Math.round((now - last) * 1e6)));
      last = now;
    }, this.#resolution);
    this.#timer.unref?.();
    return true;
  }

  disable() {
    if (this.#timer === null) return false;
    clearInterval(this.#timer);
    this.#timer = null;
    return true;
  }

  [Symbol.dispose]() {
    this.disable();
  }
}

function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new IntervalHistogram(resolution);
}

function createHistogram() {
  return new Histogram();
}

function eventLoopUtilization(first, second) {
  return internal.web('performance').utilizationBetween(internal.web('worker').natives.loopTimes(), first, second);
}

/** Wraps a function so that its duration is recorded. */
function timerify(fn, options = {}) {
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
  const { histogram } = options;
  function timerified(...args) {
    const start = internal.hrtimeMs();
    const done = (result) => {
      histogram?.record(Math.max(1, Math.ceil((internal.hrtimeMs() - start) * 1e6)));
      return result;
    };
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    return !new.target && typeof result?.finally === 'function' ? result.finally(done) : done(result);
  }
  Object.defineProperties(timerified, {
    length: { configurable: true, value: fn.length },
    name: { configurable: true, value: `timerified ${fn.name}` },
  });
  return timerified;
}

module.exports = {
  monitorEventLoopDelay,
  eventLoopUtilization,
  timerify,
  createHistogram,
  constants: Object.freeze({
    NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8,
    NODE_PERFORMANCE_GC_WEAKCB: 16, NODE_PERFORMANCE_GC_FLAGS_NO: 0,
    NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2, NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
    NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8, NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
    NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32, NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
  }),
};
for (const name of ['Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
  'PerformanceObserverEntryList', 'PerformanceResourceTiming', 'performance']) {
  Object.defineProperty(module.exports, name, { get: () => globalThis[name], enumerable: true, configurable: true });
}
