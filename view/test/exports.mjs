// Exports in the hands of those that they are for: exports.mjs FOLDER JENNY [PACKAGES] [PYTHON]. PACKAGES is a folder of npm with DevTools' own
// readers, PYTHON one with Perfetto's descriptors; what is missing is not run.
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check, finish, same } from './_check.mjs';

const [folder, jenny] = process.argv.slice(2, 4).map((path) => resolve(path));
const [packages, python] = process.argv.slice(4, 6);
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const program = join(here, 'exports/program.mjs');
const at = (name) => join(folder, name);
const run = (...words) => execFileSync(jenny, words, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 28 });
const load = (path) => import(pathToFileURL(join(packages, 'node_modules', path)));

run('trace', '-o', at('exports.jtrace'), program);
run('trace', 'export', at('exports.jtrace'), '--chrome', '-o', at('exports.chrome.json'));
run('trace', 'export', at('exports.jtrace'), '--perfetto', '-o', at('exports.pftrace'));
run('trace', 'export', at('exports.jtrace'), '--heapsnapshot', '-o', at('exports.heapsnapshot'));
run(`--cpu-prof=${at('exports.cpuprofile')}`, program);

/// How often each event was told.
const told = {};
for (const line of run('trace', '--json', at('exports.jtrace')).trim().split('\n')) {
  const { kind, seq } = JSON.parse(line);
  if (seq !== undefined) told[kind] = (told[kind] ?? 0) + 1;
}
const slices = { turn: told.TurnBegin, task: told.TaskStart, job: told.JobStart };
const ordered = (object) => Object.fromEntries(Object.entries(object).sort());
const countOf = (list) => {
  const counts = {};
  for (const name of list) counts[name] = (counts[name] ?? 0) + 1;
  return ordered(counts);
};

if (packages && existsSync(packages)) {
  await check("Chrome's events in DevTools' trace engine", async () => {
    const { traceEvents } = JSON.parse(readFileSync(at('exports.chrome.json'), 'utf8'));
    const { analyzeEvents } = await load('@paulirish/trace_engine/analyze-trace.mjs');
    const { parsedTrace } = await analyzeEvents(traceEvents);
    const data = parsedTrace.data ?? parsedTrace;
    const [threads] = [...data.Renderer.processes.values()].map((process) => [...process.threads.values()]);
    same(threads.map((thread) => thread.name), ['main'], 'threads');
    same(countOf(threads[0].entries.map((entry) => entry.cat)), ordered(slices), 'slices');
    for (const entry of threads[0].entries) if (!(entry.dur >= 0)) throw new Error(`${entry.name} has no end`);
    const times = traceEvents.filter(({ ph }) => ph !== 'M').map(({ ts }) => ts);
    same([data.Meta.traceBounds.min, data.Meta.traceBounds.max], [Math.min(...times), Math.max(...times)], 'bounds');
  });
  await check("a CPU profile in DevTools' model", async () => {
    const { CPUProfileDataModel } = await load('@paulirish/trace_engine/models/cpu_profile/cpu_profile.js');
    const profile = JSON.parse(readFileSync(at('exports.cpuprofile'), 'utf8'));
    const model = new CPUProfileDataModel.CPUProfileDataModel(profile);
    const found = [];
    const visit = (node, above) => {
      if (node.functionName === 'busy') found.push({ node, above });
      for (const child of node.children) visit(child, [...above, node.functionName]);
    };
    visit(model.profileHead, []);
    same(found.length > 0 && found.every(({ above }) => above.at(-1) === 'waits'), true, 'busy is called by waits');
    const self = found.reduce((sum, { node }) => sum + node.self, 0);
    if (!(self > 60 && self < model.profileEndTime - model.profileStartTime)) throw new Error(`busy ran 90 ms, the profile says ${self}`);
    same(found[0].node.url.endsWith('/exports/program.mjs'), true, found[0].node.url);
    same(found[0].node.lineNumber, 2, 'its line from 0');
    // A millisecond apart, or as the machine lets the sampler run.
    same(model.samples.length > 10, true, 'samples');
  });
  await check("a heap snapshot in DevTools' reader", async () => {
    const { parse } = await load('heap-snapshot-toolkit/index.js').catch(async () => {
      const { main, module, exports } = JSON.parse(readFileSync(join(packages, 'node_modules/heap-snapshot-toolkit/package.json'), 'utf8'));
      const entry = [exports?.['.']?.import, exports?.['.'], exports, module, main].find((path) => typeof path === 'string');
      return load(join('heap-snapshot-toolkit', entry));
    });
    const snapshot = await parse(createReadStream(at('exports.heapsnapshot'), 'utf8'));
    const classes = Object.values(snapshot.aggregatesWithFilter({}));
    const keeper = classes.find(({ name }) => name === 'Keeper');
    same([keeper?.count, keeper?.maxRet > keeper?.self + 50 * 16], [1, true], 'the one Keeper and what it holds');
    const nodes = JSON.parse(readFileSync(at('exports.heapsnapshot'), 'utf8')).snapshot.node_count;
    same(snapshot.nodeCount, nodes, 'nodes');
    // The reader reaches all of it from the root.
    const far = [];
    for (let index = 0; index < snapshot.nodeCount; index++) if (snapshot.nodeDistances[index] < 0 && index !== snapshot.rootNodeIndexInternal) far.push(snapshot.createNode(index * snapshot.nodeFieldCount).name());
    same(far, [], 'nodes that are reached from nowhere');
  });
}
if (python && existsSync(python)) {
  await check("a Perfetto trace by Perfetto's descriptors", () => {
    const text = execFileSync('python3', [join(here, 'exports/read_perfetto.py'), at('exports.pftrace')], { env: { ...process.env, PYTHONPATH: python }, encoding: 'utf8' });
    const { begin, end, counter, flows, unknown, open, strange, below, names } = JSON.parse(text);
    const known = Object.fromEntries(Object.keys(slices).map((name) => [name, begin[name]]));
    same(known, slices, 'slices');
    same(end, Object.values(begin).reduce((sum, count) => sum + count, 0), 'ends');
    same({ unknown, open, strange, below }, { unknown: 0, open: 0, strange: 0, below: 0 }, 'what no reader knows, never ends, or lies on no track');
    same([names.includes('main'), counter > 0, flows > 0], [true, true, true], 'names, counters, flows');
  });
}
finish();
