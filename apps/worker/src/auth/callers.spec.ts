import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { WorkerConfig } from '#platform/settings/config';
import type { Database } from '#platform/database';
import type { Openness } from '#server/sign-ins.rows';
import { caseHash } from '#pseudonym/roots';
import { CallersService, secretHash } from './callers.service.ts';
import type { CallersStore } from './callers.store.ts';

const NOW = new Date('2026-11-02T09:00:00Z');
const SECRET = new Uint8Array(32).fill(9);

/** Callers over one case, one therapist and two operators, and what they asked the store. */
function callers() {
  const asked: string[] = [];
  const store = {
    caseBy: (_: unknown, key: string) => {
      asked.push(`case ${key}`);
      const isKnown = key === caseHash(SECRET) || key.startsWith('0');
      return Promise.resolve(isKnown ? { kind: 'case', caseId: key, programme: 'p1' } : null);
    },
    providerBy: (_: unknown, hash: Buffer, { now, idleSince }: Openness) => {
      asked.push('provider');
      const isOpen = now === NOW && idleSince.getTime() === NOW.getTime() - 61 * 60_000;
      return Promise.resolve(isOpen && hash.equals(secretHash('t1-token'))
        ? { caller: { kind: 'provider', providerId: 't1' }, usedAt: NOW } : null);
    },
  };
  const service = new CallersService(
    { idleMinutes: 60, operators: [{ name: 'anna', token: 'anna-token' },
      { name: 'ben', token: 'ben-token' }] } as unknown as WorkerConfig,
    { now: () => NOW },
    { read: (_: string, work: (tx: object) => unknown) => work({}) } as unknown as Database,
    store as unknown as CallersStore,
  );
  const find = (authorization?: string) =>
    service.identify(authorization).catch(({ code }: { code: string }) => code);
  return { find, asked };
}

describe('whoever stands behind an authorization', () => {
  it('is a case by its secret, written either way', async () => {
    const { find } = callers();
    for (const form of ['hex', 'base64url'] as const) {
      expect(await find(`Case ${Buffer.from(SECRET).toString(form)}`))
        .toMatchObject({ kind: 'case', caseId: caseHash(SECRET) });
    }
    for (const length of [0, 16, 31, 33, 64]) {
      const secret = Buffer.alloc(length, 9).toString('base64url');
      expect(await find(`Case ${secret}`)).toBe('UNAUTHENTICATED');
    }
    expect(await find(`Case ${randomBytes(33).toString('base64url')}`)).toBe('UNAUTHENTICATED');
    expect(await find(`Case ${Buffer.from(SECRET).fill(8).toString('hex')}`))
      .toBe('UNAUTHENTICATED');
  });

  it('is a therapist by an open session, and an operator by her own token', async () => {
    const { find } = callers();
    expect(await find('Provider t1-token')).toEqual({ kind: 'provider', providerId: 't1' });
    expect(await find('Provider anna-token')).toBe('UNAUTHENTICATED');
    for (const [token, name] of [['anna-token', 'anna'], ['ben-token', 'ben']]) {
      expect(await find(`Operator ${token}`)).toEqual({ kind: 'operator', name });
    }
    for (const token of ['t1-token', 'anna-token2', 'anna-toke']) {
      expect(await find(`Operator ${token}`)).toBe('UNAUTHENTICATED');
    }
  });

  it('is no operator without a name where they have names', async () => {
    const { find } = callers();
    for (const text of ['Operator', 'Operator ', 'Operator operator', 'Operator unnamed-token']) {
      expect(await find(text)).toBe('UNAUTHENTICATED');
    }
  });

  it('is nobody, without a look at the store, for what is no authorization', async () => {
    const { find, asked } = callers();
    const odd = [undefined, '', 'Case', 'Case ', 'anna-token', 'case x', ' Operator anna-token',
      'Operator anna-token ', 'Operator  anna-token', 'Operator anna-token\n', 'XOperator anna-token',
      'Case ä', 'Member x', `Provider ${'x'.repeat(513)}`];
    for (const text of odd) expect(await find(text)).toBe('UNAUTHENTICATED');
    await fc.assert(fc.asyncProperty(fc.string(), async (text) => {
      expect(await find(text)).toBe('UNAUTHENTICATED');
    }));
    expect(asked).toEqual([]);
    await find(`Provider ${'x'.repeat(512)}`);
    expect(asked).toEqual(['provider']);
  });

  it('is remembered when it is a case that there is, up to so many', async () => {
    const { find, asked } = callers();
    const text = `Case ${Buffer.from(SECRET).toString('hex')}`;
    const stranger = `Case ${Buffer.from(SECRET).fill(8).toString('hex')}`;
    for (const one of [text, text, stranger, stranger]) await find(one);
    expect(asked).toHaveLength(3);
  });
});
