import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { allow, audienceOf, expectAudiences, isMutation } from './allow.ts';

@Resolver()
class Careful {
  readonly limit = 1;
  @Query(() => Boolean) @allow('public') open() { return this.reason(); }
  @Mutation(() => Boolean) @allow('hr:admin') change() { return this.reason(); }
  private reason() { return true; }
}

@Resolver()
class Careless {
  @Query(() => Boolean) asked() { return true; }
  @Mutation(() => Boolean) changed() { return true; }
  @Subscription(() => Boolean) heard() { return true; }
  @Query(() => Boolean) @allow('member') kept() { return true; }
}

async function check(...resolvers: Type[]): Promise<void> {
  @Module({
    imports: [DiscoveryModule],
    providers: [...resolvers, { provide: 'text', useValue: 'x' }, { provide: 'none', useValue: null },
      { provide: 'bare', useValue: Object.create(null) as object }],
  })
  class App {}
  const app = await NestFactory.createApplicationContext(
    App, { logger: false, abortOnError: false });
  try {
    expectAudiences(app);
  } finally {
    await app.close();
  }
}

describe('the audiences of fields', () => {
  it('are those of their decorators', () => {
    const { open, change } = Careful.prototype;
    expect([open, change].map((field) => audienceOf(field)))
      .toEqual(['public', 'hr:admin']);
    expect([open, change].map((field) => isMutation(field))).toEqual([false, true]);
    expect(audienceOf(Careless.prototype.asked)).toBeUndefined();
  });

  it('are said by all before a server starts; those that say none are named', async () => {
    await expect(check(Careful)).resolves.toBeUndefined();
    await expect(check(Careful, Careless)).rejects.toThrow(
      'No @Allow says who may use these fields: Careless.asked, Careless.changed, Careless.heard.');
  });
});
