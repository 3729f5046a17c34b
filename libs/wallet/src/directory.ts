import { hexToBytes } from '@noble/hashes/utils.js';
import { verifyStatement } from '#pseudonym/signed';
import type { Clock } from './clock.ts';
import type { Concern, Gender, Modality } from './gql/vault/graphql.ts';
import { fetchFile, signedOf } from './signed-files.ts';
import { notTheVault } from './statements.ts';
import { Refusal } from './refusal.ts';
import type { Transport } from './transport.ts';
import type { Wallet } from './wallet.ts';

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
  /** SHA-256 of the newest version of her keys, 64 hex digits; null: she takes no messages. */
  readonly keys: string | null;
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

/** All therapists; each change of them has a number of its own, which grows. */
export interface Directory {
  readonly version: number;
  readonly practices: readonly Practice[];
}

/** What a text is: the directory, no statement at all, or one that the vault did not sign. */
export type DirectoryReading = Directory | 'odd' | 'forged';

/** Reads the directory's file, a megabyte or more: where pages are shown, beside their thread. */
export type OpenDirectory = (vaultKey: string, text: string) => Promise<DirectoryReading>;

/** Whom the directory is fetched from, and whose signature it must have. */
interface DirectorySource {
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
  readonly vaultKey: string;
  readonly openDirectory: OpenDirectory;
}

/** The directory as it stands, whole. @throws Refusal `NOT_THE_VAULT`, `STOPPED` */
export async function fetchDirectory(
  { transport, clock, vaultKey, openDirectory }: DirectorySource,
): Promise<Directory> {
  const { text, odd } = await fetchFile(transport, clock, 'directory');
  const reading = await openDirectory(vaultKey, text);
  if (reading === 'odd') throw odd();
  if (reading === 'forged') throw notTheVault();
  return reading;
}

/** Read the directory's file in the thread that asks. */
export async function openHere(vaultKey: string, text: string): Promise<DirectoryReading> {
  const statement = signedOf(text);
  if (!statement) return 'odd';
  const reading = await verifyStatement(hexToBytes(vaultKey), 'directory', statement);
  if (reading.kind === 'invalid') return 'forged';
  const { version, providers } = reading.body as unknown as
    { readonly version: number; readonly providers: readonly Practice[] };
  return { version, practices: providers };
}

/**
 * All therapists. A directory that is older than one that this wallet saw is not taken: with it
 * somebody could bring back who was taken out.
 *
 * @throws Refusal `OLD_DIRECTORY`, or as `Doors.readDirectory`
 */
export async function readPractices(wallet: Wallet): Promise<readonly Practice[]> {
  const { version, practices } = await wallet.doors.readDirectory();
  if (version < wallet.content.directoryVersion) {
    wallet.doors.forgetDirectory();
    throw new Refusal('OLD_DIRECTORY', 'This directory is older than one that was seen.',
      { fate: 'read' });
  }
  if (version > wallet.content.directoryVersion) {
    await wallet.change(() => ({ directoryVersion: version }));
  }
  return practices;
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
