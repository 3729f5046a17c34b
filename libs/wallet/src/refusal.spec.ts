import { codeOf, readAnswer, readRetryAfter, Refusal, refusalOf } from './refusal.ts';

/** What became of a request that has no proper answer, from what little is seen of it. */

it.each(['INTERNAL', 'UNAVAILABLE', 'UNKNOWN', 'UNREACHABLE', 'PORTAL', 'AWAY', 'UNREADABLE', 'STOPPED',
  'TOO_LONG'])('%s may be done', (code) => {
  expect(new Refusal(code, '').fate).toBe('unknown');
});

it.each(['RATE_LIMITED', 'BLOCKED', 'BAD_USER_INPUT', 'TOO_LARGE'])('%s was refused', (code) => {
  expect(new Refusal(code, '').fate).toBe('refused');
});

it('where more is known it is said so, and the rest stays', () => {
  const known = new Refusal('AWAY', 'gone', { retryAfter: 7, repeatable: true });
  expect(known.of('unsent')).toMatchObject(
    { code: 'AWAY', message: 'gone', fate: 'unsent', retryAfter: 7, repeatable: true });
  expect(known.of('unknown', false).repeatable).toBe(false);
  expect([codeOf(known), codeOf(new Error('AWAY')), codeOf('AWAY')])
    .toEqual(['AWAY', 'UNKNOWN', 'UNKNOWN']);
});

describe('an answer', () => {
  it('is its data', () => { expect(readAnswer('{"data":{"a":1}}')).toEqual({ a: 1 }); });

  it.each(['', 'no', '<html>', '{}', 'null', '[]', '{"data":null}', '{"errors":"no"}', '{"errors":[]}',
    '{"errors":[{"message":"m"}]}', '{"errors":[{"message":"m","extensions":{"code":7}}]}'])(
    'that is none of the service says nothing: %s', (text) => {
      expect(readAnswer(text)).toBeUndefined();
    });

  it('with an error is thrown by its stable code, whatever data came with it', () => {
    const text = '{"data":{"a":1},"errors":[{"message":"m","extensions":{"code":"CONFLICT"}}]}';
    expect(() => readAnswer(text)).toThrow(expect.objectContaining({ code: 'CONFLICT', message: 'm' }));
  });
});

it.each([
  [401, {}, 'PORTAL', 'refused'], [407, {}, 'PORTAL', 'refused'], [511, {}, 'PORTAL', 'refused'],
  [200, {}, 'PORTAL', 'unknown'], [302, {}, 'PORTAL', 'unknown'],
  [500, { redirected: true }, 'PORTAL', 'unknown'], [403, { redirected: true }, 'PORTAL', 'unknown'],
  [429, { retryAfter: '9' }, 'RATE_LIMITED', 'refused'], [400, {}, 'BLOCKED', 'refused'],
  [403, {}, 'BLOCKED', 'refused'], [499, {}, 'BLOCKED', 'refused'], [408, {}, 'AWAY', 'unknown'],
  [500, {}, 'AWAY', 'unknown'], [503, { retryAfter: '9' }, 'AWAY', 'unknown'],
] as const)('a status of %i (%j) of somebody between is told as %s, and is %s', (status, more, code, fate) => {
  const told = refusalOf({ status, ...more }, 0);
  expect([told.code, told.fate]).toEqual([code, fate]);
  expect(told.retryAfter).toBe('retryAfter' in more ? 9 : undefined);
});

it.each([
  [null, undefined], [undefined, undefined], ['', undefined], ['soon', undefined], ['0', undefined],
  [' 12 ', 12], ['3600', 3_600], ['3601', 3_600], ['999999', 3_600],
  ['Thu, 01 Jan 1970 00:00:31 GMT', 30], ['Thu, 01 Jan 1970 00:00:01 GMT', undefined],
  ['Fri, 02 Jan 1970 00:00:00 GMT', 3_600],
])('to wait as long as %j says is to wait %p seconds', (header, seconds) => {
  expect(readRetryAfter(header, 1_000)).toBe(seconds);
});

it('a part of a second is waited for as a whole one', () => {
  expect(readRetryAfter('Thu, 01 Jan 1970 00:00:02 GMT', 1_500)).toBe(1);
});
