import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What plain scripts find in Node, and the offline worker of the portal in its browser. */
const GLOBALS = Object.fromEntries([
  'process', 'console', 'globalThis', 'Buffer', 'URL', 'setTimeout', 'clearTimeout', 'setInterval',
  'clearInterval', 'structuredClone', 'performance', 'self', 'caches', 'fetch', 'Response',
].map((name) => [name, 'readonly']));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'apps/web/*/gql/', 'libs/wallet/src/gql/'] },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-len': ['error', { code: 100, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.fixture.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // A screen is a function too, and half of its lines are markup and words for people.
    files: ['apps/web/**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'max-len': ['error', { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
    },
  },
  {
    files: ['apps/web/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error' },
  },
  { files: ['demo/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Scripts are no part of a TypeScript program: what its compiler would see is seen here.
    files: ['**/*.{mjs,js}'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { parserOptions: { projectService: false }, globals: GLOBALS },
    rules: { 'no-undef': 'error', 'no-console': 'off' },
  },
);
