/*
 * The only Trusted Types policy of these pages: scripts for workers, and those from our own
 * `assets/` alone. HTML is never made from text here, so there is no policy for it.
 */

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): {
    createScriptURL(url: string): unknown;
  };
}

const rules = {
  createScriptURL(url: string): string {
    const { origin, pathname } = new URL(url, location.href);
    const ours = /^\/(hr|employee|therapist)\/(assets\/[\w.-]+|offline\.js)$/.test(pathname);
    if (origin === location.origin && ours) return url;
    throw new TypeError('not a script of ours');
  },
};
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
let policy: ReturnType<PolicyFactory['createPolicy']> | undefined;

/** The address of a script of ours, as workers and service workers take it. @throws TypeError */
export function trustedScript(url: string): string {
  if (!factory) return rules.createScriptURL(url);
  policy ??= factory.createPolicy('sotto-workers', rules);
  return policy.createScriptURL(url) as string;
}

/** Start a module worker: `import url from './some.worker.ts?worker&url'`. */
export function openWorker(url: string): Worker {
  return new Worker(trustedScript(url), { type: 'module' });
}
