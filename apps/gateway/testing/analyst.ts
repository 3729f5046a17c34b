import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType, isObjectType, isUnionType, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import type { Client } from './client.ts';
import type { Rig } from './rig.ts';
import { PERIOD } from './story.ts';

/*
 * An analyst with every right that HR has. Her documents are made from the schema itself, with
 * every field there is, so that a new field is attacked before anybody thinks of it.
 */

const DEEPEST = 8;
const NUMBER = /^-?\d+(\.\d+)?%?$/;

/** The schema that a gateway answers by. */
export function schemaOf(rig: Rig): GraphQLSchema {
  return rig.app.get(GraphQLSchemaHost).schema;
}

/** The whole of what every question of the schema answers about a programme, by question. */
export async function everything(
  rig: Rig, caller: Client, programmeId: string,
): Promise<Map<string, string>> {
  const given: Record<string, string> = {
    programmeId: JSON.stringify(programmeId), period: JSON.stringify(PERIOD), first: '20',
    before: '1000', sessions: '50', active: 'true', employerId: JSON.stringify(programmeId),
    input: '{}', file: JSON.stringify(btoa('site,department,headcount\nWien,IT,90\n')),
  };
  const answers = new Map<string, string>();
  for (const [name, field] of Object.entries(schemaOf(rig).getQueryType()?.getFields() ?? {})) {
    const args = field.args.map((arg) => `${arg.name}: ${given[arg.name]}`).join(', ');
    const { text } = await caller.send(
      `{ ${name}${args && `(${args})`} ${selection(getNamedType(field.type))} }`);
    answers.set(name, text);
  }
  return answers;
}

/** A file as HR gets it, with its headers but for the time. */
export async function fileOf(rig: Rig, caller: Client, path: string) {
  const { statusCode, headers, rawPayload } = await rig.app.inject({
    method: 'GET', url: `/graphql/${path}`,
    headers: { cookie: String(Reflect.get(caller, 'cookie') ?? '') },
  });
  const others = Object.entries(headers).filter(([name]) => name !== 'date');
  return { statusCode, headers: others, bytes: rawPayload };
}

/** Everything that can be selected of a type, as deep as it goes. */
function selection(type: GraphQLNamedType, depth = 0): string {
  if (depth > DEEPEST) throw new Error(`${type.name} lies deeper than anybody looks`);
  if (isUnionType(type)) {
    const parts = type.getTypes().map((part) =>
      `... on ${part.name} ${selection(part, depth + 1)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map((field) =>
    `${field.name} ${selection(getNamedType(field.type), depth + 1)}`);
  return `{ ${fields.join(' ')} }`;
}

/** A number of an answer, where it stands: `.data.reports.use.people`. */
export type Found = readonly [path: string, number: number];

/** Every number in an answer, written as one or in a string; signed bodies are opened. */
export function numbersIn(value: unknown, path = ''): Found[] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value === 'string' && NUMBER.test(value)) return [[path, Number.parseFloat(value)]];
  if (typeof value === 'string' && path.endsWith('.body')) return numbersIn(opened(value), path);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    numbersIn(part, Array.isArray(value) ? path : `${path}.${key}`));
}

/** A signed body, in base64url as the API has it or as it is in a file. */
function opened(body: string): unknown {
  return JSON.parse(body.startsWith('{') ? body : Buffer.from(body, 'base64url').toString('utf8'));
}
