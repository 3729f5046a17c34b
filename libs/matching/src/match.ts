import type { Practice } from './practice.ts';

/** What a client asks of a therapist. What is null is all the same to her. */
export interface Preferences {
  /** Any of these will do, ISO 639-1. */
  readonly languages: readonly string[];
  readonly speciality: string | null;
  readonly modality: string | null;
  readonly gender: string | null;
  /** Where she is during sessions, ISO 3166; the therapist must be licensed there on the day. */
  readonly jurisdiction: string;
}

/** A day on which a therapist has an open slot, and how it would be held. */
export interface Opening {
  readonly day: string;
  readonly modality: string;
}

/** A therapist with her open slots within the days that suit the client. */
export interface Candidate {
  readonly practice: Practice;
  readonly openings: readonly Opening[];
}

/** What giving up one preference at a time would lead to; `days` means other days. */
export type Suggestion = 'languages' | 'speciality' | 'modality' | 'gender' | 'days';

/** Whether a therapist fits, or what would help. */
export type Match =
  | { readonly kind: 'fits' }
  | { readonly kind: 'no-match'; readonly suggestions: readonly Suggestion[] };

/**
 * Whether the therapist whom a client chose fits what she asks for: she speaks one of the
 * languages, has the speciality, the modality and the gender asked for, and an opening of that
 * modality on a day on which her licence for the client's jurisdiction is valid. How many openings
 * are left decides nothing.
 *
 * @param candidate undefined for one who takes nobody, or not this client.
 */
export function match(preferences: Preferences, candidate: Candidate | undefined): Match {
  if (!candidate) return { kind: 'no-match', suggestions: [] };
  if (fits(preferences, candidate)) return { kind: 'fits' };
  const relaxed = RELAXATIONS.filter(([, relax]) => fits(relax(preferences), candidate))
    .map(([suggestion]) => suggestion);
  const { practice } = candidate;
  const isBusy = suits(preferences, practice) && practice.licences.some(({ jurisdiction }) =>
    jurisdiction === preferences.jurisdiction);
  return { kind: 'no-match', suggestions: isBusy ? [...relaxed, 'days'] : relaxed };
}

/** Languages that the client can do without are relaxed to none asked for. */
type Relaxed = Omit<Preferences, 'languages'> & { readonly languages: readonly string[] | null };

const RELAXATIONS: readonly (readonly [Suggestion, (p: Preferences) => Relaxed])[] = [
  ['gender', (p) => ({ ...p, gender: null })],
  ['modality', (p) => ({ ...p, modality: null })],
  ['speciality', (p) => ({ ...p, speciality: null })],
  ['languages', (p) => ({ ...p, languages: null })],
];

function fits(preferences: Relaxed, { practice, openings }: Candidate): boolean {
  return suits(preferences, practice) && openings.some(({ day, modality }) =>
    (preferences.modality === null || modality === preferences.modality)
    && practice.licences.some((licence) =>
      licence.jurisdiction === preferences.jurisdiction && licence.expires >= day));
}

/** Whether a practice is what was asked for, whenever there is time. */
function suits({ languages, speciality, modality, gender }: Relaxed, practice: Practice): boolean {
  return (languages === null || languages.some((l) => practice.languages.includes(l)))
    && (speciality === null || practice.specialities.includes(speciality))
    && (modality === null || practice.modalities.includes(modality))
    && (gender === null || practice.gender === gender);
}
