import fc from 'fast-check';
import { vectors } from '../test/specimens.ts';
import {
  type BinaryRequest, type BinaryResponse, decodeRequest, decodeResponse, encodeRequest,
  encodeResponse,
} from './http.ts';
import { BinaryHttpError } from './varint.ts';

const rfc = vectors<Record<string, string>>('rfc9292.json');
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (view: Uint8Array) => Buffer.from(view).toString('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);
const rejected = (bad: Uint8Array, decode: (bytes: Uint8Array) => unknown) => {
  try {
    decode(bad);
    return 'accepted';
  } catch (error) {
    return error instanceof BinaryHttpError ? error.code : error;
  }
};

const request = {
  method: 'GET', scheme: 'https', authority: '', path: '/hello.txt',
  headers: [
    ['user-agent', 'curl/7.16.3 libcurl/7.16.3 OpenSSL/0.9.7l zlib/1.2.3'],
    ['host', 'www.example.com'], ['accept-language', 'en, mi'],
  ] as [string, string][],
  content: new Uint8Array(), trailers: [],
};

describe('the examples of RFC 9292, section 5', () => {
  const known = bytes(rfc.knownLengthRequest!);
  const indeterminate = bytes(rfc.indeterminateRequest!);

  test('the request encodes to the known-length example and decodes from it', () => {
    expect(hex(encodeRequest(request))).toBe(rfc.knownLengthRequest);
    expect(decodeRequest(known)).toEqual(request);
  });

  test('the request decodes from the indeterminate-length example, padding and all', () => {
    expect(decodeRequest(indeterminate)).toEqual(request);
  });

  test('truncation where the RFC allows it changes nothing', () => {
    for (const cut of [1, 2]) expect(decodeRequest(known.slice(0, -cut))).toEqual(request);
    for (let cut = 1; cut <= 12; cut += 1) {
      expect(decodeRequest(indeterminate.slice(0, -cut))).toEqual(request);
    }
  });

  test('the response with interim answers decodes', () => {
    const response = decodeResponse(bytes(rfc.indeterminateResponse!));
    expect(response.informational).toEqual([
      { status: 102, headers: [['running', '"sleep 15"']] },
      { status: 103, headers: [
        ['link', '</style.css>; rel=preload; as=style'],
        ['link', '</script.js>; rel=preload; as=script'],
      ] },
    ]);
    expect(response.status).toBe(200);
    expect(response.headers).toHaveLength(8);
    expect(response.headers[3]).toEqual(['etag', '"34aa387-d-1568eb00"']);
    expect(Buffer.from(response.content).toString())
      .toBe('Hello World! My content includes a trailing CRLF.\r\n');
  });

  test('the response with a trailer encodes to the example and decodes from it', () => {
    const response = {
      status: 200, informational: [], headers: [],
      content: utf8('This content contains CRLF.\r\n'),
      trailers: [['trailer', 'text']] as [string, string][],
    };
    expect(hex(encodeResponse(response))).toBe(rfc.knownLengthResponse);
    expect(decodeResponse(bytes(rfc.knownLengthResponse!))).toEqual(response);
  });
});

const visible = fc.string({ unit: fc.constantFrom(...'abcXYZ019/?=&.-_~%:@') });
const name = fc.string({ unit: fc.constantFrom(...'abcdxyz09-_'), minLength: 1 });
const value = fc.string({ unit: 'grapheme' })
  .map((text) => text.replaceAll(/[\0\r\n]/g, '').trim());
const headers = fc.array(fc.tuple(name, value), { maxLength: 20 });
const content = fc.uint8Array({ maxLength: 20_000, size: 'large' });
const requests: fc.Arbitrary<Required<BinaryRequest>> = fc.record({
  method: fc.constantFrom('GET', 'POST'), scheme: fc.constant('https'), authority: visible,
  path: visible, headers, content, trailers: headers,
});
const responses: fc.Arbitrary<Required<BinaryResponse>> = fc.record({
  status: fc.integer({ min: 200, max: 599 }), headers, content, trailers: headers,
  informational: fc.array(fc.record({ status: fc.integer({ min: 100, max: 199 }), headers })),
});

test('what is encoded decodes to the same, however much it is padded', () => {
  fc.assert(fc.property(requests, fc.nat(3000), (message, padding) => {
    const padded = Buffer.concat([encodeRequest(message), Buffer.alloc(padding)]);
    expect(decodeRequest(Uint8Array.from(padded))).toEqual(message);
  }));
  fc.assert(fc.property(responses, fc.nat(3000), (message, padding) => {
    const padded = Buffer.concat([encodeResponse(message), Buffer.alloc(padding)]);
    expect(decodeResponse(Uint8Array.from(padded))).toEqual(message);
  }));
});

test('any bytes decode or are refused with a typed error, nothing else', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(3), (noise, framing) => {
    const message = Uint8Array.of(framing, ...noise);
    for (const decode of [decodeRequest, decodeResponse]) {
      const outcomes = ['accepted', 'truncated', 'invalid', 'too-large'];
      expect(outcomes).toContain(rejected(message, decode));
    }
  }), { numRuns: 2000 });
});

test('a message cut anywhere but between its sections is refused', () => {
  const content = utf8('body');
  const whole = encodeRequest({ ...request, content, trailers: [['end', 'yes']] });
  const empty = encodeRequest({ ...request, headers: [] }).length;
  const sections = [empty - 3, encodeRequest(request).length - 2,
    encodeRequest({ ...request, content }).length - 1];
  for (let length = 0; length < whole.length; length += 1) {
    const outcome = rejected(whole.slice(0, length), decodeRequest);
    expect(outcome).toBe(sections.includes(length) ? 'accepted' : 'truncated');
  }
});

test('content in chunks needs its end', () => {
  const start = [...bytes(rfc.indeterminateRequest!)].slice(0, -12);
  const ended = decodeRequest(Uint8Array.from([...start, 1, 65, 2, 66, 67, 0]));
  expect(ended.content).toEqual(utf8('ABC'));
  expect(rejected(Uint8Array.from([...start, 1, 65, 2, 66, 67]), decodeRequest)).toBe('truncated');
});

test('padding that is not zero, unknown framing and mixed-up kinds are refused', () => {
  const known = bytes(rfc.knownLengthRequest!);
  expect(rejected(Uint8Array.from([...known, 0, 7]), decodeRequest)).toBe('invalid');
  expect(rejected(Uint8Array.of(4, ...known.slice(1)), decodeRequest)).toBe('invalid');
  expect(rejected(known, decodeResponse)).toBe('invalid');
  expect(rejected(bytes(rfc.knownLengthResponse!), decodeRequest)).toBe('invalid');
});

test('header injection is refused on both sides', () => {
  const bad: [string, string][] = [
    ['x', 'a\r\nb: c'], ['x', 'a\nb'], ['x', 'a\0'], ['x', ' a'], ['x', 'a\t'],
    ['', 'a'], ['a b', 'c'], [':path', '/'], ['a:', 'b'],
  ];
  for (const header of bad) {
    const encode = () => encodeRequest({ ...request, headers: [header] });
    expect(encode).toThrow(BinaryHttpError);
  }
  const upper = encodeRequest({ ...request, headers: [['Host', 'x']] });
  expect(decodeRequest(upper).headers).toEqual([['host', 'x']]);
  const raw = Uint8Array.from(upper, (byte) => (byte === 0x68 ? 0x48 : byte));
  expect(rejected(raw, decodeRequest)).toBe('invalid');
});

test('control data that could split a request is refused', () => {
  for (const odd of [{ path: '/a b' }, { path: '/\r\n' }, { method: 'GE T' }, { method: '' }]) {
    expect(rejected(encodeRequest({ ...request, ...odd }), decodeRequest)).toBe('invalid');
  }
  const long = encodeRequest({ ...request, path: `/${'a'.repeat(5000)}` });
  expect(rejected(long, decodeRequest)).toBe('too-large');
});

test('sizes are limited: numbers, fields, statuses', () => {
  const many = Array.from({ length: 129 }, (_, index) => [`h${index}`, 'v'] as [string, string]);
  expect(rejected(encodeRequest({ ...request, headers: many }), decodeRequest)).toBe('too-large');
  const huge = Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  expect(rejected(huge, decodeRequest)).toBe('too-large');
  const status = (value: number) =>
    encodeResponse({ status: value, headers: [], content: new Uint8Array() });
  expect(rejected(status(99), decodeResponse)).toBe('invalid');
  expect(rejected(status(600), decodeResponse)).toBe('invalid');
});
