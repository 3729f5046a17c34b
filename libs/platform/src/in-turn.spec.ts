import fc from 'fast-check';
import { inTurn, readAnswered, type Answered } from './in-turn.ts';

describe('a batch in turn', () => {
  it('gives every reply its own place, in whatever order they come', async () => {
    await fc.assert(fc.asyncProperty(
      fc.scheduler(), fc.array(fc.option(fc.integer()), { maxLength: 20 }),
      async (scheduler, values) => {
        const replies = values.map((value) => scheduler.schedule(Promise.resolve(value)));
        const answer = inTurn(replies, () => Promise.resolve());
        await scheduler.waitFor(answer);
        expect(await answer).toEqual(values);
      },
    ), { numRuns: 30 });
  });

  it('tells what is there while one is late, and goes on when it cannot tell', async () => {
    const slow = Promise.withResolvers<string>();
    const told: Answered[] = [];
    const answer = inTurn([slow.promise, Promise.resolve('quick')], (answered) => {
      told.push(answered);
      slow.resolve('slow');
      return Promise.reject(new Error('the queue is away'));
    });
    expect(await answer).toEqual(['slow', 'quick']);
    expect(told).toEqual([{ answered: [[1, 'quick']] }]);
  });

  it.each([undefined, null, 0, 7, 'text', {}, { answered: 7 }])(
    'reads nothing from a progress that is not its own: %p', (progress) => {
      expect(readAnswered(progress)).toEqual([]);
    });
});
