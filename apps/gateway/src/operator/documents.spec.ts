import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';

/** The documents that the operator's commands send, as they stand in the source. */
const SOURCE = readFileSync('apps/gateway/src/operator/commands.ts', 'utf8');
const DOCUMENTS = [...SOURCE.matchAll(/^const ([A-Z_]+) = `([^`]+)`/gm)]
  .map(([, name, document]) => [name!, document!] as const);
const SCHEMAS = ['apps/gateway/schema.graphql', 'apps/worker/schema.graphql']
  .map((file) => buildSchema(readFileSync(file, 'utf8')));

describe('the operator\'s commands', () => {
  it('send documents', () => {
    expect(DOCUMENTS.length).toBeGreaterThanOrEqual(6);
  });

  it.each(DOCUMENTS)('%s asks for what one of the committed schemas has', (_name, document) => {
    const faults = SCHEMAS.map((schema) => validate(schema, parse(document)));
    expect(faults.filter((found) => found.length === 0)).not.toEqual([]);
  });
});
