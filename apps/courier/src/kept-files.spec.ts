import { KeptFiles } from './kept-files.ts';

/** A gateway that has no file, until it is told; and what it was asked. */
function keptFrom() {
  const asked: string[] = [];
  const gateway = { has: false, time: 0 };
  const files = new KeptFiles({
    get: (path) => {
      asked.push(path);
      return Promise.resolve(gateway.has
        ? new Response('x', { headers: { 'cache-control': 'max-age=60' } })
        : new Response(null, { status: 404 }));
    },
  }, () => gateway.time);
  return { asked, gateway, find: (path: string) => files.find(path) };
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
  await find('/issued');
  gateway.has = false;
  for (let name = 0; name <= 1_024; name += 1) await find(`/issued/20-${name}`);
  asked.length = 0;
  expect(await find('/issued')).toBeDefined();
  await find('/issued/20-1');
  await find('/issued/20-1024');
  expect(asked).toEqual([]);
  await find('/issued/20-0');
  expect(asked).toEqual(['/issued/20-0']);
});
