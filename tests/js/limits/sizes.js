// Sizes that cannot be had are RangeErrors.
for (const [name, f] of Object.entries({
  array: () => new Array(2 ** 32),
  length: () => { [].length = -1; },
  repeat: () => 'abc'.repeat(2 ** 30),
  pad: () => 'x'.padEnd(2 ** 30),
  buffer: () => new ArrayBuffer(2 ** 53),
  typed: () => new Float64Array(2 ** 50),
  bigint: () => 2n ** (2n ** 40n),
  join: () => Array(2 ** 28).join('abcd'),
  date: () => new Date(NaN).toISOString(),
})) try { f(); console.log(name, 'made'); } catch (e) { console.log(name, e.name); }
