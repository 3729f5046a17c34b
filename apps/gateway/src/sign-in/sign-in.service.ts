import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { UNNAMED } from '#platform/settings/operators';
import { CodedError } from '#server/coded-error';
import { PresentFactor, type FactorNeeded } from '#server/own-account/present-factor';
import { refusePassword, type PasswordRefusal } from '#server/password-rule';
import { Passwords } from '#server/passwords';
import { Places, type PlacesOptions } from '#server/places';
import type { FactorGiven } from '#server/second-factor';
import type { Browser } from '#server/sign-ins';
import type { HrOwner } from '../http/caller.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { InvitationTokens } from '../employers/invitation-tokens.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { AuditStore } from '../audit/audit.store.ts';
import { PasswordPlaces } from './password-places.ts';
import { SecondFactorStore } from './second-factor.store.ts';
import { HrTries } from './own-account.ts';
import { Sessions } from './sessions.ts';
import type { HrUser } from '../employers/hr-user.graphql.ts';

/** Somebody is in. */
export interface SignIn {
  readonly kind: 'signed-in';
  /** For the cookie. */
  readonly token: string;
  /** What the page sends as a header. */
  readonly csrfToken: string;
  /** What the page shows of her. */
  readonly user: HrUser;
}

/** Expected refusals. */
interface Refusal<K extends string> {
  readonly kind: K;
  readonly code: string;
  readonly message: string;
}

const WRONG: Refusal<'refused'> = {
  kind: 'refused', code: 'WRONG_CREDENTIALS',
  message: 'E-mail or password is wrong. Check both, or ask an administrator to invite you again.',
};
const PASSWORD_SET = {
  kind: 'password-set',
  message: 'The password is set. Sign in with it and with a code of your second factor.',
} as const;
/** What is written down of a refusal. */
const REFUSALS = new Map<string, 'CODE_REFUSED' | 'PASSKEY_REFUSED'>([
  ['WRONG_CODE', 'CODE_REFUSED'], ['WRONG_PASSKEY', 'PASSKEY_REFUSED'],
]);
/** Each try hashes a password: those with one link wait for each other. */
const PER_LINK: PlacesOptions = {
  atOnce: 1, mostWaiting: 3,
  full: () => new CodedError('OVERLOADED',
    'This link is being used just now. Wait a few seconds, then look whether you can sign in.'),
};
const UNUSABLE: Refusal<'invitation-refused'> = {
  kind: 'invitation-refused', code: 'INVITATION_NOT_USABLE',
  message: 'This invitation was used, has expired or is unknown. Sign in, or ask for a new one.',
};

/** What is given to sign in. */
export interface SignInTry extends FactorGiven {
  readonly email: string;
  readonly password: string;
  readonly browser: Browser;
}

/** What is given to set another password. */
interface PasswordChange extends FactorGiven {
  readonly current: string;
  readonly next: string;
}

/** Outcome of signing in. */
type Outcome = SignIn | Refusal<'refused'> | FactorNeeded;

/** Outcome of accepting an invitation. */
type Acceptance = SignIn | typeof PASSWORD_SET | typeof UNUSABLE | PasswordRefusal;

/** How HR users get in. */
@Injectable()
export class SignInService {
  private readonly perLink = new Places(PER_LINK);

  constructor(
    private readonly db: Database,
    private readonly employers: EmployersStore,
    private readonly invitations: InvitationTokens,
    private readonly passwords: Passwords,
    private readonly places: PasswordPlaces,
    private readonly sessions: Sessions,
    private readonly present: PresentFactor<HrOwner>,
    private readonly tries: HrTries,
    private readonly factors: SecondFactorStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Sign in; an unknown e-mail costs the same work as a wrong password. Whoever has a second factor
   * gives its code too: without it, a right password is told that it is asked for. What is refused,
   * her team's record has.
   *
   * @throws CodedError RATE_LIMITED after too many wrong codes. They count after a right password
   *   alone, so that strangers cannot use a colleague's tries up.
   */
  async signIn(given: SignInTry): Promise<Outcome> {
    const outcome = await this.trySignIn(given);
    if (outcome.kind === 'refused') {
      const action = REFUSALS.get(outcome.code) ?? 'SIGN_IN_REFUSED';
      await this.db.transaction('note-refusal', (tx) =>
        this.audit.addRefusal(tx, given.email, action, this.clock.now()));
    }
    return outcome;
  }

  private async trySignIn(
    { email, password, browser, ...given }: SignInTry,
  ): Promise<Outcome> {
    const known = await this.db.read('find-credentials', (tx) =>
      this.employers.findCredentials(tx, email));
    if (!(await this.passwords.check(known?.passwordHash, password)) || !known) return WRONG;
    const { user, passwordHash } = known;
    return this.db.transaction('sign-in', async (tx) => {
      // It may have been changed, or she removed, while it was checked.
      if (!await this.employers.lockPassword(tx, user.id, passwordHash)) return WRONG;
      const amiss = await this.present.amiss(
        tx, { owner: user.id, passwordHash, use: 'sign-in' }, given);
      if (amiss) return amiss;
      const actor = { userId: user.id, employerId: user.employer.id };
      await this.audit.add(tx, actor, 'SIGNED_IN', '', this.clock.now());
      return this.open(tx, user, browser);
    });
  }

  /**
   * Change one's own password by the one that was, and a code where there is a second factor; all
   * other sign-ins end.
   */
  changePassword(who: HrOwner, given: PasswordChange): Promise<Outcome | PasswordRefusal> {
    return this.tries.ofPassword(who, () => this.changeInTurn(who, given));
  }

  private async changeInTurn(
    { owner, tokenHash }: HrOwner, { current, next, ...given }: PasswordChange,
  ): Promise<Outcome | PasswordRefusal> {
    const known = await this.db.read('find-password', (tx) =>
      this.employers.findPassword(tx, owner));
    if (!(await this.passwords.check(known?.passwordHash, current)) || !known) return WRONG;
    const { user: { email, employer }, passwordHash } = known;
    const unfit = await refusePassword(next, [email, employer.name], current);
    if (unfit) return unfit;
    const nextHash = await this.passwords.hash(next);
    return this.db.transaction('change-password', async (tx) => {
      if (!await this.employers.lockPassword(tx, owner, passwordHash)) return WRONG;
      const amiss = await this.present.amiss(
        tx, { owner, passwordHash, use: 'change-password' }, given);
      if (amiss) return amiss;
      await this.employers.setPassword(tx, owner, nextHash);
      // A link by which a colleague could set another one, over hers, is of no use any more.
      await this.employers.revokeResets(tx, employer.id, email);
      const browser = await this.sessions.browserOf(tx, tokenHash);
      await this.sessions.closeAll(tx, owner);
      const actor = { userId: owner, employerId: employer.id };
      await this.audit.add(tx, actor, 'PASSWORD_CHANGED', '', this.clock.now());
      return this.open(tx, known.user, browser);
    });
  }

  private async open(tx: Tx, user: HrUser, browser: Browser): Promise<SignIn> {
    const { token } = await this.sessions.open(tx, user.id, browser);
    return { kind: 'signed-in', user, token, csrfToken: this.sessions.csrfTokenFor(token) };
  }

  /**
   * Accept an invitation by setting a password; signs in at once. Somebody of the same team who was
   * invited again has a new password then, and her other sign-ins end. A second factor stays, and
   * is asked for as ever: whoever issued the invitation holds it too, and could use it first; only
   * one that two operators have confirmed takes it away.
   */
  accept(
    { token, password, browser }: { token: string; password: string; browser: Browser }, ip: string,
  ): Promise<Acceptance> {
    const id = this.invitations.read(token);
    if (id === undefined) return Promise.resolve(UNUSABLE);
    return this.perLink.during(id, () =>
      this.places.ofStranger(ip, () => this.acceptInTurn(id, password, browser)));
  }

  private async acceptInTurn(id: string, password: string, browser: Browser): Promise<Acceptance> {
    const day = today(this.clock);
    const meant = await this.db.read('find-invitation', (tx) =>
      this.employers.findInvitation(tx, id, day));
    if (!meant) return UNUSABLE;
    const unfit = await refusePassword(password, [meant.email, meant.employerName]);
    if (unfit) return unfit;
    const passwordHash = await this.passwords.hash(password);
    return this.db.transaction('accept-invitation', async (tx) => {
      await this.employers.lockInviting(tx, id);
      const invited = await this.employers.takeInvitation(tx, id, day);
      if (!invited) return UNUSABLE;
      // The first who joins ends every other link that an operator handed out.
      if (!await this.employers.hasJoined(tx, invited.employerId)) {
        await this.employers.revokeAll(tx, invited.employerId);
      }
      const known = await this.employers.findCredentials(tx, invited.email);
      const given = { ...invited, id: randomUUID(), passwordHash, day };
      const userId = await this.employers.addUser(tx, given);
      const user = userId !== undefined && await this.employers.findUser(tx, userId);
      if (!user) return UNUSABLE;
      await this.sessions.closeAll(tx, user.id);
      const actor = { userId: user.id, employerId: user.employer.id };
      const issuer = known && await this.audit.lastResetOf(tx, actor.employerId, user.email);
      const subject = issuer === undefined ? user.email : `${user.email}, let by ${issuer}`;
      const action = known ? 'PASSWORD_SET' : 'JOINED';
      await this.audit.add(tx, actor, action, subject, this.clock.now());
      if (user.role !== 'ADMIN') await this.employers.revokeBy(tx, user.id);
      if (invited.withoutSecondFactor) await this.takeFactorAway(tx, user);
      if (await this.factors.hasAny(tx, user.id)) return PASSWORD_SET;
      return this.open(tx, user, browser);
    });
  }

  /** Two operators have let her in without it; the team reads that it is gone. */
  private async takeFactorAway(tx: Tx, { id, email, employer }: HrUser): Promise<void> {
    if (!await this.factors.removeAll(tx, id)) return;
    const operators = await this.audit.lastLetInOf(tx, employer.id, email);
    await this.audit.addOfOperators(
      tx, employer.id, [operators ?? UNNAMED], 'SECOND_FACTOR_RESET', email, this.clock.now());
  }
}
