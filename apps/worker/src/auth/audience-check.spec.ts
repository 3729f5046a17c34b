import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow.ts';
import { AudienceCheck } from './audience-check.ts';

@Resolver()
class Careful {
  @Query(() => Boolean)
  @Allow('public')
  open(): boolean { return true; }
}

@Resolver()
class Careless {
  @Mutation(() => Boolean)
  forgotten(): boolean { return true; }
}

const start = async (resolver: Type) => {
  @Module({ imports: [DiscoveryModule], providers: [AudienceCheck, resolver] })
  class App {}
  const app = await NestFactory.createApplicationContext(
    App, { logger: false, abortOnError: false });
  await app.close();
};

describe('the check of audiences', () => {
  it('starts when every field says whom it is for', async () => {
    await expect(start(Careful)).resolves.toBeUndefined();
  });

  it('refuses to start, naming the field that does not', async () => {
    await expect(start(Careless)).rejects.toThrow(
      'No @Allow says whom this is for: Careless.forgotten.');
  });
});
