import { KeptFiles } from './kept-files.ts';
import { MinuteFiles } from './minute-files.ts';
import { Spool } from './spool.ts';

const MOMENT = Date.parse('2026-11-02T09:00:30Z');

/** A disk that takes nothing. */
const FULL = Object.assign(new Spool(), { add: () => Promise.reject(new Error('ENOSPC')) });

/** A gateway that has no file, until it is told; and what it was asked. */
function keptFrom(most = 1e9) {
  const asked: string[] = [];
  const gateway = { has: false, seconds: 60, time: 0 };
  const clock = { now: () => new Date(MOMENT + gateway.time) };
  const files = new KeptFiles({
    get: (path) => {
      asked.push(path);
      return Promise.resolve(gateway.has
        ? new Response(`of ${path}`, { headers: { 'cache-control': `max-age=${gateway.seconds}` } })
        : new Response(null, { status: 404 }));
    },
  }, clock, () => gateway.time, new MinuteFiles(clock, most, () => most > 0 ? new Spool() : FULL));
  return { asked, gateway, find: (path: string) => files.find(path), close: () => files.close() };
}

it('a name without a file is asked of the gateway once in five seconds, and is seen when it comes', async () => {
  const { asked, gateway, find } = keptFrom();
  for (const time of [0, 1, 2_500, 4_999]) {
    gateway.time = time;
    expect(await find('/issued/3-1')).toBeUndefined();
  }
  expect(asked).toHaveLength(1);
  gateway.has = true;
  gateway.time = 5_000;
  expect(await find('/issued/3-1')).toBeDefined();
  expect(asked).toHaveLength(2);
});

it('as many names as anybody asks push no file out, and the oldest of them are forgotten', async () => {
  const { asked, gateway, find } = keptFrom();
  gateway.has = true;
  await find('/signed/relay-key.json');
  gateway.has = false;
  for (let name = 0; name <= 1_024; name += 1) await find(`/issued/20-${name}`);
  asked.length = 0;
  expect(await find('/signed/relay-key.json')).toBeDefined();
  await find('/issued/20-1');
  await find('/issued/20-1024');
  expect(asked).toEqual([]);
  await find('/issued/20-0');
  expect(asked).toEqual(['/issued/20-0']);
});

it.each([0, 1, 60, 86_400])(
  'of issued batches the gateway is asked once in each minute of the clock, though it says %d seconds',
  async (seconds) => {
    const { asked, gateway, find } = keptFrom();
    Object.assign(gateway, { has: true, seconds });
    const lifetimes: unknown[] = [];
    // The minute is over after 30 seconds, and then after each 60.
    for (const time of [0, 1, 12_000, 29_999, 30_000, 89_999, 90_000]) {
      gateway.time = time;
      lifetimes.push((await find('/issued/3-1'))?.seconds);
    }
    expect(asked).toHaveLength(3);
    expect(lifetimes).toEqual([30, 30, 18, 1, 60, 1, 60]);
  });

it.each([['in memory', 1e9], ['on the disk', 10], ['where the disk is full', 0]])(
  'whoever fetches as many files as there are, each is there for everybody until its minute is over: %s',
  async (_where, most) => {
    const { asked, gateway, find, close } = keptFrom(most);
    gateway.has = true;
    const names = Array.from({ length: 1_000 }, (_none, name) => `/issued/9-${name}`);
    for (const round of ['first', 'again']) {
      for (const name of names) {
        expect([round, name, (await find(name))?.bytes.toString()]).toEqual([round, name, `of ${name}`]);
      }
    }
    expect(asked).toHaveLength(names.length);
    // All end together, and the gateway is asked for each once more.
    gateway.time = 30_000;
    expect((await Promise.all(names.map(find))).every((file) => file?.seconds === 60)).toBe(true);
    expect(asked).toHaveLength(2 * names.length);
    await close();
  });

it('a clock that is put back keeps no file of issued batches for long', async () => {
  const { asked, gateway, find } = keptFrom();
  Object.assign(gateway, { has: true, time: 3_600_000 });
  await find('/issued/3-1');
  gateway.time = 0;
  await find('/issued/3-1');
  expect(asked).toHaveLength(2);
});
