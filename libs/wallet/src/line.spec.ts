import { atOnce, Errand, Fares, type Fare } from './line.ts';
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
  const fares: Fare[] = [];
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
    onFare: (fare) => { fares.push(fare); }, now: () => ms,
    pause: (pauseMs, signal) => {
      signal.throwIfAborted();
      ms += pauseMs;
      return Promise.resolve();
    },
  });
  return { sent, fares, ask: (signal = new AbortController().signal) => line.ask(REQUEST, signal) };
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
  const { ask, fares } = lineOver([late(), late(), ANSWER]);
  await ask();
  expect(fares).toEqual(['sent', 'waiting', 'answered']);
});

test('while any request is long in coming, it is told so, whatever else is answered', async () => {
  const [slow, quick] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const told: Fare[] = [];
  const late = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const left = [...late];
  const fares = new Fares((fare) => { told.push(fare); }, () => left.shift()!.promise);
  const first = fares.of(slow.promise);
  late[0]!.resolve(undefined);
  await late[0]!.promise;
  const second = fares.of(quick.promise);
  quick.resolve(1);
  expect(await second).toBe(1);
  expect(told).toEqual(['sent', 'waiting']);
  slow.resolve(2);
  expect(await first).toBe(2);
  expect(told).toEqual(['sent', 'waiting', 'answered']);
});
