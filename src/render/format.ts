/** Formats the text of one emitted file by the emitted repository's own rules; throws where it does not parse. */
export type Formatter = (path: string, content: string) => Promise<string>;
