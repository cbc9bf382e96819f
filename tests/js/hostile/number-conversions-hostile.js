// Numbers from and to texts at the ends of what can be written.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('long literal', () => Number('1' + '0'.repeat(100000)));
attempt('long fraction', () => Number('0.' + '0'.repeat(100000) + '1'));
attempt('long exponent', () => Number('1e' + '9'.repeat(100000)));
attempt('negative exponent', () => Number('1e-' + '9'.repeat(100000)));
attempt('halfway', () => Number('9007199254740993' + '0'.repeat(1000) + '.' + '0'.repeat(1000) + '1'));
attempt('parseInt', () => parseInt('9'.repeat(400)));
attempt('parseInt radix', () => parseInt('z'.repeat(100000), 36));
attempt('hex', () => Number('0x' + 'f'.repeat(100000)));
attempt('toString', () => Number.MIN_VALUE.toString(2).length);
attempt('toString radix', () => (0.1).toString(37));
attempt('toFixed', () => (1e21).toFixed(100));
attempt('toFixed digits', () => (0.1).toFixed(101));
attempt('toPrecision', () => (123.456).toPrecision(100).length);
attempt('toExponential', () => (5e-324).toExponential(100).length);
attempt('bigint radix', () => (2n ** 20000n).toString(36).length);
attempt('BigInt text', () => BigInt('0b' + '1'.repeat(100000)).toString(16).length);
attempt('BigInt fraction', () => BigInt('1.5'));
attempt('asIntN', () => BigInt.asIntN(2 ** 53, 1n));
attempt('asUintN', () => BigInt.asUintN(2 ** 40, -1n));
attempt('shift', () => 1n << (2n ** 64n));
attempt('power', () => 2n ** (2n ** 40n));
