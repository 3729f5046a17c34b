import type { SignedStatement } from '#pseudonym/signed';
import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';
import { foreign, type Transport } from './transport.ts';

const NOT_THERE = 404;

/** What the vault publishes for everybody. */
export type SignedFile = 'relay-key' | 'directory' | 'log';

/** A file as it came, and what to think of it where it is none of the service's. */
export interface CameAsFile {
  readonly text: string;
  odd(): Refusal;
}

/**
 * What the vault signed for everybody, from a file: nobody says who asks or what for.
 *
 * @throws Refusal `STOPPED` while the vault has published none.
 */
export async function fetchSigned(
  transport: Transport, clock: Pick<Clock, 'now'>, name: SignedFile,
): Promise<SignedStatement> {
  const { text, odd } = await fetchFile(transport, clock, name);
  const statement = signedOf(text);
  if (!statement) throw odd();
  return statement;
}

/** The text of such a file, unread. @throws Refusal as `fetchSigned` */
export async function fetchFile(
  transport: Transport, clock: Pick<Clock, 'now'>, name: SignedFile,
): Promise<CameAsFile> {
  const answer = await transport({ method: 'GET', path: `/signed/${name}.json` });
  const text = await answer.text();
  const odd = () => foreign(answer, clock.now()).of('read');
  if (answer.status === 200) return { text, odd };
  if (answer.status === NOT_THERE && readFile(text)?.code === 'NOT_FOUND') {
    throw new Refusal('STOPPED', 'The vault has not started yet.', { fate: 'read' });
  }
  throw odd();
}

/** The statement that a file is; undefined for any other text. Its signature is not looked at. */
export function signedOf(text: string): SignedStatement | undefined {
  const { type, body, signature } = readFile(text) ?? {};
  return typeof type === 'string' && typeof body === 'string' && typeof signature === 'string'
    ? { type, body, signature } : undefined;
}

function readFile(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Readonly<Record<string, unknown>> | undefined;
  } catch {
    return undefined;
  }
}
