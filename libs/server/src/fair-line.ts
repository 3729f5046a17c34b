/** How many may wait in a line. */
export interface FairLineOptions {
  /** Of one owner, beside what is being done for her. */
  readonly mostOfOne: number;
  readonly mostOfAll: number;
  /** What whoever comes beyond them is told; `isOwn`: for what she asked for herself. */
  readonly full: (isOwn: boolean) => Error;
}

type Work = () => Promise<void>;

/**
 * Work that is done one piece after the other, for owners in turn: whoever asks for much waits for
 * it herself, and everybody else for one piece of hers at most.
 */
export class FairLine {
  private readonly works = new Map<string, Work[]>();
  /** Owners who wait, the next first: nobody for whom something is being done. */
  private readonly turns: string[] = [];
  private isServing = false;

  constructor(private readonly options: FairLineOptions) {}

  /** Do something in its owner's turn. @throws at once what `full` makes, where too much waits. */
  during<T>(owner: string, work: () => Promise<T>): Promise<T> {
    const { mostOfOne, mostOfAll, full } = this.options;
    const own = this.works.get(owner);
    if ((own?.length ?? 0) >= mostOfOne) throw full(true);
    if ([...this.works.values()].flat().length >= mostOfAll) throw full(false);
    return new Promise<T>((resolve, reject) => {
      const done: Work = () => work().then(resolve, reject);
      if (own) own.push(done);
      else {
        this.works.set(owner, [done]);
        this.turns.push(owner);
      }
      void this.serve();
    });
  }

  private async serve(): Promise<void> {
    if (this.isServing) return;
    this.isServing = true;
    for (let owner = this.turns.shift(); owner !== undefined; owner = this.turns.shift()) {
      const own = this.works.get(owner) ?? [];
      await own.shift()?.();
      // Behind those who came meanwhile, also where she asked again.
      if (own.length > 0) this.turns.push(owner);
      else this.works.delete(owner);
    }
    this.isServing = false;
  }
}
