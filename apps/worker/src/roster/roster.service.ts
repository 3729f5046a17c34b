import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import { DirectoryService } from '../directory/directory.service.ts';
import type { Refusal } from '../graphql/refusal.ts';
import type { MeetingDetails, WrittenDetails } from '../meeting/meeting-details.ts';
import { MeetingStore } from '../meeting/meeting.store.ts';
import { ProfilesService, type ProfileVerdict } from '../providers/profiles.service.ts';
import { NOT_FOUND } from '../providers/provider-care.service.ts';
import { ProvidersStore, type Profile } from '../providers/providers.store.ts';
import { ReferralsStore } from '../referrals/referrals.store.ts';
import { CancellationService } from '../sessions/cancellation.service.ts';
import type { RosterEntry } from './roster.graphql.ts';
import { RosterStore } from './roster.store.ts';

/** Verdict on taking a therapist out, or in again; the same again changes nothing. */
export type ActiveVerdict =
  | {
    readonly kind: 'provider-active-set'; readonly login: string; readonly active: boolean;
    readonly returnedSessions: number; readonly unclaimedSessions: number;
    readonly licensedUntil: string;
  }
  | Refusal<'provider-not-found'>;

/** What changes of a therapist; what is left out stays. */
export type Change = { readonly name?: string | undefined } & {
  readonly [K in keyof Profile]?: Profile[K] | undefined;
} & { readonly meeting?: WrittenDetails | undefined };

/** Verdict on a change. */
export type ChangeVerdict =
  | { readonly kind: 'provider-changed'; readonly provider: RosterEntry }
  | Refusal<'provider-not-found'> | Extract<ProfileVerdict, { kind: 'profile-refused' }>;

/** What operators change of therapists. */
@Injectable()
export class RosterService {
  constructor(
    private readonly db: Database,
    private readonly store: RosterStore,
    private readonly referrals: ReferralsStore,
    private readonly cancellation: CancellationService,
    private readonly directory: DirectoryService,
    private readonly providers: ProvidersStore,
    private readonly profiles: ProfilesService,
    private readonly meetings: MeetingStore,
  ) {}

  /** Change what is said of a therapist, by the rules that hold when she does it herself. */
  async change(login: string, { name, meeting, ...given }: Change): Promise<ChangeVerdict> {
    const known = await this.db.read('find-provider', async (tx) => {
      const found = await this.providers.credentials(tx, login);
      return found && {
        ...await this.providers.account(tx, found.providerId),
        meeting: await this.meetings.ofProvider(tx, found.providerId),
      };
    });
    if (!known) return NOT_FOUND;
    const { languages, specialities, modalities, gender, timeZone } = known;
    const changes = Object.entries(given).filter(([, value]) => value !== undefined);
    if (changes.length > 0 || meeting !== undefined) {
      const profile = {
        languages, specialities, modalities, gender, timeZone, ...Object.fromEntries(changes),
      };
      const verdict = await this.profiles.update(known.id, randomUUID(), {
        ...profile, meeting: withKept(meeting ?? {}, known.meeting, profile.modalities),
      });
      if (verdict.kind === 'profile-refused') return verdict;
    }
    return this.db.transaction('change-provider', async (tx) => {
      if (name !== undefined) {
        await this.store.rename(tx, known.id, name);
        await this.directory.publish(tx);
      }
      const [provider] = await this.store.list(tx, null, login);
      return provider ? { kind: 'provider-changed', provider } : NOT_FOUND;
    });
  }

  /**
   * Take a therapist out: her clients get their sessions to come back and are free to ask somebody
   * else, as if she had declined; what she has held stays hers to claim. Or take her in again.
   */
  setActive(login: string, active: boolean): Promise<ActiveVerdict> {
    return this.db.transaction('set-provider-active', async (tx) => {
      const found = await this.store.lock(tx, login);
      if (!found) return NOT_FOUND;
      let returnedSessions = 0;
      if (found.active !== active) {
        await this.store.setActive(tx, found.id, active);
        await this.directory.publish(tx);
        if (!active) returnedSessions = await this.endCare(tx, found.id);
      }
      const unclaimedSessions = await this.store.unclaimed(tx, found.id);
      const licensedUntil = await this.providers.licensedUntil(tx, found.id);
      return {
        kind: 'provider-active-set', login, active, returnedSessions, unclaimedSessions,
        licensedUntil,
      };
    });
  }

  private async endCare(tx: Tx, providerId: string): Promise<number> {
    await this.referrals.decline(tx, await this.store.openReferrals(tx, providerId));
    const returned = await this.cancellation.returnAll(tx, null, providerId);
    // Her times are locked by now: who had just been referred and booked is found here.
    await this.referrals.decline(tx, await this.store.openReferrals(tx, providerId));
    return returned;
  }
}

/** Details as they are written, completed by those that are kept of the ways that are offered. */
function withKept(
  written: WrittenDetails, kept: MeetingDetails, modalities: readonly string[],
): WrittenDetails {
  const of = <T>(modality: string, own: T): T | null => modalities.includes(modality) ? own : null;
  return {
    inPerson: written.inPerson ?? of('IN_PERSON', kept.inPerson),
    phone: written.phone ?? of('PHONE', kept.phone),
    videoLink: written.videoLink ?? of('VIDEO', kept.videoLink),
  };
}
