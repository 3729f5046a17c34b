import type { PlanNode } from './tree.ts';

const leaf = (name: string): PlanNode => ({ name, children: [] });
const group = (name: string, ...children: readonly PlanNode[]): PlanNode => ({ name, children });

/** What people come for: two groups, then three, then all seven, as far as each can be told. */
export const CONCERNS: PlanNode = group('all',
  group('work and stress', leaf('STRESS'), leaf('WORK')),
  group('mood and life',
    group('mood and anxiety', leaf('ANXIETY'), leaf('DEPRESSION')),
    group('relationships and life', leaf('RELATIONSHIPS'), leaf('GRIEF'), leaf('OTHER'))));

/** How sessions are held: by video or otherwise; then each way of its own. */
export const MODALITIES: PlanNode = group('all',
  leaf('VIDEO'), group('not by video', leaf('PHONE'), leaf('IN_PERSON')));

/** Sessions of a person in a year: one flat list, told whole or not at all. */
export const BANDS: PlanNode = group('all', leaf('1'), leaf('2–3'), leaf('4 or more'));

/** The band that a number of sessions lies in. */
export function bandOf(sessions: number): string {
  if (sessions === 1) return '1';
  return sessions <= 3 ? '2–3' : '4 or more';
}
