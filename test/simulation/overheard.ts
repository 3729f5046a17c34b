import type { Connection } from '../../demo/client/connection.ts';
import { GatewayClient } from '../../demo/client/gateway.ts';
import type { RelayKeys } from '../../demo/client/relay-keys.ts';
import { VaultClient } from '../../demo/client/vault.ts';
import { patiently } from './patience.ts';
import type { Transcript } from './transcript.ts';

/**
 * The story's client of the gateway, with every word of it on the transcript. What fails for a
 * passing reason is asked again as it stands.
 */
export class OverheardGateway extends GatewayClient {
  constructor(
    private readonly line: Connection, private readonly transcript: Transcript,
    authorization?: string,
  ) {
    super(line, authorization);
    if (authorization) transcript.note('people', 'authorization', withoutScheme(authorization));
  }

  override as(authorization?: string): GatewayClient {
    return new OverheardGateway(this.line, this.transcript, authorization);
  }

  override useCsrfToken(token: string): void {
    this.transcript.note('people', 'csrfToken', token);
    super.useCsrfToken(token);
  }

  override ask<T>(document: string, variables: Record<string, unknown> = {}): Promise<T> {
    return patiently(() => super.ask<T>(document, variables));
  }

  override async askForBytes(document: string, variables: Record<string, unknown> = {}) {
    this.transcript.noteAll('people', variables);
    const answer = await super.askForBytes(document, variables);
    const told = JSON.parse(new TextDecoder().decode(answer.bytes)) as Told;
    this.transcript.noteAll('people', told);
    // A release is the vault's own statement to the employer.
    for (const { body } of told.data?.usageReleases ?? []) {
      if (body) this.transcript.announce(body);
    }
    return answer;
  }
}

interface Told { data?: { usageReleases?: { body?: string }[] } | null }

/** The story's client of the vault, with every word under the seal on the transcript. */
export class OverheardVault extends VaultClient {
  constructor(
    private readonly line: Connection, private readonly vaultKeys: RelayKeys,
    private readonly transcript: Transcript, readonly whose?: string,
  ) {
    super(line, vaultKeys, whose);
    if (whose) transcript.note('care', 'authorization', withoutScheme(whose));
  }

  override as(authorization?: string): VaultClient {
    return new OverheardVault(this.line, this.vaultKeys, this.transcript, authorization);
  }

  override over(connection: Connection): VaultClient {
    return new OverheardVault(connection, this.vaultKeys, this.transcript, this.whose);
  }

  override async ask<T>(document: string, variables: Record<string, unknown> = {}): Promise<T> {
    this.transcript.noteAll('care', variables);
    const answer = await patiently(() => super.ask<T>(document, variables));
    this.transcript.noteAll('care', answer);
    return answer;
  }
}

/** The secret of an authorization. */
export function withoutScheme(authorization: string): string {
  return authorization.slice(authorization.indexOf(' ') + 1);
}
