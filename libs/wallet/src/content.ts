import type { Mailbox } from '#messages/mailbox';
import { fromBase64Url, toBase64Url } from '#pseudonym/bytes';
import type { WalletRoots } from '#pseudonym/roots';
import type { LogFault, LogHead } from '#pseudonym/terms-log';
import type { Booking } from './booking.ts';
import type { HeldCredit, Letter } from './credits.ts';
import type { Wishes } from './directory.ts';
import type { OwnCaseQuery } from './gql/vault/graphql.ts';
import type { Intent } from './intents.ts';

/** A case as it was when it was last asked for. */
export type Care = OwnCaseQuery['case'];

/** What became of something that was asked for, when it was answered and nobody was looking. */
export interface Outcome {
  readonly id: string;
  readonly kind: Exclude<Booking, 'booked'> | 'too-late';
  /** Of the time that was to be booked or given back, and with whom. */
  readonly startsAt: string;
  readonly name: string;
}

/** The case of a programme that is not in front, as it was when it was last asked for. */
export interface CaseBeside {
  readonly programme: string;
  readonly care: Care;
  readonly seenAt: string | null;
  readonly endsOn: string | null;
}

/** The keys of a therapist, as this wallet knows them. */
export interface SeenKeys {
  /** Of the newest version that it took, 64 hex digits. */
  readonly hash: string;
  /** Public keys that read, oldest first, each 64 hex digits. */
  readonly reading: readonly string[];
  /** Why a newer version is not taken; null: there is none that is refused. */
  readonly refused: KeysRefused | null;
}

/** Why keys are not taken: the chain is none, says that keys were lost, or is not the one seen. */
export type KeysRefused = 'no-chain' | 'reset' | 'forked' | 'not-listed';

const VERSION = 3;

/**
 * What a device holds: the roots of the phrase, never the phrase; what follows from them and from
 * the other side, to be read at once and offline; and what was begun. Of these only what was begun
 * is lost with the device.
 */
export interface Content {
  readonly version: typeof VERSION;
  /** The vault's key as it was at first use, or its successor; null before that. 64 hex digits. */
  readonly vaultKey: string | null;
  /** Each 32 bytes, base64url. */
  readonly roots: { readonly [name in keyof WalletRoots]: string };
  /** The head of the log of terms that was seen last; null before any was. */
  readonly logHead: LogHead | null;
  /** Why the log that was looked at last is not followed. */
  readonly logFault: LogFault | null;
  /** The newest directory of therapists that was seen, by its number; 0 before any was. */
  readonly directoryVersion: number;
  /** Letters by the numbers of their claim keys. */
  readonly letters: readonly Letter[];
  readonly credits: readonly HeldCredit[];
  /** What was asked for and is not answered yet, each with its idempotency key. */
  readonly intents: readonly Intent[];
  /** The letter whose credits were asked for and have not come yet. */
  readonly claiming: { readonly code: string; readonly j: number } | null;
  /** Keys that held letters for this device before it had a wallet, newest first, base64url. */
  readonly firstKeys?: readonly string[];
  /** The day on which the phrase was last shown to be known. */
  readonly phraseKnownOn: string | null;
  /** The case as it was last seen, to be read offline. */
  readonly care: Care | null;
  /** The programme whose case it is: each has its own. */
  readonly careOf?: string;
  readonly careSeenAt: string | null;
  /** The programme that she turned to; null or left out: that of the newest letter. */
  readonly turnedTo?: string | null;
  /** Cases of other programmes, which are asked for only when she turns to them. */
  readonly beside?: readonly CaseBeside[];
  /** Last day on which the programme's sessions can be used; null or left out: none announced. */
  readonly endsOn?: string | null;
  /** Day on which that was last asked without a case, which says it too. */
  readonly endAskedOn?: string;
  /** It came back from its words, and its case, which tells what was used, was not read since. */
  readonly isCaseUnread?: boolean;
  /**
   * The day on which letters came back from its words, or of another device: what was taken out
   * as codes before, on paper or elsewhere, this device does not know.
   */
  readonly cameBackOn?: string;
  /** Appointments that ended and referrals that were declined, of which the person knows. */
  readonly settled: readonly string[];
  /** What the person is still to be told. */
  readonly outcomes: readonly Outcome[];
  /** First day on which sessions can be booked again, where that was refused of late. */
  readonly bookableFrom?: string;
  /** Messages with therapists, by the programme whose case they are of. */
  readonly mailboxes?: Readonly<Record<string, Mailbox>>;
  /** Keys of therapists, by their ids. */
  readonly therapistKeys?: Readonly<Record<string, SeenKeys>>;
  /** What was looked for last: known to this device alone. */
  readonly wishes: Wishes | null;
}

/** The content of a new wallet. @param known the day on which the phrase was shown to be known. */
export function newContent(roots: WalletRoots, known: string | null): Content {
  return {
    version: VERSION, vaultKey: null, logHead: null, logFault: null, directoryVersion: 0,
    roots: {
      claim: toBase64Url(roots.claim), credit: toBase64Url(roots.credit),
      case: toBase64Url(roots.case), letters: toBase64Url(roots.letters),
    },
    letters: [], credits: [], intents: [], claiming: null, phraseKnownOn: known,
    care: null, careSeenAt: null, settled: [], outcomes: [], wishes: null,
  };
}

/** What was kept cannot be read by this version; the phrase brings the wallet back. */
export class ContentOutdated extends Error {
  override readonly name = 'ContentOutdated';
}

/**
 * The service speaks for another vault than the one that this wallet knows, and the known one has
 * not signed its key. The gateway alone could say so: nothing was sent.
 */
export class OtherVault extends Error {
  override readonly name = 'OtherVault';
}

/** The roots of what was kept. @throws ContentOutdated when it is of another version. */
export function openRoots({ version, roots }: Pick<Content, 'version' | 'roots'>): WalletRoots {
  if (version !== VERSION) throw new ContentOutdated('this wallet was made by another version');
  const read = (root: string) => fromBase64Url(root) ?? new Uint8Array();
  return {
    claim: read(roots.claim), credit: read(roots.credit), case: read(roots.case),
    letters: read(roots.letters),
  };
}
