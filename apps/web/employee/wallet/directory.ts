import { VaultStatementsDocument } from '../../ui/gql/gateway/graphql.ts';
import { Refusal } from '../../ui/refusal.ts';
import { readStatement } from '../../ui/sealed.ts';
import { readSettings } from '../../ui/settings.ts';
import type { Concern, Gender, Modality } from '../gql/vault/graphql.ts';
import { gateway } from './doors.ts';

/** A therapist as the signed directory shows her. */
export interface Practice {
  readonly id: string;
  readonly name: string;
  readonly languages: readonly string[];
  readonly specialities: readonly Concern[];
  readonly modalities: readonly Modality[];
  readonly gender: Gender;
  readonly timeZone: string;
  readonly licences: readonly { readonly jurisdiction: string; readonly expires: string }[];
}

/** What is looked for; null or empty is all the same. */
export interface Wishes {
  /** Where the person is during sessions: DE, US-CA. */
  readonly jurisdiction: string;
  readonly languages: readonly string[];
  readonly modality: Modality | null;
  readonly gender: Gender | null;
  readonly speciality: Concern | null;
}

let kept: Promise<readonly Practice[]> | undefined;

/**
 * All therapists, whole and signed by the vault: whoever downloads all of it has looked for
 * nobody. It is asked for once while the page is open.
 *
 * @throws Refusal `NOT_THE_VAULT` when the vault did not sign it.
 */
export function readDirectory(): Promise<readonly Practice[]> {
  kept ??= fetchDirectory();
  kept.catch(() => { kept = undefined; });
  return kept;
}

async function fetchDirectory(): Promise<readonly Practice[]> {
  const { vaultStatements } = await gateway.ask(VaultStatementsDocument);
  if (!vaultStatements.directory) throw new Refusal('STOPPED', 'There is no directory yet.');
  const { providers } = await readStatement<{ providers: readonly Practice[] }>(
    readSettings().vaultKey, 'directory', vaultStatements.directory);
  return providers;
}

/** Who is licensed where the person is. */
export function licensedIn(practices: readonly Practice[], jurisdiction: string, day: string) {
  return practices.filter(({ licences }) => licences.some((licence) =>
    licence.jurisdiction === jurisdiction && licence.expires >= day));
}

/** Whether a therapist is what is looked for. Decided here, on the device. */
export function suits(practice: Practice, wishes: Wishes): boolean {
  return (wishes.languages.length === 0
      || wishes.languages.some((language) => practice.languages.includes(language)))
    && (!wishes.modality || practice.modalities.includes(wishes.modality))
    && (!wishes.gender || practice.gender === wishes.gender)
    && (!wishes.speciality || practice.specialities.includes(wishes.speciality));
}

/** All values of a field over the directory, in order, to choose from; those wished for anyway. */
export function choicesOf<T extends string>(
  practices: readonly Practice[], read: (practice: Practice) => readonly T[],
  wished: readonly T[] = [],
): T[] {
  return [...new Set([...practices.flatMap(read), ...wished])].sort();
}
