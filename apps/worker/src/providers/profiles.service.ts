import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import { AvailabilityService } from '../availability/availability.service.ts';
import { DirectoryService } from '../directory/directory.service.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { ProvidersStore, type Account, type Profile } from './providers.store.ts';

/** Verdict on a changed profile. */
export type ProfileVerdict =
  | { readonly kind: 'profile-updated'; readonly provider: Account }
  | Refusal<'profile-refused'>;

const IN_USE = refusal('profile-refused',
  'Your weekly hours use a way of meeting that you leave out: change the hours first.');

/** What therapists say of their own practice. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: ProvidersStore,
    private readonly directory: DirectoryService,
    private readonly availability: AvailabilityService,
  ) {}

  /** Change a profile, publish the directory with it, and make the slots anew. */
  update(providerId: string, key: string, profile: Profile): Promise<ProfileVerdict> {
    return this.db.transaction('update-profile', (tx) =>
      this.once.once<ProfileVerdict>(tx, `profile:${providerId}`, key, hashRequest(profile),
        () => this.change(tx, providerId, profile), ({ kind }) => kind === 'profile-updated'));
  }

  private async change(tx: Tx, providerId: string, profile: Profile): Promise<ProfileVerdict> {
    const inUse = await this.availability.modalitiesInUse(tx, providerId);
    if (inUse.some((modality) => !profile.modalities.includes(modality))) return IN_USE;
    await this.store.update(tx, providerId, profile);
    await this.directory.publish(tx);
    await this.availability.refresh(tx, providerId);
    return { kind: 'profile-updated', provider: await this.store.account(tx, providerId) };
  }
}
