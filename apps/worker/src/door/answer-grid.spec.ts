import { onGrid } from './answer-grid.ts';

describe('an answer on the grid', () => {
  /** After how many milliseconds the end of work that takes so long is told. */
  const toldAfter = async (workMs: number, { fails = false, everyMs = 200 } = {}) => {
    let ms = 7;
    const pause = (pauseMs: number) => {
      ms += pauseMs;
      return Promise.resolve();
    };
    const work = async () => {
      await pause(workMs);
      if (fails) throw new Error('no');
    };
    await onGrid(everyMs, work, { now: () => ms, pause }).catch(() => undefined);
    return ms - 7;
  };

  it.each([[0, 200], [1, 200], [30, 200], [199, 200], [201, 400], [450, 600]])(
    'that takes %i ms is told after %i', async (workMs, after) => {
      expect(await toldAfter(workMs)).toBe(after);
    });

  it('is told so when the work fails', async () => {
    expect(await toldAfter(30, { fails: true })).toBe(200);
  });

  it('waits for nothing where nobody looks at the time', async () => {
    expect(await toldAfter(30, { everyMs: 0 })).toBe(30);
  });
});
