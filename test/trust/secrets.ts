import { decodeCredit, RANDOMISER_LENGTH } from '#pseudonym/credit';
import type { TestCluster } from '#local/testing';
import type { Side, Transcript } from '../simulation/transcript.ts';
import type { StoryRun } from '../simulation/run.ts';
import type { Secret } from './needles.ts';

/** Columns whose identifiers both domains hold on purpose: the treaty speaks of them. */
const TREATY = [
  /\.programme(_id)?$/, /^programme\./, /^(inbox|outbox)\./, /^issuer_key\./,
  // The vault posts a funding under the id that the gateway has given it.
  /^invoice\.funding_id$/, /^payment\.withdrawn_funding_id$/, /^funding\.id$/,
];

/** All that one side was told, as needles that the other side must not hold. */
export function toldTo(side: Side, transcript: Transcript): Secret[] {
  // What stands before a token's last dot is readable, and speaks of the programme too.
  return transcript.secrets(side).map(({ field, value }) => (
    { label: `${side}: ${field}`, value: value.split('.').findLast((part) => part.length >= 40)
      ?? value.slice(0, 4_096) }));
}

/** What never leaves the wallets but under a seal, or at all, of everyone: users or not. */
export function inWallets({ members, employer }: StoryRun): Secret[] {
  return members.flatMap(({ phrase, wallet }) => [
    { label: 'wallet: phrase', value: phrase },
    { label: 'wallet: credit root', value: wallet.roots.credit },
    { label: 'wallet: case secret', value: wallet.caseAuthorization(employer.programmeId).slice(5) },
    { label: 'wallet: case hash', value: wallet.caseKey(employer.programmeId) },
    ...wallet.content.credits.flatMap((held) => {
      const reading = decodeCredit(Buffer.from(held.credit, 'base64url'));
      if (reading.kind !== 'credit') throw new Error('a wallet holds no whole credit');
      const { message, signature } = reading.credit;
      return [
        { label: `wallet: ${held.kind} nullifier`, value: held.id },
        { label: `wallet: ${held.kind} nonce`, value: message.subarray(0, RANDOMISER_LENGTH) },
        { label: `wallet: ${held.kind} signature`, value: signature },
      ];
    }),
  ]);
}

/** Every identifier, hash and key in a domain's tables, but for what the treaty speaks of. */
export async function identifiersIn(
  cluster: TestCluster, domain: 'gateway' | 'vault',
): Promise<Secret[]> {
  const columns = await cluster.query<{ name: string; type: string }>(domain, `
    SELECT c.table_name || '.' || c.column_name AS name, c.data_type AS type
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('uuid', 'bytea')
    ORDER BY c.column_name = 'id', 1`);
  // A row's own identifier is named by its row, which comes last, and not by who refers to it.
  const found = new Map<string, Secret>();
  const own = columns.filter(({ name }) => TREATY.every((rule) => !rule.test(name)));
  for (const { name, type } of own) {
    const [table, column] = name.split('.') as [string, string];
    const text = type === 'uuid' ? `${column}::text` : `encode(${column}, 'hex')`;
    const rows = await cluster.query<{ value: string | null }>(domain,
      `SELECT DISTINCT ${text} AS value FROM ${table}`);
    for (const { value } of rows) {
      if (value && value.length >= 32) found.set(value, { label: `${domain}: ${name}`, value });
    }
  }
  return [...found.values()];
}

/**
 * Identifiers that a job may name: of funding, which each book posts under the same id, of orders
 * by card, which the gateway names in a job to itself, and of proposals of terms, which are a
 * programme's.
 */
export async function named(cluster: TestCluster): Promise<Set<string>> {
  const fundings = await cluster.query<{ id: string }>('vault', 'SELECT id FROM funding');
  const orders = await cluster.query<{ id: string }>(
    'gateway', `SELECT id FROM invoice WHERE method = 'CARD'`);
  const proposals = await cluster.query<{ id: string }>(
    'gateway', 'SELECT proposal AS id FROM period');
  // Those of a gateway that made them up are the vault's alone.
  const refused = await cluster.query<{ id: string }>(
    'vault', 'SELECT proposal AS id FROM terms_refusal');
  return new Set([...fundings, ...orders, ...proposals, ...refused].map(({ id }) => id));
}
