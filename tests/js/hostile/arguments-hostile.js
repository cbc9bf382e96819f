// The arguments object, mapped, redefined and passed on.
function mapped(a, b) { arguments[0] = 9; Object.defineProperty(arguments, 1, { writable: false }); b = 8; delete arguments[0]; a = 7; return [a, b, arguments[0], arguments[1], arguments.length]; }
console.log(mapped(1, 2));
function lie() { arguments.length = 2 ** 31; try { return Math.max.apply(null, arguments); } catch (error) { return error.name; } }
console.log(lie(1));
function iterate() { arguments[Symbol.iterator] = function* () { yield 'own'; }; return [...arguments]; }
console.log(iterate(1));
function caller() { 'use strict'; try { return arguments.callee; } catch (error) { return error.name; } }
console.log(caller());
