import { systemClock } from '../clock.ts';
import type { Database } from '../database.ts';
import { silentLog } from '../logging.ts';
import { StandingWatch } from './standing-watch.ts';

/** Many who ask a domain that has not heard of its partner, before anybody knows who they are. */
describe('a domain that has not heard of its partner', () => {
  const set = globalThis.setTimeout;
  let begun: (() => void)[];
  beforeEach(() => {
    begun = [];
    globalThis.setTimeout = ((work: () => void) => {
      begun.push(work);
      return 0;
    }) as unknown as typeof setTimeout;
  });
  afterEach(() => { globalThis.setTimeout = set; });

  const watch = () =>
    new StandingWatch({} as Database, silentLog, systemClock, () => Promise.resolve());

  it('has a thousand callers wait on one timer, and once', async () => {
    const standings = watch();
    const asked = Array.from({ length: 1_000 }, () => standings.settled());
    expect(begun).toHaveLength(1);
    begun[0]!();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['unheard']));
    expect(await standings.settled()).toBe('unheard');
    expect(begun).toHaveLength(1);
  });

  it('has nobody wait for a process that ends', async () => {
    const standings = watch();
    const asked = standings.settled();
    await standings.stop();
    expect(await asked).toBe('unheard');
  });
});
