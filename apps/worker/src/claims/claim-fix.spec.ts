import { fixOf } from './claim-fix.ts';

describe('a denied claim', () => {
  const denied = (code: string, more: object = {}) => fixOf({
    status: 'DENIED', session: 'held', bookedDay: '2026-11-10', serviceDate: '2026-11-10', units: 1,
    adjustments: [{ code, group: 'CO', text: '', amount: { minor: '1', currency: 'EUR' } }], ...more,
  });

  it.each([
    ['for another day than was booked', denied('284', { serviceDate: '2026-11-09' }),
      { kind: 'DAY', serviceDate: '2026-11-10' }],
    ['for another service', denied('284'), { kind: 'SERVICE', serviceDate: '2026-11-10' }],
    ['before its session', denied('110'), { kind: 'WAIT', serviceDate: '2026-11-10' }],
    ['for two units of one', denied('119', { units: 2 }), { kind: 'UNITS', serviceDate: '2026-11-10' }],
    ['of a bearer credit outside its quarter', denied('27', { bookedDay: null }),
      { kind: 'DAY', serviceDate: null }],
    ['of a bearer credit on a day that is full', denied('222', { bookedDay: null }),
      { kind: 'DAY', serviceDate: null }],
    ['in another currency', denied('16'), { kind: 'COMPLETE', serviceDate: '2026-11-10' }],
    ['filed too late', denied('29'), null],
    ['of a cancelled session', denied('119', { session: 'cancelled' }), null],
    ['whose session has been paid since', denied('284', { session: 'claimed' }), null],
  ])('%s says what mends it, or that nothing does', (_what, fix, expected) => {
    expect(fix).toEqual(expected);
  });
});
