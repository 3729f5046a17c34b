import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, today, type Clock } from '#platform/clock';
import { ownBytes } from '#pseudonym/bytes';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import { sealRequest } from '#pseudonym/sealed';
import type { GatewayDesk } from './gateway-desk.ts';
import { readField } from './graphql-answer.ts';
import { OperatorError } from './operator-settings.ts';

const AGAIN_AFTER_MS = 500;
const TRIES = 6;
/** The vault has not answered yet, or the relay is full: the same is sent again. */
const NOT_YET = 503;

interface RelayKeyStatement {
  readonly type: string;
  readonly body: string;
  readonly signature: string;
}

/** Asks the vault through the relay: the operator has no other way in than everybody else. */
export class VaultDesk {
  constructor(
    private readonly gateway: GatewayDesk, private readonly pinnedKey: string,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Ask the vault's schema for one field. @throws OperatorError with the answer's words. */
  async ask(token: string, query: string, variables: object = {}): Promise<unknown> {
    const inner = encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
      headers: [['content-type', 'application/json'], ['authorization', `Operator ${token}`]],
      content: new TextEncoder().encode(JSON.stringify({ query, variables })),
    });
    const { sealed, open } = await sealRequest(await this.relayKey(), inner);
    const response = decodeResponse(await open(await this.relay(ownBytes(sealed))));
    return readField(new TextDecoder().decode(response.content));
  }

  /** The key to seal for, which the pinned key must have signed. */
  private async relayKey(): Promise<KeyConfig> {
    const { relayKey } = await this.gateway.ask(
      null, '{ vaultStatements { relayKey { type body signature } } }',
    ) as { relayKey: RelayKeyStatement | null };
    if (!relayKey) throw new OperatorError('The vault has not published its key yet: start it.');
    const statement = { ...relayKey, body: Buffer.from(relayKey.body, 'base64url').toString() };
    const pinned = Uint8Array.from(Buffer.from(this.pinnedKey, 'hex'));
    const reading = await readRelayKey(pinned, statement, today(this.clock));
    switch (reading.kind) {
      case 'valid': return reading.config;
      case 'expired': throw new OperatorError(`The relay key was good until ${reading.notAfter}: ` +
        'start the vault, which states it anew, and compare the clocks.');
      case 'invalid': throw new OperatorError(
        'The relay key is not signed by the vault that you expect: stop here.');
    }
  }

  /** Post the sealed request, again and again while the vault is slow. */
  private async relay(sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    const post = () => this.gateway.post(
      '/relay', { 'content-type': 'message/ohttp-req' }, sealed);
    let answer = await post();
    for (let tries = 1; answer.status === NOT_YET && tries < TRIES; tries += 1) {
      await pause(AGAIN_AFTER_MS);
      answer = await post();
    }
    if (answer.status === 200) return new Uint8Array(await answer.arrayBuffer());
    throw new OperatorError(`The vault does not answer (${answer.status}): start it and try again.`);
  }
}
