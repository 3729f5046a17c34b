import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Documents by the id that a page sends: `sha256:` and the hash of the text, hex. */
export type Documents = ReadonlyMap<string, string>;

const IN_SOURCE = import.meta.url.endsWith('.ts');
const LISTS = ['wallet', 'hr', 'therapist'];

/** Where the build put the web surfaces; the same place from source and from what was compiled. */
export function webFolder(): string {
  return fileURLToPath(new URL(`../../../../${IN_SOURCE ? 'dist/' : ''}web/`, import.meta.url));
}

/** The documents that the pages were built with, of one schema. None where no page was built. */
export function readDocuments(schema: 'gateway' | 'vault'): Documents {
  const files = LISTS.map((name) => join(webFolder(), 'documents', `${name}.json`));
  const lists = files.filter((file) => existsSync(file)).map((file) =>
    JSON.parse(readFileSync(file, 'utf8')) as Record<typeof schema, Record<string, string>>);
  return new Map(lists.flatMap((list) => Object.entries(list[schema])));
}
