/** The page: what is shown now, and what buttons, keys, the scrubber and the address change of it. */

import { decodeRecord } from './decode.js';
import { drawPromises, drawTimeline, entangledPorts, messagesOf, showMessages } from './drawings.js';
import { byId, el, showConsole, showEvents, showLanes, showMicrotasks, showNext, showPending, showPromises, showSource, showStack, showWhy, thingOf } from './panels.js';
import { inflatePayload } from './payload.js';
import { AgentRun } from './run.js';
import { FAMILIES, FAMILY_OF, duration, placeName, sentence, shortName, subjectOf } from './words.js';

/** @typedef {{ type: string, number: number }} Thing */

const page = {
  /** @type {AgentRun[]} */ runs: [],
  /** @type {ReturnType<typeof messagesOf>} */ messages: [],
  agent: 0,
  place: 0,
  /** @type {Thing | null} */ chosen: null,
  /** @type {Set<string>} */ hidden: new Set(),
  filter: '',
  teach: false,
  /** @type {Thing | 'nothing' | null} */ answer: null,
  /** @type {number} */ timer: 0,
  begun: false,
};

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
  const { place } = page;
  const last = place > 0 ? run.events[place - 1] : null;
  const before = run.stateAt(place);
  const thing = page.chosen ?? before.running[before.running.length - 1] ?? (last && subjectOf(last)) ?? (last ? { type: 'event', number: place - 1 } : null);
  // Causes look at other places, so they come before the state of this one.
  showWhy(run, thing, page.chosen !== null);
  const state = run.stateAt(place);
  showSource(run, state);
  showStack(run, state);
  showMicrotasks(run, state);
  showLanes(run, state);
  showPending(run, state);
  showConsole(run, place);
  showPromises(run, state, place, drawPromises(run, place, page.chosen ? `${page.chosen.type} ${page.chosen.number}` : ''));
  showMessages(page.runs, page.messages, state.t, page.agent);
  showEvents(run, place, isShown, page.teach);
  byId('h-next').closest('section')?.toggleAttribute('hidden', !page.teach);
  if (page.teach) showNext(run, state, place, page.answer);
  const words = last ? sentence(run, last) : 'Before the first event.';
  byId('now').textContent = words;
  const scrubber = /** @type {HTMLInputElement} */ (byId('scrubber'));
  scrubber.value = String(place);
  scrubber.setAttribute('aria-valuetext', `event ${last ? last.seq : 'none'} of ${run.length}, turn ${state.turn}: ${words}`);
  byId('position').textContent = `turn ${state.turn} · event ${place} of ${run.length} · ${duration(state.t)}`;
  byId('veil').style.left = `${(place / Math.max(1, run.length)) * 100}%`;
  byId('veil').toggleAttribute('hidden', !page.teach);
  for (const button of document.querySelectorAll('[data-thing]')) {
    button.classList.toggle('chosen', page.chosen !== null && button.getAttribute('data-thing') === `${page.chosen.type} ${page.chosen.number}`);
  }
}

let addressTimer = 0;

/** @param {number} place @param {{ keep?: boolean }} [options] `keep`: the answer stays */
function goTo(place, { keep = false } = {}) {
  page.place = Math.max(0, Math.min(current().length, place));
  if (!keep) page.answer = null;
  render();
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    const event = current().events[page.place - 1];
    history.replaceState(null, '', `#${page.runs.length > 1 ? `agent=${current().record.agent}&` : ''}seq=${event ? event.seq : -1}`);
  }, 250);
}

/** @param {string} unit @param {1 | -1} direction */
function step(unit, direction) {
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
  /** @type {HTMLInputElement} */ (byId('scrubber')).max = String(run.length);
  [...byId('agents').children].forEach((button, n) => button.setAttribute('aria-pressed', String(n === page.agent)));
  const turns = run.turnEnds.length;
  const wrong = run.disagreements.length;
  const truth = byId('truth');
  truth.textContent = wrong ? `${wrong} of ${turns} turns disagree with the loop` : `${turns} of ${turns} turns agree with the loop`;
  truth.classList.toggle('bad', wrong > 0);
  drawTimeline(run);
  goTo(place);
}

function fromAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const agent = page.runs.findIndex((run) => run.record.agent === Number(words.get('agent') ?? 0));
  const other = agent >= 0 && agent !== page.agent;
  if (other) page.agent = agent;
  const seq = words.get('seq');
  const run = current();
  // Without an address the page opens where the program's own code begins.
  const place = seq === null || !Number.isFinite(Number(seq)) ? (run.stops.task[0] ?? 0) + 1 : run.placeOfSeq(Number(seq));
  if (other || !page.begun) begin(place);
  else goTo(place);
}

function theme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
    || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  drawTimeline(current());
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
    ['T', 'Shift t', 'task', -1], ['r', 'r', 'turn', 1], ['R', 'Shift r', 'turn', -1], ['c', 'c', 'call', 1], ['C', 'Shift c', 'call', -1]].map(([key, shown, unit, direction]) => ({
    key: String(key), shown: String(shown), label: `${direction === 1 ? 'Next' : 'Previous'} ${unit}`, run: () => step(String(unit), /** @type {1 | -1} */ (direction)),
  })),
  { key: 'Home', shown: 'Home', label: 'To the beginning', run: () => goTo(0) },
  { key: 'End', shown: 'End', label: 'To the end', run: () => goTo(current().length) },
  { key: 'w', shown: 'w', label: 'Go into Why', run: () => /** @type {HTMLElement | null} */ (byId('why').querySelector('button'))?.focus() },
  { key: 'n', shown: 'n', label: 'Ask what runs next', run: teach },
  { key: '/', shown: '/', label: 'Filter events', run: () => byId('filter').focus() },
  { key: 'a', shown: 'a', label: 'Next agent', run: () => follow((page.agent + 1) % page.runs.length) },
  { key: 'd', shown: 'd', label: 'Light or dark', run: theme },
  { key: '?', shown: '?', label: 'These keys', run: () => /** @type {HTMLDialogElement} */ (byId('keys')).showModal() },
];

function wire() {
  byId('play').addEventListener('click', play);
  byId('theme').addEventListener('click', theme);
  byId('teach').addEventListener('click', teach);
  byId('help').addEventListener('click', () => /** @type {HTMLDialogElement} */ (byId('keys')).showModal());
  byId('keylist').append(...COMMANDS.flatMap(({ shown, label }) => [el('dt', {}, el('kbd', {}, shown)), el('dd', {}, label)]));
  const units = ['event', ...(page.runs.some((run) => run.hasCalls) ? ['call'] : []), 'microtask', 'task', 'turn'];
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
    const element = target instanceof Element ? target.closest('[data-thing], [data-at], [data-answer], #unselect') : null;
    if (!element) return;
    const thing = element.getAttribute('data-thing');
    const at = element.getAttribute('data-at');
    const answer = element.getAttribute('data-answer');
    const agent = element.getAttribute('data-agent');
    if (thing) { page.chosen = thingOf(thing); render(); again(`button[data-thing="${thing}"]`); }
    else if (answer) { page.answer = answer === 'nothing' ? answer : thingOf(answer); render(); again(`[data-answer="${answer}"]`); }
    else if (at) { if (agent !== null) { page.agent = Number(agent); begin(Number(at) + 1); } else goTo(Number(at) + 1); again(`#${element.closest('.body')?.id ?? 'events'} [data-at="${at}"]`); }
    else { page.chosen = null; render(); byId('why').querySelector('button')?.focus(); }
  });
  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || byId('keys').hasAttribute('open')) return;
    if (target.matches('select, input[type=search]')) { if (event.key === 'Escape') target.blur(); return; }
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
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawTimeline(current()));
}

/** Keeps the focus where it was, since panels are made anew. @param {string} selector */
function again(selector) {
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus({ preventScroll: true });
}

async function open() {
  const record = decodeRecord(await inflatePayload(byId('record').textContent ?? ''));
  byId('record').remove();
  page.runs = record.agents.map((agent) => new AgentRun(agent));
  if (page.runs.length === 0 || current().length === 0) throw new RangeError('the record holds no events');
  page.messages = messagesOf(page.runs, entangledPorts(page.runs));
  const name = shortName(record.header.entry ?? '') || 'A run';
  document.title = `${name}: a run of Jenny`;
  byId('title').textContent = name;
  const dropped = page.runs.reduce((sum, run) => sum + run.record.gaps.reduce((all, gap) => all + gap.dropped, 0), 0);
  byId('subtitle').textContent = `${(record.header.arguments ?? []).slice(1).join(' ')}${record.complete ? '' : ' cut off before its end'}${dropped ? ` ${dropped} events dropped` : ''}`;
  if (page.runs.length > 1) {
    byId('agents').append(...page.runs.map((run, n) => {
      const button = el('button', { 'aria-pressed': 'false' }, run.record.agent === 0 ? 'main' : `worker ${run.record.agent}`);
      button.addEventListener('click', () => follow(n));
      return button;
    }));
  }
  wire();
  fromAddress();
  document.body.dataset.ready = 'true';
}

open().catch((error) => {
  byId('now').textContent = `This page cannot be shown: ${error.message}`;
  throw error;
});
