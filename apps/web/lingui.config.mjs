/** One catalogue for each surface and one for what they share. `WORDS_OF=hr` limits to one. */
import { formatter } from '@lingui/format-po';
import { fileURLToPath } from 'node:url';

const only = process.env.WORDS_OF;
const folders = ['ui', 'hr', 'employee', 'therapist'];

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  sourceLocale: 'en',
  locales: ['en', 'es'],
  orderBy: 'message',
  format: formatter({ lineNumbers: false, origins: false, printLinguiId: false }),
  catalogs: folders.filter((name) => !only || name === only).map((name) => ({
    path: `<rootDir>/${name}/locales/{locale}`,
    include: [`<rootDir>/${name}`],
    exclude: ['**/gql/**', '**/locales/**'],
  })),
};
