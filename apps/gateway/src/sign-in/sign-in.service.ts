import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { EmployersStore } from '../employers/employers.store.ts';
import { InvitationTokens } from '../employers/invitation-tokens.ts';
import { CLOCK } from '../parts.ts';
import { Passwords } from './passwords.ts';
import { Sessions, type NewSession } from './sessions.ts';
import type { HrUser } from './sign-in.graphql.ts';

/** Somebody is in: the session and what the page shows of her. */
export interface SignIn extends NewSession {
  readonly kind: 'signed-in';
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
const UNUSABLE: Refusal<'invitation-refused'> = {
  kind: 'invitation-refused', code: 'INVITATION_NOT_USABLE',
  message: 'This invitation was used, has expired or is unknown. Sign in, or ask for a new one.',
};

/** How HR users get in. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly employers: EmployersStore,
    private readonly invitations: InvitationTokens,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Sign in; an unknown e-mail costs the same work as a wrong password. */
  async signIn(email: string, password: string): Promise<SignIn | typeof WRONG> {
    const known = await this.db.read('find-credentials', (tx) =>
      this.employers.findCredentials(tx, email));
    if (!(await this.passwords.check(known?.passwordHash, password)) || !known) return WRONG;
    return this.db.transaction('sign-in', async (tx) => ({
      kind: 'signed-in', user: known.user, ...await this.sessions.open(tx, known.user.id),
    }));
  }

  /** Accept an invitation by setting a password; signs in at once. */
  async accept(token: string, password: string): Promise<SignIn | typeof UNUSABLE> {
    const id = this.invitations.read(token);
    if (id === undefined) return UNUSABLE;
    const passwordHash = await this.passwords.hash(password);
    const day = today(this.clock);
    return this.db.transaction('accept-invitation', async (tx) => {
      const invited = await this.employers.takeInvitation(tx, id, day);
      if (!invited) return UNUSABLE;
      const userId = randomUUID();
      const added = await this.employers.addUser(tx, { ...invited, id: userId, passwordHash, day });
      const user = added && await this.employers.findUser(tx, userId);
      if (!user) return UNUSABLE;
      return { kind: 'signed-in', user, ...await this.sessions.open(tx, userId) };
    });
  }
}
