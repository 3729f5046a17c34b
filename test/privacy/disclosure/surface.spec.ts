import { randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType, isObjectType, isUnionType, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import { usageReleased } from '#contracts/jobs';
import { makeRelease, type Disclosure } from '#disclosure/release';
import type { CaseUse, Layout } from '#disclosure/table';
import type { Client } from '../../../apps/gateway/testing/client.ts';
import { startRig, type Rig } from '../../../apps/gateway/testing/rig.ts';
import {
  createProgramme, openPeriod, PERIOD, signedInOwner,
} from '../../../apps/gateway/testing/story.ts';

/**
 * An analyst with every right that HR has, against the gateway that holds a release of the engine.
 * Documents are made from the schema itself, with every field there is, so that a new field is
 * attacked before anybody thinks of it.
 */

const MODALITIES = ['VIDEO', 'PHONE', 'IN_PERSON'];
const CONCERNS = ['STRESS', 'WORK'];
const layout: Layout = {
  blocks: [
    { block: 'B1', label: 'B1', headcount: 90 }, { block: 'B2', label: 'B2', headcount: 65 },
  ],
  modalities: MODALITIES, concerns: CONCERNS, crossed: ['modality', 'concern'],
};
const cases: CaseUse[] = Array.from({ length: 43 }, (_, i) => ({
  block: i < 24 ? 'B1' : 'B2', modality: i === 1 ? 'PHONE' : MODALITIES[i % 3]!,
  concern: CONCERNS[i % 2]!, sessions: 1 + (i % 4),
}));
/** Numbers that an answer may hold: what HR bought, wrote down or set herself, and ordinals. */
const HERS = new RegExp(
  '\\.(headcount|seats|sessionsPerMember|k|concernK|concernShare|number|version|keysPending)$'
  // How many letters her own departments get, by her own headcounts and orders.
  + '|^\\.data\\.letterBatches\\.(letters|spare)$'
  + '|^\\.data\\.(checkHeadcounts|foresight|previewPurchase|previewYear|session)\\.');

let rig: Rig;
let owner: Client;
let programmeId: string;
let made: Disclosure;
let schema: GraphQLSchema;

beforeAll(async () => {
  rig = await startRig();
  ({ schema } = rig.app.get(GraphQLSchemaHost));
  owner = await signedInOwner(rig);
  programmeId = await createProgramme(owner);
  await openPeriod(rig, owner, programmeId);
  made = release(cases);
  await deliver(made);
});
afterAll(() => rig.close());

const release = (use: readonly CaseUse[]) => makeRelease({
  programme: programmeId, period: `${PERIOD}.1`, layout, cases: use, bearerSessions: 0,
  fundedSessions: 500,
});
const deliver = async (disclosure: Disclosure) => {
  const job = await rig.sign('usage', disclosure.release);
  await rig.deliver(usageReleased, job);
};

/** Everything that can be selected of a type, as deep as it goes. */
function selection(type: GraphQLNamedType, depth = 0): string {
  if (depth > 8) return '';
  if (isUnionType(type)) {
    const parts = type.getTypes().map((part) => `... on ${part.name} ${selection(part, depth + 1)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map((field) =>
    `${field.name} ${selection(getNamedType(field.type), depth + 1)}`);
  return `{ ${fields.join(' ')} }`;
}

/** The whole of what every question of the schema answers, by question. */
async function everything(caller: Client): Promise<Map<string, string>> {
  const given: Record<string, string> = {
    programmeId: JSON.stringify(programmeId), period: JSON.stringify(PERIOD), first: '20', after: '0',
    before: '1000', sessions: '50', file: JSON.stringify(btoa('site,department,headcount\nWien,IT,90\n')),
    active: 'true', employerId: JSON.stringify(programmeId), input: '{}',
  };
  const answers = new Map<string, string>();
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    const args = field.args.map((arg) => `${arg.name}: ${given[arg.name]}`).join(', ');
    const { text } = await caller.send(
      `{ ${name}${args && `(${args})`} ${selection(getNamedType(field.type))} }`);
    answers.set(name, text);
  }
  return answers;
}

/** Every number in an answer with its path; signed bodies are opened. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value === 'string' && path.endsWith('.body')) {
    return numbersIn(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')), `${path}`);
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    numbersIn(part, Array.isArray(value) ? path : `${path}.${key}`));
}

describe('an analyst who reads every byte that HR can get', () => {
  it('finds no number of use but those of the release', async () => {
    const { cells, settledSessions } = made.release;
    const shown = new Set(cells.flatMap(({ users, sessions }) => [users, sessions]));
    const answers = await everything(owner);
    expect([...answers].filter(([, text]) => !text.includes('"errors"')).map(([name]) => name).sort())
      .toEqual(['balance', 'checkHeadcounts', 'foresight', 'invoices', 'keyDirectory', 'letterBatches', 'me',
        'previewPurchase', 'previewYear', 'programmes', 'reports', 'session', 'signIns', 'team', 'teamActions',
        'usageReleases']);
    const others = [...answers].flatMap(([, text]) => numbersIn(JSON.parse(text)))
      .filter(([path, number]) => !HERS.test(path)
        && !(/\.cells\.(users|sessions)$/.test(path) && shown.has(number))
        && !(path.endsWith('.settledSessions') && number === settledSessions)
        && !(path.startsWith('.data.balance.')
          && (number === 0 || number === -settledSessions)));
    expect(others).toEqual([]);
    const hidden = cells.filter(({ users }) => users === null);
    expect(hidden.length).toBeGreaterThan(0);
    const { data } = JSON.parse(answers.get('usageReleases')!) as {
      data: { usageReleases: { cells: Record<string, unknown>[] }[] } };
    const words = data.usageReleases[0]!.cells.filter(({ users }) => users === null)
      .map(({ sessions, reason, why }) => JSON.stringify([sessions, reason, why]));
    expect(words).toHaveLength(hidden.length);
    expect([...new Set(words)]).toEqual([JSON.stringify([null, 'protected',
      'Hidden numbers are too small, too large, or protect another number.'])]);
  });

  it('finds no argument that chooses a window, a group or a filter', async () => {
    const answers = await everything(owner);
    const operators = new Set([...answers.keys()].filter((name) =>
      answers.get(name)!.includes('UNAUTHENTICATED')));
    expect(operators).toContain('operations');
    const names = Object.values(schema.getTypeMap()).filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__') && name !== 'Mutation')
      .flatMap((type) => Object.values(type.getFields())
        .filter(({ name }) => type.name !== 'Query' || !operators.has(name))
        .flatMap(({ args }) => args))
      .map(({ name }) => name);
    // A file of headcounts, a number of credits to buy, a page of her team's own actions.
    expect([...new Set(names)].sort())
      .toEqual(['before', 'file', 'first', 'period', 'programmeId', 'sessions']);
    const { usageReleases, balance } = schema.getQueryType()!.getFields();
    expect([usageReleases, balance].map((field) => field!.args.map(({ name }) => name)))
      .toEqual([['programmeId'], ['programmeId']]);
  });

  it.each([
    'period: "2026-10"', 'from: "2026-10-01", until: "2026-11-01"', 'yearToDate: true',
    'department: "IT"', 'site: "Wien"', 'rolling: 90', 'cumulative: true', 'groupBy: "department"',
  ])('is refused %s with an error that holds no number of use', async (window) => {
    for (const name of ['usageReleases', 'balance']) {
      const { text } = await owner.send(`{ ${name}(programmeId: "${programmeId}", ${window}) {
        __typename } }`);
      const { errors } = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
      expect(new Set(errors.map(({ extensions }) => extensions.code)))
        .toEqual(new Set(['BAD_USER_INPUT']));
      expect(text.replaceAll(window, '').replaceAll(/"locations":\[[^\]]*\]/g, ''))
        .not.toMatch(/\b(24|19|43)\b/);
    }
  });

  it('gets the same bytes however often she reads: there is nothing to average', async () => {
    const read = async () => (await owner.send(
      `{ usageReleases(programmeId: "${programmeId}") ${
        selection(schema.getType('UsageRelease')!)} }`)).text;
    const first = await read();
    const seen = new Set([first]);
    for (let i = 0; i < 300; i += 1) seen.add(await read());
    expect(seen.size).toBe(1);
  });

  it('gets the same bytes after late events: a second release of the period is refused', async () => {
    // Her own reading of letters is written down, and nothing else moves.
    const asRead = async () => {
      const answers = await everything(owner);
      answers.delete('teamActions');
      return answers;
    };
    const before = await asRead();
    const late = release([...cases, { ...cases[0]!, sessions: 8 }]);
    await expect(deliver(late)).rejects.toThrow('is malformed');
    expect(await asRead()).toEqual(before);
  });

  it('gets nothing of another employer, nor a different refusal for one that exists', async () => {
    const stranger = await signedInOwner(rig);
    const ask = async (id: string) => (await stranger.send(
      `query ($id: ID!) { usageReleases(programmeId: $id) { body } }`, { id })).text;
    expect(await ask(programmeId)).toBe(await ask(randomUUID()));
  });
});
