/**
 * Compile libs, apps, tools, demo and bench with SWC into dist/, and bundle the web surfaces
 * (web.mjs): only what changed since the last build.
 * What has no source any more is removed, since a migration left behind would be applied.
 */
import { transformFile } from '@swc/core';
import { copyFile, glob, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildDocuments, buildWeb } from './web.mjs';

const SOURCES = [
  '{libs,apps,tools,demo,test/bench}/**/*.{ts,sql,json,graphql}',
  // What a person does at a page, and who seals by hand: the benches do so too.
  'test/web/*.person.ts', 'test/simulation/relay-key.ts', 'test/privacy/times-*.ts',
];
const options = JSON.parse(await readFile('.swcrc', 'utf8'));
const mtime = (path) => stat(path).then((entry) => entry.mtimeMs, () => 0);
const settingsTime = Math.max(await mtime('.swcrc'), await mtime('scripts/build.mjs'));

const documents = await buildDocuments();
const made = new Set();
let compiled = 0;
for await (const source of glob(SOURCES)) {
  if (/\.(spec|fixture)\.ts$/.test(source) || source.includes('node_modules')) continue;
  if (source.startsWith('apps/web/')) continue;
  const target = join('dist', source.replace(/\.ts$/, '.js'));
  made.add(target);
  if (source.endsWith('.ts')) made.add(`${target}.map`);
  if ((await mtime(target)) > Math.max(await mtime(source), settingsTime)) continue;
  await mkdir(dirname(target), { recursive: true });
  if (source.endsWith('.ts')) await compile(source, target);
  else await place(target, (draft) => copyFile(source, draft));
  compiled += 1;
}
for await (const old of glob('dist/{libs,apps,tools,demo,test}/**/*.{js,map,sql,json,graphql}')) {
  if (!made.has(old)) await rm(old, { force: true });
}
if (compiled > 0) console.log(`Compiled ${compiled} files.`);
const pages = await buildWeb();
const built = [...documents.built, ...pages.built];
const broken = [...documents.broken, ...pages.broken];
if (built.length > 0) console.log(`Built for the web: ${built.join(', ')}.`);
for (const reason of broken) console.error(reason);
if (broken.length > 0) process.exitCode = 1;

async function compile(source, target) {
  let output;
  try {
    output = await transformFile(source, { ...options, swcrc: false });
  } catch (error) {
    console.error(`${source} does not compile:\n${error.message}`);
    process.exit(1);
  }
  await place(`${target}.map`, (draft) => writeFile(draft, output.map));
  const name = target.split('/').pop();
  const code = `${output.code}\n//# sourceMappingURL=${name}.map\n`;
  await place(target, (draft) => writeFile(draft, code));
}

/** A file appears whole: another process may be reading the old one. */
async function place(target, write) {
  const draft = `${target}.${process.pid}.new`;
  await write(draft);
  await rename(draft, target);
}
