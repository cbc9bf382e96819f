// A stack overflow caught at the very end of the stack, again and again.
let overflows = 0;
function f(n) { try { f(n + 1); } catch (error) { if (!(error instanceof RangeError)) throw error; overflows++; throw error; } }
for (let i = 0; i < 3; i++) { try { f(0); } catch (error) { console.log(error.message); } }
console.log(overflows > 1000);
