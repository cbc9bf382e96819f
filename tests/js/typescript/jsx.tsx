// JSX with a factory of one's own.
/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag F */
type Node = string | { tag: string; props: object | null; children: Node[] };
const F = 'fragment';
const h = (tag: string, props: object | null, ...children: Node[]): Node => ({ tag, props, children });
const name: string = 'Jenny';
console.log(JSON.stringify(<><p class="a" {...{ id: 1 }}>Hello {name}!</p><br /></>));
