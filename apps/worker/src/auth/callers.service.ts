import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { caseHash } from '#pseudonym/roots';
import { idleSince, useOf } from '#server/sign-ins';
import type { Caller, CaseCaller, OperatorCaller } from '../access/caller.ts';
import { CodedError } from '#server/coded-error';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { CallersStore } from './callers.store.ts';

const SCHEME = /^(Case|Provider|Operator) ([\x21-\x7e]{1,512})$/;
/** Cases are never changed nor deleted, so those seen lately are remembered. */
const REMEMBERED_CASES = 4096;

/** SHA-256 of a token's text, as sessions keep it. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** Finds out who stands behind an inner `authorization` header. */
@Injectable()
export class CallersService {
  private readonly operators: readonly { readonly name: string; readonly hash: Buffer }[];
  private readonly idleMinutes: number;
  private readonly cases = new Map<string, CaseCaller>();

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: CallersStore,
  ) {
    this.idleMinutes = config.idleMinutes;
    this.operators = config.operators.map(({ name, token }) => ({ name, hash: secretHash(token) }));
  }

  /** @throws CodedError UNAUTHENTICATED, the same for a wrong, an unknown and a missing secret. */
  async identify(authorization: string | undefined): Promise<Caller> {
    const [, scheme, secret] = SCHEME.exec(authorization ?? '') ?? [];
    const caller = secret ? await this.lookUp(scheme, secret) : null;
    if (!caller) throw nobody();
    return caller;
  }

  /** The operator behind an inner `authorization` header, if there is one. */
  operatorBy(authorization: string | undefined): OperatorCaller | null {
    const [, scheme, secret = ''] = SCHEME.exec(authorization ?? '') ?? [];
    if (scheme !== 'Operator') return null;
    const hash = secretHash(secret);
    // All are compared, so that the time tells nothing of whose it is like.
    const [found] = this.operators.filter((known) => timingSafeEqual(hash, known.hash));
    return found ? { kind: 'operator', name: found.name } : null;
  }

  private lookUp(scheme: string | undefined, secret: string): Promise<Caller | null> {
    if (scheme === 'Case') return this.caseOf(keyOf(secret));
    const hash = secretHash(secret);
    if (scheme === 'Provider') return this.providerBy(hash);
    return Promise.resolve(this.operatorBy(`${scheme} ${secret}`));
  }

  private async caseOf(key: string | null): Promise<CaseCaller | null> {
    if (!key) return null;
    const known = this.cases.get(key);
    if (known) return known;
    const found = await this.db.read('identify-case', (tx) => this.store.caseBy(tx, key));
    if (!found) return null;
    if (this.cases.size >= REMEMBERED_CASES) this.cases.clear();
    this.cases.set(key, found);
    return found;
  }

  private async providerBy(hash: Buffer): Promise<Caller | null> {
    const now = this.clock.now();
    const found = await this.db.read('identify-provider', (tx) =>
      this.store.providerBy(tx, hash, { now, idleSince: idleSince(now, this.idleMinutes) }));
    const usedAt = useOf(now);
    if (found && found.usedAt < usedAt) {
      await this.db.transaction('use-provider-session', (tx) =>
        this.store.useSession(tx, hash, usedAt));
    }
    return found?.caller ?? null;
  }
}

/** The refusal of who is not known. */
function nobody(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'Nobody is known by this authorization: sign in again.');
}

/** Hash of the case secret that an authorization is; null for any other, or none. */
export function caseKeyOf(authorization: string | undefined): string | null {
  const [, scheme, secret = ''] = SCHEME.exec(authorization ?? '') ?? [];
  return scheme === 'Case' ? keyOf(secret) : null;
}

/** Hash of a case secret, which is 32 bytes, in hexadecimal or base64url; null for another text. */
function keyOf(secret: string): string | null {
  const bytes = Buffer.from(secret, secret.length === 64 ? 'hex' : 'base64url');
  return bytes.length === 32 ? caseHash(bytes) : null;
}
