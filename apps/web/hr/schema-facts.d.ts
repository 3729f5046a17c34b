declare module 'virtual:schema-facts' {
  /** A type of a schema with its own words, in English. */
  interface Fact {
    readonly name: string;
    readonly meaning: string;
    readonly fields: readonly string[];
  }
  const facts: {
    /** What HR's pages can ask for; `reads` tells a query from a mutation. */
    readonly asked: readonly (Fact & { readonly reads: boolean })[];
    /** What exists in the vault and nowhere in the gateway's schema. */
    readonly kept: readonly Fact[];
  };
  export default facts;
}
