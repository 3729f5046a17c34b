/**
 * Facts for the page "What you can never see", read from the committed schemas when the page is
 * built: what HR's pages can ask of the gateway, and what exists in the vault, where no field of
 * theirs leads. Nobody writes this list, so nobody forgets to change it.
 */
import { buildSchema, getNamedType, isObjectType, Kind, parse } from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NAME = 'virtual:schema-facts';
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const SCHEMAS = { open: file('../../gateway/schema.graphql'), vault: file('../../worker/schema.graphql') };

/** A Vite plugin that gives the module `virtual:schema-facts`. */
export function schemaFacts() {
  return {
    name: 'schema-facts',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(readFacts())}` : undefined),
  };
}

/** @throws Error when a field that HR can ask leads to a type that only the vault has. */
export function readFacts() {
  const open = buildSchema(readFileSync(SCHEMAS.open, 'utf8'));
  const vault = buildSchema(readFileSync(SCHEMAS.vault, 'utf8'));
  return { asked: askedOf(open), kept: keptBy(vault, open) };
}

/** Root fields of the documents that HR's pages were built with: the gateway takes no others. */
function askedOf(open) {
  const asked = new Map();
  for (const path of globSync(file('./documents/*.graphql'))) {
    for (const { kind, operation, selectionSet } of parse(readFileSync(path, 'utf8')).definitions) {
      if (kind !== Kind.OPERATION_DEFINITION) continue;
      const root = operation === 'query' ? open.getQueryType() : open.getMutationType();
      for (const { name } of selectionSet.selections) {
        const field = root.getFields()[name.value];
        asked.set(name.value, {
          name: name.value, reads: operation === 'query', meaning: field.description ?? '',
          fields: fieldsUnder(getNamedType(field.type)),
        });
      }
    }
  }
  return [...asked.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function fieldsUnder(type) {
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}

/** Object types that exist in the vault's schema and not in the gateway's. */
function keptBy(vault, open) {
  const roots = new Set([vault.getQueryType(), vault.getMutationType()]);
  const kept = Object.values(vault.getTypeMap()).filter((type) => isObjectType(type)
    && !type.name.startsWith('__') && !roots.has(type) && !open.getType(type.name)
    && !/(Refused|Result|Unavailable)$/.test(type.name));
  return kept.map((type) => ({
    name: type.name, meaning: type.description ?? '',
    fields: Object.values(type.getFields()).map(({ name }) => name),
  })).sort((a, b) => a.name.localeCompare(b.name));
}
