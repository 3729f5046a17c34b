import { readFileSync } from 'node:fs';
import { redeem } from '../../libs/wallet/test/redeem.fixture.ts';
import { openEmployeeScenario, settleTimes, type EmployeeScenario } from '../web/employee.scenario.ts';

let scene: EmployeeScenario | undefined;
beforeAll(async () => { scene = await openEmployeeScenario(); });
afterAll(() => scene?.close());

it('redeems a credit from a Node program, by the code that the pages run', async () => {
  const { service: { world: { scenario } }, origin, codes } = scene!;
  const { vaultSigningPublicKey } = scenario.brief;
  expect(await redeem(origin, vaultSigningPublicKey, codes[0]!)).toBe('booked');
  // Until midnight the time just taken is shown to others still.
  await settleTimes(scene!);
  expect(await redeem(origin, vaultSigningPublicKey, codes[1]!)).toBe('booked');
});

it('is the example of the README, line by line', () => {
  const [, body = ''] = /Promise<Booking> \{\n([\s\S]*?)\n\}/.exec(
    readFileSync('libs/wallet/test/redeem.fixture.ts', 'utf8')) ?? [];
  const shown = body.split('\n').map((line) => line.slice(2)).join('\n')
    .replace('return book(', 'await book(').replace('.finally(close);', ';\nawait close();');
  expect(shown.split('\n').length).toBeLessThanOrEqual(12);
  expect(readFileSync('libs/wallet/README.md', 'utf8')).toContain(`\`\`\`ts\n${shown}\n\`\`\``);
});
