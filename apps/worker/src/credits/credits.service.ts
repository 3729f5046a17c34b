import { Inject, Injectable } from '@nestjs/common';
import { readPeriod } from '#calendar/periods';
import { today, type Clock } from '#platform/clock';
import { decodeCredit, readCredit, type Credit } from '#pseudonym/credit';
import { kindOfCode } from '#pseudonym/other-codes';
import type { IssuerPublicKey, KeyKind } from '#pseudonym/keys';
import { nullifier } from '#pseudonym/nullifier';
import { verifyCredit } from '#pseudonym/verifier';
import { CodedError } from '#server/coded-error';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal } from '../graphql/refusal.ts';
import { KeyringService } from '../keys/keyring.service.ts';

/** A credit that was looked at: `use` is null when it is good for nothing. */
export interface ExaminedCredit {
  readonly nullifier: string;
  /** What its key says: programme, period and block. Null: forged, unknown, of another period. */
  readonly use: IssuerPublicKey | null;
}

/** The one refusal of a credit, whatever is wrong with it: anything finer would tell. */
export const CREDIT_NOT_USABLE = refusal('credit-not-usable',
  'This credit can\'t be used. Look in your wallet for another one of this period. If none can be '
    + 'used, the period was ended early: the next one brings new ones.');

/** Credits, from what a client sends to what it may be used for. */
@Injectable()
export class CreditsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly keyring: KeyringService,
  ) {}

  /**
   * Verify a credit: signed by a mirrored key of this kind whose period is now, or can be booked.
   * Does the same work whatever is wrong, so that its time says nothing. Spent or not is for the
   * store to say.
   *
   * @param text base64url of the 321 bytes, or the printed form as somebody typed it.
   * @param day what is today where the credit is used; the UTC day, where that is not known.
   * @throws CodedError BAD_USER_INPUT when it has not even the shape of a credit.
   */
  async examine(
    text: string, kind: KeyKind, day: string = today(this.clock),
  ): Promise<ExaminedCredit> {
    const credit = readText(text);
    const known = await this.keyring.find(credit.keyId);
    const key = known?.verifying ?? this.keyring.stranger(credit.keyId);
    // On this thread: handing the 40 microseconds to another costs more than they do.
    const valid = verifyCredit(key, credit);
    const use = known && valid && isFor(known.use, kind, day) ? known.use : null;
    return { nullifier: nullifier(credit), use };
  }
}

function isFor(use: IssuerPublicKey, kind: KeyKind, day: string): boolean {
  const { startsBooking = use.notBefore } = readPeriod(use.period) ?? {};
  return use.kind === kind && startsBooking <= day && day <= use.notAfter;
}

function readText(text: string): Credit {
  const bytes = text.length > 400 && text.length < 500 ? fromBase64Url(text) : null;
  const reading = bytes ? decodeCredit(bytes) : readCredit(text.slice(0, 4096));
  if (reading.kind === 'credit') return reading.credit;
  if (reading.reason === 'several') {
    throw new CodedError('BAD_USER_INPUT', 'Here is more than one credit (several): send one.');
  }
  if (kindOfCode(text.slice(0, 4096)) === 'letter') {
    throw new CodedError('BAD_USER_INPUT', 'This is the code of a letter, and no credit: an '
      + 'employee enters it on the employees\' page.');
  }
  const place = reading.group === undefined ? '' : ` Look at group ${reading.group}.`;
  throw new CodedError('BAD_USER_INPUT', `This is not a whole credit (${reading.reason}).${place}`);
}

/** Strictly, one text for one value; null otherwise. By Node's own decoder: every booking waits. */
function fromBase64Url(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
