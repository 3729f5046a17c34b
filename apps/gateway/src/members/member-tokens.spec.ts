import fc from 'fast-check';
import type { GatewayConfig } from '#platform/settings/config';
import { mac, purposeKey } from '../foundation/macs.ts';
import { MemberTokens } from './member-tokens.ts';

const PEPPER = new Uint8Array(32).fill(3);
let now = new Date('2026-11-02T09:00:00.400Z');
const clock = { now: () => now };
const tokens = (memberPepper = PEPPER) =>
  new MemberTokens(clock, { memberPepper } as unknown as GatewayConfig);
const MEMBER = { member: 'ab', programmeId: 'p1', period: '2026-10', block: 'B1',
  sessionsPerMember: 8, batchSecret: Buffer.alloc(32, 5) };

describe('a member\'s token', () => {
  it('is read back as whom it was written for, for 12 hours', () => {
    now = new Date('2026-11-02T09:00:00.400Z');
    const { token, expiresAt } = tokens().write(MEMBER);
    expect(expiresAt).toEqual(new Date('2026-11-02T21:00:00Z'));
    for (const [at, good] of [
      ['2026-11-02T09:00:00Z', true], ['2026-11-02T20:59:59.999Z', true],
      ['2026-11-02T21:00:00Z', false], ['2026-11-03T09:00:00Z', false],
    ] as const) {
      now = new Date(at);
      expect(tokens().read(token)).toEqual(good ? { kind: 'member', ...MEMBER } : undefined);
    }
  });

  it('changed anywhere, or of another secret, is for nobody', () => {
    now = new Date('2026-11-02T09:00:00Z');
    const { token } = tokens().write(MEMBER);
    const [body] = token.split('.');
    expect(tokens(new Uint8Array(32).fill(4)).read(token)).toBeUndefined();
    for (const odd of ['', '.', body!, `${body}.`, `.${token}`, `${body}.AAAA`]) {
      expect(tokens().read(odd)).toBeUndefined();
    }
    // Not in its last character: of that, base64url leaves some bits unused.
    fc.assert(fc.property(fc.nat(token.length - 2), fc.constantFrom(...'aZ09-_'), (at, other) => {
      fc.pre(token[at] !== other && token[at] !== '.');
      expect(tokens().read(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
    }));
  });

  it('of another shape is no token, even under our own key', () => {
    const key = purposeKey(PEPPER, 'member-token');
    for (const claims of [[], ['a', 'b', 'c', 'd', 1.5, 2e9], ['a', 'b', 'c', 'd', 8], {}, null]) {
      const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
      const token = `${body}.${mac(key, body).toString('base64url')}`;
      expect(tokens().read(token)).toBeUndefined();
    }
  });
});
