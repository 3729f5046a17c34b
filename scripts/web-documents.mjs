/**
 * Typed documents of the wallet and of the consoles, by graphql-codegen from the committed schemas.
 * A page sends a document's SHA-256 only; the lists of what they stand for go to
 * dist/web/documents/. What is in `documents/vault/` is asked of the vault's schema, the rest of
 * `documents/` of the gateway's.
 */
import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { buildASTSchema, parse } from 'graphql';
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const SCHEMAS = { gateway: 'apps/gateway/schema.graphql', vault: 'apps/worker/schema.graphql' };

/** Write `{gateway,vault}/` into `gql`; gives hash → text for each schema. */
export async function generate(folder, gql) {
  const documents = { gateway: [], vault: [] };
  for await (const path of glob(`${folder}/documents/**/*.graphql`)) {
    const rawSDL = await readFile(path, 'utf8');
    const name = path.includes('/documents/vault/') ? 'vault' : 'gateway';
    documents[name].push({ location: path, rawSDL, document: parse(rawSDL) });
  }
  await rm(gql, { recursive: true, force: true });
  const registered = {};
  for (const [name, list] of Object.entries(documents)) {
    registered[name] = list.length === 0 ? {} : await generateOne(name, list, join(gql, name));
  }
  return registered;
}

/**
 * Changes of HR's that may be sent again when their answer was lost: they carry a key, or leave
 * things as one of them does. Of every other one HR's pages say to look before.
 */
const REPEATABLE = new Set(['PurchaseCredits', 'ReplaceHeadcounts', 'Invite', 'ResetHrPassword',
  'ChangeHrRole', 'SignIn', 'SignOut']);

async function generateOne(name, documents, outDir) {
  const schema = parse(await readFile(SCHEMAS[name], 'utf8'));
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: `${outDir}/`, schema, schemaAst: buildASTSchema(schema),
    documents: documents.sort((a, b) => a.location.localeCompare(b.location)),
    plugins: [], pluginMap: {}, config: { useTypeImports: true, enumsAsTypes: true, emitLegacyCommonJSImports: false, scalars: { ID: 'string' } },
    presetConfig: {
      fragmentMasking: false, skipIndexFile: true,
      persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' },
      // A page says what became of a request: of one that changes nothing there is nothing to say.
      onExecutableDocumentNode: ({ definitions }) => ({
        ...definitions.some(({ operation }) => operation === 'mutation') && { changes: true },
        ...definitions.some(({ name }) => REPEATABLE.has(name?.value)) && { repeatable: true },
      }),
    },
    profiler: { run: (work) => work(), collect: () => [] },
  });
  let registered = {};
  for (const section of sections) {
    const content = await codegen(section);
    if (section.filename.endsWith('persisted-documents.json')) registered = JSON.parse(content);
    if (!section.filename.endsWith('/graphql.ts')) continue;
    await mkdir(dirname(section.filename), { recursive: true });
    await writeFile(section.filename, content);
  }
  return registered;
}
