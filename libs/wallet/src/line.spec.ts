import { atOnce, Errand, StatusReporter, type LineStatus } from './line.ts';
import { Refusal } from './refusal.ts';

const REQUEST = Uint8Array.of(1);
const ANSWER = Uint8Array.of(2);
const MINUTE_MS = 60_000;
const late = () => new Refusal('UNAVAILABLE', 'not answered yet');
const full = () => new Refusal('OVERLOADED', 'too many wait', { fate: 'refused' });
const gone = () => new Refusal('UNREACHABLE', 'nothing came back');
const limited = () => new Refusal('RATE_LIMITED', 'too many', { fate: 'refused' });
const attack = () => new Refusal('NOT_THE_VAULT', 'a wrong signature', { fate: 'unsent' });

/** A line over what comes of each try, on a clock that each pause moves. */
function lineOver(comes: readonly (Refusal | Uint8Array)[], stepMs = 0) {
  const left = [...comes];
  const statuses: LineStatus[] = [];
  const sent: (Uint8Array | null)[] = [];
  let ms = 0;
  const exchange = {
    send: (inner: Uint8Array | null) => {
      sent.push(inner);
      ms += stepMs;
      const next = left.length > 1 ? left.shift()! : left[0]!;
      return next instanceof Refusal ? Promise.reject(next) : Promise.resolve(next);
    },
  };
  const line = atOnce(exchange, {
    onStatus: (status) => { statuses.push(status); }, now: () => ms,
    pause: (pauseMs, signal) => {
      signal.throwIfAborted();
      ms += pauseMs;
      return Promise.resolve();
    },
  });
  const ask = (signal = new AbortController().signal) => line.ask(REQUEST, signal);
  return { sent, statuses, ask };
}

test('what was not answered in its time is sent again until it is', async () => {
  const { ask, sent } = lineOver([late(), full(), late(), ANSWER]);
  expect(await ask()).toBe(ANSWER);
  expect(sent).toEqual([REQUEST, REQUEST, REQUEST, REQUEST]);
});

test.each([gone(), limited(), attack()])('$code at once is told at once, as what it is', async (fault) => {
  for (const before of [[], [full()]]) {
    const { ask, sent } = lineOver([...before, fault, ANSWER]);
    await expect(ask()).rejects.toBe(fault);
    expect(sent).toHaveLength(before.length + 1);
  }
});

test('of what was taken the fate is unknown, whatever keeps it from being asked for again', async () => {
  const { ask } = lineOver([late(), attack()]);
  await expect(ask()).rejects.toMatchObject({ code: 'NOT_THE_VAULT', fate: 'unknown' });
});

test('passing faults are sat out once it was taken: five of them, not six', async () => {
  const few = [late(), ...Array.from({ length: 5 }, gone)];
  expect(await lineOver([...few, late(), ...few.slice(1), ANSWER]).ask()).toBe(ANSWER);
  await expect(lineOver([...few, limited(), ANSWER]).ask())
    .rejects.toMatchObject({ code: 'RATE_LIMITED', fate: 'unknown' });
});

test.each([
  ['unknown', late()], ['unsent', full()],
] as const)('it is given up after ten minutes, and not before: %s', async (fate, fault) => {
  const { ask, sent } = lineOver([fault], MINUTE_MS);
  await expect(ask()).rejects.toMatchObject({ code: 'STOPPED', fate });
  expect(sent).toHaveLength(10);
});

test('what is no refusal is thrown as it is, and a signal ends it', async () => {
  const bug = new TypeError('a bug');
  expect(() => new Errand().failed(bug)).toThrow(bug);
  const ended = AbortSignal.abort(new Error('left'));
  await expect(lineOver([late()]).ask(ended)).rejects.toThrow('left');
});

test('how it fares is told: sent, waiting while no answer comes, answered', async () => {
  const { ask, statuses } = lineOver([late(), late(), ANSWER]);
  await ask();
  expect(statuses).toEqual(['sent', 'waiting', 'answered']);
});

test('while any request is long in coming, it is told so, whatever else is answered', async () => {
  const [slow, quick] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const told: LineStatus[] = [];
  const late = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const left = [...late];
  const statuses = new StatusReporter(
    (status) => { told.push(status); }, () => left.shift()!.promise);
  const first = statuses.of(slow.promise);
  late[0]!.resolve(undefined);
  await late[0]!.promise;
  const second = statuses.of(quick.promise);
  quick.resolve(1);
  expect(await second).toBe(1);
  expect(told).toEqual(['sent', 'waiting']);
  slow.resolve(2);
  expect(await first).toBe(2);
  expect(told).toEqual(['sent', 'waiting', 'answered']);
});

const offline = () => new Refusal('OFFLINE', 'no connection', { fate: 'unsent' });

describe('an errand', () => {
  const failing = (mostLost: number, now = () => 0) => {
    const errand = new Errand(now, mostLost);
    return (error: unknown) => {
      try {
        errand.failed(error);
        return 'goes on';
      } catch (thrown) {
        return (thrown as Refusal).code;
      }
    };
  };

  it('passes over as many faults in a row as it may, before anything was taken', () => {
    const fails = failing(2);
    const told = [gone(), gone(), late(), gone(), gone(), gone(), gone(), gone()].map(fails);
    expect(told).toEqual([...Array.from({ length: 8 }, () => 'goes on')]);
    const never = failing(2);
    expect([gone(), gone(), gone()].map(never)).toEqual(['goes on', 'goes on', 'UNREACHABLE']);
    expect([full(), gone(), full(), gone(), gone()].map(failing(2)))
      .toEqual(Array.from({ length: 5 }, () => 'goes on'));
  });

  it('without a connection is given up at once, unless it was taken', () => {
    expect(failing(9)(offline())).toBe('OFFLINE');
    expect([late(), offline()].map(failing(9))).toEqual(['goes on', 'goes on']);
    expect([late(), ...Array.from({ length: 9 }, gone), gone()].map(failing(9)).at(-1))
      .toBe('UNREACHABLE');
  });

  it('counts an answer that is late, and a relay that is full, only where that is what it was', () => {
    const refused = new Refusal('UNAVAILABLE', 'said by somebody else', { fate: 'refused' });
    const unknown = new Refusal('OVERLOADED', 'said by somebody else', { fate: 'unknown' });
    expect([failing(0)(refused), failing(0)(unknown)]).toEqual(['UNAVAILABLE', 'OVERLOADED']);
  });

  it('is given up after ten minutes from its own beginning, and not at the tenth', () => {
    let now = 5_000_000;
    const fails = failing(0, () => now);
    now += 10 * MINUTE_MS;
    expect(fails(late())).toBe('goes on');
    now += 1;
    expect(fails(late())).toBe('STOPPED');
  });

  it('that nobody has a clock for goes by the machine\'s', () => {
    const errand = new Errand();
    expect(() => { errand.failed(late()); }).not.toThrow();
    expect(errand.fate).toBe('unknown');
  });

  it('leaves what is no refusal as it is, whatever was taken', () => {
    const errand = new Errand(() => 0, 9);
    errand.failed(late());
    const bug = new TypeError('a bug');
    expect(() => { errand.failed(bug); }).toThrow(bug);
    expect(() => { errand.failed('a text'); }).toThrow('a text');
  });
});

test('pauses grow until the longest', async () => {
  const waited: number[] = [];
  let toldLate = false;
  const left = [...Array.from({ length: 9 }, late), ANSWER];
  const line = atOnce({ send: () => {
    const next = left.shift()!;
    return next instanceof Refusal ? Promise.reject(next) : Promise.resolve(next);
  } }, { now: () => 0, pause: (ms, signal) => {
    // The first tells of a slow answer, and is no pause between two tries.
    if (toldLate) {
      waited.push(ms);
      return Promise.resolve();
    }
    toldLate = true;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => { reject(new Error('ended')); });
    });
  } });
  expect(await line.ask(REQUEST, new AbortController().signal)).toBe(ANSWER);
  expect(waited).toEqual(waited.toSorted((a, b) => a - b));
  expect(waited[1]! / waited[0]!).toBeCloseTo(1.5);
  expect(waited.at(-1)).toBe(4_000);
});

describe('how requests fare', () => {
  it('is told to nobody who did not ask, and what failed is not waited for', async () => {
    const silent = new StatusReporter(undefined, () => Promise.resolve());
    await expect(silent.of(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await silent.of(Promise.resolve(1))).toBe(1);
    const told: LineStatus[] = [];
    const late = [Promise.resolve(), new Promise<undefined>(() => undefined)];
    const pause = () => late.shift() as Promise<undefined>;
    const statuses = new StatusReporter((status) => { told.push(status); }, pause);
    const failing = Promise.withResolvers<number>();
    const answer = statuses.of(failing.promise);
    await Promise.resolve();
    failing.reject(new Error('failed'));
    await expect(answer).rejects.toThrow('failed');
    expect(await statuses.of(Promise.resolve(1))).toBe(1);
    expect(told).toEqual(['sent', 'waiting', 'sent', 'answered']);
  });

  it('is not told any more once it was answered', async () => {
    const told: LineStatus[] = [];
    const slow = Promise.withResolvers<undefined>();
    let ended: AbortSignal | undefined;
    const statuses = new StatusReporter((status) => { told.push(status); }, (_, signal) => {
      ended = signal;
      return slow.promise;
    });
    expect(await statuses.of(Promise.resolve(1))).toBe(1);
    expect(ended?.aborted).toBe(true);
    slow.resolve(undefined);
    await slow.promise;
    expect(told).toEqual(['sent', 'answered']);
  });
});

test('a line that is given up while it pauses ends at once, for the reason that was given', async () => {
  const left = new AbortController();
  const line = atOnce({ send: () => Promise.reject(late()) });
  const answer = line.ask(REQUEST, left.signal);
  // Its first try has failed by then, and it sleeps.
  await new Promise((resolve) => { setImmediate(resolve); });
  left.abort(new Error('left'));
  await expect(answer).rejects.toThrow('left');
});
