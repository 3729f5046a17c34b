import { readFileSync, writeFileSync } from 'node:fs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { startRig, type Rig } from '../testing/rig.ts';

const FILE = 'apps/gateway/schema.graphql';

describe('the open schema', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());

  it('is the committed one (SOTTO_WRITE_SCHEMA=1 writes it anew)', () => {
    const { schema } = rig.app.get(GraphQLSchemaHost);
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env['SOTTO_WRITE_SCHEMA']) writeFileSync(FILE, printed);
    expect(printed).toBe(readFileSync(FILE, 'utf8'));
  });

  it.each(['referral', 'case', 'provider', 'therap', 'appointment', 'diagnos', 'claimid'])(
    'names nothing of care: %s', (word) => {
      const names = readFileSync(FILE, 'utf8').replaceAll(/"""[\s\S]*?"""|"[^"\n]*"/g, '');
      expect(names.toLowerCase()).not.toContain(word);
    });
});
