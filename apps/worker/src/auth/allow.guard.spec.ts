import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Standings } from '#platform/restores/standing-watch';
import { Allow } from '../access/allow.ts';
import type { Caller } from '../access/caller.ts';
import type { DeedsService } from '#server/deeds/deeds.service';
import { CodedError } from '#server/coded-error';
import { AllowGuard } from './allow.guard.ts';
import type { CallersService } from './callers.service.ts';

@Resolver()
class Fields {
  @Query(() => Boolean) @Allow('public') open() { return true; }
  @Query(() => Boolean) @Allow('case') myCase() { return true; }
  @Query(() => Boolean) @Allow('provider') mySlots() { return true; }
  @Query(() => Boolean) @Allow('operator') operate() { return true; }
  @Mutation(() => Boolean) @Allow('case') bookSession() { return true; }
  @Mutation(() => Boolean) @Allow('public') providerSignIn() { return true; }
  @Mutation(() => Boolean) @Allow('provider') providerSignOut() { return true; }
  @Query(() => Boolean) @Allow('provider') providerPasskeys() { return true; }
  @Mutation(() => Boolean) @Allow('provider') beginSecondFactor() { return true; }
  @Mutation(() => Boolean) @Allow('provider') confirmSecondFactor() { return true; }
  @Mutation(() => Boolean) @Allow('provider') beginPasskey() { return true; }
  @Mutation(() => Boolean) @Allow('provider') addPasskey() { return true; }
  @Mutation(() => Boolean) @Allow('provider') removePasskey() { return true; }
  @Mutation(() => Boolean) @Allow('operator') acceptRestore() { return true; }
  @Mutation(() => Boolean) @Allow('operator') endPeriods() { return true; }
  @Query(() => Boolean) silent() { return true; }
}
type Field = keyof Fields;
const KINDS = ['case', 'provider', 'operator'] as const;

/** A guard whose callers are known by their kind, and what it says: let in, or a code. */
function guarded(state = 'open') {
  const refused: string[] = [];
  let looked = 0;
  const identify = (authorization: string | undefined): Promise<Caller> => {
    looked += 1;
    if (authorization === 'newcomer') {
      return Promise.resolve({ kind: 'provider', hasFactor: false } as Caller);
    }
    if (KINDS.some((kind) => kind === authorization)) {
      return Promise.resolve({ kind: authorization, hasFactor: true } as Caller);
    }
    return Promise.reject(authorization === 'broken' ? new Error('no database')
      : new CodedError('UNAUTHENTICATED', 'Nobody.'));
  };
  const guard = new AllowGuard(
    { identify, operatorBy: (token?: string) =>
      (token === 'operator' ? { kind: 'operator', name: 'anna' } : null) } as unknown as
      CallersService,
    { refuseUnknown: (field: string) => Promise.resolve(refused.push(field)),
      refuse: (...deed: string[]) => Promise.resolve(refused.push(deed.join(' '))) } as unknown as
      DeedsService,
    { settled: () => Promise.resolve(state) } as unknown as Standings,
  );
  const ask = async (fields: Field | Field[], authorization?: string, args: object = {}) => {
    const call = { authorization };
    const answers: unknown[] = [];
    for (const field of [fields].flat()) {
      const parts = [undefined, args, call, {}];
      const context = {
        getArgByIndex: (at: number) => parts[at], getArgs: () => parts, getType: () => 'graphql',
        getClass: () => Fields, getHandler: () => Fields.prototype[field],
      } as unknown as ExecutionContext;
      answers.push(await guard.canActivate(context).catch((error: Error) =>
        (error instanceof CodedError ? error.code : error.message)));
    }
    return answers.length === 1 ? answers[0] : answers;
  };
  return { ask, refused, looked: () => looked };
}

describe('the guard of every field of the vault', () => {
  it('lets a caller to fields of her own kind alone', async () => {
    const { ask, refused } = guarded();
    const fields = ['myCase', 'mySlots', 'operate'] as const;
    for (const [at, field] of fields.entries()) {
      for (const [who, kind] of KINDS.entries()) {
        expect(await ask(field, kind)).toBe(who === at ? true : 'FORBIDDEN');
      }
      expect(await ask(field)).toBe('UNAUTHENTICATED');
      expect(await ask(field, 'broken')).toBe('no database');
    }
    // On the record is whoever is no operator; a fault of ours is no attempt of hers.
    expect(refused).toEqual(['operate', 'operate', 'operate']);
  });

  it('lets everybody to public fields, and nobody to one that says nothing', async () => {
    const { ask, looked } = guarded();
    for (const who of [undefined, ...KINDS]) {
      expect(await ask('open', who)).toBe(true);
      expect(await ask('silent', who)).toBe('FORBIDDEN');
    }
    expect(looked()).toBe(0);
  });

  it('lets a therapist without a second factor set one up and leave, and do nothing else', async () => {
    const { ask } = guarded();
    for (const field of ['providerPasskeys', 'beginSecondFactor', 'confirmSecondFactor',
      'beginPasskey', 'addPasskey', 'providerSignOut', 'open', 'providerSignIn'] as const) {
      expect([field, await ask(field, 'newcomer')]).toEqual([field, true]);
    }
    for (const field of ['mySlots', 'removePasskey'] as const) {
      expect([field, await ask(field, 'newcomer')]).toEqual([field, 'SECOND_FACTOR_MISSING']);
      expect(await ask(field, 'provider')).toBe(true);
    }
    expect(await ask('myCase', 'newcomer')).toBe('FORBIDDEN');
  });

  it('finds out once who calls, however many fields she asks for', async () => {
    const { ask, looked } = guarded();
    expect(await ask(['myCase', 'bookSession', 'mySlots'], 'case'))
      .toEqual([true, true, 'FORBIDDEN']);
    expect(looked()).toBe(1);
  });

  it('takes no text that cannot be stored, wherever it stands', async () => {
    const { ask } = guarded();
    for (const args of [{ name: '\0' }, { input: { list: ['fine', 'a\0'] } }]) {
      for (const field of ['open', 'myCase', 'bookSession'] as const) {
        expect(await ask(field, 'case', args)).toBe('BAD_USER_INPUT');
      }
    }
  });

  it('closed after a restore, lets people read, come and go, and the operator decide', async () => {
    const { ask, refused } = guarded('restored');
    expect(await ask(['bookSession', 'myCase', 'open', 'providerSignIn'], 'case'))
      .toEqual(['UNAVAILABLE', true, true, true]);
    expect(await ask('providerSignOut', 'provider')).toBe(true);
    expect(await ask(['acceptRestore', 'endPeriods', 'operate'], 'operator'))
      .toEqual([true, true, true]);
    expect(await ask('providerSignIn', undefined, { newPassword: 'new' })).toBe('UNAVAILABLE');
    expect(refused).toEqual([]);
    expect(await ask('operate', 'operator', { name: '\0' })).toBe('BAD_USER_INPUT');
    expect(refused).toEqual(['anna operate BAD_USER_INPUT']);
  });
});
