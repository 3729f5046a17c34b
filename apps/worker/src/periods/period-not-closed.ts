/** Why a period is not closed now. Its code is for the operator, and holds nothing of anybody. */
export class PeriodNotClosed extends Error {
  override readonly name = 'PeriodNotClosed';

  constructor(readonly code: string) {
    super(`the period is not closed: ${code}`);
  }
}
