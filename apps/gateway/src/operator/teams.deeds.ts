import { handedOver } from './customers.deeds.ts';
import type { Deed } from './deed.ts';
import { facts, table } from './table.ts';

const SHOW_TEAM = `query ($employer: ID!) { customerTeam(employerId: $employer) {
  members { email role joinedOn secondFactor } invitations { email role expiresOn isReset } } }`;
const REINVITE = `mutation ($employer: ID!, $email: String) {
  reinviteOwner(employerId: $employer, email: $email) {
    ... on Invited { email link expiresOn } ... on InviteRefused { code message } } }`;
const ASK_LET_IN = `mutation ($employer: ID!, $email: String!, $withoutSecondFactor: Boolean!) {
  askLetIn(employerId: $employer, email: $email, withoutSecondFactor: $withoutSecondFactor) {
    ... on LetInAsked { requestId expiresOn } ... on LetInRefused { code message } } }`;
const CONFIRM_LET_IN = `mutation ($request: ID!) { confirmLetIn(requestId: $request) {
  ... on LetIn { email link expiresOn operators } ... on LetInRefused { code message } } }`;
const LET_INS = `{ letInRequests { requestId employer { id name } email withoutSecondFactor askedBy
  expiresOn } }`;

interface Team {
  readonly members: readonly {
    readonly email: string; readonly role: string; readonly joinedOn: string;
    readonly secondFactor: boolean;
  }[];
  readonly invitations: readonly {
    readonly email: string; readonly role: string; readonly expiresOn: string;
    readonly isReset: boolean;
  }[];
}

interface Link {
  readonly email: string;
  readonly link: string;
  readonly expiresOn: string;
}

interface Request {
  readonly requestId: string;
  readonly employer: { readonly id: string; readonly name: string };
  readonly email: string;
  readonly withoutSecondFactor: boolean;
  readonly askedBy: string;
  readonly expiresOn: string;
}

const ID = '0b6f2c1e-8a47-4d0c-9f3e-5b7a61d2c844';

/** Commands about customers' HR teams. */
export const TEAMS: readonly Deed[] = [
  {
    name: 'team show', about: 'who is in a customer\'s team, and who is invited',
    example: `--employer ${ID}`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`'),
    run: async ({ gateway }, { employer }) => {
      const team = await gateway<Team>(SHOW_TEAM, { employer });
      return {
        data: team,
        text: [
          table(team.members, 'Nobody has joined yet: `team invite` prints the link again.', {
            'e-mail': ({ email }) => email, 'role': ({ role }) => role,
            'joined': ({ joinedOn }) => joinedOn,
            'second factor': ({ secondFactor }) => secondFactor,
          }),
          '',
          table(team.invitations, 'No invitation is open.', {
            'invited': ({ email }) => email, 'role': ({ role }) => role,
            'until': ({ expiresOn }) => expiresOn,
            'for a new password': ({ isReset }) => isReset,
          }),
        ],
      };
    },
  },
  {
    name: 'team invite', about: 'invite the first administrator again, while nobody has joined',
    example: `--employer ${ID} --email sam@fernside.example`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`')
      .option('--email <address>', 'somebody else than was invited first'),
    run: async ({ gateway }, { employer, email }) => {
      const invited = await gateway<Link>(REINVITE, { employer, email: email ?? null });
      return { data: invited, text: [handedOver(invited, invited.email)] };
    },
  },
  {
    name: 'team let-in', about: 'ask to let an administrator back in; another operator confirms it',
    example: `--employer ${ID} --email pat@fernside.example`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`')
      .requiredOption('--email <address>', 'who administrates from then on')
      .option('--without-second-factor', 'she lost her second factor and its recovery codes too'),
    run: async ({ gateway }, { employer, email, withoutSecondFactor }) => {
      const asked = await gateway<{ requestId: string; expiresOn: string }>(ASK_LET_IN, {
        employer, email, withoutSecondFactor: withoutSecondFactor !== undefined,
      });
      return {
        data: asked,
        text: [facts({ 'Request': asked.requestId, 'Until the end of': asked.expiresOn }),
          'Another operator makes sure who asks, by a way that she knows from before, and then runs:',
          `npm run --silent operator -- team confirm --request ${asked.requestId}`],
      };
    },
  },
  {
    name: 'team requests', about: 'requests to let somebody in that wait for a second operator',
    example: '',
    run: async ({ gateway }) => {
      const requests = await gateway<Request[]>(LET_INS);
      return {
        data: requests,
        text: [table(requests, 'No request waits.', {
          'request': ({ requestId }) => requestId, 'customer': ({ employer }) => employer.name,
          'e-mail': ({ email }) => email, 'asked by': ({ askedBy }) => askedBy,
          'without second factor': (row) => row.withoutSecondFactor,
          'until': ({ expiresOn }) => expiresOn,
        })],
      };
    },
  },
  {
    name: 'team confirm', about: 'the second operator\'s yes: prints the link; the team is told',
    example: '--request 7d1e4f02-3c5b-4a68-8e90-1f2a3b4c5d6e',
    options: (command) => command.requiredOption('--request <id>', 'from `team requests`'),
    run: async ({ gateway }, { request }) => {
      const letIn = await gateway<Link & { operators: string[] }>(CONFIRM_LET_IN, { request });
      return {
        data: letIn,
        text: [handedOver(letIn, letIn.email),
          'The team reads of it in its activity, and at every sign-in for thirty days.'],
      };
    },
  },
];
