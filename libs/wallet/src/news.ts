import type { Care, Content } from './content.ts';
import type { Wallet } from './wallet.ts';

const MINUTE_MS = 60_000;
/** How long after its beginning a session that nobody confirmed is still shown as booked. */
const SHOWN_MS = 120 * MINUTE_MS;

/** A therapist who said no to the person, or who ended what was between them. */
type Declined = Care['referrals'][number] & {
  /** She had said yes, or a session was held with her: nobody new was turned away. */
  readonly wasClient: boolean;
};

/** What the other side ended and the person has not seen yet. */
export interface News {
  readonly cancelled: readonly {
    readonly id: string;
    readonly startsAt: string;
    readonly therapist: string;
    /** The session that came back for it; undefined once it pays for something else. */
    readonly returned: Care['returnedSessions'][number] | undefined;
  }[];
  readonly declined: readonly Declined[];
}

/** News of a case, as it was last seen. */
export function newsOf({ care, settled }: Pick<Content, 'care' | 'settled'>): News {
  if (!care) return { cancelled: [], declined: [] };
  const isNews = ({ id }: { readonly id: string }) => !settled.includes(id);
  const free = care.returnedSessions.filter(({ used }) => !used);
  const cancelled = care.authorisations
    // What she cancelled herself, on whatever device, is no news to her.
    .filter((one) => one.status === 'cancelled' && !one.cancelledByClient && isNews(one))
    .map(({ id, startsAt, referralId }, index) => ({
      id, startsAt: startsAt ?? '', returned: free[index],
      therapist: care.referrals.find((one) => one.id === referralId)?.provider.name ?? '',
    }));
  return {
    cancelled,
    declined: care.referrals.filter((one) => one.status === 'declined' && isNews(one))
      .map((one) => ({ ...one, wasClient: one.accepted })),
  };
}

/** Note that the person knows of something that ended. */
export function settle(wallet: Wallet, id: string): Promise<void> {
  return wallet.change(({ settled }) => ({ settled: [...settled, id] }));
}

/** Whether a session was cancelled, and would be over by now. */
export function isOver(
  { status, startsAt }: Care['authorisations'][number], now: Date,
): boolean {
  return status === 'cancelled' && Date.parse(startsAt ?? '') <= now.getTime();
}

/**
 * Whether a session is still to be come to: what is booked, a while beyond its end, and what her
 * therapist has confirmed already while it takes place.
 */
export function isToCome(
  { status, startsAt, minutes }: Care['authorisations'][number], now: Date,
): boolean {
  const since = now.getTime() - Date.parse(startsAt ?? '');
  if (status === 'held') return since < SHOWN_MS;
  return status === 'claimed' && since < minutes * MINUTE_MS;
}
