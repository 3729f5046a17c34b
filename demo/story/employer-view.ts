import { written } from '#wallet/documents';
import type { Employer } from './employer.ts';

/** Everything that an employer can ask for, each as one document. */
const ALL_SHE_CAN_ASK = [
  'query { me { id email role employer { id name } } }',
  `query { programmes { id name currency sessionsPerMember k
    periods { label opens closes releases status blocks { block label headcount } }
    sites { name departments { name headcount } } blocks { block label headcount } } }`,
  `query ($programmeId: ID!) { invoices(programmeId: $programmeId) { number status sessions
    unitPrice { minor currency } net { minor } tax { minor } total { minor }
    issuedOn dueOn paidOn } }`,
  'query ($programmeId: ID!) { balance(programmeId: $programmeId) { purchased displayed shortfall asOfRelease } }',
  `query ($programmeId: ID!) { reports(programmeId: $programmeId) {
    period covered k released settled use { people turns } course { turns status people }
    lists { list next editions { turns people } } statements { releasedOn body signature } } }`,
  `query ($programmeId: ID!, $period: String!) {
    letterBatches(programmeId: $programmeId, period: $period) {
      id site department letters reason madeOn keyFingerprint handedOutOn spare } }`,
];

/** Everything that HR can read now, answer by answer, to compare it with that of another day. */
export async function allThatHrCanRead(
  { hr, programmeId }: Pick<Employer, 'hr' | 'programmeId'>, period: string,
): Promise<string> {
  const answers: string[] = [];
  for (const document of ALL_SHE_CAN_ASK) {
    answers.push(JSON.stringify(await hr.ask(written(document), {
      programmeId, ...(document.includes('$period') ? { period } : {}) })));
  }
  return answers.join('\n');
}
