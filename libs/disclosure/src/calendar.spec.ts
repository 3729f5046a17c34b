import { isReleasable, reportFrom } from './calendar.ts';

const refusal = expect.objectContaining({
  code: 'odd-period', message: expect.stringMatching(/one reporting period/),
}) as Error;

describe('what is reported', () => {
  it('is one reporting period, thirty days after its end', () => {
    expect(reportFrom('2026-10.1')).toMatchObject({ opens: '2026-10-01', releases: '2027-01-30' });
    expect(reportFrom('2026-11.2')).toMatchObject({ opens: '2027-02-01', releases: '2027-05-30' });
    expect(isReleasable('2026-10.1', '2027-01-29')).toBe(false);
    expect(isReleasable('2026-10.1', '2027-01-30')).toBe(true);
  });

  it.each(['2026', '2026-Q4', '2026-10', '2026-10.5', '2026-10.1..2026-10.3',
    'YTD', ''])('is not the window %j', (label) => {
    expect(() => reportFrom(label)).toThrow(refusal);
    expect(() => isReleasable(label, '2030-01-01')).toThrow(refusal);
  });
});
