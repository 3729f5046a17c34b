import { Inject, Injectable } from '@nestjs/common';
import type { Money } from '#billing/money';
import type { GatewayConfig } from '#platform/settings/config';
import { CONFIG } from '../foundation/tokens.ts';

/** A charge to be made; the same key never charges twice. */
export interface Charge {
  readonly key: string;
  readonly token: string;
  readonly amount: Money;
}

/** What the card processor answered. */
export type ChargeOutcome =
  | { readonly kind: 'charged'; readonly reference: string }
  | { readonly kind: 'declined'; readonly reason: string };

/**
 * The sandbox of a card processor: outcomes follow from the token alone, so the same charge again
 * has the same outcome, as a processor's idempotency key gives it. In production there is no card
 * processor yet, so no card is good there.
 */
@Injectable()
export class SandboxCards {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  /** Whether cards are taken at all: without a processor none is, and none is offered. */
  get areTaken(): boolean {
    return this.config.mode !== 'production';
  }

  /** Charge a card. */
  charge({ key, token }: Charge): Promise<ChargeOutcome> {
    if (!this.areTaken) {
      return Promise.resolve({
        kind: 'declined', reason: 'Cards are not taken here yet. Pay by invoice.',
      });
    }
    const declined: Partial<Record<string, string>> = {
      'sandbox-declined': 'The bank declined the card. Use another one, or pay by invoice.',
      'sandbox-insufficient': 'The card has not enough funds. Use another one, or pay by invoice.',
    };
    const reason = declined[token];
    if (reason) return Promise.resolve({ kind: 'declined', reason });
    if (token === 'sandbox-ok') {
      return Promise.resolve({ kind: 'charged', reference: `card-${key}` });
    }
    return Promise.resolve({
      kind: 'declined', reason: 'The card is not known. Enter it again, or pay by invoice.',
    });
  }
}
