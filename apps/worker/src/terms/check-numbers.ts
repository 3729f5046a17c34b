import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { WorkerConfig } from '#platform/settings/config';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import type { Proposal } from './terms.store.ts';

/**
 * Eight digits by which the operator says which proposal she has read. The gateway chooses the ids
 * and the terms, so it would find two of one short hash: it has not the key, and never sees one.
 */
@Injectable()
export class CheckNumbers {
  private readonly key: Uint8Array;

  constructor(@Inject(WORKER_CONFIG) config: Pick<WorkerConfig, 'kek'>) {
    this.key = new Uint8Array(hkdfSync('sha256', config.kek, '', 'sotto/terms-check/v1', 32));
  }

  /** `4821-7306`: of the proposal that came first with these terms, and of all that they say. */
  of({ proposals, text }: Pick<Proposal, 'proposals' | 'text'>): string {
    const digest = createHmac('sha256', this.key).update(`${proposals[0]} ${text}`).digest();
    const digits = String(digest.readUInt32BE() % 100_000_000).padStart(8, '0');
    return `${digits.slice(0, 4)}-${digits.slice(4)}`;
  }
}
