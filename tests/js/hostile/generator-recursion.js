// Generators that delegate to themselves, and that run while they run.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

function* self() { yield* self(); }
attempt('delegate', () => [...self()]);
attempt('running', () => { const g = (function* () { yield g.next(); })(); return g.next(); });
attempt('return running', () => { const g = (function* () { yield g.return(1); })(); return g.next(); });
