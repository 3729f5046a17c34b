import type { Narrator } from '../telling/narrator.ts';
import type { Company } from './company.ts';
import { toldIn, type Report } from './report.ts';

const HIDDEN = 'hidden';

/** The reports of a year as HR reads them: people and sessions, and why some numbers hide. */
export function tellReports(narrator: Narrator, { reports }: Company): void {
  narrator.table(['report', 'people', 'sessions', 'median wait', 'other numbers', 'hidden'],
    reports.map((report) => {
      const { users, sessions } = totalOf(report);
      const { told, untold } = toldIn(report);
      return [report.period, shown(users), shown(sessions), report.medianWait ?? HIDDEN,
        users === null ? told : told - 1, untold];
    }));
  const [hidden] = reports.flatMap(({ cells }) => cells.filter(({ users }) => users === null));
  if (hidden) narrator.say(`${hidden.why} Which of these it is, nobody is told.`);
  const { displayed = 0, purchased = 0 } = reports.at(-1) ?? {};
  narrator.say(`Balance: ${displayed} of ${purchased} sessions.`);
}

function totalOf({ cells }: Report): { users: number | null; sessions: number | null } {
  return cells.find(({ table }) => table === 'total') ?? { users: null, sessions: null };
}

function shown(count: number | null): string {
  return count === null ? HIDDEN : String(count);
}
