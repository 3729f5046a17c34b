import { checkDirectory, type DirectoryFault } from '#pseudonym/directory';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { daysAfter, periodBounds, periodOf } from '#pseudonym/periods';
import type { LetterKeys } from '#pseudonym/restore';
import type { Doors } from './doors.ts';
import { PublishedKeysDocument } from './gql/gateway/graphql.ts';
import { MirroredKeysDocument, type MirroredKeysQuery } from './gql/vault/graphql.ts';
import { readStatement } from './statements.ts';

/** What the vault states of a period: keys, and the confirmed terms that give them. */
interface Stated {
  readonly keys?: readonly IssuerPublicKey[];
  readonly ended?: boolean;
  readonly terms?: { readonly seats: number } | null;
}

/** What a letter is for. */
export interface LetterUse {
  readonly programme: string;
  readonly period: string;
  readonly block: string;
}

/** The keys of a letter, or what is wrong with the two directories of keys. */
export type KeysChecked =
  | { readonly kind: 'accepted'; readonly keys: LetterKeys }
  | { readonly kind: 'refused'; readonly fault: DirectoryFault }
  /** `not-ready`: the keys are not published; `ended`: what would be issued pays for nothing. */
  | { readonly kind: 'not-ready' | 'ended' };

/**
 * Compare the gateway's directory of keys with the one that the vault signed: a credit is blinded
 * for no key that is not in both.
 *
 * @throws Refusal when one of them cannot be read.
 */
export async function compareKeys(
  doors: Doors, { programme, period, block }: LetterUse,
): Promise<KeysChecked> {
  const asked = { programmeId: programme, period };
  const [published, mirrored] = await Promise.all([
    doors.gateway.ask(PublishedKeysDocument, asked),
    doors.vault.ask(MirroredKeysDocument, asked)]);
  return decide(doors, { programme, period, block }, mirrored, published.keyDirectory.keys.map(
    (key) => ({ ...key, block: key.block ?? null }) as IssuerPublicKey));
}

/**
 * The keys of a letter whose credits were issued, by the vault's signed copy alone: both were
 * compared before anything was blinded, and who asked the gateway would tell it that she restores.
 *
 * @throws Refusal when the vault cannot be asked.
 */
export async function mirroredKeys(
  doors: Doors, { programme, period, block }: LetterUse,
): Promise<KeysChecked> {
  const mirrored = await doors.vault.ask(
    MirroredKeysDocument, { programmeId: programme, period });
  return decide(doors, { programme, period, block }, mirrored);
}

/** @param published the gateway's own list; without it the vault's is held against itself. */
async function decide(
  doors: Doors, { programme, period, block }: LetterUse, mirrored: MirroredKeysQuery,
  published?: readonly IssuerPublicKey[],
): Promise<KeysChecked> {
  if (!isTimely(period, mirrored.vaultDay)) return { kind: 'refused', fault: 'odd-period' };
  const { keys = [], ended, terms } = await readStatement<Stated>(
    doors.vaultKey, 'keys', mirrored.keyDirectory);
  // After a restore: whatever would be issued now pays for nothing.
  if (ended) return { kind: 'ended' };
  const publishedKeys = published ?? keys;
  // By no session key nobody can be recognised: the quarter is not open yet, or was refused.
  if (!publishedKeys.some(({ kind }) => kind === 'session')) return { kind: 'not-ready' };
  // Without confirmed terms there are no keys: a vault that has some all the same is none of ours.
  if (!terms) return { kind: 'refused', fault: 'missing' };
  const { seats: headcount } = terms;
  const verdict = checkDirectory(publishedKeys, keys, { programme, period, block, headcount });
  if (verdict.kind === 'accepted') return { kind: 'accepted', keys: verdict };
  return { kind: 'refused', fault: verdict.refusals[0]?.fault ?? 'missing' };
}

/** The vault's quarter or the next one: the gateway alone could name one for a single person. */
function isTimely(period: string, vaultDay: string): boolean {
  const present = periodOf(vaultDay, 'quarter');
  const last = periodBounds(present)?.last ?? '';
  return period === present || period === periodOf(daysAfter(last, 1), 'quarter');
}
