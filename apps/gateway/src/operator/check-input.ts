import { readFileSync } from 'node:fs';
import {
  buildSchema, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType,
  type GraphQLInputObjectType, type GraphQLInputType,
} from 'graphql';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { unfitText } from '#platform/text/text';
import { OperatorError } from './operator-settings.ts';

/** The committed schema of the vault: what a file must hold is written down there alone. */
const SCHEMA = 'apps/worker/schema.graphql';
const SCALARS: Readonly<Record<string, [string, (value: unknown) => boolean]>> = {
  String: ['a text', (value) => typeof value === 'string'],
  ID: ['a text', (value) => typeof value === 'string'],
  Int: ['a whole number', (value) => Number.isInteger(value)],
  Float: ['a number', (value) => typeof value === 'number'],
  Boolean: ['true or false', (value) => typeof value === 'boolean'],
};
const LONGEST_SHOWN = 60;

/**
 * An input of the vault's schema made of what a file holds, and of `given`, which the file need not
 * hold.
 *
 * @throws OperatorError with every fault at once: the field, what stands there, what may.
 */
export function asVaultInput(
  type: string, content: unknown, where: string, given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const input = buildSchema(readFileSync(SCHEMA, 'utf8')).getType(type);
  if (!isInputObjectType(input)) throw new Error(`the vault has no input ${type}`);
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  const value = isObject ? { ...given, ...content } : content;
  const faults = objectFaults(input, value, '');
  if (faults.length > 0) {
    throw new OperatorError(`${where}: ${faults.join('; ')}.`.replace(/([.?])\.$/, '$1'));
  }
  return value as Record<string, unknown>;
}

/** Do what the vault may refuse for a field's value; its words get the value that stands there. */
export async function withValues<T>(
  input: object, where: string, ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const told = error.message.replaceAll(/"([\w.]+)" (must|is|has)/g,
      (_, place: string, verb: string) => {
        const value = at(input, place);
        if (verb === 'must') return `${place} is ${quoted(value)} and must`;
        const isThere = value !== undefined && value !== null;
        return isThere ? `${place} (${quoted(value)}) ${verb}` : `${place} ${verb}`;
      });
    if (told === error.message) throw error;
    // The field and its value say more than a code before them.
    throw new OperatorError(`${where}: ${told.replace(/^[A-Z]+(_[A-Z]+)+: /, '')}`);
  }
}

function objectFaults(type: GraphQLInputObjectType, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${path || 'the file'} is ${quoted(value)} and must be an object with `
      + Object.keys(type.getFields()).join(', ')];
  }
  const fields = type.getFields();
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name)).map((name) => {
    const [nearest] = suggestionList(name, Object.keys(fields));
    return `${within(path, name)} is no field${nearest ? `: did you mean ${nearest}?` : ''}`;
  });
  const known = Object.values(fields).flatMap((field) => faultsOf(
    field.type, (value as Record<string, unknown>)[field.name], within(path, field.name)));
  return [...unknown, ...known];
}

function faultsOf(type: GraphQLInputType, value: unknown, path: string): string[] {
  if (isNonNullType(type)) {
    const isMissing = value === undefined || value === null;
    if (isMissing) return [`${path} is missing: ${wanted(type.ofType)}`];
    return faultsOf(type.ofType as GraphQLInputType, value, path);
  }
  if (value === undefined || value === null) return [];
  if (isListType(type)) {
    if (!Array.isArray(value)) return [`${path} is ${quoted(value)} and must be ${wanted(type)}`];
    return value.flatMap((entry, index) =>
      faultsOf(type.ofType as GraphQLInputType, entry, within(path, String(index))));
  }
  if (isInputObjectType(type)) return objectFaults(type, value, path);
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name);
    if (names.includes(value as string)) return [];
    const [nearest] = typeof value === 'string' ? suggestionList(value.toUpperCase(), names) : [];
    return [`${path} is ${quoted(value)} and must be one of ${names.join(', ')}`
      + (nearest ? `: did you mean ${nearest}?` : '')];
  }
  const [name, fits] = SCALARS[type.name] ?? ['of its type', () => true];
  if (!fits(value)) return [`${path} is ${quoted(value)} and must be ${name}`];
  const { character } = unfitText(value) ?? {};
  return character === undefined ? []
    : [`${path} is ${quoted(value)} and has the character ${character}, which cannot be stored`];
}

function wanted(type: GraphQLInputType): string {
  if (isNonNullType(type)) return wanted(type.ofType as GraphQLInputType);
  if (isListType(type)) return `a list, each ${wanted(type.ofType as GraphQLInputType)}`;
  const named = getNamedType(type);
  if (isEnumType(named)) return `one of ${named.getValues().map(({ name }) => name).join(', ')}`;
  if (isScalarType(named)) return SCALARS[named.name]?.[0] ?? 'of its type';
  return `an object with ${Object.keys((named as GraphQLInputObjectType).getFields()).join(', ')}`;
}

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function at(input: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((value, name) =>
    (value as Record<string, unknown> | undefined)?.[name], input);
}

function quoted(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'missing';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
