/** Compile libs, apps, demo and bench with SWC into dist/, only what changed since the last build. */
import { transformFile } from '@swc/core';
import { cp, glob, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const options = JSON.parse(await readFile('.swcrc', 'utf8'));
const mtime = (path) => stat(path).then((entry) => entry.mtimeMs, () => 0);

for await (const source of glob('{libs,apps,demo,test/bench}/**/*.{ts,sql,json}')) {
  if (source.endsWith('.spec.ts') || source.includes('node_modules')) continue;
  const target = join('dist', source.replace(/\.ts$/, '.js'));
  if ((await mtime(target)) > (await mtime(source))) continue;
  await mkdir(dirname(target), { recursive: true });
  if (!source.endsWith('.ts')) {
    await cp(source, target);
    continue;
  }
  const { code, map } = await transformFile(source, { ...options, swcrc: false });
  await writeFile(`${target}.map`, map);
  await writeFile(target, `${code}\n//# sourceMappingURL=${target.split('/').pop()}.map\n`);
}
