/** The page: what is shown now, and what buttons, keys, the scrubber and the address change of it. */

import { RecordReader, decodeRecord } from './decode.js';
import { drawPromises, drawTimeline, entangledPorts, messagesOf, showMessages } from './drawings.js';
import { heapOf, showHeap, valuesOf } from './heap.js';
import { Live } from './live.js';
import { byId, el, jumpsOf, showConsole, showEvents, showLanes, showMicrotasks, showNext, showPending, showPromises, showSharing, beginPicture, finishPicture, setHeight, showSource, showStack, showWhy, scrollNow, thingOf } from './panels.js';
import { inflatePayload } from './payload.js';
import { AgentRun } from './run.js';
import { showStage } from './stage.js';
import { FAMILIES, FAMILY_OF, duration, placeName, plural, sentence, shortName, subjectOf } from './words.js';

/** @typedef {{ type: string, number: number }} Thing */

const page = {
  /** @type {AgentRun[]} */ runs: [],
  /** @type {ReturnType<typeof messagesOf>} */ messages: { list: [], times: [] },
  agent: 0,
  place: 0,
  /** @type {Thing | null} */ chosen: null,
  /** @type {Thing | null} what Why speaks of */ thing: null,
  /** @type {Set<string>} */ hidden: new Set(),
  filter: '',
  teach: false,
  /** @type {Thing | 'nothing' | null} */ answer: null,
  /** @type {number} */ timer: 0,
  begun: false,
  /** @type {Set<number>} seqs of marked events of the shown agent */ marks: new Set(),
  /** @type {Live | null} the program, while or after it ran before this page */ live: null,
  /** @type {RecordReader | null} */ reader: null,
  /** Shows what comes as it comes. */ follows: false,
  /** The call that is selected where a running program stands. */ call: 0,
};

/** @param {AgentRun} run */
function agentName(run) {
  return run.record.agent === 0 ? 'main' : `worker ${run.record.agent}`;
}

/** Where the running program stands, if what is shown is its last place. */
function standing() {
  const run = current();
  const stopped = page.live?.stateOf(run.record.agent)?.stopped ?? null;
  return stopped && page.place === run.length ? stopped : null;
}

function current() {
  return page.runs[page.agent];
}

/** Whether the filters let an event through. @param {any} event */
function isShown(event) {
  if (page.hidden.has(FAMILY_OF.get(event.kind) ?? '')) return false;
  if (!page.filter) return true;
  const run = current();
  return `${event.kind} ${sentence(run, event)} ${placeName(run, event.stack)}`.toLowerCase().includes(page.filter);
}

/** Shows everything anew. */
function render() {
  const run = current();
  beginPicture();
  delete document.body.dataset.whole;
  const { place } = page;
  const last = place > 0 ? run.events[place - 1] : null;
  const before = run.stateAt(place);
  const thing = page.chosen ?? before.running[before.running.length - 1] ?? (last && subjectOf(last)) ?? (last ? { type: 'event', number: place - 1 } : null);
  page.thing = thing;
  // Causes look at other places, so they come before the state of this one.
  showWhy(run, thing, page.chosen !== null);
  const state = run.stateAt(place);
  const stands = standing();
  const { calls = [], objects = [] } = stands ?? valuesOf(state);
  showSource(run, state, calls.slice(page.call));
  showStack(run, state, calls.length > 0 ? { calls, selected: page.call } : null);
  showMicrotasks(run, state);
  showLanes(run, state);
  showPending(run, state);
  showConsole(run, place);
  showPromises(run, state, place, drawPromises(run, place, page.chosen ? `${page.chosen.type} ${page.chosen.number}` : ''));
  showMessages(page.runs, page.messages, state.t, page.agent);
  if (page.runs.some((other) => other.sharing.length > 0)) showSharing(page.runs, page.runs.map((other) => (other === run ? state : other.stateAt(other.placeOfTime(state.t)))), agentName);
  else byId('sharing').closest('section')?.toggleAttribute('hidden', true);
  showHeap(run, place, heapOf(calls, objects, page.call));
  const sends = page.live && !page.live.over && run.record.agent === 0 && place === run.length;
  showStage(run, state, sends ? sendInput : null, page.live !== null);
  showEvents(run, place, isShown, page.teach);
  byId('h-next').closest('section')?.toggleAttribute('hidden', !page.teach);
  if (page.teach) showNext(run, state, place, page.answer);
  // What the calls hold is told behind the call or the statement that it belongs to, which is the news.
  const told = last?.kind === 'Values' && /^(CallEnter|Statement)$/.test(run.events[place - 2]?.kind) ? run.events[place - 2] : last;
  const words = told ? sentence(run, told) : 'Before the first event.';
  // Words that change many times a second are no news.
  byId('now').setAttribute('aria-live', page.follows && !stands && !page.live?.over ? 'off' : 'polite');
  byId('now').textContent = words;
  showMarks();
  const scrubber = /** @type {HTMLInputElement} */ (byId('scrubber'));
  scrubber.value = String(place);
  scrubber.setAttribute('aria-valuetext', `event ${last ? last.seq : 'none'} of ${run.length}, turn ${state.turn}: ${words}`);
  byId('position').textContent = `turn ${state.turn} · event ${place} of ${run.length} · ${duration(state.t)}`;
  byId('veil').style.left = `${(place / Math.max(1, run.length)) * 100}%`;
  byId('veil').toggleAttribute('hidden', !page.teach);
  markChosen();
  scrollNow();
  if (!finishing) finishing = whenIdle(finish);
}

let finishing = 0;

/** When the picture is on the screen, or soon after. Not every browser tells of its idle times. @param {() => void} work */
function whenIdle(work) {
  return typeof requestIdleCallback === 'function' ? requestIdleCallback(work, { timeout: 60 }) : setTimeout(work, 30);
}

/** Adds what is not in sight of the last picture. */
function finish() {
  finishing = 0;
  if (finishPicture()) markChosen();
  document.body.dataset.whole = 'true';
}

function markChosen() {
  if (page.chosen) for (const button of document.querySelectorAll(`[data-thing="${page.chosen.type} ${page.chosen.number}"]`)) button.classList.add('chosen');
}

/** @param {number} target @param {string} type @param {Record<string, any>} data */
function sendInput(target, type, data) {
  page.live?.tell({ do: 'input', target, type, data });
}

/** The marked events, and whether the one before this place is among them. */
function showMarks() {
  const run = current();
  const here = run.events[page.place - 1]?.seq ?? -1;
  byId('mark').setAttribute('aria-pressed', String(page.marks.has(here)));
  const marks = [...page.marks].sort((a, b) => a - b);
  byId('marks').toggleAttribute('hidden', marks.length === 0);
  byId('marks').replaceChildren(...marks.map((seq) => el('button', { class: 'small', 'data-at': run.placeOfSeq(seq) - 1, 'aria-current': seq === here ? 'true' : null }, `★ ${seq}`)));
}

function toggleMark() {
  const seq = current().events[page.place - 1]?.seq ?? -1;
  if (!page.marks.delete(seq)) page.marks.add(seq);
  showMarks();
  keepAddress();
}

/** To the next or the last mark. @param {1 | -1} direction */
function toMark(direction) {
  const run = current();
  const places = [...page.marks].map((seq) => run.placeOfSeq(seq)).sort((a, b) => a - b);
  const next = direction > 0 ? places.find((place) => place > page.place) : places.findLast((place) => place < page.place);
  if (next !== undefined) goTo(next);
}

/** To what caused the thing that Why speaks of. */
function toCause() {
  const run = current();
  const cause = page.thing && run.why(page.thing).find(({ at }) => at >= 0 && at + 1 < page.place);
  if (cause) goTo(cause.at + 1);
}

/** To the n-th place that Why names for its thing. @param {number} n */
function toJump(n) {
  const jump = page.thing && jumpsOf(current(), page.thing)[n - 1];
  if (jump) goTo(jump[1] + 1);
}

let addressTimer = 0;

function keepAddress() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    const event = current().events[page.place - 1];
    const marks = page.marks.size ? `&marks=${[...page.marks].sort((a, b) => a - b).join(',')}` : '';
    history.replaceState(null, '', `#${page.runs.length > 1 ? `agent=${current().record.agent}&` : ''}seq=${event ? event.seq : -1}${marks}`);
  }, 250);
}

/** @param {number} place @param {{ keep?: boolean }} [options] `keep`: the answer stays */
function goTo(place, { keep = false } = {}) {
  page.place = Math.max(0, Math.min(current().length, place));
  if (!keep) page.answer = null;
  if (page.place < current().length) page.follows = false;
  page.call = 0;
  render();
  if (page.live) showLive();
  keepAddress();
}

/** @param {string} unit @param {1 | -1} direction */
function step(unit, direction) {
  // At its last place a program that stands takes the step itself.
  if (direction === 1 && unit !== 'event' && standing()) {
    page.follows = true;
    page.live?.tell({ do: 'step', agent: current().record.agent, unit });
    return;
  }
  if ((unit === 'call' && !current().hasCalls) || (unit === 'statement' && current().stops.statement.length === 0)) return;
  goTo(current().step(page.place, unit, direction, unit === 'event' ? isShown : undefined));
}

function pause() {
  clearInterval(page.timer);
  page.timer = 0;
  byId('play').textContent = 'Play';
}

function play() {
  if (page.timer) return pause();
  if (page.place >= current().length) page.place = 0;
  const speed = Number(/** @type {HTMLSelectElement} */ (byId('speed')).value);
  const unit = /** @type {HTMLSelectElement} */ (byId('unit')).value;
  // The screen shows at most 30 pictures a second; a faster run takes more steps for each.
  const steps = Math.max(1, Math.round(speed / 30));
  byId('play').textContent = 'Pause';
  page.timer = setInterval(() => {
    let to = page.place;
    for (let n = 0; n < steps; n += 1) to = current().step(to, unit, 1, unit === 'event' ? isShown : undefined);
    if (to === page.place) pause();
    else goTo(to);
    if (to >= current().length) pause();
  }, (1000 * steps) / speed);
}

/** What the program does now, and the buttons that fit. */
function showLive() {
  const { live } = page;
  if (!live) return;
  const run = current();
  const { report } = live;
  const state = live.stateOf(run.record.agent);
  const stopped = state?.stopped ?? null;
  const behind = Math.max(0, (report?.events ?? 0) - page.runs.reduce((sum, other) => sum + other.length, 0));
  const ended = report?.ended ?? null;
  const words = [
    ended !== null ? `ended with code ${ended}` : live.over ? 'gone' : stopped ? `stands before a ${stopped.at}` : state?.asked ? 'will stop' : state ? 'runs' : 'begins',
    ...(behind ? [`${plural(behind, 'event')} behind`] : []), ...(report?.dropped ? [`${report.dropped} dropped`] : []),
  ];
  byId('live-state').textContent = words.join(' · ');
  byId('live-state').dataset.state = ended !== null || live.over ? 'over' : stopped ? 'stands' : 'runs';
  byId('live-pause').textContent = stopped || state?.asked ? 'Resume' : 'Pause';
  byId('live-pause').toggleAttribute('disabled', live.over || !state);
  byId('live-follow').toggleAttribute('hidden', page.follows);
}

/** Stops the program before the next of the chosen unit, or lets it go on. */
function pauseProgram() {
  const state = page.live?.stateOf(current().record.agent);
  if (!state) return;
  const { agent } = current().record;
  if (state.stopped || state.asked) page.live?.tell({ do: 'resume', agent });
  else page.live?.tell({ do: 'pause', agent, unit: /** @type {HTMLSelectElement} */ (byId('live-unit')).value });
  followProgram();
}

/** Shows the last place, and each that comes. */
function followProgram() {
  if (!page.live) return;
  page.follows = true;
  goTo(current().length);
}

let growing = 0;
let drawn = 0;

/** Something has come of the program: shown with the next picture. */
function grow() {
  if (growing) return;
  growing = setTimeout(() => {
    growing = 0;
    const { reader } = page;
    if (!reader || reader.agents.length === 0) return;
    for (const agent of reader.agents) if (!page.runs.some((run) => run.record === agent)) page.runs.push(new AgentRun(agent));
    const shown = current();
    page.runs.sort((a, b) => a.record.agent - b.record.agent);
    if (shown) page.agent = page.runs.indexOf(shown);
    page.runs.forEach((run) => run.grow());
    if (current().length === 0) return;
    if (!page.begun) start(reader.header);
    else if (document.querySelectorAll('#agents button').length !== (page.runs.length > 1 ? page.runs.length : 0)) showAgents();
    if (performance.now() - drawn > 300 || page.live?.over || standing()) {
      drawn = performance.now();
      page.messages = messagesOf(page.runs, entangledPorts(page.runs));
      drawTimeline(current());
    }
    /** @type {HTMLInputElement} */ (byId('scrubber')).max = String(current().length);
    showTruth();
    if (page.follows) goTo(current().length, { keep: true });
    else {
      render();
      showLive();
    }
  }, 30);
}

async function openLive() {
  page.reader = new RecordReader();
  page.follows = true;
  byId('live').hidden = false;
  page.live = new Live({
    record: (bytes) => { page.reader?.push(bytes); grow(); },
    report: grow,
    gone: grow,
  });
  await page.live.follow();
}

/** Another agent, at the same time. @param {number} index */
function follow(index) {
  const { t } = current().stateAt(page.place);
  page.agent = index;
  page.chosen = null;
  begin(current().placeOfTime(t));
}

/** @param {number} place */
function begin(place) {
  page.begun = true;
  const run = current();
  byId('agents').querySelectorAll('button').forEach((button, n) => button.setAttribute('aria-pressed', String(n === page.agent)));
  /** @type {HTMLInputElement} */ (byId('scrubber')).max = String(run.length);
  showTruth();
  drawTimeline(run);
  goTo(place);
}

/** Whether what is shown is what the loop had. */
function showTruth() {
  const { turnEnds, disagreements } = current();
  const truth = byId('truth');
  truth.textContent = disagreements.length ? `${disagreements.length} of ${turnEnds.length} turns disagree with the loop` : `${turnEnds.length} of ${turnEnds.length} turns agree with the loop`;
  truth.classList.toggle('bad', disagreements.length > 0);
}

function fromAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const agent = page.runs.findIndex((run) => run.record.agent === Number(words.get('agent') ?? 0));
  const other = agent >= 0 && agent !== page.agent;
  if (other) page.agent = agent;
  const seq = words.get('seq');
  const run = current();
  if (words.has('marks')) page.marks = new Set((words.get('marks') ?? '').split(',').filter(Boolean).map(Number).filter(Number.isFinite));
  // Without an address the page opens where the program's own code begins.
  const place = page.follows && seq === null ? run.length : seq === null || !Number.isFinite(Number(seq)) ? (run.stops.task[0] ?? 0) + 1 : run.placeOfSeq(Number(seq));
  if (other || !page.begun) begin(place);
  else goTo(place);
}

function theme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
    || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  drawTimeline(current());
}

/** @param {1 | -1} by */
function changeSpeed(by) {
  const speed = /** @type {HTMLSelectElement} */ (byId('speed'));
  speed.selectedIndex = Math.max(0, Math.min(speed.options.length - 1, speed.selectedIndex + by));
  speed.dispatchEvent(new Event('change'));
}

function teach() {
  page.teach = !page.teach;
  byId('teach').setAttribute('aria-pressed', String(page.teach));
  goTo(page.place);
}

/** @type {{ key: string, shown: string, label: string, run: () => void }[]} */
const COMMANDS = [
  { key: ' ', shown: 'Space', label: 'Play or pause', run: play },
  ...[['ArrowRight', '→', 'event', 1], ['ArrowLeft', '←', 'event', -1], ['m', 'm', 'microtask', 1], ['M', 'Shift m', 'microtask', -1], ['t', 't', 'task', 1],
    ['T', 'Shift t', 'task', -1], ['r', 'r', 'turn', 1], ['R', 'Shift r', 'turn', -1], ['c', 'c', 'call', 1], ['C', 'Shift c', 'call', -1],
    ['s', 's', 'statement', 1], ['S', 'Shift s', 'statement', -1]].map(([key, shown, unit, direction]) => ({
    key: String(key), shown: String(shown), label: `${direction === 1 ? 'Next' : 'Previous'} ${unit}`, run: () => step(String(unit), /** @type {1 | -1} */ (direction)),
  })),
  { key: '0', shown: '0', label: 'To the cause', run: toCause },
  ...[1, 2, 3, 4].map((n) => ({ key: String(n), shown: String(n), label: ['To its beginning', 'To its start or settlement', 'To its delivery', 'To its end'][n - 1], run: () => toJump(n) })),
  { key: 'b', shown: 'b', label: 'Bookmark this place, or take the mark away', run: toggleMark },
  { key: ']', shown: ']', label: 'Next bookmark', run: () => toMark(1) },
  { key: '[', shown: '[', label: 'Previous bookmark', run: () => toMark(-1) },
  { key: '+', shown: '+', label: 'Play faster', run: () => changeSpeed(1) },
  { key: '-', shown: '-', label: 'Play slower', run: () => changeSpeed(-1) },
  { key: 'Home', shown: 'Home', label: 'To the beginning', run: () => goTo(0) },
  { key: 'End', shown: 'End', label: 'To the end', run: () => goTo(current().length) },
  { key: 'w', shown: 'w', label: 'Go into Why', run: () => /** @type {HTMLElement | null} */ (byId('why').querySelector('button'))?.focus() },
  { key: 'n', shown: 'n', label: 'Ask what runs next', run: teach },
  { key: '/', shown: '/', label: 'Filter events', run: () => byId('filter').focus() },
  { key: 'a', shown: 'a', label: 'Next agent', run: () => follow((page.agent + 1) % page.runs.length) },
  { key: 'd', shown: 'd', label: 'Light or dark', run: theme },
  { key: 'p', shown: 'p', label: 'Watching: stop the program, or let it go on', run: pauseProgram },
  { key: 'l', shown: 'l', label: 'Watching: follow the program', run: followProgram },
  { key: 'Escape', shown: 'Esc', label: 'Select nothing', run: () => { page.chosen = null; render(); } },
  { key: '?', shown: '?', label: 'These keys', run: () => /** @type {HTMLDialogElement} */ (byId('keys')).showModal() },
];

function wire() {
  byId('play').addEventListener('click', play);
  byId('theme').addEventListener('click', theme);
  byId('teach').addEventListener('click', teach);
  byId('mark').addEventListener('click', toggleMark);
  byId('live-pause').addEventListener('click', pauseProgram);
  byId('live-follow').addEventListener('click', followProgram);
  byId('help').addEventListener('click', () => /** @type {HTMLDialogElement} */ (byId('keys')).showModal());
  byId('keylist').append(...COMMANDS.flatMap(({ shown, label }) => [el('dt', {}, el('kbd', {}, shown)), el('dd', {}, label)]));
  const units = ['event', ...(page.runs.some((run) => run.stops.statement.length > 0) ? ['statement'] : []), ...(page.live || page.runs.some((run) => run.hasCalls) ? ['call'] : []), 'microtask', 'task', 'turn'];
  if (units.includes('statement')) byId('unit').children[0].after(el('option', { value: 'statement' }, 'statements'));
  byId('steps').append(...units.map((unit) => {
    const group = el('span', { class: 'step', role: 'group', 'aria-label': `Step by ${unit}` },
      el('button', { 'aria-label': `Previous ${unit}` }, '‹'), el('span', { 'aria-hidden': 'true' }, unit), el('button', { 'aria-label': `Next ${unit}` }, '›'));
    group.children[0].addEventListener('click', () => step(unit, -1));
    group.children[2].addEventListener('click', () => step(unit, 1));
    return group;
  }));
  for (const id of ['speed', 'unit']) byId(id).addEventListener('change', () => { if (page.timer) { pause(); play(); } });
  const scrubber = /** @type {HTMLInputElement} */ (byId('scrubber'));
  let asked = 0;
  scrubber.addEventListener('input', () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => goTo(Number(scrubber.value)));
  });
  const filter = /** @type {HTMLInputElement} */ (byId('filter'));
  filter.addEventListener('input', () => { page.filter = filter.value.trim().toLowerCase(); render(); });
  byId('families').append(...Object.keys(FAMILIES).map((family) => {
    const box = /** @type {HTMLInputElement} */ (el('input', { type: 'checkbox', checked: true }));
    box.addEventListener('change', () => { page.hidden[box.checked ? 'delete' : 'add'](family); render(); });
    return el('label', {}, box, family);
  }));
  document.addEventListener('click', ({ target }) => {
    const element = target instanceof Element ? target.closest('[data-thing], [data-at], [data-answer], [data-call], [data-object], #unselect, #close-stage') : null;
    if (!element) return;
    const thing = element.getAttribute('data-thing');
    const at = element.getAttribute('data-at');
    const answer = element.getAttribute('data-answer');
    const agent = element.getAttribute('data-agent');
    const call = element.getAttribute('data-call');
    if (element.id === 'close-stage') page.live?.tell({ do: 'close' });
    else if (call !== null) { page.call = Number(call); render(); again(`[data-call="${call}"]`); }
    else if (element.hasAttribute('data-object')) document.getElementById(`object-${element.getAttribute('data-object')}`)?.focus();
    else if (thing) { page.chosen = thingOf(thing); render(); again(`button[data-thing="${thing}"]`); }
    else if (answer) { page.answer = answer === 'nothing' ? answer : thingOf(answer); render(); again(`[data-answer="${answer}"]`); }
    else if (at) { if (agent !== null) { page.agent = Number(agent); begin(Number(at) + 1); } else goTo(Number(at) + 1); again(`#${element.closest('.body')?.id ?? 'events'} [data-at="${at}"]`); }
    else { page.chosen = null; render(); byId('why').querySelector('button')?.focus(); }
  });
  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || byId('keys').hasAttribute('open')) return;
    if (target.matches('select, input[type=search], input[type=text]')) { if (event.key === 'Escape') target.blur(); return; }
    // A button takes the blank for itself, and the slider has the arrows.
    if (event.key === ' ' && target.matches('button, input, summary')) return;
    if (target.id === 'scrubber' && /^(Arrow|Home|End)/.test(event.key)) return;
    const command = COMMANDS.find(({ key }) => key === event.key);
    if (!command) return;
    event.preventDefault();
    command.run();
  });
  addEventListener('hashchange', fromAddress);
  new ResizeObserver(() => drawTimeline(current())).observe(byId('canvas'));
  const heights = new ResizeObserver(() => setHeight(Math.max(...['events', 'pending', 'promises'].map((id) => byId(id).clientHeight))));
  heights.observe(byId('panels'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawTimeline(current()));
}

/** Keeps the focus where it was, since panels are made anew. @param {string} selector */
function again(selector) {
  if (!document.querySelector(selector)) finish();
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus({ preventScroll: true });
}

/** The buttons of the agents, where there is more than one. */
function showAgents() {
  byId('agents').replaceChildren(...(page.runs.length > 1 ? page.runs : []).map((run, n) => {
    const button = el('button', { 'aria-pressed': String(n === page.agent) }, agentName(run));
    button.addEventListener('click', () => follow(page.runs.indexOf(run)));
    return button;
  }));
}

/** The runs are there: what is said once, and the first picture. @param {any} header @param {string} [more] */
function start(header, more = '') {
  page.messages = messagesOf(page.runs, entangledPorts(page.runs));
  const name = shortName(header.entry ?? '') || 'A run';
  document.title = `${name}: a run of Jenny`;
  byId('title').textContent = name;
  byId('subtitle').textContent = `${(header.arguments ?? []).slice(1).join(' ')}${more}`;
  showAgents();
  wire();
  fromAddress();
  document.body.dataset.ready = 'true';
  performance.mark('jenny-ready');
}

async function open() {
  const payload = document.getElementById('record');
  if (!payload) return openLive();
  const record = decodeRecord(await inflatePayload(payload.textContent ?? ''));
  payload.remove();
  page.runs = record.agents.map((agent) => new AgentRun(agent));
  if (page.runs.length === 0 || current().length === 0) throw new RangeError('the record holds no events');
  const dropped = page.runs.reduce((sum, run) => sum + run.record.gaps.reduce((all, gap) => all + gap.dropped, 0), 0);
  start(record.header, `${record.complete ? '' : ' cut off before its end'}${dropped ? ` ${dropped} events dropped` : ''}`);
}

open().catch((error) => {
  byId('now').textContent = `This page cannot be shown: ${error.message}`;
  throw error;
});
