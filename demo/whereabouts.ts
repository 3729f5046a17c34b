import type { Launched } from '#local/launch';
import type { ReadyData } from './ready/ready.ts';
import type { Narrator } from './telling/narrator.ts';

/** Say where people and programs find the service and how to sign in, after the story. */
export function tellWhereItIs(
  narrator: Narrator, { origin, pages, secrets }: Launched, ready: ReadyData | undefined,
): void {
  narrator.title('The service', 'The gateway listens on 127.0.0.1; the worker listens nowhere.');
  narrator.table(['for programs', 'what it is'], [
    [`${origin}/graphql`, 'the gateway\'s schema: employers, members, releases (POST, JSON)'],
    [`${origin}/relay`, 'sealed requests to the vault (POST, RFC 9458)'],
    [`${origin}/health/ready`, 'whether the gateway can do its work'],
  ]);
  narrator.table(['for operators', 'set these, then: npm run --silent operator -- --help'], [
    ['SOTTO_ORIGIN', origin],
    ['GATEWAY_OPERATOR_TOKEN', secrets.gateway['GATEWAY_OPERATOR_TOKEN'] ?? ''],
    ['VAULT_OPERATOR_TOKEN', secrets.vault['VAULT_OPERATOR_TOKEN'] ?? ''],
    ['VAULT_SIGNING_PUBLIC_KEY', secrets.gateway['VAULT_SIGNING_PUBLIC_KEY'] ?? ''],
  ]);
  if (!ready) return;
  const { hr, smallHr, code, therapist, voucher } = ready;
  narrator.say(`A session credit that a client of ${therapist.name} has handed over on paper:`);
  narrator.say(voucher);
  narrator.title('Open it in a browser', 'Today, an ordinary day; each its own surface.');
  narrator.table(['who', 'address', 'sign in with'], [
    ['HR team', `${pages}/hr`, `${hr.email}  ${hr.password}  code ${hr.recoveryCodes[0] ?? ''}`],
    ...smallHr ? [['HR, small',
      `${pages}/hr`, `${smallHr.email}  ${smallHr.password}  code ${smallHr.recoveryCodes[0] ?? ''}`]]
      : [],
    ['employee', `${pages}/employee`, `code ${code}`],
    ['therapist', `${pages}/therapist`,
      `${therapist.login}  ${therapist.password}  code ${therapist.recoveryCodes[0] ?? ''}`],
  ]);
  narrator.say('HR is asked for a code. Each of these is good once: '
    + `${hr.recoveryCodes.slice(0, 5).join('  ')}`);
  narrator.say(`So is the therapist: ${therapist.recoveryCodes.slice(0, 5).join('  ')}`);
}
