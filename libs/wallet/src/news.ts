import type { Care, Content } from './content.ts';
import type { Wallet } from './wallet.ts';

/** What the other side ended and the person has not seen yet. */
export interface News {
  readonly cancelled: readonly {
    readonly id: string;
    readonly startsAt: string;
    readonly therapist: string;
    /** The session that came back for it; undefined once it pays for something else. */
    readonly returned: Care['returnedSessions'][number] | undefined;
  }[];
  readonly declined: Care['referrals'];
}

/** News of a case, as it was last seen. */
export function newsOf({ care, settled }: Pick<Content, 'care' | 'settled'>): News {
  if (!care) return { cancelled: [], declined: [] };
  const isNews = ({ id }: { readonly id: string }) => !settled.includes(id);
  const free = care.returnedSessions.filter(({ used }) => !used);
  const cancelled = care.authorisations
    .filter((one) => one.status === 'cancelled' && isNews(one))
    .map(({ id, startsAt, referralId }, index) => ({
      id, startsAt: startsAt ?? '', returned: free[index],
      therapist: care.referrals.find((one) => one.id === referralId)?.provider.name ?? '',
    }));
  return {
    cancelled, declined: care.referrals.filter((one) => one.status === 'declined' && isNews(one)),
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
