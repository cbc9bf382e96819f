// Due order, never early, clears, intervals, arguments, nesting.
const start = performance.now();
const log = [];
setTimeout(() => log.push('b'), 60);
setTimeout(() => log.push('a'), 5);
setTimeout((...args) => log.push(args.join('+')), 10, 1, 2);
const gone = setTimeout(() => log.push('never'), 1);
clearTimeout(gone);
clearTimeout(undefined);
let n = 0;
const tick = setInterval(() => { log.push(`i${++n}`); if (n === 3) clearInterval(tick); }, 1);
setTimeout(() => log.push(performance.now() - start >= 14.9), 15);
setTimeout(() => { setTimeout(() => console.log(log.filter((x) => typeof x !== 'string' || x[0] !== 'i').join(), n), 1); }, 120);
const self = setInterval(() => { clearInterval(self); log.push('once'); }, 90);
