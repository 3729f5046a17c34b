import type { Asked, Given } from '#wallet/documents';
import { GatewayClient, type GatewayOptions } from '#wallet/gateway';
import { VaultClient, type VaultOptions } from '#wallet/vault';
import { withoutScheme } from './overheard.ts';
import { patiently } from './patience.ts';
import type { Transcript } from './transcript.ts';

/*
 * The wallets' own doors, with every word of theirs on the transcript. What fails for a passing
 * reason is asked again as it stands.
 */

/** A wallet's door to the gateway. */
export class OverheardWalletGateway extends GatewayClient {
  constructor(options: GatewayOptions, private readonly transcript: Transcript) {
    super(options);
    const { authorization } = options;
    if (authorization) transcript.note('people', 'authorization', withoutScheme(authorization));
  }

  override as(authorization: string): GatewayClient {
    return new OverheardWalletGateway({ ...this.options, authorization }, this.transcript);
  }

  override async ask<T, V>(document: Asked<T, V>, ...given: Given<V>): Promise<T> {
    this.transcript.noteAll('people', given[0] ?? {});
    const answer = await patiently(() => super.ask<T, V>(document, ...given));
    this.transcript.noteAll('people', answer);
    return answer;
  }
}

/** A wallet's door to the vault, under the seal. */
export class OverheardWalletVault extends VaultClient {
  constructor(options: VaultOptions, private readonly transcript: Transcript) {
    super(options);
    const { authorization } = options;
    if (authorization) transcript.note('care', 'authorization', withoutScheme(authorization));
  }

  override as(authorization: string): VaultClient {
    return new OverheardWalletVault({ ...this.options, authorization }, this.transcript);
  }

  override async askUntil<T, V>(
    signal: AbortSignal, document: Asked<T, V>, variables?: V,
  ): Promise<T> {
    this.transcript.noteAll('care', variables ?? {});
    const answer = await patiently(() => super.askUntil<T, V>(signal, document, variables));
    this.transcript.noteAll('care', answer);
    return answer;
  }
}
