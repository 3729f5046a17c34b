import { readCredit } from '#pseudonym/credit';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { recall, remember } from '../../ui/storage.ts';
import type { RedeemBearerCreditInput } from '../gql/vault/graphql.ts';

/*
 * Idempotency keys of deeds. Those that can be done again later (a session that was taken back is
 * confirmed anew) have a random key, which the tab keeps until the deed is answered; the one that
 * happens once has a key that follows from it.
 */

const KEPT_AS = 'deeds';

/**
 * The idempotency key of one deed, such as `confirm:<id>`: the same until it is done, through a
 * reload too, so that a deed which is tried again after a lost answer happens once.
 */
export function keyOf(deed: string): string {
  const kept = keptKeys();
  const name = nameOf(deed);
  const key = kept.get(name) ?? crypto.randomUUID();
  keep(kept.set(name, key));
  return key;
}

/**
 * The deed is done, or was refused: the next one of this name is another one.
 *
 * @param deed its name, or only its kind (`profile:`): then all of that kind are settled.
 */
export function settleKey(deed: string): void {
  const settled = deed.endsWith(':') ? deed : nameOf(deed);
  keep(new Map([...keptKeys()].filter(([name]) => !name.startsWith(settled))));
}

/** What redeems a credit on paper, and how. */
export type Redemption = Omit<RedeemBearerCreditInput, 'idempotencyKey'>;

/**
 * The idempotency key of redeeming a credit on one day and terms, in the form of a random UUID:
 * asked again, on any device and however the credit is typed, it gets the same answer.
 */
export function redemptionKey({ credit, serviceDate, modality, minutes }: Redemption): string {
  const reading = readCredit(credit);
  const paper = reading.kind === 'credit' ? bytesToHex(reading.credit.message) : credit;
  const hash = sha256(utf8ToBytes(
    JSON.stringify(['sotto/redeem/v1', paper, serviceDate, modality, minutes])));
  const hex = [...bytesToHex(hash.slice(0, 16))];
  hex[12] = '4';
  hex[16] = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A deed's kind, and the hash of the rest: what was entered does not lie in the tab. */
function nameOf(deed: string): string {
  const kind = deed.slice(0, deed.indexOf(':') + 1);
  return `${kind}${bytesToHex(sha256(utf8ToBytes(deed)))}`;
}

function keptKeys(): Map<string, string> {
  try {
    return new Map(Object.entries<string>(JSON.parse(recall('tab', KEPT_AS) ?? '{}')));
  } catch {
    // Somebody else wrote there: what cannot be read is no key.
    return new Map();
  }
}

function keep(keys: Map<string, string>): void {
  remember('tab', KEPT_AS,
    keys.size === 0 ? null : JSON.stringify(Object.fromEntries(keys)));
}
