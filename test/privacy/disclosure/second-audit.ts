import { solve, type Constraint } from 'yalps';
import type { Interval } from '../../../libs/disclosure/src/attack/intervals.ts';
import type { Reading } from '../../../libs/disclosure/src/engine/published-table.ts';

/**
 * The interval audit once more, by YALPS (a dense simplex in plain JavaScript), for tables that
 * HiGHS made: one variable for each hidden atom, one row for each group. Throws when YALPS finds
 * no optimum: an audit that did not take place has passed nothing.
 */
export function auditByYalps({ groups, atoms }: Reading): ReadonlyMap<number, Interval> {
  const usersOf = (atom: number) => groups[atoms[atom] ?? 0]?.users ?? null;
  const variables = new Map<string, Map<string, number>>();
  const constraints = new Map<string, Constraint>();
  const known = groups.map((group) =>
    group.atoms.reduce((sum, atom) => sum + (usersOf(atom) ?? 0), 0));
  groups.forEach(({ users, heads, atoms: inside }, at) => {
    const hidden = inside.filter((atom) => usersOf(atom) === null);
    if (hidden.length === 0) return;
    const shown = known[at] ?? 0;
    constraints.set(`g${at}`, users === null ? { max: heads - shown } : { equal: users - shown });
    for (const atom of hidden) {
      const column = variables.get(`x${atom}`) ?? new Map<string, number>();
      variables.set(`x${atom}`, column.set(`g${at}`, 1));
    }
  });
  const extreme = (at: number, direction: 'minimize' | 'maximize') => {
    const { status, result } = solve(
      { direction, objective: `g${at}`, constraints, variables }, { checkCycles: true },
    );
    if (status !== 'optimal') throw new Error(`The second audit is ${status}.`);
    return result + (known[at] ?? 0);
  };
  const found = new Map<number, Interval>();
  groups.forEach(({ users, heads }, at) => {
    if (users !== null || heads === 0) return;
    found.set(at, {
      least: Math.ceil(extreme(at, 'minimize') - 1e-5),
      most: Math.floor(extreme(at, 'maximize') + 1e-5),
    });
  });
  return found;
}
