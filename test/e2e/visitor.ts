import { written } from '#wallet/documents';
import { Secret, TOTP } from 'otpauth';
import { GatewayClient } from '#wallet/gateway';
import { systemClock as clock } from '#wallet/clock';
import { byText } from '#wallet/node/texts';
import { connect } from '#wallet/node/undici';
import { withCookie } from '../../demo/story/browser.ts';
import { expectKind, type Kind } from '../../demo/story/kinds.ts';

type SignedIn = Kind & { __typename: 'SignedIn'; csrfToken: string };

const SIGN_IN = written<{ signIn: SignedIn }>(
  `mutation ($email: String!, $password: String!, $code: String) {
  signIn(email: $email, password: $password, code: $code) { __typename
    ... on SignedIn { csrfToken } } }`);
const BEGIN = written<{ beginSecondFactor: { typed: string } }>(
  `mutation ($password: String!) { beginSecondFactor(password: $password) {
  ... on SecondFactorBegun { typed } } }`);
const OFF = written<{ switchOffSecondFactor: Kind }>(
  `mutation ($password: String!, $code: String!) {
  switchOffSecondFactor(password: $password, code: $code) { __typename } }`);
const CONFIRM = written<{ confirmSecondFactor: Kind }>(
  `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorRefused { code } } }`);
const SESSION = written<{ session: { today: string } }>('query { session { today } }');

/** What somebody finds who follows the last lines of the demo with a phone in her hand. */
export interface Visit {
  /** The answer to the code of an authenticator that goes by this machine's clock. */
  readonly authenticator: string;
  /** The service's day (`YYYY-MM-DD`), and this machine's before and after it was asked. */
  readonly today: string;
  readonly days: readonly string[];
}

/** Sign in as HR with what the demo printed, and set an authenticator of one's own up. */
export async function visitAsHr(stdout: string): Promise<Visit> {
  const [, origin = '', email = '', password = '', code = ''] =
    /HR team\s+(\S+)\/hr\s+(\S+)\s+(\S+)\s+code (\S+)/.exec(stdout) ?? [];
  const [, another = ''] = new RegExp(`good once:\\s+${code}\\s+(\\S+)`).exec(stdout) ?? [];
  const { transport, close } = connect(origin, 1);
  const hr = new GatewayClient({ transport: withCookie(transport), documents: byText, clock });
  const { signIn } = await hr.ask(SIGN_IN, { email, password, code });
  hr.useCsrfToken(expectKind(signIn, 'SignedIn').csrfToken);
  await hr.ask(OFF, { password, code: another });
  const { beginSecondFactor } = await hr.ask(BEGIN, { password });
  const phone = new TOTP({ issuer: 'Sotto', secret: Secret.fromBase32(beginSecondFactor.typed) });
  const { confirmSecondFactor } = await hr.ask(
    CONFIRM, { code: phone.generate() });
  const before = dayOfThisMachine();
  const { session } = await hr.ask(SESSION);
  await close();
  return {
    authenticator: confirmSecondFactor.__typename, today: session.today,
    days: [before, dayOfThisMachine()],
  };
}

function dayOfThisMachine(): string {
  return new Date().toISOString().slice(0, 10);
}
