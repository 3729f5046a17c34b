import { setTimeout as pause } from 'node:timers/promises';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { Field } from '#pseudonym/http.fields';
import { sealRequest, type SealedRequest } from '#pseudonym/sealed';
import type { Answer, Connection } from './connection.ts';
import { GraphQLRefusal, readAnswer } from './graphql.ts';
import type { RelayKeys } from './relay-keys.ts';

const SEALED_TYPE = { 'content-type': 'message/ohttp-req' };
const AGAIN_AFTER_MS = 250;
const TRIES = 15;
const NOT_YET = 503;

/**
 * Asks the vault's schema through sealed requests: the gateway that carries them learns neither
 * who asks, nor what, nor whether it is a client or a therapist. No cookie, no session.
 */
export class VaultClient {
  /** @param authorization `Case …`, `Provider …` or `Operator …`; it travels inside the seal. */
  constructor(
    private readonly connection: Connection,
    private readonly keys: RelayKeys,
    private readonly authorization?: string,
  ) {}

  /** The same door as somebody else. */
  as(authorization?: string): VaultClient {
    return new VaultClient(this.connection, this.keys, authorization);
  }

  /** The same caller over another connection. */
  over(connection: Connection): VaultClient {
    return new VaultClient(connection, this.keys, this.authorization);
  }

  /** Ask, and read the data as `T`. @throws GraphQLRefusal */
  async ask<T>(document: string, variables: Record<string, unknown> = {}): Promise<T> {
    try {
      return await this.exchange<T>(document, variables);
    } catch (error) {
      if (!(error instanceof GraphQLRefusal) || error.code !== 'HTTP_400') throw error;
      // The vault has another key by now, or lost this one.
      this.keys.forget();
      return this.exchange<T>(document, variables);
    }
  }

  private async exchange<T>(document: string, variables: Record<string, unknown>): Promise<T> {
    const request = await this.seal(document, variables);
    return this.open<T>(request, await this.send(request.sealed));
  }

  /** Seal a question; it can be sent once. */
  async seal(
    document: string, variables: Record<string, unknown> = {},
  ): Promise<SealedRequest> {
    return sealRequest(await this.keys.current(), this.innerRequest(document, variables));
  }

  /** Send a sealed question and get the sealed answer. @throws GraphQLRefusal when none comes. */
  async send(sealed: Uint8Array): Promise<Uint8Array> {
    const answer = await this.untilAnswered(sealed);
    if (answer.status === 200) return answer.body;
    throw new GraphQLRefusal(`HTTP_${answer.status}`, 'the relay', 'the answer did not come');
  }

  /** Open a sealed answer, and read the data as `T`. @throws GraphQLRefusal */
  async open<T>(request: SealedRequest, answer: Uint8Array): Promise<T> {
    const inner = decodeResponse(await request.open(answer));
    return readAnswer<T>(inner.status, inner.content);
  }

  /** The binary HTTP request that goes into the seal. */
  private innerRequest(document: string, variables: Record<string, unknown>): Uint8Array {
    const headers: Field[] = [['content-type', 'application/json']];
    if (this.authorization) headers.push(['authorization', this.authorization]);
    return encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql', headers,
      content: new TextEncoder().encode(JSON.stringify({ query: document, variables })),
    });
  }

  /** Where the vault is slow or away, the same is sent again: nothing is done twice. */
  private async untilAnswered(sealed: Uint8Array): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.connection.post('/relay', SEALED_TYPE, sealed);
      if (answer.status !== NOT_YET || tries === TRIES) return answer;
      await pause(AGAIN_AFTER_MS);
    }
  }
}
