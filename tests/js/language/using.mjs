// Explicit resource management: disposal in reverse order, on every way out, errors suppressed into one.
const open = (name, fails) => ({ name, [Symbol.dispose]() { console.log('close', name); if (fails) throw new Error(`dispose ${name}`); } });
{
  using a = open('a'), b = open('b');
  using none = null;
  console.log('inside', a.name, b.name);
}
try { using c = open('c', true); using d = open('d', true); throw new Error('body'); }
catch (e) { console.log(e.name, e.error.message, e.suppressed.name, e.suppressed.error.message, e.suppressed.suppressed.message); }
const early = () => { using x = open('x'); return 'returned'; };
console.log(early());
for (using f of [open('f1'), open('f2')]) console.log('loop', f.name);
{
  await using s = { async [Symbol.asyncDispose]() { await null; console.log('async closed'); } };
  console.log('async inside');
}
try { using bad = {}; } catch (e) { console.log(e.name); }
const stack = new DisposableStack();
stack.defer(() => console.log('deferred'));
console.log(stack.use(open('used')).name, stack.adopt('value', (v) => console.log('adopted', v)));
stack.dispose();
console.log(stack.disposed);
