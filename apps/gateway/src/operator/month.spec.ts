import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, giveFactor, openPeriod, PASSWORD, PERIOD } from '../../testing/story.ts';
import { operatorCommands } from './program.ts';

const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename
    ... on SignedIn { csrfToken } } }`;
const BUY = `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
  __typename ... on Purchased { invoice { number total { minor } } } } }`;
const anna = randomBytes(32).toString('hex');
const ben = randomBytes(32).toString('hex');
const unnamed = randomBytes(32).toString('hex');

/** An operator's month, by the commands that she types, on what they print. */
describe('an operator can run a month', () => {
  let rig: Rig;
  let origin: string;
  beforeAll(async () => {
    rig = await startRig(undefined, {
      GATEWAY_OPERATOR_TOKENS: `anna=${anna},ben=${ben}`, GATEWAY_OPERATOR_TOKEN: unnamed });
    await rig.app.listen(0, '127.0.0.1');
    origin = await rig.app.getUrl();
  });
  afterAll(() => rig.close());

  async function typed(line: string, token = anna): Promise<string> {
    const said: string[] = [];
    const env = { SOTTO_ORIGIN: origin, GATEWAY_OPERATOR_TOKEN: token };
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
    await operatorCommands(env, (each) => said.push(each))
      .parseAsync(['node', 'operator', ...words]);
    return said.join('\n');
  }
  const data = async <T>(line: string, token = anna) =>
    JSON.parse(await typed(`${line} --json`, token)) as T;

  /** A customer whose link was opened, with its owner signed in. */
  async function customer(
    name: string, email: string, hasFactor = true,
  ): Promise<{ id: string; owner: Client }> {
    const said = await typed(
      `employer create --name "${name}" --email ${email} --country DE --currency EUR`);
    const [link] = /^http\S+\/hr\/join#\S+$/m.exec(said)!;
    const [id] = /[0-9a-f-]{36}/.exec(said)!;
    return { id: id!, owner: await opened(link!, PASSWORD, hasFactor) };
  }
  async function opened(link: string, password = PASSWORD, hasFactor = true): Promise<Client> {
    const client = rig.client();
    const { csrfToken } = await client.field<{ csrfToken?: string }>(
      ACCEPT, { token: new URL(link).hash.slice(1), password });
    client.csrfToken = csrfToken;
    if (hasFactor) await giveFactor(rig, (await client.field<{ id: string }>('{ me { id } }')).id);
    return client;
  }
  async function invoiced(owner: Client, programmeId: string, sessions: number): Promise<string> {
    const { invoice } = await owner.field<{ invoice: { number: string } }>(BUY, { input: {
      programmeId, sessions, method: 'INVOICE', idempotencyKey: randomUUID() } });
    return invoice.number;
  }
  const balanced = async () => {
    const { ledger } = await data<{ ledger: { debitsMinor: string; creditsMinor: string } }>(
      'operations');
    expect(ledger.debitsMinor).toBe(ledger.creditsMinor);
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
  };

  it('hands the whole link over, for whom and until when; the link opens the account', async () => {
    const said = await typed(
      'employer create --name Linked --email lin@example.org --country DE --currency EUR');
    expect(said).toMatch(/Give this link to lin@example\.org yourself.* end of 2026-11-16:/);
    expect(said).toContain(`${rig.config.publicOrigin}/hr/join#`);
    const [link] = /^http\S+$/m.exec(said)!;
    const owner = await opened(link!);
    expect(await owner.field('{ me { email } }')).toEqual({ email: 'lin@example.org' });
    expect(await typed(
      'employer create --name Linked --email lin@example.org --country DE --currency EUR'))
      .toContain('Somebody has joined already');
  });

  it('invites the first administrator again until somebody joins, and ends the links of before',
    async () => {
      const { employerId, invitation } = await data<{
        employerId: string; invitation: { link: string } }>(
        'employer create --name Again --email wrong@example.org --country DE --currency EUR');
      const said = await typed(`team invite --employer ${employerId} --email right@example.org`);
      expect(said).toContain('Give this link to right@example.org');
      expect(await rig.client().field(ACCEPT, {
        token: new URL(invitation.link).hash.slice(1), password: PASSWORD }))
        .toEqual({ __typename: 'InvitationRefused' });
      await opened(/^http\S+$/m.exec(said)![0]);
      await expect(typed(`team invite --employer ${employerId}`)).rejects.toThrow(
        /^TEAM_HAS_JOINED: .*team let-in/);
      expect(await typed(`team show --employer ${employerId}`)).toMatch(/right@example\.org +ADMIN/);
    });

  it('hands one operator no way into a team that somebody has joined', async () => {
    const create =
      'employer create --name Typo --email typo@example.org --country DE --currency EUR';
    const { employerId } = await data<{ employerId: string }>(create);
    const right = await typed(`team invite --employer ${employerId} --email first@example.org`);
    // Asked for once more before anybody joins: a second link is about.
    const { invitation } = await data<{ invitation: { link: string } }>(create);
    const owner = await opened(/^http\S+$/m.exec(right)![0]);
    expect(await data<object>(create)).toMatchObject({ employerId, invitation: null });
    expect(await rig.client().field(ACCEPT, {
      token: new URL(invitation.link).hash.slice(1), password: PASSWORD }))
      .toEqual({ __typename: 'InvitationRefused' });
    expect(await owner.field('{ team { members { email } invitations { email } } }')).toEqual({
      members: [{ email: 'first@example.org' }], invitations: [] });
  });

  it('lists customers by ids that the other commands take, and changes what may be changed',
    async () => {
      const { id, owner } = await customer('Fernside', 'fern@example.org');
      const programmeId = await createProgramme(owner);
      await openPeriod(rig, owner, programmeId);
      const number = await invoiced(owner, programmeId, 3);
      const [, listed] = /^([0-9a-f-]{36}) +Fernside /m.exec(await typed('employer list'))!;
      expect(listed).toBe(id);
      expect(await typed(`employer change --employer ${id} --name "Fernside GmbH" \
        --contact books@example.org`)).toMatch(/Contact +books@example\.org/);
      expect(await typed(`employer show --employer ${id}`)).toMatch(/Name +Fernside GmbH/);
      // What was printed stays printed.
      const [kept] = await rig.cluster.query<{ buyer_name: string }>('gateway',
        'SELECT buyer_name FROM invoice WHERE number = $1', [number]);
      expect(kept).toEqual({ buyer_name: 'Fernside' });
      expect(await typed(`programme list --employer ${id}`)).toMatch(/Fernside GmbH +EAP +155/);
      expect(await typed(`period list --programme ${programmeId}`))
        .toMatch(new RegExp(`${PERIOD} +Fernside GmbH +EAP +C-[0-9A-F]{8} +OPEN +155`));
      const advice = /PROPOSED on 2026-11-02, to be confirmed by 2027-09-17.* C-[0-9A-F]{8}; she/;
      expect(await typed(`period list --programme ${programmeId}`)).not.toMatch(advice);
      await owner.field(`mutation ($programmeId: ID!, $period: String!) {
        openPeriod(programmeId: $programmeId, period: $period) { __typename } }`,
      { programmeId, period: '2027-10' });
      expect(await typed(`period list --programme ${programmeId}`)).toMatch(advice);
    });

  it('announces an end: the last day, another one, or none', async () => {
    const { id } = await customer('Leaving', 'leave@example.org');
    const end = (option: string) => typed(`employer end --employer ${id} ${option}`);
    expect(await end('--last-day 2026-12-15')).toMatch(/Last day +2026-12-15[^]*All members read the day/);
    expect(await end('--last-day 2027-01-31')).toMatch(/Last day +2027-01-31/);
    expect(await end('--withdraw')).toMatch(/Last day +none announced/);
    await expect(end('--last-day 2026-11-03')).rejects.toThrow('must be 2026-11-16 or later');
    await expect(end('--last-day soon')).rejects.toThrow('--last-day "soon" must be a day');
    await expect(end('')).rejects.toThrow('--last-day, or --withdraw');
  });

  it('ends a contract: HR reads and changes nothing, until it runs again', async () => {
    const { id, owner } = await customer('Ending', 'end@example.org');
    const programmeId = await createProgramme(owner);
    expect(await typed(`employer deactivate --employer ${id}`)).toMatch(/Deactivated +2026-11-02/);
    expect(await typed('employer list --inactive')).toContain('Ending');
    expect(await owner.field<object[]>('{ programmes { id } }')).toHaveLength(1);
    for (const mutation of [
      `inviteHrUser(email: "x@example.org", role: VIEWER) { __typename }`,
      `openPeriod(programmeId: "${programmeId}", period: "${PERIOD}") { __typename }`,
      `purchaseCredits(input: { programmeId: "${programmeId}", sessions: 1, method: INVOICE,
         idempotencyKey: "${randomUUID()}" }) { __typename }`,
    ]) {
      const { errors } = await owner.ask(`mutation { ${mutation} }`);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('Your contract has ended'),
        extensions: { code: 'FORBIDDEN' } });
    }
    await typed(`employer reactivate --employer ${id}`);
    await invoiced(owner, programmeId, 1);
    expect((await owner.field<{ action: string; actor: string }[]>(
      '{ teamActions(first: 9) { action actor } }')).map(({ action, actor }) => [action, actor]))
      .toEqual(expect.arrayContaining([
        ['CONTRACT_ENDED', 'operators: anna'], ['CONTRACT_RESUMED', 'operators: anna']]));
  });

  it('cancels an invoice that is not paid, and sends back what was received; the book balances',
    async () => {
      const { id, owner } = await customer('Payer', 'pay@example.org');
      const programmeId = await createProgramme(owner);
      const number = await invoiced(owner, programmeId, 10);
      for (const text of ['400,00', '400.0', '"400.00 USD"', '-1.00', '0.00']) {
        await expect(typed(`payment record --invoice ${number} --amount ${text} --reference "IN 1"`))
          .rejects.toThrow('--amount must be an amount of EUR as lists show it, such as 11400.00, not');
      }
      expect(await typed(`payment record --invoice ${number} --amount 400 --reference "IN 1"`))
        .toMatch(/^Recorded +400\.00 EUR/);
      rig.clock.moveTo('2026-11-03');
      expect(await typed(`payment record --invoice ${number} --amount 400.00 --reference "IN 1"`))
        .toMatch(/^Recorded already +400\.00 EUR, on 2026-11-02; nothing has changed now\n/);
      rig.clock.moveTo('2026-11-02');
      expect(await typed(`invoice list --employer ${id}`))
        .toMatch(/OPEN +2026-11-02 +2026-12-02 +950\.00 EUR +400\.00 EUR +550\.00 EUR/);
      expect(await typed(`invoice cancel --invoice ${number}`)).toMatch(
        /Status +CANCELLED[^]*Surplus in suspense +400\.00 EUR[^]*payment return/);
      await balanced();
      await expect(typed(`payment record --invoice ${number} --amount 0.01 --reference "IN 2"`))
        .rejects.toThrow('CANCELLED: This invoice was cancelled. Send the money back');
      expect(await typed('payment surplus')).toMatch(new RegExp(`${number} +CANCELLED +Payer +400.00`));
      await expect(typed(`payment return --invoice ${number} --amount 400.01 --reference "OUT 1"`))
        .rejects.toThrow('MORE_THAN_HELD: Only 400.00 EUR');
      await typed(`payment return --invoice ${number} --amount 400.00 --reference "OUT 1"`);
      // The same reference counts once, as when a line is typed twice.
      expect(await typed(`payment return --invoice ${number} --amount 400.00 --reference "OUT 1"`))
        .toMatch(
          /^Sent back already +400\.00 EUR, on 2026-11-02[^]*Surplus in suspense +0\.00 EUR/);
      expect(await typed(`payment list --invoice ${number}`))
        .toMatch(/IN 1 +RECEIVED[^]*OUT 1 +RETURNED/);
      await balanced();
      const paid = await invoiced(owner, programmeId, 1);
      await typed(`payment record --invoice ${paid} --amount 95.00 --reference "IN 3"`);
      await expect(typed(`invoice cancel --invoice ${paid}`)).rejects.toThrow('ALREADY_PAID');
      expect(await owner.field(`{ invoices(programmeId: "${programmeId}") { status } }`))
        .toEqual([{ status: 'CANCELLED' }, { status: 'PAID' }]);
    });

  it('shows what is overdue, by the service\'s day', async () => {
    const { id, owner } = await customer('Late', 'late@example.org');
    const number = await invoiced(owner, await createProgramme(owner), 2);
    expect(await typed(`invoice list --employer ${id} --status overdue`)).toContain('no such invoices');
    rig.clock.moveTo('2026-12-03');
    expect(await typed(`invoice list --employer ${id} --status overdue`))
      .toMatch(new RegExp(`${number} +Late +OVERDUE`));
    rig.clock.moveTo('2026-11-02');
  });

  it('lets a sole administrator back in by two operators, and tells her team', async () => {
    const { id, owner } = await customer('Alone', 'sole@example.org', false);
    // What a start without names has left in the folder is nobody's any more.
    await expect(typed(`team let-in --employer ${id} --email sole@example.org`, unnamed))
      .rejects.toThrow('UNAUTHENTICATED: This token is none of this service\'s operators. Where they '
        + 'have names, each sets GATEWAY_OPERATOR_TOKEN to her own.');
    expect(await typed('deeds')).not.toContain('without a name');
    const asked = await data<{ requestId: string }>(
      `team let-in --employer ${id} --email sole@example.org`);
    const confirm = `team confirm --request ${asked.requestId}`;
    await expect(typed(confirm)).rejects.toThrow('SAME_OPERATOR: You asked for this yourself');
    expect(await typed('team requests', ben)).toMatch(/Alone +sole@example\.org +anna +no/);
    const said = await typed(confirm, ben);
    await expect(typed(confirm, ben)).rejects.toThrow('NOT_OPEN');
    const back = await opened(/^http\S+$/m.exec(said)![0], 'another harbour and lamps', false);
    expect(await owner.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await back.field('{ session { user { role } letIn { email operators } } }')).toEqual({
      user: { role: 'ADMIN' }, letIn: [{ email: 'sole@example.org', operators: 'anna, ben' }] });
    expect(await rig.cluster.query('gateway',
      `SELECT operators, subject FROM hr_action WHERE action = 'OPERATORS_LET_IN'`))
      .toEqual([{ operators: 'anna, ben', subject: 'sole@example.org' }]);
    rig.clock.moveTo('2026-12-10');
    const later = rig.client();
    await later.field(`mutation { signIn(email: "sole@example.org",
      password: "another harbour and lamps") { __typename } }`);
    expect(await later.field('{ session { letIn { email } } }')).toEqual({ letIn: [] });
    rig.clock.moveTo('2026-11-02');
  });

  it('cannot confirm after three days', async () => {
    const { id } = await customer('Slow', 'slow@example.org');
    const asked = await data<{ requestId: string }>(
      `team let-in --employer ${id} --email slow@example.org`);
    rig.clock.moveTo('2026-11-06');
    await expect(typed(`team confirm --request ${asked.requestId}`, ben)).rejects.toThrow('NOT_OPEN');
    expect(await typed('team requests')).toBe('No request waits.');
    rig.clock.moveTo('2026-11-02');
  });

  it('is on the record by name: what was done, what was refused, and who had no token', async () => {
    const { id } = await customer('Recorded', 'rec@example.org');
    await expect(typed('invoice cancel --invoice INV-2026-999999')).rejects.toThrow('NOT_FOUND');
    await expect(typed('operations', 'f'.repeat(64))).rejects.toThrow('UNAUTHENTICATED');
    await typed(`employer deactivate --employer ${id}`, ben);
    expect(await data<object[]>('deeds --first 4')).toMatchObject([
      { operator: 'ben', deed: 'deactivateCustomer', subject: id, outcome: 'DONE' },
      { operator: 'unknown', deed: 'operations', outcome: 'UNAUTHENTICATED' },
      { operator: 'anna', deed: 'cancelInvoice', subject: 'INV-2026-999999', outcome: 'NOT_FOUND' },
      { operator: 'anna', deed: 'createEmployer', subject: id, outcome: 'DONE' },
    ]);
    const everything = JSON.stringify(await data<object[]>('deeds --first 1000'));
    expect(everything).not.toContain('@');
    await expect(rig.cluster.query('gateway', 'DELETE FROM operator_deed')).rejects.toThrow('stays');
    await expect(rig.cluster.query('gateway', 'UPDATE operator_deed SET outcome = \'DONE\''))
      .rejects.toThrow();
  });

  it.each([
    ['employer show --employer 7', '--employer "7" must be a UUID of version 4'],
    [`employer show --employer ${randomUUID()}`, 'NOT_FOUND: There is no customer of this id: `employer'],
    [`employer change --employer ${randomUUID()}`, 'BAD_USER_INPUT: Say what changes'],
    [`team show --employer ${randomUUID()}`, 'NOT_FOUND: There is no customer of this id'],
    [`team confirm --request ${randomUUID()}`, 'NOT_FOUND: There is no such request: `team requests`'],
    ['invoice show --invoice INV-2026-999999', 'NOT_FOUND: There is no invoice of this number: `invoice'],
    ['payment return --invoice INV-2026-999999 --amount 5.00 --reference R', 'NOT_FOUND: There is no invoice'],
    [`team let-in --employer ${randomUUID()} --email a@example.org`, 'NOT_FOUND: There is no customer'],
    ['invoice list --first none', 'Give a whole number from 1 to 1000'],
  ])('says in one line what to do: %s', async (line, words) => {
    await expect(typed(line)).rejects.toThrow(words);
    await expect(typed(line)).rejects.not.toThrow('\n');
  });
});
