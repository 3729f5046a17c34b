import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { ProgrammePeriodsStore, type OpenedPeriod } from './programme-periods.store.ts';

/** Benefit periods by programme and label. They never change, so those seen are remembered. */
@Injectable()
export class PeriodsBook {
  private readonly known = new Map<string, OpenedPeriod>();

  constructor(private readonly db: Database, private readonly store: ProgrammePeriodsStore) {}

  /** One period; null when it was not opened (yet). */
  async find(programme: string, period: string): Promise<OpenedPeriod | null> {
    const key = `${programme} ${period}`;
    const known = this.known.get(key);
    if (known) return known;
    const found = await this.db.read('find-period', (tx) =>
      this.store.find(tx, programme, period));
    if (found) this.known.set(key, found);
    return found;
  }
}
