import { randomBytes } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import { letterToCase, openedLater, toldApart } from '../../demo/attacks/copies.ts';
import { nameGone } from '../../demo/attacks/free-times.ts';
import { hrInventsStaff, hrReadsLetters } from '../../demo/attacks/letters.ts';
import { strangersFlood } from '../../demo/attacks/strangers.ts';
import type { Employer } from '../../demo/story/employer.ts';
import type { Member } from '../../demo/story/members.ts';
import { seededChoices } from '../../demo/story/random.ts';
import type { Scenario } from '../../demo/story/scenario.ts';
import { newHolder } from '../../demo/story/wallets.ts';
import { dailyView, drawsUnder } from '#matching/daily-view';
import { deriveRelayKey, sealRequest } from '#pseudonym/sealed';
import { Refusal } from '#wallet/refusal';
import type { Incoming, Outgoing } from '#wallet/transport';
import { AttackLog } from '../../demo/story/attack-log.ts';
import type { Row } from '../../demo/story/stolen.ts';
import { Tape } from '../../demo/story/tape.ts';

/** The attackers of the story are worth something: each wins where there is something to be had. */

const choices = seededChoices(3);
const PEOPLE = 200;

function rows(order: (place: number) => number): Row[] {
  return Array.from({ length: PEOPLE }, (_, place) => ({
    who: String(place), block: place % 2 ? 'B1' : 'B2', features: { row: order(place) } }));
}
const whose = new Map(Array.from({ length: PEOPLE }, (_, place) => [String(place), place]));
const random = () => choices.below(1_000_000);

describe('who has both databases', () => {
  it('links letters to cases that were written in the same order', () => {
    const { succeeded } = letterToCase(
      { letters: rows((place) => place), cases: rows((place) => 3 * place) }, whose);
    expect(succeeded).toBeGreaterThan(0);
  });

  it('links nothing where the orders have nothing to do with each other', () => {
    const { attempts, succeeded } = letterToCase(
      { letters: rows(random), cases: rows(random) }, whose);
    expect([attempts > 0, succeeded]).toEqual([true, 0]);
  });
});

describe('who carries the requests', () => {
  const answered = (length: number): Incoming => ({
    status: 200, redirected: false, header: () => 'message/ohttp-res',
    text: () => Promise.resolve(''),
    bytes: () => Promise.resolve(new Uint8Array(length)) });
  const sealed = (length: number): Outgoing => ({
    method: 'POST', path: '/relay', headers: { 'content-type': 'message/ohttp-req' },
    body: new Uint8Array(length) });
  const clock = { now: () => new Date('2027-01-06T09:00:00Z') };

  async function carry(...lengths: [number, number][]): Promise<Tape> {
    const tape = new Tape();
    for (const [request, answer] of lengths) {
      const transport = tape.over(() => Promise.resolve(answered(answer)), clock);
      await (await transport(sealed(request))).bytes();
    }
    return tape;
  }

  it('tells those apart who send or get something longer', async () => {
    for (const odd of [[8, 8], [4, 16]] as [number, number][]) {
      const { carried } = await carry([4, 8], [4, 8], odd);
      expect(toldApart(carried)).toMatchObject({ attempts: 3, succeeded: 1 });
    }
  });

  it('tells nobody apart where all is of one length, and tries nothing where nothing came', async () => {
    expect(toldApart((await carry([4, 8], [4, 8])).carried)).toMatchObject({ succeeded: 0 });
    expect(toldApart([])).toMatchObject({ attempts: 0, succeeded: 0 });
  });

  it('writes down no other traffic', async () => {
    const tape = new Tape();
    const transport = tape.over(() => Promise.resolve(answered(9)), clock);
    await (await transport({ method: 'POST', path: '/graphql', body: '{}' })).bytes();
    expect([tape.carried, tape.recorded]).toEqual([[], []]);
  });
});

describe('who recorded requests', () => {
  it('opens them with a key that was kept, and with none that was destroyed', async () => {
    const secret = randomBytes(32);
    const { config } = await deriveRelayKey(secret, 7);
    const request = (await sealRequest(config, randomBytes(100))).sealed;
    const recorded = [{ day: '2027-01-06', sealed: bytesToHex(request) }];
    const others = [randomBytes(32).toString('hex'), 'a setting that is no key'];
    expect(await openedLater(recorded, [...others, secret.toString('hex')]))
      .toMatchObject({ attempts: 1, succeeded: 1 });
    expect(await openedLater(recorded, others)).toMatchObject({ attempts: 1, succeeded: 0 });
  });
});

describe('strangers', () => {
  it('win where a member is refused meanwhile', async () => {
    const refusing = {
      ask: () => Promise.resolve({ claimCode: { __typename: 'CodeNotUsable' } }),
      as: () => ({ ask: () => Promise.reject(new Refusal('UNAUTHENTICATED', 'no')) }),
    };
    const ports = {
      doors: { gateway: refusing, successions: [] },
      clock: { now: () => new Date(), device: () => new Date() } };
    const scenario = {
      ports, gateway: refusing, tape: new Tape(),
      plot: { choices, greedy: 9, sessionsPerMember: 2 },
      calendar: { period: '2027-10' }, doorPorts: { transport: () => Promise.resolve(
        { bytes: () => Promise.resolve(new Uint8Array()) }) },
    } as unknown as Scenario;
    const member = async (number: number): Promise<Member> => ({
      letter: { number, site: '', department: '', code: 'AAAA-BBBB' },
      ...await newHolder(scenario.ports) });
    const members = await Promise.all([0, 1, 2].map(member));
    expect(await strangersFlood(scenario, members)).toMatchObject({ succeeded: 3 });
  });
});

describe('HR, with a gateway that does as she likes', () => {
  const CODE = '4F21A7B0-9D3EKQWX-00ZZ7M1T';
  const members = [{ letter: { code: CODE } }] as unknown as Member[];
  const scenario = () => ({ attacks: new AttackLog(), calendar: { period: '2027-10' } } as Scenario);
  const employer = (answer: unknown) => (
    { programmeId: 'p', hr: { ask: () => Promise.resolve(answer) } } as unknown as Employer);
  const count = ({ attacks }: Scenario, name: string) =>
    attacks.list().find((one) => one.name === name);

  it('reads a code in every answer that has one, and makes letters herself', async () => {
    const on = scenario();
    await hrReadsLetters(on, employer({ note: `for her: ${CODE.toLowerCase().replace('-', ' ')}` }),
      members);
    const { attempts = 0, succeeded } = count(on, 'HR reading the codes of letters') ?? {};
    expect([attempts > 8, succeeded]).toEqual([true, attempts]);
  });

  it('has letters for staff beyond the spare seats, and the year anew', async () => {
    const on = scenario();
    let letters = 60;
    await hrInventsStaff(on, employer({
      get letterBatches() {
        return [{ id: 'a', letters: letters += 1, spare: 6, reason: 'EVERYBODY' }];
      },
      orderLetters: { __typename: 'LettersChanged' }, openPeriod: { __typename: 'PeriodOpened' } }));
    expect(count(on, 'letters for staff whom HR invented'))
      .toMatchObject({ attempts: 3, succeeded: 3 });
  });
});

describe('who looks at free times before and after', () => {
  const [before, after] = [new Date('2027-02-01T18:30:00Z'), new Date('2027-02-05T12:00:00Z')];
  const times = Array.from({ length: 60 }, (_, place) => {
    const startsAt = new Date(Date.parse('2027-02-08T07:00:00Z') + place * 4 * 3_600_000);
    return { id: String(place), providerId: 'hers', startsAt, isUsual: false, isOwn: false, isUnlicensed: false };
  });
  const draws = drawsUnder(new Uint8Array(32).fill(5));
  const viewed = (free: typeof times, now: Date) =>
    new Set(dailyView(free, { caseId: 'hr', now }, draws).map(({ id }) => id));
  const listed = (free: typeof times) => new Set(free.map(({ id }) => id));
  const taken = new Set(times.slice(0, 20).map(({ id }) => id));
  const left = times.filter(({ id }) => !taken.has(id));

  it('names every booking where all that is free is shown', () => {
    const attacks = new AttackLog();
    const { gone } = nameGone(attacks, { seen: listed(times), now: listed(left), taken });
    expect(gone).toBe(20);
    expect(attacks.list()).toContainEqual(
      { name: 'HR naming bookings by the times that are gone', attempts: 20, succeeded: 20 });
  });

  it('is certain of none where what is shown of them is drawn', () => {
    const attacks = new AttackLog();
    const { gone, booked } = nameGone(
      attacks, { seen: viewed(times, before), now: viewed(left, after), taken });
    expect(gone).toBeGreaterThan(booked);
    expect(attacks.list()).toContainEqual(
      { name: 'HR naming bookings by the times that are gone', attempts: gone, succeeded: 0 });
  });
});
