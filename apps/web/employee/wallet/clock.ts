/** The present day, UTC, `YYYY-MM-DD`: what the service counts in. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
