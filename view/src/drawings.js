/** What is drawn: the timeline, the graph of promises, messages between agents. Each has a list beside it that says the same in words. */

import { byId, colorOf, el, promisesAt } from './panels.js';
import { firstAbove } from './run.js';
import { plural } from './words.js';

/**
 * @typedef {import('./run.js').AgentRun} AgentRun
 * @typedef {import('./state.js').State} State
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string)} children */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** The colours of the page as the canvas needs them. @param {string} name */
function paint(name) {
  const probe = el('i', { style: { color: `var(--${name})` } });
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

/** Draws a run from left to right, an event a step: turns above, tasks, below them ticks and jobs, then output. @param {AgentRun} run */
export function drawTimeline(run) {
  const canvas = /** @type {HTMLCanvasElement} */ (byId('canvas'));
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(ratio, ratio);
  context.clearRect(0, 0, width, height);
  const x = (/** @type {number} */ place) => (place / Math.max(1, run.length)) * width;
  /** @type {Record<string, string>} */
  const colors = {};
  const color = (/** @type {string} */ name) => colors[name] ?? (colors[name] = paint(name));
  context.fillStyle = color('line');
  let lastLine = -9;
  // So many turns that their lines would be a grey field say nothing.
  for (const at of run.stops.turn.length < width / 8 ? run.stops.turn : []) {
    if (x(at) - lastLine < 5) continue;
    lastLine = x(at);
    context.fillRect(lastLine, 0, 1, height);
  }
  // Where more than one thing falls into a pixel, the first is drawn.
  const block = (/** @type {number} */ start, /** @type {number} */ end, /** @type {number} */ top, /** @type {number} */ tall, /** @type {string} */ name, /** @type {{ x: number }} */ last) => {
    const left = x(start);
    const right = Math.max(left + 1.5, x(end < 0 ? run.length : end + 1) - 1);
    if (right <= last.x + 0.5) return;
    last.x = right;
    context.fillStyle = color(name);
    context.beginPath();
    context.roundRect(left, top, right - left, tall, Math.min(3, (right - left) / 2));
    context.fill();
  };
  const tasks = { x: -1 };
  for (const task of run.tasks.values()) if (task.startAt >= 0) block(task.startAt, task.endAt, 8, 20, colorOf(task.source), tasks);
  const jobs = { x: -1 };
  const small = [...run.jobs.values(), ...run.ticks.values()].filter(({ startAt }) => startAt >= 0).sort((a, b) => a.startAt - b.startAt);
  for (const life of small) block(life.startAt, life.endAt, 32, 12, 'job' in life ? 'job' : 'tick', jobs);
  context.fillStyle = color('ink');
  let lastDot = -9;
  for (const at of run.outputs) {
    if (x(at) - lastDot < 3) continue;
    lastDot = x(at);
    context.beginPath();
    context.arc(lastDot + 1, 51, 2, 0, 7);
    context.fill();
  }
  context.fillStyle = color('rejected');
  for (const { place } of run.disagreements) context.fillRect(x(place), 0, 2, height);
  /** @type {string[]} */
  const names = [...new Set([...run.sources].map(colorOf))];
  if (run.ticks.size) names.push('tick');
  if (run.jobs.size) names.push('job');
  /** @type {Record<string, string>} */
  const words = { network: 'networking', file: 'files', user: 'user interaction', other: 'other tasks', message: 'messages and workers', job: 'microtasks', tick: 'nextTick', timer: 'timers', immediate: 'immediates' };
  byId('legend').replaceChildren(...names.map((name) => el('li', { style: { '--c': `var(--${name})` } }, words[name] ?? name)), el('li', { class: 'dot' }, 'output'));
}

/** Promises and what they come from, generations from left to right. @param {AgentRun} run @param {number} place @param {string} chosen @returns {Node | null} */
export function drawPromises(run, place, chosen) {
  const { shown } = promisesAt(run, place, 18);
  const related = shown.filter((promise) => promise.parents.length > 0 || promise.children.length > 0);
  if (related.length < 2) return null;
  const inside = new Set(related.map(({ promise }) => promise));
  /** @type {Map<number, { column: number, row: number }>} */
  const places = new Map();
  /** @type {number[]} */
  const rows = [];
  for (const promise of related) {
    const parents = promise.parents.map((parent) => places.get(parent.promise)).filter((parent) => parent !== undefined);
    const column = Math.min(7, parents.length ? Math.max(...parents.map((parent) => /** @type {any} */ (parent).column)) + 1 : 0);
    const row = Math.max(rows[column] ?? 0, parents.length ? Math.min(...parents.map((parent) => /** @type {any} */ (parent).row)) : 0);
    rows[column] = row + 1;
    places.set(promise.promise, { column, row });
  }
  const wide = 62;
  const tall = 30;
  const width = Math.max(...[...places.values()].map(({ column }) => column)) * wide + 60;
  const height = Math.max(...[...places.values()].map(({ row }) => row)) * tall + 34;
  const at = (/** @type {number} */ promise) => {
    const { column, row } = /** @type {{ column: number, row: number }} */ (places.get(promise));
    return { x: column * wide + 26, y: row * tall + 18 };
  };
  const edges = related.flatMap((promise) => promise.parents.filter((parent) => inside.has(parent.promise) && places.has(parent.promise) && parent.at < place).map((parent) => {
    const [a, b] = [at(parent.promise), at(promise.promise)];
    return svg('path', { class: `edge ${parent.how}`, d: `M${a.x + 17} ${a.y} C ${a.x + 40} ${a.y} ${b.x - 40} ${b.y} ${b.x - 17} ${b.y}` });
  }));
  const nodes = related.map((promise) => {
    const { x, y } = at(promise.promise);
    const settled = promise.settleAt >= 0 && promise.settleAt < place;
    const classes = `node ${settled ? promise.state : promise.settleAt < 0 ? 'never' : 'waiting'}${chosen === `promise ${promise.promise}` ? ' chosen' : ''}`;
    return svg('g', { class: classes, 'data-thing': `promise ${promise.promise}` }, svg('rect', { x: x - 17, y: y - 10, width: 34, height: 20, rx: 10 }),
      svg('text', { x, y: y + 4 }, `${settled ? (promise.state === 'fulfilled' ? '✓' : '✕') : ''}${promise.promise}`));
  });
  return el('div', { class: 'drawing', 'aria-hidden': 'true' }, svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height }, ...edges, ...nodes));
}

/**
 * The other end of each port, as any agent told it.
 * @param {AgentRun[]} runs
 */
export function entangledPorts(runs) {
  /** @type {Map<number, number>} */
  const ends = new Map();
  for (const run of runs) for (const event of run.events) if (event.kind === 'ChannelNew') ends.set(event.a, event.b).set(event.b, event.a);
  return ends;
}

/**
 * Messages that were sent until `t`, with their deliveries.
 * @param {AgentRun[]} runs @param {Map<number, number>} ends
 */
export function messagesOf(runs, ends) {
  /** @type {Map<string, { agent: number, at: number, t: number }>} */
  const delivered = new Map();
  runs.forEach((run, agent) => run.messages.forEach((at) => {
    const event = run.events[at];
    if (event.kind === 'MessageDeliver') delivered.set(`${event.port} ${event.message}`, { agent, at, t: event.t });
  }));
  const sent = runs.flatMap((run, agent) => run.messages.map((at) => ({ event: run.events[at], agent, at })).filter(({ event }) => event.kind === 'MessageSend'));
  const list = sent.map(({ event, agent, at }) => ({
    agent, at, t: event.t, port: event.port, number: event.message, bytes: event.bytes, to: delivered.get(`${ends.get(event.port)} ${event.message}`) ?? null,
  })).sort((a, b) => a.t - b.t);
  return { list, times: list.map((message) => message.t) };
}

/**
 * Lifelines of agents, with an arrow for each message.
 * @param {AgentRun[]} runs @param {ReturnType<typeof messagesOf>} messages @param {number} t @param {number} current
 */
export function showMessages(runs, messages, t, current) {
  const sent = { length: firstAbove(messages.times, t) };
  byId('messages').closest('section')?.toggleAttribute('hidden', runs.length < 2 && messages.list.length === 0);
  const shown = messages.list.slice(Math.max(0, sent.length - 14), sent.length);
  const wide = 120;
  const x = (/** @type {number} */ agent) => agent * wide + 60;
  const height = shown.length * 26 + 44;
  const name = (/** @type {number} */ agent) => (runs[agent].record.agent === 0 ? 'main' : `worker ${runs[agent].record.agent}`);
  const lines = runs.slice(0, 8).map((_, agent) => svg('g', { class: `life${agent === current ? ' chosen' : ''}` },
    svg('rect', { x: x(agent) - 38, y: 4, width: 76, height: 20, rx: 5 }), svg('text', { x: x(agent), y: 18 }, name(agent)), svg('line', { x1: x(agent), x2: x(agent), y1: 24, y2: height })));
  const arrows = shown.map((message, n) => {
    const y = n * 26 + 44;
    const arrived = message.to && message.to.t <= t;
    const end = message.to ? message.to.agent : message.agent;
    const from = x(message.agent);
    const to = end === message.agent ? from + 34 : arrived ? x(end) : (from + x(end)) / 2;
    const side = to > from ? -1 : 1;
    return svg('g', { class: arrived ? 'arrow' : 'arrow flying' }, svg('line', { x1: from, x2: to, y1: y, y2: y }),
      svg('path', { d: `M${to} ${y} l ${side * 7} -4 v 8 z` }), svg('text', { x: (from + to) / 2, y: y - 4 }, `${message.number}`));
  });
  const rows = shown.map((message) => el('tr', {}, el('td', {}, el('button', { class: 'link', 'data-at': message.at, 'data-agent': message.agent, 'aria-label': `Message ${message.number} by port ${message.port}` }, String(message.number))),
    el('td', {}, plural(message.bytes, 'byte')), el('td', {}, `${name(message.agent)}, port ${message.port}`), el('td', {}, message.to && message.to.t <= t ? `arrived at ${name(message.to.agent)}` : 'under way')));
  const heading = byId('h-messages');
  heading.replaceChildren('Agents and messages ', el('span', { class: 'count' }, String(sent.length)));
  byId('messages').replaceChildren(el('div', { class: 'drawing', 'aria-hidden': 'true' }, svg('svg', { viewBox: `0 0 ${runs.length * wide} ${height}`, width: runs.length * wide, height }, ...lines, ...arrows)),
    el('table', { class: 'table' }, el('caption', {}, shown.length ? 'Messages, the last ones sent' : 'No message yet'), el('thead', {}, el('tr', {}, ...['Message', 'Size', 'From', 'State'].map((words) => el('th', { scope: 'col' }, words)))), el('tbody', {}, ...rows)));
}
