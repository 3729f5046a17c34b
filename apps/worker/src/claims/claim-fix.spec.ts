import { fixOf } from './claim-fix.ts';

describe('a denied claim', () => {
  const denied = (code: string, more: object = {}) => fixOf({
    status: 'DENIED', session: 'held', sessionDay: '2026-11-10', serviceDate: '2026-11-10', units: 1,
    adjustments: [{ code, group: 'CO', text: '', amount: { minor: '1', currency: 'EUR' } }], ...more,
  });

  it.each([
    ['for another day than was booked', denied('284', { serviceDate: '2026-11-09' }),
      { kind: 'DAY', serviceDate: '2026-11-10' }],
    ['for another service', denied('284'), { kind: 'SERVICE', serviceDate: '2026-11-10' }],
    ['before its session', denied('110'), { kind: 'WAIT', serviceDate: '2026-11-10' }],
    ['for two units of one', denied('119', { units: 2 }), { kind: 'UNITS', serviceDate: '2026-11-10' }],
    ['for a day after its year', denied('27', { serviceDate: '2027-01-01' }),
      { kind: 'DAY', serviceDate: '2026-11-10' }],
    ['for a day before its year', denied('26', { serviceDate: '2026-09-30' }),
      { kind: 'DAY', serviceDate: '2026-11-10' }],
    ['on a day that is full', denied('222'), null],
    ['on a full day whose session was corrected since', denied('222', { serviceDate: '2026-11-09' }),
      { kind: 'DAY', serviceDate: '2026-11-10' }],
    ['for a day to come, of a session that was', denied('110', { serviceDate: '2027-11-10' }),
      { kind: 'DAY', serviceDate: '2026-11-10' }],
    ['in another currency', denied('16'), { kind: 'COMPLETE', serviceDate: '2026-11-10' }],
    ['filed too late', denied('29'), null],
    ['of a cancelled session', denied('119', { session: 'cancelled' }), null],
    ['whose session has been paid since', denied('284', { session: 'claimed' }), null],
  ])('%s says what mends it, or that nothing does', (_what, fix, expected) => {
    expect(fix).toEqual(expected);
  });
});
