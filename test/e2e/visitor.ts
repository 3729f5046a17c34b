import { Secret, TOTP } from 'otpauth';
import { Connection } from '../../demo/client/connection.ts';
import { GatewayClient } from '../../demo/client/gateway.ts';
import { expectKind, type Kind } from '../../demo/client/graphql.ts';

type SignedIn = Kind & { __typename: 'SignedIn'; csrfToken: string };

const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String) {
  signIn(email: $email, password: $password, code: $code) { __typename
    ... on SignedIn { csrfToken } } }`;
const BEGIN = `mutation ($password: String!) { beginSecondFactor(password: $password) {
  ... on SecondFactorBegun { typed } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorRefused { code } } }`;
const SESSION = 'query { session { today } }';

/** What somebody finds who follows the last lines of the demo with a phone in her hand. */
export interface Visit {
  /** The answer to the code of an authenticator that goes by this machine's clock. */
  readonly authenticator: string;
  /** The service's day (`YYYY-MM-DD`), and this machine's before and after it was asked. */
  readonly today: string;
  readonly days: readonly string[];
}

/** Sign in as HR with what the demo printed, and set an authenticator up. */
export async function visitAsHr(stdout: string): Promise<Visit> {
  const [, origin = '', email = '', password = ''] =
    /HR team\s+(\S+)\/hr\s+(\S+)\s+(\S+)/.exec(stdout) ?? [];
  const connection = new Connection(origin, 1);
  const hr = new GatewayClient(connection);
  const { signIn } = await hr.ask<{ signIn: SignedIn }>(SIGN_IN, { email, password });
  hr.useCsrfToken(expectKind(signIn, 'SignedIn').csrfToken);
  const { beginSecondFactor } = await hr.ask<{ beginSecondFactor: { typed: string } }>(
    BEGIN, { password });
  const phone = new TOTP({ issuer: 'Sotto', secret: Secret.fromBase32(beginSecondFactor.typed) });
  const { confirmSecondFactor } = await hr.ask<{ confirmSecondFactor: Kind }>(
    CONFIRM, { code: phone.generate() });
  const before = dayOfThisMachine();
  const { session } = await hr.ask<{ session: { today: string } }>(SESSION);
  await connection.close();
  return {
    authenticator: confirmSecondFactor.__typename, today: session.today,
    days: [before, dayOfThisMachine()],
  };
}

function dayOfThisMachine(): string {
  return new Date().toISOString().slice(0, 10);
}
