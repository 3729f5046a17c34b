import { decodeResponse, encodeRequest } from '#pseudonym/http';
import { sealRequest } from '#pseudonym/sealed';
import type { Vault } from '../../test/vault.ts';
import { OpenRequestsProcessor } from './open-requests.processor.ts';
import { RelayKeys } from './relay-keys.service.ts';

/** An operation as it is put into a sealed request. */
export interface Asked {
  readonly query: string;
  readonly variables?: object | undefined;
  readonly authorization?: string | undefined;
}

/** An answer as it is read. */
export interface Told {
  readonly status: number;
  readonly text: string;
}

let drawn = 0;

/** The inner request; without a key of its own where `key` is empty. */
export function bytesOf(
  { query, variables, authorization }: Asked, key = `${drawn += 1}`,
): Uint8Array {
  return encodeRequest({
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json'],
      ...key === '' ? [] : [['idempotency-key', key] as const],
      ...authorization === undefined ? [] : [['authorization', authorization] as const]],
    content: new TextEncoder().encode(JSON.stringify({ query, variables })),
  });
}

/** Seal a request for a vault; it can be carried more than once. */
export async function sealedFor(
  vault: Pick<Vault, 'app'>, bytes: Uint8Array,
): Promise<(to: Pick<Vault, 'app'>) => Promise<Told | null>> {
  const { config } = vault.app.get(RelayKeys, { strict: false }).configs[0]!;
  const { sealed, open } = await sealRequest(config, bytes);
  return async (to) => {
    const [reply] = await to.app.get(OpenRequestsProcessor, { strict: false })
      .process({ requests: [Buffer.from(sealed).toString('base64url')] });
    if (!reply) return null;
    const { status, content } = decodeResponse(
      await open(new Uint8Array(Buffer.from(reply, 'base64url'))));
    return { status, text: new TextDecoder().decode(content) };
  };
}

/** Ask once, sealed anew. */
export async function askOnce(vault: Pick<Vault, 'app'>, bytes: Uint8Array): Promise<Told> {
  const told = await (await sealedFor(vault, bytes))(vault);
  if (!told) throw new Error('a request that was sealed anew has an answer');
  return told;
}

/** As a wallet asks: the same again while it is told "not yet". */
export async function askUntilTold(vault: Pick<Vault, 'app'>, bytes: Uint8Array): Promise<string> {
  for (;;) {
    const { status, text } = await askOnce(vault, bytes);
    if (status !== 503) return text;
  }
}
