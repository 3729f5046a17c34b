import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { toBase64Url } from '#pseudonym/bytes';
import { PasskeyChallenges, type Attempt } from './passkey-challenges.ts';

const NOW = new Date('2026-11-02T09:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const attempt: fc.Arbitrary<Attempt> = fc.record({
  owner: fc.uuid(), use: fc.constantFrom('add', 'sign-in', 'change-password'),
  passwordHash: fc.string({ maxLength: 20 }),
});
const challenges = new PasskeyChallenges(randomBytes(32));

describe('a challenge for a passkey', () => {
  it('is good for its own attempt, for five minutes, and has one mark', () => {
    fc.assert(fc.property(attempt, fc.integer({ min: 0, max: 600 }), (whose, seconds) => {
      const text = toBase64Url(challenges.issue(whose, NOW));
      const proven = challenges.prove(whose, text, later(seconds));
      expect(proven !== null).toBe(seconds < 300);
      if (proven) expect(challenges.prove(whose, text, NOW)?.hash).toEqual(proven.hash);
    }));
  });

  it('is nothing for another person, use or password, nor under another key', () => {
    const others = new PasskeyChallenges(randomBytes(32));
    fc.assert(fc.property(attempt, attempt, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      const text = toBase64Url(challenges.issue(one, NOW));
      expect(challenges.prove(other, text, NOW)).toBeNull();
      expect(others.prove(one, text, NOW)).toBeNull();
    }));
  });

  it('is none of ours with one bit changed, nor is another text', () => {
    fc.assert(fc.property(attempt, fc.nat(), fc.string(), (whose, at, text) => {
      const bytes = challenges.issue(whose, NOW);
      const place = at % (bytes.length * 8);
      bytes[place >> 3]! ^= 1 << (place & 7);
      expect(challenges.prove(whose, toBase64Url(bytes), NOW)).toBeNull();
      expect(challenges.prove(whose, text, NOW)).toBeNull();
    }));
  });
});
