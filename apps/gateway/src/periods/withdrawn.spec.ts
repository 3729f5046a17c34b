import { termsRefused } from '#contracts/jobs';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, PERIOD, proposePeriod, signedInOwner,
} from '../../testing/story.ts';

const PERIODS = '{ programmes { sessionsPerMember periods { status refusal withdrawnOn } } }';
const WITHDRAW = `mutation ($id: ID!, $period: String!) { withdrawPeriod(programmeId: $id,
  period: $period) { ... on PeriodWithdrawn { period } ... on PeriodNotWithdrawn { code } } }`;
const OPEN = `mutation ($id: ID!, $period: String!) { openPeriod(programmeId: $id,
  period: $period) { ... on PeriodOpened { period } ... on PeriodRefused { code } } }`;
const CHANGE = `mutation ($id: ID!, $sessions: Int!) { changeSessions(programmeId: $id,
  sessionsPerMember: $sessions) { ... on SessionsChanged { programme { sessionsPerMember } }
  ... on SessionsNotChanged { code } } }`;

interface Said { readonly period?: string; readonly code?: string }
interface Seen { readonly status: string; readonly refusal: string | null }

describe('what HR has proposed and nobody has confirmed', () => {
  let rig: Rig;
  let owner: Client;
  let id: string;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    rig.clock.moveTo('2026-11-02');
    owner = await signedInOwner(rig);
    id = await createProgramme(owner);
  });

  const seen = async () => {
    const [{ periods: [own] }] = await owner.field<[{ periods: [Seen] }]>(PERIODS);
    return own;
  };
  const withdraw = () => owner.field<Said>(WITHDRAW, { id, period: PERIOD });
  const open = () => owner.field<Said>(OPEN, { id, period: PERIOD });
  const change = (sessions: number) => owner.field<object>(CHANGE, { id, sessions });
  const inRows = async () => (await rig.cluster.query<{
    proposal: string; own: number; proposed: number | null }>('gateway',
    `SELECT p.proposal, g.sessions_per_member AS own,
       (p.terms::jsonb ->> 'sessionsPerMember')::int AS proposed
     FROM programme g LEFT JOIN period p ON p.programme_id = g.id WHERE g.id = $1`, [id]))[0]!;
  const vaultSays = async (reason: string) => rig.deliver(termsRefused,
    { programme: id, period: PERIOD, reason, proposal: (await inRows()).proposal });
  const jobs = async () => (await rig.cluster.query<{ name: string }>('gateway',
    `SELECT name FROM outbox WHERE payload::text LIKE '%' || $1 || '%' ORDER BY position`, [id]))
    .map(({ name }) => name);

  it('is taken back once the vault says so, and opened again with other sessions', async () => {
    await proposePeriod(owner, id);
    expect(await change(6)).toEqual({ code: 'YEAR_STANDS' });
    expect(await withdraw()).toEqual({ period: PERIOD });
    expect(await withdraw()).toEqual({ period: PERIOD });
    expect(await jobs()).toEqual(['terms.proposed', 'terms.withdrawn']);
    expect(await seen()).toEqual({ status: 'WITHDRAWING', refusal: null, withdrawnOn: '2026-11-02' });
    // Until then it may have been confirmed: another one beside it would never hold.
    expect(await open()).toEqual({ code: 'BEING_WITHDRAWN' });
    await vaultSays('withdrawn');
    expect(await seen()).toMatchObject({ status: 'REFUSED', refusal: 'withdrawn' });
    expect(await withdraw()).toEqual({ period: PERIOD });
    expect(await change(6)).toEqual({ programme: { sessionsPerMember: 6 } });
    expect(await open()).toEqual({ period: PERIOD });
    expect(await inRows()).toMatchObject({ own: 6, proposed: 6 });
    expect(await seen()).toEqual({ status: 'PROPOSED', refusal: null, withdrawnOn: null });
    const actions = await owner.field<{ action: string }[]>('{ teamActions(first: 20) { action } }');
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['PERIOD_WITHDRAWN', 'SESSIONS_CHANGED']));
  });

  it('stays when it was confirmed before: whatever comes later, in whichever order', async () => {
    await proposePeriod(owner, id);
    await withdraw();
    await confirmPeriod(rig, id);
    expect(await seen()).toMatchObject({ status: 'CONFIRMED', withdrawnOn: '2026-11-02' });
    await vaultSays('withdrawn');
    expect(await seen()).toMatchObject({ status: 'CONFIRMED', refusal: null });
    expect(await withdraw()).toEqual({ code: 'NOT_WAITING' });
    expect(await change(6)).toEqual({ code: 'YEAR_STANDS' });
  });

  it('lets nobody order for it while it is taken back', async () => {
    const most = () => owner.field<{ mostSessions: number }>(
      'query ($id: ID!) { previewPurchase(programmeId: $id, sessions: 1) { mostSessions } }',
      { id });
    expect(await most()).toEqual({ mostSessions: 155 * 8 });
    await proposePeriod(owner, id);
    expect(await most()).toEqual({ mostSessions: 170 * 8 });
    await withdraw();
    expect(await most()).toEqual({ mostSessions: 155 * 8 });
  });

  it('is not there to be taken back before it is proposed, or in another\'s name', async () => {
    expect(await withdraw()).toEqual({ code: 'NOT_WAITING' });
    const stranger = await signedInOwner(rig);
    const asked = [[WITHDRAW, { period: PERIOD }], [CHANGE, { sessions: 6 }]] as const;
    for (const [text, more] of asked) {
      const { errors } = await stranger.ask(text, { id, ...more });
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    }
  });

  it('lapses when its year is over: it is not a year that was held and closed', async () => {
    await proposePeriod(owner, id);
    rig.clock.moveTo('2027-09-30');
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    const listed = async () => (await operator.field<{ status: string }[]>(
      `{ allPeriods(programmeId: "${id}") { status } }`))[0];
    expect(await listed()).toEqual({ status: 'PROPOSED' });
    rig.clock.moveTo('2027-10-01');
    expect(await listed()).toEqual({ status: 'LAPSED' });
  });

  it('never says other sessions than its programme, whoever is faster', async () => {
    for (let tries = 0; tries < 6; tries += 1) {
      id = await createProgramme(owner, `Race ${tries}`);
      const [first, second] = [owner.ask(OPEN, { id, period: PERIOD }), change(6)];
      await Promise.all([first, second]);
      const { own, proposed } = await inRows();
      expect(proposed ?? own).toBe(own);
    }
  });
});
