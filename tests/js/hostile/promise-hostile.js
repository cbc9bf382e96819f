// gc-stress-every: 29
// Promise subclasses, executors and combinators that lie.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('no new', () => Promise(() => {}));
attempt('executor', () => new Promise(1));
attempt('resolve non-constructor', () => Promise.resolve.call(() => {}, 1));
attempt('capability', () => Promise.resolve.call(function (executor) { executor(1, 2); }, 1));
attempt('capability twice', () => Promise.resolve.call(function (executor) { executor(() => {}, () => {}); executor(() => {}, () => {}); }, 1));
attempt('no executor call', () => Promise.all.call(function () {}, []));
attempt('try', () => { Promise.try(() => { throw new Error('try'); }).catch((error) => console.log(error.message)); });
attempt('finally', () => { Promise.resolve(1).finally(() => { throw new Error('finally'); }).catch((error) => console.log(error.message)); });
attempt('species', () => { class P extends Promise { static get [Symbol.species]() { return function (executor) { executor(() => {}, () => {}); }; } } return typeof new P(() => {}).then(); });
Promise.any([]).catch((error) => console.log(error.name, error.errors.length));
Promise.any(Array.from({ length: 1e4 }, (_, i) => Promise.reject(i))).catch((error) => console.log(error.errors.length));
