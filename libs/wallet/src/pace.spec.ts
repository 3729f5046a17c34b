import { VirtualTime } from '../test/virtual-time.fixture.ts';
import { MEANS, PagePace, QUIET_MS } from './pace.ts';

function page(begin: Partial<{ isSeen: boolean; isQuiet: boolean }> = {}) {
  const time = new VirtualTime();
  const pace = new PagePace({ means: MEANS, isSeen: true, isQuiet: false, ...begin }, time);
  return { time, pace };
}

describe('the pace of a page', () => {
  it('is fast for half a minute after the last touch, and slow while it lies open', async () => {
    const { time, pace } = page();
    expect(pace.meanMs()).toBe(15_000);
    pace.touch();
    await time.pass(29_000);
    expect(pace.meanMs()).toBe(1_500);
    pace.touch();
    await time.pass(29_000);
    expect(pace.meanMs()).toBe(1_500);
    await time.pass(1_000);
    expect(pace.meanMs()).toBe(15_000);
  });

  it('is nothing while the page cannot be seen, touched or not', () => {
    const { pace } = page({ isSeen: false });
    expect(pace.meanMs()).toBeUndefined();
    pace.touch();
    expect(pace.meanMs()).toBeUndefined();
    pace.seen(true);
    expect(pace.meanMs()).toBe(1_500);
    pace.seen(false);
    expect(pace.meanMs()).toBeUndefined();
  });

  it('is a minute in quiet mode, and no slower for who touches the page', async () => {
    const { time, pace } = page({ isQuiet: true });
    expect(pace.meanMs()).toBe(QUIET_MS);
    pace.touch();
    expect(pace.meanMs()).toBe(1_500);
    await time.pass(30_000);
    expect(pace.meanMs()).toBe(QUIET_MS);
    pace.quiet(false);
    expect(pace.meanMs()).toBe(15_000);
  });

  it('is told when it may have changed, and not any more to who stopped listening', async () => {
    const { time, pace } = page();
    let told = 0;
    const stop = pace.subscribe(() => { told += 1; });
    pace.touch();
    pace.touch();
    expect(told).toBe(1);
    await time.pass(30_000);
    expect(told).toBe(2);
    pace.seen(false);
    stop();
    pace.seen(true);
    expect(told).toBe(3);
  });
});
