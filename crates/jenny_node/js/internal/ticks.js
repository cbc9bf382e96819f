//! The queue of `process.nextTick`: it runs after the current callback, before promise jobs.
'use strict';

const { apply } = Reflect;
const { recording } = internal;

let queue = [];
let head = 0;
let requested = false;

/** Runs every tick, then the promise jobs they left, until neither is left. Called by the event loop. */
function drain() {
  requested = false;
  const outer = internal.getAsyncContext();
  try {
    do {
      while (head < queue.length) {
        const tick = queue[head];
        queue[head++] = undefined;
        // The finished front is dropped now and then, so that a queue that never empties does not grow for ever.
        if (head > 1024 && head * 2 > queue.length) {
          queue = queue.slice(head);
          head = 0;
        }
        internal.setAsyncContext(tick.context);
        const { callback, args } = tick;
        if (recording) runRecorded(tick);
        else if (args === undefined) callback();
        else apply(callback, undefined, args);
      }
      queue = [];
      head = 0;
      internal.runMicrotasks();
    } while (queue.length > 0);
  } finally {
    internal.setAsyncContext(outer);
    // A callback threw: the rest runs when the loop has reported it.
    if (head < queue.length && !requested) {
      requested = true;
      internal.requestTick();
    }
  }
}

/** The same, told to the record of the run. */
function runRecorded({ callback, args, number }) {
  internal.tickStarted(number);
  try {
    apply(callback, undefined, args ?? []);
  } finally {
    internal.tickEnded(number);
  }
}

function nextTick(callback, ...args) {
  if (typeof callback !== 'function') require('internal/validators').validateFunction(callback, 'callback');
  const tick = { callback, args: args.length === 0 ? undefined : args, context: internal.getAsyncContext(), number: 0 };
  if (recording) tick.number = internal.tickQueued();
  queue.push(tick);
  if (!requested) {
    requested = true;
    internal.requestTick();
  }
}

internal.setTickCallback(drain);

exports.nextTick = nextTick;
