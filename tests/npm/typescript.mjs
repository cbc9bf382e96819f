// The TypeScript compiler checks and emits a small program in process, through a host over its own library files.
import ts from 'typescript';
import { digest } from './_digest.mjs';

const files = {
  '/shapes.ts': `export interface Shape { readonly kind: string; area(): number }
export abstract class Base<T extends string> implements Shape { constructor(public readonly kind: T) {} abstract area(): number }
export class Circle extends Base<'circle'> { constructor(private radius: number) { super('circle') } area() { return Math.PI * this.radius ** 2 } }
export class Square extends Base<'square'> { constructor(private side: number) { super('square') } area() { return this.side * this.side } }
export type Any = Circle | Square; export enum Colour { Red = 'red', Blue = 'blue' } export const enum Level { Low = 1, High = Low << 3 }
export namespace Units { export const metre = 1; export function convert(n: number) { return n * metre } }
export function isCircle(shape: Any): shape is Circle { return shape.kind === 'circle' }`,
  '/main.ts': `import { Any, Circle, Colour, Level, Square, Units, isCircle } from './shapes';
const shapes: Any[] = [new Circle(1), new Square('2')];
for (const shape of shapes) { if (isCircle(shape)) { shape.side } else { shape.area().toFixed() } }
type Deep<T> = { [K in keyof T]: T[K] extends object ? Deep<T[K]> : K }; let deep: Deep<{ a: { b: 1 } }> = { a: { b: 'c' } };
async function* walk(n: number): AsyncGenerator<string, void, boolean> { const again = yield \`\${n}\`; if (again) yield* walk(n - 1) }
const total = shapes.map((s) => s.area()).reduce((a, b) => a + b, 0) satisfies number; let missing: Missing;
export default { total, level: Level.High, colour: Colour.Blue, unit: Units.convert(2), last: shapes.at(-1)?.kind ?? 'none', nothing: null! };
function overload(a: string): string; function overload(a: number): number; function overload(a: any) { return a } overload(true); const unused: unknown = [1, 'a'] as const; unused.length;`,
};
function host(options) {
  const base = ts.createCompilerHost(options, true);
  const written = new Map();
  return {
    ...base, written, getCurrentDirectory: () => '/', writeFile: (name, text) => written.set(name, text),
    fileExists: (name) => name in files || base.fileExists(name), readFile: (name) => files[name] ?? base.readFile(name),
    getSourceFile: (name, version) => name in files ? ts.createSourceFile(name, files[name], version, true) : base.getSourceFile(name, version),
  };
}
const options = { strict: true, noUnusedLocals: true, target: ts.ScriptTarget.ES2015, lib: ['lib.es2023.d.ts'], types: [], module: ts.ModuleKind.CommonJS, declaration: true, sourceMap: true };
const compilerHost = host(options);
const program = ts.createProgram(['/main.ts'], options, compilerHost);
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const at = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start);
  console.log(`${diagnostic.file?.fileName}:${at?.line}:${at?.character} TS${diagnostic.code} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`);
}
program.emit();
for (const [name, text] of compilerHost.written) console.log(`--- ${name}\n${name.endsWith('.map') ? digest(text) : text}`);
const checker = program.getTypeChecker();
ts.forEachChild(program.getSourceFile('/main.ts'), function visit(node) {
  if (ts.isVariableDeclaration(node)) console.log(node.name.getText(), ':', checker.typeToString(checker.getTypeAtLocation(node)));
  ts.forEachChild(node, visit);
});
console.log(ts.transpileModule('let x: number = <any>1; export = x; const j = <div a={1}>{x}</div>; @d class C { declare y; @p z = 1 }', { fileName: 'a.tsx', compilerOptions: { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS, jsx: ts.JsxEmit.React, experimentalDecorators: true } }).outputText);
console.log(ts.version);
