import { buildSchema } from 'graphql';
import { documentOf, faultsOf, mutationsOf } from './answers.ts';
import { hostileVersions, MARKER } from './hostile.ts';

/** The generator of hostile requests reaches every field, and the judge sees what is wrong. */

const schema = buildSchema(`
  enum Kind { A B }
  input Item { name: String! count: Int kind: Kind }
  input Order { key: ID! items: [Item!]! agreed: Boolean! }
  type Done { id: ID! }
  type Refused { code: String! message: String! }
  union Result = Done | Refused
  type Query { none: Boolean }
  type Mutation { order(input: Order!, note: String): Result!  stop: Boolean! }`);
const order = mutationsOf(schema)[0]!;
const stop = mutationsOf(schema)[1]!;
const honest = {
  note: 'x', input: { key: 'k', agreed: true, items: [{ name: 'n', count: 1, kind: 'A' }] },
};

it('asks every mutation for all of its refusals', () => {
  expect(documentOf(...order)).toBe('mutation ($input: Order!, $note: String) '
    + '{ order(input: $input, note: $note) { __typename ... on Refused { code message } } }');
  expect(documentOf(...stop)).toBe('mutation  { stop  }');
});

it('reaches every field of every input, and changes one place at a time', () => {
  const versions = hostileVersions(order[1].args, honest);
  for (const place of ['input.key', 'input.items[0].name', 'input.items[0].count',
    'input.items[0].kind', 'input.agreed', 'note']) {
    expect(versions.filter(({ what }) => what.startsWith(`${place} `)).length).toBeGreaterThan(5);
  }
  expect(versions.find(({ what }) => what === 'input.items[0].name is null')?.variables).toEqual({
    note: 'x', input: { key: 'k', agreed: true, items: [{ name: null, count: 1, kind: 'A' }] } });
  expect(versions.some(({ what }) => what === 'input.items is overfull')).toBe(true);
});

it.each([
  ['a refusal', { data: { order: { __typename: 'Refused', code: 'X', message: 'do this' } } }, 0],
  ['a coded error', { data: null, errors: [{ message: 'No.', extensions: { code: 'NOT_FOUND' } }] }, 0],
  ['an internal error', { errors: [{ message: 'No.', extensions: { code: 'INTERNAL' } }] }, 1],
  ['an error without code', { errors: [{ message: 'No.' }] }, 1],
  ['an echo', { errors: [{ message: `bad ${MARKER}`, extensions: { code: 'CONFLICT' } }] }, 1],
  ['a stack', { errors: [{ message: 'at f (/a/b.js:3:1)', extensions: { code: 'CONFLICT' } }] }, 1],
  ['a suggestion', { errors: [{ message: 'Did you mean x?', extensions: { code: 'CONFLICT' } }] }, 1],
  ['nothing', {}, 1],
])('judges %s', (_what, answer, faults) => {
  expect(faultsOf(JSON.stringify(answer))).toHaveLength(faults);
});

it('judges what is no JSON at all', () => {
  expect(faultsOf('<html>Internal Server Error</html>')).toHaveLength(1);
});
