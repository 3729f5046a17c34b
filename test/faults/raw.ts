import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { Field } from '#pseudonym/http.fields';
import { REQUEST_TYPE } from '#pseudonym/ohttp';
import { sealRequest } from '#pseudonym/sealed';
import { withCookie } from '../../demo/story/browser.ts';
import type { Employer } from '../../demo/story/employer.ts';
import type { Scenario } from '../../demo/story/scenario.ts';
import { relayKeyOf } from '../simulation/relay-key.ts';

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
export function rawVault(scenario: Scenario): RawVault {
  return async (authorization, document, variables) => {
    // Packed, so that what is far too long for any form comes to the vault at all.
    const headers: Field[] = [
      ['content-type', 'application/json'], ['content-encoding', 'gzip'], ['accept-encoding', 'gzip']];
    if (authorization) headers.push(['authorization', authorization]);
    const { sealed, open } = await sealRequest(await relayKeyOf(scenario), encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql', headers,
      content: gzipSync(JSON.stringify({ query: document, variables })),
    }));
    const answer = await scenario.doorPorts.transport({
      method: 'POST', path: '/relay', headers: { 'content-type': REQUEST_TYPE },
      body: sealed });
    if (answer.status !== 200) throw new Error(`the relay answered ${answer.status}`);
    const body = await answer.bytes();
    const inner = decodeResponse(await open(body));
    const isPacked = inner.headers.some(([name]) => name === 'content-encoding');
    const content = isPacked ? gunzipSync(inner.content) : inner.content;
    return {
      sealedLength: body.length, status: inner.status, text: new TextDecoder().decode(content),
    };
  };
}

/** Ask the gateway with no mercy: status and text of whatever comes. */
export type RawGateway = (
  document: string, variables: Record<string, unknown>,
) => Promise<{ readonly status: number; readonly text: string }>;

/** The gateway for requests that no honest client would send. @param more headers of who asks. */
export function rawGateway(
  { doorPorts: { transport } }: Pick<Scenario, 'doorPorts'>, more: Record<string, string> = {},
): RawGateway {
  const headers = { 'content-type': 'application/json', 'x-sotto-client': 'story', ...more };
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const answer = await transport({ method: 'POST', path: '/graphql', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
}

/** The same as an employer's HR, who signs in. */
export async function rawHr(
  { doorPorts, clock }: Scenario, { email, password, app }: Employer,
): Promise<RawGateway> {
  const ports = { doorPorts: { ...doorPorts, transport: withCookie(doorPorts.transport) } };
  const { text } = await rawGateway(ports)(
    `mutation ($email: String!, $password: String!, $code: String!) {
      signIn(email: $email, password: $password, code: $code) {
        ... on SignedIn { csrfToken } } }`, { email, password, code: app.code(clock.now()) });
  const { data } = JSON.parse(text) as { data: { signIn: { csrfToken: string } } };
  return rawGateway(ports, { 'x-csrf-token': data.signIn.csrfToken });
}
