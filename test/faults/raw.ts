import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { Field } from '#pseudonym/http.fields';
import { sealRequest } from '#pseudonym/sealed';
import type { OpenStage } from '../simulation/stage.ts';

/** An answer of the vault as it came: the sizes on the outside, and the text within. */
export interface RawAnswer {
  readonly sealedLength: number;
  readonly status: number;
  readonly text: string;
}

/** Ask the vault with no mercy: the answer is kept as it is, whatever it is. */
export type RawVault = (
  authorization: string | undefined, document: string, variables: Record<string, unknown>,
) => Promise<RawAnswer>;

/** The vault's door for requests that no honest client would send. */
export function rawVault(stage: OpenStage): RawVault {
  return async (authorization, document, variables) => {
    const headers: Field[] = [['content-type', 'application/json']];
    if (authorization) headers.push(['authorization', authorization]);
    const { sealed, open } = await sealRequest(await stage.relayKeys.current(), encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql', headers,
      content: new TextEncoder().encode(JSON.stringify({ query: document, variables })),
    }));
    const answer = await stage.connection.post(
      '/relay', { 'content-type': 'message/ohttp-req' }, sealed);
    if (answer.status !== 200) throw new Error(`the relay answered ${answer.status}`);
    const inner = decodeResponse(await open(answer.body));
    return {
      sealedLength: answer.body.length, status: inner.status,
      text: new TextDecoder().decode(inner.content),
    };
  };
}
