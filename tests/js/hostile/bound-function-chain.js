// gc-stress-every: 10007
// Functions bound 1e5 times over.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

let f = () => 1;
for (let i = 0; i < 1e5; i++) f = f.bind(null, i);
attempt('call', () => f());
attempt('name', () => f.name.length);
