import type { Database } from '#platform/database';
import type { AuditStore } from '../audit/audit.store.ts';
import type { HrCaller, HrRole } from '../http/caller.ts';
import type { EmployersService } from '../employers/employers.service.ts';
import type { EmployersStore } from '../employers/employers.store.ts';
import type { SecondFactorStore } from '../sign-in/second-factor.store.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { TeamService } from './team.service.ts';
import type { TeamStore } from './team.store.ts';

const NOW = new Date('2026-11-02T09:00:00Z');
const person = (id: string, role: HrRole) => ({ id, email: `${id}@x.example`, role });
const TEAMS: Record<string, ReturnType<typeof person>[]> = {
  e1: [person('anna', 'ADMIN'), person('ben', 'BILLING'), person('vera', 'VIEWER')],
  e2: [person('zoe', 'ADMIN')],
};
const callerOf = (userId: string, employerId = 'e1') => ({ userId, employerId }) as HrCaller;
const ANNA = callerOf('anna');

/** A service over two teams, and all that it did, in order. */
function team() {
  const did: unknown[][] = [];
  const note = (...deed: unknown[]) => Promise.resolve(void did.push(deed));
  const store = {
    lock: (_: unknown, employer: string) => note('lock', employer),
    members: (_: unknown, employer: string) => Promise.resolve(TEAMS[employer] ?? []),
    invitations: (_: unknown, employer: string, day: string) =>
      Promise.resolve([`${employer} ${day}`]),
    setRole: (_: unknown, id: string, role: string) => note('role', id, role),
    remove: (_: unknown, id: string, day: string) => note('remove', id, day),
    revokeFor: (_: unknown, employer: string, email: string) => note('revoke', employer, email),
    revoke: (_: unknown, employer: string, id: string) =>
      Promise.resolve(employer === 'e1' && id === 'i1' ? 'new@x.example' : undefined),
  };
  const work = (_: string, run: (tx: object) => unknown) => run({});
  const service = new TeamService(
    { read: work, transaction: work } as unknown as Database,
    store as unknown as TeamStore,
    { inviteInto: (_: unknown, invitee: object) => note('invite', invitee).then(() =>
      ({ kind: 'invited', token: 't', link: 'l', expiresOn: '2026-11-09' })) } as unknown as
      EmployersService,
    { revokeBy: (_: unknown, id: string) => note('revoke made by', id) } as unknown as EmployersStore,
    { closeAll: (_: unknown, id: string) => note('close', id) } as unknown as Sessions,
    { removeAll: (_: unknown, id: string) => note('factor', id) } as unknown as SecondFactorStore,
    { add: (_: unknown, caller: HrCaller, action: string, subject: string, at: Date) =>
      note('audit', caller.userId, action, subject, at) } as unknown as AuditStore,
    { now: () => NOW },
  );
  return { service, did };
}
type Team = ReturnType<typeof team>['service'];

const SHOWN = {
  members: TEAMS['e1']!.map((member) => ({ ...member, isSelf: member.id === 'anna' })),
  invitations: ['e1 2026-11-02'],
};
const BEN = 'ben@x.example';
const LOCK = ['lock', 'e1'];
const audit = (action: string, subject: string) => ['audit', 'anna', action, subject, NOW];

type Change = (service: Team, who: HrCaller, id: string) => Promise<object>;
/** Each change that an administrator may make, and all that it does. */
const CHANGES: [string, Change, unknown[]][] = [
  ['another role', (service, who, id) => service.changeRole(who, id, 'ADMIN'), [
    ['role', 'ben', 'ADMIN'], ['revoke', 'e1', BEN], audit('ROLE_CHANGED', `${BEN} ADMIN`)]],
  ['a lesser role', (service, who, id) => service.changeRole(who, id, 'VIEWER'), [
    ['role', 'ben', 'VIEWER'], ['revoke', 'e1', BEN], ['revoke made by', 'ben'],
    audit('ROLE_CHANGED', `${BEN} VIEWER`)]],
  ['her removal', (service, who, id) => service.remove(who, id), [
    ['remove', 'ben', '2026-11-02'], ['revoke', 'e1', BEN], ['revoke made by', 'ben'],
    ['close', 'ben'], ['factor', 'ben'],
    audit('REMOVED', BEN)]],
  ['no second factor', (service, who, id) => service.resetSecondFactor(who, id), [
    ['factor', 'ben'], ['close', 'ben'], audit('SECOND_FACTOR_RESET', BEN)]],
  ['a new password', (service, who, id) => service.resetPassword(who, id), [
    ['invite', { employerId: 'e1', email: BEN, role: 'BILLING', invitedBy: 'anna' }],
    audit('PASSWORD_RESET', BEN)]],
];

describe('a team', () => {
  it('is shown as it is, to its own', async () => {
    expect(await team().service.list(ANNA)).toEqual(SHOWN);
    const { members } = await team().service.list(callerOf('zoe', 'e2'));
    expect(members).toEqual([{ ...TEAMS['e2']![0], isSelf: true }]);
  });

  it.each(CHANGES)('gives a colleague %s, and writes it down', async (name, change, deeds) => {
    const { service, did } = team();
    expect(await change(service, ANNA, 'ben')).toEqual(name === 'a new password'
      ? { kind: 'reset-begun', token: 't', link: 'l', expiresOn: '2026-11-09' }
      : { kind: 'changed', team: SHOWN });
    expect(did).toEqual([LOCK, ...deeds]);
  });

  it.each(CHANGES)('gives %s to nobody else\'s, to nobody unknown and not to oneself',
    async (_, change) => {
      const { service, did } = team();
      expect(await change(service, ANNA, 'anna')).toMatchObject({ code: 'YOURSELF' });
      expect(did).toEqual([]);
      for (const id of ['zoe', 'nobody', '']) {
        expect(await change(service, ANNA, id)).toMatchObject(
          { kind: 'refused', code: 'UNKNOWN_COLLEAGUE' });
      }
      expect(did).toEqual([LOCK, LOCK, LOCK]);
    });

  it.each(CHANGES)('gives %s by no one who is not its administrator any more',
    async (_, change) => {
      for (const who of [callerOf('ben'), callerOf('vera'), callerOf('zoe'), callerOf('gone')]) {
        const { service, did } = team();
        const other = who.userId === 'ben' ? 'vera' : 'ben';
        await expect(change(service, who, other)).rejects.toMatchObject({ code: 'FORBIDDEN' });
        expect(did).toEqual([LOCK]);
      }
    });

  it('takes an invitation of its own back, and no other', async () => {
    const { service, did } = team();
    expect(await service.revoke(ANNA, 'i1')).toEqual({ kind: 'changed', team: SHOWN });
    expect(did).toEqual([LOCK, audit('INVITATION_REVOKED', 'new@x.example')]);
    expect(await service.revoke(ANNA, 'i2')).toMatchObject({ code: 'UNKNOWN_COLLEAGUE' });
    expect(await service.revoke(callerOf('zoe', 'e2'), 'i1'))
      .toMatchObject({ code: 'UNKNOWN_COLLEAGUE' });
    await expect(service.revoke(callerOf('ben'), 'i1')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
