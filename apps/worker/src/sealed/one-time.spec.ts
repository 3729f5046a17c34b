import { atOneTime } from './one-time.ts';

describe('answers', () => {
  /** A time that passes when it is waited for: what is due by then is done first. */
  function timeOf(due: readonly { readonly ms: number; readonly done: () => void }[]) {
    let ms = 7;
    return {
      passed: () => ms - 7,
      now: () => ms,
      pause: async (pauseMs: number) => {
        ms += pauseMs;
        for (const { ms: at, done } of due) if (at <= ms - 7) done();
        await new Promise(setImmediate);
      },
    };
  }
  const after = (ms: number) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    return { promise, due: { ms, done: () => { resolve(`after ${ms}`); } } };
  };

  it.each([[[]], [[0]], [[30]], [[30, 199, 0]], [[30, 201]], [[5_000, 5_000]]])(
    'of works that take %j ms leave together after 200, or say that they are late', async (takes) => {
      const works = takes.map(after);
      const time = timeOf(works.map(({ due }) => due));
      expect(await atOneTime(200, works.map(({ promise }) => promise), 'late', time))
        .toEqual(takes.map((ms) => (ms <= 200 ? `after ${ms}` : 'late')));
      expect(time.passed()).toBe(200);
    });

  it('have their time from when their requests came', async () => {
    const time = timeOf([]);
    const begun = time.now();
    await time.pause(60);
    await atOneTime(200, [], 'late', time, begun);
    expect(time.passed()).toBe(200);
    await time.pause(300);
    await atOneTime(200, [], 'late', time, begun);
    expect(time.passed()).toBe(500);
  });

  it('wait for each other where nobody looks at the time', async () => {
    const slow = after(0);
    const all = atOneTime(0, [Promise.resolve('soon'), slow.promise], 'late');
    slow.due.done();
    expect(await all).toEqual(['soon', 'after 0']);
  });
});
