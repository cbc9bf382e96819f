// Runs named checks one after the other and counts them. Node's own test module is not needed, so that Jenny can run these too.

const counts = { passed: 0, failed: 0 };

export async function check(name, body) {
  try {
    await body();
    counts.passed += 1;
  } catch (error) {
    counts.failed += 1;
    console.log(`FAIL ${name}: ${error?.stack ?? error}`);
  }
}

export function same(found, expected, what = 'value') {
  const texts = [found, expected].map((value) => JSON.stringify(value) ?? String(value));
  if (texts[0] !== texts[1]) throw new Error(`${what}: found ${texts[0].slice(0, 600)}, expected ${texts[1].slice(0, 600)}`);
}

export function finish() {
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0) process.exitCode = 1;
}
