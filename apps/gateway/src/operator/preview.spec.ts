import { PREVIEW } from './preview.deeds.ts';

const run = async (people: string) => PREVIEW.run({} as never,
  { people, stated: '4.5%', sessions: '8' } as never);

describe('what a buyer is told beforehand', () => {
  it('is told of any programme that there can be, and of none that is larger', async () => {
    expect(await run('120,80/160,240/400')).toMatchObject({ data: { uses: expect.any(Array) } });
    await expect(run('100000,100001')).rejects.toThrow('must be 200000 together at most');
    await expect(run(Array(501).fill('60').join())).rejects.toThrow('at most 500');
  });
});
