// timeout: 60
// gc-stress-every: 503
// A replacement that multiplies the text past the limit.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const half = 'a'.repeat(2 ** 15);
attempt('replaceAll', () => half.replaceAll('a', half));
attempt('replace regexp', () => half.replace(/a/g, '$&'.repeat(2 ** 15)));
attempt('split join', () => half.split('').join(half));
