// The stack names functions, methods, constructors and async functions, innermost first; the V8 API shapes it.
const names = (e) => e.stack.split('\n').slice(1).map((l) => /at (?:async )?(?:new )?([\w.$<>]+) \(/.exec(l)?.[1]).filter(Boolean);
class Maker { constructor() { this.error = new Error('made'); } static build() { return new Maker(); } }
function outer() { return Maker.build(); }
console.log(names(outer().error).slice(0, 3).join());
const o = {}; (function capture() { Error.captureStackTrace(o, capture); })();
console.log(typeof o.stack, o.stack.split('\n')[0]);
Error.stackTraceLimit = 1;
console.log(outer().error.stack.split('\n').length);
Error.stackTraceLimit = 10;
Error.prepareStackTrace = (e, sites) => sites.map((s) => `${s.getFunctionName()}:${typeof s.getLineNumber()}:${s.isConstructor()}`).slice(0, 2).join();
console.log(outer().error.stack);
