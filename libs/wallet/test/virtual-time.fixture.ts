/** A time that stands still until it is told to go on. */
export class VirtualTime {
  private moment = 0;
  private planned: { readonly at: number; readonly then: () => void }[] = [];

  readonly now = (): number => this.moment;

  /** What is planned for the same moment happens in the order of planning. */
  readonly after = (ms: number, then: () => void): (() => void) => {
    const one = { at: this.moment + ms, then };
    const later = this.planned.findIndex(({ at }) => at > one.at);
    this.planned.splice(later === -1 ? this.planned.length : later, 0, one);
    return () => { this.planned = this.planned.filter((other) => other !== one); };
  };

  /** Let this much of it pass, and everything happen that follows. */
  async pass(ms: number): Promise<void> {
    const until = this.moment + ms;
    await settled();
    for (let next = this.planned[0]; next && next.at <= until; next = this.planned[0]) {
      this.planned.shift();
      this.moment = next.at;
      next.then();
      await settled();
    }
    this.moment = until;
  }
}

/** Everything that follows without time has followed. */
async function settled(): Promise<void> {
  await new Promise((resolve) => { setImmediate(resolve); });
}
