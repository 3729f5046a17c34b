import { firstUse, lastDay, type Letter } from './credits.ts';
import type { Wallet } from './wallet.ts';

/** A letter that is hers, whose sessions are not on the device. */
export interface LetterToCome extends Pick<Letter, 'j' | 'programme' | 'period' | 'code'> {
  /** First day on which they can be fetched. */
  readonly from: string;
}

/**
 * Letters that wait: entered before their year, or never issued. One of each year of a programme,
 * as another brings the same sessions; what is being fetched is told by itself.
 */
export function lettersToCome({ content, today }: Pick<Wallet, 'content' | 'today'>): LetterToCome[] {
  const { letters, credits, claiming } = content;
  const nameOf = ({ programme, period }: Pick<Letter, 'programme' | 'period'>) =>
    `${programme} ${period}`;
  const here = new Set(credits.map(nameOf));
  const waiting = letters.filter((one) => !one.isIssued && !here.has(nameOf(one))
    && one.j !== claiming?.j && lastDay(one.period) >= today);
  return [...new Map(waiting.map((one) => [nameOf(one), one])).values()]
    .map(({ j, programme, period, code }) => ({
      j, programme, period, from: firstUse(period), ...(code === undefined ? {} : { code }) }));
}

/** Go on with a letter that waits, where its code is known here: it is claimed as if typed anew. */
export async function takeUp(wallet: Wallet, { j, code }: LetterToCome): Promise<void> {
  if (code !== undefined) await wallet.change(() => ({ claiming: { code, j } }));
}
