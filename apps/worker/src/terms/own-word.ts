import { signedText } from '#contracts/carried-statement';
import type { termsProposed } from '#contracts/jobs';
import { confirmedTerms } from '#contracts/values';
import { termsText, type Terms } from '#disclosure/terms';
import type { WorkerConfig } from '#platform/settings/config';
import type { JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, verifyStatement } from '#pseudonym/signed';
import { leadsTo } from '#pseudonym/succession';
import type { CarriedStatement } from '#contracts/carried-statement';
import type { Signer } from '../foundation/signer.ts';
import type { PayloadOf } from '#contracts/contract';
import type { ConfirmedBy } from './terms.store.ts';

const TYPE = 'terms';

type Carried = PayloadOf<typeof termsProposed>['confirmation'];
type Keys = Pick<WorkerConfig, 'signingSeed' | 'keySuccessions'>;

/** The vault's word that terms are confirmed. */
export function signedTerms(
  signer: Signer, terms: Terms, by: ConfirmedBy,
): Promise<CarriedStatement<typeof TYPE>> {
  const { programme, period } = terms;
  const value = { version: 1, programme, period, terms, by };
  return signer.sign(TYPE, value as unknown as JsonValue);
}

/**
 * Who confirmed terms, by this vault's own word which somebody kept for it; null where the word is
 * another's, of other terms, or none. A vault that was restored knows again by it what it has
 * confirmed. Whoever has a seed of old can have written it, so it is nothing to any other vault.
 */
export async function ownWord(
  { signingSeed, keySuccessions }: Keys, terms: Terms, carried: Carried,
): Promise<ConfirmedBy | null> {
  if (!carried) return null;
  const { key, statement: { signature, ...rest } } = carried;
  const present = Buffer.from(await signingPublicKey(signingSeed)).toString('hex');
  if (!await leadsTo(key, present, keySuccessions)) return null;
  const body = signedText(rest.body);
  const reading = await verifyStatement(
    Uint8Array.from(Buffer.from(key, 'hex')), TYPE, { type: TYPE, body, signature });
  const said = reading.kind === 'valid' ? confirmedTerms.safeParse(reading.body) : undefined;
  if (!said?.success || termsText(said.data.terms) !== termsText(terms)) return null;
  return said.data.by;
}
