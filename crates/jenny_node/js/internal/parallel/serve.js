//! The program of a pool's thread: it compiles tasks once and works through batches of items.
'use strict';

const natives = internal.web('worker').natives;
const port = internal.web('messaging').numberOf(internal.web('worker_scope').port());

/** Functions by the number of their task. */
const tasks = new Map();

/** The function of a task, or a promise of it where it stands in a module. */
function load({ text, file, module, name }) {
  if (module === undefined) return internal.taskFunction(text, file);
  return importModule(module).then((exports) => {
    const found = exports[name];
    if (typeof found !== 'function') throw new TypeError(`The module ${module} has no function ${name}`);
    return found;
  });
}
const importModule = (url) => internal.taskFunction('((url) => import(url))', '[jenny:parallel]')(url);

function describe(error) {
  try {
    structuredClone(error);
    return error;
  } catch {
    // What cannot cross is told by its words.
    return error instanceof Error ? Object.assign(new Error(error.message), { name: error.name, stack: error.stack }) : new Error(String(error));
  }
}

/** What a batch comes to; `at` is the place of the item that failed. */
class Failure {
  constructor(at, error) {
    this.at = at;
    this.error = error;
  }
}

async function finish(call, results, at, value, items, stop, task) {
  try {
    for (;;) {
      results[at] = await value;
      if (++at === items.length || Atomics.load(stop, 0) !== 0) return results;
      value = call(task, items, at, results);
    }
  } catch (error) {
    return new Failure(at, error);
  }
}

const isPromise = (value) => typeof value === 'object' && value !== null && typeof value.then === 'function';

const kinds = {
  map({ task, items, stop, start }) {
    const results = new Array(items.length);
    let at = 0;
    try {
      for (; at < items.length; at++) {
        if (Atomics.load(stop, 0) !== 0) return results;
        const value = task(items[at], start + at);
        if (isPromise(value)) return finish((task, items, at) => task(items[at], start + at), results, at, value, items, stop, task);
        results[at] = value;
      }
    } catch (error) {
      return new Failure(at, error);
    }
    return results;
  },
  async call({ task, items }) {
    try {
      return [await task(...items[0])];
    } catch (error) {
      return new Failure(0, error);
    }
  },
  reduce({ task, items, stop, start, initial }) {
    let at = 0;
    let value = initial === undefined ? items[at++] : initial[0];
    try {
      for (; at < items.length; at++) {
        if (Atomics.load(stop, 0) !== 0) break;
        value = task(value, items[at], start + at);
        if (isPromise(value)) return reduceLater(task, items, stop, start, at, value);
      }
    } catch (error) {
      return new Failure(at, error);
    }
    return [value];
  },
};

async function reduceLater(task, items, stop, start, at, value) {
  try {
    value = await value;
    while (++at < items.length && Atomics.load(stop, 0) === 0) value = await task(value, items[at], start + at);
    return [value];
  } catch (error) {
    return new Failure(at, error);
  }
}

function answer(number, began, outcome) {
  const time = performance.now() - began;
  if (outcome instanceof Failure) {
    natives.portPost(port, ['failed', number, outcome.at, describe(outcome.error)]);
    return;
  }
  try {
    natives.portPost(port, ['done', number, outcome, time]);
  } catch (error) {
    let at = 0;
    try {
      for (; at < outcome.length; at++) structuredClone(outcome[at]);
    } catch {
      // That one cannot cross.
    }
    natives.portPost(port, ['failed', number, at, error]);
  }
}

function work([number, kind, task, items, start, stop, initial]) {
  const began = performance.now();
  const begin = (task) => kinds[kind]({ task, items, start, stop, initial });
  let outcome;
  try {
    outcome = isPromise(task) ? task.then(begin) : begin(task);
  } catch (error) {
    outcome = new Failure(0, error);
  }
  if (!isPromise(outcome)) {
    answer(number, began, outcome);
    return undefined;
  }
  return outcome.then((outcome) => answer(number, began, outcome), (error) => answer(number, began, new Failure(0, error)));
}

/** Batches are worked through one after the other, also where tasks wait. */
let working;
const waiting = [];
function next() {
  while (working === undefined && waiting.length > 0) {
    working = work(waiting.shift())?.then(() => {
      working = undefined;
      next();
    });
  }
}

natives.portStart(port, (type, message) => {
  if (type !== 'message') return;
  const [kind, number] = message;
  if (kind === 'task') {
    let task;
    try {
      task = load(message[2]);
      // A module that cannot be loaded is told of by each batch.
      if (isPromise(task)) task.catch(() => {});
    } catch (error) {
      task = () => { throw error; };
    }
    tasks.set(number, task);
    task?.then?.((loaded) => tasks.set(number, loaded), () => {});
  } else if (kind === 'forget') {
    tasks.delete(number);
  } else {
    message[2] = tasks.get(message[2]);
    waiting.push([number, kind, ...message.slice(2)]);
    next();
  }
}, true);
