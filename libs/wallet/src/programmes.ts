import type { CaseBeside, Content } from './content.ts';
import { firstUse, lastDay, leftOf, type PeriodLeft } from './credits.ts';
import type { Wallet } from './wallet.ts';

/*
 * Whoever has letters of two programmes has a case in each, and neither domain is told that they
 * are one person's. So one programme is in front, and the vault is asked about its case alone; what
 * is beside is shown as it was last seen, until she turns to it. Where few pages are open, times
 * tell the vault all the same (SECURITY.md, Letters of two programmes).
 */

/** A programme that is not in front, and has something for its holder. */
export interface Beside {
  readonly programme: string;
  /** The period of its newest letter. */
  readonly period: string;
  /** Sessions that are not known to be used, of each period. */
  readonly left: readonly PeriodLeft[];
  /** Its case as it was last seen; undefined where there is none, or it was not asked for. */
  readonly seen: CaseBeside | undefined;
}

/** Programmes that can be turned to: their credits are not over. */
export function programmesBeside(wallet: Wallet): Beside[] {
  const { content: { letters, credits }, today, programme: inFront } = wallet;
  const cases = casesSeen(wallet.content);
  const others = new Set(letters.map(({ programme }) => programme)
    .filter((programme) => programme !== inFront));
  return [...others].flatMap((programme) => {
    const usable = credits.filter((held) => held.programme === programme
      && firstUse(held.period) <= today && today <= held.notAfter);
    const seen = cases.find((one) => one.programme === programme);
    const period = usable.map((held) => held.period).sort().at(-1);
    if (period === undefined || (seen?.endsOn && seen.endsOn < today)) return [];
    const free = usable.filter(({ kind, state }) => kind === 'session' && state === 'unspent');
    const back = seen?.care.returnedSessions.filter((one) =>
      !one.used && lastDay(one.period) >= today) ?? [];
    const left = leftOf([...free, ...back].map((one) => ({ period: one.period, sessions: 1 })),
      seen?.endsOn);
    return [{ programme, period, left, seen }];
  });
}

/** Turn to a programme: from now on its sessions are shown, booked and given back. */
export function turnTo(wallet: Wallet, programme: string): Promise<void> {
  return wallet.change((now) => {
    if (now.careOf === programme) return { turnedTo: programme };
    // Before its case is read, nobody knows how many of its credits were used.
    const isCaseUnread = !now.beside?.some((one) => one.programme === programme);
    return { ...putInFront(now, programme), turnedTo: programme, isCaseUnread };
  });
}

/** Put a programme's case in front; the one that was there is kept beside. */
export function putInFront(now: Content, programme: string): Partial<Content> {
  if (now.careOf === programme) return {};
  const cases = casesSeen(now);
  const known = cases.find((one) => one.programme === programme);
  return {
    beside: cases.filter((one) => one !== known),
    careOf: programme, care: known?.care ?? null, careSeenAt: known?.seenAt ?? null,
    // What was said of an end was said of another programme.
    endsOn: known?.endsOn ?? null, endAskedOn: '',
  };
}

/** All cases as they were last seen: a letter may have come, and its case not be asked for yet. */
function casesSeen(now: Content): readonly CaseBeside[] {
  const { careOf, care, careSeenAt: seenAt, endsOn = null, beside = [] } = now;
  return careOf !== undefined && care
    ? besideWith(now, { programme: careOf, care, seenAt, endsOn }) : beside;
}

/** Cases beside, with this one as it was seen now. */
export function besideWith({ beside = [] }: Content, seen: CaseBeside): CaseBeside[] {
  return [...beside.filter(({ programme }) => programme !== seen.programme), seen];
}
