// zod: schemas, refinements, transforms, errors and their forms, JSON Schema.
import { z } from 'zod';

const address = z.object({ street: z.string().min(1), zip: z.string().regex(/^\d{5}$/, 'five digits') });
const person = z.object({
  name: z.string().trim().min(2).max(20),
  age: z.number().int().nonnegative().optional(),
  email: z.email(),
  tags: z.array(z.enum(['admin', 'user', 'guest'])).nonempty().max(3),
  born: z.coerce.date(),
  address,
  contact: z.discriminatedUnion('kind', [z.object({ kind: z.literal('phone'), number: z.string() }), z.object({ kind: z.literal('mail'), box: z.int() })]),
  scores: z.record(z.string(), z.number()).default({}),
  pair: z.tuple([z.string(), z.number()]).rest(z.boolean()),
}).strict();
const good = { name: '  Ada ', age: 36, email: 'ada@example.com', tags: ['admin'], born: '1815-12-10', address: { street: 'x', zip: '12345' }, contact: { kind: 'mail', box: 3 }, pair: ['a', 1, true] };
console.log(person.parse(good));
const bad = { name: 'A', age: -1.5, email: 'nobody', tags: [], born: 'never', address: { street: '', zip: 'abc' }, contact: { kind: 'pigeon' }, pair: ['a'], extra: 1 };
const result = person.safeParse(bad);
console.log(result.success, result.error.issues);
console.log(z.prettifyError(result.error));
console.log(z.flattenError(result.error));
console.log(JSON.stringify(z.treeifyError(result.error), null, 1));
try {
  person.parse(bad);
} catch (error) {
  console.log(error.name, error instanceof z.ZodError, error.constructor.name, error.message.length);
}
const password = z.object({ a: z.string(), b: z.string() }).refine((value) => value.a === value.b, { message: 'must match', path: ['b'] })
  .transform((value) => value.a.length);
console.log(password.safeParse({ a: 'x', b: 'y' }).error.issues, password.parse({ a: 'abc', b: 'abc' }));
const pipeline = z.string().transform((text) => Number(text)).pipe(z.number().multipleOf(5)).catch(-1);
console.log(pipeline.parse('15'), pipeline.parse('7'), pipeline.parse(null));
const later = z.string().refine(async (text) => { await null; return text !== 'taken'; }, 'is taken');
console.log(await later.safeParseAsync('free'), (await later.safeParseAsync('taken')).error.issues);
const tree = z.object({ value: z.number(), get children() { return z.array(tree); } });
console.log(JSON.stringify(tree.parse({ value: 1, children: [{ value: 2, children: [] }] })));
console.log(JSON.stringify(z.toJSONSchema(person.omit({ born: true })), null, 1));
console.log(z.map(z.string(), z.set(z.bigint())).parse(new Map([['k', new Set([1n])]])));
console.log(z.union([z.string(), z.number()]).safeParse(true).error.issues[0].errors);
console.log(z.templateLiteral(['v', z.number(), '.', z.int()]).safeParse('v1.2').success, z.stringbool().parse('yes'), z.iso.datetime().safeParse('2020-01-01T00:00:00Z').success);
console.log(z.function({ input: [z.string()], output: z.number() }).implement((text) => text.length)('four'));
console.log(person.partial().pick({ name: true, age: true }), Object.keys(person.shape));
