import { cameToNothing, orForget } from '#wallet/attempts';
import { Refusal, type Fate } from '#wallet/refusal';

/** What is told as not done is forgotten, and what is kept is never told as not done. */

const OF_THE_WAY = ['OFFLINE', 'RATE_LIMITED', 'BLOCKED', 'AWAY', 'PORTAL', 'UNREACHABLE', 'STOPPED'];

it.each((['refused', 'unsent', 'unknown'] as const).flatMap((fate) =>
  (['first', 'again'] as const).map((attempt) => ({ fate, attempt }))))(
  'on the way: $fate at the $attempt attempt', async ({ fate, attempt }) => {
    for (const code of OF_THE_WAY) {
      let forgotten = false;
      const told: Fate = await orForget(
        Promise.reject(new Refusal(code, '', { fate, retryAfter: 7 })), attempt,
        () => { forgotten = true; return Promise.resolve(); },
      ).then(() => 'read', (error: Refusal) => error.fate);
      expect([code, forgotten]).toEqual([code, attempt === 'first' && fate !== 'unknown']);
      expect([code, told]).toEqual([code, forgotten ? fate : 'unknown']);
    }
  });

it('the vault\'s own word ends it at every attempt', () => {
  for (const code of ['BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']) {
    expect([code, cameToNothing(new Refusal(code, ''), 'again')]).toEqual([code, true]);
  }
  expect(cameToNothing(new TypeError('closed'), 'first')).toBe(false);
});
