import { cameToNothing, orForget } from './attempts.ts';
import { Refusal, type Fate } from './refusal.ts';

/** What was asked and not answered is kept until it is known what became of it. */

const refusal = (code: string, fate?: Fate) => new Refusal(code, 'no', fate ? { fate } : {});
const SAID_NOTHING_DONE = ['BAD_USER_INPUT', 'CONFLICT', 'NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED'];

it.each(SAID_NOTHING_DONE)('%s came to nothing, however often it was asked', (code) => {
  expect(cameToNothing(refusal(code), 'first')).toBe(true);
  expect(cameToNothing(refusal(code, 'unknown'), 'again')).toBe(true);
});

it.each([['refused', true], ['unsent', true], ['unknown', false], ['read', false]] as const)(
  'what failed on the way and is %s came to nothing at the first time alone', (fate, first) => {
    expect(cameToNothing(refusal('RATE_LIMITED', fate), 'first')).toBe(first);
    expect(cameToNothing(refusal('RATE_LIMITED', fate), 'again')).toBe(false);
  });

it('what a busy vault did not look at is not forgotten: its bytes can still be sent', () => {
  expect(cameToNothing(refusal('OVERLOADED', 'refused'), 'first')).toBe(false);
});

it('an error that is no refusal may be done', () => {
  expect(cameToNothing(new Error('gone'), 'first')).toBe(false);
});

describe('what is kept and what is forgotten', () => {
  const attempt = async (error: unknown, of: 'first' | 'again') => {
    let forgotten = 0;
    const thrown: unknown = await orForget(Promise.reject(error as Error), of, () => {
      forgotten += 1;
      return Promise.resolve();
    }).catch((caught: unknown) => caught);
    return { forgotten, thrown };
  };

  it('an answer is given as it came, and nothing is forgotten', async () => {
    const forget = () => Promise.reject(new Error('forgotten'));
    expect(await orForget(Promise.resolve('booked'), 'first', forget)).toBe('booked');
  });

  it('what came to nothing is forgotten, and told as it was', async () => {
    const error = refusal('RATE_LIMITED', 'refused');
    expect(await attempt(error, 'first')).toEqual({ forgotten: 1, thrown: error });
  });

  it('what may be done is kept, and told so, whatever became of this one request', async () => {
    for (const fate of ['refused', 'unsent'] as const) {
      const { forgotten, thrown } = await attempt(refusal('RATE_LIMITED', fate), 'again');
      expect([forgotten, (thrown as Refusal).fate, (thrown as Refusal).code])
        .toEqual([0, 'unknown', 'RATE_LIMITED']);
    }
    const lost = refusal('UNREACHABLE');
    expect(await attempt(lost, 'first')).toEqual({ forgotten: 0, thrown: lost });
    const odd = new Error('gone');
    expect(await attempt(odd, 'again')).toEqual({ forgotten: 0, thrown: odd });
  });
});
