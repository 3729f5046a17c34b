import type { Asked, Given } from '#wallet/documents';
import { GatewayClient, type GatewayOptions } from '#wallet/gateway';
import { VaultClient, type VaultOptions } from '#wallet/vault';
import { retried } from './retry.ts';
import type { Transcript } from './transcript.ts';

/*
 * The doors of wallets and consoles, with every word of theirs on the transcript. What fails for a
 * passing reason is asked again as it stands.
 */

/** A door to the gateway. */
export class RecordedGateway extends GatewayClient {
  constructor(options: GatewayOptions, private readonly transcript: Transcript) {
    super(options);
    const { authorization } = options;
    if (authorization) transcript.note('people', 'authorization', withoutScheme(authorization));
  }

  override as(authorization: string): GatewayClient {
    return new RecordedGateway({ ...this.options, authorization }, this.transcript);
  }

  override async ask<T, V>(document: Asked<T, V>, ...given: Given<V>): Promise<T> {
    this.transcript.noteAll('people', given[0] ?? {});
    const answer = await retried(() => super.ask<T, V>(document, ...given));
    this.transcript.noteAll('people', answer);
    // A report is the vault's own statement to the employer.
    for (const { body } of (answer as Told).reports?.flatMap(({ statements }) => statements ?? [])
      ?? []) {
      if (body) this.transcript.announce(body);
    }
    return answer;
  }
}

interface Told {
  readonly reports?: readonly { readonly statements?: readonly { readonly body?: string }[] }[];
}

/** A door to the vault, under the seal. */
export class RecordedVault extends VaultClient {
  constructor(options: VaultOptions, private readonly transcript: Transcript) {
    super(options);
    const { authorization } = options;
    if (authorization) transcript.note('care', 'authorization', withoutScheme(authorization));
  }

  /** Who asks, in the words of the inner authorization. */
  get whose(): string | undefined {
    return this.options.authorization;
  }

  override as(authorization: string): VaultClient {
    return new RecordedVault({ ...this.options, authorization }, this.transcript);
  }

  override async askUntil<T, V>(
    signal: AbortSignal, document: Asked<T, V>, variables?: V,
  ): Promise<T> {
    this.transcript.noteAll('care', variables ?? {});
    const answer = await retried(() => super.askUntil<T, V>(signal, document, variables));
    this.transcript.noteAll('care', answer);
    return answer;
  }
}

/** The secret of an authorization. */
function withoutScheme(authorization: string): string {
  return authorization.slice(authorization.indexOf(' ') + 1);
}
