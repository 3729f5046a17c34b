import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GatewayConfig } from '#platform/settings/config';
import type { Standings } from '#platform/restores/standing-watch';
import type { DeedsService } from '#server/deeds/deeds.service';
import { Allow } from '../http/allow.ts';
import type { Caller, HrCaller, HrRole } from '../http/caller.ts';
import { MemberTokens } from '../members/member-tokens.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { AccessGuard } from './access.guard.ts';

@Resolver()
class Fields {
  @Query(() => Boolean) @Allow('public') open() { return true; }
  @Mutation(() => Boolean) @Allow('public') signIn() { return true; }
  @Mutation(() => Boolean) @Allow('public') signOut() { return true; }
  @Mutation(() => Boolean) @Allow('public') claim() { return true; }
  @Mutation(() => Boolean) @Allow('operator') acceptRestore() { return true; }
  @Query(() => Boolean) @Allow('operator') operate() { return true; }
  @Query(() => Boolean) @Allow('member') own() { return true; }
  @Query(() => Boolean) @Allow('hr:viewer') view() { return true; }
  @Query(() => Boolean) @Allow('hr:billing') bills() { return true; }
  @Query(() => Boolean) @Allow('hr:admin') team() { return true; }
  @Mutation(() => Boolean) @Allow('hr:viewer') changePassword() { return true; }
  @Mutation(() => Boolean) @Allow('hr:billing') buy() { return true; }
  @Mutation(() => Boolean) @Allow('hr:admin') invite() { return true; }
  @Query(() => Boolean) silent() { return true; }
}
type Field = keyof Fields;

const CSRF = 'csrf of s1';
const clock = { now: () => new Date('2026-11-02T09:00:00Z') };
const config = {
  memberPepper: new Uint8Array(32),
  operators: [{ name: 'anna', token: 'anna-token' }, { name: 'ben', token: 'ben-token' }],
} as unknown as GatewayConfig;
const members = new MemberTokens(clock, config);
const MEMBER = { member: 'ab', programmeId: 'p1', period: '2026-10', block: 'B1',
  sessionsPerMember: 8, batchSecret: Buffer.alloc(32, 5) };

interface Ask {
  readonly authorization?: string | undefined;
  readonly session?: string | undefined;
  readonly csrf?: string | string[] | undefined;
  readonly args?: object;
}

/** A guard, and what it says to a request: the caller that it finds, or the code of a refusal. */
function guarded({
  role = 'ADMIN' as HrRole, isActive = true, hasFactor = true, state = 'open',
  operators = config.operators,
} = {}) {
  const refused: string[] = [];
  const hr: HrCaller = { kind: 'hr', userId: 'u1', employerId: 'e1', role, isActive, hasFactor };
  const guard = new AccessGuard(
    {
      find: (token?: string) => Promise.resolve(token === 's1' ? hr : undefined),
      isCsrfToken: (token: string, given: string) => token === 's1' && given === CSRF,
    } as unknown as Sessions,
    members,
    { refuseUnknown: (field: string) => Promise.resolve(refused.push(field)) } as unknown as
      DeedsService,
    { ...config, operators },
    { settled: () => Promise.resolve(state) } as unknown as Standings,
  );
  const ask = async (field: Field, request: Ask = {}): Promise<Caller | string> => {
    const { authorization, session, csrf, args = {} } = request;
    const shared: { caller?: Caller; req: object } = { req: {
      headers: { authorization, 'x-csrf-token': csrf }, session: { get: () => session },
    } };
    const context = {
      getArgByIndex: (at: number) => [undefined, args, shared][at],
      getHandler: () => Fields.prototype[field],
    } as unknown as ExecutionContext;
    try {
      expect(await guard.canActivate(context)).toBe(true);
      return shared.caller!;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { ask, refused };
}

const QUERIES = ['view', 'bills', 'team'] as const;
const WRITES = ['changePassword', 'buy', 'invite'] as const;

describe('the guard of every field', () => {
  it('lets nobody to a field that says nowhere for whom it is', async () => {
    const { ask } = guarded();
    for (const request of [{}, { session: 's1' }, { authorization: 'Operator anna-token' }]) {
      expect(await ask('silent', request)).toBe('FORBIDDEN');
    }
    expect(await ask('open')).toEqual({ kind: 'public' });
  });

  it('takes no text that cannot be stored, whoever sends it and wherever it stands', async () => {
    const { ask } = guarded();
    for (const args of [{ name: '\0' }, { input: { list: ['fine', 'a\0'] } }]) {
      expect(await ask('open', { args })).toBe('BAD_USER_INPUT');
      expect(await ask('team', { args, session: 's1' })).toBe('BAD_USER_INPUT');
    }
  });

  it('lets each role to its own and to what lower ones may, and no further', async () => {
    for (const [rank, role] of (['VIEWER', 'BILLING', 'ADMIN'] as const).entries()) {
      const { ask } = guarded({ role });
      for (const fields of [QUERIES, WRITES]) {
        for (const [needed, field] of fields.entries()) {
          const answer = await ask(field, { session: 's1', csrf: CSRF });
          if (rank < needed) expect(answer).toBe('FORBIDDEN');
          else expect(answer).toMatchObject({ kind: 'hr', userId: 'u1', role });
        }
      }
    }
  });

  it('lets an administrator without a second factor do nothing of hers, and others as ever', async () => {
    for (const role of ['VIEWER', 'BILLING', 'ADMIN'] as const) {
      const { ask } = guarded({ role, hasFactor: false });
      for (const field of ['view', 'changePassword'] as const) {
        const answer = await ask(field, { session: 's1', csrf: CSRF });
        if (role === 'ADMIN') expect(answer).toBe('SECOND_FACTOR_MISSING');
        else expect(answer).toMatchObject({ kind: 'hr', role });
      }
      expect(await ask('signOut', { session: 's1', csrf: CSRF })).toEqual({ kind: 'public' });
    }
  });

  it('knows HR by an open session alone', async () => {
    const { ask } = guarded();
    for (const field of [...QUERIES, ...WRITES]) {
      for (const session of [undefined, '', 's2']) {
        expect(await ask(field, { session, csrf: CSRF, authorization: 'Operator anna-token' }))
          .toBe('UNAUTHENTICATED');
      }
    }
  });

  it('lets HR write only with the token of that session, and read without', async () => {
    const { ask } = guarded();
    for (const csrf of [undefined, '', 'other', [CSRF]]) {
      for (const field of WRITES) {
        expect(await ask(field, { session: 's1', csrf })).toBe('FORBIDDEN');
      }
      for (const field of QUERIES) {
        expect(await ask(field, { session: 's1', csrf })).toMatchObject({ kind: 'hr' });
      }
    }
  });

  it('lets HR of an ended contract read and keep her own sign-in, and change nothing', async () => {
    const { ask } = guarded({ isActive: false });
    for (const field of [...QUERIES, 'changePassword'] as const) {
      expect(await ask(field, { session: 's1', csrf: CSRF })).toMatchObject({ kind: 'hr' });
    }
    for (const field of ['buy', 'invite'] as const) {
      expect(await ask(field, { session: 's1', csrf: CSRF })).toBe('FORBIDDEN');
    }
  });

  it('knows each operator by her own token, and writes down who tried with another', async () => {
    const { ask, refused } = guarded();
    for (const [token, name] of [['anna-token', 'anna'], ['ben-token', 'ben']]) {
      expect(await ask('operate', { authorization: `Operator ${token}` }))
        .toEqual({ kind: 'operator', name });
    }
    expect(refused).toEqual([]);
    const wrong = [undefined, '', 'Operator', 'Operator ', 'anna-token', 'Operator anna-tokenx',
      'operator anna-token', 'Member anna-token', 'OperatorXanna-token', 'Operator  anna-token'];
    for (const authorization of wrong) {
      expect(await ask('operate', { authorization })).toBe('UNAUTHENTICATED');
    }
    expect(refused).toEqual(wrong.map(() => 'operate'));
  });

  it('knows the one without a name where that is all that is configured', async () => {
    const { ask } = guarded({ operators: [{ name: 'operator', token: 'unnamed-token' }] });
    for (const authorization of ['Operator ', 'Operator', '', 'Operator ben-token']) {
      expect(await ask('operate', { authorization })).toBe('UNAUTHENTICATED');
    }
    expect(await ask('operate', { authorization: 'Operator unnamed-token' }))
      .toEqual({ kind: 'operator', name: 'operator' });
  });

  it('knows a member by the token of her code alone', async () => {
    const { ask } = guarded();
    const { token } = members.write(MEMBER);
    expect(await ask('own', { authorization: `Member ${token}` }))
      .toEqual({ kind: 'member', ...MEMBER });
    for (const authorization of [undefined, token, `Operator ${token}`, `Member ${token}x`]) {
      expect(await ask('own', { authorization, session: 's1' })).toBe('UNAUTHENTICATED');
    }
  });

  it('closed after a restore, lets people read, come and go, and the operator decide', async () => {
    const { ask } = guarded({ state: 'restored' });
    const sent = { session: 's1', csrf: CSRF, authorization: 'Operator anna-token' };
    for (const field of [...WRITES, 'claim'] as const) {
      expect(await ask(field, sent)).toBe('UNAVAILABLE');
    }
    for (const field of [...QUERIES, 'open', 'signIn', 'signOut', 'acceptRestore', 'operate'] as
      const) expect(await ask(field, sent)).toMatchObject({ kind: expect.any(String) });
  });
});
