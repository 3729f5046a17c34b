import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { StatementsStore } from '../statements/statements.store.ts';
import { accessFacts, type AccessFacts } from './access-facts.ts';

/** Reads the vault's public directory as HR does: in numbers. */
@Injectable()
export class AccessFactsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly statements: StatementsStore,
  ) {}

  /** Of the newest directory, today; null before the first. */
  async find(): Promise<AccessFacts | null> {
    const directory = await this.db.read('access-facts', (tx) =>
      this.statements.find(tx, 'directory'));
    return directory && accessFacts(directory.body, today(this.clock));
  }
}
