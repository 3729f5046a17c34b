import { randomBytes } from 'node:crypto';
import { checkDirectory } from '#pseudonym/directory';
import { generateIssuerKey } from '#pseudonym/issuer';
import { describeKey, type IssuerPublicKey } from '#pseudonym/keys';
import { relayKeyBody } from '#pseudonym/relay-key';
import { deriveRelayKey } from '#pseudonym/sealed';
import { type SignedStatement, signStatement } from '#pseudonym/signed';
import { written } from '#wallet/documents';
import { codeOf } from '#wallet/refusal';
import type { Transport } from '#wallet/transport';
import { vaultOptions } from '#wallet/doors';
import { VaultClient } from '#wallet/vault';
import type { Employer } from '../story/employer.ts';
import { bothDirectories } from '../story/members.ts';
import type { Scenario } from '../story/scenario.ts';

const DAY_MS = 86_400_000;
/** Why a wallet seals nothing for a key. */
const DISTRUST = new Set(['NOT_THE_VAULT', 'OLD_KEY']);

/**
 * A gateway that puts a relay key of its own into the vault's statement, to read all requests, or
 * hands on the vault's own statement when it is out of date.
 */
export async function swappedRelayKey(scenario: Scenario): Promise<void> {
  const { config } = await deriveRelayKey(randomBytes(32));
  const body = relayKeyBody([{ day: '2099-12-31', config }], scenario.clock.now(), 0);
  const forged = await signStatement(randomBytes(32), 'relay-key', body);
  const present = scenario.clock.now();
  const nextYear = new Date(present.getTime() + 365 * DAY_MS);
  const lies: [Lie, Date][] = [
    [() => forged, present],
    [({ signature }) => ({ ...forged, signature }), present],
    [(genuine) => genuine, nextYear],
  ];
  for (const [lie, now] of lies) {
    scenario.attacks.note('a swapped relay key', await isTrusted(scenario, lie, now));
  }
}

/** A gateway that shows one person an issuer key made for her alone, to know her credits again. */
export async function taggedIssuerKey(scenario: Scenario, employer: Employer): Promise<void> {
  const { gatewayKeys, vaultKeys } = await bothDirectories(scenario, employer);
  const { calendar } = scenario;
  const { block = 'B1' } = employer.blocks[0] ?? {};
  const headcount = employer.blocks.reduce((sum, one) => sum + one.headcount, 0);
  const expected = { programme: employer.programmeId, period: calendar.period, block, headcount };
  for (const kind of ['entry', 'session'] as const) {
    const { spki } = await generateIssuerKey();
    const use = { programme: employer.programmeId, period: calendar.period, kind };
    const tag = describeKey(spki, { ...use, block: kind === 'entry' ? block : null });
    const swapped = gatewayKeys.map((key) =>
      key.kind === kind && key.block === tag.block ? tag : key);
    const added = [...gatewayKeys, tag];
    const late = gatewayKeys.map((key): IssuerPublicKey =>
      key.kind === kind ? { ...key, notAfter: dayBefore(key.notAfter) } : key);
    for (const shown of [swapped, added, late]) {
      const verdict = checkDirectory(shown, vaultKeys, expected);
      scenario.attacks.note('a tagged issuer key', verdict.kind === 'accepted');
    }
  }
}

/** `YYYY-MM-DD`, a day earlier. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}

/** What a gateway puts in the place of the vault's statement of its relay key. */
type Lie = (genuine: SignedStatement) => SignedStatement;

/** Whether a wallet's door seals anything for the key that such a gateway shows. */
async function isTrusted({ doorPorts }: Scenario, lie: Lie, now: Date): Promise<boolean> {
  const clock = { now: () => now, device: () => now };
  const transport = lying(doorPorts.transport, lie);
  try {
    const options = vaultOptions({ ...doorPorts, transport, clock });
    await new VaultClient(options).ask(written('query { vaultDay }'));
    return true;
  } catch (error) {
    if (DISTRUST.has(codeOf(error))) return false;
    throw error;
  }
}

function lying(transport: Transport, lie: Lie): Transport {
  return async (outgoing) => {
    const answer = await transport(outgoing);
    if (outgoing.path !== '/signed/relay-key.json') return answer;
    const statement = lie(JSON.parse(await answer.text()) as SignedStatement);
    return { ...answer, text: () => Promise.resolve(JSON.stringify(statement)) };
  };
}
