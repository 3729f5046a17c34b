import {
  restoreLetters, type BatchFault, type RestoredLetter, type RestorePorts,
} from '#pseudonym/restore';
import { rootsOf, type WalletRoots } from '#pseudonym/roots';
import type { OwnLetter } from '#pseudonym/terms-leaf';
import { dayOf } from './clock.ts';
import { newContent, type Content } from './content.ts';
import { lastDay, noteLetter, withLetter } from './credits.ts';
import { mirroredKeys, type KeysChecked } from './letter-keys.ts';
import type { Doors } from './doors.ts';
import { EnrolledBlocksDocument } from './gql/vault/graphql.ts';
import { IssuedFiles } from './issued.ts';
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
    ...newContent(roots, today), vaultKey: ports.doors.vaultKey, isCaseUnread: true,
    cameBackOn: today };
  const known = () => content;
  const claimed: RestoredLetter[] = [];
  const refused: BatchFault[] = [];
  for await (const take of lettersOf(ports, roots, known)) {
    content = take.into(content);
    const { letter } = take;
    if (letter.kind === 'refused' && letter.fault !== 'over') refused.push(letter.fault);
    if (letter.kind === 'claimed') claimed.push(letter);
  }
  // A second letter of a period whose credits came brings none.
  const unfinished = claimed.some(({ programme, period }) => lastDay(period) >= today
    && !content.credits.some((one) => one.programme === programme && one.period === period));
  return { content, found: content.letters.length > 0, unfinished, refused };
}

/**
 * Take the letters that another device with the same words claimed, from one number on.
 *
 * @returns whether there is one of that number. @throws Refusal
 */
export async function findLetters(wallet: Wallet, from: number): Promise<boolean> {
  let found = false;
  const { ports, roots } = wallet;
  for await (const { into } of lettersOf(ports, roots, () => wallet.content, from)) {
    await wallet.change((now) => ({ ...into(now), cameBackOn: wallet.today }));
    found = true;
  }
  return found;
}

/** A letter that was found, and how it goes into a wallet. */
interface Found {
  readonly letter: RestoredLetter;
  readonly into: (content: Content) => Content;
}

async function* lettersOf(
  ports: Uses, roots: WalletRoots, known: () => Content, from = 0,
): AsyncGenerator<Found, void> {
  let checked: Checked | undefined;
  const asking = askingWith(ports, roots, known, (accepted) => { checked = accepted; });
  for await (const letter of restoreLetters(roots, asking, from)) {
    const used = checked;
    yield {
      letter,
      into: (content) => (letter.kind === 'issued' && used ? {
        ...withLetter(content, { ...letter, group: used.group }, used.keys, letter.credits),
        logHead: used.logHead,
      } : noteLetter(content, letter)),
    };
  }
}

type Checked = Extract<KeysChecked, { readonly kind: 'accepted' }>;

/** The keys of a letter that may still be spent, or why what is said of it is refused. */
async function keysFor(
  { doors, clock }: Uses, letter: OwnLetter, { logHead, letters }: Content,
): Promise<Checked | BatchFault> {
  // Of a period that is over nothing can be spent; that there was a letter is enough.
  if (lastDay(letter.period) < dayOf(clock.now())) return 'over';
  const before = letters.find(({ programme, period, block }) => programme === letter.programme
    && period === letter.period && block === letter.block);
  const checked = await mirroredKeys(doors, letter, { logHead, group: before?.group });
  if (checked.kind === 'accepted') return checked;
  return checked.kind === 'terms-refused' && checked.fault !== 'other-words'
    ? checked.fault : 'keys';
}

function askingWith(
  ports: Uses, roots: WalletRoots, known: () => Content, onChecked: (checked: Checked) => void,
): RestorePorts {
  const { doors, arithmetic } = ports;
  const issued = new IssuedFiles(doors);
  const asked = new Map<string, ReturnType<typeof enrolledBlocks>>();
  const blocksOf = (programme: string) => {
    const blocks = asked.get(programme) ?? enrolledBlocks(doors, roots, programme);
    asked.set(programme, blocks);
    return blocks;
  };
  return {
    bucket: (claimKey) => issued.bucket(claimKey),
    async keys(letter) {
      const checked = await keysFor(ports, letter, known());
      if (typeof checked === 'string') return checked;
      onChecked(checked);
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
