/** The panels: one function each, which makes what it shows of a state anew. */

import { firstAbove } from './run.js';
import { cap, duration, jobWord, frameName, placeName, plural, ruleOf, sentence, shortName, thingName } from './words.js';

/**
 * @typedef {import('./run.js').AgentRun} AgentRun
 * @typedef {import('./state.js').State} State
 * @typedef {{ type: string, number: number }} Thing
 */

/** Causes that Why shows at once. */
const NEAREST = 12;
/** Most entries that a list shows; the rest is told as a number. */
const MOST = 120;

/**
 * An element.
 * @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string | null | undefined)} children
 */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    // The page's policy lets no style come as text.
    if (name === 'style') for (const [property, of] of Object.entries(value)) element.style.setProperty(property, String(of));
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined).map((child) => /** @type {Node | string} */ (child)));
  return element;
}

/** @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** Shows `children` in the panel, and a count in its heading. @param {string} id @param {number | string | null} count @param {...Node} children */
export function show(id, count, ...children) {
  byId(id).replaceChildren(...children);
  const heading = byId(`h-${id}`);
  const words = heading.dataset.words ?? (heading.dataset.words = heading.textContent ?? '');
  heading.replaceChildren(words, ...(count === null ? [] : [' ', el('span', { class: 'count' }, String(count))]));
}

/** What is still to be scrolled. @type {(() => () => void)[]} */
let scrolls = [];

/** Scrolls when all panels are made, so that the page is laid out once: `look` measures and answers what is to be done. @param {() => () => void} look */
function scrollLater(look) {
  scrolls.push(look);
}

/** All measuring, then all scrolling. */
export function scrollNow() {
  const moves = scrolls.map((look) => look());
  scrolls = [];
  moves.forEach((move) => move());
}

/** What a picture still lacks: entries below those that are in sight. @type {(() => void)[]} */
let rest = [];

/** What follows is another picture; what the last one lacks is of no use. */
export function beginPicture() {
  rest = [];
}

/** Makes what the picture lacks. True if that was anything. */
export function finishPicture() {
  const parts = rest;
  rest = [];
  parts.forEach((part) => part());
  return parts.length > 0;
}

/** Adds to the picture when there is time for it. @param {() => void} part */
function addLater(part) {
  rest.push(part);
}

/** Rows of a list that are in sight with some more, by how high the panels are. The page tells when they change. */
let inSight = 14;

/** @param {number} height of the highest panel, in pixels */
export function setHeight(height) {
  inSight = Math.max(8, Math.ceil(height / 26) + 3);
}

/** @param {string} words */
export function nothing(words) {
  return el('p', { class: 'nothing' }, words);
}

/** A button that selects a thing. @param {Thing} thing @param {string} color @param {...(Node | string | null)} children */
function pick(thing, color, ...children) {
  return el('button', { class: 'item', 'data-thing': `${thing.type} ${thing.number}`, style: { '--c': `var(--${color})` } }, ...children);
}

/** @param {string} label @param {Node[]} items @param {number} total @param {string} [kind] */
function list(label, items, total, kind = 'list') {
  return longList(label, items, (item) => item, total, kind);
}

/**
 * A list whose entries are made as they come into sight: the first at once, the others when the picture is finished.
 * @template T @param {string} label @param {T[]} values @param {(value: T) => Node} make @param {number} total @param {string} [kind]
 */
function longList(label, values, make, total, kind = 'list') {
  const entry = (/** @type {T} */ value) => el('li', {}, make(value));
  const more = total > values.length ? [el('li', { class: 'quiet' }, `and ${total - values.length} more`)] : [];
  const first = values.slice(0, inSight).map(entry);
  if (values.length <= inSight) return el('ul', { class: kind, 'aria-label': label }, ...first, ...more);
  const whole = el('ul', { class: kind, 'aria-label': label }, ...first);
  addLater(() => whole.append(...values.slice(first.length).map(entry), ...more));
  return whole;
}

/** @template T @param {Iterable<T>} values @param {number} count */
function take(values, count) {
  const taken = [];
  for (const value of values) {
    if (taken.length === count) break;
    taken.push(value);
  }
  return taken;
}

/** A place of the source as a button. @param {AgentRun} run @param {number | null | undefined} stack */
function spot(run, stack) {
  const [frame] = run.frames(stack);
  return frame ? el('span', { class: 'spot' }, placeName(run, stack)) : null;
}

/** The colour of a source of tasks or a kind of operation. @param {string} kind */
export function colorOf(kind) {
  if (kind === 'timer') return 'timer';
  if (kind === 'immediate') return 'immediate';
  if (['networking', 'socket', 'http', 'name look-up'].includes(kind)) return 'network';
  if (['file I/O', 'file', 'file watch', 'stream', 'standard input'].includes(kind)) return 'file';
  if (['message port', 'worker'].includes(kind)) return 'message';
  if (kind === 'user interaction') return 'user';
  return kind === 'script' ? 'script' : 'other';
}

const WORDS_OF_CODE = /(\/\/.*$|\/\*.*?\*\/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|\b(await|async|break|case|catch|class|const|continue|default|delete|do|else|export|extends|finally|for|from|function|if|import|in|instanceof|let|new|null|of|return|static|super|switch|this|throw|true|false|try|typeof|undefined|var|void|while|yield)\b|\b(\d[\w.]*)\b/g;

/** A line with its comments, strings and keywords marked. @param {string} line */
function colored(line) {
  const parts = [];
  let from = 0;
  for (const match of line.matchAll(WORDS_OF_CODE)) {
    parts.push(line.slice(from, match.index));
    const kind = ['comment', 'string', 'keyword', 'number'][match.slice(1).findIndex((group) => group !== undefined)];
    parts.push(el('span', { class: `k-${kind}` }, match[0]));
    from = match.index + match[0].length;
  }
  return [...parts, line.slice(from)];
}

/** @type {{ run: AgentRun | null, script: number, lines: HTMLElement[], marked: HTMLElement[] }} */
const shownSource = { run: null, script: -1, lines: [], marked: [] };

/**
 * Source: the line that runs, the lines that called it, and where pending things were started.
 * @param {AgentRun} run @param {State} state @param {import('./live.js').LiveCall[]} [calls] where a running program stands
 */
export function showSource(run, state, calls = []) {
  const context = state.running[state.running.length - 1] ?? null;
  const standing = calls.map((call) => ({ ...call, script: run.record.scripts.findIndex((script) => script.name === call.script) })).filter((call) => call.script >= 0);
  const running = standing.length > 0 ? standing : run.frames(state.place);
  const origin = running.length > 0 ? [] : run.frames(run.originOf(context));
  const frames = running.length > 0 ? running : origin;
  const entry = run.record.scripts.findIndex((script) => script.text !== '');
  const script = frames[0]?.script ?? (shownSource.run === run ? shownSource.script : entry);
  if (shownSource.run !== run || shownSource.script !== script) {
    const lines = (run.record.scripts[script]?.text ?? '').split('\n').slice(0, 20_000);
    Object.assign(shownSource, { run, script, marked: [] });
    shownSource.lines = lines.map((line, n) => el('li', { value: n + 1 }, el('code', {}, ...colored(line))));
    const name = run.record.scripts[script]?.name ?? '';
    show('source', name ? shortName(name) : null, lines.length > 1 || lines[0] ? el('ol', { class: 'code' }, ...shownSource.lines) : nothing('The record holds no source.'));
  }
  for (const line of shownSource.marked) {
    line.className = '';
    line.removeAttribute('aria-current');
    line.querySelectorAll('.notes').forEach((note) => note.remove());
  }
  shownSource.marked = [];
  /** @type {Map<number, Map<string, number>>} */
  const notes = new Map();
  /** @param {number | null | undefined} stack @param {string} words */
  const note = (stack, words) => {
    const [frame] = run.frames(stack);
    if (!frame || frame.script !== script) return;
    const of = notes.get(frame.line) ?? new Map();
    of.set(words, (of.get(words) ?? 0) + 1);
    notes.set(frame.line, of);
  };
  for (const operation of take(state.operations.values(), MOST)) note(operation.stack, `${operation.kind} ${operation.ready ? 'ready' : 'pending'}`);
  for (const waiting of take(state.awaits.values(), MOST)) note(waiting.stack, 'awaits');
  for (const job of take(state.jobs.values(), MOST)) {
    const activation = job.activation;
    if (activation === null) note(run.originOf({ type: 'job', number: job.job }), 'microtask queued');
  }
  for (const stack of take(state.ticks.values(), MOST)) note(stack, 'tick queued');
  for (const [at, words] of notes) {
    const line = shownSource.lines[at - 1];
    if (!line) continue;
    line.append(el('span', { class: 'notes' }, ...[...words].map(([word, count]) => el('span', { class: 'note' }, count > 1 ? `${word} ×${count}` : word))));
    shownSource.marked.push(line);
  }
  frames.forEach((frame, depth) => {
    const line = frame.script === script ? shownSource.lines[frame.line - 1] : undefined;
    if (!line || line.className) return;
    line.className = depth > 0 ? 'caller' : origin.length > 0 ? 'origin' : 'current';
    if (depth === 0) {
      line.setAttribute('aria-current', 'true');
      const beside = line.querySelector('.notes') ?? el('span', { class: 'notes' });
      beside.prepend(el('span', { class: 'note here' }, origin.length > 0 ? 'handed over here' : 'runs here'));
      line.append(beside);
      const box = byId('source');
      scrollLater(() => {
        const [top, from, height] = [line.offsetTop, box.scrollTop, box.clientHeight];
        return () => { if (top < from + 20 || top > from + height - 40) box.scrollTop = top - height / 2; };
      });
    }
    shownSource.marked.push(line);
  });
}

/**
 * @param {AgentRun} run @param {State} state
 * @param {{ calls?: import('./live.js').LiveCall[], selected: number } | null} live where a running program stands, if this is its last place
 */
export function showStack(run, state, live) {
  const context = state.running[state.running.length - 1] ?? null;
  const frames = run.frames(state.place);
  const rows = frames.map((frame) => el('span', { class: 'frame' }, frame.function || '(top level)', el('span', { class: 'spot' }, frameName(run, frame))));
  const base = state.running.map((running) => pick(running, colorOf(run.tasks.get(running.number)?.source ?? 'job'), thingName(run, running))).reverse();
  const parents = run.asyncParents(context, run.cursor?.place ?? 0).map(({ label, stack }) => {
    const [frame] = run.frames(stack);
    return el('span', { class: 'frame async' }, `${label}${frame?.function ? ` in ${frame.function}` : ''}`, spot(run, stack));
  });
  if (live?.calls?.length) {
    const calls = live.calls.map((call, n) => el('button', { class: 'frame', 'data-call': n, 'aria-pressed': String(n === live.selected) }, call.function || '(top level)', el('span', { class: 'spot' }, `${shortName(call.script)}:${call.line}`)));
    const shown = [list('Frames, innermost first', [...calls, ...base], calls.length + base.length, 'list frames')];
    if (parents.length > 0) shown.push(el('h3', {}, 'Async parents'), list('Async parents', parents, parents.length, 'list frames'));
    show('stack', calls.length, ...shown);
    return;
  }
  if (!context) {
    const waits = state.parked ? `Empty: the loop waits${state.parked.due === null ? '' : ` until ${duration(state.parked.due)}`}.` : 'Empty.';
    show('stack', 0, nothing(state.exit === null ? waits : `The program has ended with code ${state.exit}.`));
    return;
  }
  const parts = [list('Frames, innermost first', [...rows, ...base], rows.length + base.length, 'list frames')];
  if (parents.length > 0) parts.push(el('h3', {}, 'Async parents'), list('Async parents', parents, parents.length, 'list frames'));
  show('stack', rows.length || base.length, ...parts);
}

/** @param {AgentRun} run @param {State} state */
export function showMicrotasks(run, state) {
  const ticks = take(state.ticks, MOST);
  const tickOf = (/** @type {typeof ticks[number]} */ [tick, stack]) => pick({ type: 'tick', number: tick }, 'tick', `tick ${tick}`, spot(run, stack));
  const jobs = take(state.jobs.values(), MOST);
  const jobOf = (/** @type {typeof jobs[number]} */ job) =>
    pick({ type: 'job', number: job.job }, 'job', `job ${job.job}`, el('span', { class: 'quiet' }, jobWord(job.kind)), spot(run, run.originOf({ type: 'job', number: job.job })));
  const parts = [];
  if (run.ticks.size > 0) parts.push(el('h3', {}, 'process.nextTick'), ticks.length ? longList('Ticks', ticks, tickOf, state.ticks.size, 'lane') : nothing('Empty.'), el('h3', {}, 'Jobs'));
  parts.push(jobs.length ? longList('Jobs', jobs, jobOf, state.jobs.size, 'lane') : nothing('Empty.'));
  show('microtasks', state.jobs.size + state.ticks.size, ...parts);
}

/** @param {AgentRun} run @param {State} state */
export function showLanes(run, state) {
  const sources = [...run.sources];
  const queued = take(state.tasks.values(), 2000);
  const lane = (/** @type {string} */ source, /** @type {typeof queued} */ tasks) => {
    const chips = tasks.slice(0, MOST);
    const chipOf = (/** @type {typeof queued[number]} */ task) => {
      const trigger = task.trigger === null ? null : el('span', { class: 'quiet' }, `of ${thingName(run, { type: 'operation', number: task.trigger })}`);
      return pick({ type: 'task', number: task.task }, colorOf(source), `task ${task.task}`, trigger);
    };
    return el('div', { class: 'lane-row', style: { '--c': `var(--${colorOf(source)})` } }, el('h3', {}, source),
      chips.length ? longList(`Queue: ${source}`, chips, chipOf, tasks.length, 'lane') : el('span', { class: 'nothing' }, 'empty'));
  };
  const rows = sources.map((source) => lane(source, source === 'close' ? take(state.closing.values(), MOST) : queued.filter((task) => task.source === source)));
  show('lanes', state.tasks.size + state.closing.size, ...rows);
}

/** @param {AgentRun} run @param {State} state */
export function showPending(run, state) {
  const operations = take(state.operations.values(), MOST);
  const { t } = state;
  const rowOf = (/** @type {typeof operations[number]} */ operation) => {
    const timed = operation.due !== null;
    const left = timed ? /** @type {number} */ (operation.due) - t : 0;
    const said = operation.ready ? 'ready, not delivered' : timed ? (left > 0 ? `${duration(left)} left` : 'due') : `in flight for ${duration(t - operation.since)}`;
    const whole = timed ? Math.max(1, /** @type {number} */ (operation.due) - operation.since) : 1;
    const share = operation.ready || (timed && left <= 0) ? 1 : timed ? 1 - Math.max(0, left) / whole : 0;
    return pick({ type: 'operation', number: operation.operation }, colorOf(operation.kind), thingName(run, { type: 'operation', number: operation.operation }),
      el('span', { class: operation.ready ? 'ready' : 'quiet' }, `${said}${operation.repeats ? ', repeats' : ''}${operation.referenced ? '' : ', unreferenced'}`),
      spot(run, operation.stack), el('span', { class: `bar${timed || operation.ready ? '' : ' flight'}`, style: { '--share': share }, 'aria-hidden': 'true' }));
  };
  const parts = operations.length ? [longList('Pending operations', operations, rowOf, state.operations.size)] : [nothing('None: nothing keeps the loop alive but what is queued.')];
  show('pending', state.operations.size, ...parts);
}

/** Locks and blocked threads of all agents, as tables. @param {AgentRun[]} runs @param {State[]} states each agent's at this time @param {(run: AgentRun) => string} nameOf */
export function showSharing(runs, states, nameOf) {
  byId('sharing').closest('section')?.toggleAttribute('hidden', !runs.some((run) => run.sharing.length > 0));
  const locks = states.flatMap((state, n) => take(state.locks.values(), MOST).map((lock) => ({ run: runs[n], name: runs[n].record.strings[lock.name], mode: lock.mode, held: lock.held })));
  locks.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : Number(b.held) - Number(a.held)));
  const waiters = states.map((state, n) => ({ run: runs[n], cell: state.atomics })).filter(({ cell }) => cell !== null);
  const table = (/** @type {string} */ caption, /** @type {string[]} */ heads, /** @type {string[][]} */ rows) => el('table', { class: 'table' }, el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))), el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', {}, cell))))));
  const parts = [];
  if (locks.length) parts.push(table('Locks', ['Lock', 'Mode', 'State', 'Agent'], locks.map(({ run, name, mode, held }) => [name, mode, held ? 'held' : 'waits', nameOf(run)])));
  if (waiters.length) parts.push(table('Threads that Atomics.wait blocks', ['Agent', 'Element'], waiters.map(({ run, cell }) => [nameOf(run), String(cell)])));
  show('sharing', locks.length + waiters.length, ...(parts.length ? parts : [nothing('No lock is held or asked for, and no thread is blocked.')]));
}

/** @param {AgentRun} run @param {number} place */
export function showConsole(run, place) {
  const count = firstAbove(run.outputs, place - 1);
  const lineOf = (/** @type {number} */ at) => {
    const event = run.events[at];
    const last = at === place - 1;
    return el('button', { class: `line ${event.output}${last ? ' fresh' : ''}`, 'data-at': at }, event.text.replace(/\n$/, ''), event.left_out ? ` … ${event.left_out} bytes more` : null, event.output === 'stderr' ? el('span', { class: 'quiet' }, ' stderr') : null);
  };
  const lines = run.outputs.slice(Math.max(0, count - MOST), count);
  // The last ones are in sight.
  const early = lines.splice(0, Math.max(0, lines.length - inSight));
  const shown = lines.length ? list('Output', lines.map(lineOf), lines.length, 'output') : nothing('Nothing printed yet.');
  show('console', count, shown);
  const box = byId('console');
  if (early.length > 0) {
    addLater(() => {
      shown.prepend(...early.map((at) => el('li', {}, lineOf(at))));
      box.scrollTop = box.scrollHeight;
    });
  }
  scrollLater(() => {
    const { scrollHeight } = box;
    return () => { box.scrollTop = scrollHeight; };
  });
}

/** The promises that are shown: the newest, and pending ones before others. @param {AgentRun} run @param {number} place @param {number} most */
export function promisesAt(run, place, most) {
  let low = 0;
  let high = run.promiseList.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (run.promiseList[middle].bornAt >= place) high = middle;
    else low = middle + 1;
  }
  return { born: low, shown: run.promiseList.slice(Math.max(0, low - most), low) };
}

/** @param {AgentRun} run @param {State} state @param {number} place @param {Node | null} drawing */
export function showPromises(run, state, place, drawing) {
  const { born, shown } = promisesAt(run, place, 36);
  const newest = [...shown].reverse();
  const rowOf = (/** @type {typeof newest[number]} */ promise) => {
    const settled = promise.settleAt >= 0 && promise.settleAt < place;
    const word = settled ? promise.state : promise.settleAt < 0 ? 'never settled' : 'pending';
    const parents = promise.parents.filter((parent) => parent.at < place).map((parent) => `${parent.how === 'then' ? 'after' : parent.how} ${parent.promise}`).slice(0, 5);
    const sleepers = promise.awaits.filter((activation) => state.awaits.get(activation)?.promise === promise.promise);
    return pick({ type: 'promise', number: promise.promise }, settled ? String(promise.state) : 'waiting', `promise ${promise.promise}`,
      el('span', { class: `state ${String(word).replace(' ', '-')}` }, String(word)), el('span', { class: 'quiet' }, [promise.kind, ...parents, ...sleepers.map((activation) => `awaited by call ${activation}`)].join(', ')),
      spot(run, promise.thenStack ?? promise.stack));
  };
  show('promises', born, ...(drawing ? [drawing] : []), newest.length ? longList('Promises, newest first', newest, rowOf, born) : nothing('None yet.'));
}

/**
 * The chain of causes.
 * @param {AgentRun} run @param {Thing | null} thing @param {boolean} selected whether the user chose it
 */
export function showWhy(run, thing, selected) {
  if (!thing) {
    show('why', null, nothing('Select anything to see what caused it.'));
    return;
  }
  // What the loop does itself has no cause in the program.
  if (thing.type === 'event' && run.stateAt(thing.number).running.length === 0) {
    show('why', null, el('p', { class: 'why-head' }, el('strong', {}, 'The loop itself')), nothing('No callback runs here: this is a step of the loop, or the program has not begun.'));
    return;
  }
  const chain = run.why(thing);
  const cause = (/** @type {typeof chain[number]} */ { relation, thing: of, at, stack }) => el('button', { class: 'cause', 'data-at': at },
    el('strong', {}, of && of.type !== 'event' ? thingName(run, of) : thingName(run, of)), ` ${relation}`, spot(run, stack), el('span', { class: 'quiet' }, `event ${run.events[at]?.seq ?? at}`));
  const near = chain.slice(0, NEAREST).map((of) => () => el('li', {}, cause(of)));
  const rows = near.splice(0, NEAREST / 2).map((make) => make());
  const nearest = el('ol', { class: 'causes', 'aria-label': 'Chain of causes, nearest first' }, ...rows);
  // Those far away are made when somebody asks for them.
  const far = chain.length > NEAREST ? el('details', {}, el('summary', {}, `${plural(chain.length - NEAREST, 'cause')} before these`)) : null;
  far?.addEventListener('toggle', () => {
    if (far.childElementCount === 1) far.append(el('ol', { class: 'causes', 'aria-label': 'Causes before these' }, ...chain.slice(NEAREST).map((of) => el('li', {}, cause(of)))));
  });
  const jumps = jumpsOf(run, thing).map(([label, at], n) => el('button', { 'data-at': at, 'data-jump': n + 1 }, label, el('kbd', { 'aria-hidden': 'true' }, String(n + 1))));
  show('why', null, el('p', { class: 'why-head' }, el('strong', {}, cap(thingName(run, thing))), selected ? el('button', { id: 'unselect', class: 'small' }, 'Follow what runs') : null),
    el('div', { class: 'jumps', role: 'group', 'aria-label': 'Jump' }, ...jumps),
    rows.length ? nearest : nothing('The runtime itself began this.'), ...(far ? [far] : []));
  if (near.length > 0) addLater(() => nearest.append(...near.map((make) => make())));
}

/** Where one can go from a thing. @param {AgentRun} run @param {Thing} thing @returns {[string, number][]} */
export function jumpsOf(run, { type, number }) {
  /** @type {[string, number | undefined][]} */
  let jumps = [];
  if (type === 'task' || type === 'job' || type === 'tick') {
    const fact = type === 'task' ? run.tasks.get(number) : type === 'job' ? run.jobs.get(number) : run.ticks.get(number);
    jumps = [['To its queueing', fact?.queuedAt], ['To its start', fact?.startAt], ['To its end', fact?.endAt]];
  } else if (type === 'promise') {
    const fact = run.promises.get(number);
    jumps = [['To its making', fact?.bornAt], ['To its settlement', fact?.settleAt]];
  } else if (type === 'operation') {
    const fact = run.operations.get(number);
    const delivered = fact?.tasks.map((task) => run.tasks.get(task)?.startAt ?? -1).find((at) => at >= 0);
    jumps = [['To its start', fact?.startAt], ['To its result', fact?.readyAt], ['To its delivery', delivered], ['To its end', fact?.endAt]];
  } else if (type === 'activation') {
    jumps = (run.activations.get(number) ?? []).slice(0, 6).map(({ at }, n) => [`To await ${n + 1}`, at]);
  }
  return /** @type {[string, number][]} */ (jumps.filter(([, at]) => at !== undefined && at >= 0));
}

/**
 * Events around the place.
 * @param {AgentRun} run @param {number} place @param {(event: any) => boolean} shown @param {boolean} hideFuture
 */
export function showEvents(run, place, shown, hideFuture) {
  const before = [];
  const after = [];
  // As many on each side as half of the panel has room for, and some more to scroll to.
  const most = Math.max(8, Math.ceil(inSight * 0.75));
  for (let at = place - 1; at >= 0 && before.length < most && at > place - 20_000; at -= 1) if (shown(run.events[at])) before.push(at);
  for (let at = place; !hideFuture && at < run.length && after.length < most && at < place + 20_000; at += 1) if (shown(run.events[at])) after.push(at);
  const gaps = new Map(run.record.gaps.map(({ seq, dropped }) => [seq, dropped]));
  const rows = [...before.reverse(), ...after].map((at) => {
    const event = run.events[at];
    const missing = gaps.get(event.seq);
    return el('li', { 'aria-current': at === place - 1 ? 'true' : null, class: at >= place ? 'future' : null },
      missing ? el('p', { class: 'ready' }, `${plural(missing, 'event')} missing here`) : null,
      el('button', { class: 'event', 'data-at': at }, el('span', { class: 'seq' }, String(event.seq)), el('span', {}, sentence(run, event))));
  });
  show('events', run.length, rows.length ? el('ol', { class: 'events', 'aria-label': 'Events around this place' }, ...rows) : nothing('No event of the chosen kinds is near.'));
  const box = byId('events');
  const current = /** @type {HTMLElement | null} */ (box.querySelector('[aria-current]'));
  if (current) {
    scrollLater(() => {
      const top = current.offsetTop - box.clientHeight / 2;
      return () => { box.scrollTop = top; };
    });
  }
}

/** @param {AgentRun} run @param {Thing} thing @param {Thing} truth */
function isTruth(run, thing, truth) {
  if (thing.type === truth.type) return thing.number === truth.number;
  return thing.type === 'operation' && truth.type === 'task' && run.tasks.get(truth.number)?.trigger === thing.number;
}

/**
 * The question of the teaching mode, and the verdict on an answer.
 * @param {AgentRun} run @param {State} state @param {number} place @param {Thing | 'nothing' | null} answer
 */
export function showNext(run, state, place, answer) {
  const truth = run.nextToRun(place);
  /** @type {Thing[]} */
  const choices = [
    ...take(state.ticks.keys(), 4).map((number) => ({ type: 'tick', number })), ...take(state.jobs.keys(), 4).map((number) => ({ type: 'job', number })),
    ...take(state.tasks.keys(), 4).map((number) => ({ type: 'task', number })), ...take(state.closing.keys(), 2).map((number) => ({ type: 'task', number })),
    ...take(state.operations.keys(), 6).map((number) => ({ type: 'operation', number })),
  ];
  // What is queued between here and there is an answer too.
  if (truth && !choices.some((choice) => isTruth(run, choice, truth.context))) choices.push(truth.context);
  const nameOf = (/** @type {Thing} */ choice) => {
    const place = placeName(run, choice.type === 'operation' ? run.operations.get(choice.number)?.stack : run.originOf(/** @type {any} */ (choice)));
    return `${cap(thingName(run, choice))}${place ? `, ${place}` : ''}`;
  };
  const right = answer !== null && (answer === 'nothing' ? !truth : truth !== null && isTruth(run, answer, truth.context));
  const buttons = choices.map((choice) => el('button', { class: 'answer', 'data-answer': `${choice.type} ${choice.number}`, 'aria-pressed': String(answer !== null && answer !== 'nothing' && answer.type === choice.type && answer.number === choice.number) }, nameOf(choice)));
  buttons.push(el('button', { class: 'answer', 'data-answer': 'nothing', 'aria-pressed': String(answer === 'nothing') }, 'Nothing more runs'));
  const parts = [el('p', {}, state.running.length ? 'When this callback has returned, what starts first?' : 'What starts first?')];
  if (answer !== null) {
    const queued = truth !== null && (truth.context.type !== 'task' || state.tasks.has(truth.context.number) || state.closing.has(truth.context.number));
    const words = truth ? `${cap(thingName(run, truth.context))} is next. ${ruleOf(truth.context.type, queued)}` : 'Nothing more runs here.';
    parts.push(el('p', { class: right ? 'verdict right' : 'verdict wrong', role: 'status' }, `${right ? 'Right.' : 'Not this time.'} ${words}`));
    if (truth) parts.push(el('p', {}, el('button', { class: 'primary', 'data-at': truth.at }, 'Go there')));
  }
  parts.push(list('Answers', buttons, buttons.length));
  show('next', null, ...parts);
}

/** The thing that a button names. @param {string} words @returns {Thing} */
export function thingOf(words) {
  const [type, number] = words.split(' ');
  return { type, number: Number(number) };
}

