import type { Narrator } from '../telling/narrator.ts';
import type { Report } from './report.ts';

const UNTOLD = 'can\'t be told';
const MONTHS = ['', 'months 1–3', 'months 4–6', 'months 7–9', 'months 10–12'];
const LISTS: Readonly<Record<string, string>> = {
  sites: 'where', concerns: 'what people came for', modalities: 'how sessions were held',
  bands: 'sessions of a person',
};

/** A year's report as HR reads it: the headline, the year's course, groups, how and how often. */
export function tellReport(narrator: Narrator, report: Report): void {
  const { use, covered, k, course, lists, wait } = report;
  narrator.say(use ? `${use.people} of ${covered} people used it, ${percent(use.shareBps)}; by chance `
    + `alone ${percent(use.leastBps)} to ${percent(use.mostBps)}.`
    : `How many of ${covered} people used it can't be told: fewer than ${k}, or more than half.`);
  narrator.say(`Median wait for a first session: ${wait ? `${wait.band} days` : UNTOLD}. `
    + moneyOf(report));
  if (report.isFlat) {
    narrator.say('Beside it stands what providers report: 4.5 % of the people covered on average.');
  }
  narrator.table(['the year', 'people'], course.map(({ turns, people }) =>
    [turns.map((turn) => MONTHS[turn] ?? '').join(', '), people ?? UNTOLD]));
  const told = lists.filter(({ editions }) => editions.length > 0);
  if (told.length > 0) {
    narrator.table(['list', 'group', 'people'], told.flatMap(({ list, editions: [all] }) =>
      (all?.groups ?? []).map(({ name, label, people, isWhole }, place) => [
        place === 0 ? LISTS[list] ?? list : '',
        `${label ?? inWords(name)}${isWhole ? ' (not split)' : ''}`, people])));
  }
}

function moneyOf(
  { isFlat, settled, displayed, shortfall, purchased, paidUntil }: Report,
): string {
  if (isFlat) return `A flat price, paid until ${paidUntil ?? UNTOLD}: no session is settled.`;
  const left = shortfall > 0 ? `${shortfall} beyond the ${purchased} that were bought`
    : `${displayed} of ${purchased} are left`;
  return `Settled sessions: ${settled ?? 0}; ${left}.`;
}

/** Codes of ways and concerns, as in the schema, in lower case. */
function inWords(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function percent(bps: number): string {
  return `${(bps / 100).toFixed(1)} %`;
}
