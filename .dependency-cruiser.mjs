/**
 * Which way the house is built: `npm run circles`, one of the gates of `npm run check`. A feature
 * is a folder, and folders form no circles; what is pure knows no server, and neither domain the
 * other.
 */
export default {
  forbidden: [
    {
      name: 'folders-form-no-circles', scope: 'folder', severity: 'error',
      comment: 'Move what both need into a third folder, or the one file to where it is needed.',
      from: {}, to: { circular: true },
    },
    {
      name: 'pure-libraries-stay-pure', severity: 'error',
      comment: 'Domain functions take what they need: they know no server, queue or database.',
      from: { path: '^libs/(pseudonym|billing|calendar|disclosure|foresight|messages|matching|wording)/src' },
      to: { path: '^(apps|libs/(platform|server))/' },
    },
    {
      name: 'the-domains-know-nothing-of-each-other', severity: 'error',
      comment: 'Jobs of libs/contracts are all that passes between them.',
      from: { path: '^apps/(gateway|worker|courier)/' },
      to: { path: '^apps/(gateway|worker|courier)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nothing-that-ships-knows-the-demo-or-tests', severity: 'error',
      from: { path: '^(apps|libs)/' }, to: { path: '^(demo|test)/' },
    },
    {
      name: 'a-process-of-the-service-is-not-its-launcher', severity: 'error',
      comment: 'What both need goes to libs/platform; tools/local is for demo, tests and commands.',
      from: { path: '^(apps|libs)/' }, to: { path: '^tools/', reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: String.raw`\.(spec|fixture)\.tsx?$|/gql/|^dist/|^(apps|libs)/[a-z]+/(test|testing)/`,
    },
  },
};
