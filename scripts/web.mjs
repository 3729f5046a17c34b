/**
 * The web surfaces into dist/web/<surface>/: typed documents, bundles, brotli beside each file, and
 * files.json, the SHA-256 of every file. Only what changed since the last build.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/** `SOTTO_SURFACES=hr` builds only some: the others stay as they are, whatever their state. */
const SURFACES = (process.env.SOTTO_SURFACES ?? 'hr,employee,therapist').split(',');
const OUT = 'dist/web';
const STAMPS = `${OUT}/stamps.json`;
/** What every bundle depends on besides its own folder. */
const SHARED = [
  'package-lock.json', 'scripts/web*.mjs', 'apps/web/*.mjs', 'apps/web/ui/**/*',
  'libs/{calendar,messages,pseudonym,foresight,sheet,wording}/src/*.ts', 'libs/wallet/src/**/*.ts',
  'apps/{gateway,worker}/schema.graphql',
];
/** Folders with documents, and where their typed forms go. */
const DOCUMENTED = {
  wallet: { folder: 'libs/wallet', gql: 'libs/wallet/src/gql' },
  hr: { folder: 'apps/web/hr', gql: 'apps/web/hr/gql' },
  therapist: { folder: 'apps/web/therapist', gql: 'apps/web/therapist/gql' },
};
const SCHEMAS = ['apps/{gateway,worker}/schema.graphql', 'scripts/web-documents.mjs'];
const COMPRESSED = /\.(js|css|html|json|svg|webmanifest|md|wasm)$/;
const brotli = promisify(brotliCompress);

/** The bundles that are stale. Gives the names of what was built, and of what does not build. */
export function buildWeb() {
  return ensureAll(SURFACES, ensureBundle);
}

/** The typed documents that are stale; programs are compiled with them too. */
export function buildDocuments() {
  return ensureAll(Object.keys(DOCUMENTED), ensureDocuments);
}

async function ensureAll(names, ensure) {
  const known = await readFile(STAMPS, 'utf8').then(JSON.parse, () => ({}));
  const built = [];
  const broken = [];
  await mkdir(OUT, { recursive: true });
  for (const name of names) {
    try {
      await ensure(name, known, built);
    } catch (error) {
      broken.push(`${name} does not build:\n${stripVTControlCharacters(error.message)}`);
    }
  }
  if (built.length > 0) await place(STAMPS, JSON.stringify(known));
  return { built, broken };
}

async function ensureBundle(surface, known, built) {
  const stamp = await stampOf([...SHARED, `apps/web/${surface}/**/*`]);
  if (known[surface] === stamp && existsSync(`${OUT}/${surface}/files.json`)) return;
  await bundle(surface);
  known[surface] = stamp;
  built.push(surface);
}

async function ensureDocuments(name, known, built) {
  const { folder, gql } = DOCUMENTED[name];
  const key = `documents of ${name}`;
  const sources = [...SCHEMAS, `${folder}/documents/**/*.graphql`, `${gql}/**/*`];
  if (known[key] === await stampOf(sources) && existsSync(`${OUT}/documents/${name}.json`)) return;
  const { generate } = await import('./web-documents.mjs');
  const registered = await generate(folder, gql);
  if (name === 'wallet') await writeTexts(gql, registered);
  await mkdir(`${OUT}/documents`, { recursive: true });
  await place(`${OUT}/documents/${name}.json`, JSON.stringify(registered));
  // With what was made, so that a file that was lost or changed is made again.
  known[key] = await stampOf(sources);
  built.push(key);
}

/** Programs send the text that a page's hash stands for. */
function writeTexts(gql, { gateway, vault }) {
  const texts = JSON.stringify({ ...gateway, ...vault }, null, 2);
  return place(`${gql}/texts.ts`,
    `/** The documents by their ids. */\nexport const TEXTS: Readonly<Record<string, string>> = ${texts};\n`);
}

/** One hash over the names and contents of files. */
async function stampOf(patterns) {
  const hash = createHash('sha256');
  const paths = [];
  for (const pattern of patterns) {
    for await (const entry of glob(pattern, { withFileTypes: true })) {
      if (entry.isFile()) paths.push(relative('.', join(entry.parentPath, entry.name)));
    }
  }
  for (const path of [...new Set(paths)].sort()) {
    if (!path.endsWith('.spec.ts')) hash.update(`${path}\0`).update(await readFile(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Made beside the old one and put in its place whole: a service may be serving the old one. */
async function bundle(surface) {
  // A test run has another; pages are always built as they are shipped.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const { configFor } = await import('../apps/web/vite.config.mjs');
  const draft = resolve(OUT, `.${surface}.${process.pid}.new`);
  const old = resolve(OUT, `.${surface}.${process.pid}.old`);
  await build(configFor(surface, draft));
  await finish(draft);
  await rename(resolve(OUT, surface), old).catch(() => undefined);
  await rename(draft, resolve(OUT, surface));
  await rm(old, { recursive: true, force: true });
}

async function finish(folder) {
  await stamp(folder);
  const files = {};
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    files[relative(folder, path)] = createHash('sha256').update(content).digest('hex');
    if (!COMPRESSED.test(entry.name)) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    await writeFile(`${path}.br`, await brotli(content, { params }));
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(join(folder, 'files.json'), `${JSON.stringify(sorted, null, 2)}\n`);
}

/**
 * Name the build in the service worker: a browser installs one anew only for other bytes, and only
 * then are all files of a release kept, and not each when its screen is opened.
 */
async function stamp(folder) {
  const worker = join(folder, 'offline.js');
  if (!existsSync(worker)) return;
  const names = [];
  for await (const name of glob('assets/*', { cwd: folder })) names.push(name);
  const build = createHash('sha256').update(names.sort().join()).digest('hex').slice(0, 16);
  await writeFile(worker, `${await readFile(worker, 'utf8')}// ${build}\n`);
}

async function place(path, content) {
  await writeFile(`${path}.${process.pid}.new`, content);
  await rename(`${path}.${process.pid}.new`, path);
}
