import type { Ask } from './deed.ts';
import { operatorCommands } from './program.ts';

const WAITING = {
  contract: 'C-4F21A7B0', checkNumber: '4821-7306', programme: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', period: '2027-10',
  rules: 'year-1', state: 'OVERDUE', proposedOn: '2026-11-02', confirmBy: '2026-12-18',
  confirmedOn: null, confirmedBy: null, endedOn: null, declinedFor: null, opens: '2027-10-01', last: '2028-09-30', endsOn: null,
  releases: '2028-10-30', people: 155, spareSeats: 15, sessionsPerMember: 8, k: 10, rateBps: 450, refusals: 2,
  price: { minor: '9500', currency: 'EUR' }, seatPrice: null as object | null, total: { minor: '11780000', currency: 'EUR' },
  departments: [{ number: 1, site: 1, people: 90 }, { number: 2, site: 2, people: 65 }],
  blocks: [{ block: 'B1', people: 90, spare: 9, site: 1, departments: [1] },
    { block: 'B2', people: 65, spare: 6, site: null, departments: [2] }],
};
const CONFIRMED = { ...WAITING, contract: 'C-00000000', state: 'CONFIRMED',
  confirmedOn: '2026-11-03', confirmedBy: 'operator' };

/** What a command prints, and what it asks of the vault. */
async function typed(line: string, answer: unknown): Promise<{ said: string; sent: object }> {
  const lines: string[] = [];
  let sent = {};
  const vault = ((_query: string, variables: object = {}) => {
    sent = variables;
    return Promise.resolve(answer);
  }) as Ask;
  const domains = {
    vault, gateway: (() => Promise.reject(new Error('the gateway is not asked'))) as Ask,
    therapistPage: 'http://127.0.0.1:3000/therapist', vaultKey: () => Promise.resolve(''),
    signNextKey: () => Promise.resolve('') };
  await operatorCommands({}, (text) => lines.push(text), () => domains)
    .parseAsync(['node', 'operator', ...line.split(' ')]);
  return { said: lines.join('\n'), sent };
}

describe('the vault\'s operator', () => {
  it('sees what waits, with the sums of a contract; the rest when she asks for it', async () => {
    const { said } = await typed('terms list', [WAITING, CONFIRMED]);
    expect(said)
      .toMatch(/C-4F21A7B0 +2027-10 +OVERDUE +2026-11-02 +2026-12-18 +155 +15 +8 +95\.00 EUR/);
    for (const words of ['117800.00 EUR', '4821-7306']) expect(said).toContain(words);
    expect(said).not.toContain('C-00000000');
    expect((await typed('terms list --all', [WAITING, CONFIRMED])).said).toContain('C-00000000');
    expect((await typed('terms list', [CONFIRMED])).said).toBe('Nothing waits to be confirmed.');
  });

  it('declines for a reason of a closed list, and finds again what she declined, or misses', async () => {
    const line = 'terms decline --contract C-4F21A7B0 --period 2027-10';
    const { sent, said } = await typed(`${line} --reason price`, WAITING);
    expect(sent).toEqual({ input: { contract: 'C-4F21A7B0', period: '2027-10', programmeId: undefined,
      reason: 'price' } });
    expect(said).toMatch(/^Declined: C-4F21A7B0, 2027-10\. Its HR reads why/);
    await expect(typed(`${line} --reason she-said-so`, {})).rejects.toThrow('people, sessions, price');
    await expect(typed(line, {})).rejects.toThrow('--reason');
    const ended = [{ ...WAITING, state: 'DECLINED', endedOn: '2026-11-03', declinedFor: 'price' },
      { ...WAITING, state: 'WITHDRAWN', endedOn: '2026-11-03' }];
    const all = await typed('terms list --all', ended);
    expect(all.sent).toEqual({ contract: null, ended: true });
    for (const words of ['declined for', /DECLINED.* price /, 'WITHDRAWN']) expect(all.said).toMatch(words);
    expect((await typed('terms list', [])).sent).toEqual({ contract: null, ended: false });
  });

  it('reads days, groups and departments of terms before she confirms them', async () => {
    const { said, sent } = await typed('terms show --contract C-4F21A7B0 --period 2027-10', [WAITING]);
    expect(sent).toEqual({ contract: 'C-4F21A7B0', period: '2027-10' });
    for (const line of [
      /First day +2027-10-01/, /Last day +2028-09-30/,
      /Numbers appear +2028-01-30, 2028-04-30, 2028-07-30, 2028-10-30/,
      /Stated use in a year +4\.5 %/, /Check number +4821-7306/,
      /Others refused +2/, /Sites and departments are numbers here: .* In brackets: the people/,
      /B1 +90 +9 +1 +1 \(90\)/, /B2 +65 +6 +several +2 \(65\)/]) {
      expect(said).toMatch(line);
    }
    await expect(typed('terms show --contract C-1 --period 2027-10', []))
      .rejects.toThrow('`terms list --all` has them');
  });

  it('reads that a year has a flat price, and confirms it by that of her contract alone', async () => {
    const flat = { ...WAITING, seatPrice: { minor: '2400', currency: 'EUR' } };
    const { said } = await typed('terms show --contract C-4F21A7B0 --period 2027-10', [flat]);
    expect(said).toMatch(/Flat price of a seat and year +24\.00 EUR/);
    expect((await typed('terms list', [flat])).said).toContain('24.00 EUR');
    const { sent } = await typed('terms confirm --contract C-4F21A7B0 --period 2027-10 --check 4821-7306 '
      + '--people 155 --spare 15 --sessions 8 --price 95.00 --seat-price 24.00 --currency EUR --group 10 --use 4.5',
    { terms: flat });
    expect(sent).toMatchObject({ input: { priceMinor: '9500', seatPriceMinor: '2400' } });
  });

  it('reads an announced end where it goes before the last day, and where nothing begins', async () => {
    const show = async (endsOn: string) => (await typed(
      'terms show --contract C-4F21A7B0 --period 2027-10', [{ ...WAITING, endsOn }])).said;
    expect(await show('2028-03-31'))
      .toMatch(/Last day +2028-03-31: the programme ends, before 2028-09-30/);
    expect(await show('2027-03-31')).toMatch(/Last day +none: the programme ends on 2027-03-31/);
    expect(await show('2029-03-31')).toMatch(/Last day +2028-09-30\n/);
  });

  it('confirms by what stands in her contract, people and spare seats apart', async () => {
    const line = 'terms confirm --contract C-4F21A7B0 --period 2027-10 --check 4821-7306 --people 155 --spare 15 --sessions 8 '
      + '--price 95.00 --currency EUR --group 10 --use 4.5';
    const { said, sent } = await typed(line, { terms: CONFIRMED });
    expect(sent).toEqual({ input: {
      contract: 'C-4F21A7B0', period: '2027-10', checkNumber: '4821-7306', people: 155,
      spareSeats: 15, sessionsPerMember: 8, priceMinor: '9500', currency: 'EUR', k: 10, also: false, rateBps: 450 } });
    expect(said).toMatch(/^Confirmed, for good\.[^]*Confirmed +2026-11-03, operator/);
    await expect(typed(line.replace('95.00', '95.0'), {})).rejects.toThrow('--price');
    await expect(typed(line.replace('155', 'many'), {})).rejects.toThrow('--people');
    await expect(typed(line.replace('4.5', '4,5'), {})).rejects.toThrow('--use');
    await expect(typed(line.replace(' --group 10', ''), {})).rejects.toThrow('--group');
    await expect(typed(line.replace(' --check 4821-7306', ''), {})).rejects.toThrow('--check');
  });
});
