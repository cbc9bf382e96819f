// One wheel, many threads: twelve async functions spin at once on a single event loop.
// Each line is one of them; the wheel only turns whichever is ready. Run: jenny examples/spinning.mjs

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const names = ['flax', 'wool', 'silk', 'hemp', 'jute', 'cotton', 'ramie', 'linen', 'cashmere', 'alpaca', 'mohair', 'nettle'];
const threads = names.map((name, i) => ({ name, spun: 0, length: 18 + ((i * 7) % 17), pause: 25 + ((i * 37) % 70) }));
const colours = [31, 32, 33, 34, 35, 36];
const live = process.stdout.isTTY && !process.env.NO_COLOR;

let turns = 0;
let waiting = 0;
let most = 0;

async function spin(thread) {
  while (thread.spun < thread.length) {
    waiting++;
    most = Math.max(most, waiting);
    await sleep(thread.pause);
    waiting--;
    thread.spun++;
    turns++;
  }
  return thread.length * thread.pause;
}

function draw() {
  const wheel = '|/-\\'[turns % 4];
  const lines = threads.map((thread, i) => {
    const yarn = '~'.repeat(thread.spun) + (thread.spun < thread.length ? wheel : '*');
    const bar = live ? `\x1b[${colours[i % colours.length]}m${yarn}\x1b[0m` : yarn;
    return `${thread.name.padStart(9)} ${bar}`;
  });
  return lines.join('\n') + '\n';
}

const start = performance.now();
let painter;
if (live) {
  process.stdout.write('\x1b[?25l' + draw());
  painter = setInterval(() => process.stdout.write(`\x1b[${threads.length}A` + draw()), 40);
}
const alone = await Promise.all(threads.map(spin));
if (live) {
  clearInterval(painter);
  process.stdout.write(`\x1b[${threads.length}A` + draw() + '\x1b[?25h');
} else {
  process.stdout.write(draw());
}

const together = performance.now() - start;
const apart = alone.reduce((sum, ms) => sum + ms, 0);
console.log(`${threads.length} threads, ${turns} turns of the wheel, up to ${most} waiting at once.`);
console.log(`One after another they would have taken ${(apart / 1000).toFixed(1)} s; together they took ${(together / 1000).toFixed(1)} s.`);
