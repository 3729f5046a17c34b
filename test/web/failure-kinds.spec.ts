import fc from 'fast-check';
import { overFetch } from '#wallet/browser/fetch';
import { carriedOnce } from '#wallet/carried';
import { readAnswer, readRetryAfter, Refusal, refusalOf } from '#wallet/refusal';
import { foreign, type Incoming } from '#wallet/transport';
import { failureOf } from '../../apps/web/ui/failure.ts';

/** A fault that passes is told as what it is; only a wrong signature is told as an attack. */

const AT = new Date('2026-11-02T09:00:00Z');
const NOW = AT.getTime();
const HTML = '<!doctype html><title>Sorry</title>';

/** What something on the way may answer, with what a person should be told. */
const STATUSES = fc.integer({ min: 200, max: 599 });
const BODIES = fc.constantFrom(
  HTML, '', 'null', '[]', '{}', '"no"', '{"message":"Too Many Requests"}', '{"error":502}',
  '{"errors":[{"message":"upstream"}]}', '{"data":null}', '\u0000\u0001', '{"ticket":7}');

const answerOf = (status: number, body: BodyInit | null, headers: Record<string, string> = {}) => {
  const empty = status === 204 || status === 205 || status === 304;
  const response = new Response(empty ? null : body, { status, headers });
  return {
    status, redirected: false, header: (name) => response.headers.get(name),
    text: () => response.text(),
    bytes: async () => new Uint8Array(await response.arrayBuffer()),
  } satisfies Incoming;
};

function kindOf(status: number, redirected = false): string {
  return failureOf(refusalOf({ status, redirected }, NOW)).kind;
}

describe('an answer that is not the service\'s', () => {
  it.each([
    ['portal', [200, 201, 203, 204, 301, 302, 307, 308, 401, 407, 511]],
    ['blocked', [400, 402, 403, 404, 405, 406, 410, 413, 414, 415, 418, 421, 431, 451]],
    ['crowded', [429]],
    ['away', [408, 500, 501, 502, 503, 504, 507, 520, 521, 522, 523, 524, 525, 526, 530, 599]],
  ] as const)('%s: %j', (kind, statuses) => {
    for (const status of statuses) expect([status, kindOf(status)]).toEqual([status, kind]);
  });

  it('that leads elsewhere is a network\'s own page, whatever its status', () => {
    expect(kindOf(0, true)).toBe('portal');
  });

  it('is never told as an attack, nor as a failure of ours', () => {
    fc.assert(fc.property(STATUSES, BODIES, (status, body) => {
      const read = (() => {
        try {
          return readAnswer(body);
        } catch (error) {
          return error;
        }
      })();
      expect(read).toBeUndefined();
      expect(['attack', 'failed', 'garbled']).not.toContain(kindOf(status));
    }));
  });

  it('of the relay is none of the relay\'s own', async () => {
    await fc.assert(fc.asyncProperty(STATUSES, BODIES, async (status, body) => {
      const refusal = await refused(answerOf(status, body));
      expect(failureOf(refusal).kind).toBe(kindOf(status));
    }));
  });
});

/** What sending a sealed request is refused with when this answer comes. */
async function refused(answer: Incoming): Promise<unknown> {
  return carriedOnce(() => Promise.resolve(answer), AT).then(() => 'answered', (error: unknown) => error);
}

describe('the relay\'s own answers', () => {
  const own = (status: number, body: unknown, headers = {}) =>
    refused(answerOf(status, JSON.stringify(body), headers));

  it('are read as what they are', async () => {
    const sealed = await carriedOnce(() => Promise.resolve(
      answerOf(200, 'abc', { 'content-type': 'message/ohttp-res' })), AT);
    expect(sealed).toEqual(new TextEncoder().encode('abc'));
    expect(await own(503, { code: 'OVERLOADED' })).toMatchObject({ code: 'OVERLOADED', fate: 'refused' });
    expect(await own(503, { code: 'UNAVAILABLE' })).toMatchObject({ code: 'UNAVAILABLE', fate: 'unknown' });
    expect(await own(429, { code: 'RATE_LIMITED' }, { 'retry-after': '60' }))
      .toMatchObject({ code: 'RATE_LIMITED', fate: 'refused', retryAfter: 60 });
    expect(await own(400, { code: 'BAD_USER_INPUT' }))
      .toMatchObject({ code: 'UNREADABLE', fate: 'refused' });
  });
});

describe('what became of a request', () => {
  const { fetch } = globalThis;
  const known = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  afterEach(() => {
    globalThis.fetch = fetch;
    if (known) Object.defineProperty(globalThis, 'navigator', known);
  });

  /** Send where nothing comes back; `offline` is what the device says each time it is asked. */
  const refusalBy = (offline: boolean[]) => {
    Object.defineProperty(globalThis, 'navigator', {
      configurable: true, get: () => ({ onLine: !(offline.shift() ?? false) }),
    });
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    return overFetch('omit')({ method: 'POST', path: '/graphql' }).then(() => undefined, (error: unknown) => error);
  };

  it('is known only where there was no connection to begin with', async () => {
    expect(await refusalBy([true, true]))
      .toMatchObject({ code: 'OFFLINE', fate: 'unsent' });
    expect(await refusalBy([false, true]))
      .toMatchObject({ code: 'OFFLINE', fate: 'unknown' });
    expect(await refusalBy([false, false]))
      .toMatchObject({ code: 'UNREACHABLE', fate: 'unknown' });
  });

  it('is that it may be done where the service began with it, and not where it refused', () => {
    for (const code of ['INTERNAL', 'AWAY', 'PORTAL', 'UNREACHABLE', 'STOPPED', 'SOMETHING_NEW_']) {
      const fate = code === 'SOMETHING_NEW_' ? 'refused' : 'unknown';
      expect([code, new Refusal(code, '').fate]).toEqual([code, fate]);
    }
    for (const code of ['BAD_USER_INPUT', 'RATE_LIMITED', 'OVERLOADED', 'UNAUTHENTICATED', 'BLOCKED']) {
      expect([code, new Refusal(code, '').fate]).toEqual([code, 'refused']);
    }
  });

  it('of a network that wants a sign-in first is that it was refused', () => {
    for (const status of [401, 407, 511]) expect(refusalOf({ status }, NOW).fate).toBe('refused');
    for (const status of [200, 302, 502]) expect(refusalOf({ status }, NOW).fate).toBe('unknown');
  });
});

describe('whatever else was thrown', () => {
  it.each([
    'Failed to fetch dynamically imported module: https://x/employee/assets/card-1.js',
    'error loading dynamically imported module: https://x/a.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /employee/assets/card-1.css',
  ])('a part of the page that is gone asks for it to be loaded again: %s', (message) => {
    expect(failureOf(new TypeError(message)).kind).toBe('outdated');
  });

  it('is a failure of ours, and never an attack', () => {
    fc.assert(fc.property(fc.anything(), (thrown) => {
      expect(['failed', 'outdated']).toContain(failureOf(thrown).kind);
    }));
    expect(failureOf(new Refusal('NOT_THE_VAULT', '')).kind).toBe('attack');
  });
});

it('what the gateway says and does not show is told as that, and not as a failure of ours', () => {
  const kinds = ['KEY_UNSHOWN', 'SMALL_FILE', 'NO_FILE']
    .map((code) => failureOf(new Refusal(code, '', { fate: 'read' })).kind);
  expect(kinds).toEqual(['unshown', 'unshown', 'paused']);
});

describe('when to come again', () => {
  it.each([
    ['60', 60], [' 5 ', 5], ['0', undefined], ['-3', undefined], ['soon', undefined], ['', undefined],
    [null, undefined], ['999999', 3600], ['Mon, 02 Nov 2026 09:02:00 GMT', 120],
    ['Mon, 02 Nov 2026 08:00:00 GMT', undefined],
  ] as const)('%j is %j seconds', (header, seconds) => {
    expect(readRetryAfter(header, NOW)).toBe(seconds);
  });

  it('is taken from an answer on the way', () => {
    expect(foreign(answerOf(429, HTML, { 'retry-after': '7' }), AT).retryAfter)
      .toBe(7);
  });
});
