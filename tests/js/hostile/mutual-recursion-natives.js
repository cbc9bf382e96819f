// gc-stress-every: 503
// Recursion through natives: sort, map, replace, Reflect, JSON, Promise executors.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('map', function f() { return [1].map(f); });
attempt('sort', function f() { return [2, 1].sort(f); });
attempt('replace', function f() { return 'a'.replace('a', f); });
attempt('apply', function f() { return Reflect.apply(f, null, []); });
attempt('construct', function f() { return Reflect.construct(f, []); });
attempt('reviver', function f() { return JSON.parse('1', f); });
attempt('replacer', function f() { return JSON.stringify(1, f); });
attempt('executor', function f() { let thrown; new Promise(() => f()).catch(() => {}); return 1; });
attempt('from', function f() { return Array.from([1], f); });
attempt('eval', function f() { return eval('f()'); });
