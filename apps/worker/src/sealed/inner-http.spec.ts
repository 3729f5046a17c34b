import fc from 'fast-check';
import type { BinaryRequest } from '#pseudonym/http';
import { isFiller, jsonResponse, mayRepeat, NOTHING, readOperation } from './inner-http.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const QUERY = '{ __typename }';
const documents = new Map([['d1', 'query Known { __typename }']]);

/** An inner request with a JSON body, changed in some way. */
function inner(body: unknown, change: Partial<BinaryRequest> = {}): BinaryRequest {
  return {
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json']], content: utf8(JSON.stringify(body)), ...change,
  };
}
const read = (body: unknown, change?: Partial<BinaryRequest>) =>
  readOperation(inner(body, change), documents);

describe('an inner request', () => {
  it('is read as the operation that it carries, and no more', () => {
    expect(read({ query: QUERY })).toEqual({ query: QUERY, authorization: undefined });
    expect(read(
      { query: QUERY, variables: { a: [1] }, operationName: 'Q', extensions: {} },
      { headers: [['x', 'y'], ['authorization', 'Bearer t'], ['content-type', 'application/json']] },
    )).toEqual(
      { query: QUERY, variables: { a: [1] }, operationName: 'Q', authorization: 'Bearer t' });
    for (const none of [{ variables: null }, { operationName: null }, { operationName: '' }]) {
      expect(read({ query: QUERY, ...none })).toEqual({ query: QUERY, authorization: undefined });
    }
  });

  it('names a document that this vault knows, whatever text it brings along', () => {
    const known = { query: documents.get('d1'), authorization: undefined };
    expect(read({ documentId: 'd1' })).toEqual(known);
    expect(read({ documentId: 'd1', query: QUERY })).toEqual(known);
    for (const documentId of ['d2', '', null, 1, ['d2']]) {
      expect(read({ documentId, query: QUERY })).toBe(410);
    }
  });

  it.each<[string, number, Partial<BinaryRequest>]>([
    ['goes elsewhere', 404, { path: '/' }], ['goes beside it', 404, { path: '/graphql/' }],
    ['asks otherwise', 405, { method: 'GET' }], ['says nothing of its type', 415, { headers: [] }],
    ['is not UTF-8', 400, { content: Uint8Array.of(0x22, 0xff, 0x22) }],
    ['is not JSON', 400, { content: utf8('{') }], ['is empty', 400, { content: utf8('') }],
  ])('that %s is answered with %d', (_, status, change) => {
    expect(read({ query: QUERY }, change)).toBe(status);
  });

  it.each<[string, number | 'read']>([
    ['application/json', 'read'], ['Application/JSON; charset=utf-8', 'read'],
    ['application/json;', 'read'], ['application/jsonp', 415], ['xapplication/json', 415],
    ['text/plain', 415], ['text/plain, application/json', 415], ['application/graphql', 415],
  ])('of the type %s is answered with %s', (type, answer) => {
    const operation = read({ query: QUERY }, { headers: [['content-type', type]] });
    expect(typeof operation === 'number' ? operation : 'read').toBe(answer);
  });

  it('has a record for its body, and records, texts or nothing in it', () => {
    for (const body of [null, 1, 'x', true, [], [{ query: QUERY }]]) expect(read(body)).toBe(400);
    for (const query of [undefined, null, 1, {}, [QUERY]]) expect(read({ query })).toBe(400);
    for (const odd of [1, 'x', true, [], [{}]]) {
      expect(read({ query: QUERY, variables: odd })).toBe(400);
      if (odd !== 'x') expect(read({ query: QUERY, operationName: odd })).toBe(400);
    }
    expect(read({ query: QUERY, operationName: {} })).toBe(400);
  });

  it('carries no syntax tree in place of its query', () => {
    const spaces = fc.string({ unit: fc.constantFrom(' ', '\n', '\t'), maxLength: 2 });
    fc.assert(fc.property(spaces, fc.constantFrom('', '{', '['), spaces, fc.constantFrom('"', '['),
      (before, open, between, start) => {
        expect(read({ query: `${before}${open}${between}${start}kind` })).toBe(400);
      }));
    for (const query of ['query { a(b: ["c"]) }', '{ a(b: "c") }', '# ["\n{ a }', '{ a [']) {
      expect(read({ query })).toMatchObject({ query });
    }
  });
});

it('an inner answer says that it is JSON', () => {
  const { content, ...answer } = jsonResponse(413, { errors: [{ message: 'é' }] });
  expect(answer).toEqual({ status: 413, headers: [['content-type', 'application/json']] });
  expect(new TextDecoder().decode(content)).toBe('{"errors":[{"message":"é"}]}');
});

it('a filler is what asks at its own path, and is answered nothing', () => {
  const paths = ['/filler', '/graphql', '/filler/', ''];
  expect(paths.map((path) => isFiller(inner({}, { path })))).toEqual([true, false, false, false]);
  expect(NOTHING).toEqual({ status: 204, headers: [], content: new Uint8Array() });
});

it('what has a key of its own may be sent again, an empty one included', () => {
  const headers = [['content-type', 'application/json'], ['idempotency-key', 'k']] as const;
  expect(mayRepeat(inner({}, { headers }))).toBe(true);
  expect(mayRepeat(inner({}, { headers: [['idempotency-key', '']] }))).toBe(true);
  expect([mayRepeat(inner({})), mayRepeat(inner({}, { headers: [] }))]).toEqual([false, false]);
});

it('a body that is no UTF-8 is none', () => {
  const content = Uint8Array.of(...utf8('{"query":"{ __typename }'), 0xFF, ...utf8('"}'));
  expect(readOperation(inner({}, { content }), documents)).toBe(400);
});
