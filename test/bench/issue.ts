import { randomBytes } from 'node:crypto';
import { toBase64Url } from '#pseudonym/bytes';
import { generateIssuerKey } from '#pseudonym/issuer';
import { connect } from '#wallet/node/undici';
import { readAnswer } from '#wallet/refusal';
import type { Transport } from '#wallet/transport';
import type { Kind } from '../../demo/story/kinds.ts';
import { together } from '../../demo/story/together.ts';
import { operatorCreatesEmployer, type Employer } from '../../demo/story/employer.ts';
import { bothDirectories, claimCode, ISSUE, printLetters } from '../../demo/story/members.ts';
import type { Letter } from '../../demo/story/printer.ts';
import type { Scenario } from '../../demo/story/scenario.ts';
import { type BenchResult, fromClients, interleave, type Note, rate, result } from './measure.ts';
import { RAW_RSA, RawRsa } from './raw-rsa.ts';
import { startBench } from './service.ts';
import { belowModulus } from './sign.ts';

const ROUNDS = 5;
const ROUND_MS = 2_000;
/** Each is one member's whole allowance: one entry and eight session credits. */
const BATCHES = 400;
const CREDITS = 9;
const CLIENTS = 16;

/** A request ready to be sent. */
interface Prepared { readonly headers: Record<string, string>; readonly body: string }

/**
 * Credits issued per second through HTTP, GraphQL and the database by the gateway's process. The
 * members' blinded messages are random elements, which cost the issuer what real ones do.
 */
export async function benchIssue(note: Note): Promise<BenchResult> {
  const bench = await startBench((ROUNDS + 1) * BATCHES, note);
  const bare = new RawRsa();
  const connections = connect(bench.service.origin, CLIENTS);
  try {
    const employer = await operatorCreatesEmployer(bench.scenario);
    const letters = await printLetters(bench.scenario, employer);
    await bench.scenario.clock.moveTo(bench.scenario.calendar.claiming);
    note('claiming codes for all members');
    const requests = await prepare(bench.scenario, employer, letters);
    const { pkcs8 } = await generateIssuerKey();
    bench.noteMemory('at rest');
    let round = 0;
    const issuing = () => {
      const batch = requests.slice(round * BATCHES, (round + 1) * BATCHES);
      round += 1;
      return rate(async () => CREDITS * await fromClients(CLIENTS, BATCHES, (index) =>
        issue(connections.transport, batch[index] as Prepared)));
    };
    const found = await interleave(
      issuing, () => bare.measure(pkcs8, ROUND_MS), ROUNDS, note);
    bench.noteMemory('under load');
    return result('issue', 'credits/s', RAW_RSA, found);
  } finally {
    await Promise.all([bare.close(), connections.close()]);
    await bench.close();
  }
}

async function prepare(
  scenario: Scenario, employer: Employer, letters: readonly Letter[],
): Promise<Prepared[]> {
  const { gatewayKeys } = await bothDirectories(scenario, employer);
  const session = gatewayKeys.find(({ kind }) => kind === 'session');
  return together(letters, CLIENTS, async ({ code }) => {
    const member = await claimCode(scenario, code, randomBytes(32).toString('hex'));
    const entry = gatewayKeys.find(({ block }) => block === member.block);
    const blinded = (keyId = '') => ({ keyId, blinded: toBase64Url(belowModulus()) });
    const request = {
      period: scenario.calendar.period, entry: blinded(entry?.keyId),
      sessions: Array.from({ length: CREDITS - 1 }, () => blinded(session?.keyId)),
    };
    return {
      headers: {
        'content-type': 'application/json', 'x-sotto-client': 'bench',
        'authorization': `Member ${member.token}`,
      },
      body: JSON.stringify({ query: ISSUE, variables: { request } }),
    };
  });
}

async function issue(transport: Transport, { headers, body }: Prepared): Promise<void> {
  const answer = await transport({ method: 'POST', path: '/graphql', headers, body });
  const kind = readAnswer<{ issueCredits: Kind }>(await answer.text())?.issueCredits.__typename;
  if (kind !== 'IssuedCredits') throw new Error(`a batch was answered ${kind}`);
}
