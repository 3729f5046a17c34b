import type { Practice } from '../providers/providers.store.ts';

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

/** Verdict on a search. */
export type Match =
  | { readonly kind: 'matched'; readonly providerId: string }
  | { readonly kind: 'no-match'; readonly suggestions: readonly Suggestion[] };

/**
 * Choose a therapist for a client.
 *
 * All who fit are equal, and one is drawn: neither the order of a list nor how busy somebody is
 * decides, so the choice says nothing about anybody's bookings. `draw(n)` gives a random whole
 * number below n, from the CSPRNG. Somebody fits who speaks one of the languages, has the
 * speciality, the modality and the gender asked for, and has an opening of that modality on a day
 * on which her licence for the client's jurisdiction is valid.
 */
export function match(
  preferences: Preferences, candidates: readonly Candidate[], draw: (below: number) => number,
): Match {
  const fitting = candidates.filter((candidate) => fits(preferences, candidate));
  const chosen = fitting[fitting.length > 1 ? draw(fitting.length) : 0];
  if (chosen) return { kind: 'matched', providerId: chosen.practice.id };
  const relaxed = RELAXATIONS
    .filter(([, relax]) => candidates.some((candidate) => fits(relax(preferences), candidate)))
    .map(([suggestion]) => suggestion);
  const busy = candidates.some(({ practice }) => suits(preferences, practice)
    && practice.licences.some(({ jurisdiction }) => jurisdiction === preferences.jurisdiction));
  return { kind: 'no-match', suggestions: busy ? [...relaxed, 'days'] : relaxed };
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
