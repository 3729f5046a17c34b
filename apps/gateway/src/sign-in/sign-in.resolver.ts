import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { today, type Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { line } from '#platform/text/line';
import { AuditStore } from '../audit/audit.store.ts';
import { Allow } from '../http/allow.ts';
import { CodedError } from '#server/coded-error';
import {
  Exchange, Hr, lacksFactor, Own, type HrCaller, type HrOwner, type RequestContext,
} from '../http/caller.ts';
import { readInput } from '../http/input.ts';
import { proof } from '#server/input';
import { networkOf, ONE_SITE } from '#server/network';
import { BrowserName } from '#server/own-account/sign-ins.graphql';
import type { Browser } from '#server/sign-ins';
import { Turns } from '../http/turns.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';
import { PasskeyStore } from './passkey.store.ts';
import { PasswordPlaces } from './password-places.ts';
import { Sessions } from './sessions.ts';
import { SecondFactorStore } from './second-factor.store.ts';
import { HrUser } from '../employers/hr-user.graphql.ts';
import { AcceptInvitationResult, ChangePasswordResult, HrSession, SignInResult } from './sign-in.graphql.ts';
import { acceptance, browserName, newPassword } from './sign-in.input.ts';
import { SignInService, type SignIn } from './sign-in.service.ts';

const QUARTER_HOUR = 15 * 60_000;
/** So long a team is told at every sign-in that operators let somebody in. */
const LET_IN_SHOWN_DAYS = 30;
/** Checked for size and print alone: what is not an address is simply not known. */
const credentials = proof.extend({ email: line(254), browser: browserName });

@Resolver()
export class SignInResolver {
  /** After failures from one address on one account, and from one address on any: slowly. */
  private readonly perAccount = new Turns(
    { free: 10, windowMs: QUARTER_HOUR, pauseMs: 250, mostWaiting: 12 });
  private readonly perAddress = new Turns(
    { free: 100, windowMs: QUARTER_HOUR, pauseMs: 0, mostWaiting: 64 });
  /** One site has thousands of networks: together they hold few of the places to hash passwords. */
  private readonly perSite = new Turns(
    { free: 300, windowMs: QUARTER_HOUR, pauseMs: 0, mostWaiting: 64 });

  constructor(
    private readonly signIns: SignInService,
    private readonly places: PasswordPlaces,
    private readonly sessions: Sessions,
    private readonly employers: EmployersStore,
    private readonly factors: SecondFactorStore,
    private readonly audit: AuditStore,
    private readonly db: Database,
    private readonly passkeys: PasskeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Mutation(() => SignInResult, { description: 'Sign in as an HR user. Sets a cookie.' })
  @Allow('public')
  async signIn(
    @Exchange() exchange: RequestContext,
    @Args('email') email: string, @Args('password') given: string,
    @Args('code', { type: () => String, nullable: true }) code: string | null,
    @Args('passkey', { type: () => String, nullable: true }) passkey: string | null,
    @Args('browser', { type: () => BrowserName, nullable: true }) browser: Browser | null,
  ) {
    const input = readInput(credentials, { email, password: given, code, passkey, browser });
    const account = input.email.trim().toLowerCase();
    const { ip } = exchange.req;
    const isGuess = ({ kind }: { kind: string }) => kind === 'refused';
    const attempt = () => this.places.ofStranger(ip, () =>
      this.signIns.signIn({ ...input, email: account }));
    const ofSite = () => this.perSite.during([networkOf(ip, ONE_SITE)], attempt, isGuess);
    const outcome = await this.perAccount.during([ip, account], () =>
      this.perAddress.during([ip], ofSite, isGuess), isGuess);
    return outcome.kind === 'signed-in' ? setCookie(exchange, outcome) : outcome;
  }

  @Mutation(() => AcceptInvitationResult, {
    description: 'Set a password, and sign in unless there is a second factor.',
  })
  @Allow('public')
  async acceptInvitation(
    @Exchange() exchange: RequestContext,
    @Args('token') token: string, @Args('password') given: string,
    @Args('browser', { type: () => BrowserName, nullable: true }) browser: Browser | null,
  ) {
    const input = readInput(acceptance, { token, password: given, browser });
    // Nobody guesses a token, and an unknown one costs a look: there is nothing to slow.
    const outcome = await this.signIns.accept(input, exchange.req.ip);
    return outcome.kind === 'signed-in' ? setCookie(exchange, outcome) : outcome;
  }

  @Mutation(() => ChangePasswordResult, { description: 'Change one\'s own password.' })
  @Allow('hr:viewer')
  async changePassword(
    @Own() who: HrOwner, @Exchange() exchange: RequestContext,
    @Args('current') current: string, @Args('next') next: string,
    @Args('code', { type: () => String, nullable: true }) code: string | null,
    @Args('passkey', { type: () => String, nullable: true }) passkey: string | null,
  ) {
    const input = readInput(newPassword, { current, next, code, passkey });
    const outcome = await this.signIns.changePassword(who, input);
    return outcome.kind === 'signed-in' ? setCookie(exchange, outcome) : outcome;
  }

  @Mutation(() => Boolean, { description: 'End this sign-in.' })
  @Allow('hr:viewer')
  async signOut(
    @Own() { tokenHash }: HrOwner, @Exchange() { req }: RequestContext,
  ): Promise<boolean> {
    await this.sessions.close(tokenHash);
    req.session.delete();
    return true;
  }

  @Query(() => HrSession, { description: 'The open sign-in of this browser.' })
  @Allow('hr:viewer')
  async session(
    @Hr() caller: HrCaller, @Exchange() { req }: RequestContext,
  ): Promise<HrSession> {
    const csrfToken = this.sessions.csrfTokenFor(req.session.get('token') ?? '');
    const user = await this.me(caller);
    return this.db.read('session', async (tx) => ({
      user, csrfToken, today: today(this.clock), contractEnded: !caller.isActive,
      idleMinutes: this.sessions.idleMinutes,
      secondFactor: await this.factors.isOn(tx, caller.userId),
      passkeys: await this.passkeys.list(tx, caller.userId),
      passkeyHost: this.config.passkeys?.rpId ?? null, secondFactorMissing: lacksFactor(caller),
      recoveryCodes: await this.factors.countRecovery(tx, caller.userId),
      contractNumber: await this.employers.contractNumber(tx, caller.employerId),
      letIn: await this.audit.letIn(tx, caller.employerId, this.daysAgo(LET_IN_SHOWN_DAYS)),
    }));
  }

  private daysAgo(days: number): Date {
    return new Date(this.clock.now().getTime() - days * 86_400_000);
  }

  @Query(() => HrUser, { description: 'Who has signed in.' })
  @Allow('hr:viewer')
  async me(@Hr() caller: HrCaller): Promise<HrUser> {
    const user = await this.db.read('me', (tx) => this.employers.findUser(tx, caller.userId));
    if (!user) throw new CodedError('UNAUTHENTICATED', 'Sign in first.');
    return user;
  }
}

function setCookie({ req }: RequestContext, { token, ...answer }: SignIn) {
  req.session.regenerate();
  req.session.set('token', token);
  return answer;
}
