import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { openVault, type Vault } from '../../test/vault.ts';

const FILE = 'apps/worker/schema.graphql';

describe('the vault\'s schema', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  it('is the one that is committed (WRITE_SCHEMA=1 writes it)', () => {
    const { schema } = vault.app.get(GraphQLSchemaHost);
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env['WRITE_SCHEMA'] || !existsSync(FILE)) writeFileSync(FILE, printed);
    expect(readFileSync(FILE, 'utf8')).toBe(printed);
  });

  it('has no socket that listens', () => {
    expect(vault.app.getHttpServer().listening).toBe(false);
  });
});
