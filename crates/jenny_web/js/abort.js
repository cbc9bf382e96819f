// AbortController and AbortSignal (dom.spec.whatwg.org section 3).
'use strict';
const { load } = require;
const { defineInterface, defineInspect, illegalInvocation, illegalConstructor, isObject, missing, wrongType, enforceRange } = load('webidl');
const { DOMException } = load('dom_exception');
const { Event, EventTarget, defineHandler, fire, hasListeners } = load('events');

const token = Symbol('token');
let newSignal, signalAbort, isAbortSignal, addAbortAlgorithm, removeAbortAlgorithm, addSource, pin;

class AbortSignal extends EventTarget {
  // Sources are the signals that no other signal feeds; they know their dependents weakly, and strongly only those that somebody
  // listens to, so that a signal that lives long does not keep all that were ever made of it.
  #aborted = false; #reason = undefined; #algorithms = null; #sources = null; #dependents = null; #pinned = null; #sweepAt = 16;
  static {
    newSignal = () => new AbortSignal(token);
    isAbortSignal = (value) => isObject(value) && #aborted in value;
    signalAbort = (signal, reason) => signal.#abort(reason);
    addAbortAlgorithm = (signal, algorithm) => {
      if (signal.#aborted) return;
      (signal.#algorithms ??= new Set()).add(algorithm);
      pin(signal);
    };
    removeAbortAlgorithm = (signal, algorithm) => {
      signal.#algorithms?.delete(algorithm);
      if (signal.#sources !== null && signal.#algorithms?.size === 0 && !hasListeners(signal, 'abort')) {
        for (const source of signal.#sources) source.#pinned?.delete(signal);
      }
    };
    pin = (signal) => {
      if (signal.#sources !== null) for (const source of signal.#sources) (source.#pinned ??= new Set()).add(signal);
    };
    addSource = (dependent, source) => {
      for (const origin of source.#sources ?? [source]) {
        if ((dependent.#sources ??= new Set()).has(origin)) continue;
        dependent.#sources.add(origin);
        const list = origin.#dependents ??= [];
        list.push(new WeakRef(dependent));
        if (list.length >= origin.#sweepAt) {
          origin.#dependents = list.filter((it) => it.deref() !== undefined);
          origin.#sweepAt = Math.max(16, origin.#dependents.length * 2);
        }
      }
    };
  }
  constructor(key) {
    if (key !== token) throw illegalConstructor();
    super();
  }
  #abort(reason) {
    if (this.#aborted) return;
    this.#aborted = true; this.#reason = reason;
    const all = [this];
    if (this.#dependents !== null) {
      for (const it of this.#dependents) {
        const signal = it.deref();
        if (signal === undefined || signal.#aborted) continue;
        signal.#aborted = true; signal.#reason = reason;
        all.push(signal);
      }
      this.#dependents = null;
    }
    this.#pinned = null;
    for (const signal of all) signal.#runSteps();
  }
  #runSteps() {
    const algorithms = this.#algorithms;
    this.#algorithms = null;
    if (algorithms !== null) for (const algorithm of algorithms) algorithm(this.#reason);
    if (hasListeners(this, 'abort')) fire(this, new Event('abort'));
  }
  static abort(reason = undefined) {
    const signal = newSignal();
    signal.#aborted = true; signal.#reason = reason === undefined ? abortError() : reason;
    return signal;
  }
  static timeout(milliseconds) {
    if (arguments.length === 0) throw missing('delay');
    const delay = enforceRange(milliseconds, 'The delay');
    const signal = newSignal();
    const timer = setTimeout(() => signal.#abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay);
    timer?.unref?.();
    return signal;
  }
  static any(signals) {
    if (!isObject(signals) || typeof signals[Symbol.iterator] !== 'function') throw wrongType('signals', 'an instance of Array');
    const list = [...signals];
    for (const it of list) if (!isAbortSignal(it)) throw wrongType('signals', 'a list of AbortSignal');
    const result = newSignal();
    for (const it of list) if (it.#aborted) { result.#aborted = true; result.#reason = it.#reason; return result; }
    for (const it of list) addSource(result, it);
    return result;
  }
  get aborted() { if (!(#aborted in this)) throw illegalInvocation(); return this.#aborted; }
  get reason() { if (!(#aborted in this)) throw illegalInvocation(); return this.#reason; }
  throwIfAborted() { if (!(#aborted in this)) throw illegalInvocation(); if (this.#aborted) throw this.#reason; }
  addEventListener(type, callback, options = undefined) {
    super.addEventListener(...arguments);
    if (`${type}` === 'abort') pin(this);
  }
}
const addListener = Reflect.getOwnPropertyDescriptor(AbortSignal.prototype, 'addEventListener');
Reflect.defineProperty(AbortSignal.prototype, 'addEventListener', { ...addListener, enumerable: false });
defineInterface(AbortSignal);
defineHandler(AbortSignal.prototype, 'abort', (signal) => pin(signal));
defineInspect(AbortSignal, (signal) => ({ aborted: signal.aborted }));

const abortError = () => new DOMException('This operation was aborted', 'AbortError');

class AbortController {
  #signal = newSignal();
  get signal() { if (!(#signal in this)) throw illegalInvocation(); return this.#signal; }
  abort(reason = undefined) {
    if (!(#signal in this)) throw illegalInvocation();
    if (!this.#signal.aborted) signalAbort(this.#signal, reason === undefined ? abortError() : reason);
  }
}
defineInterface(AbortController);
defineInspect(AbortController, (controller) => ({ signal: controller.signal }));

Object.assign(exports, { AbortController, AbortSignal, isAbortSignal, addAbortAlgorithm, removeAbortAlgorithm, signalAbort, newSignal, abortError });
