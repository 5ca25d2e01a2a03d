/* What the type check needs to know of lunr.js. */
declare namespace lunr {
  interface MatchData { metadata: Record<string, Record<string, unknown>>; }
  interface Result { ref: string; score: number; matchData: MatchData; }
  interface Query { term(term: string, options: { fields: string[]; usePipeline: boolean }): Query; }
  class Token { constructor(text: string, metadata: object); toString(): string; }
  class Vector { insert(position: number, weight: number): void; }
  class Pipeline {}
  class TokenSet { static fromArray(terms: string[]): TokenSet; }
  class Index {
    constructor(parts: object);
    query(build: (query: Query) => void): Result[];
  }
  namespace Index { type Result = lunr.Result; }
  function stemmer(token: Token): Token;
}
