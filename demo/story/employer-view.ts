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
  'query ($programmeId: ID!) { balance(programmeId: $programmeId) { purchased displayed asOfRelease } }',
  `query ($programmeId: ID!) { usageReleases(programmeId: $programmeId) {
    period k releasedOn body signature cells { table key block category users sessions reason why } } }`,
  `query ($programmeId: ID!, $period: String!) {
    codeLetters(programmeId: $programmeId, period: $period, first: 200) {
      number site department code } }`,
];

/** The bytes of everything that HR can read now, to compare them with those of another day. */
export async function allThatHrCanRead(
  { hr, programmeId }: Pick<Employer, 'hr' | 'programmeId'>, period: string,
): Promise<string> {
  const answers: string[] = [];
  for (const document of ALL_SHE_CAN_ASK) {
    const { status, bytes } = await hr.askForBytes(document, {
      programmeId, ...(document.includes('$period') ? { period } : {}) });
    if (status !== 200) throw new Error(`HR could not read her own: ${status}`);
    answers.push(Buffer.from(bytes).toString('utf8'));
  }
  const refused = answers.find((answer) => answer.includes('"errors"'));
  if (refused) throw new Error(`HR could not read her own: ${refused.slice(0, 200)}`);
  return answers.join('\n');
}
