function* g(a) { const x = yield a; try { yield* x; } finally { a(); } return 1; }
async function f(p) { for await (const x of p) await x; return await p; }
async function* ag(p) { yield p; yield* p; return p; }
const arrow = async (x) => await x;
