import type { SignedStatement } from '#pseudonym/signed';
import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';
import { foreign, type Transport } from './transport.ts';

const NOT_THERE = 404;

/**
 * What the vault signed for everybody, from a file: nobody says who asks or what for.
 *
 * @throws Refusal `STOPPED` while the vault has published none.
 */
export async function fetchSigned(
  transport: Transport, clock: Pick<Clock, 'now'>, name: 'relay-key' | 'directory',
): Promise<SignedStatement> {
  const answer = await transport({ method: 'GET', path: `/signed/${name}.json` });
  const read = readFile(await answer.text());
  if (answer.status === NOT_THERE && read?.code === 'NOT_FOUND') {
    throw new Refusal('STOPPED', 'The vault has not started yet.', { fate: 'read' });
  }
  const { type, body, signature } = read ?? {};
  if (answer.status !== 200 || typeof type !== 'string' || typeof body !== 'string'
    || typeof signature !== 'string') throw foreign(answer, clock.now()).of('read');
  return { type, body, signature };
}

function readFile(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Readonly<Record<string, unknown>> | undefined;
  } catch {
    return undefined;
  }
}
