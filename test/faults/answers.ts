import { getNamedType, isObjectType, isUnionType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { MARKER } from './hostile.ts';

/** The closed list of codes that an error may carry; INTERNAL is there, and is always a bug. */
const CODES = [
  'BAD_USER_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED',
  'OVERLOADED', 'UNAVAILABLE', 'SECOND_FACTOR_MISSING',
];
/** Traces of how the program is made, which no answer shows. */
const INSIDES =
  /node_modules|\bat [\w.<>]+ \(|\.ts:\d|\.js:\d|QueryFailed|TypeError|SELECT |INSERT /;
const SUGGESTION = /did you mean/i;

/** An answer as GraphQL gives it. */
export interface GraphQLAnswer {
  readonly data?: Record<string, { readonly __typename: string } | boolean | null> | null;
  readonly errors?: readonly {
    readonly message: string; readonly extensions?: Record<string, unknown>;
  }[];
}

/** The document of one mutation, with every argument as a variable and every refusal's words. */
export function documentOf(name: string, field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const type = getNamedType(field.type);
  const members = isUnionType(type) ? type.getTypes() : [];
  const refusals = members.filter((member) =>
    'message' in member.getFields() && 'code' in member.getFields())
    .map((member) => `... on ${member.name} { code message }`);
  const selection = isUnionType(type) || isObjectType(type)
    ? `{ __typename ${refusals.join(' ')} }` : '';
  const call = `${name}${passed ? `(${passed})` : ''} ${selection}`;
  return `mutation ${declared ? `(${declared})` : ''} { ${call} }`;
}

/** Every mutation of a schema with its field. */
export function mutationsOf(schema: GraphQLSchema): [string, GraphQLField<unknown, unknown>][] {
  return Object.entries(schema.getMutationType()?.getFields() ?? {});
}

/** What is wrong with an answer to a hostile request; nothing, if it is as it should be. */
export function faultsOf(text: string): string[] {
  const faults: string[] = [];
  if (INSIDES.test(text)) faults.push(`shows its insides: ${text.slice(0, 300)}`);
  if (SUGGESTION.test(text)) faults.push('suggests what the schema has');
  let answer: GraphQLAnswer;
  try {
    answer = JSON.parse(text) as GraphQLAnswer;
  } catch {
    return [...faults, `is not JSON: ${text.slice(0, 100)}`];
  }
  if (answer.errors === undefined && !answer.data) faults.push('is empty');
  for (const { message, extensions = {} } of answer.errors ?? []) {
    const { code } = extensions;
    if (!CODES.includes(String(code))) faults.push(`has the code ${String(code)}: ${message}`);
    if (Object.keys(extensions).some((key) => key !== 'code')) faults.push('has other extensions');
    if (message.length > 300) faults.push('has a message of no end');
  }
  if (text.includes(MARKER)) faults.push(`echoes what was sent: ${text.slice(0, 300)}`);
  return faults;
}
