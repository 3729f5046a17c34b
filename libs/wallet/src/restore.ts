import { BadSignature } from '#pseudonym/client';
import { bucketName } from '#pseudonym/issued-buckets';
import {
  batchPlaces, restoreLetters, type LetterKeys, type RestoredLetter, type RestorePorts,
} from '#pseudonym/restore';
import { rootsOf, type WalletRoots } from '#pseudonym/roots';
import { signedAs } from './arithmetic.ts';
import { dayOf } from './clock.ts';
import { newContent, type Content } from './content.ts';
import { lastDay, noteLetter, withLetter } from './credits.ts';
import { mirroredKeys } from './letter-keys.ts';
import type { Ports } from './ports.ts';
import type { Wallet } from './wallet.ts';

/** What a phrase brought back. */
export interface Restored {
  readonly content: Content;
  /** Whether any letter of it was found. */
  readonly found: boolean;
  /** A letter was claimed whose credits are still to be fetched, with its code. */
  readonly unfinished: boolean;
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
  let content = newContent(roots, today);
  let unfinished = false;
  for await (const take of lettersOf(ports, roots)) {
    content = take.into(content);
    unfinished ||= take.letter.kind === 'claimed' && lastDay(take.letter.period) >= today;
  }
  return { content, found: content.letters.length > 0, unfinished };
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
  readonly into: (content: Content) => Content;
}

async function* lettersOf(ports: Uses, roots: WalletRoots): AsyncGenerator<Found, void> {
  let keys: LetterKeys | undefined;
  const asking = askingWith(ports, (known) => { keys = known; });
  for await (const letter of restoreLetters(roots, asking)) {
    const used = keys;
    yield {
      letter,
      into: (content) => (letter.kind === 'issued' && used
        ? withLetter(content, letter, used, letter.credits) : noteLetter(content, letter)),
    };
  }
}

function askingWith(
  { doors, arithmetic, clock }: Uses, onKeys: (keys: LetterKeys) => void,
): RestorePorts {
  return {
    bits: () => doors.issued.bits(),
    bucket: (bucket, bits) => doors.issued.file(bucketName(bucket, bits)),
    async keys(letter) {
      // Of a period that is over nothing can be spent; that there was a letter is enough.
      if (lastDay(letter.period) < dayOf(clock.now())) return null;
      const checked = await mirroredKeys(doors, letter);
      if (checked.kind !== 'accepted') return null;
      onKeys(checked.keys);
      return checked.keys;
    },
    // A credit of another block was never blinded, so no signature on it can be among these.
    enrolledBlock: () => Promise.resolve(null),
    async finish(creditRoot, keys, { signatures }) {
      const places = batchPlaces(keys, signatures.length);
      const signed = signedAs(places, await arithmetic.blind(creditRoot, places), signatures);
      return [...await arithmetic.finalize(signed).catch((error: unknown) => {
        throw error instanceof Error && error.name === 'BadSignature' ? new BadSignature() : error;
      })];
    },
  };
}
