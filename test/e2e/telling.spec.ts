import fc from 'fast-check';
import { layOut, wrap } from '../../demo/telling/columns.ts';
import { Narrator } from '../../demo/telling/narrator.ts';
import { paintFor } from '../../demo/telling/paint.ts';

function told(isTerminal: boolean, env: NodeJS.ProcessEnv, tell: (to: Narrator) => void): string {
  let text = '';
  const page = { isTerminal, width: 80, write: (piece: string) => { text += piece; } };
  tell(new Narrator(page, paintFor(isTerminal, env)));
  return text;
}

describe('the telling', () => {
  it('sets numbers right and words left, under a rule', () => {
    expect(layOut(['block', 'users'], [['B1', 7], ['B2', 12]])).toEqual([
      'block  users', '────────────', 'B1         7', 'B2        12',
    ]);
  });

  it('breaks sentences at spaces and loses no word', () => {
    const widths = fc.integer({ min: 20, max: 90 });
    fc.assert(fc.property(fc.lorem({ maxCount: 40 }), widths, (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join(' ')).toBe(text);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }));
  });

  it('says what each of the four parties saw, "nothing" too', () => {
    const text = told(false, {}, (to) => { to.saw({ gateway: 'a sealed request' }); });
    expect(text).toContain('gateway    saw a sealed request');
    expect(text).toContain('employer   saw nothing');
    expect(text).toContain('vault      saw nothing');
    expect(text).toContain('therapist  saw nothing');
  });

  it('uses no colour where NO_COLOR asks for none or nobody looks', () => {
    const tell = (to: Narrator) => { to.act('An act'); to.verdict(false, 'a promise'); };
    expect(told(true, {}, tell)).toContain('\u001b[');
    expect(told(true, { NO_COLOR: '1' }, tell)).not.toContain('\u001b[');
    expect(told(false, {}, tell)).not.toContain('\u001b[');
  });

  it('draws progress on a terminal only', () => {
    const tell = (to: Narrator) => { to.progress('wallets', 3, 9); };
    expect(told(true, {}, tell)).toContain('3 / 9');
    expect(told(false, {}, tell)).toBe('');
  });
});
