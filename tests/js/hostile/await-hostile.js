// await of hostile thenables inside async functions and generators.
const tests = {
  getter: async () => { await { get then() { throw new Error('get'); } }; },
  throws: async () => { await { then() { throw new Error('then'); } }; },
  twice: async () => await { then(yes) { yes(1); yes(2); } },
  forAwait: async () => { for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => 1 }) }); },
  forAwaitSync: async () => { for await (const x of [Promise.reject(new Error('element'))]); },
  returnValue: async () => { const g = (async function* () { yield 1; })(); await g.return({ get then() { throw new Error('return'); } }); },
  yieldStar: async () => { const g = (async function* () { yield* { [Symbol.asyncIterator]: () => 1 }; })(); await g.next(); },
};
(async () => { for (const [name, f] of Object.entries(tests)) { try { console.log(name, await f()); } catch (error) { console.log(name, error.message); } } })();
