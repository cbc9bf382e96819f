/** The heap: bytes in use over the run, collections, and what a stopped program's calls reach. */

import { byId, el, show } from './panels.js';
import { firstAbove } from './run.js';
import { bytes, duration, plural } from './words.js';
import { svg } from './drawings.js';

/**
 * @typedef {import('./run.js').AgentRun} AgentRun
 * @typedef {import('./live.js').LiveCall} LiveCall
 * @typedef {import('./live.js').LiveObject} LiveObject
 * @typedef {import('./live.js').LiveValue} LiveValue
 */

const WIDE = 300;
const TALL = 46;

/** The line of the last run that was drawn. @type {{ run: AgentRun | null, length: number, path: string, area: string }} */
const drawnLine = { run: null, length: 0, path: '', area: '' };

/** The line of bytes in use over the whole run, and where it is under it. @param {AgentRun} run */
function lineOf(run) {
  if (drawnLine.run === run && drawnLine.length === run.length) return drawnLine;
  const every = Math.max(1, Math.ceil(run.heap.length / 400));
  const points = run.heap.filter((_, n) => n % every === 0 || n === run.heap.length - 1).map((at) => ({ at, used: run.events[at].used }));
  const most = Math.max(1, ...points.map(({ used }) => used));
  const x = (/** @type {number} */ at) => ((at / Math.max(1, run.length)) * WIDE).toFixed(1);
  const y = (/** @type {number} */ used) => (TALL - 3 - (used / most) * (TALL - 8)).toFixed(1);
  const path = points.map(({ at, used }, n) => `${n ? 'L' : 'M'}${x(at)} ${y(used)}`).join(' ');
  return Object.assign(drawnLine, { run, length: run.length, path, area: `${path} L${x(points[points.length - 1].at)} ${TALL} L${x(points[0].at)} ${TALL} Z` });
}

/** @param {AgentRun} run @param {number} count how many events of the heap have been */
function drawHeap(run, count) {
  if (run.heap.length < 2) return null;
  const { path, area } = lineOf(run);
  const here = count > 0 ? ((run.heap[count - 1] / Math.max(1, run.length)) * WIDE).toFixed(1) : null;
  return el('div', { class: 'drawing', 'aria-hidden': 'true' }, svg('svg', { viewBox: `0 0 ${WIDE} ${TALL}`, class: 'heapline', preserveAspectRatio: 'none' },
    svg('path', { class: 'area', d: area }), svg('path', { class: 'used', d: path }),
    ...(here ? [svg('line', { class: 'here', x1: here, x2: here, y1: 0, y2: TALL })] : [])));
}

/** Bytes in use and collections. @param {AgentRun} run @param {number} place @param {Node[]} snapshot what a stopped program reaches */
export function showHeap(run, place, snapshot) {
  byId('heap').closest('section')?.toggleAttribute('hidden', run.heap.length === 0 && snapshot.length === 0);
  const count = firstAbove(run.heap, place - 1);
  const used = count > 0 ? run.events[run.heap[count - 1]].used : null;
  const collections = run.heap.slice(Math.max(0, count - 400), count).filter((at) => run.events[at].kind === 'Gc').slice(-8).reverse();
  const rows = collections.map((at) => {
    const { collections: times, full, used: left, nanoseconds } = run.events[at];
    return el('tr', {}, el('td', {}, el('button', { class: 'link', 'data-at': at }, `event ${run.events[at].seq}`)), el('td', {}, `${times}${full ? ` (${full} full)` : ''}`), el('td', {}, duration(nanoseconds)), el('td', {}, bytes(left)));
  });
  const drawing = drawHeap(run, count);
  show('heap', used === null ? null : bytes(used), ...(drawing ? [drawing] : []), ...snapshot,
    rows.length ? el('table', { class: 'table' }, el('caption', {}, `The last ${plural(rows.length, 'time')} the collector ran`), el('thead', {}, el('tr', {}, ...['Where', 'Collections', 'Took', 'In use after'].map((words) => el('th', { scope: 'col' }, words)))), el('tbody', {}, ...rows))
      : el('p', { class: 'nothing' }, used === null ? 'Nothing is known of the heap yet.' : 'No collection yet.'));
}

/** The last values that were read from a record's text. @type {{ text: string | null, calls: LiveCall[], objects: LiveObject[] }} */
const readValues = { text: null, calls: [], objects: [] };

/**
 * The calls that a record's place has, with what they held when that was told last; none where that was before the innermost call.
 * @param {import('./state.js').State} state @returns {{ calls: LiveCall[], objects: LiveObject[] }}
 */
export function valuesOf(state) {
  if (state.values === null || state.calls.length > state.valuesAt || state.calls.length === 0) return { calls: [], objects: [] };
  if (readValues.text !== state.values) Object.assign(readValues, { text: state.values, ...JSON.parse(state.values) });
  // Those that have returned since are gone.
  return { calls: readValues.calls.slice(state.valuesAt - state.calls.length), objects: readValues.objects };
}

/** A value as text, or a button that goes to its object. @param {LiveValue} value */
function shownValue(value) {
  return value.object === undefined ? el('code', {}, value.text) : el('button', { class: 'ref', 'data-object': value.object }, `→ ${value.text}`);
}

/**
 * The bindings of the selected call and the objects that they reach, each shown once: the same arrow is the same object.
 * @param {LiveCall[]} calls @param {LiveObject[]} objects @param {number} selected @returns {Node[]}
 */
export function heapOf(calls, objects, selected) {
  const call = calls[selected];
  if (!call?.bindings?.length) return [];
  const members = (/** @type {{ name: string, value: LiveValue }[]} */ list) => list.flatMap(({ name, value }) => [el('dt', {}, name), el('dd', {}, shownValue(value))]);
  /** @type {Set<number>} */
  const reached = new Set();
  const next = call.bindings.map(({ value }) => value.object).filter((object) => object !== undefined);
  while (next.length > 0 && reached.size < 60) {
    const object = /** @type {number} */ (next.shift());
    if (reached.has(object) || !objects[object]) continue;
    reached.add(object);
    next.push(...objects[object].members.map(({ value }) => value.object).filter((inner) => inner !== undefined));
  }
  return [
    el('h3', {}, `Bindings in ${call.function || 'the top level'}`), el('dl', { class: 'bindings' }, ...members(call.bindings)),
    ...(reached.size ? [el('h3', {}, 'Objects that they reach')] : []),
    el('ul', { class: 'objects', 'aria-label': 'Objects' }, ...[...reached].map((object) => el('li', { id: `object-${object}`, tabindex: '-1' }, el('strong', {}, `${objects[object].class} #${object}`),
      el('dl', { class: 'bindings' }, ...members(objects[object].members)), objects[object].more ? el('span', { class: 'quiet' }, `and ${objects[object].more} more`) : null))),
  ];
}
