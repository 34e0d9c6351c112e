/** A document as text. JSON has no dates, so which members are dates is told beside them. */
export function toText(document: object): string {
  const dates = Object.entries(document).flatMap(([name, value]) =>
    value instanceof Date ? [name] : [],
  );
  return JSON.stringify({ dates, document });
}

/** The document that `toText` was given: its type is what the caller knows it to be. */
export function fromText<Document>(text: string): Document {
  const { dates, document } = JSON.parse(text);
  for (const name of dates) document[name] = new Date(document[name]);
  return document;
}
