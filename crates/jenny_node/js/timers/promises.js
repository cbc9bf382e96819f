//! `node:timers/promises`: timers as promises and as an async iterator.
'use strict';

const { setTimeoutPromise, setImmediatePromise, setIntervalPromise } = require('timers').forms;

module.exports = {
  setTimeout: setTimeoutPromise,
  setImmediate: setImmediatePromise,
  setInterval: setIntervalPromise,
  scheduler: {
    wait: (delay, options) => setTimeoutPromise(delay, undefined, options),
    yield: () => setImmediatePromise(),
  },
};
