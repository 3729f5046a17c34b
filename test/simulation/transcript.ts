/** The two halves of the picture: what is said to the gateway, and what is said under the seal. */
export type Side = 'people' | 'care';

/** A value that one side was told or told, and the name of the field that it stood in. */
export interface Heard {
  readonly field: string;
  readonly value: string;
}

/**
 * All that the story's client says and hears, by side. The client alone knows both, so it alone
 * can tell afterwards whether anything has crossed.
 */
export class Transcript {
  private readonly values: Record<Side, Map<string, string>> = {
    people: new Map(), care: new Map(),
  };
  /** What the vault has published through the gateway: known to both by intention. */
  private readonly announced = new Set<string>();

  /** Note one value. */
  note(side: Side, field: string, value: string): void {
    if (!this.values[side].has(value)) this.values[side].set(value, field);
  }

  /** Note every text in the variables of a request or in an answer. */
  noteAll(side: Side, content: unknown, field = ''): void {
    if (typeof content === 'string') this.note(side, field, content);
    if (typeof content !== 'object' || content === null) return;
    if (Array.isArray(content)) {
      for (const item of content) this.noteAll(side, item, field);
      return;
    }
    for (const [name, value] of Object.entries(content)) this.noteAll(side, value, name);
  }

  /** Note what a public statement of the vault says: its body is JSON in base64url. */
  announce(body: string): void {
    const statement = new Transcript();
    statement.noteAll('care', JSON.parse(Buffer.from(body, 'base64url').toString()));
    for (const { value } of statement.heard('care')) this.announced.add(value);
  }

  /** Whether the vault has published a value through the gateway. */
  isAnnounced(value: string): boolean {
    return this.announced.has(value);
  }

  /** What one side heard. */
  heard(side: Side): Heard[] {
    return [...this.values[side]].map(([value, field]) => ({ field, value }));
  }

  /** What both sides heard although no public statement says it, by the field on each side. */
  crossed(): { people: string; care: string; value: string }[] {
    return this.heard('people').flatMap(({ field, value }) => {
      const other = this.values.care.get(value);
      return other === undefined || this.isPublic(field, value) || this.isPublic(other, value)
        ? [] : [{ people: field, care: other, value }];
    });
  }

  /** What one side heard and the other must not hold. */
  secrets(side: Side): Heard[] {
    const other = this.values[side === 'people' ? 'care' : 'people'];
    return this.heard(side).filter(({ field, value }) =>
      !other.has(value) && !this.isPublic(field, value));
  }

  private isPublic(field: string, value: string): boolean {
    return PUBLIC_FIELDS.has(field) || isWord(value) || this.announced.has(value);
  }
}

/** Fields of the schemas and of the program itself: the same whoever uses them. */
const PUBLIC_FIELDS = new Set([
  '__typename', 'path', 'message', 'title', 'status', 'period', 'currency', 'programmeId',
  'programme', 'keyId', 'spki', 'type', 'body', 'signature', 'consentVersion', 'version', 'role',
  'method', 'cardToken', 'timeZone', 'reason', 'why', 'text', 'table', 'colour',
  // Which of a report's four lists it is.
  'list',
  // By which both operators name a customer: it is in the terms that the vault confirms.
  'contract',
]);

/** Days, amounts, enumerations and short texts are no identifiers: chance writes them anywhere. */
function isWord(value: string): boolean {
  return value.length < 8 || /^[A-Z_]+$/.test(value) || /^\d{4}-\d\d-\d\d$/.test(value)
    || /^-?\d{1,12}$/.test(value);
}
