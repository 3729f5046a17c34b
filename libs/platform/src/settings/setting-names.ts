/** Settings of the launcher and of commands, beside those that the processes read. */
const BESIDE = [
  'VAULT_QUEUE_URL', 'GATEWAY_DATABASE_OWNER_URL', 'VAULT_DATABASE_OWNER_URL', 'QUEUE_OWNER_URL',
  'GATEWAY_AUDITOR_URL', 'VAULT_AUDITOR_URL', 'NODE_EXTRA_CA_CERTS',
];
/** Names that begin like ours and are another product's, well known on many machines. */
const ELSEWHERE = new Set(['VAULT_TOKEN']);
/** What Node.js, PostgreSQL's client, npm and the machine read: fit for a file of settings. */
const OF_THE_MACHINE =
  /^(PATH|HOME|TZ|LANG|LC_\w+|TMPDIR|DEBUG|(NODE|PG|SSL|UV|npm_)\w*|(https?|no|all)_proxy)$/i;
/** So many slips of a finger at most make one name of another. */
const SLIPS = 2;

/**
 * The number of characters that were left out, put in, replaced, or swapped with a neighbour
 * (optimal string alignment, a form of Damerau and Levenshtein's distance).
 */
export function slips(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      const swapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      rows[i]?.push(Math.min(
        at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same,
        swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      ));
    }
  }
  return at(left.length, right.length);
}

/**
 * What is wrong with the names of settings: one line on each that is not ours but looks like it,
 * with the nearest that is. A name that is far from all of ours is somebody else's.
 *
 * @param settings the names that the processes read.
 * @param isOurs the names stand in a file of our settings: then each must be ours, or one that the
 *   machine itself reads.
 */
export function misspelt(
  names: readonly string[], settings: readonly string[], isOurs = false,
): string[] {
  const known = [...new Set([...settings, ...BESIDE])];
  return names.filter((name) => !known.includes(name)).flatMap((name) => {
    const written = name.toUpperCase().replaceAll(/[-.]/g, '_');
    const meant = nearest(written, known);
    const looksLikeOurs = slips(written, meant) <= SLIPS
      || (isOurs && !OF_THE_MACHINE.test(name)) || singular(written) === singular(meant)
      || (haveEnds(written, meant) && !ELSEWHERE.has(name));
    return looksLikeOurs
      ? [`${name} is no setting: ${meant} was probably meant; rename it, or take it out`] : [];
  });
}

/**
 * Slips go before short forms, those before the same first and last words, then the most words that
 * both have, of which the first counts most; the rest comes last.
 */
function nearest(name: string, known: readonly string[]): string {
  const far = (one: string) => {
    const distance = slips(name, one);
    if (distance <= SLIPS || singular(name) === singular(one)) return distance;
    const rank = !haveEnds(name, one) ? 3 : isShortFor(name, one) ? 1 : 2;
    return 1000 * rank - (rank === 3 ? 100 * shared(name, one) : 0) + distance;
  };
  return known.reduce((best, one) => (far(one) < far(best) ? one : best));
}

/** `TRUSTED_PROXY` for `TRUSTED_PROXIES`. */
function singular(name: string): string {
  return name.replace(/IES$/, 'Y').replace(/S$/, '');
}

/** How many words two names share, and one more where the first is the same. */
function shared(name: string, known: string): number {
  const [words, others] = [name.split('_'), known.split('_')];
  return words.filter((word) => others.includes(word)).length + (words[0] === others[0] ? 1 : 0);
}

/** `GATEWAY_DB_URL` for `GATEWAY_DATABASE_URL`: the first word and the last are the same. */
function haveEnds(name: string, known: string): boolean {
  const [words, others] = [name.split('_'), known.split('_')];
  return words.length > 1 && others.length > 2 && words[0] === others[0]
    && words.at(-1) === others.at(-1);
}

/** Whether letters were only left out, as in `DB` for `DATABASE`. */
function isShortFor(name: string, known: string): boolean {
  let at = 0;
  for (const letter of known) if (letter === name[at]) at += 1;
  return at === name.length;
}
