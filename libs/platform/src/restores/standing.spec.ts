import fc from 'fast-check';
import { accept, advance, hear, isPlausible, tickOf, type Standing, type Tick } from './standing.ts';

let drawn = 0;
const challenge = () => (drawn += 1).toString(16).padStart(64, '0');
const fresh = (): Standing => ({
  own: { number: 0, challenge: challenge() }, partner: { number: 0, challenge: null },
  answered: true, remembered: 0, closed: null,
});

type Side = 'gateway' | 'vault';
const other = (side: Side): Side => (side === 'gateway' ? 'vault' : 'gateway');

/** Two domains and what is on its way between them. */
class Pair {
  readonly on: Record<Side, Standing> = { gateway: fresh(), vault: fresh() };
  readonly sent: { to: Side; tick: Tick }[] = [];
  readonly done: { to: Side; tick: Tick }[] = [];
  now = new Date('2026-11-02T12:00:00Z');
  dropped = 0;

  ask(side: Side, starts = false): void {
    this.on[side] = advance(this.on[side], challenge(), starts);
    this.put(side, true);
  }

  put(from: Side, asks: boolean): void {
    this.sent.push({ to: other(from), tick: tickOf(this.on[from], asks) });
  }

  deliver({ to, tick }: { to: Side; tick: Tick }): void {
    if (!isPlausible(tick, this.now)) {
      this.dropped += 1;
      return;
    }
    const { standing, reply } = hear(this.on[to], tick, challenge());
    this.on[to] = standing;
    if (reply !== 'none') this.put(to, reply === 'ask');
  }

  /** Deliver all that is on its way, in order. */
  settle(): void {
    for (let job = this.sent.shift(); job; job = this.sent.shift()) {
      this.done.push(job);
      this.deliver(job);
    }
  }

  round(): void {
    this.ask('gateway');
    this.ask('vault');
    this.settle();
  }

  /** As at a start: it asks, and waits for the answer. */
  restart(...sides: Side[]): void {
    for (const side of sides) this.ask(side, true);
    this.settle();
  }

  get closed() {
    return [this.on.gateway.closed, this.on.vault.closed];
  }
}

const sides = fc.constantFrom<Side>('gateway', 'vault');
const rounds = fc.integer({ min: 1, max: 12 });

describe('two domains that tell each other how far they are', () => {
  it('stay open, in whatever order, however late and often their ticks are delivered', () => {
    fc.assert(fc.property(
      fc.array(fc.tuple(fc.constantFrom('ask', 'deliver', 'again'), sides, fc.nat(1_000))),
      (steps) => {
        const pair = new Pair();
        pair.restart('vault', 'gateway');
        for (const [what, side, random] of steps) {
          if (what === 'ask') pair.ask(side);
          const from = what === 'again' ? pair.done : pair.sent;
          if (what === 'ask' || from.length === 0) continue;
          const [job] = what === 'again'
            ? from.slice(random % from.length) : from.splice(random % from.length, 1);
          if (what === 'deliver') pair.done.push(job!);
          pair.deliver(job!);
        }
        pair.settle();
        expect(pair.closed).toEqual([null, null]);
      },
    ));
  });

  it('know which of them was restored, and are both closed', () => {
    fc.assert(fc.property(sides, rounds, rounds, (side, before, since) => {
      const pair = new Pair();
      for (let n = 0; n < before; n += 1) pair.round();
      const backup = pair.on[side];
      for (let n = 0; n < since; n += 1) pair.round();
      pair.on[side] = backup;
      pair.restart(side);
      expect(pair.on[side].closed).toBe('restored');
      expect(pair.on[other(side)].closed).toBe('partner-restored');
      // An operator's word for the one that was restored opens both, for good.
      pair.on[side] = accept(pair.on[side], challenge());
      pair.put(side, true);
      pair.settle();
      for (let n = 0; n < since; n += 1) pair.round();
      expect(pair.closed).toEqual([null, null]);
    }));
  });

  it('know it when both were restored to different moments', () => {
    fc.assert(fc.property(sides, rounds, rounds, rounds, (side, first, second, third) => {
      const pair = new Pair();
      for (let n = 0; n < first; n += 1) pair.round();
      const earlier = pair.on[side];
      for (let n = 0; n < second; n += 1) pair.round();
      const later = pair.on[other(side)];
      for (let n = 0; n < third; n += 1) pair.round();
      pair.on[side] = earlier;
      pair.on[other(side)] = later;
      pair.restart('vault', 'gateway');
      expect(pair.on[side].closed).toBe('restored');
      expect(pair.on[other(side)].closed).toBe('partner-restored');
    }));
  });

  it('go on when both were restored to one moment: nobody remembers more', () => {
    fc.assert(fc.property(rounds, rounds, (before, since) => {
      const pair = new Pair();
      for (let n = 0; n < before; n += 1) pair.round();
      const backup = { ...pair.on };
      for (let n = 0; n < since; n += 1) pair.round();
      Object.assign(pair.on, backup);
      pair.restart('vault', 'gateway');
      expect(pair.closed).toEqual([null, null]);
    }));
  });

  it('are closed by a tick that was restored with the queue only when they forgot something', () => {
    const pair = new Pair();
    for (let n = 0; n < 5; n += 1) pair.round();
    for (const job of pair.done.slice()) pair.deliver(job);
    pair.settle();
    pair.round();
    expect(pair.closed).toEqual([null, null]);
  });

  it('know of a domain that lost everything', () => {
    fc.assert(fc.property(sides, rounds, (side, before) => {
      const pair = new Pair();
      for (let n = 0; n < before; n += 1) pair.round();
      pair.on[side] = fresh();
      pair.restart(side);
      expect(pair.on[side].closed).toBe('restored');
    }));
  });

  const NOW = Date.parse('2026-11-02T12:00:00Z');
  const far = fc.oneof(
    fc.nat(20), fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constantFrom(2 ** 40 - 1, 2 ** 40),
    fc.integer({ min: -3, max: 3 }).map((by) => Math.floor(NOW / 1_000) + by));
  interface Lie {
    readonly number: number;
    readonly seen: number;
    readonly asks: boolean;
    readonly isFresh: boolean;
    readonly rests: boolean;
  }
  const lies = fc.array(fc.record<Lie>({
    number: far, seen: far, asks: fc.boolean(), isFresh: fc.boolean(), rests: fc.boolean() }));

  /** What a partner makes of a domain that says whatever it likes, with a good signature. */
  function lieTo(mine: Standing, told: readonly Lie[]): Standing {
    return told.reduce((standing, { number, seen, asks, isFresh, rests }) => {
      const tick = { number, asks, challenge: challenge(), seen: {
        number: seen, challenge: isFresh ? standing.own.challenge : challenge() } };
      const next = rests ? advance(standing, challenge()) : standing;
      return isPlausible(tick, new Date(NOW)) ? hear(next, tick, challenge()).standing : next;
    }, mine);
  }

  it('are both open again after lies of one of them, by no more than operators\' words', () => {
    fc.assert(fc.property(sides, rounds, lies, (side, before, told) => {
      const pair = new Pair();
      for (let n = 0; n < before; n += 1) pair.round();
      pair.on[side] = lieTo(pair.on[side], told);
      // From here on both are honest, half a minute after half a minute.
      for (let n = 1; n <= 4; n += 1) {
        pair.now = new Date(NOW + n * 30_000);
        for (const one of ['gateway', 'vault'] as const) {
          if (pair.on[one].closed !== 'restored') continue;
          pair.on[one] = accept(pair.on[one], challenge());
          pair.put(one, true);
        }
        pair.round();
      }
      expect(pair.closed).toEqual([null, null]);
      expect(pair.dropped).toBe(0);
    }));
  });

  it('are not opened by lies: who knows that it was restored stays closed', () => {
    fc.assert(fc.property(sides, rounds, lies, (side, since, told) => {
      const pair = new Pair();
      const backup = pair.on[side];
      for (let n = 0; n <= since; n += 1) pair.round();
      pair.on[side] = backup;
      pair.restart(side);
      expect(lieTo(pair.on[side], told).closed).toBe('restored');
    }));
  });
});
