import GLPK, { type GLPK as Glpk, type LP } from 'glpk.js/node';
import type { Interval } from '../../../libs/disclosure/src/attack/intervals.ts';
import type { Reading } from '../../../libs/disclosure/src/engine/published-table.ts';

let loaded: Promise<Glpk> | undefined;

/**
 * The interval audit once more, by GLPK, for tables that HiGHS made. Slow and plain: one variable
 * for each atom, published or not.
 */
export async function auditByGlpk(reading: Reading): Promise<ReadonlyMap<number, Interval>> {
  const glpk = await (loaded ??= GLPK());
  const { groups } = reading;
  const terms = (atoms: readonly number[]) => atoms.map((atom) => ({ name: `x${atom}`, coef: 1 }));
  const subjectTo: LP['subjectTo'] = groups.map(({ users, heads, atoms }, at) => ({
    name: `g${at}`, vars: terms(atoms),
    bnds: users === null
      ? { type: heads === 0 ? glpk.GLP_FX : glpk.GLP_DB, lb: 0, ub: heads }
      : { type: glpk.GLP_FX, lb: users, ub: users },
  }));
  const bounds = reading.atoms.map((_, atom) => ({ name: `x${atom}`, type: glpk.GLP_LO, lb: 0, ub: 0 }));
  const extreme = (atoms: readonly number[], direction: number) => glpk.solve(
    { name: 'audit', objective: { direction, name: 'users', vars: terms(atoms) }, subjectTo, bounds },
    { msglev: glpk.GLP_MSG_OFF },
  ).result.z;
  const found = new Map<number, Interval>();
  groups.forEach(({ users, heads, atoms }, at) => {
    if (users !== null || heads === 0) return;
    found.set(at, {
      least: Math.ceil(extreme(atoms, glpk.GLP_MIN) - 1e-6),
      most: Math.floor(extreme(atoms, glpk.GLP_MAX) + 1e-6),
    });
  });
  return found;
}
