// String.raw and template objects that lie about their length.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('raw', () => String.raw({ raw: { length: -1 } }));
attempt('raw throws', () => String.raw({ raw: { get length() { throw new Error('no length'); } } }));
