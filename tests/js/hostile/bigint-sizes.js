// BigInts of a million digits, and past the limit.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const digits = '9'.repeat(1e5);
console.log(BigInt(digits).toString().length, (BigInt(digits) * BigInt(digits)).toString(16).length);
attempt('power', () => 2n ** 2n ** 40n);
attempt('shift', () => 1n << 2n ** 40n);
attempt('shift max', () => 1n << BigInt(Number.MAX_SAFE_INTEGER));
attempt('asUintN', () => BigInt.asUintN(2 ** 53 - 1, -1n));
attempt('multiply', () => { let x = 1n << 2n ** 29n; return x * x * x * x; });
attempt('negative', () => 2n ** -1n);
attempt('divide', () => 1n / 0n);
attempt('right', () => -1n >> 2n ** 64n);
attempt('fraction', () => BigInt(1.5));
attempt('text', () => BigInt('0x' + 'g'));
