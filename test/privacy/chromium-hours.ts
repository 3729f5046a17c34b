import type { Page, Request } from 'playwright-core';
import { MEANS, type Means } from '#wallet/pace';
import type { OpenedBrowser, Seat } from '../web/browser.ts';
import { hide } from '../web/page-time.ts';

/*
 * A page in Chromium whose time the spec lets pass, from one beat to the next, and whose lots the
 * spec knows: what leaves it in an hour then depends on nothing but what is done with it.
 */

/** What a carrier sees of one request: when, in milliseconds of the hour, and how much. */
export interface Carried {
  readonly at: number;
  readonly path: string;
  readonly sent: number;
  answered: number | undefined;
}

/** Where the lots of a page stand, kept in the page itself. */
interface Lots {
  /** Draws gaps so short that nobody waits, until it is given. */
  state: number | undefined;
  /** When the next beat leaves. */
  due: number | undefined;
  /** The beat that is due leaves at once. */
  hurry: () => void;
  /** Once every beat that left is over for the page too. */
  quiet: () => Promise<void>;
}
type WithLots = typeof globalThis & { lots: Lots };

const SHORT = Math.exp(-0.2);

/** A page, and all that leaves it. */
export class ChromiumHour {
  private carried: Carried[] = [];
  private ends: Promise<void>[] = [];
  private now = 0;

  private constructor(readonly seat: Seat) {
    seat.context.on('request', (request) => {
      const entry: Carried = {
        at: this.now, path: new URL(request.url()).pathname,
        sent: request.postDataBuffer()?.length ?? 0, answered: undefined };
      this.carried.push(entry);
      this.ends.push(end(request, entry));
    });
  }

  /** Take a seat whose pages beat as those that ship do. */
  static async at(browser: OpenedBrowser, origin: string): Promise<ChromiumHour> {
    const seat = await browser.seat({ origin, width: 390, height: 844 });
    await seat.page.clock.install();
    await seat.page.addInitScript(knownLots, { means: MEANS, short: SHORT });
    return new ChromiumHour(seat);
  }

  /** @returns what is open at this seat. */
  get page(): Page {
    return this.seat.page;
  }

  /** From here on its hour is counted, with the lots that follow from `seed`. */
  async begin(seed: number): Promise<void> {
    await hide(this.page, true);
    await this.page.clock.pauseAt(await this.page.evaluate(() => Date.now() + 1_000));
    await this.page.evaluate((state) => { (globalThis as WithLots).lots.state = state; }, seed);
    await hide(this.page, false);
    this.carried = [];
    this.ends = [];
    this.now = 0;
  }

  /** Let time pass up to a minute of the hour; each beat is answered before the next one. */
  async passTo(minute: number): Promise<void> {
    const until = minute * 60_000;
    while (this.now < until) {
      const due = await this.page.evaluate(() => {
        const { lots } = globalThis as WithLots;
        return lots.due === undefined ? undefined : lots.due - Date.now();
      });
      const step = Math.min(due ?? Infinity, until - this.now);
      this.now += step;
      if (step > 0) await this.page.clock.runFor(step);
      await this.page.evaluate(() => (globalThis as WithLots).lots.quiet());
    }
  }

  /** What old pages did: what was asked for leaves at once, and the next gap is drawn anew. */
  async hurry(): Promise<void> {
    await this.page.evaluate(() => {
      const { lots } = globalThis as WithLots;
      lots.hurry();
      return lots.quiet();
    });
  }

  /** The person leaves. @returns all that was carried of the hour, or of her visit. */
  async end(): Promise<readonly Carried[]> {
    await Promise.all(this.ends);
    await this.seat.context.close();
    return this.carried;
  }
}

/** Of a page that is closed meanwhile nothing comes. */
async function end(request: Request, entry: Carried): Promise<void> {
  const body = await request.response().then((answer) => answer?.body()).catch(() => undefined);
  entry.answered = body?.length;
}

/** Runs in a page before its own scripts, and after its clock is the spec's. */
function knownLots({ means, short }: { means: Means; short: number }): void {
  document.addEventListener('readystatechange', () => {
    const meta = document.querySelector<HTMLMetaElement>('meta[name="sotto-settings"]');
    if (meta) meta.content = JSON.stringify({ ...JSON.parse(meta.content), beats: means });
  }, { once: true });
  const waiting = new Set<() => void>();
  /** Timers of beats that left, after which their answers are late: called off when one is over. */
  const underWay = new Set<unknown>();
  const lots: Lots = {
    state: undefined, due: undefined, hurry: () => undefined,
    quiet: () => new Promise((resolve) => {
      if (underWay.size === 0) resolve();
      else waiting.add(resolve);
    }),
  };
  Object.assign(globalThis, { lots });
  // A linear congruential generator (Numerical Recipes, 7.1): its first bits are even enough.
  const next = () => (lots.state === undefined ? short * 2 ** 32
    : lots.state = (1_664_525 * lots.state + 1_013_904_223) % 2 ** 32);
  let [isDrawn, isLeaving] = [false, false];
  const random = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (into) => {
    if (!(into instanceof Uint32Array) || into.length !== 2) return random(into);
    into.set([next(), 0]);
    isDrawn = true;
    return into;
  };
  const [after, callOff] = [setTimeout, clearTimeout];
  let running: unknown;
  const beatAfter = (then: () => void, ms: number) => {
    isDrawn = false;
    const leave = () => {
      lots.due = undefined;
      isLeaving = true;
      then();
      isLeaving = false;
    };
    // Whole milliseconds: the spec's clock has no others.
    const gap = Math.ceil(ms);
    const mine = after(leave, gap);
    running = mine;
    lots.due = Date.now() + gap;
    lots.hurry = () => {
      callOff(mine);
      leave();
    };
    return mine;
  };
  globalThis.setTimeout = ((then: () => void, ms = 0, ...rest: unknown[]) => {
    if (isDrawn) return beatAfter(then, ms);
    const timer = after(then, ms, ...rest);
    if (isLeaving) underWay.add(timer);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((which?: ReturnType<typeof setTimeout>) => {
    if (which !== undefined && which === running) lots.due = undefined;
    callOff(which);
    if (!underWay.delete(which) || underWay.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  }) as typeof clearTimeout;
}
