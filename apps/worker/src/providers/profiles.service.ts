import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import { AvailabilityService } from '../availability/availability.service.ts';
import { DirectoryService } from '../directory/directory.service.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import {
  readMeeting, type MeetingDetails, type MeetingFault, type WrittenDetails,
} from '../meeting/meeting-details.ts';
import { MeetingStore } from '../meeting/meeting.store.ts';
import { ProvidersStore, type Account, type Profile } from './providers.store.ts';

/** Verdict on a changed profile. */
export type ProfileVerdict =
  | { readonly kind: 'profile-updated'; readonly provider: Account }
  | (Refusal<'profile-refused'> & { readonly field: string | null })
  | ({ readonly kind: 'profile-refused' } & MeetingFault);

/** A profile as its therapist wrote it. */
export type WrittenProfile = Profile & { readonly meeting: WrittenDetails };

const IN_USE = { field: null, ...refusal('profile-refused',
  'Your weekly hours use a way of meeting that you leave out: change the hours first.') };

/** What therapists say of their own practice. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: ProvidersStore,
    private readonly directory: DirectoryService,
    private readonly availability: AvailabilityService,
    private readonly meetings: MeetingStore,
  ) {}

  /** Change a profile, publish the directory with it, and make the slots anew. */
  async update(
    providerId: string, key: string, { meeting, ...profile }: WrittenProfile,
  ): Promise<ProfileVerdict> {
    const read = readMeeting(meeting, profile.modalities);
    if (read.kind === 'refused') return { kind: 'profile-refused', ...read.fault };
    const { details } = read;
    return this.db.transaction('update-profile', (tx) =>
      this.once.once<ProfileVerdict>(tx, `profile:${providerId}`, key, hashRequest({ ...profile, details }),
        () => this.change(tx, providerId, profile, details), ({ kind }) => kind === 'profile-updated'));
  }

  private async change(
    tx: Tx, providerId: string, profile: Profile, details: MeetingDetails,
  ): Promise<ProfileVerdict> {
    const inUse = await this.availability.modalitiesInUse(tx, providerId);
    if (inUse.some((modality) => !profile.modalities.includes(modality))) return IN_USE;
    await this.store.update(tx, providerId, profile);
    await this.meetings.keep(tx, providerId, details);
    await this.directory.publish(tx);
    await this.availability.refresh(tx, providerId);
    return { kind: 'profile-updated', provider: await this.store.account(tx, providerId) };
  }
}
