import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { meetsChallenge, searchAnswer } from './proof-of-work.ts';

describe('a proof of work', () => {
  const zerosOf = (text: string) =>
    /^0*/.exec(BigInt(`0x1${createHash('sha256').update(text).digest('hex')}`)
      .toString(2).slice(1))![0].length;

  it('counts the same leading zero bits as Node\'s own hash has', () => {
    fc.assert(fc.property(fc.string(), fc.nat(), (challenge, answer) => {
      const zeros = zerosOf(`${challenge}.${answer}`);
      expect(meetsChallenge(challenge, answer, zeros)).toBe(true);
      expect(meetsChallenge(challenge, answer, zeros + 1)).toBe(false);
    }));
  });

  it('is found in pieces as it is in one go', () => {
    const whole = searchAnswer('sotto', 10, 0, 100_000)!;
    expect(meetsChallenge('sotto', whole, 10)).toBe(true);
    expect(searchAnswer('sotto', 10, 0, whole)).toBeNull();
    expect(searchAnswer('sotto', 10, whole, 1)).toBe(whole);
  });
});
