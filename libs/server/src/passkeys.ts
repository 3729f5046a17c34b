import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { createHash, randomUUID } from 'node:crypto';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import type { PasskeySite } from '#platform/settings/passkey-site';
import { ownBytes, transcript } from '#pseudonym/bytes';
import type { FactorRefusal } from './second-factor.ts';
import { readCreated, readSigned, type CreatedPasskey, type SignedByPasskey } from './passkey-answers.ts';
import type { Attempt, PasskeyChallenges, ProvenChallenge } from './passkey-challenges.ts';
import type { OwnPasskey, PasskeyRow, PasskeyRows } from './passkey.rows.ts';

/** Outcome of beginning to add a passkey: what the browser is asked, as JSON. */
export type PasskeyBegun =
  | { readonly kind: 'passkey-begun'; readonly options: string } | FactorRefusal;
/** Outcome of a change of one's passkeys: those that there are now. */
export type PasskeysChanged =
  | { readonly kind: 'passkeys-changed'; readonly passkeys: OwnPasskey[] } | FactorRefusal;

const refused = (code: FactorRefusal['code'], message: string): FactorRefusal =>
  ({ kind: 'refused', code, message });
const NOT_HERE = refused('NOT_HERE', 'Passkeys need an address with a name, by https: whoever runs '
  + 'the service sets its origin. Set up an authenticator app.');
const TOO_MANY = refused('TOO_MANY',
  'You have as many passkeys as there can be: remove one, then add another.');
const TOO_LARGE = refused('TOO_LARGE', 'What this device has made is too large to be kept here. '
  + 'Use another device, or set up an authenticator app.');
/** No passkey of hers has signed this. */
export const WRONG_PASSKEY = refused('WRONG_PASSKEY', 'This passkey was not taken. Try again, and confirm '
  + 'by your finger, face or PIN.');
/** She has no such passkey any more. */
export const UNKNOWN_PASSKEY = refused('UNKNOWN_PASSKEY',
  'You have no such passkey any more. Load the page again.');

/** How many passkeys somebody has, and how long what a device knows one by, in bytes. */
export interface PasskeyLimits {
  readonly most: number;
  readonly longestId: number;
}

/** Credentials are no longer anywhere (Web Authentication, 4). */
const LIMITS: PasskeyLimits = { most: 10, longestId: 1_023 };
const TIMEOUT_MS = 5 * 60_000;
/** ES256, EdDSA and RS256: what devices of today make. */
const ALGORITHMS = [-7, -8, -257];

/**
 * The rules of passkeys as a second factor (Web Authentication, level 3): whoever has one shows
 * that the device knows her, for a challenge that is good once. Who may, is the caller's to say.
 */
export class Passkeys {
  /** @param site null where no passkey can be good. */
  constructor(
    private readonly rows: PasskeyRows,
    private readonly challenges: PasskeyChallenges,
    private readonly site: PasskeySite | null,
    private readonly clock: Clock,
    private readonly limits = LIMITS,
  ) {}

  /** What a browser is asked to make a passkey. */
  async begin(tx: Tx, attempt: Attempt, account: string): Promise<PasskeyBegun> {
    if (!this.site) return NOT_HERE;
    const known = await this.rows.keys(tx, attempt.owner);
    if (known.length >= this.limits.most) return TOO_MANY;
    const options = await generateRegistrationOptions({
      rpName: 'Sotto', rpID: this.site.rpId, userName: account, userDisplayName: account,
      userID: ownBytes(createHash('sha256')
        .update(transcript('sotto/passkey-owner/v1', attempt.owner)).digest()),
      challenge: this.challenges.issue(attempt, this.clock.now()), timeout: TIMEOUT_MS,
      attestationType: 'none', excludeCredentials: known.map(described),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return { kind: 'passkey-begun', options: JSON.stringify(options) };
  }

  /**
   * Keep a passkey that a browser has made, under a name. Whoever asks holds a lock on its owner:
   * else two at once would be more than there can be.
   */
  async add(tx: Tx, attempt: Attempt, answer: string, name: string): Promise<PasskeysChanged> {
    const created = this.site && readCreated(answer);
    if (!created) return WRONG_PASSKEY;
    const row = await this.checked(tx, attempt, (proves) => this.rowOf(created, proves));
    const { most, longestId } = this.limits;
    if ((await this.rows.keys(tx, attempt.owner)).length >= most) return TOO_MANY;
    if (row && row.credentialId.length > longestId) return TOO_LARGE;
    const isKept = row && await this.rows.insert(
      tx, attempt.owner, { ...row, name }, today(this.clock));
    return isKept ? this.changed(tx, attempt.owner) : WRONG_PASSKEY;
  }

  /** What a browser is asked so that one of a person's passkeys signs; null where she has none. */
  async ask(tx: Tx, attempt: Attempt): Promise<string | null> {
    const known = this.site ? await this.rows.keys(tx, attempt.owner) : [];
    if (!this.site || known.length === 0) return null;
    return JSON.stringify(await generateAuthenticationOptions({
      rpID: this.site.rpId, challenge: this.challenges.issue(attempt, this.clock.now()),
      timeout: TIMEOUT_MS, userVerification: 'required', allowCredentials: known.map(described),
    }));
  }

  /** Whether one of her passkeys has signed for this attempt; its challenge is used up by that. */
  async use(tx: Tx, attempt: Attempt, answer: string): Promise<boolean> {
    const signed = this.site && readSigned(answer);
    if (!signed) return false;
    const row = await this.rows.lock(tx, attempt.owner, Buffer.from(signed.id, 'base64url'));
    if (!row) return false;
    const counter = await this.checked(tx, attempt, (proves) =>
      this.counterOf(signed, row, proves));
    if (counter === null) return false;
    await this.rows.use(tx, row.id, counter, today(this.clock));
    return true;
  }

  /** The passkeys of a person after a change. */
  async changed(tx: Tx, owner: string): Promise<PasskeysChanged> {
    return { kind: 'passkeys-changed', passkeys: await this.rows.list(tx, owner) };
  }

  /** What was checked with a challenge of this attempt, which is good once; else null. */
  private async checked<T>(
    tx: Tx, attempt: Attempt, check: (proves: (challenge: string) => boolean) => Promise<T>,
  ): Promise<T | null> {
    const now = this.clock.now();
    let proven: ProvenChallenge | null = null;
    let found: T;
    try {
      found = await check((challenge) => {
        proven = this.challenges.prove(attempt, challenge, now);
        return proven !== null;
      });
    } catch {
      // The library throws for whatever is amiss in an answer; none of it is ours.
      return null;
    }
    return proven !== null && await this.rows.spend(tx, proven, now) ? found : null;
  }

  private async rowOf(
    created: CreatedPasskey, proves: (challenge: string) => boolean,
  ): Promise<PasskeyRow> {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...created, response: { ...created.response, transports: [] } },
      expectedChallenge: proves, ...this.expected(), supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) throw new Error('not verified');
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      id: randomUUID(), credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey), counter, transports: created.response.transports ?? [],
    };
  }

  private async counterOf(
    signed: SignedByPasskey, { credentialId, publicKey, counter }: PasskeyRow,
    proves: (challenge: string) => boolean,
  ): Promise<number> {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: signed, expectedChallenge: proves, ...this.expected(),
      credential: {
        id: credentialId.toString('base64url'), publicKey: ownBytes(publicKey), counter },
    });
    if (!verified) throw new Error('not verified');
    return authenticationInfo.newCounter;
  }

  private expected() {
    if (!this.site) throw new Error('no passkey is good here');
    const { origin, rpId } = this.site;
    return { expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true };
  }
}

function described({ credentialId, transports }: PasskeyRow) {
  return { id: credentialId.toString('base64url'), transports: [...transports] };
}
