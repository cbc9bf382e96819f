/** The stage: the program's event targets that listen for what a user does, and the clicks, keys and scrolls that go to them. */

import { STAGE_TYPES } from './run.js';
import { byId, el, show } from './panels.js';
import { placeName, plural } from './words.js';

/**
 * @typedef {import('./run.js').AgentRun} AgentRun
 * @typedef {import('./state.js').State} State
 * @typedef {(target: number, type: string, data: Record<string, any>) => void} SendInput
 */

/** Types that come many times a moment: one a picture is sent, with how many it stands for. */
const COALESCED = new Set(['pointermove', 'mousemove', 'wheel', 'scroll']);
const POINTER_TYPES = ['click', 'dblclick', 'auxclick', 'contextmenu', 'mousedown', 'mouseup', 'mousemove', 'pointerdown', 'pointerup', 'pointermove', 'wheel'];
const KEY_TYPES = ['keydown', 'keyup', 'keypress'];
const MEMBERS = ['altKey', 'button', 'buttons', 'clientX', 'clientY', 'code', 'ctrlKey', 'deltaMode', 'deltaX', 'deltaY', 'key', 'metaKey', 'movementX', 'movementY', 'offsetX', 'offsetY', 'pointerType', 'repeat', 'shiftKey'];

/** What the panel shows now, so that it is made anew only when that changes: whoever presses a button keeps it. */
let shown = '';

/** @type {Map<string, { target: number, type: string, data: Record<string, any>, count: number }>} */
const unsent = new Map();
let asked = 0;

/** @param {SendInput} send @param {number} target @param {string} type @param {Record<string, any>} data */
function sendCoalesced(send, target, type, data) {
  const key = `${target} ${type}`;
  const before = unsent.get(key);
  const sum = before && type === 'wheel' ? { ...data, deltaX: before.data.deltaX + data.deltaX, deltaY: before.data.deltaY + data.deltaY } : data;
  unsent.set(key, { target, type, data: sum, count: (before?.count ?? 0) + 1 });
  if (asked) return;
  asked = requestAnimationFrame(() => {
    asked = 0;
    for (const input of unsent.values()) send(input.target, input.type, { ...input.data, coalesced: input.count });
    unsent.clear();
  });
}

/** What of an event goes to the program. @param {any} event */
function dataOf(event) {
  return Object.fromEntries(MEMBERS.filter((name) => event[name] !== undefined && event[name] !== null).map((name) => [name, event[name]]));
}

/**
 * Shows the targets; `send` is null where nothing can be sent, as in a record.
 * @param {AgentRun} run @param {State} state @param {SendInput | null} send @param {boolean} isLive
 */
export function showStage(run, state, send, isLive) {
  const section = byId('stage').closest('section');
  section?.toggleAttribute('hidden', !run.hasStage);
  if (!run.hasStage) return;
  const strings = run.record.strings;
  const targets = [...state.listeners.values()].map((target) => ({
    ...target, types: [...target.types].filter(([type]) => STAGE_TYPES.has(strings[type])).map(([type, { count, stack }]) => ({ type: strings[type], count, stack })),
  })).filter(({ types }) => types.length > 0).slice(0, 40);
  const key = JSON.stringify([run.record.agent, send !== null, isLive, targets.map(({ target, types }) => [target, types])]);
  if (key === shown) return;
  shown = key;
  const cards = targets.map(({ target, class: name, types }) => {
    const words = `${strings[name] || 'target'} ${target}`;
    const has = (/** @type {string} */ type) => types.some((known) => known.type === type);
    const list = el('ul', { class: 'types', 'aria-label': `Listeners of ${words}` }, ...types.map(({ type, count, stack }) => el('li', {}, el('strong', {}, type), el('span', { class: 'quiet' }, `${plural(count, 'listener')}${placeName(run, stack) ? `, ${placeName(run, stack)}` : ''}`))));
    return el('div', { class: 'target', role: 'group', 'aria-label': words }, el('h3', {}, words), list, ...(send ? controls(target, words, has, send) : []));
  });
  const note = send ? [el('div', { class: 'stage-end' }, el('button', { class: 'small', id: 'close-stage' }, 'Close the stage'), el('span', { class: 'quiet' }, 'then listeners no longer keep the program alive'))] : [];
  const idle = isLive ? 'Inputs go to the program while you follow it: press Follow.' : 'In `jenny watch` clicks, keys and scrolls go to these listeners.';
  show('stage', targets.length, ...(targets.length ? [...(send ? [] : [el('p', { class: 'nothing' }, idle)]), ...cards, ...note] : [el('p', { class: 'nothing' }, 'Nobody listens now.')]));
}

/** What sends to one target. @param {number} target @param {string} words @param {(type: string) => boolean} has @param {SendInput} send */
function controls(target, words, has, send) {
  const parts = [];
  const pointed = POINTER_TYPES.filter(has);
  const keyed = KEY_TYPES.filter(has);
  if (pointed.length + keyed.length > 0) {
    const does = [pointed.length ? 'click' : '', keyed.length ? 'type' : ''].filter(Boolean).join(' or ');
    const face = el('button', { class: 'face', 'data-face': target, 'aria-label': `${words}: ${does} here` }, does);
    for (const type of [...pointed, ...keyed]) {
      face.addEventListener(type, (event) => {
        // The page's own keys stay the page's where nobody listens, and so do those that move the focus.
        if (KEY_TYPES.includes(type) && ['Tab', 'Escape'].includes(/** @type {KeyboardEvent} */ (event).key)) return;
        event.stopPropagation();
        if (type !== 'click') event.preventDefault();
        if (COALESCED.has(type)) sendCoalesced(send, target, type, dataOf(event));
        else send(target, type, dataOf(event));
      }, { passive: false });
    }
    parts.push(face);
  }
  if (has('scroll')) {
    const box = el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': `${words}: scroll here` }, el('div', {}, 'scroll here'));
    box.addEventListener('scroll', () => sendCoalesced(send, target, 'scroll', { scrollTop: box.scrollTop, scrollLeft: box.scrollLeft }));
    parts.push(box);
  }
  if (has('input') || has('change')) {
    const field = /** @type {HTMLInputElement} */ (el('input', { type: 'text', 'aria-label': `${words}: value` }));
    for (const type of ['input', 'change'].filter(has)) field.addEventListener(type, () => send(target, type, { value: field.value }));
    parts.push(field);
  }
  for (const type of ['submit', 'focus', 'blur'].filter(has)) {
    const button = el('button', { class: 'small' }, `Send ${type}`);
    button.addEventListener('click', () => send(target, type, {}));
    parts.push(button);
  }
  return parts;
}
