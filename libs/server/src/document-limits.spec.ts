import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { documentLimits, MOST_TOKENS, READING, type DocumentLimits } from './document-limits.ts';

const SCHEMA = buildSchema(`
  type Thing { id: ID things: [Thing!] }
  type Query { thing: Thing day: String }
  type Mutation { sign: Thing end: Thing }`);
const VAULT: DocumentLimits = { queries: 2, introspection: false };

function faultsOf(text: string, limits = VAULT): string[] {
  const document = parse(text, READING.parseOptions);
  return validate(SCHEMA, document, documentLimits(limits)).map(({ message }) => message);
}

const many = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(' ');
const things = (within: string) => `{ thing { things { ${within} } } }`;

it.each([
  ['Send one operation in a document.', 'query A { day } query B { day }'],
  ['Send one operation in a document.', 'query A { day } mutation B { sign { id } }'],
  ['Send no more than 1 mutation in a request.', 'mutation { sign { id } end { id } }'],
  ['Send no more than 1 mutation in a request.', 'mutation { a: sign { id } b: sign { id } }'],
  ['Send no more than 1 mutation in a request.', 'mutation { ...F } fragment F on Mutation { sign { id } end { id } }'],
  ['Send no more than 2 queries in a request.', '{ thing { id } day a: day }'],
  ['Send no more than 2 queries in a request.', '{ day ... on Query { a: day ...F } } fragment F on Query { b: day }'],
  ['Use no more than 15 aliases.', things(many(16, (at) => `a${at}: id`))],
  ['Use no more than 15 aliases.', `${things(many(4, (at) => `b${at}: things { ...F }`))}
    fragment F on Thing { ${many(3, (at) => `a${at}: id`)} }`],
  ['Use no more than 5 directives.', `{ day ${many(6, () => '@skip(if: false)')} }`],
  ['Use no more than 5 directives.', `query (${many(6, (at) => `$v${at}: ID @deprecated`)}) { day }`],
  ['Use no more than 5 directives.', `${things(many(6, () => '...F'))} fragment F on Thing { id @skip(if: true) }`],
  ['Use no more than 300 parts.', things(many(300, () => 'id'))],
  ['Use no more than 300 parts.', `{ thing { ...F0 } } ${many(10, (at) =>
    `fragment F${at} on Thing { ...F${at + 1} ...F${at + 1} }`)} fragment F10 on Thing { id }`],
  ['Use no more than 300 parts.', '{ thing { ...A } } fragment A on Thing { ...B } fragment B on Thing { ...A }'],
])('a document is refused by "%s": %s', (fault, text) => {
  expect(faultsOf(text)).toContain(fault);
});

it.each([
  '{ day thing { id } }', 'mutation { sign { id } }', 'mutation { ...F } fragment F on Mutation { sign { id } }',
  'mutation { ...F ...F } fragment F on Mutation { sign { id } }',
  things(many(15, (at) => `a${at}: id`)), `{ day ${many(5, () => '@skip(if: false)')} }`,
  things(many(295, () => 'id')), '{ __typename }',
])('a document is taken: %s', (text) => {
  expect(faultsOf(text).filter((fault) => /^(Use|Send)/.test(fault))).toEqual([]);
});

it('the schema is read where it is no secret, and nowhere else', () => {
  const asked = '{ __schema { types { name } } }';
  expect(faultsOf(asked, { ...VAULT, introspection: true })).toEqual([]);
  expect(faultsOf(asked)).not.toEqual([]);
});

it('what a document costs to check is bounded, whatever its fragments do', () => {
  const spread = fc.integer({ min: 0, max: 9 }).map((at) => `...F${at}`);
  const within = fc.array(fc.oneof(spread, fc.constant('id'), spread.map((one) => `things { ${one} }`)),
    { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(fc.array(within, { minLength: 10, maxLength: 10 }), (fragments) => {
    const text = `{ thing { ...F0 } } ${fragments.map((parts, at) =>
      `fragment F${at} on Thing { ${parts.join(' ')} }`).join(' ')}`;
    expect(faultsOf(text)).toBeInstanceOf(Array);
  }));
});

it('a document is parsed no further than so many tokens', () => {
  expect(() => faultsOf(`{ ${many(MOST_TOKENS, () => 'day')} }`)).toThrow(/token/);
});
