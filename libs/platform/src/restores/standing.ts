/** A tick of one domain's own, and the challenge that came with it. */
export interface Mark {
  readonly number: number;
  /** 32 random bytes, hex; null: none was heard yet. */
  readonly challenge: string | null;
}

/** What one domain tells the other, at fixed times and whatever happens. */
export interface Tick {
  readonly number: number;
  readonly challenge: string;
  /** The other's last tick as it is remembered here. */
  readonly seen: Mark;
  /** Whether an answer is wanted. */
  readonly asks: boolean;
}

/** Why a domain stays closed: it was restored itself, or its partner was. */
export type Closed = 'restored' | 'partner-restored';

/** How far a domain and its partner have come, as the domain keeps it. */
export interface Standing {
  readonly own: { readonly number: number; readonly challenge: string };
  readonly partner: Mark;
  /** Whether the partner has answered the last challenge. */
  readonly answered: boolean;
  /** The furthest that the partner remembers of us. */
  readonly remembered: number;
  readonly closed: Closed | null;
}

/**
 * Whether a tick can be of this world: numbers grow by one in half a minute, so none is further
 * than there are seconds since 1970. A hostile partner could else bring both to a number after
 * which there is none. As the limit grows faster than any number, whoever was brought to it goes
 * on from there.
 */
export function isPlausible({ number, seen }: Tick, now: Date): boolean {
  return Math.max(number, seen.number) <= now.getTime() / 1_000;
}

/** What follows from a tick; `reply` says whether to answer, and whether to ask in turn. */
export interface Heard { readonly standing: Standing; readonly reply: 'none' | 'tell' | 'ask' }

/**
 * What a tick of the partner's means. A domain goes on to its next number only when the partner has
 * answered the last one, so each remembers the other's number, or the one before. Whoever is
 * remembered further than it remembers itself was restored, and so was who hears of more than the
 * next number. That the *partner* was restored is believed only of an answer to our own challenge:
 * jobs are delivered late and twice, and an old one must close nobody. So the challenge is a new
 * one whenever the partner came further: what it sent before answers none that is good.
 *
 * @param challenge a new one, for that case.
 */
export function hear(mine: Standing, tick: Tick, challenge: string): Heard {
  const fresh = tick.seen.challenge === mine.own.challenge;
  const forgot = tick.seen.number > mine.own.number || tick.number > mine.partner.number + 1;
  const behind = tick.number < mine.partner.number;
  const further = tick.number > mine.partner.number;
  const standing = {
    ...mine,
    own: further ? { ...mine.own, challenge } : mine.own,
    partner: {
      number: Math.max(mine.partner.number, tick.number),
      challenge: behind && !fresh && !tick.asks ? mine.partner.challenge : tick.challenge,
    },
    answered: mine.answered || fresh,
    remembered: Math.max(mine.remembered, tick.seen.number),
    closed: judge(mine.closed, { fresh, forgot, behind }),
  };
  return { standing, reply: !tick.asks ? 'none' : fresh ? 'tell' : 'ask' };
}

function judge(
  closed: Closed | null, { fresh, forgot, behind }: Record<'fresh' | 'forgot' | 'behind', boolean>,
): Closed | null {
  if (closed === 'restored' || forgot) return 'restored';
  if (!fresh) return closed;
  return behind ? 'partner-restored' : null;
}

/**
 * The next tick: a new challenge, and the next number once the last one was answered. At a start
 * the number stays: who was restored by one tick only would else be where it was.
 */
export function advance(mine: Standing, challenge: string, starts = false): Standing {
  const moves = mine.answered && mine.closed !== 'restored' && !starts;
  return {
    ...mine, answered: false,
    own: { number: mine.own.number + (moves ? 1 : 0), challenge },
  };
}

/** What an operator's word makes of a restored domain: it goes on after what is remembered. */
export function accept(mine: Standing, challenge: string): Standing {
  const number = Math.max(mine.own.number, mine.remembered) + 1;
  return { ...mine, own: { number, challenge }, answered: false, closed: null };
}

/** The tick that tells of a standing. */
export function tickOf({ own, partner }: Standing, asks: boolean): Tick {
  return { ...own, seen: partner, asks };
}
