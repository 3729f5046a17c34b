import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Practice } from '#matching/practice';
import { today, type Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { Passwords, readableRandom } from '#server/passwords';
import { DirectoryService } from '../directory/directory.service.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { readMeeting, type MeetingFault, type WrittenDetails } from '../meeting/meeting-details.ts';
import { MeetingStore } from '../meeting/meeting.store.ts';
import { ProvidersStore } from './providers.store.ts';

/** What the operator says of a new therapist. */
export interface Registration extends Omit<Practice, 'id'> {
  readonly idempotencyKey: string;
  readonly meeting: WrittenDetails;
}

/** Verdict on a registration. */
export type Registering =
  | {
    readonly kind: 'provider-registered';
    readonly providerId: string;
    readonly login: string;
    readonly initialPassword: string | null;
    /** Whole address of her page; null where that was not told. */
    readonly signInAt: string | null;
  }
  | (Refusal<'registration-refused'> & { readonly field: string | null })
  | ({ readonly kind: 'registration-refused' } & MeetingFault);

const UNLICENSED = { field: null, ...refusal('registration-refused',
  'No licence is valid today: renew it or correct its dates, then register again.') };

/** Therapists whom the operator has checked. */
@Injectable()
export class ProvidersService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WORKER_CONFIG) private readonly config: WorkerConfig,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: ProvidersStore,
    private readonly directory: DirectoryService,
    private readonly meetings: MeetingStore,
    private readonly passwords: Passwords,
  ) {}

  /**
   * Register a therapist and publish the directory with her. The password is shown in the first
   * answer only; it is not kept, so a repeated request gets null there.
   */
  async register({ idempotencyKey, meeting, ...practice }: Registration): Promise<Registering> {
    const day = today(this.clock);
    const isLicensed = practice.licences.some(({ expires }) => expires >= day);
    const read = readMeeting(meeting, practice.modalities);
    if (read.kind === 'refused') {
      const { message } = read.fault;
      return {
        kind: 'registration-refused', ...read.fault,
        message: isLicensed ? message : `${message} ${UNLICENSED.message}`,
      };
    }
    if (!isLicensed) return UNLICENSED;
    const { details } = read;
    const asked = hashRequest({ ...practice, details });
    const initialPassword = readableRandom(20);
    const passwordHash = await this.passwords.hash(initialPassword);
    const fresh = randomUUID();
    const registered = await this.db.transaction('register-provider', (tx) =>
      this.once.once(tx, 'register-provider', idempotencyKey, asked, async () => {
        const login = `${loginStem(practice.name)}-${readableRandom(4)}`;
        await this.store.register(tx, { id: fresh, ...practice }, login, passwordHash, day);
        await this.meetings.keep(tx, fresh, details);
        await this.directory.publish(tx);
        return { kind: 'provider-registered' as const, providerId: fresh, login };
      }));
    const isNew = registered.providerId === fresh;
    return {
      ...registered, initialPassword: isNew ? initialPassword : null,
      signInAt: this.config.therapistPage,
    };
  }
}

function loginStem(name: string): string {
  const letters = name.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  const plain = letters.replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '').slice(0, 24) || 'therapist';
}
