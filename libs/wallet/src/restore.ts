import { bucketName } from '#pseudonym/issued-buckets';
import {
  restoreLetters, type BatchFault, type LetterKeys, type RestoredLetter, type RestorePorts,
} from '#pseudonym/restore';
import { rootsOf, type WalletRoots } from '#pseudonym/roots';
import { dayOf } from './clock.ts';
import { newContent, type Content } from './content.ts';
import { lastDay, noteLetter, withLetter } from './credits.ts';
import { mirroredKeys } from './letter-keys.ts';
import type { Doors } from './doors.ts';
import { EnrolledBlocksDocument } from './gql/vault/graphql.ts';
import type { Ports } from './ports.ts';
import { codeOf } from './refusal.ts';
import { caseAuthorization, type Wallet } from './wallet.ts';

/** What a phrase brought back. */
export interface Restored {
  readonly content: Content;
  /** Whether any letter of it was found. */
  readonly found: boolean;
  /** A letter was claimed whose credits are still to be fetched, with its code. */
  readonly unfinished: boolean;
  /** Why batches that were found are not taken: the gateway keeps what it did not issue so. */
  readonly refused: readonly BatchFault[];
}

type Uses = Pick<Ports, 'doors' | 'arithmetic' | 'clock'>;

/**
 * A wallet again from its twelve words: its letters and credits from the files of issued batches,
 * which name nobody. Its case is read once it is open; which credits are spent shows when they are.
 *
 * @param phrase as `readPhrase` gave it. @throws Refusal
 */
export async function restoreWallet(ports: Uses, phrase: string): Promise<Restored> {
  const roots = await rootsOf(phrase);
  const today = dayOf(ports.clock.now());
  let content: Content = {
    ...newContent(roots, today), vaultKey: ports.doors.vaultKey, isCaseUnread: true };
  let unfinished = false;
  const refused: BatchFault[] = [];
  for await (const take of lettersOf(ports, roots)) {
    content = take.into(content);
    if (take.letter.kind === 'refused' && !take.isOver) refused.push(take.letter.fault);
    unfinished ||= take.letter.kind === 'claimed' && lastDay(take.letter.period) >= today;
  }
  return { content, found: content.letters.length > 0, unfinished, refused };
}

/** Note letters that another device with the same words claimed. @throws Refusal */
export async function findLetters(wallet: Wallet): Promise<void> {
  for await (const { into } of lettersOf(wallet.ports, wallet.roots)) {
    await wallet.change((now) => into(now));
  }
}

/** A letter that was found, and how it goes into a wallet. */
interface Found {
  readonly letter: RestoredLetter;
  /** Nothing of its period can be spent any more, so that its credits were not looked at. */
  readonly isOver: boolean;
  readonly into: (content: Content) => Content;
}

async function* lettersOf(ports: Uses, roots: WalletRoots): AsyncGenerator<Found, void> {
  let checked: LetterKeys | 'over' | undefined;
  const asking = askingWith(ports, roots, (now) => { checked = now; });
  for await (const letter of restoreLetters(roots, asking)) {
    const keys = checked === 'over' ? undefined : checked;
    yield {
      letter, isOver: checked === 'over' && letter.kind === 'refused' && letter.fault === 'keys',
      into: (content) => (letter.kind === 'issued' && keys
        ? withLetter(content, letter, keys, letter.credits) : noteLetter(content, letter)),
    };
    checked = undefined;
  }
}

function askingWith(
  { doors, arithmetic, clock }: Uses, roots: WalletRoots,
  onChecked: (keys: LetterKeys | 'over') => void,
): RestorePorts {
  const asked = new Map<string, ReturnType<typeof enrolledBlocks>>();
  const blocksOf = (programme: string) => {
    const blocks = asked.get(programme) ?? enrolledBlocks(doors, roots, programme);
    asked.set(programme, blocks);
    return blocks;
  };
  return {
    bits: () => doors.issued.bits(),
    bucket: (bucket, bits) => doors.issued.file(bucketName(bucket, bits)),
    async keys(letter) {
      // Of a period that is over nothing can be spent; that there was a letter is enough.
      const isPast = lastDay(letter.period) < dayOf(clock.now());
      const checked = isPast ? { kind: 'ended' } as const : await mirroredKeys(doors, letter);
      if (checked.kind === 'ended') onChecked('over');
      if (checked.kind !== 'accepted') return null;
      onChecked(checked.keys);
      return checked.keys;
    },
    enrolledBlock: async (programme, period) => {
      const enrolments = await blocksOf(programme);
      return enrolments.find((one) => one.period === period)?.block ?? null;
    },
    blind: (creditRoot, places) => arithmetic.blind(creditRoot, places),
    finalize: (signed) => arithmetic.finalize(signed),
  };
}

/** The blocks that a case was enrolled in, as the vault has them; none where there is no case. */
async function enrolledBlocks({ vault }: Doors, roots: WalletRoots, programme: string) {
  try {
    const own = vault.as(caseAuthorization(roots, programme));
    return (await own.ask(EnrolledBlocksDocument)).case.enrolments;
  } catch (error) {
    if (codeOf(error) === 'UNAUTHENTICATED') return [];
    throw error;
  }
}
