/**
 * Progress of an npm installation that moves from its first second on: npm looks packages up,
 * fetches them, and unpacks them at the very end. The first two are counted from what it says
 * (`--loglevel=http`), the last by looking. Plain JavaScript for Node 20.19 and later.
 */

/** `npm http fetch GET 200 ADDRESS 12ms (…)`, or `npm http cache …` for what was fetched before. */
const HTTP = /^npm http (?:fetch GET \d+|cache) (\S+)/;
/** Where nobody watches, a line for each such part of the work. */
const PART = 0.05;

/** Counts and tells how far an installation is. */
export class InstallProgress {
  /**
   * @param total packages to install.
   * @param out where it is told: a terminal has one line, which changes; other streams get lines.
   */
  constructor(total, out = process.stdout) {
    this.total = total;
    this.out = out;
    this.lookedUp = new Set();
    this.fetched = new Set();
    this.unpacked = 0;
    this.told = 0;
  }

  /** Hear a line of npm's. Gives it back when it is for people. */
  hear(line) {
    const address = HTTP.exec(line)?.[1];
    if (address === undefined) return /^npm (?!err)/i.test(line) ? undefined : line;
    (/\.tgz(?:$|[?#])/.test(address) ? this.fetched : this.lookedUp).add(address);
    this.tell();
    return undefined;
  }

  /** Note how many packages are in place. */
  see(unpacked) {
    this.unpacked = Math.max(this.unpacked, unpacked);
    this.tell();
  }

  /** Tell the last state, and end the line of a terminal. */
  end() {
    this.tell(true);
    if (this.out.isTTY) this.out.write('\n');
  }

  tell(always = false) {
    const most = (count) => Math.min(count, this.total);
    const counts = [this.lookedUp.size, this.fetched.size, this.unpacked].map(most);
    const done = counts.reduce((sum, count) => sum + count, 0) / (3 * this.total);
    const enough = always ? done > this.told : done >= this.told + PART;
    if (!this.out.isTTY && !enough) return;
    this.told = done;
    const [lookedUp, fetched, unpacked] = counts;
    const line = `  ${lookedUp} looked up, ${fetched} fetched, ${unpacked} unpacked `
      + `of ${this.total} packages`;
    this.out.write(this.out.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
  }
}
