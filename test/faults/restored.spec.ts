import { setTimeout as pause } from 'node:timers/promises';
import { nextPeriod, readPeriod } from '#calendar/periods';
import { written } from '#wallet/documents';
import { hrSignsIn, OPEN_PERIOD, operatorCreatesEmployer } from '../../demo/story/employer.ts';
import { vaultConfirms } from '../../demo/story/terms.ts';
import { Restorable } from './restorable.ts';

/** The operator's guide, backups and restores, with the real processes. */

let service: Restorable;
beforeAll(async () => { service = await Restorable.open(); }, 240_000);
afterAll(() => service.close());

const CREATE = 'employer create --name Firma --email o@example.org --country DE --currency EUR';

it('a restored domain and its partner stay closed until the operator\'s word', async () => {
  await service.bothOpen();
  await service.timePasses();
  await service.backUp();
  await service.timePasses();
  for (const side of ['vault', 'gateway'] as const) {
    const status = await service.restore(side);
    expect(await service.operator(CREATE)).toContain('UNAVAILABLE: Not now');
    expect(await service.operator('payouts run')).toContain('UNAVAILABLE: Not now');
    for (const part of ['gateway', 'worker'] as const) {
      expect(service.world.log(part))
        .toMatch(/"event":"standing","name":"(partner-)?restored"/);
    }
    expect(await service.accept(side, status)).toContain(`The ${side} goes on`);
    expect(await service.operator(CREATE)).toContain('Give this link to');
    await service.timePasses();
  }
}, 600_000);

it('a restored gateway is told its releases again, and why a period that it opens anew stays closed',
  async () => {
    let employer = await operatorCreatesEmployer(service.world.scenario);
    const { programmeId } = employer;
    const { period } = service.world.scenario.calendar;
    const later = nextPeriod(period).label;
    /** HR asks until the answer is there. */
    const until = async <T>(query: string, wanted: (answer: T) => boolean): Promise<T> => {
      for (;;) {
        const answer = await employer.hr.ask(written<T>(query), { id: programmeId });
        if (wanted(answer)) return answer;
        await pause(100);
      }
    };
    const releases = () => until<{
      reports: object[]; balance: { asOfRelease: string | null } }>(
      `query ($id: ID!) { reports(programmeId: $id) { period statements { report body signature } }
        balance(programmeId: $id) { purchased displayed asOfRelease } }`,
      ({ reports, balance }) => reports.length === 1 && balance.asOfRelease !== null);
    const isNow = (status: string) => until<{ programmes: [{ periods: object[] }] }>(
      '{ programmes { periods { label status refusal } } }', ({ programmes: [{ periods }] }) =>
        periods.some((one) => 'label' in one && one.label === later
          && 'status' in one && one.status === status));
    const open = () => employer.hr.ask(written(OPEN_PERIOD), { programmeId, period: later });

    await service.timePasses();
    await service.backUp();
    service.moveTo(`${readPeriod(period)!.reports[0]!.releases}T12:00:00Z`);
    await service.timePasses();
    employer = await hrSignsIn(service.world.scenario, employer);
    const told = await releases();
    await open();
    await vaultConfirms(service.world.scenario, programmeId, later);
    await isNow('PLANNED');

    const status = await service.restore('gateway');
    await service.accept('gateway', status);
    employer = await hrSignsIn(service.world.scenario, employer);
    expect(await releases()).toEqual(told);
    await open();
    expect((await isNow('REFUSED')).programmes[0].periods)
      .toContainEqual({ label: later, status: 'REFUSED', refusal: 'replaces' });
    const listed = await service.operator(`period list --programme ${programmeId}`);
    expect(listed).toMatch(new RegExp(`${later} of .*: REFUSED \\(replaces\\), the vault knows`));
    expect(listed).toContain('Put back a later backup of the gateway');
  }, 600_000);
