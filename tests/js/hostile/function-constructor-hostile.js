// Function made from texts that try to break out, and from twenty thousand of them.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('breaks out', () => Function('/*', '*/){'));
attempt('parameters', () => Function('a = super()', ''));
attempt('body', () => Function('}, function() {'));
attempt('html comment', () => Function('-->', '')() === undefined);
attempt('many parameters', () => Function(...Array.from({ length: 5000 }, (_, i) => 'a' + i), 'return arguments.length').length);
attempt('twenty thousand', () => eval('(function(' + Array.from({ length: 20000 }, (_, i) => 'a' + i).join() + ') {})').length > 0);
attempt('throws in toString', () => Function({ toString() { throw new EvalError(); } }));
attempt('strict parameters', () => Function('a', 'a', '"use strict"'));
attempt('await', () => Function('await 1'));
attempt('yield in generator', () => (function* () {}).constructor('a = yield', ''));
attempt('long body', () => Function('var a = 0;' + 'a++;'.repeat(50000) + 'return a')());
attempt('long literal', () => Function('return [' + '1,'.repeat(100000) + ']')().length);
attempt('long object', () => Object.keys(Function('return {' + Array.from({ length: 20000 }, (_, i) => 'a' + i + ':1').join() + '}')()).length);
