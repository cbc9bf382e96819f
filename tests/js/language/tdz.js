// A binding that is not initialised yet cannot be touched, wherever the access stands.
const attempt = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
console.log(attempt(() => { x; let x = 1; }));
console.log(attempt(() => { x = 1; let x; }));
console.log(attempt(() => { typeof x; let x; }));
console.log(attempt(() => { class A extends A {} }));
console.log(attempt(() => { const f = (a = b, b) => a; return f(); }));
console.log(attempt(() => { const c = 1; c = 2; }));
console.log(attempt(() => { let x = x; }));
console.log(attempt(() => missing));
console.log(typeof missing);
