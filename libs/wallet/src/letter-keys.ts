import { holds, periodBefore, readPeriod } from '#calendar/periods';
import { checkDirectory, type DirectoryFault } from '#pseudonym/directory';
import { fingerprint } from '#pseudonym/fingerprint';
import type { IssuerPublicKey } from '#pseudonym/keys';
import type { LetterKeys } from '#pseudonym/restore';
import { checkTerms, type OwnLetter, type StatedTerms, type TermsFault } from '#pseudonym/terms-leaf';
import type { LogHead, TermsLog } from '#pseudonym/terms-log';
import type { LetterGroup } from './credits.ts';
import type { Doors } from './doors.ts';
import { PublishedKeysDocument } from './gql/gateway/graphql.ts';
import { MirroredKeysDocument, type MirroredKeysQuery } from './gql/vault/graphql.ts';
import { faultFor, fetchLog } from './log.ts';
import { readStatement } from './statements.ts';

/** What a wallet knows already when it looks at the terms of a letter. */
export interface KnownTerms {
  /** The head of the log that it saw last. */
  readonly logHead: LogHead | null;
  /** What the same letter's terms were before. */
  readonly group?: LetterGroup | null | undefined;
  /** The eight words that are printed on the letter, where they were read from it. */
  readonly printed?: readonly string[] | undefined;
}

/** Why the terms of a letter are refused. */
export type LetterFault = TermsFault
  /** Other words than those that the letter carries. */
  | 'other-words';

/** The keys of a letter, or what is wrong with what is said of them. */
export type KeysChecked =
  | {
    readonly kind: 'accepted'; readonly keys: LetterKeys; readonly group: LetterGroup;
    readonly logHead: LogHead;
  }
  | { readonly kind: 'keys-refused'; readonly fault: DirectoryFault }
  | { readonly kind: 'terms-refused'; readonly fault: LetterFault }
  /** `not-ready`: the keys are not published; `ended`: what would be issued pays for nothing. */
  | { readonly kind: 'not-ready' | 'ended' };

/** What the vault and everybody's log say of a letter. */
interface Said {
  readonly mirrored: MirroredKeysQuery;
  readonly log: TermsLog;
  /** The gateway's own list of keys; without it the vault's is held against itself. */
  readonly published?: readonly IssuerPublicKey[];
}

/**
 * Compare the gateway's directory of keys with the one that the vault signed, and the terms with
 * the log: a credit is blinded for no key that is not in all of them.
 *
 * @throws Refusal when one of them cannot be read.
 */
export async function compareKeys(
  doors: Doors, letter: OwnLetter, known: KnownTerms = { logHead: null },
): Promise<KeysChecked> {
  const asked = { programmeId: letter.programme, period: letter.period };
  const [published, mirrored] = await Promise.all([
    doors.gateway.ask(PublishedKeysDocument, asked),
    doors.vault.ask(MirroredKeysDocument, asked)]);
  const log = await fetchLog(doors);
  return decide(doors, letter, known, { mirrored, log, published: published.keyDirectory.keys.map(
    (key) => ({ ...key, block: key.block ?? null }) as IssuerPublicKey) });
}

/**
 * The keys of a letter whose credits were issued, by the vault's signed copy and the log alone: all
 * were compared before anything was blinded, and who asked the gateway would tell it that she
 * restores.
 *
 * @throws Refusal when the vault cannot be asked.
 */
export async function mirroredKeys(
  doors: Doors, letter: OwnLetter, known: KnownTerms,
): Promise<KeysChecked> {
  const mirrored = await doors.vault.ask(
    MirroredKeysDocument, { programmeId: letter.programme, period: letter.period });
  return decide(doors, letter, known, { mirrored, log: await fetchLog(doors) });
}

/** The vault's statement of keys. */
interface Stated extends StatedTerms {
  readonly ended?: boolean;
}

async function decide(
  doors: Doors, letter: OwnLetter, known: KnownTerms, { mirrored, log, published }: Said,
): Promise<KeysChecked> {
  const { programme, period, block } = letter;
  if (!isTimely(period, mirrored.vaultDay)) return { kind: 'keys-refused', fault: 'odd-period' };
  const stated = await readStatement<Stated>(doors.vaultKey, 'keys', mirrored.keyDirectory);
  // After a restore: whatever would be issued now pays for nothing.
  if (stated.ended) return { kind: 'ended' };
  const keys = published ?? stated.keys;
  // By no session key nobody can be recognised: the period is not open yet, or was refused.
  if (!keys.some(({ kind }) => kind === 'session')) return { kind: 'not-ready' };
  const seen = faultFor(known, log);
  if (seen) return { kind: 'terms-refused', fault: seen };
  const verdict = checkTerms(stated, letter, log, known.group);
  if (verdict.kind === 'refused') return { kind: 'terms-refused', fault: verdict.fault };
  const directory = checkDirectory(
    keys, stated.keys, { programme, period, block, headcount: verdict.group.of });
  if (directory.kind === 'refused') {
    return { kind: 'keys-refused', fault: directory.refusals[0]?.fault ?? 'missing' };
  }
  const words = await fingerprint(verdict.group.leaf);
  if (known.printed && known.printed.join() !== words.join()) {
    return { kind: 'terms-refused', fault: 'other-words' };
  }
  const { entry, session } = directory;
  return {
    kind: 'accepted', keys: { entry, session }, group: { ...verdict.group, words },
    logHead: log.head };
}

/**
 * One that runs on the vault's day, or follows one that does: the gateway alone could name another
 * for a single person.
 */
function isTimely(label: string, vaultDay: string): boolean {
  const period = readPeriod(label);
  return period !== null && (holds(period, vaultDay) || holds(periodBefore(label), vaultDay));
}
