// react-dom/server and preact: hooks, context, suspense, streams, escaping, errors, a component tree of size.
import { h } from 'preact';
import { useState as preactState } from 'preact/hooks';
import { render as renderPreact } from 'preact-render-to-string';
import React, { Children, cloneElement, createContext, createElement as e, forwardRef, Fragment, isValidElement, lazy, memo, Suspense, use, useContext, useEffect, useId, useMemo, useReducer, useRef, useState } from 'react';
import { renderToPipeableStream, renderToStaticMarkup, renderToString } from 'react-dom/server';
import { Writable } from 'node:stream';
import { digest } from './_digest.mjs';

const Theme = createContext('light');
function Counter({ start, children }) {
  const [count, setCount] = useState(() => start * 2);
  const [state, dispatch] = useReducer((s, a) => s + a, 1);
  if (count < 5) setCount(count + 1);
  useEffect(() => { console.log('never on a server'); });
  const double = useMemo(() => count * state, [count, state]);
  const ref = useRef(null);
  return e('section', { ref, className: useContext(Theme), id: useId(), style: { marginTop: 3, WebkitBoxFlex: 1, '--own': 'x', opacity: 0.5 }, 'data-n': double, onClick: () => dispatch(1), hidden: true, tabIndex: -1 }, count, ' ', children);
}
class Boundary extends React.Component {
  static getDerivedStateFromError(error) { return { error }; }
  static contextType = Theme;
  state = { n: 1 };
  render() { return this.state.error ? 'failed' : e(Fragment, null, this.context, this.props.children); }
}
const Input = forwardRef((props, ref) => e('input', { ...props, ref, defaultValue: 'a"b', readOnly: true }));
const List = memo(({ items }) => e('ul', null, items.map((item, i) => e('li', { key: item.id, 'aria-label': item.label }, i, ': ', item.label, null, false, undefined, 0))));
const app = e(Theme.Provider, { value: 'dark & "quoted"' },
  e(Boundary, null, e(Counter, { start: 1 }, e('b', null, '<escaped> & \'quotes\''))), e(Input, { type: 'text', checked: false }),
  e(List, { items: [{ id: 1, label: 'one' }, { id: 2, label: 'two <' }] }), e('div', { dangerouslySetInnerHTML: { __html: '<i>raw</i>' } }),
  e('select', { defaultValue: 'b' }, e('option', { value: 'a' }, 'A'), e('option', { value: 'b' }, 'B')), e('svg', { viewBox: '0 0 1 1', strokeWidth: 2 }, e('path', { d: 'M0' })), e('textarea', { defaultValue: '\nx' }), 'text', 12n);
console.log(renderToString(app));
console.log(renderToStaticMarkup(app));
console.log(Children.toArray([e('a'), [e('b'), null, 'c']]).map((child) => child.key ?? child), isValidElement(app), cloneElement(e('p', { a: 1 }, 'x'), { b: 2 }).props);
const Later = lazy(() => new Promise((resolve) => setTimeout(() => resolve({ default: ({ text }) => e('em', null, text) }), 5)));
const promise = new Promise((resolve) => setTimeout(() => resolve('used'), 2));
const Using = () => use(promise);
await new Promise((resolve, reject) => {
  const chunks = [];
  const { pipe } = renderToPipeableStream(e('html', null, e('body', null, e(Suspense, { fallback: 'wait' }, e(Later, { text: 'late' })), e(Suspense, { fallback: e('p', null, '...') }, e(Using)))), {
    onAllReady() { pipe(new Writable({ write(chunk, encoding, done) { chunks.push(String(chunk)); done(); }, final(done) { console.log(chunks.join('')); done(); resolve(); } })); }, onError: reject,
  });
});
try { renderToString(e(() => { throw new TypeError('in render'); })); } catch (error) { console.log(error.name, error.message); }
try { renderToString(e('div', null, { an: 'object' })); } catch (error) { console.log(error.name, error.message); }
const Row = ({ n }) => e('tr', null, Array.from({ length: 8 }, (_, i) => e('td', { key: i, className: `c${i}` }, n * i, ' <')));
console.log(digest(renderToString(e('table', null, e('tbody', null, Array.from({ length: 1500 }, (_, n) => e(Row, { key: n, n })))))));
const P = ({ items }) => { const [title] = preactState('preact'); return h('main', { class: title, style: { color: 'red', width: 3 } }, items.map((item) => h('p', { key: item }, item, ' & ')), h('input', { value: '"', disabled: true })); };
console.log(renderPreact(h(P, { items: ['x', '<y>'] })), renderPreact(h(P, { items: [] }), {}, { pretty: true }));
